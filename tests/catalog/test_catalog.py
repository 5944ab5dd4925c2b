import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.catalog import pack
from tui.catalog.catalog import Catalog
from tui.catalog.place import content_folder
from tui.catalog.read import load
from tui.core.errors import ContentError, InputError

OWN_STEP = """
id = "{id}"
number = {number}
title = "Own"
minutes = 5
grade = "ours"
source = "own"
reading = "Read."
alone = "Alone."

[[questions]]
id = "{id}.one"
kind = "line"
ask = "What?"
"""


@pytest.fixture
def catalog() -> Catalog:
    return Catalog.open()


def own_pack(folder: Path, *, step: str, number: int) -> Path:
    (folder / "steps").mkdir(parents=True)
    sketch = f'[[steps]]\nid = "{step}"\nnumber = {number}\ntitle = "Own"\nminutes = 5\n'
    (folder / "pack.toml").write_text(f'id = "own"\nlanguage = "en"\nname = "Own"\n{sketch}', "utf-8")
    file = folder / "steps" / f"{number}-{step}.toml"
    file.write_text(OWN_STEP.format(id=step, number=number), "utf-8")
    return folder


def test_the_path_is_known_from_pack_toml_alone(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    loads = tomllib.loads

    def counted(text: str) -> dict[str, object]:
        parsed.append(text)
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", counted)
    monkeypatch.setattr(pack, "load", load)  # as it is outside of tests, which keep what they have read before
    titles = [step.title for step in catalog.steps]
    assert titles[0] == "Before you start"
    assert catalog.words("common.yes") == "Yes"
    assert len(parsed) == 2


def test_a_step_is_read_once(catalog: Catalog) -> None:
    assert catalog.step("before") is catalog.step("before")


def test_a_question_is_found_by_step_and_id(catalog: Catalog) -> None:
    assert catalog.question("before", "before.now").kind == "circles"


def test_what_is_not_there_is_said_in_a_sentence(catalog: Catalog) -> None:
    asked: list[Callable[[], object]] = [
        lambda: catalog.step("nowhere"),
        lambda: catalog.question("before", "before.nothing"),
        lambda: catalog.talk_format("shouting"),
        lambda: catalog.help("../pack"),
    ]
    for ask in asked:
        with pytest.raises(InputError) as caught:
            ask()
        assert not catalog.words.error(caught.value).startswith("[")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert Catalog.open("tlh").words("common.yes") == "Yes"
    assert Catalog.open("en_GB").steps == Catalog.open("en").steps
    assert Catalog.open("../..").words("common.no") == "No"


def test_a_language_without_steps_borrows_the_english_ones(tmp_path: Path) -> None:
    (tmp_path / "interface").mkdir()
    (tmp_path / "interface" / "common.toml").write_text('yes = "Ja"', "utf-8")
    catalog = Catalog([tmp_path, content_folder() / "en"])
    assert catalog.words("common.yes") == "Ja"
    assert catalog.step("before").title == "Before you start"


def test_a_pack_of_ones_own_adds_its_step(tmp_path: Path) -> None:
    catalog = Catalog.open(extra=[own_pack(tmp_path, step="play", number=7)])
    assert [step.id for step in catalog.steps][-1] == "play"
    assert catalog.step("play").questions[0].id == "play.one"
    assert catalog.step("trust").title == "Trust"


def test_a_pack_of_ones_own_may_take_a_steps_place(tmp_path: Path) -> None:
    catalog = Catalog.open(extra=[own_pack(tmp_path, step="time", number=4)])
    assert len(catalog.steps) == len(Catalog.open().steps)
    assert catalog.step("time").title == "Own"


def test_a_broken_file_names_itself_and_its_line(tmp_path: Path) -> None:
    pack = own_pack(tmp_path, step="play", number=7)
    file = pack / "steps" / "7-play.toml"
    file.write_text(file.read_text("utf-8").replace('kind = "line"', 'kind = "lien"'), "utf-8")
    catalog = Catalog.open(extra=[pack])
    with pytest.raises(ContentError) as caught:
        catalog.step("play")
    assert caught.value.values["file"] == str(file)
    assert caught.value.values["line"] == 13
    sentence = catalog.words.error(caught.value)
    assert str(file) in sentence
    assert "kind" in sentence


def test_content_is_found_in_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "tui" / "_content"
    installed.mkdir(parents=True)
    monkeypatch.setattr("tui.catalog.place.__file__", str(tmp_path / "tui" / "catalog" / "place.py"))
    assert content_folder() == installed.resolve()
    installed.rmdir()
    assert content_folder() == tmp_path.resolve() / "content"


def test_a_step_is_found_by_its_name_or_its_number() -> None:
    catalog = Catalog.open()
    assert catalog.step_id("1") == catalog.step_id(" Cause ") == "cause"
    with pytest.raises(InputError, match="unknown_step"):
        catalog.step_id("7")
