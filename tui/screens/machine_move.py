"""Choosing the shared folder anew, where it has moved."""

from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from tui.core.errors import LockedError, NearerError
from tui.household import Household
from tui.household.syncing import move
from tui.screens.machine_folder import FolderField, meant, tried
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown


class MoveScreen(Room[bool]):
    """A folder, and what is wrong with it; answers whether it is another one now."""

    NAME = "move"
    HELP = "privacy"
    CSS_PATH = "two_machines.tcss"
    AUTO_FOCUS = "Input"
    TYPING = True
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, known: str) -> None:
        """`known` is the folder as it is now."""
        super().__init__(household)
        self.known = known

    def heading(self) -> str:
        """Say what is done here."""
        return self.words("two_machines.move")

    def content(self) -> ComposeResult:
        """The folder, a button, a line for what there is to say."""
        with VerticalScroll(classes="body", can_focus=False, id="page"):
            yield FolderField(self.words, self.known)
            yield Button(shown(self.words("two_machines.invite_go")), id="go")
            yield Static(id="told")

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def _chosen(self) -> None:
        path = self.query_one(FolderField).path
        if path is not None:
            self._move(path)
        else:
            self.query_one("#told", Static).update(shown(self.words("two_machines.folder_none"), "$warning"))

    @work(name="move", group="move", exclusive=True, exit_on_error=False)
    async def _move(self, path: Path) -> None:
        folder = await tried(self, partial(_moved, self.household, path))
        if folder is not None:
            self.say("two_machines.moved")
            self.dismiss(True)

    def say_error(self, error: NearerError) -> None:
        """Say what went wrong where it stays."""
        if isinstance(error, LockedError) and error.key == "home_locked":
            super().say_error(error)
        self.query_one("#told", Static).update(shown(self.words.error(error), "$warning"))


def _moved(household: Household, path: Path) -> str:
    return move(household, meant(path))
