"""Which field asks which kind of question."""

from dataclasses import dataclass
from datetime import date

from tui.catalog.schema import LEVELS, Question, QuestionKind
from tui.catalog.words import Words
from tui.core.records import Circumstance, Person, Value
from tui.widgets.asking import Asking
from tui.widgets.choices import ChoicesAsking
from tui.widgets.fields import IfThenAsking, LineAsking, PageAsking
from tui.widgets.scale import CirclesAsking, ScaleAsking
from tui.widgets.timeline import TimelineAsking


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, beside whom, how they live, on which day, and up to which level of closeness."""

    me: Person
    partner: Person
    life: frozenset[Circumstance]
    today: date
    most: int = LEVELS


def field_for(question: Question, value: Value | None, asked: Asked, words: Words) -> Asking:
    """Return the field for a question, filled with what was answered before."""
    ends = (question.low_label, question.high_label)
    choices = [(option.id, option.text) for option in question.fitting(asked.life, most=asked.most)]
    match question.kind:
        case QuestionKind.SCALE:
            return ScaleAsking(value, question.low, question.high, ends)
        case QuestionKind.CIRCLES:
            return CirclesAsking(value, ends, (asked.me.name, asked.partner.name), asked.me.seat)
        case QuestionKind.CHOICE:
            return ChoicesAsking(value, choices, several=False)
        case QuestionKind.SEVERAL | QuestionKind.WISHES:
            return ChoicesAsking(value, choices, several=True)
        case QuestionKind.LINE:
            return LineAsking(value)
        case QuestionKind.PAGE:
            return PageAsking(value)
        case QuestionKind.IF_THEN:
            return IfThenAsking(value, (words("step.when"), words("step.then")))
        case QuestionKind.TIMELINE:
            return TimelineAsking(
                value,
                today=asked.today,
                seat=asked.me.seat,
                pin_hint=words("step.pin_hint"),
            )
