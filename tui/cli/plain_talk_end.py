"""After a talk line by line: a sentence to keep, an agreement and its day, how it was for each, and what is next."""

from collections.abc import Iterator
from datetime import date

from tui.catalog.dates import long_day
from tui.checkin.again import SAFE
from tui.cli.plain_ask import AWAY, InputEndedError, number, read_patiently, said_yes
from tui.cli.plain_prose import say_prose
from tui.cli.plain_step import ask_step
from tui.cli.plain_talk_times import name
from tui.cli.say import complain, say
from tui.core.errors import InputError, NearerError
from tui.core.records import Person
from tui.core.text import one_line
from tui.household import Household
from tui.household.agreements import day_typed
from tui.household.talks_kept import Again, agree_after, days, felt_unsafe, has_marked, keep_talk, wait
from tui.talk.ending import begun
from tui.talk.running import RunningTalk

HELP = "h"


def after(household: Household, talk: RunningTalk) -> int:
    """Ask what is to be kept, and keep the talk, also when nobody answers; then ask what may follow.

    Returns the exit code.
    """
    ending, words = _Ending(household, talk), household.words
    try:
        here = ending.ask()
        ending.keep()
    except NearerError as error:
        complain(words, error)
        return 1
    if not here or not begun(talk.floor):
        return 0
    try:
        return _each_marks(household, talk) or _what_is_next(household)
    except InputEndedError:
        return 0


class _Ending:
    """What is to be kept of a talk. `text` is the sentence, `agreed` that both agree on it, `day` to look at it."""

    def __init__(self, household: Household, talk: RunningTalk) -> None:
        self.household, self.words, self.talk = household, household.words, talk
        floor = talk.floor
        self.text = one_line(floor.sentences[household.me.seat] if floor.apart else " ".join(floor.sentences))
        self.agreed = False
        self.day: date | None = None

    def ask(self) -> bool:
        """Ask for all of it; tell whether somebody is still there."""
        if not begun(self.talk.floor) and not self.text:
            return False
        say(self.words("plain_talk.thanks"))
        try:
            self._sentence()
            if self.text:
                say(self.words("plain_talk.agree"))
                self.agreed = said_yes(self.words)
            if self.agreed:
                self.day = self._day()
        except InputEndedError:
            return False
        return True

    def keep(self) -> None:
        """Keep the talk and what was typed; where another window has kept it already, what was typed all the same."""
        household, floor = self.household, self.talk.look()  # with what is being typed at the other window
        first = keep_talk(household, floor, kept=self.text, agreed=self.agreed, look_again=self.day)
        if not first and self.text and self.agreed:
            agree_after(household, floor.id, self.text, self.day)
        elif not first and self.text:
            wait(household, household.me.id, self.text)
        if first:
            self.talk.let_go()
            say(self.words("plain_talk.talk_done" if begun(floor) or self.text else "plain_talk.nothing_kept"))
        else:
            say(self.words("plain_talk.kept_already"))
            if self.agreed:
                say(self.words("plain_talk.agreed_too"))
            if self.text and not self.agreed:
                say(self.words("plain_talk.sentence_waits", text=self.text))

    def _sentence(self) -> None:
        say(self.words("plain_talk.sentence"))
        if self.text:
            say(self.words("plain_talk.sentence_so_far", text=self.text))
        typed = one_line(read_patiently(self.words))
        if typed == AWAY:
            self.text = ""
        elif typed:
            self.text = typed
            self.talk.write_sentence(typed, self.household.me.seat)
            self.talk.keep()

    def _day(self) -> date | None:
        """Ask when to look at the agreement again: a number, or a day in words."""
        choices = days(self.household.today())
        say(self.words("plain_talk.look_again"))
        for place, line in enumerate(self._days(choices), 1):
            say(self.words("plain.option", number=place, text=line))
        while True:
            line = read_patiently(self.words)
            try:
                if not line or line.isdigit():
                    return list(choices.values())[number(line or "1", 1, len(choices)) - 1]
                return day_typed(self.household, line)
            except InputError as error:
                say(self.words.error(error))

    def _days(self, choices: dict[Again, date | None]) -> Iterator[str]:
        for again, when in choices.items():
            yield self.words(f"plain_talk.again_{again}", day=long_day(self.words, when) if when else "")


# What may follow


def _each_marks(household: Household, talk: RunningTalk) -> int:
    """Let each who sits here mark how safe it felt, out of sight of the other; return an exit code."""
    try:
        household.catalog.step(SAFE)
    except NearerError:  # a pack need not have it
        return 0
    me, other = household.me, household.partner
    code = _marks(household, talk)
    if code or talk.floor.apart or household.alone:
        return code
    try:
        if _pass_to(household, other, hidden=has_marked(household, talk.floor.id)):
            code = _marks(household, talk)
            if not code:
                _pass_to(household, me, hidden=has_marked(household, talk.floor.id))
    finally:
        household.be(me)
    return code


def _marks(household: Household, talk: RunningTalk) -> int:
    words = household.words
    if has_marked(household, talk.floor.id):
        return 0
    say(words("plain_talk.mark", name=name(household.me)))
    if not said_yes(words):
        return 0
    code = ask_step(household, SAFE)
    if not code and talk.floor.apart and felt_unsafe(household):  # at one keyboard it would tell the mark aloud
        say(words("plain_talk.unsafe"))
        _hear_help(household)
    return code


def _pass_to(household: Household, person: Person, *, hidden: bool) -> bool:
    """Pass the keyboard on; where something was marked, out of sight. Tell whether it was passed."""
    if hidden:
        from tui.cli.plain_menu import pass_keyboard

        pass_keyboard(household)
    else:
        household.be(person)
    return household.me.id == person.id


def _what_is_next(household: Household) -> int:
    words = household.words
    say(words("plain_talk.next"))
    say(words("plain_talk.went_badly"))
    _hear_help(household)
    return 0


def _hear_help(household: Household) -> None:
    if read_patiently(household.words).casefold() != HELP:
        return
    say_prose(household.catalog.help("professional").text)
    for line in household.catalog.help_lines:
        say(f"{line.country} {line.name}: {line.contact}".strip())
