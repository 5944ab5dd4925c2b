"""Small steps line by line: a number and a letter, and the same records as on the screens."""

import re
from collections.abc import Callable

from tui.catalog.if_then import sentence
from tui.checkin.small_steps import Act, Own, grown, habit, hidden, offered, rehearsed, rested, shared
from tui.cli.plain_ask import InputEndedError, number, read_patiently
from tui.cli.say import complain, say
from tui.core.errors import InputError
from tui.core.records import IfThen, Share, SmallStep
from tui.core.text import one_line, shorten
from tui.household import Household
from tui.household import small_steps as steps
from tui.household.small_step_words import NOTHING, Typed, half_of, words_of

NAME_CELLS = 40
LINES = 4
WARM_WORDS = 4
LEAVE, REST, QUIT = "=", "z", "q"

LETTERS = {
    "y": (Act.HAPPENED,),
    "m": (Act.MISSED,),
    "r": (Act.REHEARSE,),
    "z": (Act.REST, Act.TAKE_UP),
    "h": (Act.HABIT,),
    "e": (Act.WORDS,),
    "s": (Act.SHARE, Act.HIDE),
    "g": (Act.LARGER,),
}
"""What a letter may mean; of several, one can be done."""

RULES = {
    Act.REST: (rested, "small_steps.rested"),
    Act.HABIT: (habit, "small_steps.habit"),
    Act.SHARE: (shared, "small_steps.shared"),
    Act.HIDE: (hidden, "small_steps.hidden"),
    Act.LARGER: (grown, "small_steps.grown"),
}
"""What is done by a rule alone, and what is said then."""

_ORDER = re.compile(r"(\d{1,4})\s*(\w)", re.ASCII)


def small_steps(household: Household) -> int:
    """List the small steps, and do what is typed until an empty line; return the exit code.

    What is half typed when the lines end is kept. Raises `StoreError` when something cannot be kept.
    """
    talk = _Steps(household)
    try:
        talk.run()
    except InputEndedError:
        if talk.half_typed:
            complain(household.words, InputError("small_step_left"))
            return 1
    return 0


