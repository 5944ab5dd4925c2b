"""From plans to the week that the grid draws, with the hours of both and what calendars say of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from tui.catalog.dates import clock
from tui.core.clock import zone
from tui.core.records import Person, Plan
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.spans import Span
from tui.planner.week import DAYS, HOURS, Block, blocks_on, hours, in_days, monday, rows_of, touched
from tui.screens.plan_hours import Crowd, Told
from tui.screens.plan_views import Slot
from tui.screens.plan_words import CROWDED, LOOKS, RITUAL
from tui.widgets.person import STYLES
from tui.widgets.tiles import Look, Shade, Tile, Week

SLOT = "slot"
"""The key of the hour that is chosen, where no plan is in it."""

FREE = "free:"
"""How the keys of suggestions begin."""

MINE, THEIRS, BOTH, MISSING = "░", "▒", "█", "-"
"""How busy hours are told apart: mine, the other's, those of both, and hours that the clock leaves out."""


def found_in(household: Household, plans: Iterable[Plan], first: date, count: int = DAYS) -> dict[str, Occurrence]:
    """Return what takes place in the days from `first` on, by keys of their own."""
    return {key_of(each): each for each in in_days(plans, first, count, zone(household.me.zone))}


def key_of(occurrence: Occurrence) -> str:
    """Return a name for one time of a plan: it may repeat within a week."""
    return f"{occurrence.plan.id}@{occurrence.start:%Y%m%dT%H%M%S}"


def slot_key(told: Told, slot: Slot) -> str:
    """Return the key of a time that is chosen: that of the suggestion which it is, if it is one."""
    for place, each in enumerate(told.free or ()):
        if (int(slot.start.timestamp()), int(slot.end.timestamp())) == (each.start, each.end):
            return f"{FREE}{place}"
    return SLOT


def drawn(household: Household, shown: date, found: Sequence[Occurrence], told: Told, slot: Slot | None) -> Week:
    """Return the week from Monday to Sunday in which the day `shown` is, as the reader's clock shows it.

    The labels of the other's clock are those of the day `shown`; days on which it stands otherwise are marked.
    """
    where, first = zone(household.me.zone), monday(shown)
    rows = {day: hours(first + timedelta(days=day), where) for day in range(DAYS)}
    theirs = {day: labels(household, each, household.partner) for day, each in rows.items()}
    now, today = household.local(household.now()), (household.today() - first).days
    here = today in rows
    mine = tuple(f"{hour:02}:00" for hour in range(HOURS))
    held = theirs[shown.weekday()]
    return Week(
        days=[_head(household, first + timedelta(days=day), other=_differ(theirs[day], held)) for day in rows],
        mine=mine,
        theirs=held if any(_differ(each, mine) for each in theirs.values()) else (),
        seats=(household.me.seat, household.partner.seat),
        today=today if here else None,
        now=now.hour if here else None,
        tiles=tuple(tile for day in rows for tile in tiles(household, found, told, slot, rows[day], day)),
        shades={(day, row): shade for day in rows for row, shade in shades(household, told, rows[day]).items()},
    )


def labels(household: Household, rows: Sequence[int], person: Person) -> tuple[str, ...]:
    """Return what somebody's clock shows at the begin of each row; nothing for an hour that is left out."""
    begins = ((begin, end) for begin, end in pairwise(rows))
    return tuple(
        clock(household.local(datetime.fromtimestamp(begin, UTC), person)) if begin < end else ""
        for begin, end in begins
    )


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two clocks stand differently, in the hours that both have."""
    return any(left != right for left, right in zip(one, other, strict=True) if left and right)


def _head(household: Household, day: date, *, other: bool) -> str:
    """Return a day's name; `other`: on it, the other's clock stands otherwise than the labels say."""
    name = f"{household.words(f'common.weekday_short_{day.isoweekday()}')} {day.day}"
    return f"{name}≠" if other else name


# What stands in a day


def tiles(
    household: Household,
    found: Iterable[Occurrence],
    told: Told,
    slot: Slot | None,
    rows: Sequence[int],
    column: int,
) -> Iterator[Tile]:
    """Give the blocks of one day: plans, the hours suggested, and the time that is chosen."""
    yield from (_tile(household, each, told) for each in blocks_on(found, rows, column))
    for place, each in enumerate(told.free or ()):
        yield from _free(household, f"{FREE}{place}", str(place + 1), (each.start, each.end), rows, column)
    if slot is not None and slot_key(told, slot) == SLOT:
        span = int(slot.start.timestamp()), int(slot.end.timestamp())
        yield from _free(household, SLOT, "+", span, rows, column)


def _tile(household: Household, block: Block, told: Told) -> Tile:
    occurrence, plan = block.occurrence, block.occurrence.plan
    look = LOOKS[plan.state]
    ritual = RITUAL if plan.protected else ""
    crowded = CROWDED if told.crowd(occurrence, household.now()) is not Crowd.NOBODY else ""
    return Tile(
        key=key_of(occurrence),
        day=block.day,
        top=block.top,
        bottom=block.bottom,
        lane=block.lane,
        lanes=block.lanes,
        time=clock(household.local(occurrence.start)) if block.first else "",
        text=plan.what,
        look=replace(look, mark=f"{look.mark}{ritual}{crowded}"),
    )


def _free(household: Household, key: str, mark: str, span: Span, rows: Sequence[int], column: int) -> Iterator[Tile]:
    place = rows_of(*span, rows)
    if place is not None:
        begins = span[0] >= rows[0]
        yield Tile(
            key=key,
            day=column,
            top=place[0],
            bottom=place[1],
            lane=0,
            lanes=1,
            time=clock(household.local(datetime.fromtimestamp(span[0], UTC))) if begins else "",
            text="",
            look=Look(mark=mark, fill="+ " if key == SLOT else "· ", style="$success"),
            walked=False,
        )


def shades(household: Household, told: Told, rows: Sequence[int]) -> dict[int, Shade]:
    """Return what lies behind each row of a day: whose time is busy, and hours that the clock leaves out."""
    mine, theirs = touched(rows, told.mine), touched(rows, told.theirs)
    looks = {
        (True, True): Shade(fill=BOTH, style="$rule"),
        (True, False): Shade(fill=MINE, style=STYLES[household.me.seat]),
        (False, True): Shade(fill=THEIRS, style=STYLES[household.partner.seat]),
    }
    found = {row: looks[each] for row, each in enumerate(zip(mine, theirs, strict=True)) if any(each)}
    missing = {
        row: Shade(fill=MISSING, style="$rule") for row, (begin, end) in enumerate(pairwise(rows)) if begin == end
    }
    return found | missing
