"""A time that can be read from across a table: in the largest digits that its room has place for."""

from functools import cache, lru_cache
from typing import ClassVar

from rich.align import Align, AlignMethod
from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.renderables.digits import Digits
from textual.strip import Strip
from textual.widget import Widget

_ROWS = {
    "0": ("███", "█ █", "█ █", "█ █", "███"),
    "1": ("  █", "  █", "  █", "  █", "  █"),
    "2": ("███", "  █", "███", "█  ", "███"),
    "3": ("███", "  █", "███", "  █", "███"),
    "4": ("█ █", "█ █", "███", "  █", "  █"),
    "5": ("███", "█  ", "███", "  █", "███"),
    "6": ("███", "█  ", "███", "█ █", "███"),
    "7": ("███", "  █", "  █", "  █", "  █"),
    "8": ("███", "█ █", "███", "█ █", "███"),
    "9": ("███", "█ █", "███", "  █", "███"),
    "+": ("   ", " █ ", "███", " █ ", "   "),
    ":": (" ", "█", " ", "█", " "),
}
"""Each sign in dots; a dot is twice as wide in cells as it is high, and so a square."""

HEIGHT = 5
"""Dots that a digit is high."""

DOT = 2
"""Cells that a dot is wide."""

USUAL = 17
"""Dots that `00:00` and `+0:00` are wide: a shorter time is no larger, so that digits keep their size in a turn."""

SMALL_HEIGHT = 3
"""Rows of the digits where there is not even room for dots."""

ROOMY = (120, 40)
"""Columns and rows from which on a time that may choose its height takes that of dots."""

NARROW = 2
"""Cells that stay free between mark and digits where there is little room."""

LEAST_MARK = 3
"""Rows that a large mark needs at least to be told from the other."""


