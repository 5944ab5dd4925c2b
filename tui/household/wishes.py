"""My own wishes: which they are, and how to take one back without anybody noticing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from msgspec.structs import replace

from tui.catalog.schema import LEVELS, Exercise, Question, QuestionKind
from tui.checkin import wishes
from tui.checkin.opening import History
from tui.core.records import Answer, Opening, Record, Share, kind_of
from tui.store.store import Store

if TYPE_CHECKING:  # the household itself asks what of an opening is shown
    from tui.household.household import Household

R = TypeVar("R", bound=Record)

STEP = "close"
"""The step that asks for wishes."""

_FIELDS = {"answer": "value", "opening": "mutual"}
"""Where wishes stand, by the kind of record."""


class Changed(NamedTuple):
    """Records as they are to be, and as they were."""

    now: tuple[Record, ...] = ()
    before: tuple[Record, ...] = ()


# What is shown


def as_shown(store: Store, history: History, records: Iterable[R]) -> Iterator[R]:
    """Give the records as they are shown: an opening with only the wishes that both still have."""
    versions: wishes.Versions | None = None
    for record in records:
        if isinstance(record, Opening) and any(record.mutual.values()):
            versions = versions or _versions(store)
            yield cast("R", wishes.as_shown(record, history.answer, versions))
        else:
            yield record


def _versions(store: Store) -> wishes.Versions:
    """Return what gives the versions of wishes that were said without having seen each other."""
    said: dict[tuple[str, str], list[object]] = {}
    for both in store.both():
        if _FIELDS.get(both.kind) == both.field:
            said[both.kind, both.record] = [change.fields[both.field] for change in both.changes]
    return lambda record: said.get((kind_of(record), record.id), ())


# Mine


def question_of(household: "Household", step: str = STEP) -> Question | None:
    """Return the question of a step that asks for wishes, None where there is none."""
    questions = household.catalog.step(step).questions
    return next((each for each in questions if each.kind is QuestionKind.WISHES), None)


def my_wishes(household: "Household", question: Question) -> tuple[str, ...]:
    """Return the wishes (ids) that are on my list, in the order of the question, as far as I still go so far.

    What lies above my ceiling is left out, unless both see it: that has to be there to be taken back.
    """
    chosen = {wish for answer in _mine(household, question.id) for wish in _wished(answer)}
    order = [each.id for each in question.options]
    ceiling, shown = my_ceiling(household, question), shared_wishes(household, question)
    held = (*(each for each in order if each in chosen), *sorted(chosen - set(order)))
    return tuple(each for each in held if question.level(each) <= ceiling or each in shown)


def shared_wishes(household: "Household", question: Question) -> frozenset[str]:
    """Return the wishes that both of us see."""
    openings = household.find(Opening, step=_step(question.id))
    return frozenset(each for opening in openings for each in opening.mutual.get(question.id, ()))


def my_ceiling(household: "Household", question: Question) -> int:
    """Return the level up to which I said that I would go, the highest when I have not said."""
    if not question.ceiling:
        return LEVELS
    exercise = household.catalog.step(_step(question.id))
    said = household.newest(Answer, question=question.ceiling, by=household.me.id)
    newest = next((each.value for each in said if each.value is not None), None)
    return exercise.highest(question, {question.ceiling: newest})


def withdraw(household: "Household", question: str, gone: Collection[str]) -> None:
    """Take wishes of mine back, in one go, from all that I answered and from all that was opened.

    Nobody is told: for the other it is as if they had never been there. Raises `StoreError`; then nothing is changed.
    """
    household.catch_up_quietly()
    changed = _withdrawn(household, question, gone)
    if changed.now:
        household.save(*changed.now, seen=changed.before)
        _settle(household, changed.before, question)
    _take_out_of_draft(household, question, gone)


def beyond_ceilings(household: "Household", exercise: Exercise, given: Sequence[Answer]) -> Changed:
    """Return what of my earlier wishes has to go, as I drew a lower line in the answers `given`."""
    values = {each.question: each.value for each in given}
    now: list[Record] = []
    before: list[Record] = []
    for question in exercise.questions:
        if question.ceiling and values.get(question.ceiling) is not None:
            changed = _above(household, question, exercise.highest(question, values), {each.id for each in given})
            now += changed.now
            before += changed.before
    return Changed(tuple(now), tuple(before))


def _above(household: "Household", question: Question, most: int, but: Collection[str]) -> Changed:
    shown = {wish for opening in _openings(household, question.id) for wish in opening.mutual.get(question.id, ())}
    mine = {wish for answer in _mine(household, question.id) for wish in _wished(answer)}
    gone = {each for each in mine | shown if question.level(each) > most}
    return _withdrawn(household, question.id, gone, but=but)


def _withdrawn(household: "Household", question: str, gone: Collection[str], *, but: Collection[str] = ()) -> Changed:
    """Return the records that hold any of these wishes, without them; answers with the ids `but` are left out."""
    answers = [each for each in _mine(household, question) if each.id not in but and not _free(_wished(each), gone)]
    openings = [each for each in _openings(household, question) if not _free(each.mutual.get(question, ()), gone)]
    return Changed(
        now=(
            *(replace(each, value=wishes.without(_wished(each), gone) or None) for each in answers),
            *(_opening_without(each, question, gone) for each in openings),
        ),
        before=(*answers, *openings),
    )


def _opening_without(opening: Opening, question: str, gone: Collection[str]) -> Opening:
    return replace(opening, mutual={**opening.mutual, question: wishes.without(opening.mutual[question], gone)})


def _settle(household: "Household", before: Sequence[Record], question: str) -> None:
    """Where another window took wishes back in the same moment, let both have their way."""
    held = {(kind_of(each), each.id): each for each in before}
    for both in household.store.both():
        record = held.get((both.kind, both.record))
        if record is None or _FIELDS.get(both.kind) != both.field:
            continue
        sides = [change.fields[both.field] for change in both.changes]
        value = _settled(record, question, sides)
        at, me = household.now(), household.me.id
        household.store.settle(both.kind, both.record, {both.field: value}, by=me, at=at)


def _settled(before: Record, question: str, sides: Sequence[object]) -> object:
    if isinstance(before, Opening):
        tables = [side for side in sides if isinstance(side, dict)]
        lists = [table.get(question, []) for table in tables]
        return {**tables[0], question: list(wishes.settled(before.mutual[question], lists))}
    value = before.value if isinstance(before, Answer) else None
    base = value if isinstance(value, tuple) else ()
    return list(wishes.settled(base, [side if isinstance(side, list) else [] for side in sides])) or None


def _take_out_of_draft(household: "Household", question: str, gone: Collection[str]) -> None:
    step = _step(question)
    if step not in household.drafts():
        return
    draft = household.draft(step)
    held = draft.answers.get(question)
    if held is not None and isinstance(held.value, tuple) and not _free(held.value, gone):
        left = replace(held, value=wishes.without(held.value, gone) or None)
        household.keep_draft(draft.with_answer(question, left), since=draft)


def _mine(household: "Household", question: str) -> list[Answer]:
    return household.store.find(Answer, question=question, by=household.me.id, share=Share.MUTUAL)


def _openings(household: "Household", question: str) -> list[Opening]:
    """Return the openings as they are kept, with what is not shown of them too."""
    return household.store.find(Opening, step=_step(question))


def _wished(answer: Answer) -> tuple[str, ...]:
    return answer.value if isinstance(answer.value, tuple) else ()


def _free(chosen: Sequence[str], gone: Collection[str]) -> bool:
    return not any(each in gone for each in chosen)


def _step(question: str) -> str:
    return question.partition(".")[0]
