"""Who the two are, which of them is at this keyboard, and how they are spoken to."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec.structs import replace

from tui.catalog.catalog import Catalog
from tui.catalog.library import Library
from tui.catalog.schema import Question
from tui.catalog.words import Words
from tui.core.clock import Clock, local_zone, zone
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Circumstance, Couple, Person
from tui.household.names import called, two_names
from tui.store.store import Store

BOTH = 2
"""A household is two people."""


class Seats:
    """Two people and a keyboard: what a household is before anything was said in it."""

    def __init__(self, store: Store, *, library: Library, clock: Clock, ids: Ids) -> None:
        """Nobody is at the keyboard yet."""
        self.store = store
        self.library = library
        self.clock = clock
        self.ids = ids
        self._me = ""

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
    def seated(self) -> bool:
        """Whether it is known who is at this keyboard."""
        return bool(self._me) and self.person(self._me) is not None

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
            self.be(called(name, people))
            return
        last = self.store.local.get("me")
        known = [person.id for person in people]
        self._me = str(last) if last in known else known[0]

    def be(self, person: Person) -> None:
        """Make `person` the one at this keyboard, and remember it for the next start where that can be saved."""
        self._me = person.id
        if self.store.read_only is None and self.store.local.get("me") != person.id:
            self.store.local.put("me", person.id)
        self.store.remember_home()

    def found(
        self,
        names: tuple[str, str],
        zones: tuple[str, str] | None = None,
        *,
        apart: bool = False,
        children: bool = False,
        new: bool = False,
    ) -> None:
        """Begin a household of two people; zones are IANA names (default: this machine's for both).

        Raises `InputError` when there is one already, a name is empty, both are the same, or a zone is unknown.
        """
        if self.founded:
            raise InputError("already_founded", home=self.store.home)
        names = two_names(names)
        zones = zones or (local_zone(), local_zone())
        now = self.now()
        ids = [self.ids.new(), self.ids.new()]
        people = [
            Person(id=each, by=each, at=now, name=name, zone=zone(where).key, seat=seat)
            for seat, (each, name, where) in enumerate(zip(ids, names, zones, strict=True))
        ]
        couple = Couple(id="couple", by=ids[0], at=now, apart=apart, children=children, new=new, seed=self.ids.new())
        self.store.save(*people, couple, by=ids[0], at=now, final=True)
        self.be(people[0])

    def rename(
        self,
        names: tuple[str, str],
        zones: tuple[str, str],
        *,
        apart: bool,
        children: bool = False,
        new: bool = False,
        people: Sequence[Person] = (),
        couple: Couple | None = None,
    ) -> None:
        """Change what was said at the first start; `people` and `couple` are that as it was seen, if not as it is.

        Raises `InputError` as `found` does, and changes nothing then.
        """
        names, people, couple = two_names(names), people or self.people, couple or self.couple
        renamed = [
            replace(person, name=name, zone=zone(where).key)
            for person, name, where in zip(people, names, zones, strict=True)
        ]
        lives = replace(couple, apart=apart, children=children, new=new)
        self.store.save(*renamed, lives, by=self._me, at=self.now(), seen=(*people, couple))

    # Words, time

    @property
    def catalog(self) -> Catalog:
        """All that the app says, in this person's language."""
        return self.library.catalog(self.language)

    @property
    def language(self) -> str:
        """The language of the person at this keyboard (BCP 47)."""
        chosen = self.store.local.get(f"language/{self._me}") if self._me else None
        return chosen if isinstance(chosen, str) else self.library.language

    def speak(self, language: str) -> None:
        """Speak another language to the person at this keyboard from now on; raises `StoreError`."""
        self.store.local.put(f"language/{self._me}", language)

    @property
    def alone(self) -> bool:
        """Whether the person at this keyboard does all this by themselves for now; the other is never told."""
        return self.store.local.get(f"alone/{self._me}") is True

    def be_alone(self, *, alone: bool) -> None:
        """Note whether I do all this by myself for now, on this machine; raises `StoreError`."""
        self.store.local.put(f"alone/{self._me}", alone)

    @property
    def life(self) -> frozenset[Circumstance]:
        """How the two live, for what they are asked."""
        return self.couple.circumstances

    def asked(self, question: Question) -> str:
        """Return a question as the person at this keyboard is asked it."""
        return question.asked(self.life, alone=self.alone)

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
