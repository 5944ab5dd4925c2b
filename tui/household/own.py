"""What a person may do with what is there already: take back, erase, and settle what both changed at once."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from tui.checkin.small_steps import FORMS, is_forms
from tui.core.changes import Change
from tui.core.errors import InputError
from tui.core.records import (
    KINDS,
    Activity,
    Agreement,
    Answer,
    Consent,
    Did,
    Issue,
    Opening,
    Plan,
    Record,
    Revision,
    Sitting,
    SlowTalk,
    SmallStep,
    Talk,
    to_document,
)
from tui.core.records import Said as Given
from tui.core.text import one_line, shorten
from tui.core.told_records import Released, Sealed, WishMove
from tui.household import slow, small_step_words, talks_kept
from tui.household.agreements import agreement_of, answered_since
from tui.household.household import Household
from tui.household.issue_words import after_taking_back, before_taking_back, local_keys
from tui.household.sealed_once import ERASED_ANSWERS, noted_answers
from tui.household.wordings import drafts_of

ERASABLE: tuple[type[Record], ...] = (
    Sitting,
    Answer,
    Agreement,
    Revision,
    Consent,
    Issue,
    SmallStep,
    Plan,
    Activity,
    Did,
    Talk,
    SlowTalk,
    Given,
)
"""What can be erased: everything with words of a person's own. Names stay, so that the rest can be opened."""


# Taking back


def take_back(household: Household) -> str:
    """Take back my newest change in this window, by a change; a finished step becomes a draft again.

    What was given in a slow talk is being written again. Returns the kind of what it was (`plan`, `sitting`, ...,
    `agreement_changed` for its day alone). Raises `InputError` when there is none, somebody changed it or added to
    it since, or it was opened since; `StoreError`.
    """
    me, store = household.me.id, household.store
    done = store.last_done(me)
    if not done:
        raise InputError("undo_nothing")
    household.catch_up_quietly()
    finished = [household.get(Sitting, key) for kind, key in done if KINDS.get(kind) is Sitting]
    steps = [sitting.step for sitting in finished if sitting is not None]
    if any(
        each is not None and (household.was_opened(each) or household.stays_as_given(each.id)) for each in finished
    ):
        raise InputError("undo_opened")
    if answered_since(household, done) or slow.added_to(household, done):
        raise InputError("undo_changed_since")
    drafts = [household.draft(step) for step in steps]
    for draft in drafts:
        household.keep_draft(draft)
    words, small = before_taking_back(household, done), small_step_words.before_taking_back(household, done)
    given, sentence = slow.before_taking_back(household, done), talks_kept.before_taking_back(household, done)
    try:
        store.undo(by=me, at=household.now())
    finally:
        after_taking_back(household, words)
        small_step_words.after_taking_back(household, small)
        slow.after_taking_back(household, given)
        talks_kept.after_taking_back(household, done, sentence)
    kinds = {kind for kind, _ in done}
    if kinds == {"agreement"}:  # one that is new comes with its author's word
        return "agreement_changed"
    return "sitting" if "sitting" in kinds else min(kinds - {"consent"} or kinds)


# Erasing


def erasable(household: Household, ids: Sequence[str] | None = None) -> list[Record]:
    """Return all that can be erased of mine, or what has one of these `ids`, with what belongs to it.

    Raises `InputError` when something with such an id is not mine, or not there.
    """
    me = household.me.id
    own = [record for kind in ERASABLE for record in household.find(kind, by=me)]
    if ids is None:
        return own
    there = {record.id for record in own} | {record.talk for record in own if isinstance(record, Given)}
    for each in ids:
        if each not in there:
            raise InputError("forget_unknown", id=shorten(one_line(each), 40))
    chosen = set(ids)
    return [each for each in own if each.id in chosen or _belongs_to(each) & chosen]


def _belongs_to(record: Record) -> set[str]:
    """Return to what else (ids) a record belongs, and goes with."""
    match record:
        case Answer():
            return {record.sitting}
        case Consent():
            return {record.agreement, record.revision}
        case Given():
            return {record.talk}
        case SmallStep():
            return {record.id.removesuffix(FORMS)}
        case Plan():
            return {record.series}
        case _:
            return {agreement_of(record)}


def erase(household: Household, records: Sequence[Record], *, everything: bool = False) -> None:
    """Erase records of mine from every file of the home, with their drafts, all drafts where it is `everything`.

    Raises `StoreError`; then it can be asked for again.
    """
    from tui.household.rhythms import course_keys  # only who erases needs it: home asks this room for disputes

    me, store = household.me.id, household.store
    sittings = {each.id for each in records if isinstance(each, Sitting)}
    openings = [each for each in store.all(Opening) if sittings.intersection(each.sittings) and each.mutual]
    store.save(*(replace(each, mutual={}) for each in openings), by=me, at=household.now(), final=True)
    steps = {each.step for each in records if isinstance(each, Sitting)}
    steps.update(each.id for each in records if isinstance(each, Activity | Issue | SmallStep))
    steps.update(slow.talks_of(household, records))
    prefixes = (f"draft/{me}/", f"writing/{me}/", small_step_words.typed_by(me), slow.typed_by(me))
    drafts = [*(key for each in prefixes for key in store.local.keys(prefix=each)), *local_keys(household, me)]
    if everything:
        _come_back_to_nothing(household)
    others = (f"plan/{me}", f"calendars/{me}", f"hours/{me}", "talk", "talk_topic", "talk_began")
    for key in (*drafts, *course_keys(household), *others) if everything else drafts:
        if everything or key.rpartition("/")[2] in steps:
            store.local.delete(key)
    for key in drafts_of(household, records, everything=everything):
        store.local.delete(key)
    told = _told_of(household, records)
    store.forget(*records, *told, also_in_copies=openings, by=me, at=household.now())
    if any(isinstance(each, Plan) for each in records):
        _forget_notes_of_plans(household)


