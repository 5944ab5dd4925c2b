"""Two answers side by side: what is in common in them stands first, with the signs of both before it."""

from collections.abc import Iterable, Iterator, Sequence

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.catalog.schema import Question
from tui.catalog.words import Words
from tui.checkin.common import Common, common_first
from tui.checkin.opening import Pair
from tui.core.records import LifeEvent, Person, Value
from tui.core.text import width
from tui.widgets.given import given, text_of
from tui.widgets.person import SHAPES, STYLES, shape, tag
from tui.widgets.scale import CLOSEST
from tui.widgets.text import cut, joined, shown

APART = "     "
"""What stands between two things on one line."""


def both_signs() -> Content:
    """Return the signs of both, for what they have in common."""
    return joined(shape(0), shape(1))


def in_a_row(parts: Iterable[Content]) -> Content:
    """Return parts on one line, well apart."""
    return Content(APART).join(parts)


def side_by_side(people: Sequence[Person], answers: Sequence[Content]) -> Widget:
    """Return a column for each of the two."""
    columns = [
        Vertical(Static(tag(person.name, person.seat, 30)), Static(answer, classes="answer"), classes="column")
        for person, answer in zip(people, answers, strict=True)
    ]
    return Horizontal(*columns, classes="columns")


def answer(words: Words, question: Question | None, value: Value | None, common: Common | None) -> Content:
    """Return an answer, with what is in common first and marked."""
    if common is None:
        return given(words, question, value)
    if common.marks is not None:
        same = words("reveal.same" if common.marks[0] == common.marks[1] else "reveal.near")
        return Content("\n").join([given(words, question, value), joined(both_signs(), " ", shown(same, "$quiet"))])
    return Content("\n").join(_options(question, common_first(value, common), common))


def _options(question: Question | None, chosen: Sequence[str], common: Common) -> Iterator[Content]:
    for each in chosen:
        if each in common.chosen:
            yield joined(both_signs(), " ", shown(text_of(question, each), "bold"))
        else:
            yield joined(shown("·  ", "$quiet"), shown(text_of(question, each)))


def on_one_line(question: Question | None, pair: Pair, common: Common | None) -> Content:
    """Return what both chose, one beside the other: of one choice each there is no more to say."""
    first, second = (str(each.value) for each in (pair.first, pair.second))
    if common is not None:
        return joined(both_signs(), " ", shown(text_of(question, first)))
    return joined(
        shape(0), " ", shown(text_of(question, first)), APART, shape(1), " ", shown(text_of(question, second))
    )


def in_common(words: Words, question: Question | None, common: Common) -> Content:
    """Return what is in common in one question: what both chose, or both marks."""
    if common.marks is None:
        lines = (joined(both_signs(), " ", shown(text_of(question, each), "bold")) for each in common.chosen)
        return Content("\n").join(lines)
    high = question.high if question else CLOSEST
    first, second = (shown(words("reveal.of", value=mark, high=high), "bold") for mark in common.marks)
    if common.marks[0] == common.marks[1]:
        return joined(both_signs(), " ", first)
    return joined(shape(0), " ", first, APART, shape(1), " ", second)


def around(words: Words, events: Sequence[tuple[int, LifeEvent]], room: int) -> Content:
    """Return what happened around a time, with the signs of whoever pinned it; each cut to `room` cells."""
    if not events:
        return Content()
    told = [joined(shown(SHAPES[seat], STYLES[seat]), " ", cut(event.what, room)) for seat, event in events]
    return joined(" ", shown(words("reveal.around"), "$quiet"), " ", Content(", ").join(told), ".")


def numbered(number: int, sentence: Content) -> Content:
    """Return a sentence with its number, which stands on the axis too."""
    sign = str(number)
    return joined(shown(sign, "bold $accent"), " " * max(1, 3 - width(sign)), sentence)
