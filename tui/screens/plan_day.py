"""From plans to one day as the grid draws it: my hours, the other's, and those of both beside one another.

Its rows are the hours as they pass: a day on which the clocks change has 23 or 25 of them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from tui.catalog.dates import clock
from tui.core.clock import zone
from tui.core.records import Person
from tui.core.text import shorten
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.spans import Span, clipped
from tui.planner.week import rows_of, true_hours
from tui.screens.plan_hours import Told
from tui.screens.plan_views import Slot
from tui.screens.plan_week import MINE, THEIRS, labels, shades, tiles
from tui.widgets.person import SHAPES, STYLES
from tui.widgets.tiles import Shade, Week

TOGETHER = 2
"""The column of what is planned; before it stand those of the two."""

_NAME = 12


def drawn(household: Household, shown: date, found: Sequence[Occurrence], told: Told, slot: Slot | None) -> Week:
    """Return the day `shown`, as the reader's clock shows it."""
    me, partner = household.me, household.partner
    rows = true_hours(shown, zone(me.zone))
    mine, theirs = (labels(household, rows, each) for each in (me, partner))
    now = household.now().timestamp()
    here = rows_of(int(now), int(now) + 1, rows)
    sides = ((me, told.mine, MINE), (partner, told.theirs, THEIRS))
    both = {(TOGETHER, row): shade for row, shade in shades(household, told, rows).items()}
    alone = (
        ((column, row), shade)
        for column, (person, busy, fill) in enumerate(sides)
        for row, shade in _side(household, person, busy, fill, rows)
    )
    return Week(
        days=[_head(me), _head(partner), f"♥ {household.words('planner.together')}"],
        mine=mine,
        theirs=theirs if theirs != mine else (),
        seats=(me.seat, partner.seat),
        now=here[0] if here is not None else None,
        tiles=tuple(tiles(household, found, told, slot, rows, TOGETHER)),
        shades=both | dict(alone),
    )


def _head(person: Person) -> str:
    return f"{SHAPES[person.seat]} {shorten(person.name, _NAME)}"


def _side(
    household: Household, person: Person, busy: Sequence[Span], fill: str, rows: Sequence[int]
) -> Iterator[tuple[int, Shade]]:
    """Give the busy rows of one of the two, with the times of each stretch where it begins."""
    style = STYLES[person.seat]
    for begin, end in clipped(busy, rows[0], rows[-1]):
        place = rows_of(begin, end, rows)
        top, bottom = place if place is not None else (0, 0)
        for row in range(top, bottom):
            text = _times(household, begin, end) if row == top else ""
            yield row, Shade(fill=fill, style=style, text=text)


def _times(household: Household, begin: int, end: int) -> str:
    first, last = (clock(household.local(datetime.fromtimestamp(each, UTC))) for each in (begin, end))
    return household.words("planner.from_to", start=first, end=last)


def row_start(household: Household, shown: date, row: int) -> datetime | None:
    """Return when a row of the day begins (UTC), None when there is no such row."""
    rows = list(pairwise(true_hours(shown, zone(household.me.zone))))
    return datetime.fromtimestamp(rows[row][0], UTC) if 0 <= row < len(rows) else None