class _Steps:
    """The list, and what is typed to it."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.words = household.words
        self.half_typed = False
        self.listed: list[Own] = []

    def run(self) -> None:
        """Read what is typed until an empty line."""
        say(self.words("small_steps.intro"))
        self._list()
        say(self.words("small_steps.plain_help"))
        while line := read_patiently(self.words).casefold():
            try:
                self._do(line)
            except InputError as error:
                say(self.words.error(error))
        say(self.words("small_steps.enough"))

    def _list(self) -> None:
        self.household.catch_up_quietly()
        seen = steps.look(self.household)
        self.listed = list(seen.mine)
        if not seen.tried:
            say(self.words("small_steps.empty"))
        for place, own in enumerate(self.listed, 1):
            state = self.words(f"small_steps.plain_{own.step.state}")
            say(self.words("small_steps.plain_own", number=place, step=self._said(own.step), state=state))
            say(self._who_sees(own.step))
        for step in seen.theirs:
            say(self.words("small_steps.plain_theirs", name=self._name, step=self._said(step)))

    def _said(self, step: SmallStep | IfThen) -> str:
        return sentence(self.words, step)

    def _who_sees(self, step: SmallStep) -> str:
        shown = step.share is Share.NOW
        return self.words("small_steps.shown_to" if shown else "small_steps.only_you", name=self._name)

    @property
    def _name(self) -> str:
        return shorten(self.household.partner.name, NAME_CELLS)

    # What is typed

    def _do(self, line: str) -> None:
        match line:
            case "n":
                self._with_room(self._begin)
            case "l":
                self._list()
            case "?":
                say(self.words("small_steps.plain_help"))
            case _:
                self._do_to_one(line)

    def _do_to_one(self, line: str) -> None:
        order = _ORDER.fullmatch(line)
        own = self._own(int(order[1])) if order else None
        can = offered(own, alone=self.household.alone) if own is not None else frozenset()
        act = next((each for each in LETTERS.get(order[2], ()) if each in can), None) if order else None
        if own is None or act is None:
            say(self.words("small_steps.plain_unknown"))
        else:
            self._act(own, act)

    def _own(self, place: int) -> Own | None:
        """Return what was listed under a number, as it is now."""
        self.household.catch_up_quietly()
        listed = self.listed[place - 1] if 1 <= place <= len(self.listed) else None
        return steps.look(self.household).own(listed.step.id) if listed is not None else None

    def _act(self, own: Own, act: Act) -> None:
        match act:
            case Act.HAPPENED:
                say(self.words(f"small_steps.happened_{1 + self.household.today().toordinal() % WARM_WORDS}"))
            case Act.MISSED:
                self._missed(own)
            case Act.REHEARSE:
                self._rehearse(own.step)
            case Act.WORDS:
                self._words(own.step)
            case Act.TAKE_UP:
                self._with_room(lambda: self._take_up(own.step))
            case _:
                rule, told = RULES[act]
                steps.change(self.household, own.step, rule)
                say(self.words(told, name=self._name))

    def _take_up(self, step: SmallStep) -> None:
        steps.take_up(self.household, step)
        say(self.words("small_steps.taken_up"))

    def _with_room(self, go_on: Callable[[], None]) -> None:
        """Go on once there is room: one of two may rest first."""
        household, two = self.household, steps.tried(self.household)
        if not steps.room(household):
            say(self.words("small_steps.plain_room"))
            for place, step in enumerate(two, 1):
                say(self.words("plain.option", number=place, text=self._said(step)))
            line = read_patiently(self.words)
            if not line:
                return
            steps.change(household, two[number(line, 1, len(two)) - 1], rested)
            say(self.words("small_steps.rested"))
        go_on()

    # Writing

    def _begin(self) -> None:
        household, offer = self.household, steps.offer(self.household)
        if offer is not None:
            say(self.words("small_steps.plain_offered", step=self._said(offer.words)))
        typed = Typed(household, otherwise=offer.words if offer is not None else NOTHING)
        say(self.words("small_steps.ask_new"))
        written = self._both(typed)
        step = steps.begin_step(household, written, offered=offer)
        self._done(typed)
        say(self.words("small_steps.begun"))
        self._rehearse(step)
        self._list()

    def _words(self, step: SmallStep) -> None:
        typed = Typed(self.household, words_of(step), IfThen(when=step.when, then=step.then))
        say(self.words("small_steps.ask_words"))
        steps.reword(self.household, step, self._both(typed))
        self._done(typed)
        say(self.words("small_steps.reworded"))

    def _both(self, typed: Typed) -> IfThen:
        """Ask for both halves; what was typed is kept after each."""
        when = self._half("when", typed.words.when)
        self._keep(typed, IfThen(when=when, then=typed.words.then))
        then = self._half("then", typed.words.then)
        self._keep(typed, IfThen(when=when, then=then))
        return IfThen(when=when, then=then)

    def _half(self, half: str, held: str) -> str:
        say(self.words("small_steps.when" if half == "when" else "small_steps.then"))
        if held:
            say(self.words("small_steps.plain_so_far", text=one_line(held)))
        return read_patiently(self.words) or held

    def _keep(self, typed: Typed, written: IfThen) -> None:
        typed.keep(written)
        self.half_typed = written != NOTHING

    def _done(self, typed: Typed) -> None:
        typed.let_go()
        self.half_typed = False

    def _missed(self, own: Own) -> None:
        ways = steps.smaller(self.household, own)
        typed = Typed(self.household, half_of(own.step), IfThen(when=own.step.when, then=ways[0]))
        then = next(each for each in (typed.words.then, *ways) if each not in {"", own.step.then})
        say(self.words("small_steps.missed"))
        say(self._said(own.step))
        say(self.words("small_steps.plain_half", then=then))
        if own.step.share is Share.NOW:
            say(self.words("small_steps.half_shown", name=self._name))
        line = read_patiently(self.words)
        if line in {LEAVE, own.step.then}:
            say(self.words("small_steps.left"))
        elif line.casefold() == REST:
            self._act(own, Act.REST)
        else:
            steps.shrink(self.household, own.step, line or then)
            typed.let_go()
            say(self.words("small_steps.shrunk"))

    # Rehearsing

    def _rehearse(self, step: SmallStep) -> None:
        say(self.words("small_steps.plain_rehearse"))
        say(self._said(step))
        for line in range(1, LINES + 1):
            say(self.words(f"small_steps.rehearse_{line}"))
            if read_patiently(self.words).casefold() == QUIT:
                return
        steps.change(self.household, step, rehearsed)
        say(self.words("small_steps.rehearse_end"))
        say(self.words("small_steps.rehearsed"))
