"""What the two agree on line by line: the same agreements, words and drafts as on the screens."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from tui.catalog.dates import day
from tui.checkin.agreements import Later, Standing, State, changed, days_ahead, open_to
from tui.cli.plain_ask import AWAY, BACK, InputEndedError, means, number, read_patiently
from tui.cli.say import complain, say
from tui.core.errors import InputError, StoreError
from tui.core.text import shorten
from tui.household import Household
from tui.household.agreements import (
    agree,
    day_typed,
    every,
    keep,
    let_go,
    look_again,
    revise,
    standing,
    state_of,
)
from tui.household.wordings import NEW, Draft, draft, drop_draft, keep_draft, kept_draft

NAME_CELLS = 40
TEXT_CELLS = 300
"""How much of an agreement is read out in the list."""

BEGIN = "n"
NEVER = "never"


def agreements(household: Household) -> int:
    """List the agreements, and do with them what is asked for; return the exit code."""
    reading = _Reading(household)
    try:
        reading.run()
    except InputEndedError:
        if reading.writing:
            complain(household.words, InputError("agreement_left"))
            return 1
    except StoreError as error:
        complain(household.words, error)
        return 1
    return 0


class _Reading:
    """One person at their agreements. `writing`: a wording is on its way, and kept as a draft."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.words = household.words
        self.writing = False

    def run(self) -> None:
        """List, open, list again, until an empty line."""
        while True:
            found = sorted(every(self.household), key=lambda each: list(State).index(state_of(self.household, each)))
            self._list(found)
            line = read_patiently(self.words)
            if self._ends(line):
                return
            try:
                if line.casefold() == BEGIN:
                    self._write(NEW)
                else:
                    self._open(found[number(line, 1, len(found)) - 1].id)
            except InputError as error:
                say(self.words.error(error))

    def _ends(self, line: str) -> bool:
        return line in {"", BACK} or means(self.words, line, "stop")

    def _list(self, found: list[Standing]) -> None:
        words = self.words
        if self.household.alone:
            say(words("agreements.alone", name=self._name()))
        if not found:
            say(words("agreements.plain_none"))
        for place, each in enumerate(found, 1):
            state = state_of(self.household, each)
            own = "_alone" if state is State.HOLDS and self.household.alone else ""
            told = words(f"agreements.plain_state_{state}{own}", name=self._name())
            text = each.newest if state is State.YOURS else each.text
            say(words("agreements.plain_line", number=place, state=told, text=shorten(text, TEXT_CELLS)))
        say(words("agreements.plain_choose"))

    def _name(self, person_id: str = "") -> str:
        """Return a person's name; without an id the other's."""
        person = self.household.person(person_id) if person_id else self.household.partner
        return shorten(person.name, NAME_CELLS) if person else "?"

    # One agreement

    def _open(self, agreement_id: str) -> None:
        """Tell how it stands and do what is asked for, until an empty line, or until it is gone."""
        while (found := standing(self.household, agreement_id)) is not None:
            for line in self._told(found):
                say(line)
            say("\n".join(self._choices(found)))
            line = read_patiently(self.words).casefold()
            if self._ends(line):
                return
            try:
                self._do(found, line)
            except InputError as error:
                say(self.words.error(error))
        say(self.words("agreements.gone"))

    def _told(self, found: Standing) -> Iterator[str]:
        words = self.words
        if found.agreement.let_go:
            yield words("agreements.let_go_note")
        elif state_of(self.household, found) is State.DUE:
            yield words("agreements.due")
        if found.in_force is not None:
            yield words(f"agreements.plain_holds{'_alone' if self.household.alone else ''}")
            yield found.in_force.text
        if found.in_force is None or found.seen() != (found.in_force.id,):
            yield from self._newest(found)
            if found.in_force is not None and not self.household.alone:
                yield words("agreements.goes_on")
        when = found.agreement.look_again
        if when is not None and not found.agreement.let_go:
            yield words("agreements.date", day=self._day(when))

    def _newest(self, found: Standing) -> Iterator[str]:
        words = self.words
        if not found.joined:
            yield words("agreements.plain_several")
            for piece in found.pieces:
                for line in piece.lines or (words("agreements.left_out"),):
                    named = (
                        words("agreements.plain_version", name=self._name(piece.of.by), line=line) if piece.of else ""
                    )
                    yield named or line
            return
        head = found.heads[0]
        lines = changed(found, self.household.me.id)
        compared = any(sign != " " for sign, _ in lines)
        yield words("agreements.plain_newer" if compared else "agreements.plain_first", name=self._name(head.by))
        yield from (f"{sign} {line}" if compared else line for sign, line in lines)
        if not self.household.alone:
            for person in self.household.people:
                said = "agreements.plain_agrees" if person.id in head.agreed else "agreements.plain_open"
                yield words(said, name=shorten(person.name, NAME_CELLS))

    def _letters(self, found: Standing) -> Iterator[tuple[str, str]]:
        """Give what can be done now: its letter and its name."""
        if found.agreement.let_go:
            yield "u", "take_up"
            return
        if open_to(found, self.household.me.id) is not None:
            yield "a", "agree"
        if state_of(self.household, found) is State.DUE:
            yield "y", "fits"
        yield "e", "reword"
        yield "d", "look_again"
        yield "g", "let_go"

    def _choices(self, found: Standing) -> Iterator[str]:
        yield self.words("agreements.plain_do")
        for _, name in self._letters(found):
            yield self.words(f"agreements.plain_do_{name}")
        yield self.words("agreements.plain_do_back")

    def _do(self, found: Standing, letter: str) -> None:
        match dict(self._letters(found)).get(letter):
            case "agree":
                self._agree(found)
            case "reword":
                self._write(found.id)
            case "fits" | "look_again":
                self._look_again(found)
            case "let_go":
                let_go(self.household, found)
                say(self.words("agreements.let_go_said"))
            case "take_up":
                let_go(self.household, found, gone=False)
                say(self.words("agreements.taken_up"))
            case _:
                say(self.words("agreements.plain_do"))

    def _agree(self, found: Standing) -> None:
        wording = open_to(found, self.household.me.id)
        if wording is not None:
            agree(self.household, found.id, wording.id)
            say(self.words("agreements.agreed"))

    # Writing

    def _write(self, agreement_id: str) -> None:
        """Keep another wording, or a new agreement; every line is a draft at once."""
        household, words = self.household, self.words
        begun = self._begun(agreement_id)
        if begun is None:
            return
        kept_as, fresh = agreement_id, True
        if agreement_id == NEW:
            kept_as = keep(household, begun.text).id
        else:
            fresh = revise(household, agreement_id, begun.text, begun.seen)
        self.writing = False
        drop_draft(household, agreement_id, since=begun, person=household.me.id)
        said = "agreements.kept_alone" if household.alone else "agreements.kept"
        say(words(said if fresh else "agreements.nothing_new", name=self._name()))
        found = standing(household, kept_as)
        if found is not None and (agreement_id == NEW or state_of(household, found) is State.DUE):
            self._look_again(found)

    def _begun(self, agreement_id: str) -> Draft | None:
        """Return the wording as it was typed, or left before; None when there is to be none."""
        begun = draft(self.household, agreement_id)
        held = kept_draft(self.household, agreement_id, self.household.me.id) is not None
        if held:
            say(self.words("agreements.plain_draft"))
            say(begun.text)
        say(self.words("agreements.plain_draft_on" if held else "agreements.plain_write"))
        first = read_patiently(self.words)
        if first in {"", BACK}:
            return begun if held and not first else None
        if held and first == AWAY:
            drop_draft(self.household, agreement_id, since=begun, person=self.household.me.id)
            return None
        return self._typed(agreement_id, begun, first)

    def _typed(self, agreement_id: str, begun: Draft, first: str) -> Draft:
        typed = self._kept(agreement_id, replace(begun, text=first), begun)
        while line := read_patiently(self.words):
            typed = self._kept(agreement_id, replace(typed, text=f"{typed.text}\n{line}"), typed)
        return typed

    def _kept(self, agreement_id: str, typed: Draft, since: Draft) -> Draft:
        self.writing = True
        return keep_draft(self.household, agreement_id, typed, since=since, person=self.household.me.id)

    # The day

    def _look_again(self, found: Standing) -> None:
        household, words = self.household, self.words
        days = days_ahead(household.today())
        own = "_alone" if household.alone else ""
        say(words(f"agreements.ask_later{own}"))
        choices: list[Later | str] = [*days, NEVER]
        for place, each in enumerate(choices, 1):
            when = days.get(each) if isinstance(each, Later) else None
            told = words(f"agreements.later_{each}", day=self._day(when) if when else "")
            say(words("plain.option", number=place, text=told))
        say(words("agreements.plain_day"))
        line = read_patiently(words)
        if self._ends(line):
            return
        chosen = self._chosen(line, [*days.values(), None])
        look_again(household, found, chosen)
        say(words("agreements.dated" if chosen else "agreements.undated", day=self._day(chosen) if chosen else ""))

    def _chosen(self, line: str, days: list[date | None]) -> date | None:
        if line.isascii() and line.isdigit():
            return days[number(line, 1, len(days)) - 1]
        return day_typed(self.household, line)

    def _day(self, when: date) -> str:
        return f"{day(self.words, when)} {when.year}"
