"""Where each of the two says for themselves that they are ready: at their side of a keyboard, or at their window."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from tui.household import Household
from tui.screens.talk_keys import TOO_SOON
from tui.screens.talk_room import TalkRoom
from tui.screens.talk_words import name_of
from tui.talk.floor import Floor
from tui.talk.moves import Move, allowed
from tui.talk.running import RunningTalk
from tui.talk.sides import KEYS, LETTERS, Slot
from tui.widgets.commands import Command
from tui.widgets.person import SHAPES
from tui.widgets.sides import Offer, PersonSide, SideView

SEATS = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """The keys of the words for it: beside a key, of whoever has not said it, of whoever has, and on the button.

    On the button it is said for a person who is named (`named`), or for oneself (`mine`). `quiet`: in two windows it
    is not seen who has said it until both have, so that nobody is hurried.
    """

    for_key: str
    waits: str
    said: str
    named: str
    mine: str
    quiet: bool = False


class ReadyRoom(TalkRoom):
    """A screen with two sides (`sides`) and a button `#go` that says it for whoever stands on it, in words `SAYS`."""

    SAYS: ClassVar[Saying]
    READY_KEYS: ClassVar[tuple[Command, ...]] = (
        Command(id="first_side", key=KEYS[0][Slot.NEXT], action="side(0)", shown=False),
        Command(id="second_side", key=KEYS[1][Slot.NEXT], action="side(1)", shown=False),
        Command(id="ready", key=LETTERS[Move.READY], action="ready"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """Show where the talk stands."""
        super().__init__(household, talk)
        self.painted: tuple[object, ...] = ()
        self._pressed = float("-inf")

    def sides(self) -> ComposeResult:
        """Give both sides."""
        with Horizontal(id="sides"):
            for seat in SEATS:
                yield PersonSide(seat, id=f"side-{seat}")

    def said_anew(self) -> None:
        """Show everything in the other language."""
        super().said_anew()
        self.painted = ()
        self.tick()

    # Who is ready

    @property
    def saying(self) -> Saying:
        """The words for it now."""
        return self.SAYS

    def says(self, floor: Floor, seat: int) -> bool:
        """Whether the person at `seat` can say here that they are ready."""
        return self.seat in {None, seat} and allowed(floor, Move.READY, seat)

    def next_seat(self, floor: Floor) -> int | None:
        """Return for whom the button says it: whoever has not said it and sits here."""
        return next((seat for seat in SEATS if self.says(floor, seat)), None)

    def show_sides(self, floor: Floor) -> None:
        """Show who is ready, and the keys for it."""
        for seat in SEATS:
            self.query_one(f"#side-{seat}", PersonSide).show(self._view(floor, seat))

    def _view(self, floor: Floor, seat: int) -> SideView:
        says = self.saying
        offers: tuple[Offer, ...] = ()
        if self.says(floor, seat):
            key = KEYS[seat][Slot.NEXT] if self.seat is None else LETTERS[Move.READY]
            offers = (Offer(name=Move.READY, key=key, label=self.words(says.for_key)),)
        theirs = says.quiet and self.seat not in {None, seat}
        said = seat in floor.ready and not theirs
        does = self.words(says.said) if said else "" if offers else self.words(says.waits)
        return SideView(person=self.household.people[seat].name, does=does, offers=offers)

    def show_go(self, floor: Floor) -> None:
        """Let the button name for whom it says it; without anybody it is not there."""
        seat = self.next_seat(floor)
        self.query_one("#go", Button).display = seat is not None
        if seat is not None:
            self.relabel("go", self.label_for(seat))

    def label_for(self, seat: int) -> str:
        """Return what the button says for the person at `seat`."""
        if self.seat is not None:
            return self.words(self.saying.mine)
        return self.words(self.saying.named, name=f"{name_of(self.household.people[seat])} {SHAPES[seat]}")

    # What can be done

    def action_side(self, seat: int) -> None:
        """Whoever sits at this side of the keyboard is ready."""
        self.be_ready(seat)

    def action_ready(self) -> None:
        """Be ready, at a window of my own."""
        if self.seat is not None:
            self.be_ready(self.seat)

    @on(PersonSide.Chosen)
    def _clicked(self, event: PersonSide.Chosen) -> None:
        event.stop()
        self.be_ready(event.seat)

    def be_ready(self, seat: int) -> None:
        """Say it for the person at `seat`."""
        self.do(Move.READY, seat=seat)

    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Say it for the one whom the button names."""
        if self.pressed_anew():
            self.go()

    def pressed_anew(self) -> bool:
        """Tell whether Enter is pressed by somebody else than a moment ago: held, it says it for one only."""
        now, before = self.household.clock.read().steady, self._pressed
        self._pressed = now
        return not 0 <= now - before < TOO_SOON

    def go(self) -> None:
        """Do what the button says."""
        seat = self.next_seat(self.talk.floor)
        if seat is not None:
            self.be_ready(seat)

    def action_each_window(self) -> None:
        """Let each sit at a window of their own from now on."""
        self.do(Move.WINDOWS)

    def action_one_keyboard(self) -> None:
        """Let both sit at this keyboard from now on."""
        self.do(Move.KEYBOARD)

    def can_be_ready(self, action: str, parameters: tuple[object, ...], floor: Floor) -> bool:
        """Whether one of the keys for it, or for where they sit, makes sense now."""
        match action:
            case "side":
                return self.seat is None and parameters[0] not in floor.ready
            case "each_window":
                return self.seat is None
            case "one_keyboard":
                return self.seat is not None
            case _:
                return self.seat is not None and self.says(floor, self.seat)
