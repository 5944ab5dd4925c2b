"""The two people and their records, opened: what screens and commands hold, and all they hold.

Whoever asks here sees what the person at this keyboard (`me`) may see. The other's answers that are not opened
yet, or kept private, do not pass.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from heapq import merge
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from tui.catalog.library import Library
from tui.catalog.schema import Exercise, Question
from tui.checkin.again import OCCASIONS, begins_anew, had_since
from tui.checkin.closeness import levels
from tui.checkin.flow import Draft, finish, revision
from tui.checkin.opening import History, Pair, name_of_opening, openable, opened, pairs, visible, waiting
from tui.checkin.path import StepState, state
from tui.checkin.trend import QUESTIONS, Measure
from tui.core.clock import Clock, SystemClock
from tui.core.errors import InputError, NearerError, StoreError
from tui.core.ids import Ids
from tui.core.records import KINDS, Activity, Answer, Opening, Person, Record, Sitting, SmallStep
from tui.core.told_records import UNSEEN
from tui.household.drafts import Drafts, Kept, between
from tui.household.follower import Follower
from tui.household.seats import Seats
from tui.household.standing import Badge
from tui.household.wishes import as_shown, beyond_ceilings
from tui.planner.occurrences import Occurrence
from tui.store.store import Store

if TYPE_CHECKING:  # only who asks for busy time needs it, or has a machine of their own
    from tui.household.given import Given
    from tui.planner.calendars import Cache
    from tui.store.since import Mark

R = TypeVar("R", bound=Record)

PACKS = "packs"
"""The folder of a home in which packs of one's own are looked for."""

_JUDGED: tuple[type[Record], ...] = (Activity, Sitting, Answer, SmallStep, Opening, *UNSEEN)
"""The kinds of which not everybody sees everything."""


