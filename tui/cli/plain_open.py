"""Opening together line by line: what both have in common, both answers to each question, a sentence to keep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tui.catalog.dates import long_day
from tui.catalog.schema import Question
from tui.checkin.opening import Pair
from tui.cli.plain_ask import BACK, chosen, means, read_patiently, said_yes
from tui.cli.plain_given import given, line, marked, month_named, name_of, text_of, title
from tui.cli.plain_prose import sentence
from tui.cli.say import say
from tui.core.errors import NearerError
from tui.core.records import Opening, Timeline
from tui.household import Household

MOST = 20
"""How many openings are offered to be read again: the newest."""


def open_together(household: Household) -> int:
    """Open what both have answered; where nothing waits for that, offer to read again what was opened before."""
    household.catch_up()
    waiting = household.to_open()
    if waiting:
        step = _picked(household, "plain.which_to_open", waiting)
        if step:
            offer(household, step)
    else:
        _read_again(household)
    return 0


def offer(household: Household, step: str) -> None:
    """Open what both answered to a step, if that is wished now, and go through it."""
    words = household.words
    say(words("plain.both_answered", step=title(household, step)))
    say(words("plain.open_now"))
    if not said_yes(words):
        say(words("plain.left_closed"))
        return
    household.catch_up()
    opening = household.open_together(step) or household.newest_opening(step)
    if opening is None:
        say(words("plain.nothing_to_open"))
    else:
        show(household, opening.id)


def show_newest(household: Household, step: str) -> None:
    """Go through what was opened of a step last."""
    opening = household.newest_opening(step)
    if opening is not None:
        show(household, opening.id)


def show(household: Household, opening_id: str) -> None:
    """Go through an opening (its id), as far as it is there to be seen."""
    opening = household.get(Opening, opening_id)
    if opening is not None:
        _Reading(household, opening).run()


def _picked(household: Household, key: str, steps: Sequence[str]) -> str:
    """Return which of the steps is chosen; the only one without being asked, empty for none."""
    if len(steps) == 1:
        return steps[0]
    say(household.words(key))
    for place, step in enumerate(steps, 1):
        say(household.words("plain.option", number=place, text=title(household, step)))
    place = chosen(household.words, len(steps))
    return steps[place - 1] if place else ""


def _read_again(household: Household) -> None:
    words = household.words
    openings = list(islice(household.newest(Opening), MOST))
    say(words("plain.nothing_to_open"))
    if not openings:
        return
    say(words("plain.which_to_read"))
    for place, opening in enumerate(openings, 1):
        when = long_day(words, household.local(opening.at).date())
        text = words("plain.on_day", what=title(household, opening.step), day=when)
        say(words("plain.option", number=place, text=text))
    place = chosen(words, len(openings))
    if place:
        show(household, openings[place - 1].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What is said at a time: what the answers are to, and sentences."""

    ask: str
    lines: tuple[str, ...]


