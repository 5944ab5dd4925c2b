"""A step: its reading, then its questions one by one, for one person at a time."""

from threading import Lock
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.schema import Question, QuestionKind
from tui.catalog.support import support
from tui.checkin.flow import Draft, DraftAnswer
from tui.checkin.merging import merged, same_words
from tui.core.errors import NearerError
from tui.core.records import IfThen, Share, Value
from tui.core.text import clean
from tui.household import Household
from tui.household.drafts import between
from tui.screens.room import Room
from tui.screens.writing import quiet_time
from tui.widgets.asking import AnswerDone, AnswerGiven, Asking
from tui.widgets.commands import Command
from tui.widgets.live import put_under, standing
from tui.widgets.question import Asked, field_for
from tui.widgets.text import joined, shown

KEEP_AFTER = 0.3
"""Seconds after the last change until a draft is kept on disk."""


class StepScreen(Room[None]):
    """One person's way through one step. What is typed is a draft, kept as it grows; at the end it is confirmed."""

    NAME = "step"
    CSS_PATH = "step.tcss"
    AUTO_FOCUS = ""
    TYPING = True
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(id="next", key="ctrl+n", action="next"),
        Command(id="previous", key="ctrl+b", action="previous"),
        Command(id="pass", key="ctrl+o", action="pass"),
        Command(id="share", key="ctrl+t", action="share"),
        Command(id="share_now", key="ctrl+g", action="share_now"),
        Command(id="in_depth", key="ctrl+l", action="in_depth"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, step: str) -> None:
        """`step` is a step's id. The draft of this person is opened where it was left."""
        super().__init__(household)
        self.step = household.catalog.step(step)
        self.me = household.me
        self.draft: Draft = household.draft(step)
        self._apart = between(self.step.questions)
        self._sent = self._base = self.draft
        if self.draft.position > self.last:
            self.draft = self.draft.at(self.last, self.last)
        self._field: Asking | None = None
        self._both: frozenset[str] = frozenset()
        self._keeping: Timer | None = None
        self._one_at_a_time = Lock()
        self._finished = False
        self._in_depth = False

    @property
    def last(self) -> int:
        """The position of the end, after all questions."""
        return len(self.step.questions) + 1

    @property
    def question(self) -> Question | None:
        """The question that is asked now; None at the reading and at the end."""
        place = self.draft.position - 1
        return self.step.questions[place] if 0 <= place < len(self.step.questions) else None

    def heading(self) -> str:
        """Name the step, and which of its questions this is."""
        if self.question is None:
            return self.step.title
        total = len(self.step.questions)
        return self.words("step.title", step=self.step.title, number=self.draft.position, total=total)

    def content(self) -> ComposeResult:
        """A page that changes, and buttons under it."""
        yield VerticalScroll(id="page", classes="body", can_focus=False)
        with Vertical(id="foot"):
            yield Static(classes="quiet", id="keys")
            yield Static(id="share")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("step.previous")), id="previous")
            yield Button(shown(self.words("step.next")), id="next")
            yield Button(shown(self.words("step.pass")), id="pass")

    async def on_mount(self) -> None:
        """Show where the draft was left."""
        await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense on this page."""
        del parameters
        match action:
            case "pass":
                return self.question is not None
            case "share" | "share_now":
                return self.question is not None and self.question.kind is not QuestionKind.WISHES
            case "in_depth":
                return self.draft.position == 0 and bool(self.step.long)
            case "previous":
                return self.draft.position > 0
            case _:
                return True

    # The page

    async def _show(self) -> None:
        page = self.query_one("#page", VerticalScroll)
        with self.app.batch_update():
            await page.remove_children()
            await page.mount(*self._page())
            page.scroll_home(animate=False)
            self.query_one("#previous", Button).display = self.draft.position > 0
            self.query_one("#pass", Button).display = self.question is not None
            self.relabel("next", self.words(self._next_label()))
            self._foot()
            self.refresh_bars()
            self._focus_page(page)

    def _next_label(self) -> str:
        if self.draft.position == 0:
            return "step.begin"
        return "step.finish" if self.question is None else "step.next"

    def _focus_page(self, page: VerticalScroll) -> None:
        fields = [widget for widget in page.query("*") if widget.focusable]
        target: Widget = fields[0] if fields and self.question else self.query_one("#next", Button)
        target.focus(scroll_visible=False)

    def _page(self) -> list[Widget]:
        if self.draft.position == 0:
            return self._reading()
        question = self.question
        return self._end() if question is None else self._asking(question)

    def _reading(self) -> list[Widget]:
        from tui.widgets.prose import Prose

        step, minutes = self.step, self.words("step.minutes", count=self.step.minutes)
        alone = [Prose(step.by_oneself)] if self.household.alone and step.by_oneself else []
        return [
            Prose(step.long if self._in_depth else step.reading),
            *alone,
            Static(shown(step.alone), classes="quiet spaced"),
            Static(shown(f"{minutes}   {support(self.words, step.grade, step.source)}"), classes="quiet"),
        ]

    async def action_in_depth(self) -> None:
        """Change between the short and the long form of the reading."""
        self._in_depth = not self._in_depth
        await self._show()

    def _asking(self, question: Question) -> list[Widget]:
        asked = Asked(
            me=self.me,
            partner=self.household.partner,
            life=self.household.life,
            today=self.household.today(),
            most=self.step.highest(question, {each: given.value for each, given in self.draft.answers.items()}),
        )
        value = self._answer(question).value
        self._field = field_for(question, value, asked, self.words)
        return [
            Static(shown(self.household.asked(question), "bold"), id="ask"),
            *([Static(shown(question.hint), classes="quiet", id="hint")] if question.hint else []),
            *quiet_time(self.household, self.step.id, question, begun=value is not None),
            self._field,
        ]

    def _foot(self) -> None:
        """Say how this question is answered and what becomes of the answer, where that is always seen."""
        question = self.question
        self.query_one("#foot", Vertical).display = question is not None
        if question is not None:
            self.query_one("#keys", Static).update(shown(self.words(f"step.keys_{question.kind}")))
            self.query_one("#share", Static).update(self._share_line(question))

    def _share_line(self, question: Question) -> Content:
        share = self._answer(question).share
        mark = {Share.TOGETHER: "◑", Share.NOW: "○", Share.PRIVATE: "●", Share.MUTUAL: "◎"}[share]
        name = shown(self.household.partner.name).plain
        return joined(shown(f"{mark} ", "$secondary"), shown(self.words(f"step.share_{share}", name=name), "$quiet"))

    def _end(self) -> list[Widget]:
        given = sum(1 for each in self.step.questions if self._answer(each).value is not None)
        lines = [
            Static(shown(self.words("step.end"), "bold"), classes="spaced"),
            Static(shown(self.words("step.given", count=given)), classes="spaced"),
            Static(shown(self.words("step.end_what_happens")), classes="quiet"),
            *self._shared_at_once(),
        ]
        return [Vertical(*lines, id="end")]

    def _shared_at_once(self) -> list[Widget]:
        given = [self._answer(each) for each in self.step.questions]
        count = sum(1 for each in given if each.share is Share.NOW and each.value is not None)
        name = shown(self.household.partner.name).plain
        told = shown(self.words("step.end_at_once", count=count, name=name), "$secondary")
        return [Static(told, classes="spaced", id="at-once")] if count else []

    # Answers

    def _answer(self, question: Question) -> DraftAnswer:
        return self.draft.answers.get(question.id) or DraftAnswer(share=question.share)

    def _give(self, question: Question, answer: DraftAnswer) -> None:
        self.draft = self.draft.with_answer(question.id, answer)
        self._keep_soon()

    def _keep_soon(self) -> None:
        self._stop_keeping()
        self._keeping = self.set_timer(KEEP_AFTER, self._keep_in_thread)

    def _live(self) -> Draft:
        """Return the draft with what stands in the field at this moment."""
        question = self.question
        if question is None or self._field is None:
            return self.draft
        held, value = self._answer(question), standing(self._field)
        if value == held.value:
            return self.draft
        return self.draft.with_answer(question.id, DraftAnswer(value=value, share=held.share))

    @on(AnswerGiven)
    def _given(self, event: AnswerGiven) -> None:
        event.stop()
        self.draft = self._live()
        self._keep_soon()

    @on(AnswerDone)
    async def _done(self, event: AnswerDone) -> None:
        event.stop()
        await self.action_next()

    def _stop_keeping(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None

    @work(thread=True, group="draft", exit_on_error=False)
    def _keep_in_thread(self) -> None:
        try:
            self._keep()
        except NearerError as error:
            self.app.call_from_thread(self.say_error, error)
        if self._both or not same_words(self._sent, self._base):
            self.call_later(self._take_in)

    def _keep(self) -> None:
        """Keep the draft as it is now, with what another window kept: one at a time, so that no older one comes last.

        `_base` is what is kept, `_sent` what this screen holds of it: they differ until the screen has taken in what
        another window wrote.
        """
        with self._one_at_a_time:
            if not self._finished:
                self._keep_alone()

    def _keep_alone(self) -> None:
        sent = self.draft
        mine, _ = merged(self._sent, sent, self._base, self._apart)
        kept = self.household.keep_draft(mine, since=self._base, person=self.me.id)
        self._sent, self._base, self._both = sent, kept.draft, self._both | kept.both

    def _take_in(self) -> None:
        """Show what another window wrote, under the hands of whoever writes here."""
        if not self._one_at_a_time.acquire(blocking=False):
            return  # whoever keeps the draft now asks for this again
        try:
            both, self._both = self._both, frozenset()
            draft, _ = merged(self._sent, self._live(), self._base, self._apart)
            self.draft, self._sent = draft.at(self.draft.position, self.last), self._base
        finally:
            self._one_at_a_time.release()
        if self.question is not None and self._field is not None and self._field.is_mounted:
            value = self._answer(self.question).value
            if value != standing(self._field):
                put_under(self._field, value)
            self._foot()
        if both:
            self.say("step.both_here" if both & self._apart.keys() else "step.newer_stands")

    def household_changed(self) -> None:
        """Take in what was written in another window."""
        if self.household.store.read_only is None and not self._finished:
            self._keep_in_thread()

    def keep_now(self) -> None:
        """Keep the draft before leaving."""
        self._stop_keeping()
        if self.household.store.read_only is None:
            self._keep()

    # What can be done

    async def _go(self, position: int) -> None:
        self.draft = self._live().at(position, self.last)
        self._field = None
        self._keep_in_thread()
        await self._show()

    @on(Button.Pressed, "#next")
    async def action_next(self) -> None:
        """Go on: to the next question, or confirm at the end."""
        if self.draft.position >= self.last:
            await self._finish()
            return
        await self._go(self.draft.position + 1)

    async def action_enter(self) -> None:
        """Take an Enter that comes before anything has the focus as what it was meant for."""
        if self.focused is None:
            await self.action_next()

    @on(Button.Pressed, "#previous")
    async def action_previous(self) -> None:
        """Go back one question."""
        await self._go(self.draft.position - 1)

    @on(Button.Pressed, "#pass")
    async def action_pass(self) -> None:
        """Leave the question unanswered and go on."""
        question = self.question
        if question is not None:
            self._field = None
            self._give(question, DraftAnswer(share=self._answer(question).share))
            await self._go(self.draft.position + 1)

    def action_share(self) -> None:
        """Keep this answer to oneself, or let it open together after all."""
        self._share(Share.PRIVATE, Share.TOGETHER)

    def action_share_now(self) -> None:
        """Let the other see this answer at once, or only together after all."""
        self._share(Share.NOW, Share.TOGETHER)

    def _share(self, wanted: Share, otherwise: Share) -> None:
        question = self.question
        if question is None:
            return
        self.draft = self._live()
        held = self._answer(question)
        self._give(question, DraftAnswer(value=held.value, share=otherwise if held.share is wanted else wanted))
        self.query_one("#share", Static).update(self._share_line(question))

    def action_back(self) -> None:
        """Leave the step; the draft stays."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()

    async def _finish(self) -> None:
        from tui.screens.begin import after_step

        def finish() -> None:
            with self._one_at_a_time:
                self._keep_alone()
                questions = [question.id for question in self.step.questions]
                self.household.finish(self._cleaned(self._base), questions, since=self._base)
                self._finished = True

        self._stop_keeping()
        if await self.done(finish):
            self.app.switch_screen(after_step(self.household, self.step.id))

    def _cleaned(self, draft: Draft) -> Draft:
        for question in self.step.questions:
            answer = draft.answers.get(question.id) or DraftAnswer(share=question.share)
            draft = draft.with_answer(question.id, DraftAnswer(value=_clean(answer.value), share=answer.share))
        return draft


def _clean(value: Value | None) -> Value | None:
    match value:
        case str():
            return clean(value) or None
        case IfThen():
            return IfThen(when=clean(value.when), then=clean(value.then))
        case _:
            return value
