"""The records of a home as sync sees them: what of them goes to the others, and how what comes from them gets in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from tui.core.changes import REMOVAL, Change
from tui.core.merging import Entry
from tui.core.records import Answer, Opening, Share, Sitting, kind_of
from tui.core.told_records import Released, Sealed
from tui.store.store import Store
from tui.sync.ports import Erased, Unsent
from tui.sync.roster import Circle
from tui.sync.shared import ALWAYS, BY_CHOICE, digest_of, fingerprint, is_the_same_for_both, to_send

SHOWN = "sync_shown"
"""Where it is noted on this machine which records, that need not be for both, the others have been shown."""

SEALING = frozenset({kind_of(Sealed), kind_of(Released), kind_of(Answer)})
"""The kinds of which the seal decides whether they may be changed."""

_OPEN = (Share.TOGETHER, Share.NOW)


class SharedRecords:
    """The records of one home, for one exchange."""

    def __init__(self, store: Store, circle: Circle, admits: Callable[[Change], bool] = lambda _: True) -> None:
        """`circle` says whose machine this is; `admits`, whether the other may change what is sealed so."""
        self._admits = admits
        self._store = store
        self._person = circle.person
        self._hands = frozenset(circle.hands)
        self._may_speak_for_both = any(each.founder for each in circle.members if each.public == circle.key.public)

    @property
    def hand(self) -> str:
        """The name under which changes are written here now."""
        return self._store.hand

    @property
    def sequence(self) -> int:
        """The number that the changes of this machine have reached."""
        return self._store.sequence

    def held(self, kind: str, record: str) -> Mapping[str, object] | None:
        """Return a record as it is here."""
        entry = self._store.entry(kind, record)
        return None if entry is None else entry.document

    def admits(self, change: Change, person: str) -> bool:
        """Whether a change from a machine of `person` leaves what is sealed as it is."""
        return person == self._person or change.kind not in SEALING or self._admits(change)

    def take_in(self, changes: Sequence[Change]) -> int:
        """Take changes in, durably and all or none; return how many said something new."""
        return self._store.hear(changes)

    def erasures(self) -> Mapping[str, Erased]:
        """Return what was erased, by the name of the erasure."""
        return {
            change.operation(REMOVAL).name: Erased(change.kind, change.record, change.by)
            for entry in self._store.entries()
            for change in entry.changes
            if change.gone and change.erases
        }

    def digest(self) -> bytes:
        """Return what is the same where what is shared is the same."""
        return digest_of(sum(fingerprint(entry) for entry in self._store.entries() if _counts(entry)))

    # What goes out

    def unsent(self, hands: frozenset[str], after: int) -> Unsent:
        """Return what is to go out; raises `StoreError`."""
        upto, self._hands = self._store.sequence, hands
        found: list[Change] = []
        touched: set[tuple[str, str]] = set()
        for entry in self._store.entries():
            mine = [each for each in entry.changes if each.sequence > after and each.device in hands]
            if not mine:
                continue
            kind, record = mine[0].kind, mine[0].record
            if kind in ALWAYS:
                found += to_send(entry, hands, after, shared=True, shown=True)
            if kind in BY_CHOICE or kind == kind_of(Opening):
                touched.add((kind, record))
        found += self._by_choice(touched, hands, after)
        return Unsent(sorted(found, key=lambda each: each.sequence), upto)

    def _by_choice(self, touched: set[tuple[str, str]], hands: frozenset[str], after: int) -> Iterator[Change]:
        shown = self._shown()
        fresh: set[str] = set()
        found: list[Change] = []
        for kind, record in sorted({*touched, *self._touched_too(touched)}):
            entry = self._store.entry(kind, record)
            if entry is None or kind not in BY_CHOICE:
                continue
            shared, name = self._is_shared(kind, record), f"{kind} {record}"
            found += to_send(entry, hands, after, shared=shared, shown=name in shown)
            if shared and name not in shown:
                fresh.add(name)
        if fresh:
            self._store.local.change(SHOWN, lambda kept: sorted({*_names(kept), *fresh}))
        yield from found

    def _touched_too(self, touched: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Give what may be shown now because something else was said: by an answer, or by an opening."""
        answer, sitting = kind_of(Answer), kind_of(Sitting)
        for kind, record in touched:
            if kind == answer and (held := self._store.get(Answer, record)) is not None:
                yield sitting, held.sitting
            elif kind == kind_of(Opening) and (opening := self._store.get(Opening, record)) is not None:
                for each in opening.sittings:
                    yield sitting, each
                    yield from ((answer, one.id) for one in self._store.find(Answer, sitting=each))

    def _shown(self) -> frozenset[str]:
        return frozenset(_names(self._store.local.get(SHOWN)))

    def _is_shared(self, kind: str, record: str) -> bool:
        if kind == kind_of(Answer):
            answer = self._store.get(Answer, record)
            return answer is not None and self._answer_is_shared(answer)
        if kind == kind_of(Sitting):
            return any(map(self._tells_of_its_sitting, self._store.find(Answer, sitting=record)))
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
            for opening in self._openings.get(answer.sitting, ())
            for other in opening.sittings
            if other != answer.sitting
            for each in self._store.find(Answer, sitting=other, question=answer.question)
        )

    @cached_property
    def _openings(self) -> Mapping[str, Sequence[Opening]]:
        found: dict[str, list[Opening]] = {}
        for opening in self._store.all(Opening):
            for sitting in opening.sittings:
                found.setdefault(sitting, []).append(opening)
        return found

    def _given_here(self, answer: Answer) -> bool:
        entry = self._store.entry(kind_of(Answer), answer.id)
        return entry is not None and all(each.device in self._hands for each in entry.changes)


def _counts(entry: Entry) -> bool:
    document = entry.document
    return document is not None and is_the_same_for_both(entry.changes[0].kind, document)


def _names(kept: object) -> list[str]:
    return [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []
