"""The records of a home as sync sees them: what of them goes to the others, and how what comes from them gets in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import cast

from tui.core.changes import REMOVAL, Change
from tui.core.merging import Entry
from tui.core.records import Answer, Opening, Share, Sitting, kind_of
from tui.core.told_records import Released, Sealed
from tui.household.sealed_once import ERASED_ANSWERS, noted_answers
from tui.household.sync_allowed import may_say, says_its_own
from tui.household.sync_noted import Noted, Sum, understood, written
from tui.store.since import Since
from tui.store.store import Store
from tui.sync.ports import Erased, Told, Unsent
from tui.sync.roster import Circle
from tui.sync.shared import ALWAYS, BY_CHOICE, digest_of, to_send

SEALING = frozenset({kind_of(Sealed), kind_of(Released), kind_of(Answer)})
"""The kinds of which the seal decides whether they may be changed."""

_OPEN = (Share.TOGETHER, Share.NOW)


class SharedRecords:
    """The records of one home, for one exchange."""

    def __init__(self, store: Store, circle: Circle, admits: Callable[[Change], bool] = lambda _: True) -> None:
        """`circle` says whose machine this is; `admits`, whether the other may change what is sealed so."""
        self._admits = admits
        self._store = store
        self._sum = Sum(store, None)
        self._noted: Noted | None = None
        self._since: Since | None = None
        self._told: Told = lambda _kind, _record: True
        self._begun = 0
        self._answers: dict[str, list[Answer]] = {}
        self._circle = circle
        self._person = circle.person
        self._hands = frozenset((*circle.hands, store.hand))
        self._may_speak_for_both = any(each.founder for each in circle.members if each.public == circle.key.public)

    @property
    def hand(self) -> str:
        """The name under which changes are written here now."""
        return self._store.hand

    def hands(self, person: str) -> frozenset[str]:
        """Return all names under which changes by a person alone were written, of those that are here."""
        written = {(change.device, change.by) for entry in self._store.entries() for change in entry.changes}
        others = {hand for hand, by in written if by != person}
        return frozenset(hand for hand, _ in written if hand) - others

    @property
    def sequence(self) -> int:
        """The number that the changes of this machine have reached."""
        return self._store.sequence

    def held(self, kind: str, record: str) -> Mapping[str, object] | None:
        """Return a record as it is here."""
        entry = self._store.entry(kind, record)
        return None if entry is None else entry.document

    def admits(self, change: Change, person: str) -> bool:
        """Whether a change from a machine of `person` leaves what is sealed as it is, and shows nothing from here."""
        if person == self._person:
            return True
        if not may_say(self._store, self._circle, self._hands, change, person):
            return False
        if not person and "share" not in change.fields:
            return True
        return not self._would_show(change) and (change.kind not in SEALING or self._admits(change))

    def _would_show(self, change: Change) -> bool:
        """Whether a change says of what was written here that it is for both, or is to be sealed, and that is new."""
        wanted = change.fields.get("share", Share.PRIVATE)
        entry = self._store.entry(change.kind, change.record) if wanted != Share.PRIVATE else None
        if entry is None or not any(each.device in self._hands for each in entry.changes):
            return False
        return (entry.document or {}).get("share") != wanted

    def take_in(self, changes: Sequence[Change]) -> int:
        """Take changes in, durably and all or none; return how many said something new."""
        return self._store.hear(changes)

    def erasures(self) -> Mapping[str, Erased]:
        """Return what was erased, by the name of the erasure."""
        return {
            change.operation(REMOVAL).name: Erased(change.kind, change.record, change.by)
            for entry in self._entries()
            for change in entry.changes
            if change.gone and change.erases
        }

    def digest(self) -> bytes:
        """Return what is the same where what is shared is the same."""
        self._sum.look()
        return digest_of(self._sum.value)

    # What goes out

    def begin(self, noted: bytes, told: Told) -> None:
        """Begin to send: all that follows is of this moment; raises `StoreError`."""
        self._noted, self._told = understood(noted), told
        self._sum = Sum(self._store, self._noted)
        self._since = self._sum.look()
        self._begun = self._sum.value

    def noted(self, after: int, again: Sequence[tuple[str, str]]) -> bytes:
        """Return what is to be remembered of the moment when this was begun."""
        if self._since is None:
            return b""
        return written(self._since, self._begun, hands=self._hands, after=after, again=tuple(again))

    def _entries(self) -> list[Entry]:
        """Return what may say something new."""
        return self._store.entries() if self._since is None else self._since.entries

    def _entries_of(self, hands: frozenset[str], after: int) -> list[Entry]:
        """Return what may say something of these hands with a number above `after`."""
        noted, since = self._noted, self._since
        if since is None or noted is None or noted.hands != hands or noted.after > after:
            return self._store.entries()
        again = (self._store.entry(*name) for name in noted.again)
        return [*since.entries, *(each for each in again if each is not None and each not in since.entries)]

    def unsent(self, hands: frozenset[str], after: int) -> Unsent:
        """Return what is to go out; raises `StoreError`."""
        upto, self._hands = self._store.sequence if self._since is None else self._since.sequence, hands
        found: list[Change] = []
        touched: set[tuple[str, str]] = set()
        for entry in self._entries_of(hands, after):
            mine = [each for each in entry.changes if each.sequence > after and each.device in hands]
            if not mine:
                continue
            kind, record = mine[0].kind, mine[0].record
            if kind in ALWAYS:
                found += to_send(entry, hands, after, shared=True, shown=True)
            if kind in BY_CHOICE or kind == kind_of(Opening):
                touched.add((kind, record))
        found += self._by_choice(touched, hands, after)
        if not self._may_speak_for_both:  # one change that the others refuse would keep a whole file from them
            found = [each for each in found if says_its_own(each, self.held(each.kind, each.record))]
        return Unsent(sorted(found, key=lambda each: each.sequence), upto)

    def _by_choice(self, touched: set[tuple[str, str]], hands: frozenset[str], after: int) -> Iterator[Change]:
        for kind, record in sorted({*touched, *self._touched_too(touched)}):
            entry = self._store.entry(kind, record)
            if entry is None or kind not in BY_CHOICE:
                continue
            shown = (_is_old(entry, after) and self._told(kind, record)) or record in self._erased
            shared = self._is_shared(kind, record) or (shown and self._was_passed(kind, record))
            yield from to_send(entry, hands, after, shared=shared, shown=shown)

    @cached_property
    def _erased(self) -> frozenset[str]:
        """The answers that were sealed once, and are erased."""
        return frozenset(noted_answers(self._store.local.get(ERASED_ANSWERS)))

    def _was_passed(self, kind: str, record: str) -> bool:
        """Whether an answer that was shown at once has been passed since: the other hears that it is gone."""
        answer = self._store.get(Answer, record) if kind == kind_of(Answer) else None
        return answer is not None and answer.share is Share.NOW and answer.value is None

    def _touched_too(self, touched: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Give what may be shown now because something else was said: by an answer, or by an opening.

        The answers of all sittings concerned are read in one go.
        """
        answer, sitting = kind_of(Answer), kind_of(Sitting)
        by_kind: dict[str, set[str]] = {}
        for kind, record in touched:
            by_kind.setdefault(kind, set()).add(record)
        openings = self._store.among(Opening, "id", by_kind.get(kind_of(Opening), set()))
        opened = {each for opening in openings for each in opening.sittings}
        given = {each.sitting for each in self._store.among(Answer, "id", by_kind.get(answer, set()))}
        self._answers.clear()
        for each in self._store.among(Answer, "sitting", {*opened, *given, *by_kind.get(sitting, ())}):
            self._answers.setdefault(each.sitting, []).append(each)
        yield from ((sitting, each) for each in opened | given)
        yield from ((answer, one.id) for each in opened for one in self._answers.get(each, ()))

    def _is_shared(self, kind: str, record: str) -> bool:
        if kind == kind_of(Answer):
            answer = self._store.get(Answer, record)
            return answer is not None and self._answer_is_shared(answer)
        if kind == kind_of(Sitting):
            return any(map(self._tells_of_its_sitting, self._answers.get(record, ())))
        held = self.held(kind, record)
        return held is not None and held.get("share") == Share.NOW

    def _tells_of_its_sitting(self, answer: Answer) -> bool:
        mine = answer.by == self._person and answer.value is not None
        return (mine and answer.share is not Share.PRIVATE) or self._answer_is_shared(answer)

    def _answer_is_shared(self, answer: Answer) -> bool:
        """Whether an answer goes out as it is: shown at once, or opened on this machine, where both had given it."""
        if answer.value is None:
            return False
        if answer.share is Share.NOW:
            return True
        return answer.share is Share.TOGETHER and self._may_speak_for_both and self._was_opened_here(answer)

    def _was_opened_here(self, answer: Answer) -> bool:
        if not self._given_here(answer):
            return False
        return any(
            each.share in _OPEN and each.value is not None and self._given_here(each)
            for other in self._opened_with.get(answer.sitting, ())
            for each in self._store.find(Answer, sitting=other, question=answer.question)
        )

    @cached_property
    def _opened_with(self) -> Mapping[str, Sequence[str]]:
        """By sitting those that were opened together with it on this machine: the other may claim anything."""
        found: dict[str, list[str]] = {}
        for key, opening in self._store.documents(Opening).items():
            entry = self._store.entry(kind_of(Opening), key)
            if entry is None or any(each.device not in self._hands for each in entry.changes):
                continue
            sittings = [str(each) for each in cast("list[str]", opening.get("sittings", ()))]
            for each in sittings:
                found.setdefault(each, []).extend(other for other in sittings if other != each)
        return found

    def _given_here(self, answer: Answer) -> bool:
        entry = self._store.entry(kind_of(Answer), answer.id)
        return entry is not None and all(each.device in self._hands for each in entry.changes)


def _is_old(entry: Entry, after: int) -> bool:
    """Whether some of a record may have been told before."""
    return bool(entry.past) or any(each.sequence <= after or each.replaces or each.gone for each in entry.changes)
