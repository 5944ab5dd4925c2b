"""The weekly hour, questions by turns and ways to begin, line by line: the same places as on the screens."""

from collections.abc import Callable

from tui.catalog.dates import day
from tui.catalog.schema import Hour, HourPart, RisingSet
from tui.catalog.support import support
from tui.cli.plain_ask import InputEndedError, chosen, means, read_patiently
from tui.cli.plain_course import Going
from tui.cli.plain_prose import say_prose, sentence
from tui.cli.say import complain, say
from tui.core.errors import NearerError, StoreError
from tui.core.records import Circumstance
from tui.core.text import shorten
from tui.household import Household
from tui.household.agreements import keep
from tui.household.rhythms import (
    HOUR,
    PHRASES,
    beginner,
    hour_is_over,
    keep_hour,
    offered_sets,
    running_hour,
    running_turns,
)

NAME_CELLS = 40

ANEW = "a"
"""The letter that begins anew, in every language."""


def rhythms(household: Household, which: str = "") -> int:
    """Go through `weekly`, `by-turns` or `phrases`, otherwise through what is chosen; return the exit code."""
    try:
        return PLACES.get(which, _menu)(household)
    except InputEndedError:
        return 0
    except StoreError as error:
        complain(household.words, error)
        return 1


def _menu(household: Household) -> int:
    words = household.words
    texts = (sentence(household.catalog.hour(HOUR).title), words("rhythms.plain_turns"), words("rhythms.plain_words"))
    place = _chosen(household, "rhythms.plain_which", texts)
    return list(PLACES.values())[place - 1](household) if place else 0


def _chosen(household: Household, ask: str, texts: tuple[str, ...]) -> int:
    """Say what there is with its numbers, and return the number that is typed, 0 for none."""
    say(household.words(ask))
    for place, text in enumerate(texts, 1):
        say(household.words("plain.option", number=place, text=text))
    return chosen(household.words, len(texts))


# The weekly hour


def _weekly(household: Household) -> int:
    going = _Holding(household, running_hour(household))
    going.begin()
    return going.run()


class _Holding(Going):
    """The weekly hour."""

    HELP = "hour.plain_help"
    NOT_KEPT = "hour.not_kept"

    @property
    def hour(self) -> Hour:
        return self.household.catalog.hour(HOUR)

    @property
    def part(self) -> HourPart:
        return self.hour.parts[self.running.course.part]

    def begin(self) -> None:
        """Say what it is, and which parts it has; ask whether to go on with one that was left on another day."""
        hour = self.hour
        say(sentence(hour.title))
        say(hour.about)
        say(sentence(support(self.words, hour.grade, hour.source)))
        if self.household.alone:
            say(hour.alone)
            say_prose(hour.by_oneself)
        for place, part in enumerate(hour.parts, 1):
            say(self.words("hour.plain_listed", number=place, title=part.title, minutes=self._minutes(part)))
        self._left_before()

    def _left_before(self) -> None:
        left = self.running.left_at
        if left is None or self.household.local(left).date() >= self.household.today():
            return
        say(self.words("hour.plain_anew", day=day(self.words, self.household.local(left))))
        if read_patiently(self.words).casefold() == ANEW:
            if self.running.course.part > 0:
                keep_hour(self.household, self.running)
            self.running.begin_anew()

    def _minutes(self, part: HourPart) -> str:
        return self.words("plain.minutes", count=part.minutes)

    def tell(self, part: int) -> None:
        """Say the part, and what is to be done in it."""
        here, total = self.hour.parts[part], len(self.hour.parts)
        told = {"number": part + 1, "total": total, "title": here.title, "minutes": self._minutes(here)}
        say("")
        say(self.words("hour.plain_part", **told))
        if not self.household.alone:
            apart = here.apart if Circumstance.APART in self.household.life else ""
            say_prose(apart or here.text)

    def meant(self) -> tuple[float, int]:
        """Tell the time of the part."""
        return self.running.course.spent, self.part.minutes

    def other(self, line: str) -> bool:
        """Keep a sentence; not where somebody does this alone, as both would see it."""
        if self.household.alone or not means(self.words, line, "keep"):
            return False
        say(self.words("hour.plain_sentence"))
        text = read_patiently(self.words)
        if text:
            try:
                keep(self.household, text, source=self.running.course.id)
                say(self.words("keep.kept"))
            except NearerError as error:
                say(self.words.error(error))
        return True

    def end(self) -> int:
        """Keep that it was held."""
        hour_is_over(self.household, self.running)
        self.thank()
        return 0

    def thank(self) -> None:
        """Thank them, quietly."""
        alone = self.household.alone
        say(self.words("hour.thanks_alone" if alone else "hour.thanks"))
        if not alone:
            say(self.words("hour.thanks_more"))


# Questions by turns


def _by_turns(household: Household) -> int:
    sets = offered_sets(household)
    place = _chosen(household, "rhythms.plain_sets", tuple(sentence(each.title) for each in sets))
    return _Asking(household, sets[place - 1]).run() if place else 0


class _Asking(Going):
    """A set of questions."""

    HELP = "by_turns.plain_help"
    NOT_KEPT = "by_turns.not_kept"

    def __init__(self, household: Household, questions: RisingSet) -> None:
        super().__init__(household, running_turns(household, questions.id))
        self.questions = questions
        say(questions.about)
        say(sentence(support(self.words, questions.grade, questions.source)))
        say(self.words("by_turns.minutes", count=questions.minutes))
        if household.alone:
            say(self.words("rhythms.alone_turns"))

    @property
    def last(self) -> int:
        """The last question: no page comes after it here."""
        return len(self.questions.questions) - 1

    def tell(self, part: int) -> None:
        """Say the question, and who begins."""
        part = min(part, self.last)
        say("")
        text = self.questions.questions[part].text
        say(self.words("plain.question", number=part + 1, total=self.last + 1, ask=text))
        if self.household.alone:
            return
        first = beginner(self.household, self.questions.id, part)
        second = self.household.people[1 - first.seat]
        names = {"first": shorten(first.name, NAME_CELLS), "second": shorten(second.name, NAME_CELLS)}
        say(self.words("by_turns.plain_begins", **names))

    def meant(self) -> tuple[float, int]:
        """Tell the time of the whole set."""
        return self.running.course.gone, self.questions.minutes

    def thank(self) -> None:
        """Say that this was the last one."""
        say(self.words("by_turns.done_alone" if self.household.alone else "by_turns.done"))


# Ways to begin


def _phrases(household: Household) -> int:
    catalog, words = household.catalog, household.words
    titles = tuple(sentence(catalog.phrases(each).title) for each in PHRASES)
    place = _chosen(household, "rhythms.plain_phrases", titles)
    if not place:
        return 0
    phrases = catalog.phrases(PHRASES[place - 1])
    say(phrases.about)
    for number_, each in enumerate(phrases.phrases, 1):
        say(words("plain.option", number=number_, text=each.text))
        say(words("rhythms.plain_example", text=each.example))
    say(words("rhythms.alone_phrases" if household.alone else "phrases.say_it"))
    return 0


PLACES: dict[str, Callable[[Household], int]] = {"weekly": _weekly, "by-turns": _by_turns, "phrases": _phrases}
"""What can be gone through, by its name."""
