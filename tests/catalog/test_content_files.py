"""What content/ promises: every file is whole, and there is enough of everything."""

import re
from collections import Counter
from itertools import pairwise, product

import msgspec
import pytest

from tui.catalog.catalog import Catalog
from tui.catalog.check import check
from tui.catalog.place import content_folder
from tui.catalog.schema import Distance, Energy, Mood, QuestionKind, Setting
from tui.core.clock import zone
from tui.core.records import Circumstance
from tui.core.text import width

CATALOG = Catalog.open()
LANGUAGES = sorted(path.parent.name for path in content_folder().glob("*/pack.toml"))
CATALOGS = pytest.mark.parametrize("catalog", [Catalog.open(each) for each in LANGUAGES], ids=LANGUAGES)
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
    "close": ["close.comfort", "close.wishes"],
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


@CATALOGS
@pytest.mark.parametrize("step_id", STEPS)
def test_a_step_is_read_in_a_short_and_a_long_form_and_alone(catalog: Catalog, step_id: str) -> None:
    step = catalog.step(step_id)
    assert 80 <= len(step.reading.split()) <= 150
    assert 300 <= len(step.long.split()) <= 600
    assert 2 <= step.long.count("## ") <= 4
    assert 50 <= len(step.by_oneself.split()) <= 140
    assert 10 <= len(step.alone.split()) <= 60


@CATALOGS
@pytest.mark.parametrize("exercise_id", ["outside", "year", "pulse", "daily", "safe", "word"])
def test_an_exercise_beside_the_path_says_what_it_is_and_has_a_form_for_one(
    catalog: Catalog, exercise_id: str
) -> None:
    exercise = catalog.step(exercise_id)
    assert exercise.id == exercise_id
    assert len(exercise.reading.split()) >= 50
    assert exercise.long
    assert exercise.by_oneself
    assert exercise.alone


@CATALOGS
def test_the_weekly_hour_has_its_parts_in_order(catalog: Catalog) -> None:
    hour = catalog.hour("weekly")
    assert [part.minutes for part in hour.parts] == [2, 10, 5, 20, 8, 5, 3]
    assert [str(part.leads) for part in hour.parts] == [
        "",
        "appreciations",
        "",
        "issues",
        "planner",
        "small-steps",
        "",
    ]
    assert all(30 <= len(part.text.split()) <= 100 for part in hour.parts)
    assert hour.by_oneself


@CATALOGS
def test_there_is_a_question_for_every_day_of_a_year_and_none_twice(catalog: Catalog) -> None:
    daily = catalog.daily
    assert [each.id for each in daily] == [f"d{number:03}" for number in range(1, 366)]
    assert len({each.ask.casefold() for each in daily}) == len(daily)
    assert all(len(text) <= 150 for each in daily for text in (each.ask, each.apart, each.children, each.new))
    assert {each.mood for each in daily} == set(Mood)
    assert all(sum(bool(getattr(each, kind)) for each in daily) >= 20 for kind in ("apart", "children", "new"))


@CATALOGS
def test_three_sets_go_deeper_by_turns(catalog: Catalog) -> None:
    assert {each.id for each in catalog.rising} == {"open", "nearer", "far"}
    for rising in catalog.rising:
        assert [question.depth for question in rising.questions] == [1] * 4 + [2] * 4 + [3] * 4
    texts = [question.text for rising in catalog.rising for question in rising.questions]
    assert len(set(texts)) == 36


@CATALOGS
@pytest.mark.parametrize("phrases_id", ["appreciations", "openings"])
def test_there_are_ways_to_begin_with_an_example_each(catalog: Catalog, phrases_id: str) -> None:
    phrases = catalog.phrases(phrases_id).phrases
    assert len(phrases) >= 12
    assert all(phrase.example and phrase.example != phrase.text for phrase in phrases)


