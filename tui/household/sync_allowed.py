"""What a machine that is not my person's own may say here: nothing that only a changed program would.

It may change what belongs to both. Who the two are, whose words something is, and what I keep for myself, it may not.
"""

from collections.abc import Collection, Mapping
from typing import Final

from tui.core.changes import Change
from tui.core.merging import Entry
from tui.core.records import Activity, Agreement, Answer, Couple, Did, Issue, Person, Share, SmallStep, kind_of
from tui.core.told_records import Released, Sealed
from tui.household.seats import BOTH
from tui.store.store import Store
from tui.sync.believed import OWN
from tui.sync.roster import Circle

_FIXED: Final = {kind_of(Person): ("by", "seat"), kind_of(Couple): ("by", "seed")}
"""What never changes once it is said, of who the two are."""

_WORDS: Final = {
    kind_of(Agreement): frozenset({"text"}),
    kind_of(Issue): frozenset({"happened", "feel", "need"}),
    kind_of(Activity): frozenset(Activity.__struct_fields__),
    kind_of(Did): frozenset(Did.__struct_fields__),
}
"""What of a kind its author alone says; besides, nobody else takes it away or says whose it is."""

_KEPT: Final = frozenset({kind_of(Answer), kind_of(Activity), kind_of(SmallStep)})
"""The kinds that may be for oneself alone."""


def may_say(store: Store, circle: Circle, hands: Collection[str], change: Change, person: str) -> bool:
    """Whether a change from a machine of `person` may be taken in, by what is held here, written by these `hands`.

    No person: the machine bears my person's name, and none of my machines has let it in.
    """
    entry = store.entry(change.kind, change.record)
    held = None if entry is None else entry.document
    both = any(each.founder and each.person == (person or circle.person) for each in circle.members)
    if change.kind in _FIXED:
        return _leaves_the_two(store, change, held, both=both)
    if change.kind == kind_of(Answer) and change.fields.get("share") == Share.MUTUAL:
        return False  # wishes are found out, and never told
    here = _is_from(entry, hands)
    if here and change.kind in _KEPT and _is_kept(store, circle.person, change.record, held):
        return False
    if not person and change.kind in OWN and (here or _is_of_an_answer_from(store, hands, change)):
        return False
    return both or not person or says_its_own(change, held)


def _leaves_the_two(store: Store, change: Change, held: Mapping[str, object] | None, *, both: bool) -> bool:
    """Whether they stay who they are: only where all began may it be said at first, and nobody takes anybody away."""
    if held is None:
        fits = change.kind != kind_of(Person) or len(store.documents(Person)) < BOTH
        return both and fits and not change.gone
    fixed = {each: held[each] for each in _FIXED[change.kind] if each in held}
    return not change.gone and all(change.fields.get(name, value) == value for name, value in fixed.items())


def says_its_own(change: Change, held: Mapping[str, object] | None) -> bool:
    """Whether words that are somebody's own are said, or taken away, by nobody else."""
    words = _WORDS.get(change.kind)
    if words is None:
        return True
    if change.fields.get("by", change.by) != change.by:
        return False
    author = None if held is None else held.get("by")  # may be told in the same file, or in one still on its way
    return author in {None, change.by} or (not change.gone and words.isdisjoint(change.fields))


def _is_kept(store: Store, me: str, record: str, held: Mapping[str, object] | None) -> bool:
    """Whether what was written here is for nobody else (yet): then there is nothing for anybody else to say of it."""
    share = None if held is None else held.get("share", Share.PRIVATE)
    if share == Share.TOGETHER:
        return not any(
            released.by == me
            for sealed in store.find(Sealed, answer=record)
            for released in store.find(Released, sealed=sealed.id)
        )
    return share in {Share.PRIVATE, Share.MUTUAL}


def _is_of_an_answer_from(store: Store, hands: Collection[str], change: Change) -> bool:
    answer = change.fields.get("answer") if change.kind == kind_of(Sealed) else None
    return isinstance(answer, str) and _is_from(store.entry(kind_of(Answer), answer), hands)


def _is_from(entry: Entry | None, hands: Collection[str]) -> bool:
    return entry is not None and any(each.device in hands for each in entry.changes)
