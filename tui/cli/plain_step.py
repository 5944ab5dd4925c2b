"""One step, or another exercise, question by question in plain lines: the answers and drafts of the screens."""

from tui.catalog.schema import Option, Question, QuestionKind
from tui.checkin.flow import Draft, DraftAnswer
from tui.cli.plain_answers import answer, how, if_then, with_line
from tui.cli.plain_ask import AWAY, BACK, MORE, InputEndedError, means, read, read_patiently
from tui.cli.plain_given import NAME_CELLS, given
from tui.cli.plain_prose import say_prose
from tui.cli.plain_reading import before
from tui.cli.say import complain, say
from tui.core.errors import InputError, NearerError
from tui.core.records import IfThen, Share, Timeline, Value
from tui.core.text import clean, shorten
from tui.household import Household
from tui.household.drafts import between

SHARES = {"private": Share.PRIVATE, "together": Share.TOGETHER, "now": Share.NOW}
"""What becomes of an answer, by the word that says so."""

GROWS = frozenset({QuestionKind.PAGE, QuestionKind.TIMELINE})
"""Answers of several lines: what is typed is added to what is there."""

LEADS = frozenset({"before", "face", "close", "time", "steps", "trust"})
"""The steps after which there is something to go on with; a step of a pack of one's own leads nowhere."""


def ask_step(household: Household, step: str) -> int:
    """Ask a step (its id) from where its draft was left; return the exit code. A draft is kept with every line.

    Where both have answered it then, it can be opened.
    """
    asking = _Asking(household, step)
    try:
        finished = asking.run()
    except InputEndedError:
        asking.keep()
        complain(household.words, InputError("check_in_left", step=step))
        return 1
    except KeyboardInterrupt:  # between two lines
        asking.keep()
        raise
    if finished:
        _after(household, step)
    return 0


def _after(household: Household, step: str) -> None:
    """Say what comes of a finished step, and let it be opened where both have answered."""
    from tui.cli.plain_open import offer, show_newest

    words, name = household.words, shorten(household.partner.name, NAME_CELLS)
    household.catch_up()
    say(words("plain.finished"))
    if step in household.to_open():
        offer(household, step)
    elif not household.answered(step):
        say(words("finished.opened", name=name))
        show_newest(household, step)
    else:
        say(words("finished.alone") if household.alone else words("finished.one", name=name))
    if step in LEADS:
        say(words(f"plain.lead_{step}"))
    say(words("finished.enough"))


