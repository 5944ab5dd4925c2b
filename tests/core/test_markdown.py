"""What people write is never markup, wherever it stands in a Markdown text."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui.core.markdown import escaped, quoted
from tui.core.text import harmless, one_line

SIGNS = st.sampled_from(
    [*"\\`*_[]<>#|~&!-+=.)(:1 \n$\"'", "&amp;", "http://x.y", "![a](b)", "日本語", "\x1b[0m", "\r\n"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(SIGNS, max_size=16).map("".join))
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text: str) -> list[tuple[str, str]]:
    """Return what a reader of Markdown makes of a text: the names of its parts, and what is said in each."""
    return [(token.type, _said(token.children or [])) for token in READER.parse(text)]


def _said(children: Iterable[Token]) -> str:
    breaks = {"hardbreak": "\n", "softbreak": " "}
    return "".join(breaks.get(each.type, each.content) for each in children)


@given(TEXTS)
def test_a_line_is_read_as_it_was_written_where_it_begins_and_where_it_goes_on(text: str) -> None:
    line = one_line(text)
    if line:
        for before in ("", "word ", "**x** "):
            said = before.replace("*", "")
            open_, *_ = kinds = read(before + escaped(text))
            assert open_[0] == "paragraph_open"
            assert [each for kind, each in kinds if kind == "inline"] == [said + line]


@given(TEXTS)
def test_a_quote_keeps_every_line_and_nothing_else(text: str) -> None:
    lines = [one_line(each) for each in harmless(text).strip().split("\n")]
    found = read(quoted(text))
    assert {kind for kind, _ in found} <= {
        "blockquote_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "blockquote_close",
    }
    said = [line for kind, each in found if kind == "inline" for line in each.split("\n")]
    assert said == [line for line in lines if line]


@pytest.mark.parametrize(
    "text",
    ["# not a heading", "- no list", "1. no list", "2) no list", "===", "---", "a|b", "[/b]", "~~x~~", "&lt;", "> x"],
)
def test_signs_at_the_beginning_are_letters(text: str) -> None:
    assert read(escaped(text)) == [("paragraph_open", ""), ("inline", text), ("paragraph_close", "")]


def test_plain_words_stay_plain() -> None:
    assert escaped("A walk, at 8.30 (or 9) - you & I?") == "A walk, at 8.30 (or 9) - you \\& I?"