@CATALOGS
def test_the_ceiling_is_asked_before_the_wishes_and_caps_them(catalog: Catalog) -> None:
    step = catalog.step("close")
    wishes, comfort = catalog.question("close", "close.wishes"), catalog.question("close", "close.comfort")
    assert wishes.ceiling == comfort.id
    levels = {option.id: option.level for option in comfort.options}
    assert sorted(levels.values()) == [1, 1, 2, 3, 4, 5]
    for chosen, level in levels.items():
        assert step.highest(wishes, {comfort.id: chosen}) == level
        offered = wishes.fitting({Circumstance.APART}, most=level)
        assert max(option.level for option in offered) == level
    assert step.highest(wishes, {}) == 5
    everything = {comfort.id: "words", wishes.id: tuple(option.id for option in wishes.options)}
    assert {wishes.level(each) for each in step.within(everything)[wishes.id]} == {1}


@pytest.mark.parametrize("circumstance", ["apart", "children", "new", "alone"])
def test_there_are_variants_for_couples_who_live_differently_and_for_one(circumstance: str) -> None:
    questions = [question for step in STEPS for question in CATALOG.step(step).questions]
    assert sum(bool(getattr(question, circumstance)) for question in questions) >= 4


@pytest.mark.parametrize("step_id", STEPS)
def test_a_step_is_short_and_mixed(step_id: str) -> None:
    step = CATALOG.step(step_id)
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
    assert len(wishes.options) >= 50
    assert wishes.private
    mine = [option for option in wishes.options if option.where != elsewhere]
    assert all(sum(option.level == level for option in mine) >= 3 for level in range(1, 6))


def test_there_is_much_to_talk_about_in_every_step() -> None:
    counts = Counter(prompt.step for prompt in CATALOG.prompts)
    assert len(CATALOG.prompts) >= 120
    assert all(counts[step] >= 16 for step in STEPS)
    assert {each for prompt in CATALOG.prompts for each in prompt.fits} == set(Circumstance)
    assert {(prompt.step, prompt.mood) for prompt in CATALOG.prompts} >= {(s, m) for s in STEPS for m in Mood}


def test_there_are_enough_light_things_for_a_quiet_time_that_suit_everybody() -> None:
    light = [each for each in CATALOG.prompts if (each.step, each.mood, each.fits) == ("time", Mood.LIGHT, ())]
    assert len(light) >= 20


def test_there_are_ideas_for_every_length_and_distance() -> None:
    ideas = CATALOG.ideas
    minutes = [idea.minutes for idea in ideas]
    assert len(ideas) >= 150
    assert (min(minutes), max(minutes)) == (10, 32 * 60)
    assert {(idea.where, idea.cost) for idea in ideas} >= set(product(Setting, ["free", "some"]))
    assert sum(idea.apart for idea in ideas) >= 50
    assert 0.4 <= sum(idea.new for idea in ideas) / len(ideas) <= 0.6
    for low, high in pairwise([1, 11, 21, 31, 61, 121, 241, 10_000]):
        fit = [idea for idea in ideas if low <= idea.minutes < high]
        assert {idea.new for idea in fit} == {False, True}, low
        assert {idea.apart for idea in fit} == {False, True}, low
        assert Energy.LOW in {idea.energy for idea in fit}, low


def test_an_idea_does_not_contradict_itself() -> None:
    for idea in CATALOG.ideas:
        assert idea.apart or not idea.only_apart, idea.id
        assert not (idea.daylight and idea.dark), idea.id


@CATALOGS
def test_an_idea_fits_on_one_line(catalog: Catalog) -> None:
    assert [idea.id for idea in catalog.ideas if width(idea.text) > 68] == []
    assert len({idea.text.casefold() for idea in catalog.ideas}) == len(catalog.ideas)


def test_every_idea_says_how_much_it_asks_of_people() -> None:
    texts = [path.read_text("utf-8") for path in sorted((content_folder() / "en" / "ideas").glob("*.toml"))]
    assert sum(text.count("\nenergy = ") for text in texts) == len(CATALOG.ideas)


def test_every_source_has_an_entry_and_the_same_grade() -> None:
    known = sources()
    used = {part.source: str(part.grade) for part in map(CATALOG.step, STEPS)}
    used |= {form.source: str(form.grade) for form in CATALOG.talk_formats}
    used |= {each.source: str(each.grade) for each in CATALOG.rising}
    used |= {beside.source: str(beside.grade) for beside in map(CATALOG.step, CATALOG.exercise_ids)}
    hour = CATALOG.hour("weekly")
    used |= {hour.source: str(hour.grade), "appreciations": "practice"}
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
