"""Choosing the folder that two machines share, and working with it: whoever leaves waits for no folder."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from textual import work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from tui.catalog.words import Words
from tui.core.errors import NearerError
from tui.household.likely_folders import likely_folder
from tui.screens.aside import aside
from tui.screens.room import Room
from tui.sync.folder import SUBFOLDER
from tui.sync.ports import SUFFIX
from tui.widgets.path_line import PathLine
from tui.widgets.text import shown

W = TypeVar("W")


async def tried(screen: Room[bool], act: Callable[[], W]) -> W | None:
    """Return what `act` returns, which asks a folder; say what went wrong and return None where it could not.

    What it has begun may end in the middle with the app: every step of pairing can be made again.
    """
    try:
        return await aside(act)
    except NearerError as error:
        screen.say_error(error)
        return None


def meant(path: Path) -> Path:
    """Return the folder that is meant: whoever went on into ours within it means the one around it. Blocks."""
    try:
        ours = path.name == SUBFOLDER and next(path.expanduser().glob(f"*{SUFFIX}"), None) is not None
    except OSError:
        return path
    return path.parent if ours else path


class FolderField(Widget):
    """A line for a path, with one that is likely already in it."""

    DEFAULT_CSS = """
    FolderField { height: auto; margin-bottom: 1; }
    """

    def __init__(self, words: Words, known: str = "", *, hint: bool = True) -> None:
        """`known` is the folder where it is chosen already; with a `hint`, what to know of it stands below."""
        super().__init__()
        self.words, self.known, self.hint = words, known, hint

    def compose(self) -> ComposeResult:
        """What is asked, the line, the hint."""
        yield Static(shown(self.words("two_machines.folder_ask")), classes="quiet")
        yield PathLine((), placeholder=self.words("two_machines.folder_line"), id="folder")
        if self.hint:
            yield Static(shown(self.words("two_machines.folder_hint")), classes="quiet")

    @property
    def path(self) -> Path | None:
        """What stands there; None when nothing does."""
        typed = self.query_one(PathLine).value.strip()
        return Path(typed) if typed else None

    def on_mount(self) -> None:
        """Begin with a folder that something seems to carry."""
        if self.known:
            self._put(self.known)
        else:
            self._guess()

    @work(name="guess", group="guess", exit_on_error=False)
    async def _guess(self) -> None:
        self._put(await aside(partial(likely_folder)))

    def _put(self, path: str) -> None:
        line = self.query_one(PathLine)
        if not line.value:
            line.value = path
            line.cursor_position = len(path)
