"""From plans to the week that the grid draws."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from tui.catalog.dates import clock
from tui.core.clock import zone
from tui.core.records import Plan
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.planner.week import DAYS, HOURS, Block, blocks, in_week
from tui.screens.plan_words import LOOKS
from tui.widgets.week import Tile, Week, hour_labels


def found_in(household: Household, plans: Iterable[Plan], first: date) -> dict[str, Occurrence]:
    """Return what takes place in the week that begins with `first`, by keys of their own."""
    return {key_of(each): each for each in in_week(plans, first, zone(household.me.zone))}


def key_of(occurrence: Occurrence) -> str:
    """Return a name for one time of a plan: it may repeat within a week."""
    return f"{occurrence.plan.id}@{occurrence.start:%Y%m%dT%H%M%S}"


def drawn(household: Household, first: date, found: Sequence[Occurrence]) -> Week:
    """Return the week that begins with `first` as the reader's clock shows it."""
    me, partner, now = household.me, household.partner, household.local(household.now())
    today = (now.date() - first).days
    here = 0 <= today < DAYS
    mine, theirs = _labels(household, first + timedelta(days=today if here else 0))
    return Week(
        days=[_head(household, first + timedelta(days=each)) for each in range(DAYS)],
        mine=mine,
        theirs=theirs if theirs != mine else (),
        seats=(me.seat, partner.seat),
        today=today if here else None,
        now=now.hour if here else None,
        tiles=tuple(_tile(household, each) for each in blocks(found, first, zone(me.zone))),
    )


def _labels(household: Household, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the hours of a day on both clocks, each as the reader's clock shows it."""
    where = zone(household.me.zone)
    hours = [datetime.combine(day, time(hour), where) for hour in range(HOURS)]
    return hour_labels(hours), hour_labels([household.local(each, household.partner) for each in hours])


def _head(household: Household, day: date) -> str:
    return f"{household.words(f'common.weekday_short_{day.isoweekday()}')} {day.day}"


def _tile(household: Household, block: Block) -> Tile:
    plan = block.occurrence.plan
    return Tile(
        key=key_of(block.occurrence),
        day=block.day,
        top=block.top,
        bottom=block.bottom,
        lane=block.lane,
        lanes=block.lanes,
        time=clock(household.local(block.occurrence.start)) if block.first else "",
        text=plan.what,
        look=LOOKS[plan.state],
    )