def _told_of(household: Household, records: Sequence[Record]) -> list[Record]:
    """Return what machines have told one another of answers that are to be erased, and note which they are.

    That such an answer is erased the other machines are to hear; of one that was private they never heard anything.
    """
    store = household.store
    answers = {each.id for each in records if isinstance(each, Answer)}
    sealed = store.among(Sealed, "answer", answers)
    released = store.among(Released, "sealed", {each.id for each in sealed})
    moves = store.among(WishMove, "sitting", {each.id for each in records if isinstance(each, Sitting)})
    if sealed:
        heard = sorted({each.answer for each in sealed})
        store.local.change(ERASED_ANSWERS, lambda kept: sorted({*noted_answers(kept), *heard}))
    return [*sealed, *released, *moves]


def _come_back_to_nothing(household: Household) -> None:
    """Take out of the planner that they come back to a talk that is about to go; raises `StoreError`."""
    from tui.household.talk_at_hand import floor_at_hand

    floor = floor_at_hand(household)
    if floor is not None:
        from tui.household.talks import came_back

        came_back(household, floor)


def _forget_notes_of_plans(household: Household) -> None:
    """Let go of what this machine has noted of plans that are not there any more; raises `StoreError`."""
    from tui.household import at_hand, plans_told, time_alone  # as above

    plans_told.remember(household, plans_told.last_told(household))
    noted = time_alone.noted(household)
    if noted is not None and household.get(Plan, noted.plan) is None and noted.planned:
        household.store.local.delete(at_hand.KEY)


# What both changed


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said, and when: the values of the field, or of all fields that go together, by name."""

    by: str
    at: datetime
    fields: dict[str, object]


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a record for which several values hold; the first of `said` is the one that is shown.

    Fields that go together are one dispute, under the name `together`.
    """

    kind: str
    record: Record
    field: str
    said: tuple[Said, ...]


TOGETHER = "together"
"""The field of a dispute about all fields that go together."""

SHOWN = frozenset(
    {
        ("agreement", "text"),
        ("agreement", "look_again"),
        ("answer", "value"),
        ("couple", "apart"),
        ("issue", "state"),
        ("issue", "happened"),
        ("issue", "feel"),
        ("issue", "need"),
        ("person", "name"),
        ("person", "zone"),
        ("plan", "minutes"),
        ("plan", "start"),
        ("plan", "state"),
        ("plan", "what"),
        ("plan", "repeat"),
        ("small_step", "when"),
        ("small_step", "then"),
        ("small_step", "state"),
        ("talk", "kept"),
        ("talk", "topic"),
    }
)
"""The fields that mean something to people; of the others the newest value holds, and nobody is asked."""


def disputes(household: Household) -> list[Dispute]:
    """Return what was changed by two without having seen each other's, as far as I may see it."""
    found = {}
    for each in household.store.both():
        record = household.get(KINDS[each.kind], each.record) if each.kind in KINDS else None
        if record is not None and (each.kind, each.field) in SHOWN and _is_asked(household, record, each.field):
            bound = record.TOGETHER if each.field in record.TOGETHER else frozenset({each.field})
            field = TOGETHER if len(bound) > 1 else each.field
            said = tuple(_said(change, record, bound) for change in each.changes)
            found[each.kind, each.record, field] = Dispute(kind=each.kind, record=record, field=field, said=said)
    return list(found.values())


def _said(change: Change, record: Record, bound: frozenset[str]) -> Said:
    held = to_document(record)
    fields = {name: change.fields.get(name, held[name]) for name in sorted(bound)}
    return Said(by=change.by, at=change.at, fields=fields)


def _is_asked(household: Household, record: Record, field: str) -> bool:
    """Whether I may choose: where an issue stands is for both to say, its words are its author's.

    A small step is all its owner's, and what was said of it before is for nobody else to see.
    """
    if isinstance(record, SmallStep):
        return record.by == household.me.id and not is_forms(record)
    return not isinstance(record, Issue) or field == "state" or record.by == household.me.id


def settle(household: Household, dispute: Dispute, chosen: Said) -> None:
    """Let one of the values hold; raises `StoreError`."""
    household.store.settle(dispute.kind, dispute.record.id, chosen.fields, by=household.me.id, at=household.now())