class _Reading:
    """An opening, one question after the other."""

    def __init__(self, household: Household, opening: Opening) -> None:
        self.household = household
        self.words = household.words
        self.opening = opening
        self.questions = _questions(household, opening.step)
        self.pages = (*map(self._pair, household.pairs(opening)), *map(self._wishes, opening.mutual))

    def run(self) -> None:
        """Say what is in common, then one page after the other, until the end, or until it is left."""
        if not self.pages:
            say(self.words("plain.nothing_left"))
            return
        self._common()
        place = 0
        while place < len(self.pages):
            self._tell(self.pages[place])
            moved = self._moved(first=place == 0)
            if moved is None:
                return
            place = max(0, place + moved)
        self._keep()

    def _tell(self, page: _Page) -> None:
        say("")
        say(page.ask)
        for each in page.lines:
            say(each)

    def _moved(self, *, first: bool) -> int | None:
        """Return how far to go: 1 on, -1 back; None to leave. Sentences may be kept before that."""
        say(self.words("plain.open_help" if first else "plain.open_on"))
        while True:
            typed = read_patiently(self.words)
            if means(self.words, typed, "stop"):
                return None
            if typed in {"", BACK}:
                return -1 if typed else 1
            if means(self.words, typed, "keep"):
                self._keep()
            say(self.words("plain.open_help"))

    def _keep(self) -> None:
        """Keep a sentence as an agreement, if one is typed; one that cannot be kept is asked for again."""
        from tui.household.agreements import keep

        while True:
            say(self.words("plain.keep_sentence"))
            text = read_patiently(self.words)
            if text in {"", BACK}:
                return
            try:
                keep(self.household, text, source=self.opening.step)
            except NearerError as error:
                say(self.words.error(error))
            else:
                say(self.words("keep.kept"))
                return

    # What is said

    def _common(self) -> None:
        found = [each for pair in self.household.pairs(self.opening) for each in self._in_common(pair)]
        if found:
            say("")
            say(self.words("plain.common"))
        for each in found:
            say(each)

    def _in_common(self, pair: Pair) -> Iterator[str]:
        from tui.checkin.common import in_common

        question = self.questions.get(pair.question)
        common = in_common(pair, [option.id for option in question.options] if question else ())
        if question is None or common is None:
            return
        ask = self.household.asked(question)
        if common.marks is None:
            both = "; ".join(text_of(question, each) for each in common.chosen)
            yield sentence(self.words("plain.both_chose", ask=ask, both=both))
            return
        first, second = (marked(self.words, question, mark) for mark in common.marks)
        same = common.marks[0] == common.marks[1]
        yield sentence(
            self.words("plain.both_marked" if same else "plain.marked_near", ask=ask, one=first, other=second)
        )

    def _pair(self, pair: Pair) -> _Page:
        question = self.questions.get(pair.question)
        ask = self.household.asked(question) if question else pair.question
        first, second = pair.first, pair.second
        if isinstance(first.value, Timeline) and isinstance(second.value, Timeline):
            return _Page(ask=ask, lines=tuple(self._lines(first.value, second.value)))
        said = (
            self.words(
                "plain.answered",
                name=name_of(self.household, each.by),
                answer=given(self.words, question, each.value),
            )
            for each in (first, second)
        )
        return _Page(ask=ask, lines=tuple(said))

    def _wishes(self, question_id: str) -> _Page:
        question, mutual = self.questions.get(question_id), self.opening.mutual[question_id]
        if not mutual:
            return _Page(ask=sentence(self.words("reveal.wishes")), lines=(self.words("reveal.no_wishes"),))
        wishes = (sentence(text_of(question, each)) for each in mutual)
        return _Page(ask=sentence(self.words("reveal.wishes")), lines=tuple(wishes))

    # Two lines over the years

    def _lines(self, first: Timeline, second: Timeline) -> Iterator[str]:
        for person, timeline in zip(self.household.people, (first, second), strict=True):
            yield self.words("plain.line_of", name=name_of(self.household, person.id))
            yield from line(self.words, timeline)
        yield from self._dips(first, second)

    def _dips(self, first: Timeline, second: Timeline) -> Iterator[str]:
        from tui.checkin.dips import events_around, shared_dips

        for dip in shared_dips(first, second):
            since, until = (month_named(self.words, month) for month in dip.months)
            yield self.words("plain.dip_in" if since == until else "plain.dip", since=since, until=until)
            for seat, event in events_around(dip, {0: first, 1: second}):
                when, name = (
                    month_named(self.words, event.month),
                    name_of(self.household, self.household.people[seat].id),
                )
                yield sentence(self.words("plain.dip_event", month=when, what=event.what, name=name))


def _questions(household: Household, step: str) -> dict[str, Question]:
    try:
        return {each.id: each for each in household.catalog.step(step).questions}
    except NearerError:  # of a pack that is not here any more
        return {}
