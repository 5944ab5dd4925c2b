"""What is said of a running talk, in whole sentences."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from tui.catalog.dates import clock
from tui.cli.say import say
from tui.core.records import Person
from tui.core.text import shorten
from tui.household import Household
from tui.talk.floor import Floor, Status, Why
from tui.talk.rest import Choice
from tui.talk.shape import lines

NAME_CELLS = 40
MINUTE = 60


class Told:
    """Says where a talk stands; says who has the floor only when that has changed."""

    def __init__(self, household: Household) -> None:
        """Nothing is said yet."""
        self.household = household
        self.words = household.words
        self._turn: tuple[int, int] | None = None

    def begin(self, floor: Floor) -> None:
        """Say what the talk is about, and where it stands."""
        if floor.topic:
            say(floor.topic)
        self.changed(floor)

    def changed(self, floor: Floor) -> None:
        """Say what is new."""
        if floor.status is Status.ENDED:
            return
        if floor.status is not Status.BREAK and (floor.part, floor.turn) != self._turn:
            self._turn = (floor.part, floor.turn)
            self._part(floor)
        self.time(floor)

    def time(self, floor: Floor) -> None:
        """Say how much time is left, or that it stands still."""
        match floor.status:
            case Status.BREAK:
                self._rest(floor)
            case Status.PAUSED:
                say(self.words("talk.gap" if floor.why is Why.GAP else "plain.paused"))
                self._left(floor)
            case _:
                self._left(floor)

    def over(self, floor: Floor) -> None:
        """Say that the time of a turn or a break has run out."""
        if floor.status is Status.BREAK:
            say(self.words("talk.rest_over"))
        else:
            say(self.words("talk.over_both" if floor.speaker is None else "talk.over"))

    def _left(self, floor: Floor) -> None:
        time = length(self.household, abs(floor.left))
        say(self.words("plain.time_left" if floor.left > 0 else "plain.time_over", time=time))

    def _rest(self, floor: Floor) -> None:
        at = floor.seen.wall + timedelta(seconds=floor.rest + MINUTE / 2)
        say(self.words("plain.resting", time=time_for_both(self.household, at)))
        self._left_of_rest(floor)

    def _left_of_rest(self, floor: Floor) -> None:
        if floor.rest > 0:
            say(self.words("plain.time_left", time=length(self.household, floor.rest)))

    def _part(self, floor: Floor) -> None:
        told = lines(self.household.catalog.talk_formats, floor.format, floor.here)
        if told.title:
            say(told.title)
        first, second = (name(person) for person in self.household.people)
        if floor.speaker is None:
            say(self.words("plain.both_have_floor", first=first, second=second))
            say(told.both or self.words("talk.both_default"))
            return
        speaker, listener = (first, second) if floor.speaker == 0 else (second, first)
        say(self.words("plain.has_floor", name=speaker))
        says, hears = self.words("talk.speaker_default"), self.words("talk.listener_default")
        say(self.words("plain.speaks", name=speaker, line=told.speaker or says))
        say(self.words("plain.listens", name=listener, line=told.listener or hears))


def returns_told(household: Household, choices: Sequence[Choice]) -> None:
    """Say the times to come back at, with their numbers."""
    words = household.words
    say(words("plain.returns"))
    for place, choice in enumerate(choices, 1):
        text = words(f"talk.rest_{choice.when}", time=time_for_both(household, choice.at))
        say(words("plain.option", number=place, text=text))


def time_for_both(household: Household, at: datetime) -> str:
    """Return a time of day on my clock, and on the other's where it differs."""
    mine, theirs = household.local(at), household.local(at, household.partner)
    if mine.utcoffset() == theirs.utcoffset():
        return clock(mine)
    return household.words("talk.rest_for", time=clock(mine), other=clock(theirs), name=name(household.partner))


def length(household: Household, seconds: float) -> str:
    """Return a length of time in words."""
    minutes, rest = divmod(ceil(seconds), MINUTE)
    if not minutes:
        return household.words("plain.seconds", count=rest)
    return household.words("plain.minutes_seconds", minutes=minutes, seconds=rest)


def name(person: Person) -> str:
    """Return a name that fits into a sentence."""
    return shorten(person.name, NAME_CELLS)
