"""Joining another machine: a folder, four words, three to compare, and then all of it comes."""

import asyncio
from enum import StrEnum
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, ProgressBar, Static

from tui.core.errors import InputError, LockedError, NearerError
from tui.core.records import Couple
from tui.household import Household
from tui.household.knocking import Knocking, knock, knocking
from tui.household.pairing import JOINING
from tui.household.syncing import Progress, circle_of, exchange
from tui.screens.aside import aside
from tui.screens.machine_folder import FolderField, meant, tried
from tui.screens.room import Room
from tui.widgets.answers import Answers
from tui.widgets.commands import Command
from tui.widgets.fields import FormLine, Line
from tui.widgets.text import shown

LOOK = 0.5
"""Seconds between two looks whether the other machine has answered, or more has come."""


class Stage(StrEnum):
    """How far it has come."""

    FORM = "form"
    CHECK = "check"
    COMING = "coming"


class JoinScreen(Room[bool]):
    """Goes on where it was left, also after another start. Answers whether this machine is in, and all has come."""

    NAME = "join"
    HELP = "privacy"
    CSS_PATH = "two_machines.tcss"
    AUTO_FOCUS = "Input,Button"
    TYPING = True
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household) -> None:
        """Look how far it had come."""
        super().__init__(household)
        self.knocking: Knocking | None = None
        self.told = ""
        kept = household.store.local.get(JOINING)
        folder = kept.get("folder") if isinstance(kept, dict) else None
        self.begun = Path(folder) if isinstance(folder, str) else None
        self.stage = Stage.COMING if circle_of(household.store) is not None else Stage.FORM

    def heading(self) -> str:
        """Say what is done here."""
        return self.words("two_machines.join_title")

    def content(self) -> ComposeResult:
        """What this stage asks for, and a line for what there is to say."""
        with VerticalScroll(classes="body", can_focus=False, id="page"):
            match self.stage:
                case Stage.FORM:
                    yield from self._form()
                case Stage.CHECK if self.knocking is not None:
                    yield from self._three_words(self.knocking)
                case _:
                    yield Static(shown(self.words("two_machines.coming")), classes="prose")
                    yield ProgressBar(show_eta=False, show_percentage=False)
            yield Static(shown(self.told, "$warning"), id="told")

    def _form(self) -> ComposeResult:
        yield FolderField(self.words, str(self.begun or ""), hint=False)
        yield Static(shown(self.words("two_machines.words_ask")), classes="quiet")
        yield FormLine(id="four")
        yield Static(shown(self.words("two_machines.who_ask")), classes="quiet")
        yield Line(placeholder=self.words("two_machines.who_line"), id="who")
        yield Button(shown(self.words("two_machines.join_go")), id="go")

    def _three_words(self, knocked: Knocking) -> ComposeResult:
        yield Static(shown(self.words("two_machines.join_check")), classes="prose")
        yield Static(shown("   ".join(knocked.check), "bold"), id="check")
        yield Static(shown(self.words("two_machines.join_wait")), classes="prose quiet spaced")
        with Answers():
            yield Button(shown(self.words("two_machines.join_others")), id="others")

    def on_mount(self) -> None:
        """Go on where it was left."""
        if self.stage is Stage.COMING:
            self._come()
        elif self.begun is not None:
            self._go_on(self.begun)

    async def _go(self, stage: Stage, told: str = "") -> None:
        self.stage, self.told = stage, told
        if self.is_attached:
            await self.recompose()
            for each in self.query("FolderField Input" if self.begun is None else "#four").results():
                each.focus()  # the folder was right: what is asked for once more are the words

    async def action_enter(self) -> None:
        """Press nothing that has no focus: a key too many is not to break off what waits for an answer."""

    # Knocking

    @on(Input.Submitted, "#folder")
    def _next(self) -> None:
        self.focus_next()

    @on(Input.Submitted, "#who")
    @on(Button.Pressed, "#go")
    def _begin(self) -> None:
        fields = self.query(FolderField)
        path = fields.first().path if fields else None
        if path is not None:
            four, who = (self.query_one(f"#{each}", Line).value for each in ("four", "who"))
            self._knock(path, four, who)
        else:
            self._say_here(self.words("two_machines.folder_none"))

    @work(name="join", group="join", exclusive=True, exit_on_error=False)
    async def _knock(self, path: Path, four: str, who: str) -> None:
        self._say_here(self.words("two_machines.working"), "$text-muted")
        self.knocking = await tried(self, partial(_knocked, self.household, path, four, who))
        await self._wait()

    @work(name="join", group="join", exclusive=True, exit_on_error=False)
    async def _go_on(self, path: Path) -> None:
        self.knocking = await tried(self, partial(knocking, self.household, path))
        await self._wait()

    async def _wait(self) -> None:
        """Wait for the other machine. A folder that does not answer now may do so later."""
        knocked = self.knocking
        if knocked is None:
            return
        await self._go(Stage.CHECK)
        while self.is_attached and self.knocking is knocked:
            try:
                if await aside(partial(_let_in, self.household, knocked)):
                    break
                self._say_here("")
            except InputError as error:
                self.begun = knocked.folder
                await self._go(Stage.FORM, self.words.error(error))
                return
            except NearerError as error:
                self.say_error(error)
            await asyncio.sleep(LOOK)
        if self.knocking is knocked:
            await self._go(Stage.COMING)
            await self._take_in()

    @on(Button.Pressed, "#others")
    async def _others(self) -> None:
        knocked, self.knocking = self.knocking, None
        if knocked is not None:
            self.begun = knocked.folder
            await tried(self, knocked.drop)
        await self._go(Stage.FORM, self.words("two_machines.left"))

    # What comes then

    @work(name="come", group="join", exclusive=True, exit_on_error=False)
    async def _come(self) -> None:
        await self._take_in()

    async def _take_in(self) -> None:
        """Take in what is there, until it is known who the two are; what is missing then comes by itself."""
        while self.is_attached:
            try:
                missing = await aside(partial(_taken_in, self.household, self._progress))
            except NearerError as error:
                self.say_error(error)
                missing = None
            if missing is not None:
                if missing:
                    self.say("two_machines.still_coming")
                self.dismiss(True)
                return
            await asyncio.sleep(LOOK)

    def _progress(self, done: int, every: int) -> None:
        """Show how much has come; called in a thread, for each file."""
        if self.is_attached:
            self.app.call_later(self._show_progress, done, every)

    def _show_progress(self, done: int, every: int) -> None:
        for bar in self.query(ProgressBar):
            bar.update(total=every, progress=done)

    def say_error(self, error: NearerError) -> None:
        """Say what went wrong where it stays."""
        if isinstance(error, LockedError) and error.key == "home_locked":
            super().say_error(error)
        self._say_here(self.words.error(error))

    def _say_here(self, sentence: str, style: str = "$warning") -> None:
        for line in self.query("#told").results(Static):
            line.update(shown(sentence, style))
            line.call_after_refresh(line.scroll_visible, animate=False)


def _knocked(household: Household, path: Path, four: str, who: str) -> Knocking:
    return knock(household, meant(path), four, who)


def _let_in(household: Household, knocked: Knocking) -> bool:
    """Take part as soon as the other machine lets this one in; return whether it has."""
    told = knocked.look()
    if told is not None:
        knocked.come_in(household, told)
    return told is not None


def _taken_in(household: Household, progress: Progress) -> bool | None:
    """Take in what is there; return whether some of it is still on its way, None when too little is there yet."""
    outcome = exchange(household, progress=progress)
    if not household.founded or household.store.get(Couple, "couple") is None:
        return None
    household.sit_down()
    return outcome is None or bool(outcome.missing) or bool(outcome.not_here_yet)
