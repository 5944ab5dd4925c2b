"""Opening together: nobody sees the other's answer before giving their own, and both see them in one moment.

"Not answered", "passed" and "kept private" all look the same from outside, and so does "not opened yet". What its
author shares at once is seen at once, and nothing else with it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from tui.core.ids import Ids
from tui.core.records import Activity, Answer, Opening, Record, Share, Sitting, SmallStep
from tui.core.told_records import UNSEEN

K = TypeVar("K")
V = TypeVar("V")

OPEN = frozenset({Share.TOGETHER, Share.NOW})
"""What becomes of the answers that stand side by side when both are there."""


class History:
    """Everything of the check-in, of both people: only the rules of this room may look into it.

    It is told what changed; nothing here costs more for being asked after ten years.
    """

    def __init__(
        self, *, sittings: Iterable[Sitting] = (), answers: Iterable[Answer] = (), openings: Iterable[Opening] = ()
    ) -> None:
        """What is known to begin with, in any order."""
        self._sittings: dict[str, Sitting] = {}
        self._unopened: dict[tuple[str, str], dict[str, Sitting]] = {}
        self._answers: dict[str, dict[str, Answer]] = {}
        self._openings: dict[str, dict[str, Opening]] = {}
        self._of_step: dict[str, set[str]] = {}
        for record in (*sittings, *answers, *openings):
            self.take(None, record)

    def take(self, before: Record | None, after: Record | None) -> None:
        """Take in that a record changed: `before` None when it is new, `after` None when it is gone.

        Of other kinds than sittings, answers and openings it wants to know nothing.
        """
        if before is not None:
            self._drop(before)
        if after is not None:
            self._put(after)

    def of(self, sitting: str) -> Mapping[str, Answer]:
        """Return the answers of one sitting by question."""
        return {answer.question: answer for answer in sorted(self._given_in(sitting), key=_rank)}

    def answer(self, sitting: str, question: str) -> Answer | None:
        """Return the answer to one question of a sitting."""
        return max((each for each in self._given_in(sitting) if each.question == question), key=_rank, default=None)

    def _given_in(self, sitting: str) -> Iterable[Answer]:
        """Give the answers of whoever sat there: what another says in that place is nobody's answer."""
        held, answers = self._sittings.get(sitting), self._answers.get(sitting, {}).values()
        return answers if held is None else [each for each in answers if each.by == held.by]

    def sitting(self, sitting: str) -> Sitting | None:
        """Return the sitting with this id."""
        return self._sittings.get(sitting)

    def unopened(self, step: str, person: str) -> Iterable[Sitting]:
        """Return the sittings of `person` for `step` that have not been opened."""
        return self._unopened.get((step, person), {}).values()

    def openings_of(self, sitting: str) -> Iterable[Opening]:
        """Return the openings in which a sitting was opened."""
        return self._openings.get(sitting, {}).values()

    def opened(self, sitting: str) -> bool:
        """Whether a sitting has been opened."""
        return sitting in self._openings

    def steps_beside(self, exercises: Collection[str]) -> list[str]:
        """Return, sorted, what waits to be opened of these exercises; `daily.d001` is one of `daily`."""
        waiting = {step for step, _ in self._unopened}
        return sorted(step for step in waiting if step.partition(".")[0] in exercises)

    def opened_once(self, step: str) -> bool:
        """Whether a step has ever been opened."""
        return step in self._of_step

    def _put(self, record: Record) -> None:
        match record:
            case Sitting():
                self._sittings[record.id] = record
                self._wait(record.id)
            case Answer():
                self._answers.setdefault(record.sitting, {})[record.id] = record
            case Opening():
                self._of_step.setdefault(record.step, set()).add(record.id)
                for sitting in record.sittings:
                    self._openings.setdefault(sitting, {})[record.id] = record
                    self._wait(sitting)

    def _drop(self, record: Record) -> None:
        match record:
            case Sitting():
                self._sittings.pop(record.id, None)
                _discard(self._unopened, (record.step, record.by), record.id)
            case Answer():
                _discard(self._answers, record.sitting, record.id)
            case Opening():
                self._of_step[record.step].discard(record.id)
                if not self._of_step[record.step]:
                    del self._of_step[record.step]
                for sitting in record.sittings:
                    _discard(self._openings, sitting, record.id)
                    self._wait(sitting)

    def _wait(self, sitting: str) -> None:
        """Have a sitting wait to be opened, if it is there and has not been."""
        held = self._sittings.get(sitting)
        if held is None:
            return
        if self.opened(sitting):
            _discard(self._unopened, (held.step, held.by), sitting)
        else:
            self._unopened.setdefault((held.step, held.by), {})[sitting] = held


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One question and what each of the two answered, in the order of their seats."""

    question: str
    first: Answer
    second: Answer


def waiting(history: History, step: str, person: str) -> Sitting | None:
    """Return the newest sitting of `person` for `step` that has not been opened."""
    return max(history.unopened(step, person), key=_order, default=None)


def openable(history: History, step: str, people: tuple[str, str]) -> tuple[Sitting, Sitting] | None:
    """Return the two sittings that may be opened together now, in the order of `people`, or None.

    There must be something to open: a question that both answered to be opened, or wishes of both. Who passed
    everything has not answered; who answered anything may have wished for something, or not.
    """
    first, second = (waiting(history, step, person) for person in people)
    if first is None or second is None or not something_to_open(history, first, second):
        return None
    return first, second


def something_to_open(history: History, first: Sitting, second: Sitting) -> bool:
    """Whether there is anything in two sittings that both would see."""
    ours, theirs = history.of(first.id), history.of(second.id)
    if not all(any(each.value is not None for each in answers.values()) for answers in (ours, theirs)):
        return False
    return any(_both_open(ours[each], theirs[each]) for each in ours.keys() & theirs.keys())


def open_together(
    history: History, step: str, people: tuple[str, str], *, by: str, now: datetime, ids: Ids
) -> Opening | None:
    """Return the opening of `step` by both, with the wishes that they share; None when it may not be opened."""
    pair = openable(history, step, people)
    return None if pair is None else opened(history, step, pair, by=by, now=now, name=ids.new())


def opened(
    history: History, step: str, pair: tuple[Sitting, Sitting], *, by: str, now: datetime, name: str
) -> Opening:
    """Return the opening of two sittings of a `step`, with the wishes that they share; `name` is its id."""
    first, second = (history.of(sitting.id) for sitting in pair)
    return Opening(
        id=name,
        by=by,
        at=now,
        step=step,
        sittings=(pair[0].id, pair[1].id),
        mutual={question: _mutual(first.get(question), second.get(question)) for question in _wishes(first, second)},
    )


def name_of_opening(pair: Iterable[Sitting]) -> str:
    """Return the id of an opening of two sittings: the same on whichever machine it is made."""
    from hashlib import blake2b

    ids = "\0".join(sorted(each.id for each in pair))
    return blake2b(ids.encode(), digest_size=8, person=b"nearer opening").hexdigest()


def pairs(history: History, opening: Opening) -> tuple[Pair, ...]:
    """Return what an opening shows side by side: every question that both answered to be opened."""
    found = (_pair(history, opening, question) for question in history.of(opening.sittings[0]))
    return tuple(pair for pair in found if pair is not None)


def visible(history: History, record: Record, me: str) -> bool:
    """Whether `me` may see a record: of answers, one's own, what was opened, and what was shared at once."""
    match record:
        case SmallStep() | Activity():
            return record.by == me or record.share is Share.NOW
        case Sitting():
            return record.by == me or history.opened(record.id)
        case Answer():
            sitting = history.sitting(record.sitting)
            if sitting is not None and sitting.by != record.by:
                return False
            mine = sitting is not None and sitting.by == me
            if mine or record.share is Share.NOW:
                return mine or record.value is not None
            shown = (_pair(history, opening, record.question) for opening in history.openings_of(record.sitting))
            return any(pair is not None and record in (pair.first, pair.second) for pair in shown)
        case _:
            return not isinstance(record, UNSEEN)


