"""Two machines and the folder they share: what that is, how it stands, who takes part."""

import time
from contextlib import suppress
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.core.errors import NearerError
from tui.household import Household
from tui.household.syncing import circle_of, exchange, remove, short_name, stop
from tui.screens.aside import Looking, aside
from tui.screens.machine_folder import tried
from tui.screens.machines_said import how_it_stands
from tui.screens.room import Room
from tui.sync.roster import Circle
from tui.sync.wire import Member
from tui.widgets.commands import Command
from tui.widgets.person import tag
from tui.widgets.text import cut, joined, shown

SOON = 0.2
"""Seconds until it is tried again, where the app itself is exchanging."""

CELLS = 32
"""How wide the name of a machine may be."""


class TwoMachinesScreen(Room[bool]):
    """What it is, as long as nothing is set up; then how it stands, the machines, and what can be done."""

    NAME = "two_machines"
    HELP = "privacy"
    CSS_PATH = "two_machines.tcss"
    AUTO_FOCUS = "Button"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household) -> None:
        """Read who takes part."""
        super().__init__(household)
        self.circle = circle_of(household.store)
        self._looking = Looking(self, "stands", self._look)

    def content(self) -> ComposeResult:
        """Three sentences and two ways to begin; or how it stands."""
        with VerticalScroll(classes="body", can_focus=False, id="page"):
            if self.circle is None:
                for sentence in ("what", "host", "rest"):
                    yield Static(shown(self.words(f"two_machines.{sentence}")), classes="spaced prose")
                yield Button(shown(self.words("two_machines.invite")), id="invite")
                yield Button(shown(self.words("two_machines.join")), id="join")
                return
            yield Static(classes="spaced prose", id="stands")
            yield Static(shown(self.words("two_machines.folder", folder=self.circle.folder)), classes="quiet spaced")
            yield Static(shown(self.words("two_machines.machines")), classes="heading")
            yield OptionList(*map(self._machine, self.circle.present), id="machines")
            yield Static(shown(self.words("two_machines.hint")), classes="quiet spaced", id="hint")
            if self.circle.taking_part:
                yield Button(shown(self.words("two_machines.add")), id="invite")
                yield Button(shown(self.words("two_machines.move")), id="move")
            yield Button(shown(self.words("two_machines.stop")), id="stop")

    def on_mount(self) -> None:
        """Say how it stands."""
        self.stands_changed()

    def on_screen_resume(self) -> None:
        """Show who takes part now."""
        self.stands_changed()

    def said_anew(self) -> None:
        """Say it in the new language too."""
        super().said_anew()
        self._tell()

    def stands_changed(self) -> None:
        """Show who takes part now, and how it stands."""
        super().stands_changed()
        if self.is_attached:
            self._tell()

    def _tell(self) -> None:
        self._looking.ask()

    async def _look(self) -> None:
        circle = await aside(partial(circle_of, self.household.store))
        before, self.circle = self.circle, circle
        if _to_show(before) != _to_show(circle):
            await self.recompose()
            self.query(Button).first().focus()
        sentences = await aside(partial(how_it_stands, self.household))
        for line in self.query("#stands").results(Static):
            line.update(Content("\n").join(map(shown, sentences)))
        for line in self.query("#hint").results(Static):
            line.display = circle is not None and bool(circle.others)

    def _machine(self, member: Member) -> Option:
        person = self.household.person(member.person)
        here = self.circle is not None and member.public == self.circle.key.public
        who = joined(tag(person.name, person.seat), "  ") if person is not None else Content()
        name = cut(member.label, CELLS) if person is None or member.label != person.name else Content()
        this = shown(f"  {self.words('two_machines.this_one')}", "$quiet") if here else Content()
        short = shown(short_name(member), "$quiet")
        return Option(joined(who, name, "  " if name else "", short, this), id=member.public.hex())

    @on(Button.Pressed, "#invite")
    def _invite(self) -> None:
        from tui.screens.machine_invite import InviteScreen

        self.visit(InviteScreen(self.household))

    @on(Button.Pressed, "#join")
    def _join(self) -> None:
        from tui.screens.machine_join import JoinScreen

        if self.is_active:
            self.app.push_screen(JoinScreen(self.household), self._joined)

    async def _joined(self, came: bool | None) -> None:
        if came:
            from tui.screens.home import HomeScreen

            while len(self.app.screen_stack) > 1 and not isinstance(self.app.screen, HomeScreen):
                await self.app.pop_screen()

    @on(Button.Pressed, "#move")
    def _move(self) -> None:
        from tui.screens.machine_move import MoveScreen

        if self.circle is not None:
            self.visit(MoveScreen(self.household, self.circle.folder))

    # Taking a machine out, and stopping

    @on(OptionList.OptionSelected, "#machines")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        from tui.screens.machine_sure import MachineSureScreen

        others = self.circle.others if self.circle is not None else ()
        chosen = next((each for each in others if each.public.hex() == event.option_id), None)
        if chosen is not None and self.is_active:
            short = short_name(chosen)
            sure = MachineSureScreen(self.household, "remove", name=cut(chosen.label, CELLS).plain, short=short)
            self.app.push_screen(sure, partial(self._remove, chosen))

    async def _remove(self, member: Member, sure: bool | None) -> None:
        if sure and await tried(self, partial(remove, self.household, short_name(member))) is not None:
            self.say("two_machines.remove_done", name=cut(member.label, CELLS).plain)
            self.stands_changed()
            self._exchange()

    @work(name="exchange", group="exchange", exit_on_error=False)
    async def _exchange(self) -> None:
        """Tell the others at once; if the folder does not answer now, they are told as soon as it does."""
        with suppress(NearerError):
            await aside(partial(_tell, self.household))

    @on(Button.Pressed, "#stop")
    def _stop(self) -> None:
        from tui.screens.machine_sure import MachineSureScreen

        if self.is_active:
            self.app.push_screen(MachineSureScreen(self.household, "stop"), self._stopped)

    async def _stopped(self, sure: bool | None) -> None:
        if sure and await tried(self, partial(stop, self.household)) is not None:
            self.say("two_machines.stop_done")
            self.stands_changed()


def _to_show(circle: Circle | None) -> object:
    return circle and (circle.folder, circle.present, circle.taking_part)


def _tell(household: Household) -> None:
    while exchange(household) is None:
        time.sleep(SOON)
