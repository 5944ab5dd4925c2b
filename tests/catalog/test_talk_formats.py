"""What the ways to hold a talk promise, in every language, and how a broken one of a couple's own is told of."""

import re
from itertools import product
from pathlib import Path
from textwrap import dedent

import pytest

from tui.catalog.catalog import Catalog
from tui.catalog.check import check
from tui.catalog.formats import Begins, Phase, TalkFormat
from tui.catalog.library import Library
from tui.catalog.place import content_folder
from tui.catalog.schema import Grade
from tui.core.text import width

LANGUAGES = sorted(path.parent.name for path in content_folder().glob("*/pack.toml"))
CATALOGS = {language: Catalog.open(language) for language in LANGUAGES}
FORMATS = {
    "trust": Begins.ALTERNATING,
    "speaker-listener": Begins.CHOSEN,
    "mirror": Begins.CHOSEN,
    "appreciations": Begins.LOT,
    "rising": Begins.LOT,
    "stress": Begins.ALTERNATING,
    "repair": Begins.CHOSEN,
    "equal": Begins.ALTERNATING,
    "slow": Begins.CHOSEN,
}
SAID_BACK = {
    "trust": ["good", "hard", "need"],
    "speaker-listener": ["understand"],
    "mirror": ["say"],
    "repair": ["story", "touched"],
    "slow": ["how", "need"],
}
LINE, TITLE, SENTENCES = 70, 30, 220
"""Cells: what each does now fits on one line, a part's title beside its time, and what it is about on three."""

NEAR = 2
"""Minutes by which a format may differ from what its parts add up to."""

EACH = pytest.mark.parametrize(("language", "form_id"), list(product(LANGUAGES, FORMATS)), ids=str)


def lines(phase: Phase) -> list[str]:
    return [*filter(None, (phase.speaker, phase.listener, phase.both)), *phase.questions]


def shape(phase: Phase) -> tuple[object, ...]:
    return phase.id, phase.seconds, phase.turns, phase.reflect, phase.rounds, len(phase.questions), bool(phase.both)


