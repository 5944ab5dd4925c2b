"""What the made-up couple answers: drawn from texts and from how close the two feel on that day."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tui.catalog.schema import Distance, Question, QuestionKind
from tui.catalog.story import Demo
from tui.core.records import IfThen, LifeEvent, Point, Share, Timeline, Value

HALF_A_YEAR = 182
"""Days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Answers for both. `month` returns the name (`YYYY-MM`) of a month, counted from the first day's as 0."""

    random: Random
    texts: Demo
    month: Callable[[int], str]

    def share(self, question: Question) -> Share:
        """Return what becomes of an answer to `question`."""
        if question.kind is QuestionKind.WISHES:
            return Share.MUTUAL
        private = question.private and self.random.random() < 0.8  # noqa: PLR2004 - as it is offered, mostly
        if private:
            return Share.PRIVATE
        return Share.NOW if self.random.random() < 0.02 else Share.TOGETHER  # noqa: PLR2004 - now and then

    def value(self, question: Question, seat: int, day: int) -> Value:
        """Return what the person on `seat` answers to `question` on a day."""
        match question.kind:
            case QuestionKind.SCALE | QuestionKind.CIRCLES:
                return self._mark(question, seat, day)
            case QuestionKind.CHOICE:
                return self.random.choice(_offered(question))
            case QuestionKind.SEVERAL:
                return self._some(_offered(question), least=1, most=3)
            case QuestionKind.WISHES:
                return self._some(offered := _offered(question), least=len(offered) // 3, most=len(offered) * 2 // 3)
            case QuestionKind.TIMELINE:
                return self._timeline(day)
            case QuestionKind.IF_THEN:
                step = self.random.choice(self.texts.if_then)
                return IfThen(when=step.when, then=step.then)
            case _:
                return self.random.choice(self._said(question))

    def _said(self, question: Question) -> Sequence[str]:
        match question.id.rpartition(".")[2]:
            case "loved":
                return self.texts.loved
            case "happened":
                return self.texts.happened
            case "feel":
                return self.texts.feel
            case "need":
                return self.texts.need
            case _:
                return self.texts.pages if question.kind is QuestionKind.PAGE else self.texts.lines

    def _some(self, options: Sequence[str], *, least: int, most: int) -> tuple[str, ...]:
        most = min(max(1, most), len(options))
        chosen = self.random.sample(range(len(options)), self.random.randint(min(max(1, least), most), most))
        return tuple(options[index] for index in sorted(chosen))

    def _mark(self, question: Question, seat: int, day: int) -> int:
        if question.id.endswith(".wished"):
            return self.random.choice((5, 6, 6, 7))
        share = (self._closeness(seat, day) - 1) / 6
        mark = round(question.low + share * (question.high - question.low))
        return max(question.low, min(mark, question.high))

    def _closeness(self, seat: int, day: int) -> float:
        """How close it feels on a day: slowly better, lifted and dimmed by what happened in the weeks before."""
        past = ((day / 30 - event.month, event.lift) for event in self.texts.events)
        mood = sum(lift * math.pow(0.6, age) for age, lift in past if age >= 0)
        slowly = 3.1 + 1.7 * min(1.0, day / HALF_A_YEAR) - 0.3 * seat
        return max(1.0, min(slowly + mood + self.random.gauss(0, 0.4), 7.0))

    def _timeline(self, day: int) -> Timeline:
        this_month = day // 30
        months = range(min(-30, this_month), this_month + 1, 2)
        known = [event for event in self.texts.events if event.month <= this_month]
        pinned = [event for event in known if self.random.random() < 0.7]  # noqa: PLR2004 - one remembers most
        return Timeline(
            points=tuple(Point(month=self.month(each), level=self._felt(each)) for each in months),
            events=tuple(LifeEvent(month=self.month(event.month), what=event.what) for event in pinned),
        )

    def _felt(self, month: int) -> int:
        mood = sum(event.lift * 0.8 ** (month - event.month) for event in self.texts.events if event.month <= month)
        return max(1, min(round(4 + mood + self.random.gauss(0, 0.6)), 7))


def _offered(question: Question) -> Sequence[str]:
    return [option.id for option in question.options if option.where is not Distance.TOGETHER]
