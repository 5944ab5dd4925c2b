"""A break, on at once: when both come back, and until then a quiet screen. Nothing on it is about the talk."""

from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.catalog.dates import clock, day
from tui.household import Household, talks
from tui.household.times import time_for_both
from tui.screens.talk_ready import ReadyRoom, Saying
from tui.screens.talk_return import MINUTE, WhenBack, far
from tui.talk.floor import Floor, Status
from tui.talk.moves import Move, allowed
from tui.talk.rest import back_at
from tui.talk.running import RunningTalk
from tui.widgets.commands import Command
from tui.widgets.digits import LargeTime
from tui.widgets.person import NAME_CELLS
from tui.widgets.text import joined, shown

IDEAS = 7
"""How many things to do instead the words hold."""

LONG_OVER = 12 * 3600.0
"""Seconds after which a break that is over is met with other words."""


class RestScreen(ReadyRoom):
    """The break: first asks when both come back, then is quiet, and at its end each says that they are back."""

    CSS_PATH = "talk_rest.tcss"
    AUTO_FOCUS = ""
    SHOWS = (Status.BREAK,)
    SAYS = Saying(
        for_key="talk_rest.key_back",
        waits="talk_rest.own_time",
        said="talk_rest.back",
        named="talk_rest.name_back",
        mine="talk_rest.back_now",
    )
    KEYS: ClassVar[tuple[Command, ...]] = (
        *ReadyRoom.READY_KEYS,
        Command(id="rest_more", key="m", action="more"),
        Command(id="rest_idea", key="o", action="idea"),
        Command(id="one_keyboard", key="k", action="one_keyboard"),
        Command(id="each_window", key="k", action="each_window"),
        Command(id="end_talk", key="e", action="end"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """Show the break that is on."""
        super().__init__(household, talk)
        self._idea = sum(map(ord, talk.floor.id))
        self._more: object = None
        self._early = self._ending = False
        self._was_asking = False
        self._settled: tuple[object, ...] = ()

    def heading(self) -> str:
        """Name the break."""
        return self.words("talk_rest.title")

    def content(self) -> ComposeResult:
        """The question when to come back, and the quiet page; one of them is seen."""
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield WhenBack(self.household, id="asking")
            with Vertical(id="quiet"):
                yield Static(id="back-at")
                yield LargeTime(id="time")
                yield Static(id="left")
                yield Static(id="instead")
                yield Static(id="notice")
                yield from self.sides()
                with Horizontal(id="answers"):
                    yield Button("", id="go")
                    yield Button(shown(self.words("talk_rest.more")), id="more")
                    yield Button(shown(self.words("talk_rest.end_it")), id="end-it")
                    yield Button(shown(self.words("talk_rest.not_yet")), id="not-yet")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        asking, floor = self._asking(self.talk.floor), self.talk.floor
        match action:
            case "side" | "one_keyboard":
                return not asking and self.can_be_ready(action, parameters, floor)
            case "each_window":
                return not asking and self.seat is None and allowed(floor, Move.READY)
            case "ready":
                return not asking and self.seat is not None and self.seat not in floor.ready
            case "more":
                return not asking
            case "idea":
                return not asking and not floor.over
            case _:
                return True

    def on_unmount(self) -> None:
        """Leave nothing in the planner of a break that is no more."""
        floor = replace(self.talk.floor, status=Status.ENDED) if self.talk.gone else self.talk.floor
        if floor.status is not Status.BREAK:
            self._settle(floor)

    # What is shown

    def _asking(self, floor: Floor) -> bool:
        """Whether they are to choose when to come back: at first, and for more time."""
        if self._more is not None:
            return True
        typing = self.is_mounted and self._was_asking and bool(self.query_one(WhenBack).typed)
        return not floor.agreed and (not floor.over or typing)

    def paint(self, floor: Floor) -> None:
        """Show the break as it is: by itself it changes once a minute."""
        if self._more is not None and self._more != _chosen(floor):
            self._more = None  # the other window has chosen
        at, asking = back_at(floor), self._asking(floor)
        state = (
            *(at, asking, floor.agreed, round(floor.rest / MINUTE), floor.over, floor.ready, floor.apart),
            *(allowed(floor, Move.READY), self._idea, self._early, self._ending),
        )
        if state == self.painted:
            return
        self.painted = state
        self._say_to_planner(floor)
        self.query_one("#asking").display = asking
        self.query_one("#quiet").display = not asking
        if asking:
            self._show_asking()
        else:
            self._show_quiet(floor)
        self._was_asking = asking
        self.refresh_bars()

    def _show_asking(self) -> None:
        when = self.query_one(WhenBack)
        if self._was_asking:
            when.go_with_time()
        else:
            when.begin(again=self._more is not None)

    def _show_quiet(self, floor: Floor) -> None:
        at, over, may = back_at(floor), floor.over, allowed(floor, Move.READY)
        self.query_one("#back-at", Static).update(
            shown(self.words("talk_rest.at_hand" if over else "talk_rest.back_at"), "$quiet")
        )
        self.query_one(LargeTime).show(clock(self.household.local(at)))
        for place in ("back-at", "time", "left"):
            self.query_one(f"#{place}").display = floor.agreed and floor.rest > -LONG_OVER
        self.query_one("#left", Static).update(shown(self._left_line(floor), "$quiet"))
        self.query_one("#instead", Static).update(Content() if over else self._instead())
        self.query_one("#instead").display = not over
        self.query_one("#notice", Static).update(self._notice(floor))
        self.query_one("#sides").display = may and not self._ending
        self.show_sides(floor)
        self._show_answers(floor)

    def _left_line(self, floor: Floor) -> str:
        """Return the day where it is another one, the other's time where it differs, and how far off it is."""
        household, at = self.household, back_at(floor)
        local, both = household.local(at), time_for_both(household, at, cells=NAME_CELLS)
        other = [] if both == clock(local) else [both]
        when = [] if local.date() == household.today() else [day(self.words, local)]
        away = [] if floor.over else [far(household, floor.rest)]
        return ", ".join((*when, *other, *away))

    def _instead(self) -> Content:
        idea = self.words(f"talk_rest.idea_{1 + self._idea % IDEAS}")
        return joined(shown(self.words("talk_rest.instead"), "$quiet"), "\n", shown(idea, "italic"))

    def _notice(self, floor: Floor) -> Content:
        words = self.words
        if self._ending:
            return shown(words("talk_rest.ask_end"))
        if floor.over:
            return shown(words("talk_rest.long_over" if floor.rest < -LONG_OVER else "talk_rest.over"), "bold")
        if allowed(floor, Move.READY):
            return shown(words("talk_rest.both_back"), "$quiet")
        return shown(words("talk_rest.early")) if self._early else Content()

    def _show_answers(self, floor: Floor) -> None:
        self.show_go(floor)
        go, over = self.query_one("#go", Button), floor.over and not self._ending
        go.display = go.display and over
        shows = {"more": over, "end-it": self._ending, "not-yet": self._ending}
        for name, display in shows.items():
            self.query_one(f"#{name}", Button).display = display
        wanted = "end-it" if self._ending else "go" if go.display else ""
        self.set_focus(self.query_one(f"#{wanted}", Button) if wanted else None, scroll_visible=False)

    # What the planner says

    def _say_to_planner(self, floor: Floor) -> None:
        state = (floor.agreed, back_at(floor))
        if state != self._settled and not floor.over:
            self._settled = state
            self._settle(floor)

    def _settle(self, floor: Floor) -> None:
        """Let the planner follow, in a thread: nobody waits for it, and it goes on when this screen has gone."""

        def settle() -> None:
            if not talks.settle_quietly(self.household, floor):
                self._settled = ()  # once more in a minute

        self.app.run_worker(settle, name="return", group="return", thread=True, exit_on_error=False)

    # What can be done

    @on(WhenBack.Chosen)
    def _come_back(self, event: WhenBack.Chosen) -> None:
        """Take the time that was chosen, unless the other window was quicker."""
        event.stop()
        floor = self.talk.look()
        free = not floor.agreed if self._more is None else self._more == _chosen(floor)
        self._more, self._early = None, False
        if free:
            self.do(Move.RETURN, seconds=event.seconds)
        else:
            self.tick()

    @on(Button.Pressed, "#more")
    def action_more(self) -> None:
        """Ask when to come back, once more."""
        self._early = self._ending = False
        self._more = _chosen(self.talk.floor)
        self.tick()

    def action_idea(self) -> None:
        """Offer something else to do."""
        self._idea += 1
        self.tick()

    def be_ready(self, seat: int) -> None:
        """Say that the person at `seat` is back; before a body can have settled, say why that has time."""
        self._ending = False
        self._early = not allowed(self.talk.look(), Move.READY)
        self.do(Move.READY, seat=seat)

    def action_end(self) -> None:
        """Ask whether to end the talk; asked again, end it."""
        if self._ending:
            self._end()
            return
        self._more, self._early, self._ending = None, False, True
        self.tick()

    @on(Button.Pressed, "#end-it")
    def _end(self) -> None:
        self.do(Move.END)

    @on(Button.Pressed, "#not-yet")
    def _not_yet(self) -> None:
        self._ending = False
        self.tick()

    def action_back(self) -> None:
        """Take a question back, or go home: the break goes on."""
        if self._ending or self._more is not None:
            self._ending, self._more = False, None
            self.tick()
            return
        super().action_back()


def _chosen(floor: Floor) -> object:
    """Return what changes when somebody chooses a time, and with nothing else: to the minute, over sleep too."""
    return floor.agreed, round((floor.rest + floor.rested) / MINUTE)
