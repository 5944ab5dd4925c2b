"""Opening together: what both have in common, then both answers side by side; then talk, plan, or keep a sentence."""

from collections.abc import Iterator, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.schema import Question
from tui.checkin.dips import events_around
from tui.core.records import Opening, Timeline
from tui.household import Household
from tui.household.together import Read, in_common_of, read, when
from tui.household.wishes import STEP
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.given import text_of
from tui.widgets.line_chart import TimelineChart, happened
from tui.widgets.person import tag
from tui.widgets.text import joined, shown
from tui.widgets.together import answer, around, in_a_row, in_common, numbered, on_one_line, side_by_side

COMMON = ""
"""The page with what both have in common; the pages of wishes are called as their questions."""

HIGH = 30
"""Rows of a terminal in which the lines over the years get more room."""

EVENT_CELLS = 40
"""How much of an event is told around a dip."""

MARGINS = 6
"""Columns beside the page."""


def open_step(room: Room[None], step: str, *, instead: bool = False) -> None:
    """Open what both answered to a step, or was just opened in another window, over this screen or instead of it."""

    async def opened() -> None:
        opening = await room.attempt(
            lambda: room.household.open_together(step) or room.household.newest_opening(step)
        )
        if opening is None:
            room.household_changed()
        elif instead:
            room.app.switch_screen(RevealScreen(room.household, opening))
        else:
            room.visit(RevealScreen(room.household, opening))

    room.run_worker(opened(), group="opening", exclusive=True, exit_on_error=False)


