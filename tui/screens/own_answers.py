"""What I answered to a step, to read again: for whoever does it alone, and before both open it."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.schema import Question
from tui.core.records import Answer, Sitting, Timeline
from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.given import given
from tui.widgets.line_chart import TimelineChart
from tui.widgets.text import shown


class OwnAnswersScreen(Room[None]):
    """My newest answers to one step, one under the other; nobody else's."""

    NAME = "own_answers"
    CSS_PATH = "own_answers.tcss"
    AUTO_FOCUS = "#done"
    KEYS = (
        Command(id="change_answers", key="e", action="change"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, step: str) -> None:
        """`step` is a step's or an exercise's id."""
        super().__init__(household)
        self.step = household.catalog.step(step)
        self.sitting = next(household.newest(Sitting, step=step, by=household.me.id), None)

    def heading(self) -> str:
        """Name the step."""
        return self.step.title

    def content(self) -> ComposeResult:
        """The answers, and what they are worth alone."""
        with VerticalScroll(id="page", classes="body", can_focus=False):
            yield from self._answers()
            yield Static(shown(self.step.alone), classes="quiet")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("own_answers.done")), id="done")
            yield Button(shown(self.words("own_answers.change")), id="change")

    def on_mount(self) -> None:
        """Offer to change only what has not been opened."""
        self.query_one("#change", Button).display = self._open_to_change

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change only what has not been opened."""
        del parameters
        return action != "change" or self._open_to_change

    @property
    def _open_to_change(self) -> bool:
        return self.sitting is not None and not self.household.was_opened(self.sitting)

    def _answers(self) -> Iterator[Widget]:
        sitting = self.sitting.id if self.sitting else ""
        answers = {each.question: each for each in self.household.find(Answer, sitting=sitting)}
        found = [(each, answers[each.id]) for each in self.step.questions if each.id in answers]
        there = [(question, answer) for question, answer in found if answer.value is not None]
        if not there:
            yield Static(shown(self.words("own_answers.nothing")), classes="spaced")
        for question, answer in there:
            yield from self._answer(question, answer)

    def _answer(self, question: Question, answer: Answer) -> Iterator[Widget]:
        yield Static(shown(self.household.asked(question), "bold"))
        if isinstance(answer.value, Timeline):
            yield TimelineChart({self.household.me.seat: answer.value}, self.household.today())
        else:
            yield Static(given(self.words, question, answer.value), classes="spaced")

    @on(Button.Pressed, "#done")
    def _done(self) -> None:
        self.action_back()

    @on(Button.Pressed, "#change")
    def action_change(self) -> None:
        """Change the answers that have not been opened."""
        from tui.screens.begin import begin_step

        begin_step(self, self.step.id, instead=True)
