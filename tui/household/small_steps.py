"""My small steps as they are kept: what is tried, what came of others, what the other shows, and words half typed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from msgspec.structs import replace

from tui.checkin.small_steps import (
    Own,
    begin,
    halves,
    has_room,
    is_forms,
    kept,
    owned,
    reworded,
    shrunk,
    taken_up,
)
from tui.checkin.small_steps import tried as two_of
from tui.core.errors import InputError
from tui.core.records import Answer, IfThen, Sitting, SmallStep, SmallStepState
from tui.household.household import Household

STEP = "steps"
"""The step of the check-in in which a small step is thought of."""

PLAN, HALF = "steps.plan", "steps.half"
"""Its questions: the small step, and what it would be if it were half as big."""

Rule = Callable[[Own], Own]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All small steps that a person sees: their own by what has become of them, and what the other shows."""

    tried: tuple[Own, ...]
    resting: tuple[Own, ...]
    habits: tuple[Own, ...]
    theirs: tuple[SmallStep, ...]

    @property
    def mine(self) -> tuple[Own, ...]:
        """My own, those being tried first."""
        return (*self.tried, *self.resting, *self.habits)

    def own(self, step_id: str) -> Own | None:
        """Return the step of mine with this id."""
        return next((each for each in self.mine if each.step.id == step_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A small step that was thought of in the check-in and not taken yet; `step_id` is what it would be called."""

    step_id: str
    words: IfThen


# Looking


def tried(household: Household) -> list[SmallStep]:
    """Return my small steps that are being tried, oldest first: two at most."""
    return two_of(_records(household))


def room(household: Household) -> bool:
    """Whether I may try another one."""
    return has_room(_records(household))


def look(household: Household) -> View:
    """Return all that I see."""
    mine = owned(_records(household))
    shown = [each for each in household.find(SmallStep, by=household.partner.id) if not is_forms(each)]
    habits = [each for each in shown if each.state is SmallStepState.HABIT]
    return View(
        tried=_those(mine, SmallStepState.TRIED),
        resting=_those(mine, SmallStepState.RESTING),
        habits=_those(mine, SmallStepState.HABIT),
        theirs=(*two_of(shown), *habits),
    )


def _those(steps: list[Own], state: SmallStepState) -> tuple[Own, ...]:
    return tuple(each for each in steps if each.step.state is state)


def _records(household: Household) -> list[SmallStep]:
    return household.find(SmallStep, by=household.me.id)


# What was thought of in the check-in


def offer(household: Household) -> Offer | None:
    """Return the small step of my newest sitting, if it was not taken yet."""
    sitting = next(household.newest(Sitting, step=STEP, by=household.me.id), None)
    words = _answer(household, sitting, PLAN)
    if sitting is None or not isinstance(words, IfThen):
        return None
    mine = owned(_records(household))
    known = any(each.step.when == words.when and words.then in each.forms for each in mine)
    found = Offer(step_id=_called(sitting), words=words)
    return None if known or any(each.step.id == found.step_id for each in mine) else found


def _answer(household: Household, sitting: Sitting | None, question: str) -> object:
    found = household.find(Answer, sitting=sitting.id, question=question) if sitting is not None else []
    return found[0].value if found else None


def _called(sitting: Sitting) -> str:
    """Return the id of the step that was thought of in a sitting: always the same, and silent about the sitting."""
    return blake2b(f"{sitting.id} {PLAN}".encode(), digest_size=6).hexdigest()


def smaller(household: Household, own: Own) -> list[str]:
    """Return beginnings of a smaller form of a step, the best first."""
    words, then = household.words, own.step.then.rstrip(" .")
    sittings = household.newest(Sitting, step=STEP, by=household.me.id)
    sitting = next((each for each in sittings if _called(each) == own.step.id), None)
    thought_of = _answer(household, sitting, HALF)
    ways = [words(f"small_steps.half_{way}", then=then) for way in ("minute", "first")]
    return halves(own, thought_of=thought_of if isinstance(thought_of, str) else "", ways=ways)


# Changing


def begin_step(household: Household, words: IfThen, *, offered: Offer | None = None) -> SmallStep:
    """Begin to try a step; `offered` is where its words came from, unless both halves are others now.

    Raises `InputError` when a half is empty or two are being tried already; `StoreError`.
    """
    household.catch_up_quietly()
    mine = _records(household)
    taken = offered is not None and (words.when == offered.words.when or words.then == offered.words.then)
    step_id = offered.step_id if offered is not None and taken else household.ids.new()
    if any(each.id == step_id for each in mine):  # another window took it too
        step_id = household.ids.new()
    step = begin(words.when, words.then, step_id=step_id, by=household.me.id, now=household.now(), mine=mine)
    household.save(step)
    return step


def change(household: Household, shown: SmallStep, rule: Rule) -> Own:
    """Change a step of mine by a rule, as it is now; `shown` is the step as it was seen when that was decided.

    What another window changed meanwhile stays beside it. Raises `InputError` when it is not there any more, or as
    the rule does; `StoreError`.
    """
    household.catch_up_quietly()
    held = {each.id: each for each in _records(household)}
    steps = {each.step.id: each for each in owned(held.values())}
    if shown.id not in steps:
        raise InputError("small_step_gone")
    after = rule(steps.pop(shown.id))
    resting = [each.step for each in steps.values() if each.step.state is not held[each.step.id].state]
    records = [*kept(after), *resting]
    seen = {each.id: held[each.id] for each in records if each.id in held}
    household.save(*records, seen=[*(seen | {shown.id: _as_seen(held[shown.id], shown, records[0])}).values()])
    return after


def _as_seen(held: SmallStep, shown: SmallStep, after: SmallStep) -> SmallStep:
    """Return what is held as its owner saw it, as far as the owner changed it."""
    pairs = [(field, getattr(shown, field), getattr(after, field)) for field in SmallStep.__struct_fields__]
    mine = {field: saw for field, saw, wanted in pairs if wanted not in (saw, getattr(held, field))}
    return replace(held, **mine)


def take_up(household: Household, shown: SmallStep) -> Own:
    """Try a step of mine again; raises `InputError` when two are being tried already, and as `change` does."""
    return change(household, shown, lambda own: taken_up(own, _records(household)))


def shrink(household: Household, shown: SmallStep, then: str) -> Own:
    """Make a step of mine smaller; raises as `change` does."""
    return change(household, shown, lambda own: shrunk(own, then))


def reword(household: Household, shown: SmallStep, words: IfThen) -> Own:
    """Say a step of mine in other words, as far as they are others than shown; raises as `change` does."""

    def rule(own: Own) -> Own:
        when = own.step.when if words.when == shown.when else words.when
        return reworded(own, when, own.step.then if words.then == shown.then else words.then)

    return change(household, shown, rule)
