"""When the rules of an event let it start, in a stretch of local time; and what they say that cannot be followed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tui.core.errors import InputError
from tui.planner.calendars import often
from tui.planner.calendars.clocks import DAY, FLOATING, Clock
from tui.planner.calendars.days import days_of, ever, is_plain
from tui.planner.calendars.events import Event
from tui.planner.calendars.rules import OF_A_DAY, Rule


class Times(NamedTuple):
    """Local times; too many to list are `throughout`, from first to last; `refused` says what is not exact."""

    walls: list[int]
    throughout: tuple[int, int] | None = None
    refused: InputError | None = None


def times(event: Event, rule: Rule, clock: Clock, since: int, until: int) -> Times:
    """Return the local times on `clock` from `since` to `until` at which a rule lets an event start."""
    if event.start.clock is None and any(rule.of(part) for part in OF_A_DAY):
        rule = replace(rule, numbers={part: said for part, said in rule.numbers.items() if part not in OF_A_DAY})
    ending = Ending(event, rule, clock)
    last = until if ending.last_wall is None else min(until, ending.last_wall + DAY)
    walls = _walls(rule, event.start.wall, since, last)
    if walls is None and rule.count is not None and not often.is_often(rule):
        return Times([], refused=InputError("event_too_long"))
    if walls is None or len(walls) > often.MOST:
        first, final = (walls[0], walls[-1]) if walls else (max(since, event.start.wall), until)
        final = final if ending.last_wall is None else min(final, ending.last_wall)
        return Times([], (first, final) if first <= final else None, InputError("event_too_often"))
    hasty = InputError("event_too_often") if often.is_endless_haste(rule) and isinstance(walls, range) else None
    return Times([wall for wall in walls if ending.allows(wall)], refused=hasty)


def _walls(rule: Rule, start: int, since: int, until: int) -> Sequence[int] | None:
    if often.is_often(rule):
        return often.times(rule, start, since, until)
    if is_plain(rule):
        day, within = divmod(start, DAY)
        return [each * DAY + within for each in days_of(rule, day, since // DAY, until // DAY)]
    # Only now is anything imported that takes long to load.
    from tui.planner.calendars import seldom

    return seldom.times(rule, start, since, until)


class Ending:
    """The end of a rule (UNTIL, inclusive): a moment, a local time, or a whole day."""

    def __init__(self, event: Event, rule: Rule, clock: Clock) -> None:
        """`clock` is that of the event."""
        until = rule.until
        self.last_wall: int | None = None
        self._moment: int | None = None
        self._clock = clock
        if until is None:
            return
        if until.clock is None or event.start.clock is None:
            self.last_wall = (until.wall // DAY + 1) * DAY - 1
        elif until.clock is FLOATING:
            self.last_wall = until.wall
        else:
            self.last_wall, self._moment = clock.wall(until.wall), until.wall

    def allows(self, wall: int) -> bool:
        """Whether an occurrence may start at a local time."""
        if self._moment is not None:
            return self._clock.utc(wall) <= self._moment
        return self.last_wall is None or wall <= self.last_wall


def starts_at_all(event: Event, clock: Clock) -> bool:
    """Whether not every rule has ended before the first time: then there is none (RFC 5545 leaves it open)."""
    return not event.rules or any(Ending(event, rule, clock).allows(event.start.wall) for rule in event.rules)


def never(event: Event) -> bool:
    """Whether a rule of an event never comes round, as far as that is easily seen."""
    odd = (rule for rule in event.rules if rule.numbers or rule.ordinals)
    return any(not _ever(rule, event.start.wall // DAY) for rule in odd)


def _ever(rule: Rule, day: int) -> bool:
    by_day = replace(rule, numbers={part: said for part, said in rule.numbers.items() if part not in OF_A_DAY})
    if often.is_often(rule):
        by_day = replace(by_day, frequency=b"DAILY", interval=1)
    return not is_plain(by_day) or ever(by_day, day)
