"""One draft written in two windows: what both wrote is kept, and nobody's words are lost.

Everything here is a three-way merge: what only one side changed since `base` is taken from that side. Texts are
merged paragraph by paragraph; where both sides changed the same one, mine stands first and theirs below it.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from tui.checkin.flow import Draft, DraftAnswer
from tui.core.records import IfThen, LifeEvent, Point, Share, Timeline, Value

PARAGRAPHS = "\n\n"
"""What stands between two versions of a page."""

ON_ONE_LINE = " / "
"""What stands between two versions of a line."""

_NOTHING = DraftAnswer()


def merged(base: Draft, mine: Draft, theirs: Draft, apart: Mapping[str, str]) -> tuple[Draft, frozenset[str]]:
    """Return the draft with what both sides wrote since `base`, and the questions in which both spoke differently.

    `apart` says, by question, what stands between two versions of a text; other texts are the ids of choices, for
    which mine is the newer one and stands.
    """
    answers: dict[str, DraftAnswer] = {}
    both = set()
    for question in {**theirs.answers, **mine.answers}:
        sides = [each.answers.get(question) for each in (base, mine, theirs)]
        if _one_is_as_it_was(sides):
            answer = sides[2] if sides[1] == sides[0] else sides[1]
            if answer is not None:
                answers[question] = answer
            continue
        before, my, their = (each or _NOTHING for each in sides)
        value, spoke = _value(before.value, my.value, their.value, apart.get(question, ""))
        answers[question] = DraftAnswer(value=value, share=_share(sides[0], my, their))
        if spoke:
            both.add(question)
    position = theirs.position if mine.position == base.position else mine.position
    sitting = theirs.sitting if mine.sitting == base.sitting else mine.sitting
    return replace(mine, answers=answers, position=position, sitting=sitting), frozenset(both)


def same_words(one: Draft, other: Draft) -> bool:
    """Whether two drafts say the same, wherever their reader stands."""
    return one.answers == other.answers and one.sitting == other.sitting


def merged_text(base: str, mine: str, theirs: str, between: str) -> tuple[str, bool]:
    """Return the text of both sides, and whether both changed the same part of it."""
    if theirs.strip() in (base.strip(), mine.strip()):
        return mine, False
    if mine.strip() == base.strip():
        return theirs, False
    old, my, their = ([*text.split(between)] if text else [] for text in (base, mine, theirs))
    (begin, end), (first, last) = _changed(old, my), _changed(old, their)
    apart = (end <= first or last <= begin) and (begin, end) != (first, last)
    if apart and end <= first:
        parts = [*my[: len(my) - (len(old) - end)], *old[end:first], *their[first:]]
    elif apart:
        parts = [*their[: len(their) - (len(old) - last)], *old[last:begin], *my[begin:]]
    else:
        low, high = min(begin, first), len(old) - max(end, last)
        mine_here, theirs_here = my[low : len(my) - high], their[low : len(their) - high]
        known = {each.strip() for each in (*mine_here, *old[low : len(old) - high])} | {""}
        news = [each for each in theirs_here if each.strip() not in known]
        parts = [*my[:low], *mine_here, *news, *my[len(my) - high :]]
        return between.join(parts), bool(news)
    return between.join(parts), False


def _changed(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return which part of `old`, from and to, is another one in `new`."""
    most = min(len(old), len(new))
    begin = next((place for place in range(most) if old[place] != new[place]), most)
    tail = next((place for place in range(most - begin) if old[-1 - place] != new[-1 - place]), most - begin)
    return begin, len(old) - tail


def _one_is_as_it_was(sides: list[DraftAnswer | None]) -> bool:
    base, mine, theirs = sides
    return mine in (base, theirs) or theirs == base


def _share(base: DraftAnswer | None, mine: DraftAnswer, theirs: DraftAnswer) -> Share:
    if mine.share is theirs.share or (base is not None and theirs.share is base.share):
        return mine.share
    if base is not None and mine.share is base.share:
        return theirs.share
    return Share.PRIVATE


def _value(base: Value | None, mine: Value | None, theirs: Value | None, between: str) -> tuple[Value | None, bool]:
    """Return the value of both sides, and whether they said different things."""
    if theirs in (base, mine):
        return mine, False
    if mine == base:
        return theirs, False
    held: tuple[Value | None, ...] = (base, mine, theirs)
    if between and any(isinstance(each, str) for each in held[1:]):
        before, my, their = (each if isinstance(each, str) else "" for each in held)
        text, spoke = merged_text(before, my, their, between)
        return text or None, spoke
    if any(isinstance(each, IfThen) for each in held[1:]):
        return _small_step(*(each if isinstance(each, IfThen) else IfThen(when="", then="") for each in held))
    if any(isinstance(each, Timeline) for each in held[1:]):
        return _line(*(each if isinstance(each, Timeline) else Timeline() for each in held)), False
    return mine, True


def _small_step(base: IfThen, mine: IfThen, theirs: IfThen) -> tuple[Value, bool]:
    when, one = merged_text(base.when, mine.when, theirs.when, ON_ONE_LINE)
    then, other = merged_text(base.then, mine.then, theirs.then, ON_ONE_LINE)
    return IfThen(when=when, then=then), one or other


def _line(base: Timeline, mine: Timeline, theirs: Timeline) -> Timeline:
    levels = [{point.month: point for point in line.points} for line in (base, mine, theirs)]
    points: list[Point] = []
    for month in sorted({**levels[1], **levels[2]}):
        before, my, their = (each.get(month) for each in levels)
        point = their if my == before else my
        if point is not None:
            points.append(point)
    gone = (set(base.events) - set(mine.events)) | (set(base.events) - set(theirs.events))
    events = [*mine.events, *(each for each in theirs.events if each not in mine.events)]
    return Timeline(points=tuple(points), events=tuple(sorted((e for e in events if e not in gone), key=_month)))


def _month(event: LifeEvent) -> str:
    return event.month
