"""Choosing when both come back from a break: a few times, or one in their own words."""

from datetime import datetime
from math import ceil

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Input, Static

from tui.catalog.dates import day
from tui.core.errors import InputError
from tui.household import Household, talks
from tui.household.times import time_for_both
from tui.talk.rest import Choice, Fit, fit, returns, to_minute, within
from tui.widgets.asking import AnswerDone
from tui.widgets.fields import Line
from tui.widgets.person import NAME_CELLS
from tui.widgets.radio import OneOf
from tui.widgets.text import shown

MINUTE, HOUR = 60, 3600
LONG = 90 * MINUTE
"""Seconds from which on it is told in hours how far off something is."""

_NOT_YET = {"when_no_hour": "planner.no_hour_yet", "when_past": "planner.gone_by"}
_UNFIT = {Fit.SHORT: "talk_rest.short", Fit.LONG: "talk_rest.long"}


def on_day(household: Household, at: datetime) -> str:
    """Return a time for both, with its day where that is another one."""
    time, local = time_for_both(household, at, cells=NAME_CELLS), household.local(at)
    if local.date() == household.today():
        return time
    return household.words("talk_rest.on_day", day=day(household.words, local), time=time)


def far(household: Household, seconds: float) -> str:
    """Return how far off a moment is, in minutes or hours."""
    if seconds > LONG:
        return household.words("talk_rest.left_hours", count=round(seconds / HOUR))
    return household.words("talk_rest.left", count=max(1, round(seconds / MINUTE)))


class WhenBack(Vertical):
    """The times to choose from, a field, and beneath it what was understood."""

    class Chosen(Message):
        """When they come back: so many seconds from now."""

        def __init__(self, seconds: float) -> None:
            """`seconds` are within bounds, to the minute."""
            super().__init__()
            self.seconds = seconds

    def __init__(self, household: Household, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """Times are on the clock of whoever sits here."""
        super().__init__(id=id)
        self.household = household
        self.words = household.words

    def compose(self) -> ComposeResult:
        """Ask, and take what is marked or typed."""
        options = self._options()
        yield Static(id="ask")
        yield Static(shown(self.words("talk_rest.hint")), classes="quiet spaced")
        yield OneOf(options[0][0], options, id="times")
        yield Static(shown(self.words("talk_rest.own_words")), classes="quiet", id="own-words")
        yield Line(id="own", select_on_focus=False)
        yield Static(id="meant")
        yield Button(shown(self.words("talk_rest.take")), id="take")

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.query_one("#own", Line).value.strip()

    def begin(self, *, again: bool) -> None:
        """Ask from the beginning; `again`: for more time."""
        key = "talk_rest.ask_more" if again else "talk_rest.ask"
        self.query_one("#ask", Static).update(shown(self.words(key), "bold"))
        self.query_one("#own", Line).value = ""
        self.go_with_time()
        times = self.query_one(OneOf)
        times.choose(times.choices[0][0])
        times.focus(scroll_visible=False)

    def go_with_time(self) -> None:
        """Tell the times anew, as time goes on."""
        self.query_one(OneOf).offer(self._options())
        if self.typed:
            self._understood()

    def _choices(self) -> dict[str, Choice]:
        local = self.household.local(self.household.now())
        return {choice.when.value: choice for choice in returns(local)}

    def _options(self) -> list[tuple[str, str]]:
        household = self.household
        return [
            (
                when,
                self.words(
                    f"talk_rest.{when}", time=time_for_both(household, to_minute(choice.at), cells=NAME_CELLS)
                ),
            )
            for when, choice in self._choices().items()
        ]

    # In their own words

    @on(Input.Changed, "#own")
    def _understood(self) -> None:
        meant = self.query_one("#meant", Static)
        at, said = self._meant() if self.typed else (None, "")
        meant.update(shown(said, "$success" if at is not None else "$warning"))

    def _meant(self) -> tuple[datetime | None, str]:
        """Return the time that is typed and how it was understood; None and what is missing where it is none."""
        household, now = self.household, self.household.now()
        try:
            said = talks.time_back(household, self.typed, now)
        except InputError as error:
            return None, self.words(_NOT_YET.get(error.key, "talk_rest.unclear"))
        fits = fit(said, now)
        if fits is not Fit.FITS:
            return None, self.words(_UNFIT[fits])
        at = within(said, now)
        away = far(household, ceil((at - now).total_seconds() / MINUTE) * MINUTE)
        return at, self.words("talk_rest.understood", when=on_day(household, to_minute(at)), far=away)

    @on(Button.Pressed, "#take")
    @on(Input.Submitted, "#own")
    def _take(self, event: Message) -> None:
        event.stop()
        if not self.typed:
            self._take_marked()
            return
        at, _ = self._meant()
        if at is not None:
            self.post_message(self.Chosen((at - self.household.now()).total_seconds()))

    @on(AnswerDone)
    def _chosen(self, event: AnswerDone) -> None:
        event.stop()
        self._take_marked()

    def _take_marked(self) -> None:
        choices, marked = self._choices(), self.query_one(OneOf).marked
        choice = choices.get(marked[0]) if marked else None
        self.post_message(self.Chosen((choice or next(iter(choices.values()))).seconds))
