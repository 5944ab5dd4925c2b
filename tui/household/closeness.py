"""How it has felt over time, as the person at the keyboard may see it: marks, what happened, and time alone."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from tui.catalog.dates import day as short_day
from tui.catalog.dates import month as month_of_year
from tui.catalog.words import Words
from tui.checkin.timeline import to_month
from tui.checkin.trend import (
    HIGHEST,
    LOWEST,
    QUESTIONS,
    YEAR,
    Band,
    Mark,
    Measure,
    Window,
    band,
    window_for,
)
from tui.core.clock import zone
from tui.core.records import Answer, LifeEvent, Person, Plan, PlanState, Timeline
from tui.core.text import one_line, shorten
from tui.household.household import Household
from tui.planner.occurrences import Days, Occurrence, first_of, occurrences, replaced

LINE = "cause.line"
"""The question whose events are shown with the marks."""

TOLD = 20
"""How many marks, and times alone, are told one by one in a text."""

_MIDDLE = 15
_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of a life, pinned by whoever has this seat: `first` is the first of its month."""

    first: date
    seat: int
    what: str

    def within(self, window: Window) -> date:
        """Return the day at which it is shown in a window: the middle of its month, where that is part of it."""
        return max(window.first, min(window.last, self.first.replace(day=_MIDDLE)))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is seen of one measure in one window: `marks` by seat, what `happened`, and the days of time alone."""

    measure: Measure
    window: Window
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]]
    happened: tuple[Happening, ...]
    times: tuple[date, ...]

    def band(self, seat: int) -> Band | None:
        """Return the band of one person's marks; None where there are too few."""
        return band([mark.level for mark in self.marks[seat]])


class Past:
    """What was marked and what happened, read when it is first asked for; make another one to see what is new."""

    def __init__(self, household: Household) -> None:
        """As the person at the keyboard may see it."""
        self._household = household
        self._zone = zone(household.me.zone)
        self._marks: dict[tuple[Measure, int], tuple[Mark, ...]] = {}

    def marks(self, measure: Measure, seat: int) -> tuple[Mark, ...]:
        """Return all marks of one person that I may see, oldest first."""
        held = self._marks.get((measure, seat))
        if held is None:
            held = self._marks[measure, seat] = tuple(self._read(measure, self._household.people[seat]))
        return held

    def _read(self, measure: Measure, person: Person) -> Iterator[Mark]:
        household = self._household
        answers = (
            answer
            for question in QUESTIONS[measure]
            for answer in household.find(Answer, question=question, by=person.id)
        )
        for answer in sorted(answers, key=lambda each: (each.at, each.id)):
            if isinstance(answer.value, int) and LOWEST <= answer.value <= HIGHEST:
                yield Mark(day=self._day(answer.at), level=answer.value)

    def oldest(self, measure: Measure) -> date | None:
        """Return the day of the oldest mark of a measure, None where there is none."""
        return min((marks[0].day for seat in (0, 1) if (marks := self.marks(measure, seat))), default=None)

    def begin(self, measure: Measure) -> Window:
        """Return the window that is looked at first."""
        return window_for(self.oldest(measure), self._household.today())

    def moved(self, measure: Measure, window: Window, by: int) -> Window:
        """Return the window earlier (-1) or later (1), as far as there is something to see."""
        today = self._household.today()
        return window.moved(by, oldest=self.oldest(measure) or today, today=today)

    def view(self, measure: Measure, window: Window) -> View:
        """Return what is seen in a window."""
        first, second = (self._within(self.marks(measure, seat), window) for seat in (0, 1))
        since = window.first.replace(day=1)
        return View(
            measure=measure,
            window=window,
            marks=(first, second),
            happened=tuple(each for each in self._happened if since <= each.first <= window.last),
            times=tuple(self._times(window)),
        )

    @staticmethod
    def _within(marks: tuple[Mark, ...], window: Window) -> tuple[Mark, ...]:
        begin = bisect_left(marks, window.first, key=lambda mark: mark.day)
        end = bisect_left(marks, window.last + timedelta(days=1), key=lambda mark: mark.day)
        return marks[begin:end]

    @cached_property
    def _happened(self) -> tuple[Happening, ...]:
        found = {
            each
            for person in self._household.people
            for answer in self._household.find(Answer, question=LINE, by=person.id)
            if isinstance(answer.value, Timeline)
            for each in _happenings(answer.value.events, person.seat)
        }
        return tuple(sorted(found, key=lambda each: (each.first, each.seat, each.what)))

    def _times(self, window: Window) -> Iterator[date]:
        """Give the days on which time alone took place: it was noted, or agreed on and is over now."""
        begin, end = (bisect_left(self._once, day) for day in (window.first, window.last + timedelta(days=1)))
        again = {day for plan in self._again for day in self._days(plan, window)}
        yield from sorted({*self._once[begin:end], *again})

    @cached_property
    def _once(self) -> list[date]:
        """The days of the plans that do not repeat, in order."""
        now = self._household.now()
        plans = (plan for plan in self._took_place if not plan.repeat)
        return sorted(self._day(plan.start) for plan in plans if _over(first_of(plan), now))

    @cached_property
    def _again(self) -> list[Plan]:
        return [plan for plan in self._took_place if plan.repeat]

    @cached_property
    def _alone(self) -> Days:
        """The days of repeating plans for which other plans stand."""
        return replaced(self._household.all(Plan))

    @cached_property
    def _took_place(self) -> list[Plan]:
        states = (PlanState.DONE, PlanState.ACCEPTED)
        return [plan for state in states for plan in self._household.find(Plan, state=state, talk="")]

    def _days(self, plan: Plan, window: Window) -> Iterator[date]:
        """Give the days of a repeating plan, looked for with a day to spare for every clock."""
        now = self._household.now()
        since = datetime.combine(window.first - timedelta(days=1), time.min, tzinfo=UTC)
        until = datetime.combine(window.last + timedelta(days=2), time.min, tzinfo=UTC)
        for each in occurrences(plan, since, min(until, now), self._alone):
            if _over(each, now) and (day := self._day(each.start)) in window:
                yield day

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()


