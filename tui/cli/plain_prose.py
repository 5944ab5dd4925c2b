"""Markdown as it is read out: no marks, a paragraph a line."""

import re

from tui.cli.say import say

_HEADING = re.compile(r"#+\s+")
_ITEM = re.compile(r"[-*+]\s+|\d+[.)]\s+")
_MARKS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)")
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
_ENDS = (".", "?", "!", "…", ":", ";")
_QUOTES = "”“\"')"


def say_prose(markdown: str) -> None:
    """Say a text, a paragraph a line."""
    for paragraph in paragraphs(markdown):
        say(paragraph)


def paragraphs(markdown: str) -> list[str]:
    """Return the paragraphs, headings and list items of a text without the marks that would be read out."""
    blocks = (_block(lines.splitlines()) for lines in re.split(r"\n\s*\n", markdown.strip()))
    return [paragraph for block in blocks for paragraph in block if paragraph]


def sentence(text: str) -> str:
    """Return a text that ends as a sentence does, so that a voice pauses after it."""
    text = text.strip()
    return text if not text or text.rstrip(_QUOTES).endswith(_ENDS) else f"{text}."


def _block(lines: list[str]) -> list[str]:
    found: list[str] = []
    goes_on = False
    for line in (each.strip() for each in lines):
        text = _unmarked(line)
        if _HEADING.match(line):
            found.append(sentence(text))
            goes_on = False
        elif goes_on and not _ITEM.match(line):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
            goes_on = True
    return found


def _unmarked(line: str) -> str:
    line = _HEADING.sub("", line, count=1)
    return _MARKS.sub("", _LINK.sub(r"\1", re.sub(r"^[-*+]\s+", "", line))).strip()
