"""Packs of one's own: sound ones are there for whoever speaks any language, broken ones are left out and named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.catalog.library import Library, spoken

PACK = 'id = "{id}"\nlanguage = "{language}"\nname = "Ours"\n'
STEP = """
id = "play"
number = 7
title = "{title}"
minutes = 5
grade = "ours"
source = "ours"
reading = "Read."
alone = "Alone."

[[questions]]
id = "play.one"
kind = "line"
ask = "{ask}"
"""
SKETCH = '\n[[steps]]\nid = "play"\nnumber = 7\ntitle = "{title}"\nminutes = 5\n'


def pack(place: Path, name: str, language: str = "en", **files: str) -> Path:
    """Write a pack; a file's name has `__` for `/`."""
    folder = place / name
    folder.mkdir(parents=True)
    texts = {"pack.toml": PACK.format(id=name, language=language), **files}
    for file, text in texts.items():
        path = folder / (file if file == "pack.toml" else file.replace("__", "/") + ".toml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def own_step(place: Path, name: str, language: str, *, title: str = "Play") -> Path:
    folder = pack(place, name, language, **{"steps__7-play": STEP.format(title=title, ask=f"{title}?")})
    info = folder / "pack.toml"
    info.write_text(info.read_text("utf-8") + SKETCH.format(title=title), "utf-8")
    return folder


def test_questions_steps_and_ideas_of_ones_own_are_there(tmp_path: Path) -> None:
    own_step(tmp_path, "ours", "en")
    idea = '[[ideas]]\nid = "boat"\ntext = "Row"\nminutes = 60\nwhere = "out"\ncost = "some"\n'
    day = '[[questions]]\nid = "ours1"\nmood = "light"\nask = "Which boat?"\n'
    pack(tmp_path, "more", ideas__ours=idea, daily__ours=day)
    library = Library(places=[tmp_path])
    assert library.left_out == ()
    for language in ("en", "de"):
        catalog = library.catalog(language)
        assert catalog.steps[-1].id == "play"
        assert catalog.step("play").questions[0].ask == "Play?"
        assert catalog.ideas[-1].text == "Row"
        assert catalog.ideas[-1].energy == "middle"
        assert catalog.step("daily.ours1").questions[0].ask == "Which boat?"


def test_a_pack_may_be_given_by_its_own_path(tmp_path: Path) -> None:
    library = Library(places=[own_step(tmp_path, "ours", "en")])
    assert library.catalog().steps[-1].id == "play"


def test_each_reads_a_pack_in_their_own_language_where_there_are_two(tmp_path: Path) -> None:
    own_step(tmp_path, "ours-de", "de", title="Spielen")
    own_step(tmp_path, "ours-en", "en", title="Play")
    library = Library(places=[tmp_path])
    assert library.catalog("en").steps[-1].title == "Play"
    assert library.catalog("de").steps[-1].title == "Spielen"
    assert [step.id for step in library.catalog("de").steps].count("play") == 1


def test_another_language_is_spoken_from_a_pack_and_takes_nobody_elses_words(tmp_path: Path) -> None:
    app = 'language = "Français"\nname = "nearer"\n'
    trust = STEP.replace("play", "trust").replace("7", "6").format(title="La confiance", ask="Oui?")
    folder = pack(tmp_path, "fr", "fr", interface__app=app, interface__home='today = "AUJOURD\'HUI"\n')
    (folder / "steps").mkdir()
    (folder / "steps" / "6-trust.toml").write_text(trust, "utf-8")
    sketch = SKETCH.replace("play", "trust").replace("7", "6").format(title="La confiance")
    (folder / "pack.toml").write_text(PACK.format(id="fr", language="fr") + sketch, "utf-8")
    library = Library(places=[tmp_path])
    assert library.left_out == ()
    assert "fr" in library.languages
    assert library.name("fr") == "Français"
    assert library.catalog("fr").words("home.today") == "AUJOURD'HUI"
    assert library.catalog("fr").words("common.yes") == "Yes"
    assert library.catalog("fr").step("trust").title == "La confiance"
    assert library.catalog("en").step("trust").title == "Trust"
    assert library.catalog("de").words("home.today") != "AUJOURD'HUI"


def test_a_broken_pack_is_left_out_and_named_and_the_others_stay(tmp_path: Path) -> None:
    own_step(tmp_path, "good", "en")
    bad = pack(tmp_path, "bad", ideas__x='[[ideas]]\nid = "x"\ntext = "y"\nminutes = "long"\n')
    library = Library(places=[tmp_path])
    assert [(file, line) for file, line, _ in library.left_out] == [(str(bad / "ideas" / "x.toml"), 1)]
    assert library.catalog().steps[-1].id == "play"
    assert all(idea.id != "x" for idea in library.catalog().ideas)


def test_a_folder_that_is_no_pack_is_named(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    ((file, line, what),) = Library(places=[tmp_path]).left_out
    assert (file, line) == (str(tmp_path / "letters" / "pack.toml"), 1)
    assert "pack.toml" in what


def test_a_place_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert Library(places=[tmp_path / "nowhere"]).left_out == ()


@settings(max_examples=40)
@given(data=st.binary(max_size=200), name=st.sampled_from(["pack.toml", "steps/7-play.toml", "interface/home.toml"]))
def test_whatever_a_pack_holds_nothing_stops(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    place = tmp_path_factory.mktemp("packs")
    folder = own_step(place, "ours", "en")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    library = Library(places=[place])
    catalog = library.catalog()
    assert [step.id for step in catalog.steps][:7] == [step.id for step in Library().catalog().steps]
    assert catalog.words("common.yes") == "Yes"
    assert len(catalog.prompts) >= 120


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de-AT"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "sr_RS@latin"}, "sr-RS"),
        ({"LANG": "en_GB.UTF-8", "NEARER_LANGUAGE": "de"}, "de"),
    ],
)
def test_the_system_says_which_language_is_spoken(environment: dict[str, str], language: str) -> None:
    assert spoken(environment) == language
    assert Library(language=language).catalog().words.has("home.today")