def _happenings(events: Iterable[LifeEvent], seat: int) -> Iterator[Happening]:
    for event in events:
        month = to_month(event.month)
        if month is not None and YEAR <= month < 9999 * YEAR:
            yield Happening(first=date(month // YEAR, month % YEAR + 1, 1), seat=seat, what=event.what)


def _over(occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.end <= now or (occurrence.plan.state is PlanState.DONE and occurrence.start <= now)


# In words


def heading(words: Words, window: Window) -> str:
    """Return which time is looked at."""
    span = words(f"how_close.span_{window.months}")
    return words("how_close.heading", span=span, month=month_of_year(words, window.last))


def told(household: Household, view: View, seat: int, sign: str = "") -> str:
    """Return what the band of one person says about their last mark: never whether that is good.

    `sign` is what the band is drawn with, where it is drawn.
    """
    words, marks, person = household.words, view.marks[seat], household.people[seat]
    ending = "" if person.id == household.me.id else "_theirs"
    name, found = shorten(person.name, _NAME), view.band(seat)
    if not marks:
        then = view.window.last < household.today()
        return words("how_close.nothing_then" if then or any(view.marks) else "how_close.nothing")
    if found is None:
        return words(f"how_close.few{ending}", name=name)
    what = "within" if found.holds(marks[-1].level) else "outside"
    return words(f"how_close.{what}{ending}", name=name, band=f" ({sign})" if sign else "")


def axis_names(words: Words, window: Window) -> Iterator[tuple[date, str]]:
    """Give the names on the axis with their days: months, with the year in January, or years."""
    for first in window.named():
        year = window.months > 2 * YEAR or first.month == 1
        yield first, str(first.year) if year else words(f"common.month_short_{first.month}")


def text_of(household: Household, view: View, band_of: int | None = None) -> str:
    """Return what is seen, in sentences line by line; the band is that of the seat `band_of` (default: mine)."""
    return "\n".join(_lines(household, view, household.me.seat if band_of is None else band_of))


def _lines(household: Household, view: View, band_of: int) -> Iterator[str]:
    words, window = household.words, view.window
    yield words(
        "how_close.plain_head",
        about=words(f"how_close.about_{view.measure}"),
        span=words(f"how_close.span_{window.months}"),
        month=month_of_year(words, window.last),
        ends=words(f"how_close.ends_{view.measure}"),
    )
    for person in household.people:
        marks = view.marks[person.seat]
        if marks:
            newest = [_mark(words, each) for each in marks[-TOLD:]]
            key = "how_close.plain_marks" if len(marks) <= TOLD else "how_close.plain_earlier"
            yield words(key, name=shorten(person.name, _NAME), marks=", ".join(newest))
    found = view.band(band_of)
    if found is not None:
        yield words("how_close.plain_band", low=_decimal(words, found.low), high=_decimal(words, found.high))
    yield told(household, view, band_of)
    yield from _happened_lines(household, view)
    if view.times:
        key = "how_close.plain_times" if len(view.times) <= TOLD else "how_close.plain_times_newest"
        yield words(key, days=", ".join(_day(words, each) for each in view.times[-TOLD:]))


def _happened_lines(household: Household, view: View) -> Iterator[str]:
    words = household.words
    if view.happened:
        yield words("how_close.plain_events")
    for each in view.happened:
        name = shorten(household.people[each.seat].name, _NAME)
        yield words(
            "how_close.plain_event", month=month_of_year(words, each.first), name=name, what=one_line(each.what)
        )


def _mark(words: Words, mark: Mark) -> str:
    return words("how_close.plain_mark", day=_day(words, mark.day), level=mark.level)


def _day(words: Words, when: date) -> str:
    return f"{short_day(words, when)} {when.year}"


def _decimal(words: Words, value: float) -> str:
    whole, tenth = divmod(round(value * 10), 10)
    return words("how_close.decimal", whole=whole, tenth=tenth)
