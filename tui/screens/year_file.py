"""Where the page of a year is to go as a file; what stands there already is not written over without asking."""

from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from tui.checkin.year import Page
from tui.household import Household
from tui.household.year_file import free_place, placed, taken, write
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.text import shown


class YearFileScreen(Room[Path | None]):
    """One path; Enter writes the page there. Answers where it is, or None."""

    NAME = "year"
    CSS_PATH = "year.tcss"
    AUTO_FOCUS = "#path"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="write_over", key="ctrl+o", action="over"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, page: Page) -> None:
        """`page` is written as it was read."""
        super().__init__(household)
        self.page = page
        self.name_of_file = self.words("year.file_name", year=page.year)
        self.there: Path | None = None

    def heading(self) -> str:
        """Say what this is about."""
        return self.words("year.file_title")

    def content(self) -> ComposeResult:
        """A question, a field, two buttons."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("year.file_ask", year=self.page.year), "bold"), classes="spaced")
            yield Static(shown(self.words("year.file_hint")), classes="quiet spaced")
            yield Line(str(free_place(self.name_of_file)), id="path", select_on_focus=False)
            yield Static(shown(self.words("year.file_there"), "$warning"), id="there", classes="spaced")
            with Horizontal(id="buttons"):
                yield Button(shown(self.words("year.file_write")), id="write")
                yield Button(shown(self.words("year.file_over")), id="over")

    def on_mount(self) -> None:
        """Ask about a file that is there only when it is named."""
        self._ask_about(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to write over something only where something is."""
        return self.there is not None if action == "over" else super().check_action(action, parameters)

    def _ask_about(self, path: Path | None) -> None:
        self.there = path
        for name in ("there", "over"):
            self.query_one(f"#{name}").display = path is not None
        self.refresh_bars()

    @on(Input.Changed, "#path")
    def _changed(self) -> None:
        if self.there is not None:
            self._ask_about(None)

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#write")
    async def action_save(self) -> None:
        """Write the page, unless there is something already: then ask first."""
        given = self.query_one(Line).value
        path = await self.attempt(lambda: placed(given, self.name_of_file))
        if path is None:
            return
        if await self.attempt(partial(taken, path)):
            self._ask_about(path)
        else:
            await self._write(path)

    @on(Button.Pressed, "#over")
    async def action_over(self) -> None:
        """Write over the file that was asked about."""
        if self.there is not None:
            await self._write(self.there)

    async def _write(self, path: Path) -> None:
        if await self.done(partial(write, self.page, path)):
            self.dismiss(path)

    def action_back(self) -> None:
        """Go back without a file."""
        self.dismiss(None)
