"""Opening together: one question at a time, both answers side by side; then talk, plan, or keep a sentence."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.schema import Question, QuestionKind
from tui.checkin.opening import Pair
from tui.core.records import Answer, IfThen, Opening, Timeline
from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import tag
from tui.widgets.scale import CLOSEST, circles
from tui.widgets.text import joined, shown
from tui.widgets.timeline import TimelineChart


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
    """Both answers to one question after another."""

    NAME = "reveal"
    CSS_PATH = "reveal.tcss"
    AUTO_FOCUS = "#next"
    KEYS = (
        Command(id="next_pair", key="n,right,ctrl+n", action="next"),
        Command(id="previous_pair", key="b,left,ctrl+b", action="previous"),
        Command(id="talk_about", key="t", action="talk"),
        Command(id="plan_for", key="p", action="plan"),
        Command(id="keep", key="k", action="keep"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, opening: Opening) -> None:
        """`opening` is what was opened, now or at another time."""
        super().__init__(household)
        self.opening = opening
        self.step = household.catalog.step(opening.step)
        self.pages: tuple[Pair | str, ...] = (*household.pairs(opening), *opening.mutual)
        self.position = 0

    def heading(self) -> str:
        """Name the step, and which of its questions this is."""
        if not self.pages:
            return self.step.title
        return self.words("step.title", step=self.step.title, number=self.position + 1, total=len(self.pages))

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
        """Show the first question."""
        await self._show()

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

    def _page(self) -> list[Widget]:
        page = self.pages[self.position]
        if isinstance(page, str):
            return self._wishes(page)
        question = self._question(page.question)
        ask = self.household.asked(question) if question else ""
        return [Static(shown(ask, "bold"), id="ask"), *self._both(question, page)]

    def _both(self, question: Question | None, pair: Pair) -> list[Widget]:
        if isinstance(pair.first.value, Timeline) and isinstance(pair.second.value, Timeline):
            lines = {0: pair.first.value, 1: pair.second.value}
            legend = joined(
                *(part for person in self.household.people for part in (tag(person.name, person.seat), "     "))
            )
            return [Static(legend), TimelineChart(lines, self.household.today())]
        columns = [
            Vertical(
                Static(tag(person.name, person.seat, 30)),
                Static(self._answer(question, answer), classes="answer"),
                classes="column",
            )
            for person, answer in zip(self.household.people, (pair.first, pair.second), strict=True)
        ]
        return [Horizontal(*columns, id="columns")]

    def _answer(self, question: Question | None, answer: Answer) -> Content:
        value = answer.value
        match value:
            case int() if question and question.kind is QuestionKind.CIRCLES:
                number = self.words("reveal.of", value=value, high=CLOSEST)
                return Content("\n").join([*circles(value), shown(number, "bold")])
            case int():
                return _scale(question, value)
            case IfThen():
                return shown(self.words("reveal.if_then", when=value.when, then=value.then))
            case tuple():
                return Content("\n").join(shown(f"· {_text(question, each)}") for each in value)
            case str():
                return shown(_text(question, value))
            case _:
                return Content()

    def _wishes(self, question_id: str) -> list[Widget]:
        question = self._question(question_id)
        mutual = self.opening.mutual[question_id]
        head = Static(shown(self.words("reveal.wishes"), "bold"), id="ask")
        if not mutual:
            return [head, Static(shown(self.words("reveal.no_wishes")))]
        lines = [joined(shown("♥  ", "$accent"), shown(_text(question, each))) for each in mutual]
        return [head, Static(Content("\n").join(lines))]

    def _question(self, question_id: str) -> Question | None:
        return next((each for each in self.step.questions if each.id == question_id), None)

    # What can be done

    @on(Button.Pressed, "#next")
    async def action_next(self) -> None:
        """Show the next question; after the last, go back."""
        if self.position >= len(self.pages) - 1:
            self.action_back()
            return
        self.position += 1
        await self._show()

    @on(Button.Pressed, "#previous")
    async def action_previous(self) -> None:
        """Show the question before."""
        if self.position > 0:
            self.position -= 1
            await self._show()

    @on(Button.Pressed, "#talk")
    def action_talk(self) -> None:
        """Talk about this question, in the way that belongs to the step where there is one: trust has its own."""
        from tui.screens.talk import TalkScreen

        formats = [each.id for each in self.household.catalog.talk_formats]
        own = self.step.id if self.step.id in formats else ""
        self.visit(TalkScreen(self.household, topic=self._topic(), format_id=own))

    @on(Button.Pressed, "#plan")
    def action_plan(self) -> None:
        """Plan time for this."""
        from tui.screens.propose import ProposeScreen

        self.visit(ProposeScreen(self.household, what=self.step.title))

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Keep a sentence as an agreement."""
        from tui.screens.keep import KeepScreen

        self.visit(KeepScreen(self.household, source=self.step.id))

    def _topic(self) -> str:
        page = self.pages[self.position]
        question = self._question(page if isinstance(page, str) else page.question)
        return self.household.asked(question) if question else self.step.title


def _text(question: Question | None, given: str) -> str:
    options = question.options if question else ()
    return next((option.text for option in options if option.id == given), given)


def _scale(question: Question | None, value: int) -> Content:
    low, high = (question.low, question.high) if question else (1, CLOSEST)
    line = joined(
        *(shown("●", "bold $primary") if mark == value else shown("·", "$quiet") for mark in range(low, high + 1))
    )
    end = ""
    if question:
        middle = (low + high) / 2
        end = question.low_label if value < middle else question.high_label if value > middle else ""
    return joined(line, shown(f"   {value}", "bold"), shown(f"   {end}" if end else "", "$quiet"))
