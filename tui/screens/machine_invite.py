"""Inviting another machine: a folder, four words to say, three to compare, and it is in."""

import asyncio
from enum import StrEnum
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from tui.core.errors import InputError, LockedError, NearerError
from tui.household import Household
from tui.household.inviting import Sharing
from tui.household.syncing import circle_of, exchange
from tui.screens.aside import aside
from tui.screens.machine_folder import FolderField, meant, tried
from tui.screens.room import Room
from tui.sync.pairing import Asked
from tui.widgets.answers import Answers
from tui.widgets.commands import Command
from tui.widgets.text import cut, shown

LOOK = 0.5
"""Seconds between two looks whether somebody has answered."""

CELLS = 32
"""How wide a name may be in a sentence."""


class Stage(StrEnum):
    """How far it has come."""

    FOLDER = "folder"
    WORDS = "words"
    CHECK = "check"
    OVER = "over"


class InviteScreen(Room[bool]):
    """Goes on where it was left: an invitation stays good for a day. Answers whether somebody came in."""

    NAME = "invite"
    HELP = "privacy"
    CSS_PATH = "two_machines.tcss"
    AUTO_FOCUS = "Input,Button"
    TYPING = True
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household) -> None:
        """Where a folder is shared already, begin with the words."""
        super().__init__(household)
        known = circle_of(household.store)
        self.known = known.folder if known is not None else ""
        self.stage = Stage.FOLDER
        self.sharing: Sharing | None = None
        self.asked: Asked | None = None
        self.told = ""

    def heading(self) -> str:
        """Say what is done here."""
        return self.words("two_machines.invite_title")

    def content(self) -> ComposeResult:
        """What this stage asks for, and a line for what there is to say."""
        with VerticalScroll(classes="body", can_focus=False, id="page"):
            match self.stage:
                case Stage.FOLDER:
                    yield FolderField(self.words, self.known)
                    yield Button(shown(self.words("two_machines.invite_go")), id="go")
                case Stage.WORDS if self.sharing is not None:
                    yield from self._four_words(self.sharing)
                case Stage.CHECK if self.asked is not None:
                    yield from self._three_words(self.asked)
                case _:
                    yield Button(shown(self.words("two_machines.again")), id="go")
            yield Static(shown(self.told, "$warning"), id="told")

    def _four_words(self, sharing: Sharing) -> ComposeResult:
        begun, title = self.words("setup.begun"), self.words("two_machines.title")
        yield Static(shown(self.words("two_machines.say_words")), classes="prose")
        yield Static(shown("   ".join(sharing.words), "bold"), id="words")
        yield Static(shown(self.words("two_machines.there", begun=begun, title=title)), classes="prose spaced")
        yield Static(shown(self.words("two_machines.wait")), classes="prose quiet spaced")

    def _three_words(self, asked: Asked) -> ComposeResult:
        name = cut(self.sharing.person(asked).name, CELLS).plain if self.sharing is not None else ""
        yield Static(shown(self.words("two_machines.check", name=name)), classes="prose")
        yield Static(shown("   ".join(asked.check), "bold"), id="check")
        with Answers():
            yield Button(shown(self.words("two_machines.yes")), id="yes")
            yield Button(shown(self.words("two_machines.no")), id="no")

    def on_mount(self) -> None:
        """Go on at once where the folder is known."""
        if self.known:
            self._invite(Path(self.known))

    async def _go(self, stage: Stage, told: str = "") -> None:
        self.stage, self.told = stage, told
        if self.is_attached:
            await self.recompose()
            for each in self.query(self.AUTO_FOCUS).results():
                each.focus()
                break

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def _begin(self) -> None:
        fields = self.query(FolderField)
        path = fields.first().path if fields else Path(self.known)
        if path is not None:
            self._invite(path)
        else:
            self._say_here(self.words("two_machines.folder_none"))

    @work(name="invite", group="invite", exclusive=True, exit_on_error=False)
    async def _invite(self, path: Path) -> None:
        self._say_here(self.words("two_machines.working"), "$text-muted")
        self.sharing = await tried(self, partial(_shared, self.household, path))
        if self.sharing is None:
            return
        self.known = self.sharing.circle.folder
        await self._go(Stage.WORDS)
        await self._wait(self.sharing)

    async def _wait(self, sharing: Sharing) -> None:
        """Wait for an answer. A folder that does not answer may do so later; an invitation that is over is over."""
        while self.is_attached and self.asked is None:
            try:
                self.asked = await aside(sharing.look)
                self._say_here("")
            except InputError as error:
                await self._go(Stage.OVER, self.words.error(error))
                return
            except NearerError as error:
                self.say_error(error)
            await asyncio.sleep(0 if self.asked is not None else LOOK)
        await self._go(Stage.CHECK)

    @on(Button.Pressed, "#yes")
    def _same(self) -> None:
        if self.sharing is not None and self.asked is not None:
            self._let_in(self.sharing, self.asked)

    @work(name="welcome", group="welcome", exclusive=True, exit_on_error=False)
    async def _let_in(self, sharing: Sharing, asked: Asked) -> None:
        self._say_here(self.words("two_machines.working"), "$text-muted")
        name = await tried(self, partial(_let_in, self.household, sharing, asked))
        if name is not None:
            self.say("two_machines.invited", name=cut(name, CELLS).plain)
            self.dismiss(True)

    @on(Button.Pressed, "#no")
    async def _others(self) -> None:
        sharing, self.sharing, self.asked = self.sharing, None, None
        if sharing is not None:
            await tried(self, sharing.drop)
        await self._go(Stage.OVER, self.words("two_machines.others"))

    def say_error(self, error: NearerError) -> None:
        """Say what went wrong where it stays."""
        if isinstance(error, LockedError) and error.key == "home_locked":
            super().say_error(error)
        self._say_here(self.words.error(error))

    def _say_here(self, sentence: str, style: str = "$warning") -> None:
        for line in self.query("#told").results(Static):
            line.update(shown(sentence, style))
            line.call_after_refresh(line.scroll_visible, animate=False)


def _shared(household: Household, path: Path) -> Sharing:
    return Sharing(household, meant(path))


def _let_in(household: Household, sharing: Sharing, asked: Asked) -> str:
    """Let it in, and return whose machine it is; what it is to have goes out soon, if not at once."""
    name = sharing.person(asked).name
    sharing.welcome(asked)
    try:
        exchange(household)
    except NearerError:
        return name
    return name