def seconds(form: TalkFormat) -> int:
    return sum(phase.seconds * (2 * phase.rounds if phase.turns else 1) for phase in form.phases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_ways_to_hold_a_talk_are_there_in_every_language(language: str) -> None:
    assert {form.id: form.begins for form in CATALOGS[language].talk_formats} == FORMATS
    assert [form.id for form in CATALOGS[language].talk_formats if form.slow] == ["slow"]
    assert [form.place for form in CATALOGS[language].talk_formats] == list(range(1, len(FORMATS) + 1))
    assert CATALOGS[language].talk_formats[0].id == "trust"


@EACH
def test_what_each_does_now_fits_on_one_line(language: str, form_id: str) -> None:
    form = CATALOGS[language].talk_format(form_id)
    assert [line for phase in form.phases for line in lines(phase) if width(line) > LINE] == []
    assert [phase.title for phase in form.phases if width(phase.title) > TITLE] == []
    assert width(form.title) <= TITLE
    assert width(form.about) <= SENTENCES


@EACH
def test_the_parts_take_about_as_long_as_the_talk_says(language: str, form_id: str) -> None:
    form = CATALOGS[language].talk_format(form_id)
    assert form.slow or abs(seconds(form) / 60 - form.minutes) <= NEAR
    if form.slow:
        assert all(phase.turns and phase.seconds % 3600 == 0 for phase in form.phases)


@EACH
def test_its_grade_and_source_are_those_of_an_entry_and_have_words(language: str, form_id: str) -> None:
    catalog = CATALOGS[language]
    form = catalog.talk_format(form_id)
    text = (content_folder() / "SOURCES.md").read_text("utf-8")
    assert f"\n## {form.source}\n\nGrade: {form.grade}\n" in text
    assert catalog.words.has(f"sources.{form.source.replace('-', '_')}")


@pytest.mark.parametrize("form_id", FORMATS)
def test_what_was_said_is_said_back_where_it_is_hard(form_id: str) -> None:
    phases = CATALOGS["en"].talk_format(form_id).phases
    assert [phase.id for phase in phases if phase.reflect] == SAID_BACK.get(form_id, [])


@pytest.mark.parametrize("form_id", FORMATS)
def test_a_talk_is_the_same_in_every_language_but_for_its_texts(form_id: str) -> None:
    forms = [catalog.talk_format(form_id) for catalog in CATALOGS.values()]
    assert len({(form.minutes, form.grade, form.source, form.begins, form.slow) for form in forms}) == 1
    assert len({tuple(map(shape, form.phases)) for form in forms}) == 1
    assert not set.intersection(*({line for phase in form.phases for line in lines(phase)} for form in forms))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_rise_and_none_is_asked_twice(language: str) -> None:
    catalog = CATALOGS[language]
    form = catalog.talk_format("rising")
    asked = [question for phase in form.phases for question in phase.questions]
    deeper = [phase for phase in form.phases if phase.questions]
    assert (form.grade, form.minutes, len(deeper)) == (Grade.LABORATORY, 45, 3)
    assert [phase.seconds for phase in deeper] == sorted({phase.seconds for phase in deeper})
    others = {question.text for each in catalog.rising for question in each.questions}
    assert len(set(asked) - others) == len(asked) == 12


def test_nobody_claims_to_have_tested_the_turns() -> None:
    assert {form.grade for form in CATALOGS["en"].talk_formats} <= {Grade.LABORATORY, Grade.PRACTICE, Grade.OURS}


# Formats of one's own

PACK = 'id = "ours"\nlanguage = "en"\nname = "Ours"\n'
HEAD = 'id = "x"\ntitle = "X"\nabout = "X."\nminutes = 10\ngrade = "ours"\nsource = "ours"\n'
TURNS = '[[phases]]\nid = "p"\ntitle = "P"\nseconds = 60\nturns = true\nrounds = 2\nspeaker = "S."\nlistener = "L."\n'
SLOW = HEAD + "slow = true\n" + TURNS.replace("seconds = 60", "seconds = 3600")


def talk_file(place: Path, text: str, name: str = "x") -> Path:
    path = place / "ours" / "talk" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    (place / "ours" / "pack.toml").write_text(PACK, "utf-8")
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("text", [HEAD + TURNS, SLOW, HEAD + TURNS + 'questions = ["A?", "B?"]\nreflect = true\n'])
def test_a_sound_format_has_no_faults(tmp_path: Path, text: str) -> None:
    assert check(talk_file(tmp_path, text)) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "what"),
    [
        (HEAD + TURNS, "rounds = 2", "rounds = 0", 12, "has no rounds"),
        (HEAD + TURNS, "rounds = 2", "rounds = -3", 12, "has no rounds"),
        (HEAD + TURNS, "rounds = 2", "rounds = 51", 12, "is 51, which is out of bounds"),
        (HEAD + TURNS, "rounds = 2", "rounds = 1.5", 12, "not of the kind"),
        (HEAD + TURNS, "seconds = 60", "seconds = 1", 10, "is 1, which is out of bounds"),
        (HEAD + TURNS, "seconds = 60", "seconds = -60", 10, "out of bounds"),
        (HEAD + TURNS, "seconds = 60", "seconds = 86400", 10, "is 86400, which is out of bounds"),
        (HEAD + TURNS, "seconds = 60", "seconds = 99999999", 10, "too large"),
        (SLOW, "seconds = 3600", "seconds = 3599", 11, "is 3599, which is out of bounds"),
        (SLOW, "seconds = 3600", "seconds = 604801", 11, "is 604801, which is out of bounds"),
        (HEAD + TURNS, TURNS, "", 1, '"phases" is missing'),
        (HEAD + TURNS, TURNS, "phases = []", 7, '"phases" has nothing in it'),
        (
            HEAD + TURNS,
            TURNS,
            "".join(TURNS.replace('"p"', f'"p{number}"') for number in range(51)),
            7 + 50 * 8,
            "has 51 parts",
        ),
        (HEAD + TURNS, HEAD, HEAD + 'begins = "youngest"\n', 7, '"begins" is none that we know'),
        (HEAD + TURNS, "turns = true", 'turns = true\nquestions = ["A?"]', 12, "questions 1, rounds 2"),
        (HEAD + TURNS, "turns = true", 'turns = true\nquestions = ["A?", " "]', 12, '"questions" is empty'),
        (HEAD + TURNS, "turns = true", 'reflect = true\nboth = "B."', 11, "nobody takes turns"),
        (HEAD + TURNS, TURNS, TURNS + TURNS, 16, 'The id "p" is here for the second time'),
        (HEAD + TURNS, 'listener = "L."\n', "", 7, "does not say what each of them does"),
        (HEAD + TURNS, "turns = true", "turns = false", 7, "does not say what the two do"),
        (HEAD + TURNS, "seconds", "secnods", 10, 'Nothing is called "secnods"'),
        (HEAD + TURNS, "[[phases]]", "[[phases]", 7, "not well-formed TOML"),
    ],
)
def test_a_bad_format_is_told_with_file_line_and_reason(
    tmp_path: Path, *, text: str, old: str, new: str, line: int, what: str
) -> None:
    assert old in text
    path = talk_file(tmp_path, text.replace(old, new))
    found = [(fault.file, fault.line) for fault in check(path) if what in fault.what]
    assert found == [(str(path), line)], check(path)
    assert all(fault.mend for fault in check(path))


def test_all_bad_numbers_of_a_format_are_told_at_once(tmp_path: Path) -> None:
    bad = TURNS.replace("rounds = 2", "rounds = 0").replace("seconds = 60", "seconds = 1")
    faults = check(talk_file(tmp_path, HEAD + bad + bad.replace('"p"', '"q"')))
    assert [fault.line for fault in faults] == [10, 12, 18, 20]


def test_a_format_that_cannot_be_read_is_left_out_and_named_and_ours_stay(tmp_path: Path) -> None:
    path = talk_file(tmp_path, "id = ")
    library = Library(places=[tmp_path])
    assert [(file, line) for file, line, _ in library.left_out] == [(str(path), 1)]
    assert {form.id for form in library.catalog().talk_formats} == set(FORMATS)


def test_the_formats_in_the_guide_work_as_they_stand_there(tmp_path: Path) -> None:
    guide = (content_folder().parent / "docs" / "content.md").read_text("utf-8")
    for name in ("kitchen", "letters"):
        block = re.search(rf'(?m)^    id = "{name}"\n(?:(?:    .*)?\n)+', guide)
        assert block, name
        talk_file(tmp_path, dedent(block[0]), name)
    library = Library(places=[tmp_path])
    assert library.left_out == ()
    for language in LANGUAGES:
        kitchen, letters = library.catalog(language).talk_formats[-2:]
        assert (kitchen.id, kitchen.begins, kitchen.slow) == ("kitchen", Begins.ALTERNATING, False)
        assert [len(phase.questions) for phase in kitchen.phases] == [0, 2, 0]
        assert [phase.reflect for phase in kitchen.phases] == [False, False, True]
        assert abs(seconds(kitchen) / 60 - kitchen.minutes) <= NEAR
        assert (letters.id, letters.begins, letters.slow) == ("letters", Begins.CHOSEN, True)
