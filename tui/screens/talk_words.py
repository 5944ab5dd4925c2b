"""How a running talk is put into words on its screens."""

from math import ceil, floor
from typing import TYPE_CHECKING

from textual.content import Content

from tui.catalog.dates import length
from tui.core.records import Person
from tui.core.text import one_line, shorten
from tui.household import Household
from tui.talk.floor import Floor, Stage, Status, Why
from tui.talk.moves import Move
from tui.talk.shape import Lines, lines
from tui.talk.sides import KEYS, LETTERS, Slot, side
from tui.widgets.commands import key_name
from tui.widgets.person import NAME_CELLS, SHAPES, STYLES, tag
from tui.widgets.sides import Offer, SideView
from tui.widgets.text import cut, joined, shown

if TYPE_CHECKING:
    from tui.catalog.words import Words

MINUTE = 60

_DOES = {
    Stage.SPEAKING: ("speaks", "listens"),
    Stage.BACK: ("hears_back", "says_back"),
    Stage.AGAIN: ("hears_again", "says_again"),
    Stage.ASKED: ("looks_for_more", "asks_more"),
}
"""What the speaker does in each stage of a turn, and what the listener does."""


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
    return shown(f"◂ {text}" if person.seat == 0 else f"{text} ▸", style)


def where(household: Household, talk: Floor, title: str) -> Content:
    """Return which part this is, and which turn of it."""
    words, number, total = household.words, talk.part + 1, len(talk.parts)
    if title:
        line = words("talk.part", title=cut(title, 30).plain, number=number, total=total)
    else:
        line = words("talk.part_untitled", number=number, total=total)
    if talk.here.turns:
        line += words("talk.turn", number=talk.turn + 1, total=talk.here.turns)
    return shown(line, "$quiet")


def question(talk: Floor, told: Lines) -> str:
    """Return what is asked in this round; empty where nothing is."""
    return one_line(told.questions[talk.round]) if talk.round < len(told.questions) else ""


def view(household: Household, talk: Floor, told: Lines, seat: int, *, here: int | None) -> SideView:
    """Return what the side of the person at `seat` shows; `here` is who sits at this window, None for both."""
    words, does = household.words, doing(talk, seat)
    return SideView(
        person=household.people[seat].name,
        does=words(f"talk.{does}") if does else "",
        line=line_for(words, talk, told, seat),
        rule=talk.rules[seat],
        talks=talk.voice == seat,
        offers=offers(words, talk, seat, own=here is not None) if here in {None, seat} else (),
    )


def doing(talk: Floor, seat: int) -> str:
    """Return the key of the word for what the person at `seat` does now; empty where both are in it together."""
    return "" if talk.speaker is None else _DOES[talk.stage][seat != talk.speaker]


def line_for(words: "Words", talk: Floor, told: Lines, seat: int) -> str:
    """Return a line for what the person at `seat` does now; empty in a part for both."""
    if talk.speaker is None:
        return ""
    if talk.stage is not Stage.SPEAKING:
        return words(f"talk.{doing(talk, seat)}_line")
    if seat == talk.speaker:
        return told.speaker or words("talk.speaker_default")
    return told.listener or words("talk.listener_reflects" if talk.here.reflect else "talk.listener_default")


def offers(words: "Words", talk: Floor, seat: int, *, own: bool) -> tuple[Offer, ...]:
    """Return what the person at `seat` can do now, with the keys of their side or of their `own` window."""
    return tuple(
        Offer(name=slot.name, key=key_for(seat, slot, move, own=own), label=words(f"talk.do_{_act(talk, move)}"))
        for slot, move in side(talk, seat).items()
    )


def key_for(seat: int, slot: Slot, move: Move, *, own: bool) -> str:
    """Return the key of a move as people write it."""
    return key_name(LETTERS[move]) if own else KEYS[seat][slot]


def _act(talk: Floor, move: Move) -> str:
    return "give" if move is Move.MINUTE and talk.minute else move.value


def now_line(household: Household, talk: Floor, told: Lines) -> Content:
    """Return all that is said of a talk where there is room for one line only: who does what now."""
    if talk.voice is None:
        return shown(question(talk, told) or told.both or household.words("talk.both_default"))
    person, does = household.people[talk.voice], household.words(f"talk.{doing(talk, talk.voice)}")
    line = line_for(household.words, talk, told, talk.voice)
    asked = question(talk, told) if talk.stage is Stage.SPEAKING else ""
    return joined(tag(person.name, person.seat), "  ", shown(does, "bold"), "   ", shown(asked or line))


def notice(household: Household, talk: Floor, here: int | None) -> Content:
    """Return what is to be said of the time: nothing while it runs, a calm word when it is over or stands still."""
    words = household.words
    if talk.status is Status.PAUSED:
        return shown(_gap(words, talk) if talk.why is Why.GAP else words("talk.paused"))
    if talk.minute:
        return shown(_wish(household, talk, here), STYLES[talk.minute[0]])
    if talk.over:
        both = "talk.over_last" if talk.last_part else "talk.over_both"
        return shown(words(both if talk.speaker is None else "talk.over"), "$quiet")
    return Content()


def _gap(words: "Words", talk: Floor) -> str:
    if talk.gap < 1:
        return words("talk.gap_short")
    if talk.gap < MINUTE:
        return words("talk.gap", span=words("talk.seconds", count=floor(talk.gap)))
    return words("talk.gap", span=length(words, round(talk.gap / MINUTE)))


def _wish(household: Household, talk: Floor, here: int | None) -> str:
    """Say who would like a minute, and by which key the other one gives it."""
    wishes = talk.minute[0]
    gives = 1 - wishes
    if here == wishes:
        return household.words("talk.wish_mine", name=name_of(household.people[gives]))
    key = key_for(gives, Slot.MINUTE, Move.MINUTE, own=here is not None)
    return household.words("talk.wish", name=name_of(household.people[wishes]), key=key)


def name_of(person: Person) -> str:
    """Return a name that fits into a sentence."""
    return cut(person.name, NAME_CELLS).plain
