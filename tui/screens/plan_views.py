"""The planner's views: which days each of them shows, and how it is called."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tui.catalog.dates import day
from tui.catalog.words import Words
from tui.household import Household
from tui.planner.month import month_days, months_on
from tui.planner.plans import YEARS
from tui.planner.week import DAYS, monday


class View(StrEnum):
    """A way to look at plans."""

    LIST = "list"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


VIEWS = tuple(View)

NAMES = {
    View.LIST: "planner.view_list",
    View.DAY: "planner.view_day",
    View.WEEK: "planner.view_week",
    View.MONTH: "planner.view_month",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Time that is chosen though no plan is in it: from `start` (UTC); `minutes` 0 means that none were said."""

    start: datetime
    minutes: int = 0

    @property
    def end(self) -> datetime:
        """When it ends; an hour where no length was said (UTC)."""
        return self.start + timedelta(minutes=self.minutes or 60)


def after(view: View) -> View:
    """Return the view that comes after one."""
    return VIEWS[(VIEWS.index(view) + 1) % len(VIEWS)]


def days_of(view: View, shown: date) -> tuple[date, int]:
    """Return the first day that a view shows, and how many, when `shown` is one of them."""
    match view:
        case View.DAY:
            return shown, 1
        case View.MONTH:
            days = month_days(shown)
            return days[0], len(days)
        case _:
            return monday(shown), DAYS


def turned(view: View, shown: date, by: int) -> date:
    """Return the day to show when a view is turned on (back where `by` is negative); at the end of time the same."""
    match view:
        case View.DAY:
            there = shown + timedelta(days=by)
        case View.MONTH:
            there = months_on(shown, by)
        case _:
            there = shown + timedelta(days=DAYS * by)
    return there if there.year in YEARS else shown


def heading(household: Household, view: View, shown: date) -> str:
    """Return how the days are called that a view shows."""
    words, (first, count) = household.words, days_of(view, shown)
    match view:
        case View.LIST:
            return words("planner.title")
        case View.DAY:
            return words("planner.day_title", day=_named(household, words, shown))
        case View.WEEK:
            last = first + timedelta(days=count - 1)
            return words("planner.week_title", first=day(words, first), last=f"{day(words, last)} {last.year}")
        case View.MONTH:
            return words("planner.month_title", month=words(f"common.month_{shown.month}"), year=shown.year)


def _named(household: Household, words: Words, shown: date) -> str:
    today = household.today()
    name = f"{day(words, shown)} {shown.year}"
    return f"{name}, {words('common.today')}" if shown == today else name
