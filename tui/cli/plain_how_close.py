"""How it has felt over time, line by line: one measure after the other, and marking how it is today."""

from tui.checkin.trend import Measure
from tui.cli.plain_ask import AGAIN, AWAY, BACK, MORE, means, read_patiently
from tui.cli.say import say
from tui.core.text import shorten
from tui.household import Household
from tui.household.closeness import Past, text_of

NAME_CELLS = 40
TODAY = "pulse"
"""The exercise that marks how it is today."""


def how_close(household: Household) -> int:
    """Say how close it has been, and what is asked for besides, until an empty line."""
    _Looking(household).run()
    return 0


class _Looking:
    """What is looked at: a measure, a time, and whose band."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.me = household.me.id
        self.band_of = household.me.seat
        self.measure = Measure.CLOSE
        self.past = Past(household)
        self.window = self.past.begin(self.measure)

    def run(self) -> None:
        """Say what is there, then do what is typed; whoever got the keyboard meanwhile is not told what I see."""
        words = self.household.words
        self._tell()
        while True:
            typed = read_patiently(words).casefold()
            if typed in {"", BACK} or means(words, typed, "stop"):
                return
            self.household.catch_up()
            self._do(typed)
            if self.household.me.id != self.me:
                return

    def _tell(self) -> None:
        view = self.past.view(self.measure, self.window)
        say(text_of(self.household, view, self.band_of))
        say(self.household.words("how_close.plain_keys"))

    def _do(self, typed: str) -> None:
        match typed:
            case "1" | "2" | "3" | "4":
                self.measure = list(Measure)[int(typed) - 1]
            case "+" | "-":
                self.window = self.window.longer({MORE: 1, AWAY: -1}[typed])
            case "b" | "n":
                self.window = self.past.moved(self.measure, self.window, -1 if typed == "b" else 1)
            case "o":
                self._other_band()
                return
            case "m":
                self._mark()
            case _ if typed != AGAIN:
                say(self.household.words("plain.not_understood"))
                return
        if self.household.me.id == self.me:
            self.past = Past(self.household)
            self._tell()

    def _other_band(self) -> None:
        partner = self.household.partner
        if self.past.view(self.measure, self.window).marks[partner.seat]:
            self.band_of = 1 - self.band_of
            self._tell()
        else:
            say(self.household.words("how_close.plain_other", name=shorten(partner.name, NAME_CELLS)))

    def _mark(self) -> None:
        from tui.cli.plain_step import ask_step

        ask_step(self.household, TODAY)
