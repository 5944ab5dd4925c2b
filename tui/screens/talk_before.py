"""Before the first turn: is now a good time for both, a breath, a ground rule each. Enter leads through all of it."""

from collections.abc import Container, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from tui.core.records import Talk
from tui.core.text import clean, harmless, one_line
from tui.household import Household, talks
from tui.screens.talk_ready import SEATS, ReadyRoom, Saying
from tui.talk.floor import Before, Floor, Status
from tui.talk.moves import Move, allowed
from tui.talk.running import RunningTalk
from tui.widgets.breath import BreathLine, breathing_in, share
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.person import tag
from tui.widgets.text import cut, joined, shown

PAUSE = 0.7
"""Seconds without a key after which a rule that is being typed is kept."""

FRAME = 0.1
"""Seconds between two pictures of a breath."""

RULES = 6
"""How many rules the words offer."""

TOPIC, TITLE = 70, 40
"""How much of the topic and of a title is shown, in cells."""

_FIRST, _LATER = (Before.GOOD_TIME,), (Before.BREATH, Before.RULES)

ON_PAGES: Mapping[str, Container[Before]] = {
    "breathed": (Before.BREATH,),
    "offered_rule": (Before.RULES,),
    **dict.fromkeys(("side", "ready", "each_window", "one_keyboard", "not_now"), _FIRST),
    **dict.fromkeys(("sit", "not_now_typing"), _LATER),
    "take_back": (),
}
"""On which pages something can be done, where it is not all of them. Letters only on the first one: whoever begins to
type during the breath has not meant them.
"""

YES = Saying(
    for_key="talk_before.key_yes",
    waits="talk_before.asked_too",
    said="talk_before.yes",
    named="talk_before.name_yes",
    mine="talk_before.yes_now",
    quiet=True,
)
READY = Saying(
    for_key="talk_before.ready_now",
    waits="talk_before.own_time",
    said="talk_before.ready",
    named="talk_before.name_ready",
    mine="talk_before.ready_now",
)


