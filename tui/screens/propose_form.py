"""What stands in the form for a time: its fields as they are kept while somebody is away, and what they mean."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from tui.catalog.dates import clock, day, length
from tui.catalog.heard import time_words
from tui.core.errors import InputError
from tui.core.text import one_line
from tui.household import Household
from tui.household.plans import MOST_AT_ONCE
from tui.planner.occurrences import Occurrence
from tui.planner.plans import LONGEST, SHORTEST
from tui.planner.when import Understood, minutes, understood
from tui.screens.plan_repeats import Often
from tui.screens.plan_words import span_and_far

USUAL = 120
"""How long a time alone is unless something else is said, in minutes."""

USUAL_HOUR = "20:00"

_MISSING = {
    "when_no_hour": "planner.no_hour_yet",
    "when_past": "planner.gone_by",
    "when_other_weekday": "planner.other_weekday",
}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The fields as they stand there. `whens` are the times as typed; `idea` is what was chosen, `text` its words."""

    what: str = ""
    whens: tuple[str, ...] = ()
    how_long: str = ""
    often: Often = Often.ONCE
    rule: str = ""
    protected: bool = False
    idea: str = ""
    text: str = ""

    @property
    def repeats(self) -> bool:
        """Whether it is one time that comes round again."""
        return len(self.whens) == 1 and self.often is not Often.ONCE

    @property
    def chosen(self) -> str:
        """The idea (an id) that it still is, as far as its words tell."""
        mine, words = self.what.casefold().strip(), self.text.casefold()
        return self.idea if mine and words and (words in mine or mine in words) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a time that is typed means, or what is missing, in words, and their `style`; None as far as unclear."""

    text: str
    style: str
    start: datetime | None = None
    minutes: int = 0

    @property
    def end(self) -> datetime | None:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes) if self.start is not None else None


def usual(household: Household) -> Form:
    """Return the form as it is before anything is said."""
    words = household.words
    when = words("planner.default_when", day=words("common.tomorrow"), time=USUAL_HOUR)
    return Form(whens=(when,), how_long=length(words, USUAL))


def of_occurrence(household: Household, occurrence: Occurrence) -> Form:
    """Return the form for moving one of a plan's times."""
    plan = occurrence.plan
    when, how_long = written(household, occurrence.start), length(household.words, plan.minutes)
    return Form(what=plan.what, whens=(when,), how_long=how_long, idea=plan.idea, text=plan.what)


def written(household: Household, moment: datetime) -> str:
    """Return a moment (UTC) as it may be typed."""
    local = household.local(moment)
    return household.words("planner.typed_when", day=day(household.words, local), year=local.year, time=clock(local))


def time_of(household: Household, text: str, exact: datetime | None = None) -> Understood:
    """Return the time that is typed; `exact` is a moment (UTC) that stands for itself where it was not written anew.

    Raises `InputError`.
    """
    if exact is not None and text == written(household, exact):
        return Understood(start=exact)
    return understood(text, household.me.zone, household.now(), time_words(household.words))


def lasts(household: Household, time: Understood, how_long: str) -> int:
    """Return how many minutes it is; what was said together with the time goes first. Raises `InputError`."""
    return time.minutes if time.minutes is not None else minutes(how_long, time_words(household.words))


def meaning(household: Household, text: str, how_long: str, exact: datetime | None = None) -> Meaning:
    """Return what a time means that is typed, or what is missing."""
    words = household.words
    try:
        time = time_of(household, text, exact)
    except InputError as error:
        return Meaning(text=words(_MISSING.get(error.key, "planner.not_understood")), style="$warning")
    try:
        long = lasts(household, time, how_long)
    except InputError:
        long = 0
    if not SHORTEST <= long <= LONGEST:
        return Meaning(text=words("planner.no_length_yet"), style="$warning")
    try:
        when = span_and_far(household, time.start, time.start + timedelta(minutes=long))
    except (OverflowError, ValueError):  # at the end of all calendars
        return Meaning(text=words("planner.not_understood"), style="$warning")
    guessed = f"\n{words('planner.typed_vague')}" if time.vague else ""
    told = words("planner.understood", when=when) + guessed
    return Meaning(text=told, style="$success", start=time.start, minutes=long)


# What is kept on this machine


def kept(household: Household) -> Form | None:
    """Return the form as I left it, None when nothing of it waits."""
    held = household.store.local.get(_key(household))
    if isinstance(held, str):
        return msgspec.structs.replace(usual(household), what=one_line(held))
    try:
        form = msgspec.convert(held, Form)
    except msgspec.ValidationError:
        return None
    return msgspec.structs.replace(form, whens=form.whens[:MOST_AT_ONCE] or usual(household).whens)


def keep(household: Household, form: Form | None) -> None:
    """Keep the form for the next time, or let go of it; raises `StoreError`."""
    local, key = household.store.local, _key(household)
    if form is not None and form != usual(household):
        local.put(key, msgspec.to_builtins(form))
    elif local.get(key) is not None:
        local.delete(key)


def _key(household: Household) -> str:
    return f"plan/{household.me.id}"
