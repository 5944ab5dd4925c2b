"""What content/ promises: every file is whole, and there is enough of everything."""

import re
from collections import Counter

import msgspec
import pytest

from tui.catalog.catalog import Catalog
from tui.catalog.check import check
from tui.catalog.place import content_folder
from tui.catalog.schema import Distance, Mood, QuestionKind
from tui.core.clock import zone

CATALOG = Catalog.open()
STEPS = [sketch.id for sketch in CATALOG.steps]
TITLES = [
    "Before you start",
    "Find the cause",
    "Face it together",
    "Be close",
    "Time alone",
    "Don't try too hard",
    "Trust",
]
FIRST = {
    "before": ["before.now", "before.wished", "before.loved"],
    "cause": ["cause.line", "cause.drew_away"],
    "face": ["face.happened", "face.feel", "face.need"],
    "close": ["close.wishes"],
    "time": ["time.crowded"],
    "steps": ["steps.plan"],
    "trust": ["trust.predict", "trust.rely", "trust.faith"],
}
"""The questions that other rooms know by their ids: records refer to them for years."""


def sources() -> dict[str, str]:
    text = (content_folder() / "SOURCES.md").read_text("utf-8")
    return dict(re.findall(r"^## (\S+)\n\nGrade: (\w+)$", text, re.MULTILINE))


def test_every_file_is_whole() -> None:
    assert check(content_folder()) == []


def test_the_path_has_its_steps_in_order() -> None:
    assert list(FIRST) == STEPS
    assert [sketch.title for sketch in CATALOG.steps] == TITLES
    assert [sketch.number for sketch in CATALOG.steps] == list(range(7))


@pytest.mark.parametrize("step_id", STEPS)
def test_a_step_is_short_and_mixed(step_id: str) -> None:
    step = CATALOG.step(step_id)
    assert 90 <= len(step.reading.split()) <= 150
    assert 5 <= step.minutes <= 15
    assert 8 <= len(step.questions) <= 10
    assert len({question.kind for question in step.questions}) >= 4


@pytest.mark.parametrize("step_id", STEPS)
def test_ids_that_records_refer_to_are_where_they_were(step_id: str) -> None:
    ids = [question.id for question in CATALOG.step(step_id).questions]
    assert ids[: len(FIRST[step_id])] == FIRST[step_id]


def test_ids_are_lower_case_words() -> None:
    questions = [question for step in STEPS for question in CATALOG.step(step).questions]
    options = [option.id for question in questions for option in question.options]
    talk = [*(form.id for form in CATALOG.talk_formats), *(prompt.id for prompt in CATALOG.prompts)]
    ids = [*(question.id for question in questions), *options, *talk, *(idea.id for idea in CATALOG.ideas)]
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9_.-]+", name)] == []


def test_the_kinds_that_others_build_on_are_asked_first() -> None:
    kinds = {question_id: CATALOG.question(step, question_id) for step in STEPS for question_id in FIRST[step]}
    assert kinds["before.now"].kind == kinds["before.wished"].kind == QuestionKind.CIRCLES
    assert kinds["cause.line"].kind is QuestionKind.TIMELINE
    assert kinds["steps.plan"].kind is QuestionKind.IF_THEN
    drew_away = kinds["cause.drew_away"]
    assert [option.id for option in drew_away.options] == ["me", "you", "both", "neither"]
    for name in ("trust.predict", "trust.rely", "trust.faith"):
        assert (kinds[name].kind, kinds[name].low, kinds[name].high) == (QuestionKind.SCALE, 1, 7)


@pytest.mark.parametrize("elsewhere", [Distance.APART, Distance.TOGETHER])
def test_wishes_are_many_and_graded_for_every_couple(elsewhere: Distance) -> None:
    wishes = CATALOG.question("close", "close.wishes")
    assert len(wishes.options) >= 40
    assert wishes.private
    mine = [option for option in wishes.options if option.where != elsewhere]
    assert {option.level for option in mine} == {1, 2, 3, 4, 5}


def test_there_is_much_to_talk_about_in_every_step() -> None:
    counts = Counter(prompt.step for prompt in CATALOG.prompts)
    assert len(CATALOG.prompts) >= 60
    assert all(counts[step] >= 8 for step in STEPS)
    assert {(prompt.step, prompt.mood) for prompt in CATALOG.prompts} >= {(s, m) for s in STEPS for m in Mood}


def test_there_are_ideas_for_every_length_and_distance() -> None:
    minutes = [idea.minutes for idea in CATALOG.ideas]
    assert len(minutes) >= 40
    assert min(minutes) == 10
    assert max(minutes) == 480
    assert {(idea.where, idea.cost) for idea in CATALOG.ideas} >= {("home", "free"), ("out", "free"), ("out", "some")}
    assert sum(idea.apart for idea in CATALOG.ideas) >= 10
    assert sum(idea.new for idea in CATALOG.ideas) >= 10


def test_talks_take_about_as_long_as_they_say() -> None:
    assert {form.id for form in CATALOG.talk_formats} == {"trust", "speaker-listener", "equal"}
    for form in CATALOG.talk_formats:
        seconds = sum(phase.seconds * (2 * phase.rounds if phase.turns else 1) for phase in form.phases)
        assert abs(seconds / 60 - form.minutes) <= 5
    turns = [phase for phase in CATALOG.talk_format("speaker-listener").phases if phase.turns]
    assert all(120 <= phase.seconds <= 180 for phase in turns)


def test_every_source_has_an_entry_and_the_same_grade() -> None:
    known = sources()
    used = {part.source: str(part.grade) for part in map(CATALOG.step, STEPS)}
    used |= {form.source: str(form.grade) for form in CATALOG.talk_formats}
    assert used == known


@pytest.mark.parametrize("page", ["keys", "privacy", "alone", "professional", "about", "evidence", "safety"])
def test_help_is_there(page: str) -> None:
    assert len(CATALOG.help(page).text.split()) > 80


def test_the_safety_page_shows_the_way_out() -> None:
    assert "Ctrl+Q" in CATALOG.help("safety").text


def test_help_lines_begin_with_the_emergency_number_and_never_repeat() -> None:
    first = CATALOG.help_lines[0]
    assert first.country == ""
    assert "112" in first.contact
    pairs = [(line.country, line.name) for line in CATALOG.help_lines]
    assert len(pairs) == len(set(pairs))
    assert {"DE", "AT", "GB", "US", "FR", "ES"} <= {line.country for line in CATALOG.help_lines}


def test_the_demo_has_enough_to_draw_from() -> None:
    demo = CATALOG.demo
    for name, texts in msgspec.structs.asdict(demo).items():
        if name in {"names", "cities", "zones"}:
            assert len(texts) == 2, name
        else:
            assert 12 <= len(texts) <= 25, name
            assert len(texts) == len(set(texts)), name
    assert [zone(name).key for name in demo.zones] == list(demo.zones)
    assert all(0 <= plan.hour < 24 and plan.minutes > 0 for plan in demo.plans)
    assert all(-2 <= event.lift <= 2 for event in demo.events)
