"""A break line by line: at once, then when they come back, and whether both are ready."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tui.cli.plain_ask import means, number, read_patiently
from tui.cli.plain_talk_times import NAME_CELLS, length, name
from tui.cli.say import say
from tui.core.errors import InputError
from tui.household import Household
from tui.household.talks import time_back
from tui.household.times import time_for_both
from tui.talk.floor import Floor, Status
from tui.talk.moves import SHORTEST_BREAK, Move
from tui.talk.rest import Choice, Fit, back_at, fit, returns, to_minute
from tui.talk.running import RunningTalk

IDEAS = 7
"""How many things to do instead the words hold."""

SLACK = 1.0
"""Seconds by which the end of a break may seem to move without having been chosen anew."""

LATE = 3600.0
"""Seconds after which the end of a break is told as something of a while ago."""

MORE = "m"


def rest_news(household: Household, before: Floor | None, floor: Floor, seat: int | None) -> Iterator[str]:
    """Yield what is new of a break; `seat` sits here, None: both do."""
    words = household.words
    if before is None or before.status is not Status.BREAK:
        yield words("plain_talk.rest_is_on" if before is None else "plain_talk.rest")
    chosen = floor.agreed and not (before is not None and before.agreed and _same_end(before, floor))
    if before is None or chosen:
        yield rest_time(household, floor)
    if chosen and floor.rest > 0:
        yield _idea(household, floor)
    yield from _ready_news(household, before, floor, seat)


def _ready_news(household: Household, before: Floor | None, floor: Floor, seat: int | None) -> Iterator[str]:
    fresh = set(floor.ready) - set(before.ready if before is not None else ())
    for each in fresh if seat is not None else ():
        key = "plain_talk.wait_for" if each == seat else "plain_talk.other_ready"
        yield household.words(key, name=name(household.partner))


def rest_time(household: Household, floor: Floor) -> str:
    """Return when they come back, or for how long the break has been over."""
    words = household.words
    if floor.rest <= -LATE:
        return words("plain_talk.rest_long_over", time=length(words, -floor.rest))
    if floor.rest <= 0:
        return words("plain_talk.rest_over")
    at = back_at(floor)
    key = "plain_talk.resting" if floor.agreed else "plain_talk.resting_open"
    return words(key, at=time_for_both(household, at, cells=NAME_CELLS), time=length(words, floor.rest))


def _same_end(one: Floor, other: Floor) -> bool:
    return abs(one.rested + one.rest - other.rested - other.rest) <= SLACK


def _idea(household: Household, floor: Floor) -> str:
    which = 1 + (sum(map(ord, floor.id)) + floor.version) % IDEAS
    return household.words("plain_talk.instead", idea=household.words(f"talk_rest.idea_{which}"))


# Coming back


def come_back_at(household: Household, talk: RunningTalk) -> bool:
    """Ask when they come back, and write it into the planner; tell whether they stay, and do not leave the talk.

    Whoever was quicker at another window has chosen for both.
    """
    words, since = household.words, talk.floor
    choices = returns(household.local(household.now()))
    _say_choices(household, choices)
    while True:
        line = read_patiently(words)
        if means(words, line, "stop"):
            return False
        try:
            at = _moment(household, line, choices)
        except InputError as error:
            say(words("talk_rest.unclear") if error.key == "when_unclear" else words.error(error))
            continue
        if fit(at, household.now()) is Fit.FITS:
            break
        say(words("plain_talk.return_bounds"))
    if _same_end(talk.look(), since):
        talk.act(Move.RETURN, seconds=(at - household.now()).total_seconds())
    return True


def _say_choices(household: Household, choices: Sequence[Choice]) -> None:
    words = household.words
    say(words("plain_talk.returns"))
    for place, choice in enumerate(choices, 1):
        time = time_for_both(household, to_minute(choice.at), cells=NAME_CELLS)
        say(words("plain.option", number=place, text=words(f"plain_talk.return_{choice.when}", time=time)))


def _moment(household: Household, line: str, choices: Sequence[Choice]) -> datetime:
    """Return the time that is meant; raises `InputError` when that cannot be understood."""
    now = household.now()
    if line and not line.isdigit():
        return time_back(household, line, now)
    chosen = choices[number(line or "1", 1, len(choices)) - 1]
    return max(chosen.at, now + timedelta(seconds=SHORTEST_BREAK))


def ready(household: Household, talk: RunningTalk, seat: int | None) -> bool:
    """Ask each who sits here whether they are ready to go on; tell whether they stay, and do not leave the talk."""
    if seat is not None:
        talk.act(Move.READY, seat=seat)
        return True
    for each in (0, 1):
        while each not in talk.look().ready and talk.floor.status is Status.BREAK:
            say(household.words("plain_talk.ready", name=name(household.people[each])))
            line = read_patiently(household.words).casefold()
            if means(household.words, line, "stop"):
                return False
            if line == MORE or means(household.words, line, "no"):
                return come_back_at(household, talk)
            if means(household.words, line, "yes"):
                talk.act(Move.READY, seat=each)
    return True
