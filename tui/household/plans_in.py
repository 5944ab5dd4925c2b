"""What other calendars say, taken in: new times are proposed, and what was changed there is asked about here.

Nothing comes into force by being read: a time that was moved there is a proposal here. What is older than what is
known here, over, or no longer open, stays as it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import Plan
from tui.core.text import one_line
from tui.household.household import Household
from tui.household.plans import Wanted, Which, act, move
from tui.household.plans_told import last_told, mark, place, remember
from tui.planner.calendars.found import Skipped
from tui.planner.ical import OURS, Entry, entries, repeats, said_on, time_on
from tui.planner.ical_in import Told, grouped
from tui.planner.occurrences import Occurrence, clock_of, day_of, occurrences
from tui.planner.plans import Act, propose
from tui.planner.repeats import checked_rule, shifted, times
from tui.planner.series import OPEN, Scope

MOST = 500
"""How many new times are taken in at once: more are a calendar that was not meant for two."""

MOST_LEFT_OUT = 1000
"""How many times that an event does not come to are looked at."""

_FAR = timedelta(days=10 * 366)
_MOST_CHANGES = 2_000_000_000
_ID = frozenset("0123456789abcdefghijklmnopqrstuvwxyz-")
_LONGEST_ID = 60


@dataclass(slots=True)
class Taken:
    """What came of it: the new and changed plans' ids, how many events were known or over, and what was left out."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    over: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, told: Told, why: InputError) -> None:
        """Name an event that was left out."""
        self.skipped.append(Skipped(file=told.file, line=told.line, why=why))

    @property
    def total(self) -> int:
        """Return how much was said of anything."""
        return len(self.new) + len(self.changed) + self.over + len(self.skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """Something to do because of what was told."""

    told: Told
    do: Callable[[], Plan]
    new: bool = False


def take_in(household: Household, told: Sequence[Told]) -> Taken:
    """Take in what calendars say, durably, each event whole or not at all.

    Raises `InputError` when there is more new in it than two people can have meant; then nothing is changed.
    """
    groups = list(grouped(told))
    taking = _Taking(household)
    new = sum(1 for group in groups if taking.is_new(group[0]))
    if new > MOST:
        raise InputError("plan_in_many", most=MOST, count=new)
    for group in groups:
        taking.take(group)
    remember(household, taking.last)
    return taking.taken


def brings_news(household: Household, told: Sequence[Told]) -> bool:
    """Whether calendars say anything that is not known here."""
    taking = _Taking(household)
    return any(True for group in grouped(told) for _ in taking.steps(group)) or bool(taking.taken.skipped)


class _Taking:
    """Takes in what was told, one name after the other."""

    def __init__(self, household: Household) -> None:
        plans = household.all(Plan)
        self.taken = Taken()
        self.last = last_told(household)
        self._household = household
        self._now = household.now()
        self._entries = {each.plan.id: each for each in entries(plans)}
        self._by_uid = {each.uid: each.id for each in plans if each.uid and not each.series}
        library = household.library
        self._busy = {library.catalog(each).words("planner.busy") for each in library.languages}

    def take(self, group: Sequence[Told]) -> None:
        """Do what follows from what was told of one name."""
        before, new = self.taken.total, False
        for step in self.steps(group):
            try:
                done = step.do()
            except InputError as why:
                self.taken.skip(step.told, why)
                continue
            new = new or step.new
            if step.new:
                self.taken.new.append(done.id)
            elif not new:  # what makes a new series whole is no change
                self.taken.changed.append(done.id)
        self.taken.same += self.taken.total == before
        plan = self._plan(group[0])
        if plan is not None and plan.uid:
            self.last[place(plan, group)] = mark(group)

    def is_new(self, told: Told) -> bool:
        """Whether nothing is known here of an event that is not over."""
        return self._plan(told) is None and not told.gone and not self._is_over(told)

    def steps(self, group: Sequence[Told]) -> Iterator[_Step]:
        """Give what is to be done because of what was told of one name; each is done before the next is asked for."""
        first = group[0]
        before = self._plan(first)
        if before is None and (first.instead is not None or first.gone):
            for each in group:
                yield from self._of_plan(each, self._plan(each))
            return
        if before is not None and self._is_known(group, before):
            return
        if first.instead is None:
            yield from self._of_plan(first, before)
        plan = self._plan(first)
        is_as_before = before is None or plan == before
        if plan is not None and is_as_before and repeats(plan) and plan.state in OPEN:
            for moment in first.without[:MOST_LEFT_OUT]:
                yield from self._left_out(first, plan, day_of(plan, moment))
            for each in group:
                if each.instead is not None:
                    yield from self._of_time(each, plan, day_of(plan, each.instead))

    def _is_known(self, group: Sequence[Told], plan: Plan) -> bool:
        """Whether this is older than what is known here; where it was read before, whether it says the same again."""
        last = self.last.get(place(plan, group)) if plan.uid else None
        if last is not None:
            return last == mark(group)
        return max(each.sequence for each in group) < self._sequence(plan)

    # One plan

    def _of_plan(self, told: Told, plan: Plan | None) -> Iterator[_Step]:
        if plan is None:
            if self._is_over(told):
                self.taken.over += 1
            elif not told.gone:
                yield _Step(told=told, do=lambda: self._proposed(told), new=True)
        elif plan.state in OPEN:
            yield from self._changed(told, plan)

    def _changed(self, told: Told, plan: Plan) -> Iterator[_Step]:
        household = self._household
        if told.gone:
            if self._next(plan) is not None:
                yield _Step(told=told, do=lambda: act(household, plan, Act.CANCEL))
            return
        if not _comes_back_alike(told, plan):
            self.taken.skip(told, InputError("plan_in_repeats_otherwise"))
            return
        start = plan.start if told.start == said_on(plan, day_of(plan, plan.start)) else told.start
        what = None if repeats(plan) else self._title(told, plan)
        if (start, told.minutes) == (plan.start, plan.minutes) and what is None:
            return
        if self._next(plan) is None or (not plan.repeat and self._ended(start, told.minutes)):
            self.taken.over += 1
            return
        wanted = Wanted(start=start, minutes=told.minutes, what=what)
        which = Which(start=plan.start if repeats(plan) else None)
        yield _Step(told=told, do=lambda: move(household, plan, wanted, which))

    def _proposed(self, told: Told) -> Plan:
        wish = self._wish(told)
        new = replace(propose(wish), sequence=min(told.sequence, _MOST_CHANGES))
        self._household.save(new)
        return new

    def _wish(self, told: Told) -> Plan:
        ours = _own_id(told) is not None
        return Plan(
            id=_id_for(told),
            by=self._household.me.id,
            at=self._now,
            start=told.start,
            minutes=told.minutes,
            zone=told.zone,
            what="" if told.what in self._busy else told.what,
            repeat="" if told.instead is not None else told.repeat,
            uid="" if ours or told.instead is not None else told.uid,
        )

    # One time of a series

    def _left_out(self, told: Told, plan: Plan, day: date) -> Iterator[_Step]:
        household, single, time = self._household, self._single(plan, day), time_on(plan, day)
        if single is not None:
            if single.state in OPEN and not self._ended(single.start, single.minutes):
                yield _Step(told=told, do=lambda: act(household, single, Act.CANCEL))
        elif time is not None and time.end > self._now:
            which = Which(scope=Scope.ONE, start=time.start)
            yield _Step(told=told, do=lambda: act(household, plan, Act.CANCEL, which))

    def _of_time(self, told: Told, plan: Plan, day: date) -> Iterator[_Step]:
        single, time = self._single(plan, day), time_on(plan, day)
        if single is not None or time is None:
            yield from self._of_plan(told, single or self._plan(told, alone=True))
        elif told.gone:
            yield from self._left_out(told, plan, day)
        else:
            yield from self._moved_alone(told, plan, time)

    def _moved_alone(self, told: Told, plan: Plan, time: Occurrence) -> Iterator[_Step]:
        household, what = self._household, self._title(told, plan)
        start = time.start if told.start == said_on(plan, day_of(plan, time.start)) else told.start
        if (start, told.minutes) == (time.start, plan.minutes) and what is None:
            return
        if time.end <= self._now or self._ended(start, told.minutes):
            self.taken.over += 1
            return
        wanted = Wanted(start=start, minutes=told.minutes, what=what)
        which = Which(scope=Scope.ONE, start=time.start)
        yield _Step(told=told, do=lambda: move(household, plan, wanted, which))

    # What is known

    def _plan(self, told: Told, *, alone: bool = False) -> Plan | None:
        """Return the plan that is meant, where there is one; `alone`: not the series of a time."""
        names = (None if alone else self._by_uid.get(told.uid), None if alone else _own_id(told), _id_for(told))
        found = (self._household.get(Plan, each) for each in names if each is not None)
        return next((each for each in found if each is not None), None)

    def _single(self, plan: Plan, day: date) -> Plan | None:
        return next(iter(self._household.find(Plan, series=plan.id, instead_of=day)), None)

    def _sequence(self, plan: Plan) -> int:
        return (self._entries.get(plan.id) or Entry(plan=plan)).sequence

    def _title(self, told: Told, plan: Plan) -> str | None:
        """Return what it is called there, where that says more than it says here."""
        return None if told.what in {"", *self._busy, one_line(plan.what)} else told.what

    def _is_over(self, told: Told) -> bool:
        if not told.repeat or told.instead is not None:
            return self._ended(told.start, told.minutes)
        try:
            return self._next(propose(self._wish(told))) is None
        except InputError:
            return False

    def _ended(self, start: datetime, minutes: int) -> bool:
        return (self._now - start).total_seconds() >= minutes * 60

    def _next(self, plan: Plan) -> Occurrence | None:
        return next(occurrences(plan, self._now, max(self._now, plan.start) + _FAR), None)


def _comes_back_alike(told: Told, plan: Plan) -> bool:
    """Whether a plan comes back there as it does here, also where all of it was moved."""
    if plan.series or told.instead is not None:
        return True
    if not plan.repeat or not told.repeat:
        return plan.repeat == told.repeat
    where = clock_of(plan)
    try:
        rule = checked_rule(told.repeat, told.start, where)
    except InputError:
        return False
    moved = shifted(plan.repeat, plan.start.astimezone(where), told.start.astimezone(where))
    known = _parts(plan.repeat, plan.start, where), _parts(moved, told.start, where)
    return _parts(rule, told.start, where) in known


def _parts(rule: str, start: datetime, where: ZoneInfo) -> frozenset[str]:
    """Return what a rule says; of its end, how many times there are until then."""
    parts = {each for each in rule.split(";") if not each.startswith(("WKST=", "UNTIL="))}
    if "UNTIL=" in rule:
        parts.add(f"{sum(1 for _ in times(rule, start, where, start))} times")
    return frozenset(parts)


def _own_id(told: Told) -> str | None:
    """Return the id of the plan that we gave this name to."""
    name = told.uid.removesuffix(OURS)
    return name if name != told.uid and 0 < len(name) <= _LONGEST_ID and _ID.issuperset(name) else None


def _id_for(told: Told) -> str:
    """Return the id of the plan that comes of an event: the same for whoever reads it, and as often as it is read."""
    own = _own_id(told)
    if own is not None and told.instead is None:
        return own
    said: list[object] = [told.uid or (told.start, told.minutes, told.what, told.repeat)]
    if told.instead is not None:
        said.append(told.instead.astimezone(UTC))
    return "x" + blake2b(repr(said).encode(), digest_size=6).hexdigest()
