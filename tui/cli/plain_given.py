"""An answer that was given, in words: each kind in its own way."""

from tui.catalog.catalog import DAILY
from tui.catalog.if_then import sentence as if_then
from tui.catalog.schema import Question, QuestionKind
from tui.catalog.words import Words
from tui.checkin.timeline import LEVELS, to_month
from tui.cli.plain_prose import sentence
from tui.core.errors import NearerError
from tui.core.records import IfThen, Timeline, Value
from tui.core.text import shorten
from tui.household import Household

NAME_CELLS = 40
CLOSEST = 7
"""The highest mark of the two circles."""

MONTHS = 12


def given(words: Words, question: Question | None, value: Value | None) -> str:
    """Return an answer as it is read out: what is ours as a sentence, a text of a person's own as it is.

    Empty for one that was passed.
    """
    match value:
        case int():
            return sentence(marked(words, question, value))
        case IfThen():
            return sentence(if_then(words, value))
        case Timeline():
            return " ".join(line(words, value))
        case tuple():
            return sentence("; ".join(text_of(question, each) for each in value))
        case str():
            text = text_of(question, value)
            return text if text == value else sentence(text)
        case None:
            return ""


def text_of(question: Question | None, chosen: str) -> str:
    """Return the text of the option that was chosen by its id; a text of a person's own is itself."""
    options = question.options if question else ()
    return next((option.text for option in options if option.id == chosen), chosen)


def marked(words: Words, question: Question | None, value: int) -> str:
    """Return a mark on a scale as a part of a sentence."""
    if question is None:
        return str(value)
    low, high = (1, CLOSEST) if question.kind is QuestionKind.CIRCLES else (question.low, question.high)
    middle = (low + high) / 2
    end = question.low_label if value < middle else question.high_label if value > middle else ""
    mark = words("reveal.of", value=value, high=high)
    return words("plain.towards", mark=mark, end=end) if end else mark


def line(words: Words, timeline: Timeline) -> list[str]:
    """Return a line over the years as short sentences in order of time."""
    points = [(each.month, 0, words("plain.of_level", level=each.level, high=LEVELS)) for each in timeline.points]
    events = [(each.month, 1, each.what) for each in timeline.events]
    return [
        sentence(words("plain.in_month", month=month_named(words, month), what=what))
        for month, _, what in sorted((*points, *events), key=lambda each: each[:2])
    ]


def month_named(words: Words, month: str | int) -> str:
    """Return a month in full (`YYYY-MM`, or counted from year 0); one that is none as it is."""
    counted = to_month(month) if isinstance(month, str) else month
    if counted is None:
        return str(month)
    year, number = divmod(counted, MONTHS)
    return words("common.month_of_year", month=words(f"common.month_{number + 1}"), year=year)


def title(household: Household, step: str) -> str:
    """Return what a step or exercise is called; the question of a day by what it asks."""
    name = household.catalog.title(step)
    if step.partition(".")[0] != DAILY:
        return name
    try:
        asked = household.asked(household.catalog.step(step).questions[0])
    except NearerError:  # of a pack that is not here any more
        return name
    return household.words("plain.title_of_day", title=name, ask=asked)


def name_of(household: Household, person_id: str) -> str:
    """Return a person's name, so that it fits into a sentence."""
    person = household.person(person_id)
    return shorten(person.name, NAME_CELLS) if person is not None else ""
