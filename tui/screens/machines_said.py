"""How this home and its folder stand, in sentences."""

from collections.abc import Iterator

from tui.catalog.dates import clock, day
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.standing import Badge
from tui.household.syncing import Stands, stands
from tui.widgets.text import cut

NAME_CELLS = 24


def how_it_stands(household: Household) -> list[str]:
    """Return the sentences, the first of which is enough for a row; none where this machine takes part in nothing.

    Blocks: reads what was noted.
    """
    now = stands(household)
    return [] if now is None else list(_sentences(household, now))


def _sentences(household: Household, now: Stands) -> Iterator[str]:
    words = household.words
    yield _first(household, now)
    if now.read is not None and household.founded:
        read = household.local(now.read)
        if read.date() == household.today():
            yield words("two_machines.read", time=clock(read))
        else:
            yield words("two_machines.read_on", day=day(words, read), time=clock(read))
    if now.refused:
        yield words("two_machines.refused", count=len(now.refused))
    for each in now.as_me:
        yield words("two_machines.as_me", name=cut(each, NAME_CELLS).plain)


def _first(household: Household, now: Stands) -> str:
    words, badge = household.words, household.badge
    if now.error:
        return words.error(NearerError(now.error, **now.values))
    if not now.taking_part:
        return words("two_machines.taken_out")
    if now.alone:
        return words("two_machines.alone")
    if badge is Badge.NOT_REACHED:
        return words("two_machines.not_for_now")
    waiting = [person for person in map(household.person, now.waiting) if person is not None]
    if waiting:
        return words("two_machines.waiting", name=cut(waiting[0].name, NAME_CELLS).plain)
    if badge is None:
        return words("two_machines.not_read_yet")
    return words(f"two_machines.{badge}")
