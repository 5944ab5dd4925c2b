"""The time itself, line by line: arriving, how long it is yet, a thought, and one word afterwards."""

from datetime import timedelta

from tui.catalog.dates import length
from tui.checkin.again import WORD
from tui.cli.plain_ask import AGAIN, InputEndedError, chosen, means, read_patiently
from tui.cli.plain_prose import sentence
from tui.cli.plain_step import ask_step
from tui.cli.say import complain, say
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.time_alone import arriving, at_hand, begin, had, let_go, noted, now_for, thoughts, was_had
from tui.household.times import time_for_both
from tui.planner.time_alone import LENGTHS, MINUTE, Outcome, TimeAlone, begun, left, minutes_left, same

NAME_CELLS = 40

THOUGHT, END = "t", "e"
"""The letters that ask for a thought and end the time, in every language."""

ONE_WORD, ENOUGH, NOT = 1, 2, 3
"""The numbers of what may be said afterwards."""


def time_alone(household: Household) -> int:
    """Hold the time alone that is on or near, or one without a plan; return the exit code.

    Whoever leaves, or whose input ends, leaves it going on.
    """
    try:
        time = at_hand(household) or _unplanned(household)
        return _Holding(household, time).run() if time is not None else 0
    except InputEndedError:
        return 0
    except NearerError as error:
        complain(household.words, error)
        return 1


def _unplanned(household: Household) -> TimeAlone | None:
    words = household.words
    say(words("time_alone.plain_how_long"))
    for place, minutes in enumerate(LENGTHS, 1):
        say(words("plain.option", number=place, text=sentence(length(words, minutes))))
    place = chosen(words, len(LENGTHS))
    return now_for(household, LENGTHS[place - 1]) if place else None


class _Holding:
    """A time, and what is typed to it."""

    def __init__(self, household: Household, time: TimeAlone) -> None:
        self.household, self.words, self.time = household, household.words, time
        self._thought = 0

    def run(self) -> int:
        """Go from arriving to what comes after, or as far as they like."""
        if self.time.began is None and not self._arrive():
            return 0
        say(self.words("time_alone.plain_on", time=self._until()))
        say(self.words("time_alone.plain_help"))
        return self._afterwards() if self._hold() else 0

    def _arrive(self) -> bool:
        """Say the words of arriving; tell whether both are there."""
        alone = self.household.alone
        for key in arriving(self.household):
            say(self.words(key))
        if not alone:
            say(self.words("time_alone.reachable"))
        say(self.words("time_alone.plain_begin_alone" if alone else "time_alone.plain_begin"))
        if means(self.words, read_patiently(self.words), "stop"):
            return False
        try:
            self.time = begin(self.household, self.time)
        except NearerError as error:
            say(self.words.error(error))
            self.time = begun(self.time, self.household.clock.read())
        return True

    def _hold(self) -> bool:
        """Read what is typed until it is over; tell whether it was not left before."""
        while self._look() > 0:
            line = read_patiently(self.words).casefold()
            if means(self.words, line, "stop"):
                say(self.words("time_alone.plain_goes_on"))
                return False
            if line == END:
                break
            if self._look() > 0:
                self._do(line)
        return self.time.outcome is not Outcome.NOT

    def _look(self) -> float:
        """Return the seconds that are left, none where it was said elsewhere how it was."""
        note = noted(self.household)
        if note is not None and same(note, self.time):
            self.time = note
        return 0.0 if self.time.outcome is not Outcome.OPEN else left(self.time, self.household.clock.read())

    def _do(self, line: str) -> None:
        match line:
            case "":
                minutes = minutes_left(self._look())
                say(self.words("time_alone.plain_left", count=minutes, time=self._until()))
            case _ if line == THOUGHT:
                texts = thoughts(self.household, self.time)
                say(texts[self._thought % len(texts)] if texts else "")
                self._thought += 1
            case _ if line == AGAIN:
                say(self.words("time_alone.plain_help"))
            case _:
                say(self.words("rhythms.plain_not_understood"))

    def _until(self) -> str:
        """Return the end on the clock as it goes now, on the other's too where that differs."""
        household, reading = self.household, self.household.clock.read()
        at = reading.wall + timedelta(seconds=left(self.time, reading) + MINUTE / 2)
        return time_for_both(household, at, cells=NAME_CELLS)

    def _afterwards(self) -> int:
        """Ask how it was; an empty line, or the end of the input, leaves it open."""
        alone, known = self.household.alone, was_had(self.household, self.time)
        say(self.words("time_alone.over_alone" if alone else "time_alone.over"))
        say(self.words("time_alone.after_alone" if alone else "time_alone.after"))
        say(self.words("time_alone.plain_outcome_had" if known else "time_alone.plain_outcome"))
        place = chosen(self.words, ENOUGH if known else NOT)
        if place == ONE_WORD:
            had(self.household, self.time)
            return ask_step(self.household, WORD)
        if place == ENOUGH:
            had(self.household, self.time, enough=True)
            say(self.words("time_alone.had_said"))
        elif place == NOT:
            let_go(self.household, self.time)
            say(self.words("time_alone.not_said"))
        return 0
