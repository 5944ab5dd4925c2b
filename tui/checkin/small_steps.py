"""Small steps: at most two tried at a time, half as big when they do not happen, and nothing ever reset or counted.

tried -> at rest | a habit
at rest -> tried | a habit
a habit -> tried | at rest

A step that may be shown to the other says only what it is now. The forms it has had rest in a record of their own,
which is never shared: so nobody learns from any record of a step that it was missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.records import Share, SmallStep, SmallStepState
from tui.core.text import clean, one_line

MOST = 2
"""How many are tried at a time."""

FORMS = ".forms"
"""How the id of the record ends in which the forms of a step rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A small step as its owner has it: the `step`, and every form of it, from the largest; `step.then` is one."""

    step: SmallStep
    forms: tuple[str, ...]

    @property
    def larger(self) -> tuple[str, ...]:
        """The forms that are larger than what it is now, the nearest last."""
        return self.forms[: self.forms.index(self.step.then)]

    @property
    def smaller(self) -> tuple[str, ...]:
        """The forms that are smaller, the nearest first: a step that has grown again had them before."""
        return self.forms[self.forms.index(self.step.then) + 1 :]


# Records


def owned(records: Iterable[SmallStep]) -> list[Own]:
    """Return one person's steps from all of their records, oldest first; of those tried, only two are.

    Two windows may have begun one each at the same moment: then the oldest two are tried, and the third rests.
    """
    there = {each.id: each for each in sorted(records, key=_order)}
    steps = _within(each for each in there.values() if not is_forms(each))
    return [Own(step=each, forms=_forms(each, there.get(each.id + FORMS))) for each in steps]


def is_forms(record: SmallStep) -> bool:
    """Whether a record is no step, but holds the forms of one."""
    return record.id.endswith(FORMS)


def kept(own: Own) -> tuple[SmallStep, ...]:
    """Return what is kept of a step: itself, without a word of what it was, and its forms where there are several."""
    step = replace(own.step, was=())
    if len(own.forms) == 1:
        return (step,)
    *larger, smallest = own.forms
    return step, SmallStep(
        id=step.id + FORMS,
        by=step.by,
        at=step.at,
        when=step.when,
        then=smallest,
        was=tuple(larger),
        state=SmallStepState.RESTING,
        share=Share.PRIVATE,
    )


def tried(steps: Iterable[SmallStep]) -> list[SmallStep]:
    """Return the steps of one person that are being tried, oldest first: two at most."""
    return [each for each in _within(sorted(steps, key=_order)) if each.state is SmallStepState.TRIED]


def _within(steps: Iterable[SmallStep]) -> list[SmallStep]:
    """Let every step rest that would be the third to be tried; `steps` are in their order."""
    found: list[SmallStep] = []
    being_tried = 0
    for each in steps:
        if each.state is SmallStepState.TRIED and not is_forms(each):
            being_tried += 1
        found.append(_at_rest(each) if being_tried > MOST and each.state is SmallStepState.TRIED else each)
    return found


def _forms(step: SmallStep, held: SmallStep | None) -> tuple[str, ...]:
    known = (*step.was, *((*held.was, held.then) if held is not None else ()))
    return tuple(dict.fromkeys(known if step.then in known else (*known, step.then)))


def _order(step: SmallStep) -> tuple[datetime, str]:
    return step.at, step.id


class Act(StrEnum):
    """What can be done with a step of one's own."""

    HAPPENED = "happened"
    MISSED = "missed"
    REHEARSE = "rehearse"
    REST = "rest"
    TAKE_UP = "take_up"
    HABIT = "habit"
    WORDS = "words"
    SHARE = "share"
    HIDE = "hide"
    LARGER = "larger"


_OFFERED = {
    SmallStepState.TRIED: {Act.HAPPENED, Act.MISSED, Act.REST, Act.HABIT, Act.SHARE},
    SmallStepState.RESTING: {Act.TAKE_UP},
    SmallStepState.HABIT: {Act.TAKE_UP, Act.SHARE},
}