class _Asking:
    """One person's way through one step."""

    def __init__(self, household: Household, step: str) -> None:
        self.household = household
        self.words = household.words
        self.step = household.catalog.step(step)
        self.draft: Draft = household.draft(step)
        self.kept = self.draft
        self._more = bool(self.step.long)

    @property
    def last(self) -> int:
        """The position of the end, after all questions."""
        return len(self.step.questions) + 1

    def run(self) -> bool:
        """Ask from where the draft was left; return whether it was confirmed in the end, and not left as a draft."""
        before(self.household, self.step, self.draft)
        self._go(max(1, self.draft.position))
        while True:
            while self.draft.position < self.last:
                self._go(self.draft.position + self._ask(self.step.questions[self.draft.position - 1]))
                self._keep()
            confirmed = self._confirm()
            if confirmed is not None:
                return confirmed
            self._go(self.last - 1)

    def keep(self) -> None:
        """Keep the draft, where anything was begun, with what another window kept meanwhile."""
        if not self.draft.begun:
            return
        self.kept, both = self.household.keep_draft(self.draft, since=self.kept)
        self.draft = self.kept.at(self.draft.position, self.last)
        if both:
            spoken = both & between(self.step.questions).keys()
            say(self.words("step.both_here" if spoken else "step.newer_stands"))

    def _keep(self) -> None:
        """Keep the draft; where that cannot be done say so and go on: what was typed is still here."""
        try:
            self.keep()
        except NearerError as error:
            say(self.words.error(error))

    def _go(self, position: int) -> None:
        self.draft = self.draft.at(max(1, position), self.last)

    # One question

    def _ask(self, question: Question) -> int:
        """Ask until there is an answer, or it is passed; return 1 to go on, 0 to ask anew, -1 to go back."""
        self._tell(question)
        while True:
            try:
                moved = self._take(question)
            except InputError as error:
                say(self.words.error(error))
            else:
                if moved is not None:
                    return moved

    def _tell(self, question: Question) -> None:
        ask = self.household.asked(question)
        say("")
        say(self.words("plain.question", number=self.draft.position, total=self.last - 1, ask=ask))
        if question.hint:
            say(question.hint)
        for line in how(self.words, question, self._options(question)):
            say(line)
        self._tell_share(question)
        self._tell_so_far(question)

    def _tell_share(self, question: Question) -> None:
        name = shorten(self.household.partner.name, NAME_CELLS)
        say(self.words(f"plain.share_{self._held(question).share}", name=name))

    def _tell_so_far(self, question: Question) -> None:
        value = self._held(question).value
        if value is None:
            say(self.words("plain.pass"))
            return
        say(self.words("plain.so_far", answer=given(self.words, question, value)))
        say(self.words("plain.add_to_it" if question.kind in GROWS else "plain.change_it"))

    def _options(self, question: Question) -> tuple[Option, ...]:
        most = self.step.highest(question, {each: given.value for each, given in self.draft.answers.items()})
        return question.fitting(self.household.life, most=most)

    def _take(self, question: Question) -> int | None:
        """Read a line and do what it says; None when the question is still open."""
        if question.kind is QuestionKind.IF_THEN:
            say(self.words("plain.when"))
        line = read()
        more, self._more = self._more, False
        if line == MORE and more:
            say_prose(self.step.long)
            return 0
        if line == BACK:
            return -1
        if self._shared(question, line):
            return None
        if line == AWAY:
            return self._take_away(question)
        return self._answer(question, line)

    def _shared(self, question: Question, line: str) -> bool:
        """Choose what becomes of the answer, if `line` says so; of wishes nothing can be chosen."""
        share = next((share for word, share in SHARES.items() if means(self.words, line, word)), None)
        if share is None or question.kind is QuestionKind.WISHES:
            return False
        self._give(question, self._held(question).value, share)
        self._keep()
        self._tell_share(question)
        return True

    def _take_away(self, question: Question) -> int:
        if self._held(question).value is None:
            return 1
        self._give(question, None)
        say(self.words("plain.taken_away"))
        return 0

    # An answer

    def _answer(self, question: Question, line: str) -> int:
        match question.kind:
            case QuestionKind.PAGE | QuestionKind.TIMELINE:
                return self._lines(question, line)
            case QuestionKind.IF_THEN:
                return self._if_then(question, line)
            case _ if line:
                self._give(question, answer(question, line, self._options(question)))
        return 1

    def _lines(self, question: Question, line: str) -> int:
        """Take lines up to an empty one, and keep each as it comes: what was typed stays when the input ends."""
        while line:
            if line == BACK:
                return -1
            try:
                self._add(question, line)
                self._keep()
                line = read()
            except InputError as error:
                say(self.words.error(error))
                line = read_patiently(self.words)
        return 1

    def _add(self, question: Question, line: str) -> None:
        """Add a line to an answer; a word that says what becomes of it is none, wherever it stands."""
        if self._shared(question, line):
            return
        held = self._held(question).value
        if question.kind is QuestionKind.PAGE:
            self._give(question, clean(f"{held}\n{line}") if isinstance(held, str) else line)
        else:
            timeline = held if isinstance(held, Timeline) else Timeline()
            timeline = with_line(timeline, line, self.household.today())
            self._give(question, timeline if timeline != Timeline() else None)

    def _if_then(self, question: Question, when: str) -> int:
        """Take the second half after the first; a half for which nothing is typed stays as it was."""
        held = self._small_step(question)
        if not when and (held.then or not held.when):
            return 1
        self._give(question, if_then(when or held.when, held.then))
        self._keep()
        line = self._second_half(question)
        if line == BACK:
            return 0
        held = self._small_step(question)
        self._give(question, if_then(held.when, "" if line == AWAY else line or held.then))
        return 1

    def _second_half(self, question: Question) -> str:
        while True:
            say(self.words("plain.then"))
            line = read_patiently(self.words)
            if not self._shared(question, line):
                return line

    def _small_step(self, question: Question) -> IfThen:
        held = self._held(question).value
        return held if isinstance(held, IfThen) else IfThen(when="", then="")

    def _held(self, question: Question) -> DraftAnswer:
        return self.draft.answers.get(question.id) or DraftAnswer(share=question.share)

    def _give(self, question: Question, value: Value | None, share: Share | None = None) -> None:
        given = DraftAnswer(value=value, share=share or self._held(question).share)
        self.draft = self.draft.with_answer(question.id, given)

    # The end

    def _confirm(self) -> bool | None:
        """Ask whether to keep the answers; None to go back to the last question."""
        self._tell_end()
        while True:
            say(self.words("plain.confirm"))
            line = read_patiently(self.words)
            if line == BACK:
                return None
            if means(self.words, line, "no"):
                say(self.words("plain.draft_kept", step=self.step.id))
                return False
            if (not line or means(self.words, line, "yes")) and self._finished():
                return True

    def _tell_end(self) -> None:
        words, answers = self.words, [self._held(each) for each in self.step.questions]
        at_once = sum(1 for each in answers if each.share is Share.NOW and each.value is not None)
        say("")
        say(words("step.given", count=sum(1 for each in answers if each.value is not None)))
        if at_once:
            name = shorten(self.household.partner.name, NAME_CELLS)
            say(words("step.end_at_once", count=at_once, name=name))
        say(words("step.end_what_happens"))

    def _finished(self) -> bool:
        """Turn the draft into answers; where that cannot be done say so, and it is still a draft."""
        questions = self.step.questions
        for question in questions:
            self._give(question, self._held(question).value)
        try:
            self.keep()
            self.household.finish(self.draft, [question.id for question in questions], since=self.kept)
        except NearerError as error:
            say(self.words.error(error))
            return False
        return True
