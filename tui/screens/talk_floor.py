"""The talk itself: who has the floor, the time, what each of the two does now, and the keys under each one's hand."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui.household import Household
from tui.screens.talk_far import fresh
from tui.screens.talk_keys import SIDES, NewMeanings, meanings
from tui.screens.talk_room import TalkRoom
from tui.screens.talk_words import notice, now_line, question, time_shown, told, view, where, who
from tui.talk.floor import Floor, Status
from tui.talk.moves import Move, allowed
from tui.talk.running import RunningTalk
from tui.talk.shape import Lines
from tui.talk.sides import KEYS, LETTERS, Slot, side
from tui.widgets.commands import Command
from tui.widgets.digits import ROOMY, LargeTime
from tui.widgets.floor import Balance, TurnLine
from tui.widgets.sides import PersonSide, SideView
from tui.widgets.text import cut, shown

LARGE = "large"
"""Where it is kept, for this machine, that only who and the time are to be shown."""

STEPS = 20
"""Steps in which the lines move where nothing is to move."""

AT_FIRST = 60.0
"""Seconds that each seems to have talked before anybody did: so the balance begins in the middle and moves slowly."""

NAMES = {
    Move.SAID: "now_back",
    Move.GOT_ME: "got_me",
    Move.NOT_QUITE: "not_quite",
    Move.MORE: "there_is_more",
    Move.ASK_MORE: "ask_more",
    Move.YIELD: "pass_floor",
    Move.MINUTE: "a_minute",
}
"""What the two do in a turn, as commands are called."""

LETTERS_FOR = tuple(
    Command(id=name, key=LETTERS[move], action=f"letter('{move}')", shown=False) for move, name in NAMES.items()
)
"""The keys of a window of one's own. They stand at the person's side."""

OWN_ONLY = {Move.SAID, Move.ASK_MORE}
"""At one keyboard these letters are another key: of the left side, or of the speaker's "there is more"."""


