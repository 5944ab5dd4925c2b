"""Going through a course line by line: an empty line goes on, a number goes to that part."""

from typing import ClassVar

from tui.cli.plain_ask import AGAIN, BACK, means, number, read_patiently
from tui.cli.say import say
from tui.core.errors import InputError, StoreError
from tui.household import Household
from tui.household.course import RunningCourse

MINUTE = 60

TIME = "t"
"""The letter that asks for the time, in every language."""


class Going:
    """A course that is on, and what is typed to it.

    `HELP` says what can be typed, `NOT_KEPT` that where they are cannot be kept.
    """

    HELP: ClassVar[str] = ""
    NOT_KEPT: ClassVar[str] = ""

    def __init__(self, household: Household, running: RunningCourse) -> None:
        """`running` is where they are."""
        self.household, self.running = household, running
        self.words = household.words
        self._told: tuple[str, int] | None = None
        self._told_not_kept = False

    def run(self) -> int:
        """Read what is typed until it is over, or is left; return the exit code."""
        say(self.words(self.HELP))
        while True:
            if self._told != self._here:
                self._told = self._here
                self.tell(self.running.course.part)
            line = read_patiently(self.words)
            self.running.look()
            if self.running.gone:
                self.thank()
                return 0
            if self._told != self._here:
                say(self.words("rhythms.plain_moved"))
            elif means(self.words, line, "stop"):
                return self._leave()
            elif not line and self.running.course.part >= self.last:
                return self.end()
            else:
                self._do(line.casefold())
            self._keep()

    @property
    def last(self) -> int:
        """The part after which it is over."""
        return self.running.last

    @property
    def _here(self) -> tuple[str, int]:
        return self.running.course.id, self.running.course.part

    def _do(self, line: str) -> None:
        part = self.running.course.part
        match line:
            case "":
                self.running.go(part + 1)
            case _ if line == BACK:
                self.running.go(part - 1)
            case _ if line == AGAIN:
                say(self.words(self.HELP))
                self._told = None
            case _ if line == TIME:
                self._time()
            case _ if line.isdigit():
                self._go_to(line)
            case _ if not self.other(line):
                say(self.words("rhythms.plain_not_understood"))

    def _go_to(self, line: str) -> None:
        try:
            self.running.go(number(line, 1, self.last + 1) - 1)
        except InputError as error:
            say(self.words.error(error))

    def _time(self) -> None:
        seconds, minutes = self.meant()
        meant = self.words("plain.minutes", count=minutes)
        if seconds > minutes * MINUTE:
            meant = self.words("hour.over")
        say(self.words("rhythms.plain_gone_by", count=int(seconds // MINUTE), meant=meant))

    def _leave(self) -> int:
        if self._keep():
            say(self.words("rhythms.plain_kept"))
        return 0

    def _keep(self) -> bool:
        """Keep where they are; where that cannot be, say so once, and go on."""
        try:
            self.running.keep()
        except StoreError:
            if not self._told_not_kept:
                self._told_not_kept = True
                say(self.words(self.NOT_KEPT))
            return False
        return True

    # What differs

    def tell(self, part: int) -> None:
        """Say what a part asks for."""
        raise NotImplementedError

    def meant(self) -> tuple[float, int]:
        """Return the seconds that have gone by, and the minutes that are meant."""
        raise NotImplementedError

    def other(self, line: str) -> bool:
        """Do what else may be typed; tell whether it was understood."""
        del line
        return False

    def end(self) -> int:
        """End it; return the exit code."""
        self.running.let_go()
        self.thank()
        return 0

    def thank(self) -> None:
        """Say that it is over."""
        raise NotImplementedError