class BeforeScreen(ReadyRoom):
    """Three small pages. On one keyboard Enter says it for the one whom the button names, and then for the other."""

    CSS_PATH = "talk_before.tcss"
    TYPING = True
    AUTO_FOCUS = ""
    SHOWS = (Status.BEFORE,)
    SAYS = YES
    KEYS: ClassVar[tuple[Command, ...]] = (
        *ReadyRoom.READY_KEYS,
        Command(id="breathed", key="space", action="breathed"),
        Command(id="offered_rule", key="ctrl+o", action="offered_rule"),
        Command(id="not_now", key="n", action="not_now"),
        Command(id="not_now", key="ctrl+t", action="not_now_typing"),
        Command(id="each_window", key="o", action="each_window"),
        Command(id="one_keyboard", key="o", action="one_keyboard"),
        Command(id="each_window", key="ctrl+g", action="sit('windows')"),
        Command(id="one_keyboard", key="ctrl+g", action="sit('keyboard')"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """Show how far they have come."""
        super().__init__(household, talk)
        self._page: Before | None = None
        self._breath_from: float | None = None
        self._offered = [-1, -1]
        self._pauses: list[Timer | None] = [None, None]
        self._sure = self._leaving = False

    def content(self) -> ComposeResult:
        """All pages, of which one is seen."""
        words, floor = self.words, self.talk.floor
        with VerticalScroll(classes="body", id="page", can_focus=False):
            with Vertical(id=Before.GOOD_TIME, classes="page"):
                yield Static(cut(self._about(), TOPIC, "$quiet"))
                yield Static(cut(floor.topic, TOPIC), id="topic")
                yield Static(shown(words("talk_before.good_time")), classes="ask")
                yield Static(shown(words("talk_before.good_hint")), classes="quiet")
                yield from self.sides()
            with Vertical(id=Before.BREATH, classes="page"):
                yield Static(shown(words("talk_before.breath")), classes="ask")
                yield Static(shown(words("talk_before.breath_how")), classes="quiet", id="breath-how")
                yield BreathLine(id="line")
                yield Static(id="phase")
            with Vertical(id=Before.RULES, classes="page"):
                yield Static(shown(words("talk_before.rules")), classes="ask")
                yield Static(shown(words("talk_before.rules_hint")), classes="quiet spaced")
                for seat in SEATS:
                    with Vertical(classes="rule", id=f"rule-of-{seat}"):
                        yield Static(id=f"whose-{seat}", classes="whose")
                        yield Line(harmless(floor.rules[seat]), id=f"rule-{seat}", select_on_focus=False)
            with Horizontal(id="answers"):
                yield Button("", id="go")
                yield Button(shown(words("talk_before.not_now")), id="not-now")

    def _about(self) -> str:
        found = (form for form in self.household.catalog.talk_formats if form.id == self.talk.floor.format)
        form = next(found, None)
        if form is None:
            return ""
        return self.words("talk_before.about", title=cut(form.title, TITLE).plain, minutes=form.minutes)

    def on_mount(self) -> None:
        """Begin to look, and to breathe when it is time for it."""
        self._breathing = self.set_interval(FRAME, self._breathe, pause=True)
        super().on_mount()

    @property
    def page(self) -> Before:
        """Which of the three it is."""
        return self.talk.floor.before

    @property
    def saying(self) -> Saying:
        """The words of this page."""
        return READY if self.page is Before.RULES else YES

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what belongs to the page."""
        if self.page not in ON_PAGES.get(action, Before):
            return False
        match action:
            case "side" | "ready" | "each_window" | "one_keyboard":
                return self.can_be_ready(action, parameters, self.talk.floor)
            case "sit":
                return allowed(self.talk.floor, Move(str(*parameters)))
            case _:
                return True

    # What is shown

    def paint(self, floor: Floor) -> None:
        """Show the page that is on, and who is ready."""
        state = (floor.before, floor.ready, floor.apart)
        if state == self.painted:
            return
        self.painted = state
        for page in Before:
            self.query_one(f"#{page}").display = page is floor.before
        self._show_breath(floor)
        if floor.before is Before.RULES:
            self._show_rules(floor)
        else:
            self.show_sides(floor)
        if floor.before is Before.BREATH:
            self.query_one("#go", Button).display = True
            self.relabel("go", self.words("talk_before.go_on"))
        else:
            self.show_go(floor)
        self.query_one("#not-now", Button).display = floor.before is not Before.RULES
        self._put_focus(floor)
        self.refresh_bars()

    def _show_rules(self, floor: Floor) -> None:
        for person in self.household.people:
            seat, here = person.seat, self.seat in {None, person.seat}
            said = READY.said if seat in floor.ready else "" if here else READY.waits
            line = joined(tag(person.name, seat), "   ", shown(self.words(said) if said else "", "$quiet"))
            self.query_one(f"#whose-{seat}", Static).update(line)
            field = self.query_one(f"#rule-{seat}", Line)
            if here and not field.display:
                field.value = harmless(floor.rules[seat])  # it was written at another window
            field.display = here

    def _put_focus(self, floor: Floor) -> None:
        """Let Enter lead on; whoever is writing is left where they are, unless that was their last word."""
        seat = self.next_seat(floor)
        new, self._page = self._page is not floor.before, floor.before
        if floor.before is Before.RULES:
            if new or (self.focused is not None and self.focused.id in {f"rule-{each}" for each in floor.ready}):
                place = f"rule-{seat}" if seat is not None else ""
                self.set_focus(self.query_one(f"#{place}", Line) if place else None)
            return
        go = self.query_one("#go", Button)
        self.set_focus(go if go.display else None)

    # A breath

    def _show_breath(self, floor: Floor) -> None:
        moves = self.app.animation_level != "none"
        self.query_one("#line").display = self.query_one("#phase").display = moves
        if floor.before is Before.BREATH and moves:
            self._breathing.resume()
            self._breathe()
        else:
            self._breathing.pause()

    def _breathe(self) -> None:
        now = self.household.clock.read().steady
        if self._breath_from is None:
            self._breath_from = now
        seconds = now - self._breath_from
        self.query_one(BreathLine).show(share(seconds))
        key = "talk_before.breath_in" if breathing_in(seconds) else "talk_before.breath_out"
        self.query_one("#phase", Static).update(shown(self.words(key), "$quiet"))

    def action_sit(self, move: str) -> None:
        """Let each be at a window of their own, or both here, by a key that writes nothing."""
        self._take_rules()
        self._page = None
        self.do(Move(move))

    def action_breathed(self) -> None:
        """Go on after a breath, or without one."""
        self.do(Move.BREATHED)

    # A ground rule

    @on(Input.Changed, ".rule Line")
    def _typed(self, event: Input.Changed) -> None:
        """Keep a rule when its author pauses."""
        seat = self._seat_of(event.input)
        pause = self._pauses[seat]
        if pause is not None:
            pause.stop()
        self._pauses[seat] = self.set_timer(PAUSE, lambda: self._keep_rule(seat))

    def _take_rules(self) -> None:
        if self.page is Before.RULES:
            for seat in SEATS:
                self._take_rule(seat)

    def _keep_rule(self, seat: int) -> None:
        if self._take_rule(seat):
            self.tick()

    def _take_rule(self, seat: int) -> bool:
        typed = self._rule(seat)
        new = self.seat in {None, seat} and typed != self.talk.floor.rules[seat]
        return new and self.talk.act(Move.RULE, seat=seat, text=typed)

    def _rule(self, seat: int) -> str:
        return one_line(clean(self.query_one(f"#rule-{seat}", Line).value))

    def _seat_of(self, field: Input) -> int:
        return int((field.id or "").endswith("1"))

    @on(Input.Submitted, ".rule Line")
    def _mine(self, event: Input.Submitted) -> None:
        """Enter: this is my rule, and I am ready."""
        if self.pressed_anew():
            self.be_ready(self._seat_of(event.input))

    def action_offered_rule(self) -> None:
        """Offer a rule in the field that is written in; after the last one it is empty again."""
        field = self.focused if isinstance(self.focused, Line) else None
        seat = self._seat_of(field) if field is not None else self.next_seat(self.talk.floor)
        if seat is None:
            return
        self._offered[seat] = (self._offered[seat] + 1) % (RULES + 1)
        number = self._offered[seat] + 1
        line = self.query_one(f"#rule-{seat}", Line)
        line.value = self.words(f"talk_before.rule_{number}") if number <= RULES else ""
        line.focus()

    # Ready, or not now

    def be_ready(self, seat: int) -> None:
        """Say it for the person at `seat`, with their rule."""
        if self.page is Before.RULES:
            self._take_rule(seat)
        self.do(Move.READY, seat=seat)

    def go(self) -> None:
        """Go on after a breath, or say it for the one who is named."""
        if self.page is Before.BREATH:
            self.action_breathed()
        else:
            super().go()

    @on(Button.Pressed, "#not-now")
    async def action_not_now(self) -> None:
        """Another time: nothing has begun."""
        from tui.screens.talk_later import LaterScreen

        if self._leaving:
            return
        self._leaving = True
        if await self.done(lambda: talks.not_now(self.household, self.talk)):
            self.app.switch_screen(LaterScreen(self.household))
        else:
            self.dismiss()

    async def action_not_now_typing(self) -> None:
        """Another time; where a rule stands there, that is asked once more."""
        if not self._sure and any(self._rule(seat) for seat in SEATS):
            self._sure = True
            self.say("talk_before.sure")
            return
        await self.action_not_now()

    def ended_elsewhere(self) -> None:
        """Go: the other window said that now is no good time."""
        if self._leaving:
            return
        if self.household.get(Talk, self.talk.floor.id) is not None:
            super().ended_elsewhere()
            return
        self.say("talk_before.not_now_elsewhere")
        self.dismiss()

    def keep_now(self) -> None:
        """Keep what is being typed."""
        if self.is_mounted and not self._leaving:
            self._take_rules()
        super().keep_now()
