"""What text may do to a terminal: nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.core.text import LIMIT, clean, harmless, one_line, shorten, width

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)


@given(ANY_TEXT)
def test_harmless_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    for char in harmless(text):
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"}
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_can_always_be_written_down(text: str) -> None:
    assert clean(text).encode("utf-8").decode("utf-8") == clean(text)


def test_a_sequence_that_is_taken_out_does_not_join_another() -> None:
    assert clean("\x1b\x1b[31m[31m") == "␛␛[31m[31m"


@pytest.mark.parametrize(
    "text", ["[/b]", "[@click=app.quit]x[/]", "日本語", "👩‍👩‍👧‍👦", "é", "Zoë", "O'Brien", "${x} {y} %s", "a\nb"]
)
def test_what_a_person_writes_stays_as_it_is(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_line_ends_of_every_kind_become_one() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_text_that_is_too_long_is_refused_whole() -> None:
    with pytest.raises(InputError) as refused:
        clean("x" * (LIMIT + 1))
    assert refused.value.key == "text_too_long"
    assert len(clean("x" * LIMIT)) == LIMIT


@given(ANY_TEXT, st.integers(min_value=1, max_value=40))
def test_shortened_text_fits_on_its_line(text: str, cells: int) -> None:
    short = shorten(text, cells)
    assert "\n" not in short
    assert width(short) <= cells


def test_shortening_does_not_cut_what_people_see_as_one_sign() -> None:
    family = "👩‍👩‍👧‍👦"
    assert shorten(family * 5, 20) == f"{family}{family}…"
    assert shorten("e\u0301" * 10, 4) == "e\u0301" * 3 + "…"


def test_one_line_is_one_line() -> None:
    assert one_line(" a \n\n b\tc ") == "a b c"
