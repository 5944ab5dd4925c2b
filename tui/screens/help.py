"""Help: what this screen is for, its keys, and the other pages."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command, key_name
from tui.widgets.prose import Prose
from tui.widgets.text import joined, shown

PAGES = ("keys", "about", "privacy", "alone", "professional", "evidence", "safety")
"""The pages, in the order of the list."""


class HelpScreen(Room[None]):
    """A list of pages at the left, the page at the right; first the keys of the screen one came from."""

    NAME = "help"
    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#pages"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household, *, page: str, commands: Sequence[Command]) -> None:
        """`page` is shown first; `commands` are those of the screen one came from."""
        super().__init__(household)
        self.page = page
        self.explained = tuple(commands)

    def content(self) -> ComposeResult:
        """List and page."""
        pages = [self.household.catalog.help(each) for each in PAGES]
        with Horizontal(classes="body"):
            yield OptionList(*(Option(shown(page.title), id=page.id) for page in pages), id="pages")
            with VerticalScroll(id="text"):
                yield Vertical(id="page")

    async def on_mount(self) -> None:
        """Show the first page."""
        self.query_one("#pages", OptionList).highlighted = PAGES.index(self.page)

    @on(OptionList.OptionHighlighted, "#pages")
    async def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        page = self.query_one("#page", Vertical)
        await page.remove_children()
        if event.option_id == "keys":
            await page.mount(Static(self._keys(), classes="spaced"))
        await page.mount(Prose(self.household.catalog.help(event.option_id or PAGES[0]).text))
        if event.option_id == "safety":
            lines = self.household.catalog.help_lines
            await page.mount(Static(Content("\n").join(shown(f"{line.contact}  {line.name}") for line in lines)))
        self.query_one("#text", VerticalScroll).scroll_home(animate=False)

    def _keys(self) -> Content:
        return Content("\n").join(
            joined(shown(f"{key_name(each.key):<8}", "bold $accent"), shown(self.words(f"commands.{each.id}")))
            for each in self.explained
        )