class Household(Seats):
    """The records of two people, seen by one of them."""

    def __init__(self, store: Store, *, library: Library, clock: Clock, ids: Ids) -> None:
        """Use `Household.open`, unless the parts are given."""
        super().__init__(store, library=library, clock=clock, ids=ids)
        self._follower = Follower(store, self._counts)
        self._two_machines: tuple[int, Given | None] = (-1, None)
        self._news = Event()
        self._drafts = Drafts(store.home, store.local)
        self.duties_done: Mark | None = None
        """Up to when all that follows by itself from the records has been done."""
        self.calendars_looked: tuple[object, float] | None = None
        """For what setting, and when (on the steady clock), it was last looked whether calendars say anything new."""
        self.badge: Badge | None = None
        """How this home and its folder stand, as this window knows it; None where it shares none."""

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        name: str = "",
        passphrase: str = "",
        packs: Sequence[Path] = (),
        language: str = "",
        clock: Clock | None = None,
        ids: Ids | None = None,
    ) -> "Household":
        """Open the home, made if it is not there, for the person called `name` (default: the last one here).

        `packs` are folders with packs of their own besides the home's; `language` (BCP 47) is for whoever has not
        chosen one.

        Raises `LockedError` when it needs another `passphrase`, another `StoreError` when it cannot be read,
        `InputError` when nobody here has that name.
        """
        store = Store.open(home, passphrase=passphrase)
        library = Library(places=(home / PACKS, *packs), language=language)
        household = cls(store, library=library, clock=clock or SystemClock(), ids=ids or Ids())
        if not household.founded and store.local.get("circle") is None:
            from tui.store.backups import listed

            if listed(home):
                raise StoreError("home_emptied", path=home)
        household.sit_down(name)
        return household

    def look_after(self) -> Path | None:
        """Do what the home needs from time to time; return the folder that carries it to other machines, once.

        For a thread of its own: saves go on meanwhile. Raises `StoreError`; then nothing is lost.
        """
        from tui.store.synced import carrier_of

        self.store.tidy(now=self.now())
        carrier = carrier_of(self.store.home)
        if carrier is None or self.store.read_only is not None or self.store.local.get("carrier") == str(carrier):
            return None
        self.store.local.put("carrier", str(carrier))
        return carrier

    def close(self) -> None:
        """Let go of the files; a command that changed something looks after the home before."""
        if self.store.changed:
            with suppress(StoreError):
                self.store.tidy(now=self.now())
        self.store.close()

    # Records

    def save(self, *records: Record, seen: Sequence[Record] = (), final: bool = False) -> None:
        """Keep records as I have them now, durably; raises `StoreError` when that is not possible.

        `seen` are the same records as I saw them: where the other changed the same meanwhile, both values are kept.
        What is `final` cannot be taken back.
        """
        self.store.save(*records, by=self._me, at=self.now(), seen=seen, final=final)

    def remove(self, *records: Record) -> None:
        """Take records away, durably; raises `StoreError` when that is not possible."""
        self.store.remove(*records, by=self._me, at=self.now())

    def all(self, kind: type[R]) -> list[R]:
        """Return the records of a kind that I may see, oldest first."""
        return self._seen(self.store.all(kind))

    def find(self, kind: type[R], **fields: object) -> list[R]:
        """Return the records of a kind that I may see and whose fields have these values, oldest first."""
        return self._seen(self.store.find(kind, **fields))

    def newest(self, kind: type[R], **fields: object) -> Iterator[R]:
        """Give those records newest first, each looked at only when it is asked for."""
        for record in reversed(self.store.find(kind, **fields)):
            yield from self._seen([record])

    def close_lately(self, person: Person, most: int) -> tuple[int, ...]:
        """Return a person's newest marks of closeness (1 to 7) that I may see, at most so many, oldest first."""
        questions = (self.newest(Answer, question=each, by=person.id) for each in QUESTIONS[Measure.CLOSE])
        newest = merge(*questions, key=lambda each: (each.at, each.id), reverse=True)
        return levels(islice((each for each in newest if isinstance(each.value, int)), most), person.id)

    def get(self, kind: type[R], record_id: str) -> R | None:
        """Return the record with this id, if it is there and I may see it."""
        record = self.store.get(kind, record_id)
        return next(iter(self._seen([record])), None) if record is not None else None

    def times_ahead(self) -> list[Occurrence]:
        """Return the next time of each plan that is not over, whatever its state, soonest first."""
        return self._follower.times_ahead(self.now())

    @cached_property
    def calendars_read(self) -> "dict[frozenset[str], Cache]":
        """What was read of calendar files, kept while the household is open, by the names of events left out."""
        return {}

    def take_in(self, records: Sequence[Record]) -> int:
        """Keep imported records that are not here yet, durably and in one go; return how many were new.

        What is here already stays as it is: an older export must not undo what was changed since.
        """
        new = [record for record in records if self.store.get(type(record), record.id) is None]
        if new:
            self.store.take_in(*new)
        return len(new)

    def seen_count(self) -> int:
        """Return how many records I may see: the true number would tell whether the other has answered."""
        return sum(len(self.all(kind)) for kind in KINDS.values())

    def catch_up(self) -> bool:
        """Read what another window wrote, of records and of my drafts; tell whether anything changed.

        What it costs to read that much is spent here, so that this can be left to a thread.
        """
        kinds = self.catch_up_quietly()
        for name in kinds & KINDS.keys():
            self.store.get(KINDS[name], "")
        if kinds:
            self.read_ahead()
        changed = self._news.is_set()
        if changed:
            self._news.clear()
        return self._drafts.catch_up(self._me) or changed

    def catch_up_quietly(self) -> frozenset[str]:
        """Read what another window wrote before something is changed; the next `catch_up` tells of it."""
        kinds = self.store.catch_up()
        if kinds:
            self._news.set()
        return kinds

    def read_ahead(self) -> None:
        """Read what the first screen shows; after ten years that takes a while, so it is for a thread."""
        if self.founded:
            self.states()
            self.times_ahead()
            for person in self.people:
                self.close_lately(person, 1)

    def _seen(self, records: list[R]) -> list[R]:
        if not any(isinstance(each, _JUDGED) for each in records[:1]):
            return records
        with self._follower.history() as history:
            found = as_shown(self.store, history, records)
            return [record for record in found if visible(history, record, self._me)]

    # The check-in

    def draft(self, step: str) -> Draft:
        """Return my draft of a step: what I began, or what I answered and may still change, or an empty one."""
        kept, answered = self._drafts.get(step, self._me), self._answered(step, self._me)
        if not kept.begun and answered is not None:
            return answered
        return replace(kept, sitting=answered.sitting if answered else "")

    def _answered(self, step: str, person: str) -> Draft | None:
        with self._follower.history() as history:
            sitting = waiting(history, step, person)
            if sitting is None:
                return None
            answered, today = (self.local(each, self.person(person)).date() for each in (sitting.at, self.now()))
            kind = OCCASIONS.get(step)
            anew = kind is not None and had_since(self.store.all(kind), sitting.at)
            if anew or begins_anew(step, answered, today):
                return None
            return revision(sitting, history.of(sitting.id))

    def answered(self, step: str) -> bool:
        """Return whether I have answered a step that waits to be opened."""
        return self._answered(step, self._me) is not None

    def was_opened(self, sitting: Sitting) -> bool:
        """Return whether a sitting was opened together."""
        with self._follower.history() as history:
            return history.opened(sitting.id)

    def stays_as_given(self, sitting: str) -> bool:
        """Whether my answers of a sitting can neither be changed nor taken back: the other may have them."""
        return self.given is not None and self.given.locked(sitting)

    def drafts(self) -> frozenset[str]:
        """Return the steps of which I have a draft."""
        return self._drafts.steps(self._me)

    def keep_draft(self, draft: Draft, *, since: Draft | None = None, person: str = "") -> Kept:
        """Keep a draft of mine on this machine (of `person`, an id, where the keyboard may have changed hands).

        `since` is the draft as it was last kept or read here: what another window wrote since then stays too, and
        what is returned is kept now. Without it, this draft takes the place of what was kept.
        """
        person = person or self._me
        answered, apart = self._answered(draft.step, person), between(self.catalog.step(draft.step).questions)
        return self._drafts.keep(draft, person, since=since, answered=answered, between=apart)

    def finish(self, draft: Draft, questions: Sequence[str], *, since: Draft | None = None) -> None:
        """Turn a draft into answers, durably; then the draft goes, unless it is no longer as it was in `since`.

        What was answered in another window and has not been opened is changed. Raises `InputError` when the other
        has answered on another machine meanwhile: then mine stays as it was given, until it is opened.
        """
        self.catch_up_quietly()
        answered = self._answered(draft.step, self._me)
        if answered is not None and self.stays_as_given(answered.sitting):
            raise InputError("answers_locked", name=self.partner.name)
        draft = _within_ceilings(self.catalog.step(draft.step), draft)
        draft = replace(draft, sitting=answered.sitting if answered else "")
        sitting, answers = finish(draft, questions, by=self._me, now=self.now(), ids=self.ids)
        lowered = beyond_ceilings(self, self.catalog.step(draft.step), answers)
        self.save(sitting, *answers, *lowered.now, seen=lowered.before)
        self._drafts.done(draft, self._me, since=since)

    @property
    def given(self) -> "Given | None":
        """What both have given, sealed between their machines; None where there is but one machine."""
        if self.store.local.get("circle") is None:
            return None
        if self._two_machines[0] != self.store.revision:
            from tui.household.given import given_between

            self._two_machines = self.store.revision, given_between(self)
        return self._two_machines[1]

    def _counts(self, opening: Opening) -> bool:
        given = self.given
        return given is None or given.counts(opening)

    def _openable(self, history: History, step: str) -> tuple[Sitting, Sitting] | None:
        """Return the two sittings of a step that may be opened together now, by seat; None when none may."""
        both, given = self._both(), self.given
        pair = openable(history, step, both)
        if given is not None:
            pair = given.openable(history, step, pair)
        return pair if pair is None or pair[0].by == both[0] else (pair[1], pair[0])

    def to_open(self) -> tuple[str, ...]:
        """Return the steps that both have answered and may open together now."""
        if not self.founded:
            return ()
        with self._follower.history() as history:
            ids = (*(step.id for step in self.catalog.steps), *history.steps_beside(self.catalog.exercise_ids))
            return tuple(step for step in ids if self._openable(history, step))

    def open_together(self, step: str) -> Opening | None:
        """Open what both answered to a step; None when the other has not, or there is nothing to open."""
        with self._follower.history() as history:
            pair = self._openable(history, step)
            if pair is None:
                return None
            name = self.ids.new() if self.given is None else name_of_opening(pair)
            opening = opened(history, step, pair, by=self._me, now=self.now(), name=name)
        self.save(opening, final=True)
        return opening

    def newest_opening(self, step: str) -> Opening | None:
        """Return the newest opening of a step, None when it has not been opened yet."""
        return next(self.newest(Opening, step=step), None)

    def questions(self, step: str) -> tuple[Question, ...]:
        """Return the questions of a step; none where it came with a pack that is not here any more."""
        try:
            return self.catalog.step(step).questions
        except NearerError:
            return ()

    def pairs(self, opening: Opening) -> tuple[Pair, ...]:
        """Return what an opening shows side by side, in the order of the questions."""
        order = {question.id: place for place, question in enumerate(self.questions(opening.step))}
        with self._follower.history() as history:
            found = pairs(history, opening)
        first = self._both()[0]
        found = tuple(each if each.first.by == first else _turned(each) for each in found)
        return tuple(sorted(found, key=lambda pair: (order.get(pair.question, len(order)), pair.question)))

    def states(self) -> dict[str, StepState]:
        """Return how far each step has come for me."""
        drafts = self.drafts()
        with self._follower.history() as history:
            return {
                step.id: state(history, step.id, self._me, drafted=step.id in drafts) for step in self.catalog.steps
            }

    def _both(self) -> tuple[str, str]:
        first, second = self.people
        return first.id, second.id


def _turned(pair: Pair) -> Pair:
    """Return a pair the other way round: whoever wrote down the opening may have named the sittings so."""
    return Pair(question=pair.question, first=pair.second, second=pair.first)


def _within_ceilings(exercise: Exercise, draft: Draft) -> Draft:
    """Return a draft without the wishes that lie beyond what the person said to be enough."""
    given = {question: answer.value for question, answer in draft.answers.items()}
    for question, chosen in exercise.within(given).items():
        draft = draft.with_answer(question, replace(draft.answers[question], value=chosen or None))
    return draft
