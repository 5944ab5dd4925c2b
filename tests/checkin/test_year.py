"""A page of a year: what is taken, and how it is written down."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_markdown import TEXTS, read
from tui.checkin.year import (
    SHAPES,
    Entry,
    Heading,
    Marks,
    Page,
    Paragraph,
    Part,
    Quote,
    Said,
    by_month,
    event_day,
    in_lots,
    monthly,
    once,
    to_markdown,
    year_behind,
)
from tui.core.records import LifeEvent
from tui.core.text import harmless, one_line
from tui.widgets.person import SHAPES as SHOWN

WORDS = TEXTS.filter(lambda text: one_line(text) != "")
MANY = st.lists(WORDS, min_size=1, max_size=3).map(tuple)
QUOTES = st.builds(Quote, seat=st.integers(0, 1), author=WORDS, texts=MANY)
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, text=WORDS, small=st.booleans()),
    st.builds(Paragraph, text=WORDS),
    st.builds(Entry, when=st.one_of(st.just(""), WORDS), lines=MANY),
    st.builds(Said, quotes=st.lists(QUOTES, min_size=1, max_size=2).map(tuple)),
    st.builds(Marks, seat=st.integers(0, 1), author=WORDS, blocks=st.sampled_from(["▁", "▁▂▇"])),
)
PAGES = st.builds(Page, year=st.just(2026), title=WORDS, of=WORDS, parts=st.lists(PARTS, max_size=5).map(tuple))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))
IDS = st.lists(st.text(min_size=1, max_size=4), max_size=20)


def lines_of(text: str) -> list[str]:
    return [line for line in map(one_line, harmless(text).split("\n")) if line]


def said_in(part: Part) -> list[str]:
    """Return what stands in a part, line by line, as a reader is to see it."""
    match part:
        case Heading() | Paragraph():
            return [one_line(part.text)]
        case Entry():
            return [
                *([one_line(part.when)] if part.when else []),
                *(each for line in part.lines for each in lines_of(line)),
            ]
        case Said():
            return [
                each
                for quote in part.quotes
                for each in (
                    f"{one_line(quote.author)} {SHAPES[quote.seat]}",
                    *(line for text in quote.texts for line in lines_of(text)),
                )
            ]
        case Marks():
            return [f"{one_line(part.author)} {SHAPES[part.seat]}  {part.blocks}"]


@given(PAGES)
def test_a_page_is_read_as_it_was_meant_whatever_people_write(page: Page) -> None:
    found = read(to_markdown(page))
    said = [line for kind, text in found if kind == "inline" for line in text.split("\n")]
    assert said == [one_line(page.title), one_line(page.of), *(each for part in page.parts for each in said_in(part))]
    kinds = [kind for kind, _ in found]
    assert kinds.count("heading_open") == 1 + sum(isinstance(part, Heading) for part in page.parts)
    assert kinds.count("list_item_open") == sum(len(part.lines) for part in page.parts if isinstance(part, Entry))
    assert not {kind for kind in kinds if kind.startswith(("html", "code", "fence", "hr", "table", "ordered"))}


def test_people_have_the_same_shapes_on_paper_as_on_the_screen() -> None:
    assert SHAPES == SHOWN


@pytest.mark.parametrize(
    ("day", "year"), [("2026-12-31", 2026), ("2027-01-01", 2026), ("2027-01-31", 2026), ("2027-02-01", 2027)]
)
def test_in_january_one_looks_back_on_the_year_before(day: str, year: int) -> None:
    assert year_behind(date.fromisoformat(day)) == year


@given(ids=IDS, seed=st.text(max_size=5), data=st.data())
def test_both_draw_the_same_lots_and_nothing_moves_for_one_that_is_not_there(
    ids: list[str], seed: str, data: st.DataObject
) -> None:
    drawn = in_lots(ids, seed, 2026)
    assert in_lots(data.draw(st.permutations(ids)), seed, 2026) == drawn
    assert sorted(drawn) == sorted(set(ids))
    fewer = set(data.draw(st.lists(st.sampled_from(ids), max_size=5))) if ids else set()
    assert in_lots([each for each in ids if each not in fewer], seed, 2026) == [
        each for each in drawn if each not in fewer
    ]


def test_another_year_draws_other_lots() -> None:
    ids = [f"d{number}" for number in range(40)]
    assert in_lots(ids, "seed", 2025) != in_lots(ids, "seed", 2026)


@given(found=st.lists(st.tuples(DAYS, st.sampled_from(["a walk", "A  Walk", "soup", "日本語"]))), data=st.data())
def test_months_come_in_order_and_say_nothing_twice(found: list[tuple[date, str]], data: st.DataObject) -> None:
    months = by_month(found)
    assert months == by_month(data.draw(st.permutations(found)))
    assert [month for month, _ in months] == sorted({day.month for day, _ in found})
    for month, texts in months:
        assert len({"".join(text.split()).casefold() for text in texts}) == len(texts)
        assert {text for day, text in found if day.month == month} >= set(texts)


def test_what_is_said_twice_stands_once_and_empty_words_nowhere() -> None:
    assert once(["your laugh", " ", "Your  laugh", "your hands"]) == ("your laugh", "your hands")


def test_a_month_has_its_last_mark_and_a_month_without_one_leaves_no_gap() -> None:
    marks = [(date(2026, 1, 3), 1), (date(2026, 1, 30), 7), (date(2026, 5, 1), 4)]
    assert monthly(marks) == "▇▄"
    assert monthly([]) == ""
    assert monthly([(date(2026, 1, 3), 99)]) == "▇"


@pytest.mark.parametrize(
    ("month", "day"), [("2026-03", date(2026, 3, 1)), ("2026-13", None), ("long ago", None), ("", None)]
)
def test_an_event_without_a_month_is_left_out(month: str, day: date | None) -> None:
    assert event_day(LifeEvent(month=month, what="the move")) == day