def _pair(history: History, opening: Opening, question: str) -> Pair | None:
    first, second = (history.answer(sitting, question) for sitting in opening.sittings)
    if first is None or second is None or first.by == second.by or not _shown(first, second):
        return None
    return Pair(question=question, first=first, second=second)


def _order(record: Record) -> tuple[datetime, str]:
    return record.at, record.id


def _rank(answer: Answer) -> tuple[bool, datetime, str]:
    """Return which of several answers to one question leads: the one given there, whatever came beside it."""
    return answer.id == f"{answer.sitting}.{answer.question}", *_order(answer)


def _discard(held: dict[K, dict[str, V]], key: K, record_id: str) -> None:
    inner = held.get(key, {})
    inner.pop(record_id, None)
    if not inner:
        held.pop(key, None)


def _both_open(one: Answer, other: Answer) -> bool:
    wishes = one.share is other.share is Share.MUTUAL
    return wishes or _shown(one, other)


def _shown(one: Answer, other: Answer) -> bool:
    return all(answer.share in OPEN and answer.value is not None for answer in (one, other))


def _wishes(first: Mapping[str, Answer], second: Mapping[str, Answer]) -> list[str]:
    every = (*first.values(), *second.values())
    return sorted({answer.question for answer in every if answer.share is Share.MUTUAL})


def _mutual(one: Answer | None, other: Answer | None) -> tuple[str, ...]:
    chosen = [
        answer.value if answer and answer.share is Share.MUTUAL and isinstance(answer.value, tuple) else ()
        for answer in (one, other)
    ]
    return tuple(item for item in chosen[0] if item in chosen[1])
