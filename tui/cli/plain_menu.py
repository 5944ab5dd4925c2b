"""What can be done next, by its number or its name, and passing the keyboard, in plain lines."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from tui.catalog.words import Words
from tui.cli.plain_ask import AGAIN, BACK, InputEndedError, means, number, read_patiently
from tui.cli.plain_check_in import step_ahead, step_of
from tui.cli.plain_given import NAME_CELLS, title
from tui.cli.plain_open import open_together
from tui.cli.plain_read import own_answers, shared
from tui.cli.plain_step import ask_step
from tui.cli.say import say
from tui.core.errors import InputError, NearerError
from tui.core.text import shorten
from tui.household import Household
from tui.household.shared import is_new

Place = Callable[[Household], int]
"""Something to go to; what it returns is an exit code."""

ROWS = 60
"""Empty lines that clear a terminal of 50 rows, and more."""

STOP = "stop"


# Places


def _next(household: Household) -> int:
    return ask_step(household, step_ahead(household))


def _exercise(name: str) -> Place:
    return lambda household: ask_step(household, step_of(household, name))


def _talk(household: Household) -> int:
    from tui.cli.plain_talk import talk

    return talk(household, "", "")


def _issues(household: Household) -> int:
    from tui.cli.plain_issues import issues

    return issues(household)


def _small_steps(household: Household) -> int:
    from tui.cli.plain_small_steps import small_steps

    return small_steps(household)


def _agreements(household: Household) -> int:
    from tui.cli.plain_agreements import agreements

    return agreements(household)


def _how_close(household: Household) -> int:
    from tui.cli.plain_how_close import how_close

    return how_close(household)


def _wishes(household: Household) -> int:
    from tui.cli.plain_wishes import wishes

    return wishes(household)


def _time_alone(household: Household) -> int:
    from tui.cli.plain_time_alone import time_alone

    return time_alone(household)


def _rhythms(which: str) -> Place:
    def go(household: Household) -> int:
        from tui.cli.plain_rhythms import rhythms

        return rhythms(household, which)

    return go


def pass_keyboard(household: Household) -> int:
    """Clear what stands there, and wait for the other: nothing of the one's words is said to them."""
    words, partner = household.words, household.partner
    name = shorten(partner.name, NAME_CELLS)
    say(words("plain.before_passing"))
    if read_patiently(words) == BACK:
        return 0
    say("\n" * ROWS)
    say(words("handover.pass", name=name))
    say(_words_of(household, partner.id)("plain.press_enter", name=name))
    read_patiently(words)
    household.be(partner)
    return 0


def _words_of(household: Household, person: str) -> Words:
    """Return the words in the language that somebody chose."""
    language = household.store.local.get(f"language/{person}")
    chosen = language if isinstance(language, str) else household.library.language
    return household.library.catalog(chosen).words


def menu(household: Household) -> int:
    """Say what can be done next and do what is chosen, until it is left; return the exit code."""
    return _Menu(household).run()


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "open": open_together,
        "shared": shared,
        "issues": _issues,
        "wishes": _wishes,
        "small-steps": _small_steps,
        "agreements": _agreements,
        "how-close": _how_close,
        "time-alone": _time_alone,
        "weekly": _rhythms("weekly"),
        "by-turns": _rhythms("by-turns"),
        "phrases": _rhythms("phrases"),
        "own": own_answers,
        "menu": menu,
    }
)
"""What `nearer check-in` goes to by its name, besides the steps."""

LISTED: Mapping[str, Place] = MappingProxyType(
    {
        "open": open_together,
        "next": _next,
        "shared": shared,
        "talk": _talk,
        **{each: PLACES[each] for each in ("issues", "wishes", "small-steps", "agreements", "how-close")},
        **{each: PLACES[each] for each in ("time-alone", "weekly", "by-turns", "phrases")},
        **{each: _exercise(each) for each in ("daily", "outside", "year")},
        "pass": pass_keyboard,
        "own": own_answers,
    }
)
"""What the list offers, in its order, before the last line, which stops."""


class _Menu:
    """The list, and what is typed to it. It is said whole to each person once, and again when they ask."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self._told = ""

    def run(self) -> int:
        """Do what is chosen, until it is left or the input ends; return the exit code of what was done last."""
        code = 0
        while True:
            if self._told != self.household.me.id:
                self._list()
            say(self.household.words("plain.menu_ask"))
            try:
                typed = read_patiently(self.household.words).casefold()
                self.household.catch_up()
                if not typed or typed in {STOP, str(len(LISTED) + 1)} or means(self.household.words, typed, "stop"):
                    return 0
                code = self._do(typed)
            except InputEndedError:
                return code

    def _list(self) -> None:
        self._told = self.household.me.id
        self.household.catch_up()
        say("")
        say(self.household.words("plain.menu"))
        for place, text in enumerate(self._texts(), 1):
            say(self.household.words("plain.option", number=place, text=text))

    def _texts(self) -> Iterator[str]:
        household, words = self.household, self.household.words
        name = shorten(household.partner.name, NAME_CELLS)
        for each in LISTED:
            key = f"plain.menu_{each.replace('-', '_')}"
            if (each == "open" and household.to_open()) or (each == "shared" and is_new(household)):
                key = f"{key}_ready"
            yield words(key, name=name, step=title(household, step_ahead(household)) if each == "next" else "")
        yield words("plain.menu_stop")

    def _do(self, typed: str) -> int:
        """Do what a number or a name means; what goes wrong is said, and the list is still there."""
        if typed == AGAIN:
            self._told = ""
            return 0
        try:
            return self._meant(typed)(self.household)
        except NearerError as error:
            say(self.household.words.error(error))
            return 0

    def _meant(self, typed: str) -> Place:
        found = {**PLACES, **LISTED}.get(typed)
        if found is not None:
            return found
        if typed.isdigit():
            return list(LISTED.values())[number(typed, 1, len(LISTED) + 1) - 1]
        try:
            step = step_of(self.household, typed)
        except InputError:
            raise InputError("menu_unknown") from None
        return lambda household: ask_step(household, step)
