"""How a running talk is put into words on its screens."""

from math import ceil, floor
from typing import TYPE_CHECKING

from textual.content import Content

from tui.core.records import Person
from tui.core.text import one_line, shorten
from tui.household import Household
from tui.talk.floor import Floor, Status, Why
from tui.talk.shape import Lines, lines
from tui.widgets.person import NAME_CELLS, SHAPES, STYLES, tag
from tui.widgets.text import cut, joined, shown

if TYPE_CHECKING:
    from tui.catalog.words import Words

MINUTE = 60


def told(household: Household, talk: Floor) -> Lines:
    """Return what the content says of the part that is on; empty lines when the format is no longer there."""
    return lines(household.catalog.talk_formats, talk.format, talk.here)


def time_shown(left: float) -> str:
    """Return seconds as a countdown: `2:14`; below 0 counting up, `+0:05`."""
    seconds = ceil(left) if left > 0 else floor(-left)
    minutes, rest = divmod(seconds, MINUTE)
    return f"{minutes}:{rest:02}" if left > 0 else f"+{minutes}:{rest:02}"


def who(household: Household, talk: Floor) -> Content:
    """Return who has the floor: `◂ ANA ● HAS THE FLOOR`, the arrow on their side; both names in a part for both."""
    first, second = household.people
    if talk.speaker is None:
        between = household.words("talk.both_have_floor", first="\0", second="").partition("\0")[2]
        return joined(tag(first.name, 0), shown(between), tag(second.name, 1))
    person = household.people[talk.speaker]
    style = f"bold {STYLES[person.seat]}"
    name = shorten(one_line(person.name).upper(), 2 * NAME_CELLS)
    text = f"{name} {SHAPES[person.seat]} {household.words('talk.has_floor')}"
    return shown(f"◂ {text}  " if person.seat == 0 else f"  {text} ▸", style)


def where(household: Household, talk: Floor, title: str) -> Content:
    """Return which part this is, and which turn of it."""
    words, number, total = household.words, talk.part + 1, len(talk.parts)
    if title:
        line = words("talk.part", title=cut(title, 40).plain, number=number, total=total)
    else:
        line = words("talk.part_untitled", number=number, total=total)
    if talk.here.turns:
        line += words("talk.turn", number=talk.turn + 1, total=talk.here.turns)
    return shown(line, "$quiet")


def help_lines(household: Household, talk: Floor, told: Lines) -> tuple[Content, Content]:
    """Return one line for who speaks and one for who listens; in a part for both the second is empty."""
    words = household.words
    if talk.speaker is None:
        return shown(told.both or words("talk.both_default")), Content()
    speaker, listener = household.people[talk.speaker], household.people[1 - talk.speaker]
    says = words("talk.speaks", line=told.speaker or words("talk.speaker_default"))
    hears = words("talk.listens", line=told.listener or words("talk.listener_default"))
    return joined(tag(speaker.name, speaker.seat), shown(says)), joined(
        tag(listener.name, listener.seat), shown(hears)
    )


def notice(words: "Words", talk: Floor) -> Content:
    """Return what is to be said of the time: nothing while it runs, a calm word when it is over or stands still."""
    if talk.status is Status.PAUSED:
        return shown(words("talk.gap" if talk.why is Why.GAP else "talk.paused"), "$secondary")
    if talk.over:
        return shown(words("talk.over_both" if talk.speaker is None else "talk.over"), "$quiet")
    return Content()


def name_of(person: Person) -> str:
    """Return a name that fits into a sentence."""
    return cut(person.name, NAME_CELLS).plain
