"""What is said of a slow talk: who gave what, what is mine to do now, and how much time is meant for it."""

from textual.content import Content

from tui.catalog.words import Words
from tui.core.records import Person
from tui.household import Household
from tui.household.slow import asked, phase_of
from tui.talk.slow import Course, Piece, Stage, move_of
from tui.widgets.person import NAME_CELLS, tag
from tui.widgets.text import cut, joined, shown

HOURS_OF_A_DAY = 24


def head(words: Words, piece: Piece, person: Person | None) -> Content:
    """Return the line above something that was given: who, and what it is."""
    move = move_of(piece.said)
    what = words(f"talk_slow.piece_{move}") if move is not None else words("talk_slow.piece_unknown")
    who = tag(person.name, person.seat) if person is not None else Content("·")
    beside = shown(f"   {words('talk_slow.beside')}" if piece.beside and move else "", "$quiet italic")
    return joined(who, " ", shown(what, "$quiet"), beside)


def told(household: Household, piece: Piece) -> Content:
    """Return something that was given, whole: the line above it, and its words."""
    above = head(household.words, piece, household.person(piece.said.by))
    text = shown(piece.said.text, "$quiet" if piece.beside else "")
    return joined(above, "\n", text, "\n") if piece.said.text else joined(above, "\n")


def asks(household: Household, course: Course) -> Content:
    """Return in one line what is mine to do, or that there is nothing."""
    words, name = household.words, cut(household.partner.name, NAME_CELLS).plain
    if course.over:
        return shown(words("talk_slow.over"), "bold")
    if course.mover != household.me.seat:
        return shown(words("talk_slow.with_other", name=name), "bold")
    question = asked(household, course) if course.stage is Stage.SPEAKING else ""
    title = (phase_of(household, course) or course.here).title
    part = shown(f"{title}   " if title else "", "$quiet")
    return joined(part, shown(question or words(f"talk_slow.ask_{course.stage}", name=name), "bold"))


def hint(household: Household, course: Course) -> Content:
    """Return how that is done, as the format says it."""
    words, name = household.words, cut(household.partner.name, NAME_CELLS).plain
    if course.over:
        return shown(words("talk_slow.over_hint"))
    if course.mover != household.me.seat:
        return shown(words("talk_slow.with_other_hint"))
    phase = phase_of(household, course) or course.here
    match course.stage:
        case Stage.SPEAKING:
            return shown(phase.speaker or getattr(phase, "both", "") or words("talk_slow.hint_speaking", name=name))
        case Stage.HEARD:
            return shown(words("talk_slow.hint_heard"))
        case _:
            return shown(phase.listener or words("talk_slow.hint_back", name=name))


def time_line(household: Household, course: Course) -> Content:
    """Return how much time is meant for this; where it has gone by, that this is all right."""
    words, hours = household.words, course.here.hours
    if household.now() >= course.due():
        return shown(words("talk_slow.time_over"))
    if hours % HOURS_OF_A_DAY:
        return shown(words("talk_slow.time_hours", count=hours))
    return shown(words("talk_slow.time_days", count=hours // HOURS_OF_A_DAY))


def again(course: Course, me: str, typed: str) -> str:
    """Return the newest words of mine (an id) that were set beside, unless they are given or being written again."""
    given = {each.said.text for each in course.pieces if not each.beside}
    mine = (each.text for each in reversed(course.beside) if each.by == me and each.text and move_of(each))
    return next((text for text in mine if text not in given and text not in typed), "")
