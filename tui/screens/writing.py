"""A question that has its time to write in: the time waits where it was while somebody is elsewhere."""

from functools import partial

from textual.widget import Widget

from tui.catalog.schema import Question
from tui.household import Household
from tui.household.rhythms import keep_writing_time, writing_time


def quiet_time(household: Household, step: str, question: Question, *, begun: bool) -> list[Widget]:
    """Return the time for a question of a step, nothing where it has none; `begun`: something is written already.

    Before anything is written it is there whole.
    """
    if question.minutes <= 0:
        return []
    from tui.widgets.quiet_time import QuietTime

    closed = household.store.read_only is not None
    return [
        QuietTime(
            question.minutes,
            household.clock,
            household.words,
            gone=writing_time(household, step, question.id) if begun else 0.0,
            bell=household.store.local.get("bell") is not False,
            keep=None if closed else partial(keep_writing_time, household, household.me.id, step, question.id),
        )
    ]
