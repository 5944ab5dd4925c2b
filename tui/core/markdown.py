"""Texts of people within Markdown: what it would take for signs of its own is made plain."""

import re

from tui.core.text import harmless, one_line

_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&]")
_BEGINNING = re.compile(r"[-+=]|([0-9]+)(?=[.)](?: |$))")
"""What makes a list, a rule or a heading of the line that begins with it."""


def escaped(text: str) -> str:
    """Return a text on one line; wherever it is put, nothing in it is markup."""
    line = _SIGNS.sub(r"\\\g<0>", one_line(text))
    found = _BEGINNING.match(line)
    if found is None:
        return line
    place = found.end(1) if found[1] else 0
    return f"{line[:place]}\\{line[place:]}"


def quoted(text: str) -> str:
    """Return a text as a block quote in which lines stay lines, and paragraphs paragraphs."""
    lines = [escaped(line) for line in harmless(text).strip().split("\n")]
    after = [*lines[1:], ""]
    return "\n".join(_quoted(line, goes_on=bool(follows)) for line, follows in zip(lines, after, strict=True))


def _quoted(line: str, *, goes_on: bool) -> str:
    """Return one line of a quote; two spaces at its end keep it apart from the line that follows."""
    return f"> {line}{'  ' if goes_on else ''}" if line else ">"
