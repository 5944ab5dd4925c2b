"""The guided check-in line by line: the same steps, answers and drafts as on the screens."""

from tui.catalog.schema import Option, Question, QuestionKind
from tui.checkin.flow import Draft, DraftAnswer
from tui.checkin.path import Standing, next_step
from tui.cli.plain_answers import answer, how, if_then, with_line
from tui.cli.plain_ask import InputEndedError, read, read_lines
from tui.cli.say import complain, say
from tui.core.errors import InputError, NearerError
from tui.core.records import Share, Sitting, Timeline, Value
from tui.core.text import shorten
from tui.household import Household
from tui.household.drafts import between

NAME_CELLS = 40
PRIVATE, TOGETHER, NOW, BACK, NO = "private", "together", "now", "<", "n"
"""Words that are no answers."""


def check_in(household: Household, step: str) -> int:
    """Ask a step (its id or number; empty: the next one) question by question; return the exit code.

    A draft is kept after every answer. Raises `InputError` when there is no such step.
    """
    asking = _Asking(household, household.catalog.step_id(step) if step else _next_step(household))
    try:
        return asking.run()
    except InputEndedError:
        asking.keep()
        complain(household.words, InputError("check_in_left"))
        return 1


def _next_step(household: Household) -> str:
    steps = [step.id for step in household.catalog.steps]
    return next_step(Standing(steps=steps, states=household.states(), drafts=household.drafts()))


class _Asking:
    """One person's way through one step."""

    def __init__(self, household: Household, step: str) -> None:
        self.household = household
        self.words = household.words
        self.step = household.catalog.step(step)
        self.draft: Draft = household.draft(step)
        self.kept = self.draft

    def run(self) -> int:
        """Ask from where the draft was left, and confirm."""
        self._safety()
        self._reading()
        questions = self.step.questions
        self.draft = self.draft.at(max(1, self.draft.position), len(questions) + 1)
        while self.draft.position <= len(questions):
            step_by = self._ask(questions[self.draft.position - 1])
            self.draft = self.draft.at(max(1, self.draft.position + step_by), len(questions) + 1)
            self.keep()
        return self._confirm()

    def keep(self) -> None:
        """Keep the draft, where anything was begun, with what another window kept meanwhile."""
        if self.draft.begun:
            self.kept, both = self.household.keep_draft(self.draft, since=self.kept)
            self.draft = self.kept.at(self.draft.position, len(self.step.questions) + 1)
            if both:
                say(
                    self.words(
                        "step.both_here" if both & between(self.step.questions).keys() else "step.newer_stands"
                    )
                )

    def _safety(self) -> None:
        household = self.household
        mine = household.me.id
        if self.draft.begun or any(sitting.by == mine for sitting in household.all(Sitting)):
            return
        say(_plain(household.catalog.help("safety").text))
        for line in household.catalog.help_lines:
            say(f"{line.country} {line.name}: {line.contact}".strip())
        say("")

    def _reading(self) -> None:
        say(self.words("plain.begun", step=self.step.title, minutes=self._minutes()))
        if self.draft.position == 0:
            say(_plain(self.step.reading))
            say(self.step.alone)
        say(self.words("plain.back_hint"))

    def _minutes(self) -> str:
        return self.words("plain.minutes", count=self.step.minutes)

    # One question

    def _ask(self, question: Question) -> int:
        """Ask until there is an answer, or it is passed; return 1 to go on, -1 to go back."""
        self._tell(question)
        while True:
            try:
                return self._take(question)
            except InputError as error:
                say(self.words.error(error))

    def _tell(self, question: Question) -> None:
        ask = self.household.asked(question)
        say("")
        say(self.words("plain.question", number=self.draft.position, total=len(self.step.questions), ask=ask))
        if question.hint:
            say(question.hint)
        for line in how(self.words, question, self._options(question)):
            say(line)
        self._tell_share(question)
        say(self.words("plain.pass" if self._held(question).value is None else "plain.so_far"))

    def _options(self, question: Question) -> tuple[Option, ...]:
        most = self.step.highest(question, {each: given.value for each, given in self.draft.answers.items()})
        return question.fitting(self.household.life, most=most)

    def _tell_share(self, question: Question) -> None:
        name = shorten(self.household.partner.name, NAME_CELLS)
        say(self.words(f"plain.share_{self._held(question).share}", name=name))

    def _take(self, question: Question) -> int:
        if question.kind is QuestionKind.IF_THEN:
            say(self.words("plain.when"))
        line = read()
        if line == BACK:
            return -1
        if line in {PRIVATE, TOGETHER, NOW} and question.kind is not QuestionKind.WISHES:
            self._share(question, Share(line))
            return self._take(question)
        if line:
            self._answer(question, line)
        return 1

    def _share(self, question: Question, share: Share) -> None:
        self._give(question, self._held(question).value, share)
        self.keep()
        self._tell_share(question)

    def _answer(self, question: Question, line: str) -> None:
        match question.kind:
            case QuestionKind.PAGE:
                self._page(question, line)
            case QuestionKind.TIMELINE:
                self._timeline(question, line)
            case QuestionKind.IF_THEN:
                self._if_then(question, line)
            case _:
                self._give(question, answer(question, line, self._options(question)))

    def _page(self, question: Question, line: str) -> None:
        """Give each line as it comes: what was typed stays when the input ends."""
        text = line
        self._give(question, text)
        for more in read_lines():
            text = f"{text}\n{more}"
            self._give(question, text)

    def _timeline(self, question: Question, line: str) -> None:
        held = self._held(question).value
        timeline = held if isinstance(held, Timeline) else Timeline()
        while line:
            try:
                timeline = with_line(timeline, line, self.household.today())
                self._give(question, timeline)
            except InputError as error:
                say(self.words.error(error))
            line = read()

    def _if_then(self, question: Question, when: str) -> None:
        self._give(question, if_then(when, ""))
        say(self.words("plain.then"))
        self._give(question, if_then(when, read()))

    def _held(self, question: Question) -> DraftAnswer:
        return self.draft.answers.get(question.id) or DraftAnswer(share=question.share)

    def _give(self, question: Question, value: Value | None, share: Share | None = None) -> None:
        given = DraftAnswer(value=value, share=share or self._held(question).share)
        self.draft = self.draft.with_answer(question.id, given)

    # The end

    def _confirm(self) -> int:
        household, words = self.household, self.words
        given = sum(1 for each in self.step.questions if self._held(each).value is not None)
        say("")
        say(words("step.given", count=given))
        say(words("step.end_what_happens"))
        say(words("plain.confirm"))
        if read().casefold().startswith(NO):
            say(words("plain.draft_kept"))
            return 0
        for question in self.step.questions:
            self._give(question, self._held(question).value)
        try:
            self.keep()
            household.finish(self.draft, [question.id for question in self.step.questions], since=self.kept)
        except NearerError as error:
            complain(words, error)
            return 1
        say(words("plain.finished"))
        if self.step.id in household.to_open():
            say(words("plain.both_answered"))
        return 0


def _plain(markdown: str) -> str:
    """Return a text without the marks that a screen reader would read out."""
    return markdown.replace("**", "").replace("*", "").strip()
