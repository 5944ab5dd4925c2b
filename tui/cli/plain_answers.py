"""How each kind of question is asked and answered line by line."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from tui.catalog.schema import Option, Question, QuestionKind
from tui.catalog.words import Words
from tui.checkin.timeline import LEVELS, from_month, months_of, pin, set_level, take_out, to_month
from tui.cli.plain_ask import AWAY, number, picked
from tui.core.errors import InputError
from tui.core.records import IfThen, Timeline, Value

MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:\s+(.+))?", re.ASCII)
CIRCLES = 7

Read = Callable[[], str]


def how(words: Words, question: Question, options: Sequence[Option]) -> Iterator[str]:
    """Yield how a question is answered: its options with their numbers, its ends, its time, and what to type."""
    if question.minutes:
        yield words("plain.writing_time", count=question.minutes)
    for place, option in enumerate(options, 1):
        yield words("plain.option", number=place, text=option.text)
    match question.kind:
        case QuestionKind.SCALE | QuestionKind.CIRCLES:
            yield from _scale(words, question)
        case QuestionKind.WISHES:
            yield words("plain.how_several")
        case QuestionKind.IF_THEN:
            pass
        case _:
            yield words(f"plain.how_{question.kind}")


def _scale(words: Words, question: Question) -> Iterator[str]:
    low, high = bounds(question)
    if question.low_label and question.high_label:
        yield words("plain.ends", low=low, low_label=question.low_label, high=high, high_label=question.high_label)
    elif question.kind is QuestionKind.CIRCLES:
        yield words("plain.circles", low=low, high=high)
    yield words("plain.how_scale", low=low, high=high)


def bounds(question: Question) -> tuple[int, int]:
    """Return the lowest and highest mark of a scale."""
    return (1, CIRCLES) if question.kind is QuestionKind.CIRCLES else (question.low, question.high)


def answer(question: Question, line: str, options: Sequence[Option]) -> Value:
    """Return the answer in a single `line`; raises `InputError` when it does not fit the question."""
    ids = [option.id for option in options]
    match question.kind:
        case QuestionKind.SCALE | QuestionKind.CIRCLES:
            return number(line, *bounds(question))
        case QuestionKind.CHOICE:
            return ids[number(line, 1, len(ids)) - 1]
        case QuestionKind.SEVERAL | QuestionKind.WISHES:
            return picked(line, ids)
        case _:
            return line


def with_line(timeline: Timeline, line: str, today: date) -> Timeline:
    """Return the timeline with what `line` says: `2021-03 5` is a point, `2021-03 new job` an event.

    A point takes the place of another in its month; `2021-03 -` takes away what stands in that month. Raises
    `InputError` when the line cannot be understood.
    """
    found = MONTH.fullmatch(line)
    month, said = (f"{found[1]}-{found[2]}", found[3] or "") if found else ("", "")
    wrong_level = said.isdigit() and not (said.isascii() and len(said) == 1 and 1 <= int(said) <= LEVELS)
    when = to_month(month)
    if not said or wrong_level or when is None or month > f"{today:%Y-%m}":
        raise InputError("answer_month")
    if said == AWAY:
        return _without(timeline, from_month(when))
    return set_level(timeline, when, int(said)) if said.isdigit() else pin(timeline, when, said)


def _without(timeline: Timeline, month: str) -> Timeline:
    if month not in months_of(timeline):
        raise InputError("answer_month_empty")
    return take_out(timeline, [month])


def if_then(when: str, then: str) -> IfThen | None:
    """Return a small step from its two halves; None when both are empty."""
    return IfThen(when=when, then=then) if when or then else None