def scale(text: str, seat: int | None, width: int, height: int) -> int:
    """Return how many rows each dot may take in so many columns and rows; 0 where there is not room for one.

    With a `seat` there is always room for the mark, too.
    """
    room = width if seat is None else width - NARROW - DOT * LEAST_MARK
    return max(0, min(height // HEIGHT, room // (DOT * max(USUAL, _dots(text)))))


def blocks(text: str, size: int = 1) -> list[str]:
    """Return `text` (digits, colon, plus) in blocks, row by row, each dot `size` rows high."""
    signs, dot = [_ROWS[sign] for sign in text if sign in _ROWS], DOT * size
    rows = ((" " * dot).join(_wide(sign[row], dot) for sign in signs) for row in range(HEIGHT))
    return [row for row in rows for _ in range(size)]


def _wide(row: str, dot: int) -> str:
    return "".join(sign * dot for sign in row)


def _dots(text: str) -> int:
    signs = [_ROWS[sign] for sign in text if sign in _ROWS]
    return sum(len(sign[0]) for sign in signs) + len(signs) - 1


@cache
def large_mark(seat: int, height: int) -> tuple[str, ...]:
    """Return the mark of whoever sits at `seat`, a disc or a diamond, so many rows high and twice as wide."""
    points, middle = range(2 * height), height - 0.5

    def inside(across: int, down: int) -> bool:
        far, deep = abs(across - middle), abs(down - middle)
        return far + deep <= height if seat else far**2 + deep**2 <= height**2

    return tuple(
        "".join(_HALVES[inside(across, 2 * row), inside(across, 2 * row + 1)] for across in points)
        for row in range(height)
    )


_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


_SIDES: dict[int | None, AlignMethod] = {0: "left", 1: "right", None: "center"}


Row = tuple[tuple[str, bool], ...]
"""Pieces of a row from the left, each with whether it belongs to the mark."""


@lru_cache(maxsize=8)
def drawn(time: str, seat: int | None, width: int, height: int) -> tuple[Row, ...]:
    """Return the rows of a time in a place of that size, in the middle of its height; none where it is too small."""
    size = scale(time, seat, width, height)
    if not size:
        return ()
    digits = blocks(time, size)
    above = (height - len(digits)) // 2
    free = width - len(digits[0])
    rows = (
        _with_mark(digits, seat, free, size)
        if seat is not None
        else [((" " * (free // 2) + row, False),) for row in digits]
    )
    return (((" ", False),),) * above + tuple(rows)


def _with_mark(digits: list[str], seat: int, free: int, size: int) -> list[Row]:
    """Put the mark at the outer edge, as high as the digits or as the width allows, and the digits beside it."""
    high = min(len(digits), (free - NARROW) // DOT)
    gap = min(DOT * size, free - DOT * high)
    above, blank = (len(digits) - high) // 2, " " * (DOT * high)
    mark = [*[blank] * above, *large_mark(seat, high), *[blank] * (len(digits) - high - above)]
    inner, rest = " " * gap, " " * (free - gap - DOT * high)
    if seat == 0:
        return [((row, True), (inner + digit, False)) for row, digit in zip(mark, digits, strict=True)]
    return [((rest + digit + inner, False), (row, True)) for row, digit in zip(mark, digits, strict=True)]


def changes(before: tuple[Row, ...], now: tuple[Row, ...]) -> tuple[int, int] | None:
    """Return from which column to which one two pictures of one form differ; None where they have another form."""
    if not before or len(before) != len(now):
        return None
    pairs = [
        ("".join(text for text, _ in one), "".join(text for text, _ in other))
        for one, other in zip(before, now, strict=True)
    ]
    if any(len(one) != len(other) for one, other in pairs):
        return None
    differ = [at for one, other in pairs for at in range(len(one)) if one[at] != other[at]]
    return (min(differ), max(differ) + 1) if differ else None


class LargeTime(Widget):
    """A time such as `2:14` in the largest digits that fit.

    With a `seat` it leans to that side, and the person's mark stands beside it in their colour.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"large-time--mark-0", "large-time--mark-1"}
    DEFAULT_CSS = """
    LargeTime { height: auto; width: 1fr; }
    LargeTime > .large-time--mark-0 { color: $person-first; }
    LargeTime > .large-time--mark-1 { color: $person-second; }
    """

    def __init__(self, time: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        """`time` is shown as it is."""
        super().__init__(id=id)
        self.time = time
        self.seat: int | None = None

    def show(self, time: str, seat: int | None = None) -> None:
        """Show another time; nothing is painted when it is the same."""
        if (time, seat) != (self.time, self.seat):
            before = drawn(self.time, self.seat, *self.size)
            self.time, self.seat = time, seat
            changed = changes(before, drawn(time, seat, *self.size))
            if changed is None:
                self.refresh()
            else:
                self.refresh(Region(changed[0], 0, changed[1] - changed[0], self.size.height))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows it takes where it may choose."""
        del container, width
        return HEIGHT if viewport.width >= ROOMY[0] and viewport.height >= ROOMY[1] else SMALL_HEIGHT

    def render(self) -> RenderableType:
        """Draw small digits."""
        return Align(Digits(self.time, self.rich_style), _SIDES[self.seat], self.rich_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw all rows at once: they come each second, and Textual's way through each row costs thrice as much."""
        width, height = self.size
        rows = drawn(self.time, self.seat, width, height)
        if not rows or self.region.size != self.size:
            return super().render_lines(crop)
        plain = self.rich_style
        mark = plain if self.seat is None else self.get_component_rich_style(f"large-time--mark-{self.seat}")
        strips = [_strip(rows[y] if y < len(rows) else (), width, plain, mark) for y in crop.line_range]
        for each in self.get_line_filters():
            strips = [strip.apply_filter(each, self.background_colors[1]) for strip in strips]
        return strips if crop.column_span == (0, width) else [strip.crop(crop.x, crop.right) for strip in strips]


def _strip(row: Row, width: int, plain: Style, mark: Style) -> Strip:
    """Return a row as it is drawn."""
    strip = Strip([Segment(text, mark if marked else plain) for text, marked in row])
    return strip.adjust_cell_length(width, plain)
