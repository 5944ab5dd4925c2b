"""A time axis in months, and lines of closeness drawn over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from textual.content import Content

from tui.checkin.timeline import LEVELS, months_of, to_month
from tui.core.records import Point, Timeline
from tui.widgets.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from tui.widgets.person import SHAPES as SIGNS
from tui.widgets.person import STYLES as PERSONS

SPANS = (2, 5, 10, 20, 40)
"""How many years the axis may show."""

STYLES = {frozenset({0}): "$person-first", frozenset({1}): "$person-second", frozenset({0, 1}): "$accent"}
BOTH = "◈"
"""What stands where the signs of both would."""

YEAR_CELLS = 5
AXIS_ROWS = 3
"""Rows under the lines of a chart: the axis, what is pinned to it, the years."""

FIELD_ROWS = 2
"""Rows under a line that is being drawn: the axis with what is pinned to it, the years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Months on columns: `last` is the newest month (counted from year 0), `years` how far it goes back."""

    last: int
    years: int
    columns: int

    @classmethod
    def up_to(cls, today: date, years: int, columns: int) -> "Axis":
        """Return the axis that ends with the month of `today`."""
        return cls(last=today.year * 12 + today.month - 1, years=years, columns=max(YEAR_CELLS, columns))

    @property
    def first(self) -> int:
        """The oldest month."""
        return self.last - self.years * 12

    def column(self, month: int) -> int:
        """Return the column of a month; negative when it lies before the axis."""
        return round((month - self.first) * (self.columns - 1) / (self.last - self.first))

    def month_at(self, column: int) -> int:
        """Return the month in the middle of a column."""
        held = max(0, min(self.columns - 1, column))
        return self.first + round(held * (self.last - self.first) / (self.columns - 1))

    def years_line(self) -> str:
        """Return the years written under the axis, as many as have room."""
        cells = [" "] * (self.columns + YEAR_CELLS)
        free = 0
        for year in range(self.first // 12 + 1, self.last // 12 + 1):
            column = self.column(year * 12)
            if column >= free and column + YEAR_CELLS <= self.columns + 1:
                cells[column : column + 4] = str(year)
                free = column + YEAR_CELLS + 1
        return "".join(cells).rstrip()


def span_for(today: date, *lines: Timeline, least: int = SPANS[0]) -> int:
    """Return the shortest span, of at least `least` years, that shows every point and event."""
    months = [to_month(month) for line in lines for month in months_of(line)]
    oldest = min((month for month in months if month is not None), default=today.year * 12)
    needed = today.year - oldest // 12 + 1
    return next((span for span in SPANS if span >= max(needed, least)), SPANS[-1])


def chart(
    axis: Axis,
    lines: Mapping[int, Timeline],
    height: int,
    *,
    marked: Sequence[tuple[int, int]] = (),
) -> list[Content]:
    """Return the picture of one or two lines (by seat), the events marked under them, and the years.

    `marked` are times, first and last month, that get their number (from 1) on the axis.
    """
    return [
        *_drawn(axis, lines, height).rows(STYLES),
        Content.assemble(*_rule(axis, marked)),
        Content.assemble(*_pins(axis, lines)),
        Content.styled(axis.years_line(), "$quiet"),
    ]


def sketch(axis: Axis, line: Timeline, seat: int, height: int, cursor: int | None) -> list[Content]:
    """Return the picture of a line that is being drawn, with `FIELD_ROWS` under it, and the cursor's month."""
    lines = {seat: line}
    canvas = _drawn(axis, lines, height)
    if cursor is not None:
        column = axis.column(cursor)
        for row in range(height):
            if not _at(axis, line, column, row, height):
                canvas.mark(column, row, "┊", "$primary")
    pinned = zip(_pins(axis, lines), _rule(axis, ()), strict=True)
    return [
        *canvas.rows(STYLES),
        Content.assemble(*(pin if pin[0].strip() else rule for pin, rule in pinned)),
        Content.styled(axis.years_line(), "$quiet"),
    ]


def _drawn(axis: Axis, lines: Mapping[int, Timeline], height: int) -> Canvas:
    canvas = Canvas(axis.columns, height)
    for seat, line in lines.items():
        _draw(canvas, axis, line, seat, height)
    return canvas


def _rule(axis: Axis, marked: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
    """Return the axis itself; a marked time is a thick piece of it, with its number in the middle."""
    cells = [("─", "$rule")] * axis.columns
    for number, (first, last) in enumerate(marked, 1):
        begin, end = (max(0, min(axis.columns - 1, axis.column(month))) for month in (first, last))
        for column in range(begin, end + 1):
            cells[column] = ("━", "bold $accent")
        text = str(number)
        start = max(0, min(axis.columns - len(text), (begin + end) // 2))
        cells[start : start + len(text)] = [(sign, "bold $accent") for sign in text]
    return cells


def _pins(axis: Axis, lines: Mapping[int, Timeline]) -> list[tuple[str, str]]:
    """Return the signs of the events: with two lines, of whoever pinned them."""
    seats: dict[int, set[int]] = {}
    for seat, line in lines.items():
        for event in line.events:
            month = to_month(event.month)
            if month is not None and 0 <= axis.column(month) < axis.columns:
                seats.setdefault(axis.column(month), set()).add(seat)
    return [_pin(seats.get(column), alone=len(lines) == 1) for column in range(axis.columns)]


def _pin(seats: set[int] | None, *, alone: bool) -> tuple[str, str]:
    if not seats:
        return " ", "$quiet"
    if len(seats) > 1:
        return BOTH, "$accent"
    (seat,) = seats
    return ("▲" if alone else SIGNS[seat]), PERSONS[seat]


def _place(axis: Axis, point: Point, height: int) -> tuple[int, int] | None:
    month = to_month(point.month)
    if month is None:
        return None
    return axis.column(month), round((height - 1) * (LEVELS - max(1, min(LEVELS, point.level))) / (LEVELS - 1))


def _at(axis: Axis, line: Timeline, column: int, row: int, height: int) -> bool:
    return any(_place(axis, point, height) == (column, row) for point in line.points)


def _draw(canvas: Canvas, axis: Axis, line: Timeline, seat: int, height: int) -> None:
    places = [place for point in line.points if (place := _place(axis, point, height))]
    dots = [(column * DOTS_ACROSS + 0.5, row * DOTS_DOWN + 1.5) for column, row in places]
    for start, end in pairwise(dots):
        canvas.line(start, end, seat)
    for column, row in places:
        canvas.mark(column, row, SIGNS[seat], f"bold {PERSONS[seat]}")