class FloorScreen(TalkRoom):
    """A turn that runs, or stands still. All of it leans to the side of whoever has the floor."""

    AUTO_FOCUS = ""
    SHOWS = (Status.RUNNING, Status.PAUSED)
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(id="talk_pause", key="space", action="letter('pause')"),
        Command(id="talk_go_on", key="space", action="letter('resume')"),
        Command(id="talk_count", key="c", action="do_move('count')"),
        *LETTERS_FOR,
        Command(id="break", key="b", action="do_move('break')"),
        Command(id="next_part", key="greater_than_sign", action="to_part('skip')"),
        Command(id="prior_part", key="less_than_sign", action="to_part('prior')", shown=False),
        Command(id="end_talk", key="e", action="end"),
        Command(id="ground_rules", key="g", action="ground_rules"),
        Command(id="each_window", key="o", action="letter('windows')"),
        Command(id="one_keyboard", key="o", action="letter('keyboard')"),
        Command(id="talk_large", key="z", action="large(True)"),
        Command(id="talk_usual", key="z", action="large(False)"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        """Show the part that is on."""
        super().__init__(household, talk)
        self.large = household.store.local.get(LARGE) is True
        self._ending = False
        self._ruling = False
        self._new = NewMeanings()
        self._painted: dict[str, Content] = {}
        self._state: tuple[object, ...] = ()

    @classmethod
    def every_command(cls) -> tuple[Command, ...]:
        """Return all commands, with the keys of both sides of one keyboard."""
        return (*super().every_command(), *SIDES)

    def commands(self) -> Iterable[Command]:
        """Return what can be done: at one keyboard each by the key of their own side, else by its letter."""
        found = [each for each in super().commands() if each not in SIDES]
        if self.talk.floor.apart:
            return found
        return [*self._at_the_sides(), *(each for each in found if each not in LETTERS_FOR)]

    def _at_the_sides(self) -> list[Command]:
        """Return what each can do at their side of one keyboard, as it stands there."""
        floor = self.talk.floor
        return [
            Command(id=NAMES[move], key=KEYS[seat][slot], action=f"side({seat}, {slot})", shown=False)
            for seat in (0, 1)
            for slot, move in side(floor, seat).items()
        ]

    def content(self) -> ComposeResult:
        """One thing in the middle, under it what the time asks, and at the bottom a side for each."""
        with Vertical(classes="body", id="page"):
            with Vertical(id="above"):  # what does not change each second stands apart: it is not drawn again then
                yield Static(id="where")
                yield Static(id="topic")
                yield Static(id="question")
                yield Static(id="who")
            yield LargeTime(id="time")
            yield TurnLine(longest=None, id="line")
            with Vertical(id="below"):
                yield Static(id="now")
                with Horizontal(id="foot"):
                    yield Static(id="notice")
                    yield Button(shown(self.words("talk.go_on")), id="go-on")
                    yield Button(shown(self.words("talk.count")), id="count")
                    yield Button(shown(self.words("talk.end_it")), id="end-it")
                    yield Button(shown(self.words("talk.not_yet")), id="not-yet")
                yield Balance(id="balance")
                with Horizontal(id="sides"):
                    yield PersonSide(0, id="side-0")
                    yield PersonSide(1, id="side-1")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now, to whoever sits here."""
        floor = self.talk.floor
        match (action, *parameters):
            case ("do_move", str(move)):
                return allowed(floor, Move(move), self.seat)
            case ("letter", str(move)):
                own = floor.apart or Move(move) not in OWN_ONLY
                return own and allowed(floor, Move(move), self.seat)
            case ("side", int(seat), int(slot)):
                return not floor.apart and slot in side(floor, seat)
            case ("large", bool(large)):
                return large is not self.large
            case ("to_part", str(move)):
                last = floor.last_part and Move(move) is Move.SKIP
                return not last and allowed(floor, Move(move), self.seat)
            case ("take_back",):
                return False  # what is changed here is done again by a key, and not what was written before
            case ("ground_rules",):
                return any(floor.rules) and not (self._roomy or self.large)
            case _:
                return True

    @property
    def _roomy(self) -> bool:
        return self.app.size.width >= ROOMY[0] and self.app.size.height >= ROOMY[1] and not self.large

    # What is shown

    def paint(self, floor: Floor) -> None:
        """Show the talk as it is; what is as before is neither made nor painted again."""
        turn = (floor.part, floor.turn, floor.stage, floor.status, floor.minute, floor.over)
        state = (floor.version, *turn, self._ending, self._ruling, self.large, self.app.size, self.words)
        if state != self._state:
            self._state = state
            self._new.note({**meanings(floor), Move.END: self._ending}, floor.seen.steady)
            self._lean(floor)
            self._paint_words(floor)
            self._follow(floor)
        elif floor.apart:
            self._put("notice", self._notice(floor))
        self.query_one(LargeTime).show(time_shown(floor.left), floor.speaker)
        self.query_one(TurnLine).show(self._coarse(floor.gone), floor.speaker)
        self.query_one(Balance).show(self._coarse(self._balance()) if floor.here.turns else None)

    def _paint_words(self, floor: Floor) -> None:
        said, room = told(self.household, floor), self.app.size.width - 8
        self._put("where", where(self.household, floor, said.title))
        self._put("topic", cut(floor.topic, room, "italic"))
        self._put("question", cut(question(floor, said), 2 * room - 8, "bold"))
        self._put("who", who(self.household, floor))
        self._put("now", now_line(self.household, floor, said))
        self._put("notice", self._notice(floor))
        for seat in (0, 1):
            self.query_one(f"#side-{seat}", PersonSide).show(self._side(floor, said, seat))

    def _put(self, place: str, content: Content) -> None:
        """Show a text; where there is none, its row goes to the digits, but for that of the notices."""
        if self._painted.get(place) != content:
            self._painted[place] = content
            static = self.query_one(f"#{place}", Static)
            static.update(content)
            static.set_class(not content.plain, "-empty")

    def _notice(self, floor: Floor) -> Content:
        if self._ending:
            return shown(self.words("talk.ask_end"))
        said = notice(self.household, floor, self.seat)
        return said if said.plain or not floor.apart else shown(fresh(self.household), "$quiet")

    def _side(self, floor: Floor, said: Lines, seat: int) -> SideView:
        shows = view(self.household, floor, said, seat, here=self.seat)
        if self.large:
            return SideView(offers=shows.offers)
        if self._roomy:
            return shows
        return replace(shows, line="") if self._ruling and shows.rule else replace(shows, rule="")

    def _lean(self, floor: Floor) -> None:
        """Let all of it lean to the side of whoever has the floor."""
        time, calm = self.query_one(LargeTime), floor.over or floor.status is Status.PAUSED
        for seat, name in enumerate(("-first", "-second")):
            self.set_class(floor.speaker == seat, name)
        self.set_class(floor.speaker is None, "-together")
        self.set_class(self.large, "-large")
        time.set_class(calm, "-calm")

    def _coarse(self, share: float) -> float:
        return round(share * STEPS) / STEPS if self.app.animation_level == "none" else share

    def _balance(self) -> float:
        first, second = (AT_FIRST + seconds for seconds in self.talk.balance)
        return first / (first + second)

    def _follow(self, floor: Floor) -> None:
        """Offer the keys and buttons that fit what has changed."""
        paused = floor.status is Status.PAUSED and not self._ending
        shown_now = {
            "go-on": paused,
            "count": paused and allowed(floor, Move.COUNT),
            "end-it": self._ending,
            "not-yet": self._ending,
        }
        for name, display in shown_now.items():
            self.query_one(f"#{name}", Button).display = display
        wanted = "end-it" if self._ending else "go-on" if paused else ""
        self.set_focus(self.query_one(f"#{wanted}") if wanted else None, scroll_visible=False)
        self.refresh_bars()

    def said_anew(self) -> None:
        """Say all of it again."""
        self._painted, self._state = {}, ()
        super().said_anew()

    # What can be done

    def action_do_move(self, move: str) -> None:
        """Do what whoever sits here may."""
        self._ending = False
        self.do(Move(move))

    def action_letter(self, move: str) -> None:
        """Do something by its letter: as oneself at a window of one's own, else as whoever may."""
        if self._new.settled(move, self.talk.look().seen.steady):
            self.action_do_move(move)

    def action_side(self, seat: int, slot: int) -> None:
        """Do what the person at `seat` can do now at that place, unless it has only just come to be that."""
        floor = self.talk.look()
        move = side(floor, seat).get(Slot(slot))
        if move is not None and self._new.settled(KEYS[seat][slot], floor.seen.steady):
            self._ending = False
            self.do(move, seat=seat)

    @on(PersonSide.Chosen)
    def _clicked(self, event: PersonSide.Chosen) -> None:
        self.action_side(event.seat, Slot[event.name])

    def action_to_part(self, move: str) -> None:
        """Go on to the next part, or back to the one before, unless the one that is on has only just begun."""
        if self._new.settled(move, self.talk.look().seen.steady):
            self.action_do_move(move)

    def action_end(self) -> None:
        """Ask whether to end the talk; asked again, end it."""
        if self._ending:
            if self._new.settled(Move.END, self.talk.look().seen.steady):
                self._end()
            return
        self._ending = True
        self.tick()

    @on(Button.Pressed, "#end-it")
    def _end(self) -> None:
        self.action_do_move(Move.END)

    @on(Button.Pressed, "#not-yet")
    def _go_on_after_all(self) -> None:
        self._ending = False
        self.tick()

    @on(Button.Pressed, "#go-on")
    def _go_on(self) -> None:
        self.action_do_move(Move.RESUME)

    @on(Button.Pressed, "#count")
    def _count(self) -> None:
        self.action_do_move(Move.COUNT)

    def action_ground_rules(self) -> None:
        """Show their ground rules, or what each does now."""
        self._ruling = not self._ruling
        self.tick()

    async def action_large(self, large: bool) -> None:
        """Show only who and the time, or all of it; it stays so for the next talk."""
        self.large = large
        self.tick()
        if self.household.store.read_only is None:
            await self.done(partial(self.household.store.local.put, LARGE, large))

    def action_back(self) -> None:
        """Take the question back, or go home: the talk stays, its time stands still."""
        if self._ending:
            self._go_on_after_all()
            return
        self.talk.act(Move.PAUSE, seat=self.seat)
        super().action_back()
