"""How it has felt over time: a line for each of the two, the band of chance behind them, events under the axis."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.checkin.trend import HIGHEST, LOWEST, Band, Mark, Window, thinned
from tui.widgets.axis import BOTH
from tui.widgets.axis import STYLES as LAYERS
from tui.widgets.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from tui.widgets.person import SHAPES, STYLES
from tui.widgets.text import joined, shown

SHADE = "░"
"""What the band is drawn with."""

TIME = "♥"
"""The sign of time alone."""

GUTTER = 2
"""Columns at the left, for the numbers of the scale."""

FOOT = 4
"""Rows under the lines: the axis, its names, what happened, time alone."""

APART = 6
"""Columns from one sign of a person to the next, where not every mark has room for one."""

FEW = 3
"""Columns that there have to be for each mark, so that every mark has its sign."""

NAME_GAP = 2
"""Columns that stay free after a name on the axis."""

_NEARLY = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn: `marks` by seat; a `band`; what `happened`, with the seat of whoever says so; `times` alone.

    `names` stand under the axis.
    """

    window: Window
    marks: Sequence[Sequence[Mark]]
    band: Band | None = None
    happened: Sequence[tuple[date, int]] = ()
    times: Sequence[date] = ()
    names: Sequence[tuple[date, str]] = ()


class TrendChart(Widget):
    """The picture; the wheel of the mouse shows a longer or a shorter time."""

    DEFAULT_CSS = """
    TrendChart { height: 11; width: 1fr; }
    """

    class SpanWanted(Message):
        """A longer (1) or shorter (-1) time is wanted."""

        def __init__(self, by: int) -> None:
            """`by` counts spans."""
            super().__init__()
            self.by = by

    def __init__(self, picture: Picture) -> None:
        """`picture` is drawn until another one is shown."""
        super().__init__()
        self.picture = picture

    def show(self, picture: Picture) -> None:
        """Draw another picture."""
        self.picture = picture
        self.refresh()

    def render(self) -> Content:
        """Draw it in the room there is."""
        width, height = self.content_size.width - GUTTER, fitting(self.content_size.height - FOOT)
        return Content("\n").join(drawn(self.picture, max(1, width), height))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look closer."""
        event.stop()
        self.post_message(self.SpanWanted(-1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look at more."""
        event.stop()
        self.post_message(self.SpanWanted(1))


class _Shaded(Canvas):
    """A canvas whose empty cells are shaded in some rows."""

    def __init__(self, width: int, height: int, shaded: frozenset[int]) -> None:
        super().__init__(width, height)
        self._shaded = shaded

    def _cell(self, column: int, row: int, styles: Mapping[frozenset[int], str], blank: str) -> tuple[str, str]:
        return super()._cell(column, row, styles, SHADE if row in self._shaded else blank)


def fitting(rows: int) -> int:
    """Return how many of the rows are used: so many that every level stands in the middle of one."""
    steps = HIGHEST - LOWEST
    return max(1, (rows - 1) // steps) * steps + 1


def drawn(picture: Picture, width: int, height: int) -> list[Content]:
    """Return the picture line by line; `width` and `height` are those of the lines themselves, in cells."""
    canvas = _Shaded(width, height, _shaded(picture.band, height))
    signs: dict[tuple[int, int], set[int]] = {}
    for seat, marks in enumerate(picture.marks):
        _draw_line(canvas, picture.window, marks, seat)
        for cell in _signs(picture.window, marks, width, height):
            signs.setdefault(cell, set()).add(seat)
    for (column, row), seats in signs.items():
        canvas.mark(column, row, *_sign(seats))
    rows = canvas.rows(LAYERS)
    return [
        *(joined(shown(number, "$quiet"), row) for number, row in zip(_numbers(height), rows, strict=True)),
        joined(" " * GUTTER, _axis(picture.window, width)),
        joined(" " * GUTTER, shown(_names(picture, width), "$quiet")),
        joined(" " * GUTTER, _happened(picture, width)),
        joined(" " * GUTTER, _times(picture, width)),
    ]


def _row(level: float, height: int) -> float:
    """Return the row of a level, counted from the top, whole where a level stands in the middle of it."""
    return (height - 1) * (HIGHEST - level) / (HIGHEST - LOWEST)


def _column(window: Window, day: date, width: int) -> int:
    return round(window.place(day) * (width - 1))


def _shaded(band: Band | None, height: int) -> frozenset[int]:
    """Return the rows of the levels within the band, and none beside it: a mark stands on shade if it lies within."""
    if band is None:
        return frozenset()
    top, bottom = _row(band.high, height), _row(band.low, height)
    return frozenset(row for row in range(height) if top - _NEARLY <= row <= bottom + _NEARLY)


def _numbers(height: int) -> list[str]:
    places = {round(_row(level, height)): level for level in range(LOWEST, HIGHEST + 1)}
    return [f"{places.get(row, ''):<{GUTTER}}" for row in range(height)]


def _draw_line(canvas: Canvas, window: Window, marks: Sequence[Mark], seat: int) -> None:
    dots = canvas.width * DOTS_ACROSS - 1
    places = [
        (round(window.place(mark.day) * dots), round(_row(mark.level, canvas.height) * DOTS_DOWN + 1.5))
        for mark in marks
    ]
    line = thinned(places)
    for start, end in zip(line, line[1:] or line, strict=False):
        canvas.line(start, end, seat)


def _signs(window: Window, marks: Sequence[Mark], width: int, height: int) -> Iterable[tuple[int, int]]:
    """Give the cells that get a person's sign: of every mark, or here and there, and of the last one always."""
    cells = dict.fromkeys(
        (_column(window, mark.day, width), round(_row(mark.level, height))) for mark in reversed(marks)
    )
    gap = 1 if len({column for column, _ in cells}) * FEW <= width else APART
    free = width
    for column, row in cells:
        if column <= free - gap or free == width:
            yield column, row
            free = column


def _sign(seats: set[int]) -> tuple[str, str]:
    if len(seats) > 1:
        return BOTH, "bold $accent"
    (seat,) = seats
    return SHAPES[seat], f"bold {STYLES[seat]}"


def _axis(window: Window, width: int) -> Content:
    cells = ["─"] * width
    for day in window.ticks():
        cells[_column(window, day, width)] = "┴"
    return shown("".join(cells), "$rule")


def _names(picture: Picture, width: int) -> str:
    cells, free = [" "] * width, 0
    for day, name in picture.names:
        column = _column(picture.window, day, width)
        if column >= free and column + len(name) <= width:
            cells[column : column + len(name)] = name
            free = column + len(name) + NAME_GAP
    return "".join(cells)


def _happened(picture: Picture, width: int) -> Content:
    seats: dict[int, set[int]] = {}
    for day, seat in picture.happened:
        seats.setdefault(_column(picture.window, day, width), set()).add(seat)
    return joined(*(shown(*_sign(seats[column])) if column in seats else " " for column in range(width)))


def _times(picture: Picture, width: int) -> Content:
    columns = {_column(picture.window, day, width) for day in picture.times}
    return shown("".join(TIME if column in columns else " " for column in range(width)), "$accent")
