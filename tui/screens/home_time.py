"""What home says of the next time alone: when it is, how far off, and whether something has come into one."""

from datetime import datetime

from textual.content import Content

from tui.catalog.dates import ahead, clock, day
from tui.household import Household
from tui.planner.occurrences import Occurrence
from tui.widgets.text import cut, joined, shown

NAME_CELLS, WHAT_CELLS, OUT_CELLS, WORD_CELLS = 16, 60, 18, 46
"""How wide a name, what is planned, a ritual that fell out, and the word about it may be, in cells."""


def next_time(household: Household, occurrence: Occurrence | None, *, proposed: bool) -> Content:
    """Return the lines about the next time; `proposed`: some time waits for an answer, whosever."""
    words = household.words
    if occurrence is None:
        return shown(words("home.time_proposed" if proposed else "home.no_time"), "$quiet")
    from tui.planner.reminders import near

    mine = household.local(occurrence.start)
    reminder = near((occurrence,), household.now())
    if reminder is None:
        when = words("home.when", day=day(words, mine), time=clock(mine))
        far = words("home.far", far=ahead(words, (mine.date() - household.today()).days))
    else:
        when = clock(mine)
        far = words("home.in_minutes", count=reminder.minutes) if reminder.minutes else words("home.now")
    lines = joined(shown(when + _for_other(household, occurrence.start)), shown(far, "$quiet"))
    return joined(lines, "\n", cut(occurrence.plan.what or words("home.just_us"), WHAT_CELLS, "italic"))


def moment(household: Household) -> tuple[object, ...]:
    """Return what the lines depend on besides the records: when it is another, they are to be written anew."""
    from tui.planner.reminders import near

    now = household.now()
    times = household.times_ahead()
    reminder = near(times, now)
    return (
        household.today(),
        reminder and (reminder.key, reminder.minutes),
        [(each.plan.id, each.start) for each in times],
    )


def word(household: Household) -> Content:
    """Return one line about what has come into the times of the two, empty where nothing has: that, and not what.

    Blocks: reads calendars.
    """
    from tui.household.crowds import crowds

    words, found = household.words, crowds(household)
    if found.times:
        when = day(words, household.local(found.times[0].start))
        return cut(words("home.crowded", day=when), WORD_CELLS, "$warning")
    if found.out:
        what = cut(found.out[0].what or words("home.just_us"), OUT_CELLS).plain
        return cut(words("home.out", what=what), WORD_CELLS, "$warning")
    return Content()


def when_back(household: Household, at: datetime | None) -> str:
    """Return when they come back to a talk, with its day where that is not today; empty where nobody has said."""
    if at is None:
        return ""
    mine = household.local(at)
    time = clock(mine) + _for_other(household, at)
    return time if mine.date() == household.today() else f"{time}, {ahead(household.words, 1)}"


def _for_other(household: Household, start: datetime) -> str:
    mine, theirs = household.local(start), household.local(start, household.partner)
    if theirs.utcoffset() == mine.utcoffset():
        return ""
    name = cut(household.partner.name, NAME_CELLS).plain
    return household.words("home.when_for", time=clock(theirs), name=name)
