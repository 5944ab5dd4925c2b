import tomllib
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.catalog.locate import line_of, lines_of
from tui.catalog.shape import Path

TEXT = '''# a comment with [brackets] and = signs
id = "a # no comment"
"odd \\"key\\"" = 1

reading = """
[[questions]]
kind = "not here" \\"""
"""""
list = [
  1, # one, [
  "two]",
  { id = "x", text = 'it''s' },
]

[[questions]]
kind = "line"
options = [
    { id = "a", text = "A" }, { id = "b",
      text = "B" },
]
[questions.more]
deep.er = 1
[[questions]]
[[questions.inner]]
[[questions.inner]]
kind = """x"""
[table.'q.r']
last = 2026-11-23T10:00:00Z
'''.replace("'it''s'", "'its'").replace(' { id = "b",\n     ', ' { id = "b",')


@pytest.mark.parametrize(
    ("path", "needle"),
    [
        (("id",), "id = "),
        (('odd "key"',), '"odd '),
        (("reading",), "reading"),
        (("list",), "list = "),
        (("list", 0), "  1, #"),
        (("list", 2, "text"), '  { id = "x"'),
        (("questions",), '[[questions]]\nkind = "line'),
        (("questions", 0), '[[questions]]\nkind = "line'),
        (("questions", 0, "kind"), 'kind = "line"'),
        (("questions", 0, "options", 1, "text"), '    { id = "a"'),
        (("questions", 0, "more", "deep", "er"), "deep.er"),
        (("questions", 1), "[[questions]]\n[[questions.inner]]"),
        (("questions", 1, "inner", 1, "kind"), 'kind = """x'),
        (("questions", 1, "missing"), "[[questions]]\n[[questions.inner]]"),
        (("table", "q.r", "last"), "last ="),
    ],
)
def test_every_key_is_found_on_its_line(path: Path, needle: str) -> None:
    tomllib.loads(TEXT)
    assert line_of(lines_of(TEXT), path) == TEXT.count("\n", 0, TEXT.index(needle)) + 1


PIECES = st.sampled_from(
    [*"[]{}=.,#\"'\\ \n\tab1-", "[[a]]\n", "[b.a]\n", 'a = "b"\n', '\nb = """', "{ a = 1 }"],
)


@given(st.lists(PIECES).map("".join))
def test_the_search_ends_whatever_the_text(text: str) -> None:
    last = text.count("\n") + 1
    assert all(1 <= line <= last for line in lines_of(text).values())


def paths(data: object, path: Path = ()) -> Iterator[Path]:
    inner: Iterable[tuple[str | int, object]] = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)
    for key, value in inner:
        yield (*path, key)
        yield from paths(value, (*path, key))


LINES = st.sampled_from(
    [
        "[[t]]",
        "[[t.u]]",
        "[t.v]",
        "[w]",
        "[w.x]",
        'a = "x"',
        'b.c = """',
        "# [d]",
        "e = [ 1, [ 2, { f = 3 } ],",
        "]",
        '"""',
        '"g h".i = { j = 1, k.l = [ "#" ] }',
        "m = ' # '",
    ]
)


@given(st.lists(LINES, max_size=9).map("\n".join))
def test_no_key_of_a_well_formed_text_is_missed(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = lines_of(text)
    begun = {path[:length] for path in lines for length in range(len(path) + 1)}
    assert [path for path in paths(data) if path not in begun] == []