def offered(own: Own, *, alone: bool) -> frozenset[Act]:
    """Return what can be done with a step as it stands; whoever is `alone` shares with nobody."""
    acts = {Act.REHEARSE, Act.WORDS, *_OFFERED[own.step.state]}
    if own.larger:
        acts.add(Act.LARGER)
    if own.step.share is Share.NOW:
        acts = {*acts, Act.HIDE} - {Act.SHARE}
    return frozenset(acts - ({Act.SHARE} if alone else set()))


# Beginning


def begin(when: str, then: str, *, step_id: str, by: str, now: datetime, mine: Iterable[SmallStep]) -> SmallStep:
    """Return a new step to try, kept to oneself; `mine` are all that its owner has.

    Raises `InputError` when a half is empty or too long, or two are being tried already.
    """
    when, then = _half(when), _half(then)
    _ask_for_room(mine)
    return SmallStep(id=step_id, by=by, at=now, when=when, then=then)


def has_room(mine: Iterable[SmallStep]) -> bool:
    """Whether another step may be tried."""
    return len(tried(mine)) < MOST


def _ask_for_room(mine: Iterable[SmallStep]) -> None:
    if not has_room(mine):
        raise InputError("small_step_two")


def _half(text: str) -> str:
    text = one_line(clean(text))
    if not text:
        raise InputError("small_step_empty")
    return text


# What becomes of it


def rehearsed(own: Own) -> Own:
    """Return the step once it was gone through in the mind."""
    return _with(own, replace(own.step, rehearsed=True))


def shrunk(own: Own, then: str) -> Own:
    """Return the step in a smaller form; what it was stays among its forms. Raises `InputError` for no words."""
    then = _half(then)
    place = own.forms.index(own.step.then) + 1
    forms = own.forms if then in own.forms else (*own.forms[:place], then, *own.forms[place:])
    return Own(step=replace(own.step, then=then), forms=forms)


def grown(own: Own) -> Own:
    """Return the step in the form that is next larger; what it is now stays among its forms."""
    return _with(own, replace(own.step, then=own.larger[-1])) if own.larger else own


def reworded(own: Own, when: str, then: str) -> Own:
    """Return the step in other words; its other forms stay. Raises `InputError` when a half is empty or too long."""
    when, then = _half(when), _half(then)
    forms = own.forms if then in own.forms else tuple(then if each == own.step.then else each for each in own.forms)
    return Own(step=replace(own.step, when=when, then=then), forms=forms)


def rested(own: Own) -> Own:
    """Return the step at rest, where nobody but its owner sees it."""
    return _with(own, _at_rest(own.step))


def taken_up(own: Own, mine: Iterable[SmallStep]) -> Own:
    """Return the step tried again; raises `InputError` when two of `mine` are being tried already."""
    if own.step.state is not SmallStepState.TRIED:
        _ask_for_room(mine)
    return _with(own, replace(own.step, state=SmallStepState.TRIED))


def habit(own: Own) -> Own:
    """Return the step as what it has become: a habit, which needs no reminding."""
    return _with(own, replace(own.step, state=SmallStepState.HABIT))


def shared(own: Own) -> Own:
    """Return the step shown to the other, as it is now; what rests is shown to nobody."""
    resting = own.step.state is SmallStepState.RESTING
    return _with(own, replace(own.step, share=Share.PRIVATE if resting else Share.NOW))


def hidden(own: Own) -> Own:
    """Return the step kept to oneself."""
    return _with(own, replace(own.step, share=Share.PRIVATE))


def _with(own: Own, step: SmallStep) -> Own:
    return Own(step=step, forms=own.forms)


def _at_rest(step: SmallStep) -> SmallStep:
    return replace(step, state=SmallStepState.RESTING, share=Share.PRIVATE)


# Words


def halves(own: Own, *, thought_of: str, ways: Sequence[str]) -> list[str]:
    """Return beginnings of a smaller form, the best first: what it was when it was smaller, what was thought of.

    Then the words as they are, to be cut, and in each of the `ways`; there is always one.
    """
    return list(dict.fromkeys(filter(None, (*own.smaller, thought_of, own.step.then, *ways))))
