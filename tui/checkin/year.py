"""A page of a year: which year something belongs to, what of it is taken, and the page itself, a small tree of parts.

What is on it is chosen by rules that come to the same on every machine: whoever of the two looks, it is one page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from tui.checkin.closeness import LEVELS
from tui.core.markdown import escaped, quoted
from tui.core.records import LifeEvent

MOST_DAYS = 12
"""How many questions of the day a page holds."""

SHAPES = ("●", "◆")
"""The marks of the two people, by seat: a name alone may be anything."""

JANUARY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The name of a section; one with `small` is a question within it."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Some sentences of ours."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A few lines, and `when` they belong, a day or a month in words; empty where that means nothing."""

    when: str = ""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one person said, in their own words: one text or several. `seat` decides the shape beside the name."""

    seat: int
    author: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said to one thing, in the order of seats: by both, side by side, or by one."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How close it felt to one person over the year: a block for each month in which there is a mark."""

    seat: int
    author: str
    blocks: str


Part = Heading | Paragraph | Entry | Said | Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the year `year`; `of` says whose it is, and `parts` come one under the other."""

    year: int
    title: str
    of: str
    parts: tuple[Part, ...]


# What belongs to a year


def year_behind(day: date) -> int:
    """Return the year on which one looks back on `day`: in January it is still the one before."""
    return day.year - 1 if day.month == JANUARY else day.year


def in_lots(ids: Iterable[str], seed: str, year: int) -> list[str]:
    """Return `ids` in an order drawn by lot, the same for both; another one left out or added moves no other."""

    def lot(each: str) -> tuple[bytes, str]:
        drawn_from = f"{seed}\0{year}\0{each}".encode("utf-8", "backslashreplace")
        return blake2b(drawn_from, digest_size=16).digest(), each

    return sorted(set(ids), key=lot)


def by_month(found: Iterable[tuple[date, str]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return texts by month (1 to 12), each once a month, in order of time."""
    months: dict[int, dict[str, str]] = {}
    for day, text in sorted(found):
        months.setdefault(day.month, {}).setdefault(_alike(text), text)
    return [(month, tuple(texts.values())) for month, texts in sorted(months.items())]


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts in their order, what is said twice only once, and nothing that is empty."""
    there: dict[str, str] = {}
    for each in texts:
        if each.strip():
            there.setdefault(_alike(each), each)
    return tuple(there.values())


def event_day(event: LifeEvent) -> date | None:
    """Return the first day of an event's month; None where that is no month."""
    try:
        return date.fromisoformat(f"{event.month}-01")
    except ValueError:
        return None


def monthly(marks: Iterable[tuple[date, int]]) -> str:
    """Return marks (1 to 7, in order of time) as blocks: for each month that has any, the last of it."""
    last = {(day.year, day.month): level for day, level in marks}
    return "".join(LEVELS[max(1, min(level, len(LEVELS))) - 1] for level in last.values())


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()


# To read anywhere


def to_markdown(page: Page) -> str:
    """Return a page as Markdown in which nobody's words are markup."""
    blocks = [f"# {escaped(page.title)}", escaped(page.of), *(_block(part) for part in page.parts)]
    return "\n\n".join(blocks) + "\n"


def _block(part: Part) -> str:
    match part:
        case Heading():
            return f"{'###' if part.small else '##'} {escaped(part.text)}"
        case Paragraph():
            return escaped(part.text)
        case Entry():
            return "\n\n".join(_entry(part))
        case Said():
            return "\n\n".join(f"{_name(quote.seat, quote.author)}\n\n{_quote(quote)}" for quote in part.quotes)
        case Marks():
            return f"{_name(part.seat, part.author)}  {part.blocks}"


def _entry(entry: Entry) -> Iterator[str]:
    if entry.when:
        yield f"**{escaped(entry.when)}**"
    yield "\n".join(f"- {_item(text)}" for text in entry.lines)


def _item(text: str) -> str:
    """Return a text as an item of a list; its own lines stay lines."""
    return "  \n  ".join(escaped(line) for line in text.split("\n") if line.strip())


def _quote(quote: Quote) -> str:
    return "\n>\n".join(quoted(text) for text in quote.texts)


def _name(seat: int, author: str) -> str:
    return f"**{escaped(author)}** {SHAPES[seat]}"
