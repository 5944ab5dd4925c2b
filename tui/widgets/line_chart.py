"""Lines of closeness over the years, one or both over one another, and the events around them, to look at."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.core.records import Timeline
from tui.core.text import width
from tui.widgets.axis import AXIS_ROWS, Axis, chart, span_for
from tui.widgets.person import SHAPES, STYLES
from tui.widgets.text import cut


class TimelineChart(Widget):
    """The lines, and what happened, in order of time. Times that are `marked` have their number on the axis."""

    DEFAULT_CSS = """
    TimelineChart { height: auto; width: 1fr; }
    """
    HEIGHT, LOW = 8, 5
    """Rows of the lines, and where there is little room."""

    def __init__(
        self,
        lines: Mapping[int, Timeline],
        today: date,
        *,
        marked: Sequence[tuple[int, int]] = (),
        rows: int = HEIGHT,
        listed: bool = True,
    ) -> None:
        """`lines` by seat; `marked` from the first month to the last, counted from year 0; `rows` for the lines.

        `listed`: what happened stands under it.
        """
        super().__init__()
        self.lines, self.today = dict(lines), today
        self.marked, self.rows, self.listed = tuple(marked), rows, listed

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the picture and the list of events."""
        del container, viewport
        return self.rows + AXIS_ROWS + len(self._events(width))

    def render(self) -> Content:
        """Draw the lines."""
        width = self.content_size.width
        axis = Axis.up_to(self.today, span_for(self.today, *self.lines.values()), width)
        return Content("\n").join([*chart(axis, self.lines, self.rows, marked=self.marked), *self._events(width)])

    def _events(self, width: int) -> list[Content]:
        return happened(self.lines, width) if self.listed else []


def happened(lines: Mapping[int, Timeline], room: int) -> list[Content]:
    """Return what happened in lines (by seat), in order of time, each on one line of at most `room` cells."""
    found = sorted((each.month, seat, each.what) for seat, line in lines.items() for each in line.events)
    cells = max(20, room - width("▲ 2026-01  "))
    return [
        Content.assemble((f"{SHAPES[seat]} ", STYLES[seat]), (month, "$quiet"), "  ", cut(what, cells))
        for month, seat, what in found
    ]
