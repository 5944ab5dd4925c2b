"""One draft written in two windows: nobody's words are lost, and merging again changes nothing."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.catalog.catalog import Catalog
from tui.checkin.flow import Draft, DraftAnswer
from tui.checkin.merging import ON_ONE_LINE, PARAGRAPHS, merged, merged_text, same_words
from tui.core.records import IfThen, LifeEvent, Point, Share, Timeline, Value
from tui.household.drafts import between

APART = {"page": PARAGRAPHS, "line": ON_ONE_LINE, "small": ON_ONE_LINE}
WORDS = st.sampled_from(("laugh", "tea", "walk", "hum", "rain", "", " ", "a\nb"))
PAGES = st.lists(WORDS, max_size=5).map(PARAGRAPHS.join)
LINES = st.lists(st.text("abc ", max_size=3), max_size=3).map(ON_ONE_LINE.join)
MONTHS = st.sampled_from(("2024-01", "2025-06", "2026-11"))
TIMELINES = st.builds(
    Timeline,
    points=st.dictionaries(MONTHS, st.integers(1, 7)).map(
        lambda levels: tuple(Point(month=month, level=level) for month, level in sorted(levels.items()))
    ),
    events=st.lists(st.builds(LifeEvent, month=MONTHS, what=WORDS), max_size=3, unique=True).map(
        lambda events: tuple(sorted(events, key=lambda each: each.month))
    ),
)
VALUES: dict[str, st.SearchStrategy[Value | None]] = {
    "page": st.none() | PAGES,
    "line": st.none() | LINES,
    "small": st.none() | st.builds(IfThen, when=LINES, then=LINES),
    "years": st.none() | TIMELINES,
    "mark": st.none() | st.integers(1, 7),
    "choice": st.none() | st.sampled_from(("yes", "no")),
    "several": st.none() | st.lists(st.sampled_from("xyz"), unique=True).map(tuple),
}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        question: st.builds(DraftAnswer, value=value, share=st.sampled_from((Share.TOGETHER, Share.PRIVATE)))
        for question, value in VALUES.items()
    },
)
DRAFTS = st.builds(Draft, step=st.just("before"), position=st.integers(0, 9), answers=ANSWERS)


def blocks(text: str, apart: str = PARAGRAPHS) -> set[str]:
    return {each.strip() for each in text.split(apart)} - {""}


def page(text: str, position: int = 1) -> Draft:
    return Draft(step="before", position=position, answers={"page": DraftAnswer(value=text)})


def test_two_texts_stand_one_below_the_other() -> None:
    together, both = merged(page(""), page("mine"), page("theirs"), APART)
    assert together.answers["page"].value == "mine\n\ntheirs"
    assert both == {"page"}


def test_what_only_one_changed_is_taken_from_there_and_nobody_is_told() -> None:
    base = page("first\n\nsecond")
    together, both = merged(base, page("first!\n\nsecond"), page("first\n\nsecond?\n\nthird"), APART)
    assert together.answers["page"].value == "first!\n\nsecond?\n\nthird"
    assert both == frozenset()


def test_of_two_marks_mine_stands_and_it_is_told() -> None:
    base, mine, theirs = (
        Draft(step="before", answers={"mark": DraftAnswer(value=mark), "choice": DraftAnswer(value=choice)})
        for mark, choice in ((1, "yes"), (2, "no"), (3, "maybe"))
    )
    together, both = merged(base, mine, theirs, APART)
    assert [each.value for each in together.answers.values()] == [2, "no"]
    assert both == {"mark", "choice"}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "wanted"),
    [
        (None, Share.TOGETHER, Share.PRIVATE, Share.PRIVATE),
        (None, Share.PRIVATE, Share.TOGETHER, Share.PRIVATE),
        (Share.PRIVATE, Share.TOGETHER, Share.PRIVATE, Share.TOGETHER),
        (Share.TOGETHER, Share.TOGETHER, Share.PRIVATE, Share.PRIVATE),
    ],
)
def test_what_one_of_them_keeps_private_stays_private(
    base: Share | None, mine: Share, theirs: Share, wanted: Share
) -> None:
    before, my, their = (
        Draft(step="s", answers={} if share is None else {"page": DraftAnswer(value=text, share=share)})
        for text, share in (("a", base), ("b", mine), ("c", theirs))
    )
    assert merged(before, my, their, APART)[0].answers["page"].share is wanted


def test_where_the_reader_stands_is_where_they_went_last() -> None:
    assert merged(page("", 1), page("", 1), page("", 4), APART)[0].position == 4
    assert merged(page("", 1), page("", 2), page("", 4), APART)[0].position == 2


@given(DRAFTS, DRAFTS)
def test_what_only_one_side_did_is_the_whole_of_it(base: Draft, changed: Draft) -> None:
    assert merged(base, changed, base, APART) == (changed, frozenset())
    together, both = merged(base, base, changed, APART)
    assert same_words(together, changed)
    assert not both
    assert merged(base, changed, changed, APART) == (changed, frozenset())


@given(DRAFTS, DRAFTS, DRAFTS)
def test_merging_again_changes_nothing(base: Draft, mine: Draft, theirs: Draft) -> None:
    together, _ = merged(base, mine, theirs, APART)
    assert same_words(merged(base, together, theirs, APART)[0], together)
    assert merged(together, together, together, APART) == (together, frozenset())


@given(PAGES, PAGES, PAGES)
def test_no_text_of_either_side_is_lost(base: str, mine: str, theirs: str) -> None:
    together, _ = merged_text(base, mine, theirs, PARAGRAPHS)
    assert blocks(mine) - blocks(base) <= blocks(together)
    assert blocks(theirs) - blocks(base) <= blocks(together)


@given(DRAFTS, DRAFTS, DRAFTS)
def test_no_words_of_either_side_are_lost_in_any_kind_of_answer(base: Draft, mine: Draft, theirs: Draft) -> None:
    together, _ = merged(base, mine, theirs, APART)
    before, after = words_of(base), words_of(together)
    assert words_of(mine) - before <= after
    assert words_of(theirs) - before <= after


def words_of(draft: Draft) -> set[str]:
    """Return everything that is written in a draft, piece by piece."""
    found: set[str] = set()
    for question, answer in draft.answers.items():
        match answer.value:
            case str() if question in APART:
                found |= {f"{question} {each}" for each in blocks(answer.value, APART[question])}
            case IfThen():
                found |= {f"when {each}" for each in blocks(answer.value.when, ON_ONE_LINE)}
                found |= {f"then {each}" for each in blocks(answer.value.then, ON_ONE_LINE)}
            case Timeline():
                found |= {f"{each.month} {each.what}" for each in answer.value.events}
            case _:
                pass
    return found


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_two_who_go_on_writing_lose_no_word_and_end_with_the_same(evening: list[tuple[bool, bool]]) -> None:
    kept, windows, typed = page(""), {True: (page(""), page("")), False: (page(""), page(""))}, []

    def keep(who: bool) -> None:
        nonlocal kept
        base, mine = windows[who]
        kept, _ = merged(base, mine, kept, APART)
        windows[who] = kept, kept

    for number, (who, also_keeps) in enumerate(evening):
        base, mine = windows[who]
        typed.append(f"<{number}>")
        windows[who] = base, page(f"{mine.answers['page'].value}<{number}>")
        if also_keeps:
            keep(who)
    for who in (True, False, True):
        keep(who)
    assert windows[True][1] == windows[False][1]
    assert all(word in str(kept.answers["page"].value) for word in typed)


@given(DRAFTS, DRAFTS)
def test_what_was_never_there_is_not_a_conflict(mine: Draft, theirs: Draft) -> None:
    assume(not mine.answers.keys() & theirs.answers.keys())
    together, both = merged(Draft(step="before"), mine, theirs, APART)
    assert together.answers == {**theirs.answers, **mine.answers}
    assert not both


def test_only_questions_that_are_answered_in_words_have_two_versions() -> None:
    catalog = Catalog.open()
    questions = [question for each in catalog.steps for question in catalog.step(each.id).questions]
    assert {question.kind for question in questions if question.id in between(questions)} == {
        "page",
        "line",
        "if_then",
    }


def test_a_text_of_nothing_but_line_ends_is_merged_at_once() -> None:
    base, mine, theirs = "\n" * 90_000, "\n" * 90_001, "x" + "\n" * 90_000
    assert "x" in merged_text(base, mine + "y", theirs, PARAGRAPHS)[0]
