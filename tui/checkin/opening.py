"""Opening together: nobody sees the other's answer before giving their own, and both see them in one moment.

"Not answered", "passed" and "kept private" all look the same from outside, and so does "not opened yet".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tui.core.ids import Ids
from tui.core.records import Answer, Opening, Share, Sitting


class History:
    """Everything of the check-in, of both people: only the rules of this room may look into it."""

    def __init__(
        self, *, sittings: Iterable[Sitting], answers: Iterable[Answer], openings: Iterable[Opening]
    ) -> None:
        """Each newest last."""
        self.sittings = tuple(sittings)
        self.openings = tuple(openings)
        self.opened = frozenset(sitting for opening in self.openings for sitting in opening.sittings)
        self._answers: dict[str, dict[str, Answer]] = {}
        for answer in answers:
            self._answers.setdefault(answer.sitting, {})[answer.question] = answer

    def of(self, sitting: str) -> Mapping[str, Answer]:
        """Return the answers of one sitting by question."""
        return self._answers.get(sitting, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One question and what each of the two answered, in the order of their seats."""

    question: str
    first: Answer
    second: Answer


def waiting(history: History, step: str, person: str) -> Sitting | None:
    """Return the newest sitting of `person` for `step` that has not been opened."""
    own = [
        each for each in history.sittings if each.by == person and each.step == step and each.id not in history.opened
    ]
    return max(own, key=lambda sitting: (sitting.at, sitting.id), default=None)


def openable(history: History, step: str, people: tuple[str, str]) -> tuple[Sitting, Sitting] | None:
    """Return the two sittings that may be opened together now, in the order of `people`, or None.

    There must be something to open: a question that both answered to be opened, or wishes of both.
    """
    first, second = (waiting(history, step, person) for person in people)
    if first is None or second is None:
        return None
    ours, theirs = history.of(first.id), history.of(second.id)
    if not any(_both_open(ours[each], theirs[each]) for each in ours.keys() & theirs.keys()):
        return None
    return first, second


def open_together(
    history: History, step: str, people: tuple[str, str], *, by: str, now: datetime, ids: Ids
) -> Opening | None:
    """Return the opening of `step` by both, with the wishes that they share; None when it may not be opened."""
    pair = openable(history, step, people)
    if pair is None:
        return None
    first, second = (history.of(sitting.id) for sitting in pair)
    return Opening(
        id=ids.new(),
        by=by,
        at=now,
        step=step,
        sittings=(pair[0].id, pair[1].id),
        mutual={question: _mutual(first.get(question), second.get(question)) for question in _wishes(first, second)},
    )


def pairs(history: History, opening: Opening) -> tuple[Pair, ...]:
    """Return what an opening shows side by side: every question that both answered to be opened."""
    first, second = (history.of(sitting) for sitting in opening.sittings)
    return tuple(
        Pair(question=question, first=answer, second=second[question])
        for question, answer in first.items()
        if question in second and _shown(answer, second[question])
    )


def visible(history: History, me: str) -> frozenset[str]:
    """Return the ids of all sittings and answers that `me` may see: one's own, and what was opened with them."""
    seen: set[str] = set()
    for sitting in history.sittings:
        if sitting.by == me:
            seen.add(sitting.id)
            seen.update(answer.id for answer in history.of(sitting.id).values())
    for opening in history.openings:
        seen.update(opening.sittings)
        for pair in pairs(history, opening):
            seen.update((pair.first.id, pair.second.id))
    return frozenset(seen)


def _both_open(one: Answer, other: Answer) -> bool:
    wishes = one.share is other.share is Share.MUTUAL
    return wishes or _shown(one, other)


def _shown(one: Answer, other: Answer) -> bool:
    return all(answer.share is Share.TOGETHER and answer.value is not None for answer in (one, other))


def _wishes(first: Mapping[str, Answer], second: Mapping[str, Answer]) -> list[str]:
    every = (*first.values(), *second.values())
    return sorted({answer.question for answer in every if answer.share is Share.MUTUAL})


def _mutual(one: Answer | None, other: Answer | None) -> tuple[str, ...]:
    chosen = [
        answer.value if answer and answer.share is Share.MUTUAL and isinstance(answer.value, tuple) else ()
        for answer in (one, other)
    ]
    return tuple(item for item in chosen[0] if item in chosen[1])
