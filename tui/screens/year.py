"""The yearly look back: a page of a year that is the same for both, to read and to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.checkin.year import Page, year_behind
from tui.household import Household
from tui.household.year import STEP, looked_back, page, years
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown
from tui.widgets.year import laid_out


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the screen shows, read in one go: a page, and the years that have one."""

    page: Page
    years: tuple[int, ...]
    to_look_back: bool
    to_open: bool

    def beside(self, year: int, way: int) -> int | None:
        """Return the next year that has a page, before `year` (-1) or after it (1)."""
        there = [each for each in self.years if (each - year) * way > 0]
        return min(there, key=lambda each: abs(each - year), default=None)


def look(household: Household, year: int, known: tuple[int, ...] = ()) -> View:
    """Read what the screen shows; after ten years that takes a moment, so it is for a thread.

    `known` are the years that have a page, where they were read before.
    """
    return View(
        page=page(household, year),
        years=known or years(household),
        to_look_back=not looked_back(household),
        to_open=STEP in household.to_open(),
    )


class YearScreen(Room[None]):
    """One page, as long as it is; the arrows turn to other years."""

    NAME = "year"
    CSS_PATH = "year.tcss"
    AUTO_FOCUS = "#file"
    KEYS = (
        Command(id="year_before", key="left", action="turn(-1)"),
        Command(id="year_after", key="right", action="turn(1)"),
        Command(id="look_back", key="y", action="look_back"),
        Command(id="open_together", key="o", action="open_together"),
        Command(id="to_file", key="e", action="to_file"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, year: int | None = None) -> None:
        """Nothing is read before the first paint; then `year` is shown (default: the one that is looked back on)."""
        super().__init__(household)
        self.year = year_behind(household.today()) if year is None else year
        self.view: View | None = None
        self._known: tuple[int, ...] = ()

    def heading(self) -> str:
        """Name the page, which may be one person's or both's."""
        alone = self.household.alone
        year = self.view.page.year if self.view else self.year
        return self.words("year.page_alone" if alone else "year.page", year=year)

    def content(self) -> ComposeResult:
        """The page, and buttons under it."""
        yield VerticalScroll(*self._page(), id="page", classes="body", can_focus=False)
        yield Static(id="written")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("year.look_back")), id="look-back")
            yield Button(shown(self.words("year.open")), id="open")
            yield Button(shown(self.words("year.file")), id="file")
            yield Button(id="earlier")
            yield Button(id="later")

    def on_mount(self) -> None:
        """Show at once that the page is on its way."""
        self.query_one("#written").display = False
        self._offer()
        self._read_anew()

    def on_screen_resume(self) -> None:
        """Show what was done on the screen that was left."""
        if self.view is not None:
            self._read_anew()

    def household_changed(self) -> None:
        """Show what is new, where one was reading."""
        self._read_anew()

    def said_anew(self) -> None:
        """Say the page in the other language, too."""
        self.query_one("#written").display = False
        self._offer()
        self._read_anew()
        super().said_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is: another year, looking back, opening, a page to write."""
        match action:
            case "turn":
                return self._beside(int(str(parameters[0]))) is not None
            case "look_back":
                return self.view is not None and self.view.to_look_back
            case "open_together":
                return self.view is not None and self.view.to_open
            case "to_file":
                return self.view is not None
            case _:
                return super().check_action(action, parameters)

    # Reading

    def _read_anew(self) -> None:
        self._known = ()
        self._read()

    def _read(self) -> None:
        self.run_worker(self._turn_to(self.year, self._known), group="year", exclusive=True, exit_on_error=False)

    async def _turn_to(self, year: int, known: tuple[int, ...]) -> None:
        """Read a page. It is laid out elsewhere: what another key breaks off here leaves no half a page."""
        view = await self.attempt(lambda: look(self.household, year, known))
        if view is not None:
            self.call_later(self._show, view)

    async def _show(self, view: View) -> None:
        before, self._known = self.view, view.years
        if view.page.year != self.year or view == before:
            return
        self.view = view
        if before is None or view.page != before.page:
            await self._lay_out(view.page, stay=before is not None and before.page.year == view.page.year)
        self._offer()
        self.refresh_bars()

    async def _lay_out(self, page: Page, *, stay: bool) -> None:
        paper = self.query_one("#page", VerticalScroll)
        place = paper.scroll_y if stay else 0
        with self.app.batch_update():
            await paper.remove_children()
            await paper.mount(*map(laid_out, page.parts))
        self.call_after_refresh(paper.scroll_to, y=place, animate=False)

    def _page(self) -> Iterator[Widget]:
        if self.view is None:
            yield Static(shown(self.words("year.reading"), "$quiet"))
        else:
            yield from map(laid_out, self.view.page.parts)

    def _beside(self, way: int) -> int | None:
        return self.view.beside(self.year, way) if self.view else None

    def _offer(self) -> None:
        before, after = self._beside(-1), self._beside(1)
        self.query_one("#earlier", Button).display = before is not None
        self.relabel("earlier", self.words("year.earlier", year=before))
        self.query_one("#later", Button).display = after is not None
        self.relabel("later", self.words("year.later", year=after))
        self.query_one("#look-back", Button).display = self.view is not None and self.view.to_look_back
        self.query_one("#open", Button).display = self.view is not None and self.view.to_open

    # What can be done

    def action_turn(self, way: int) -> None:
        """Turn to another year, as fast as the keys come."""
        year = self._beside(way)
        if year is not None:
            self.year = year
            self.query_one("#written").display = False
            self._read()

    @on(Button.Pressed, "#earlier")
    def _earlier(self) -> None:
        self.action_turn(-1)

    @on(Button.Pressed, "#later")
    def _later(self) -> None:
        self.action_turn(1)

    @on(Button.Pressed, "#look-back")
    def action_look_back(self) -> None:
        """Answer what one asks oneself at the end of a year."""
        from tui.screens.begin import begin_step

        begin_step(self, STEP)

    @on(Button.Pressed, "#open")
    def action_open_together(self) -> None:
        """Open what both answered."""
        from tui.screens.reveal import open_step

        open_step(self, STEP)

    @on(Button.Pressed, "#file")
    def action_to_file(self) -> None:
        """Write the page into a file."""
        from tui.screens.year_file import YearFileScreen

        if self.view is not None and self.is_current:
            self.app.push_screen(YearFileScreen(self.household, self.view.page), self._written)

    def _written(self, path: Path | None) -> None:
        if path is not None:
            line = self.query_one("#written", Static)
            line.update(shown(self.words("year.written", path=path), "$success"))
            line.display = True
