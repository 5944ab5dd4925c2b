"""Week by week: all that can be taken up again and again, and what the chosen one is."""

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import day
from tui.catalog.support import support
from tui.household import Household
from tui.household.rhythms import Kind, Rhythm, first_question, left_hour, left_turns, outside_again, rhythms
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import cut, joined, shown

GROUPS = {
    "together": (Kind.HOUR, Kind.DAILY, Kind.TO_OPEN),
    "turns": (Kind.TURNS,),
    "now_and_then": (Kind.OUTSIDE, Kind.YEAR),
    "words": (Kind.PHRASES,),
}
"""What stands under which heading, in this order."""

LINE, WIDE_LINE, WIDE = 31, 42, 120
"""Cells that a line of the list has, and that it has on a screen of so many columns."""

QUESTIONS = {Kind.DAILY, Kind.TO_OPEN}
"""What shows its question."""


class RhythmsScreen(Room[None]):
    """A list at the left, the chosen one at the right; Enter takes it up."""

    NAME = "rhythms"
    CSS_PATH = "rhythms.tcss"
    AUTO_FOCUS = "#rhythms"
    KEYS = (
        Command(id="begin_rhythm", key="enter", action="go"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what there is."""
        super().__init__(household)
        self.rhythms = rhythms(household)
        self.to_open = household.to_open()
        self._chosen = self.rhythms[0].id if self.rhythms else ""
        self._room = LINE

    @property
    def chosen(self) -> Rhythm | None:
        """What is chosen."""
        return next((each for each in self.rhythms if each.id == self._chosen), None)

    def content(self) -> ComposeResult:
        """The list, and the chosen one."""
        with Horizontal(classes="body"):
            with Vertical(id="list-side"):
                yield OptionList(*self._options(), id="rhythms")
                yield Static(shown(self.words("rhythms.all_free")), classes="quiet", id="free")
            with Vertical(id="chosen"):
                yield VerticalScroll(id="page", can_focus=self.household.alone)
                yield Button(shown(self.words("rhythms.go_begin")), id="go")

    async def on_mount(self) -> None:
        """Choose the first."""
        await self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same one chosen."""
        self.rhythms, self.to_open = rhythms(self.household), self.household.to_open()
        if self.chosen is None and self.rhythms:
            self._chosen = self.rhythms[0].id
        listed = self.query_one("#rhythms", OptionList)
        listed.clear_options()
        listed.add_options(self._options())
        self.call_later(self._show)

    on_screen_resume = household_changed

    def said_anew(self) -> None:
        """Show everything in the other language."""
        super().said_anew()
        self.household_changed()

    def on_resize(self, event: events.Resize) -> None:
        """Use the room there is."""
        room = WIDE_LINE if event.size.width >= WIDE else LINE
        if room != self._room:
            self._room = room
            self.household_changed()

    # The list

    def _options(self) -> Iterator[Option]:
        for group, kinds in GROUPS.items():
            found = [each for each in self.rhythms if each.kind in kinds]
            if found:
                yield Option(shown(self.words(f"rhythms.{group}")), disabled=True)
            for each in found:
                yield Option(self._line(each), id=each.id)

    def _line(self, rhythm: Rhythm) -> Content:
        title = cut(rhythm.title, self._room)
        if rhythm.kind not in QUESTIONS:
            return title
        return joined(title, "\n  ", cut(first_question(self.household, rhythm.of), self._room - 2, "$quiet"))

    # The chosen one

    async def _show(self) -> None:
        listed, page = self.query_one("#rhythms", OptionList), self.query_one("#page", VerticalScroll)
        if self._chosen and listed.highlighted_option is None:
            listed.highlighted = listed.get_option_index(self._chosen)
        rhythm = self.chosen
        with self.app.batch_update():
            await page.remove_children()
            if rhythm is not None:
                await page.mount(*self._about(rhythm))
                self.relabel("go", self.words(f"rhythms.go_{self._way_in(rhythm)}"))
            page.scroll_home(animate=False)

    def _about(self, rhythm: Rhythm) -> Iterator[Widget]:
        yield Static(shown(rhythm.title, "bold"), classes="spaced")
        if rhythm.kind in QUESTIONS:
            yield Static(shown(first_question(self.household, rhythm.of), "$secondary"), classes="spaced")
        yield Static(shown(rhythm.about), classes="spaced")
        note = self._note(rhythm)
        if note:
            yield Static(shown(note), classes="spaced")
        yield Static(shown(self._support(rhythm)), classes="quiet")
        if self.household.alone:
            yield from self._alone(rhythm)

    def _alone(self, rhythm: Rhythm) -> Iterator[Widget]:
        yield Static(shown(rhythm.alone), classes="alone")
        if rhythm.by_oneself:
            from tui.widgets.prose import Prose

            yield Prose(rhythm.by_oneself)

    def _support(self, rhythm: Rhythm) -> str:
        told = support(self.words, rhythm.grade, rhythm.source)
        if not rhythm.minutes:
            return told
        return f"{self.words('step.minutes', count=rhythm.minutes)}\n{told}"

    def _note(self, rhythm: Rhythm) -> str:
        """Return what is to be said of it today: never how long ago it was."""
        way_in = self._way_in(rhythm)
        if way_in == "open" and rhythm.kind is not Kind.TO_OPEN:
            return self.words("rhythms.both_answered")
        if rhythm.kind is Kind.OUTSIDE:
            again = outside_again(self.household)
            if again is None:
                return self.words("rhythms.any_time")
            return self.words("rhythms.again", day=day(self.words, again), year=again.year)
        told = {"change": "rhythms.answered", "again": "rhythms.opened", "go_on": "rhythms.goes_on"}
        return self.words(told[way_in]) if way_in in told else ""

    def _way_in(self, rhythm: Rhythm) -> str:
        """Return how it is taken up: the end of its button's key."""
        match rhythm.kind:
            case Kind.HOUR:
                return "go_on" if left_hour(self.household) else "begin"
            case Kind.TURNS:
                return "go_on" if left_turns(self.household, rhythm.of) else "begin"
            case Kind.DAILY | Kind.TO_OPEN | Kind.OUTSIDE:
                return self._way_into_step(rhythm)
            case Kind.YEAR | Kind.PHRASES:
                return "look"

    def _way_into_step(self, rhythm: Rhythm) -> str:
        if rhythm.of in self.to_open:
            return "open"
        if rhythm.kind is Kind.OUTSIDE:
            return "go_on" if rhythm.of in self.household.drafts() else "begin"
        if self.household.answered(rhythm.of):
            return "change"
        return "again" if self.household.newest_opening(rhythm.of) else "answer"

    # What can be done

    @on(OptionList.OptionHighlighted, "#rhythms")
    async def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        here = event.option_list.highlighted_option  # the list may have been filled anew since
        if event.option_id and here is event.option and event.option_id != self._chosen:
            self._chosen = event.option_id
            await self._show()

    @on(OptionList.OptionSelected, "#rhythms")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._chosen = event.option_id or self._chosen
        self.action_go()

    @on(Button.Pressed, "#go")
    def action_go(self) -> None:
        """Take up what is chosen."""
        rhythm = self.chosen
        if rhythm is None:
            return
        if self._way_in(rhythm) in {"open", "again"}:
            from tui.screens.reveal import open_step

            open_step(self, rhythm.of)
        elif rhythm.kind in {Kind.DAILY, Kind.OUTSIDE}:
            from tui.screens.begin import begin_step

            begin_step(self, rhythm.of)
        else:
            self.visit(self._screen(rhythm))

    def _screen(self, rhythm: Rhythm) -> Screen[None]:
        match rhythm.kind:
            case Kind.TURNS:
                from tui.screens.by_turns import ByTurnsScreen

                return ByTurnsScreen(self.household, rhythm.of)
            case Kind.PHRASES:
                from tui.screens.phrases import PhrasesScreen

                return PhrasesScreen(self.household, rhythm.of)
            case Kind.YEAR:
                from tui.screens.year import YearScreen

                return YearScreen(self.household)
            case _:
                from tui.screens.hour import HourScreen

                return HourScreen(self.household)