class RevealScreen(Room[None]):
    """What both have in common, then both answers to one question after another."""

    NAME = "reveal"
    CSS_PATH = "reveal.tcss"
    AUTO_FOCUS = "#next"
    KEYS = (
        Command(id="next_pair", key="n,right,ctrl+n", action="next"),
        Command(id="previous_pair", key="b,left,ctrl+b", action="previous"),
        Command(id="talk_about", key="t", action="talk"),
        Command(id="plan_for", key="p", action="plan"),
        Command(id="keep", key="k", action="keep"),
        Command(id="my_wishes", key="w", action="my_wishes"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, opening: Opening) -> None:
        """`opening` is what was opened, now or at another time."""
        super().__init__(household)
        self.opening = opening
        self.position = 0
        self._read()

    def _read(self) -> None:
        """Read what is shown, in the reader's language."""
        self.title_of_step = self.household.catalog.title(self.opening.step)
        found = read(self.household, self.opening)
        self.common = in_common_of(found)
        self.pages: tuple[Read | str, ...] = (*([COMMON] if self.common else []), *found, *self.opening.mutual)

    @property
    def page(self) -> Read | str | None:
        """The page that is shown; None where nothing is left to see."""
        return self.pages[self.position] if self.position < len(self.pages) else None

    def heading(self) -> str:
        """Name the step, and which of its pages this is."""
        if not self.pages:
            return self.title_of_step
        return self.words("step.title", step=self.title_of_step, number=self.position + 1, total=len(self.pages))

    def content(self) -> ComposeResult:
        """A page that changes, and buttons under it."""
        yield VerticalScroll(id="page", classes="body")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("reveal.previous")), id="previous")
            yield Button(shown(self.words("reveal.next")), id="next")
            yield Button(shown(self.words("reveal.talk")), id="talk")
            yield Button(shown(self.words("reveal.plan")), id="plan")
            yield Button(shown(self.words("reveal.keep")), id="keep")

    async def on_mount(self) -> None:
        """Show the first page."""
        await self._show()

    async def say_anew(self) -> None:
        """Say the page in the other language, too."""
        self._read()
        await super().say_anew()
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to look at one's own wishes where wishes are shown."""
        if action == "my_wishes":
            return isinstance(self.page, str) and self.page != COMMON and self.opening.step == STEP
        return super().check_action(action, parameters)

    def household_changed(self) -> None:
        """Show what both still wish for, without a word about it."""
        opening = self.household.get(Opening, self.opening.id)
        if opening is not None and opening != self.opening:
            self.opening = opening
            if isinstance(self.page, str):
                self.call_later(self._show)

    on_screen_resume = household_changed

    async def _show(self) -> None:
        page = self.query_one("#page", VerticalScroll)
        with self.app.batch_update():
            await page.remove_children()
            await page.mount(*self._page())
            page.scroll_home(animate=False)
            self.query_one("#previous", Button).display = self.position > 0
            label = "reveal.next" if self.position < len(self.pages) - 1 else "reveal.done"
            self.relabel("next", self.words(label))
            self.refresh_bars()

    # The page

    def _page(self) -> Iterator[Widget]:
        match self.page:
            case None:
                yield Static(shown(self.words("reveal.empty")))
            case str() as name if name == COMMON:
                yield from self._common()
            case str() as question_id:
                yield from self._wishes(question_id)
            case Read() as found:
                yield from self._both(found)

    def _common(self) -> Iterator[Widget]:
        yield Static(shown(self.words("reveal.common"), "bold"), classes="ask")
        for each in self.common:
            if each.common is not None:
                yield Static(shown(self._ask(each.question), "$quiet"))
                yield Static(in_common(self.words, each.question, each.common), classes="spaced")

    def _both(self, found: Read) -> Iterator[Widget]:
        first, second = found.pair.first.value, found.pair.second.value
        yield Static(shown(self._ask(found.question), "bold"), classes="ask")
        if isinstance(first, Timeline) and isinstance(second, Timeline):
            yield from self._lines(found, {0: first, 1: second})
            return
        answers = [answer(self.words, found.question, value, found.common) for value in (first, second)]
        yield side_by_side(self.household.people, answers)

    def _lines(self, found: Read, lines: Mapping[int, Timeline]) -> Iterator[Widget]:
        """Both lines, in which times both dip, who drew away, and all that happened."""
        yield Static(in_a_row(tag(person.name, person.seat) for person in self.household.people))
        rows = TimelineChart.HEIGHT if self.app.size.height >= HIGH else TimelineChart.LOW
        marked = [dip.months for dip in found.dips]
        yield TimelineChart(lines, self.household.today(), marked=marked, rows=rows, listed=False)
        for number, dip in enumerate(found.dips, 1):
            told = around(self.words, events_around(dip, lines), EVENT_CELLS)
            yield Static(numbered(number, joined(shown(when(self.words, dip)), told)), classes="dip")
        if not found.dips:
            yield Static(shown(self.words("reveal.no_dips")), classes="dip")
        for beside in found.beside:
            yield Static(shown(self._ask(beside.question), "bold"))
            yield Static(on_one_line(beside.question, beside.pair, beside.common), classes="spaced")
        yield Static(Content("\n").join(happened(lines, self.size.width - MARGINS)))

    def _wishes(self, question_id: str) -> Iterator[Widget]:
        mutual = self.opening.mutual.get(question_id, ())
        yield Static(shown(self.words("reveal.wishes"), "bold"), classes="ask")
        if mutual:
            question = self._question(question_id)
            lines = (joined(shown("♥  ", "$accent"), shown(text_of(question, each))) for each in mutual)
            yield Static(Content("\n").join(lines))
        else:
            yield Static(shown(self.words("reveal.no_wishes")))

    def _question(self, question_id: str) -> Question | None:
        questions = self.household.questions(self.opening.step)
        return next((each for each in questions if each.id == question_id), None)

    def _ask(self, question: Question | None) -> str:
        return self.household.asked(question) if question else ""

    # What can be done

    @on(Button.Pressed, "#next")
    async def action_next(self) -> None:
        """Show the next page; after the last, go back."""
        if self.position >= len(self.pages) - 1:
            self.action_back()
            return
        self.position += 1
        await self._show()

    @on(Button.Pressed, "#previous")
    async def action_previous(self) -> None:
        """Show the page before."""
        if self.position > 0:
            self.position -= 1
            await self._show()

    @on(Button.Pressed, "#talk")
    def action_talk(self) -> None:
        """Talk about this question, in the way that belongs to the step where there is one: trust has its own."""
        from tui.screens.talk import TalkScreen

        formats = [each.id for each in self.household.catalog.talk_formats]
        own = self.opening.step if self.opening.step in formats else ""
        self.visit(TalkScreen(self.household, topic=self._topic(), format_id=own))

    @on(Button.Pressed, "#plan")
    def action_plan(self) -> None:
        """Plan time for this."""
        from tui.screens.propose import ProposeScreen

        self.visit(ProposeScreen(self.household, what=self.title_of_step))

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Keep a sentence as an agreement."""
        from tui.screens.keep import KeepScreen

        self.visit(KeepScreen(self.household, source=self.opening.step))

    def action_my_wishes(self) -> None:
        """Look at my own wishes."""
        from tui.screens.wishes import WishesScreen

        self.visit(WishesScreen(self.household))

    def _topic(self) -> str:
        page = self.page
        question = page.question if isinstance(page, Read) else self._question(page) if page else None
        return self._ask(question) or self.title_of_step
