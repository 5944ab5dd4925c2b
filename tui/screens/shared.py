"""What the other shared with me at once: to read, and to talk about."""

from collections.abc import Iterator
from itertools import islice

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.dates import day
from tui.catalog.schema import Question
from tui.core.errors import NearerError
from tui.core.records import Answer, Timeline
from tui.household import Household
from tui.household.shared import look_at, shared_with_me
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.given import given
from tui.widgets.line_chart import TimelineChart
from tui.widgets.person import tag
from tui.widgets.text import joined, shown

MOST = 50
"""How many are shown: the newest, many screens full."""


class SharedScreen(Room[None]):
    """The newest first, each under its question. Nobody is told that it was read."""

    NAME = "shared"
    CSS_PATH = "shared.tcss"
    AUTO_FOCUS = "#done"
    KEYS = (
        Command(id="talk_about", key="t", action="talk"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what was shared."""
        super().__init__(household)
        self.answers = list(islice(shared_with_me(household), MOST))

    def content(self) -> ComposeResult:
        """The answers, and two buttons."""
        with VerticalScroll(id="page", classes="body", can_focus=False):
            yield from self._answers()
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("shared.done")), id="done")
            yield Button(shown(self.words("shared.talk")), id="talk")

    async def on_mount(self) -> None:
        """Note for myself that I looked."""
        if self.household.store.read_only is None:
            await self.done(lambda: look_at(self.household))

    def household_changed(self) -> None:
        """Show what was shared, or taken back, meanwhile."""
        answers = list(islice(shared_with_me(self.household), MOST))
        if answers != self.answers:
            self.answers = answers
            self.call_later(self._show)

    async def _show(self) -> None:
        page = self.query_one("#page", VerticalScroll)
        await page.remove_children()
        await page.mount(*self._answers())

    def _answers(self) -> Iterator[Widget]:
        if not self.answers:
            yield Static(shown(self.words("shared.nothing")))
        partner = self.household.partner
        for answer in self.answers:
            question, when = self._question(answer), day(self.words, self.household.local(answer.at).date())
            ask = self.household.asked(question) if question else ""
            yield Static(joined(tag(partner.name, partner.seat), shown(f"   {when}", "$quiet")))
            yield Static(shown(ask, "bold"))
            if isinstance(answer.value, Timeline):
                yield TimelineChart({partner.seat: answer.value}, self.household.today())
            else:
                yield Static(given(self.words, question, answer.value), classes="spaced")

    def _question(self, answer: Answer) -> Question | None:
        try:
            return self.household.catalog.question(answer.step, answer.question)
        except NearerError:  # of a pack that is not here any more
            return None

    @on(Button.Pressed, "#done")
    def _done(self) -> None:
        self.action_back()

    @on(Button.Pressed, "#talk")
    def action_talk(self) -> None:
        """Talk about the newest of them."""
        from tui.screens.talk import TalkScreen

        question = self._question(self.answers[0]) if self.answers else None
        self.visit(TalkScreen(self.household, topic=self.household.asked(question) if question else ""))
