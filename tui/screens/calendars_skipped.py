"""What of one of my calendars could not be read: which file, which line, and why."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.core.text import shorten
from tui.household import Household
from tui.household.calendar_check import Checked
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown

MOST = 200
"""How many are shown."""


class SkippedScreen(Room[None]):
    """A page to read."""

    NAME = "calendars"
    CSS_PATH = "calendars_skipped.tcss"
    AUTO_FOCUS = ""
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, checked: Checked) -> None:
        """`checked` is how the calendar was found."""
        super().__init__(household)
        self.checked = checked

    def heading(self) -> str:
        """Name the calendar."""
        return shorten(self.checked.path.name, 40)

    def content(self) -> ComposeResult:
        """One paragraph each; all the rest of the calendar counts."""
        with VerticalScroll(id="page", classes="body", can_focus=False):
            yield Static(shown(self.words("calendars.rest_counts")), classes="quiet spaced")
            yield Static(Content("\n\n").join(self._told()))

    def _told(self) -> Iterator[Content]:
        for each in self.checked.skipped[:MOST]:
            why = self.words.error(each.why)
            yield shown(self.words("free.skipped", file=each.file, line=each.line, why=why))
        more = len(self.checked.skipped) - MOST
        if more > 0:
            yield shown(self.words("calendars.more", count=more), "$quiet")
