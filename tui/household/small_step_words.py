"""Small steps while somebody writes them: kept on this machine alone, for each person apart, until they are steps."""

from collections.abc import Iterable

import msgspec

from tui.checkin.merging import ON_ONE_LINE, merged_text
from tui.checkin.small_steps import FORMS, is_forms
from tui.core.records import IfThen, SmallStep, kind_of
from tui.household.household import Household

NOTHING = IfThen(when="", then="")


class Typed:
    """The words of a step while they are typed: what was left before is there again.

    What another window leaves under the same name stays too, beside what was typed here.
    """

    def __init__(self, household: Household, name: str = "", otherwise: IfThen = NOTHING) -> None:
        """`name` tells what they are to become, empty for a new step; `otherwise` is what it begins with."""
        self._local = household.store.local
        self._key = f"{typed_by(household.me.id)}{name}"
        self._known = _words(self._local.get(self._key))
        self.words = self._known or otherwise
        self._sent = self.words

    def keep(self, words: IfThen) -> None:
        """Keep what is typed now, if it was not kept so; raises `StoreError`."""
        if words == self._sent:
            return
        if words == NOTHING and _words(self._local.get(self._key)) in (None, self._known):
            self._local.delete(self._key)
            self._known = None
        else:
            self._known = _words(self._local.change(self._key, lambda held: self._together(words, held)))
        self._sent = words

    def add(self, words: IfThen) -> None:
        """Keep words beside what was left; raises `StoreError`."""
        self._sent = NOTHING
        self.keep(words)

    def let_go(self) -> None:
        """Let go of what was kept, as it is a step now; what another window left since stays. Raises `StoreError`."""
        if _words(self._local.get(self._key)) == self._sent:
            self._local.delete(self._key)

    def put_back(self) -> None:
        """Keep what was left before, and nothing else; raises `StoreError`."""
        if self.words == NOTHING:
            self._local.delete(self._key)
        else:
            self._local.put(self._key, msgspec.to_builtins(self.words))

    def _together(self, words: IfThen, held: object | None) -> object:
        sent, theirs = self._sent, _words(held) or self._sent
        when, _ = merged_text(sent.when, words.when, theirs.when, ON_ONE_LINE)
        then, _ = merged_text(sent.then, words.then, theirs.then, ON_ONE_LINE)
        return msgspec.to_builtins(IfThen(when=when, then=then))


def half_of(step: SmallStep) -> str:
    """Return the name of a step's smaller form, while it is typed."""
    return f"half/{step.id}"


def words_of(step: SmallStep) -> str:
    """Return the name of a step's other words, while they are typed."""
    return f"words/{step.id}"


def typed_by(person: str) -> str:
    """Return how the keys begin under which a person's half-typed steps are kept; they end with a step's id."""
    return f"small_step/{person}/"


def _words(data: object | None) -> IfThen | None:
    try:
        return msgspec.convert(data, IfThen)
    except msgspec.ValidationError:
        return None


# Taking back

Kept = list[tuple[SmallStep, bool, Typed]]
"""Steps as they were, whether their last change made them smaller, and where their words are kept."""


def before_taking_back(household: Household, changed: Iterable[tuple[str, str]]) -> Kept:
    """Keep the words of steps whose last change is about to be taken back; `changed` are kinds and ids.

    Raises `StoreError`.
    """
    found: Kept = []
    ids = {record_id for kind, record_id in changed if kind == kind_of(SmallStep)}
    steps = (household.get(SmallStep, each) for each in sorted(ids))
    for step in (each for each in steps if each is not None and not is_forms(each)):
        shrunk = step.id + FORMS in ids
        typed = Typed(household, half_of(step) if shrunk else "")
        typed.add(IfThen(when=step.when, then=step.then))
        found.append((step, shrunk, typed))
    return found


def after_taking_back(household: Household, kept: Kept) -> None:
    """Let go of the words that are in a step still; what one was begun or made smaller with stays to go on with."""
    for step, shrunk, typed in kept:
        there = household.get(SmallStep, step.id)
        if there is not None and not (shrunk and there.then != step.then):
            typed.put_back()
