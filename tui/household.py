"""The two people and their records, opened: what screens and commands hold, and all they hold.

Whoever asks here sees what the person at this keyboard (`me`) may see. The other's answers that are not opened
yet, or kept private, do not pass.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from tui.catalog.catalog import Catalog
from tui.catalog.words import Words
from tui.checkin.flow import Draft, finish, from_data, revision, to_data
from tui.checkin.opening import History, Pair, open_together, openable, pairs, visible, waiting
from tui.checkin.path import StepState, state
from tui.core.clock import Clock, SystemClock, local_zone, zone
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import KINDS, Answer, Couple, Opening, Person, Record, Sitting
from tui.core.text import clean, one_line, shorten
from tui.store.store import Store

R = TypeVar("R", bound=Record)

BOTH = 2
"""A household is two people."""


class Household:
    """The records of two people, seen by one of them."""

    def __init__(self, store: Store, *, catalog: Catalog, clock: Clock, ids: Ids) -> None:
        """Use `Household.open`, unless the parts are given."""
        self.store = store
        self.catalog = catalog
        self.clock = clock
        self.ids = ids
        self._me = ""
        self._history: History | None = None
        self._visible: frozenset[str] | None = None

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        name: str = "",
        passphrase: str = "",
        clock: Clock | None = None,
        ids: Ids | None = None,
    ) -> "Household":
        """Open the home, made if it is not there, for the person called `name` (default: the last one here).

        Raises `LockedError` when it needs another `passphrase`, another `StoreError` when it cannot be read,
        `InputError` when nobody here has that name.
        """
        catalog, store = Catalog.open(), Store.open(home, passphrase=passphrase)
        household = cls(store, catalog=catalog, clock=clock or SystemClock(), ids=ids or Ids())
        household.sit_down(name)
        return household

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()

    # Who

    @property
    def people(self) -> tuple[Person, ...]:
        """The two, in the order of their seats; empty before the first start is done."""
        people = sorted(self.store.all(Person), key=lambda person: person.seat)
        return tuple(people[:BOTH]) if len(people) >= BOTH else ()

    @property
    def founded(self) -> bool:
        """Whether the two have said who they are."""
        return bool(self.people)

    @property
    def couple(self) -> Couple:
        """What holds for both; raises `InputError` before the first start is done."""
        couple = self.store.get(Couple, "couple")
        if couple is None:
            raise InputError("no_household", home=self.store.home)
        return couple

    @property
    def me(self) -> Person:
        """The person at this keyboard; raises `InputError` before the first start is done."""
        return self._person(mine=True)

    @property
    def partner(self) -> Person:
        """The other one."""
        return self._person(mine=False)

    def _person(self, *, mine: bool) -> Person:
        for person in self.people:
            if (person.id == self._me) is mine:
                return person
        raise InputError("no_household", home=self.store.home)

    def person(self, person_id: str) -> Person | None:
        """Return the person with this id."""
        return next((person for person in self.people if person.id == person_id), None)

    def sit_down(self, name: str = "") -> None:
        """Make the person called `name` the one at this keyboard; without a name, the last one, or the first.

        Names compare without regard to case. Raises `InputError` when nobody here has that name.
        """
        people = self.people
        if not people:
            return
        if name:
            wanted = one_line(clean(name)).casefold()
            matches = [person for person in people if one_line(person.name).casefold() == wanted]
            if not matches:
                raise InputError(
                    "unknown_person",
                    name=shorten(name, 40),
                    first=shorten(people[0].name, 40),
                    second=shorten(people[1].name, 40),
                )
            self.be(matches[0])
            return
        last = self.store.local.get("me")
        known = [person.id for person in people]
        self._me = str(last) if last in known else known[0]
        self._visible = None

    def be(self, person: Person) -> None:
        """Make `person` the one at this keyboard, and remember it for the next start where that can be saved."""
        self._me = person.id
        self._visible = None
        if self.store.read_only is None and self.store.local.get("me") != person.id:
            self.store.local.put("me", person.id)

    def found(self, names: tuple[str, str], zones: tuple[str, str] | None = None, *, apart: bool = False) -> None:
        """Begin a household of two people; zones are IANA names (default: this machine's for both).

        Raises `InputError` when there is one already, a name is empty, both are the same, or a zone is unknown.
        """
        if self.founded:
            raise InputError("already_founded", home=self.store.home)
        names = _two_names(names)
        zones = zones or (local_zone(), local_zone())
        now = self.now()
        ids = [self.ids.new(), self.ids.new()]
        people = [
            Person(id=each, by=each, at=now, name=name, zone=zone(where).key, seat=seat)
            for seat, (each, name, where) in enumerate(zip(ids, names, zones, strict=True))
        ]
        couple = Couple(id="couple", by=ids[0], at=now, apart=apart, seed=self.ids.new())
        self.store.save(*people, couple, by=ids[0], at=now)
        self.be(people[0])

    def rename(self, names: tuple[str, str], zones: tuple[str, str], *, apart: bool) -> None:
        """Change what was said at the first start; raises `InputError` as `found` does, and changes nothing then."""
        names = _two_names(names)
        people = [
            replace(person, name=name, zone=zone(where).key)
            for person, name, where in zip(self.people, names, zones, strict=True)
        ]
        self.save(*people, replace(self.couple, apart=apart))

    # Words, time

    @property
    def words(self) -> Words:
        """The interface's words, in this person's language."""
        return self.catalog.words

    def now(self) -> datetime:
        """Return the wall time, UTC."""
        return self.clock.now()

    def local(self, moment: datetime, person: Person | None = None) -> datetime:
        """Return `moment` on the clock of `person` (default: me)."""
        return moment.astimezone(zone((person or self.me).zone))

    def today(self) -> date:
        """Return the date on my clock."""
        return self.local(self.now()).date()

    # Records

    def save(self, *records: Record) -> None:
        """Keep records as I have them now, durably; raises `StoreError` when that is not possible."""
        self.store.save(*records, by=self._me, at=self.now())
        self._forget_derived()

    def remove(self, *records: Record) -> None:
        """Take records away, durably; raises `StoreError` when that is not possible."""
        self.store.remove(*records, by=self._me, at=self.now())
        self._forget_derived()

    def all(self, kind: type[R]) -> list[R]:
        """Return the records of a kind that I may see, oldest first."""
        records = self.store.all(kind)
        if issubclass(kind, Sitting | Answer):
            seen = self._seen()
            return [record for record in records if record.id in seen]
        return records

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record with this id, if it is there and I may see it."""
        record = self.store.get(kind, record_id)
        hidden = record is not None and isinstance(record, Sitting | Answer) and record.id not in self._seen()
        return None if hidden else record

    def take_in(self, records: Sequence[Record]) -> int:
        """Keep imported records that are not here yet, durably and in one go; return how many were new.

        What is here already stays as it is: an older export must not undo what was changed since.
        """
        new = [record for record in records if self.store.get(type(record), record.id) is None]
        if new:
            self.store.take_in(*new)
            self._forget_derived()
        return len(new)

    def seen_count(self) -> int:
        """Return how many records I may see: the true number would tell whether the other has answered."""
        return sum(len(self.all(kind)) for kind in KINDS.values())

    def catch_up(self) -> bool:
        """Read what another window wrote; tell whether anything changed."""
        changed = bool(self.store.catch_up())
        if changed:
            self._forget_derived()
        return changed

    def read_ahead(self) -> None:
        """Read what the first screen shows; after ten years that takes a while, so it is for a thread."""
        if self.founded:
            self._seen()

    def _forget_derived(self) -> None:
        self._history = None
        self._visible = None

    def _everything(self) -> History:
        if self._history is None:
            self._history = History(
                sittings=self.store.all(Sitting),
                answers=self.store.all(Answer),
                openings=self.store.all(Opening),
            )
        return self._history

    def _seen(self) -> frozenset[str]:
        if self._visible is None:
            self._visible = visible(self._everything(), self._me)
        return self._visible

    # The check-in

    def draft(self, step: str) -> Draft:
        """Return my draft of a step: what I began, or what I answered and may still change, or an empty one."""
        kept = from_data(step, self.store.local.get(self._draft_key(step)))
        answered = waiting(self._everything(), step, self._me)
        if kept.sitting and (answered is None or answered.id != kept.sitting):
            kept = replace(kept, sitting="")  # it was opened meanwhile: what was shown stays as it was shown
        if kept.begun or answered is None:
            return kept
        return revision(answered, self._everything().of(answered.id))

    def answered(self, step: str) -> bool:
        """Return whether I have answered a step that waits to be opened."""
        return waiting(self._everything(), step, self._me) is not None

    def drafts(self) -> frozenset[str]:
        """Return the steps of which I have a draft."""
        prefix = self._draft_key("")
        return frozenset(key.removeprefix(prefix) for key in self.store.local.keys(prefix))

    def keep_draft(self, draft: Draft, *, person: str = "") -> None:
        """Keep a draft of mine on this machine (of `person`, an id, where the keyboard may have changed hands)."""
        self.store.local.put(self._draft_key(draft.step, person), to_data(draft))

    def drop_draft(self, step: str) -> None:
        """Let go of my draft of a step."""
        self.store.local.delete(self._draft_key(step))

    def finish(self, draft: Draft, questions: Sequence[str]) -> None:
        """Turn a draft into answers, durably; then the draft goes."""
        if draft.sitting in self._everything().opened:
            draft = replace(draft, sitting="")
        sitting, answers = finish(draft, questions, by=self._me, now=self.now(), ids=self.ids)
        self.save(sitting, *answers)
        self.drop_draft(draft.step)

    def to_open(self) -> tuple[str, ...]:
        """Return the steps that both have answered and may open together now."""
        if not self.founded:
            return ()
        history, both = self._everything(), self._both()
        return tuple(step.id for step in self.catalog.steps if openable(history, step.id, both))

    def open_together(self, step: str) -> Opening | None:
        """Open what both answered to a step; None when the other has not, or there is nothing to open."""
        opening = open_together(self._everything(), step, self._both(), by=self._me, now=self.now(), ids=self.ids)
        if opening is not None:
            self.save(opening)
        return opening

    def newest_opening(self, step: str) -> Opening | None:
        """Return the newest opening of a step, None when it has not been opened yet."""
        return next((each for each in reversed(self.store.all(Opening)) if each.step == step), None)

    def pairs(self, opening: Opening) -> tuple[Pair, ...]:
        """Return what an opening shows side by side, in the order of the questions."""
        order = {question.id: place for place, question in enumerate(self.catalog.step(opening.step).questions)}
        found = pairs(self._everything(), opening)
        return tuple(sorted(found, key=lambda pair: (order.get(pair.question, len(order)), pair.question)))

    def states(self) -> dict[str, StepState]:
        """Return how far each step has come for me."""
        history, drafts = self._everything(), self.drafts()
        return {step.id: state(history, step.id, self._me, drafted=step.id in drafts) for step in self.catalog.steps}

    def _both(self) -> tuple[str, str]:
        first, second = self.people
        return first.id, second.id

    def _draft_key(self, step: str, person: str = "") -> str:
        return f"draft/{person or self._me}/{step}"


def _two_names(names: tuple[str, str]) -> tuple[str, str]:
    first, second = one_line(clean(names[0])), one_line(clean(names[1]))
    if not (first and second):
        raise InputError("name_empty")
    if first.casefold() == second.casefold():
        raise InputError("names_equal", name=shorten(first, 40))
    return first, second
