"""An answer that was given, to read: each kind in its own way."""

from textual.content import Content

from tui.catalog.if_then import sentence
from tui.catalog.schema import Question, QuestionKind
from tui.catalog.words import Words
from tui.core.records import IfThen, Timeline, Value
from tui.widgets.scale import CLOSEST, circles
from tui.widgets.text import joined, shown


def given(words: Words, question: Question | None, value: Value | None) -> Content:
    """Return an answer to a question for a widget; empty for one that was passed, or a line over the years."""
    match value:
        case int() if question and question.kind is QuestionKind.CIRCLES:
            number = words("reveal.of", value=value, high=CLOSEST)
            return Content("\n").join([*circles(value), shown(number, "bold")])
        case int():
            return _scale(question, value)
        case IfThen():
            return shown(sentence(words, value))
        case tuple():
            return Content("\n").join(shown(f"· {text_of(question, each)}") for each in value)
        case str():
            return shown(text_of(question, value))
        case None | Timeline():
            return Content()


def text_of(question: Question | None, chosen: str) -> str:
    """Return the text of the option that was chosen by its id; a text of a person's own is itself."""
    options = question.options if question else ()
    return next((option.text for option in options if option.id == chosen), chosen)


def _scale(question: Question | None, value: int) -> Content:
    low, high = (question.low, question.high) if question else (1, CLOSEST)
    line = joined(
        *(shown("●", "bold $primary") if mark == value else shown("·", "$quiet") for mark in range(low, high + 1))
    )
    end = ""
    if question:
        middle = (low + high) / 2
        end = question.low_label if value < middle else question.high_label if value > middle else ""
    return joined(line, shown(f"   {value}", "bold"), shown(f"   {end}" if end else "", "$quiet"))
