"""A made-up couple's history, for looking around without having to begin: like a life, and the same for one seed.

Nothing here is random but by the seed, and nothing is at a time but relative to the moment that it ends with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, cycle
from random import Random
from typing import Self

from msgspec.structs import replace

from tui.catalog.catalog import Catalog
from tui.catalog.schema import Exercise, Question, QuestionKind
from tui.catalog.story import Demo
from tui.checkin.closeness import QUESTION as CLOSENESS
from tui.checkin.daily import daily_question
from tui.checkin.opening import History, open_together
from tui.core.clock import zone
from tui.core.ids import Ids
from tui.core.records import (
    Answer,
    Couple,
    Opening,
    Person,
    Plan,
    PlanState,
    Record,
    Sitting,
    Talk,
)
from tui.demo.beside import Beside
from tui.demo.voice import HALF_A_YEAR, Voice

_QUIET = ((31, 44), (88, 109), (151, 159))
_GATHERED = 2
BESIDE = ("pulse",)
"""The exercises that they do now and then, each for themselves."""

_Sat = tuple[Sitting, tuple[Answer, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a story is made of: the steps in order, ids of `talks`, exercises `beside`, ids of a day's `questions`."""

    texts: Demo
    steps: Sequence[Exercise]
    talks: Sequence[str] = ("speaker-listener",)
    beside: Sequence[Exercise] = ()
    questions: Sequence[str] = ()

    @classmethod
    def of(cls, catalog: Catalog) -> Self:
        """Return all that the catalogue has."""
        return cls(
            texts=catalog.demo,
            steps=[catalog.step(each.id) for each in catalog.steps],
            talks=[each.id for each in catalog.talk_formats if not each.slow],
            beside=[catalog.step(each) for each in BESIDE],
            questions=[each.id for each in catalog.daily],
        )


def history(
    *, seed: int, days: int = HALF_A_YEAR, until: datetime, material: Material, daily: bool = False
) -> Iterator[Record]:
    """Give the records of the `days` before `until` (UTC), in order of time, the two people first.

    `daily`: something every day, about 10,000 records a year, where a life has weeks without anything.
    """
    couple = _Couple(seed=seed, days=days, until=until, material=material)
    begun = [*couple.people, couple.both]
    lived = couple.every_day() if daily else chain(couple.half_a_year(), couple.beside(), couple.ritual())
    yield from begun
    yield from sorted(lived, key=lambda record: (record.at, record.id))


class _Couple:
    """Two people who do not exist, day by day: day 0 is the first."""

    def __init__(self, *, seed: int, days: int, until: datetime, material: Material) -> None:
        self._random = Random(seed)  # noqa: S311 - a story has to be the same each time, not secret
        self._ids = Ids(Random(seed + 1))  # noqa: S311 - as above
        self._days = days
        self._until = until
        self._material = material
        self._texts = texts = material.texts
        self._steps = material.steps
        self._voice = Voice(random=self._random, texts=texts, month=self._month)
        begun = self._first_day()
        self.people = tuple(self._person(seat, begun) for seat in range(_GATHERED))
        self.both = Couple(id="couple", by=self.people[0].id, at=begun, apart=True, seed=self._ids.new())
        self._beside = Beside(
            random=self._random,
            ids=self._ids,
            texts=texts,
            people=self.people,
            deck=cycle(self._random.sample(texts.agreements, len(texts.agreements))),
            evening=lambda day, who: self._evening(day, who.zone),
            on=self._date,
        )

    def _first_day(self) -> datetime:
        return self._evening(0, self._texts.zones[0], hour=18)

    def _person(self, seat: int, begun: datetime) -> Person:
        new = self._ids.new()
        return Person(id=new, by=new, at=begun, name=self._texts.names[seat], zone=self._texts.zones[seat], seat=seat)

    # The days

    def half_a_year(self) -> Iterator[Record]:
        """Weeks with something and weeks with nothing, and what is just now on its way."""
        for day in range(1, self._days - 4):
            if not _quiet(day):
                yield from self._ordinary(day)
        yield from self._just_now()

    def ritual(self) -> Iterator[Record]:
        """An hour that comes back, and that other things are planned around."""
        clock, day = self.people[0].zone, self._days - 21
        sunday = day + 6 - self._evening(day, clock).weekday()
        call = next(each for each in self._texts.plans if each.again)
        yield Plan(
            id=self._ids.new(),
            by=self.people[1].id,
            at=self._evening(day - 3, clock),
            start=self._evening(sunday, clock, hour=call.hour),
            minutes=call.minutes,
            zone=clock,
            what=call.what,
            state=PlanState.ACCEPTED,
            repeat="FREQ=WEEKLY",
            sequence=1,
            protected=True,
        )

    def every_day(self) -> Iterator[Record]:
        """Something every day, for measuring."""
        for day in range(1, self._days - 4):
            yield from self._opened(day, self._steps[0])
            yield self._plan(day, PlanState.DONE, seat=day % 2)
            if day % 2:
                yield self._talk(day)
            if day % 3 == 0:
                yield from self._opened(day, self._steps[day // 3 % len(self._steps)])
            if day % 4 == 0:
                yield from self._agreed(day)
        yield from self._just_now()

    def beside(self) -> Iterator[Record]:
        """What they do besides: the board, small steps, agreements, marks of their own, a day's question."""
        yield from chain(self._beside.issues(), self._beside.small_steps(), self._beside.wordings())
        questions = self._material.questions
        for day in range(9, self._days - 4, 9):
            for exercise in self._material.beside if not _quiet(day) else ():
                yield from _flat(self._sitting(self.people[day % 2], day, exercise))
        for day in range(4, self._days - 4, 5):
            if questions and not _quiet(day):
                yield from self._day_question(day, daily_question(questions, self.both.seed, self._date(day)))

    def _day_question(self, day: int, question_id: str) -> Iterator[Record]:
        step = f"daily.{question_id}"
        question = Question(id=step, kind=QuestionKind.LINE, ask="")
        exercise = replace(self._steps[0], id=step, questions=(question,))
        yield from self._opened(day, exercise)

    def _ordinary(self, day: int) -> Iterator[Record]:
        week, weekday = divmod(day, 7)
        if weekday == 2:  # noqa: PLR2004 - their evening for it
            yield from self._opened(day, self._steps[0])
        if weekday == 6 and week % 3 == 1:  # noqa: PLR2004 - their long evening
            later = self._steps[1:-3]
            yield from self._opened(day, later[week // 3 % len(later)] if later else self._steps[0])
        if weekday == 5 or (weekday == 1 and week % 2):  # noqa: PLR2004 - as above
            yield self._plan(day, self._past_state(), seat=week % 2)
        if weekday == 4 and week % 2 == 0:  # noqa: PLR2004 - as above
            yield self._talk(day)
            if week % 4 == 0:
                yield from self._agreed(day)

    def _past_state(self) -> PlanState:
        states = (PlanState.DONE, PlanState.DECLINED, PlanState.CANCELLED)
        return self._random.choices(states, weights=(8, 1, 1))[0]

    def _just_now(self) -> Iterator[Record]:
        """What waits: a step to open, one that only the first of them answered, plans ahead."""
        ana, ben = self.people
        last = self._days
        *_, both, alone, _ahead = (self._steps[0],) * 3 + tuple(self._steps)
        for record in (self._sitting(ana, last - 3, both), self._sitting(ben, last - 2, both)):
            yield from _flat(record)
        if alone is not both:
            yield from _flat(self._sitting(ana, last - 2, alone))
        yield self._plan(last - 9, PlanState.DECLINED, seat=0)
        yield self._plan(last - 6, PlanState.CANCELLED, seat=1)
        yield self._plan(last - 4, PlanState.DONE, seat=0)
        yield self._plan(last + 3, PlanState.ACCEPTED, seat=0, made=last - 3)
        yield self._plan(last + 6, PlanState.PROPOSED, seat=1, made=last - 1)

    # What they do

    def _opened(self, day: int, step: Exercise) -> Iterator[Record]:
        """Both answer a step within two days, and open it."""
        ana, ben = self.people
        sat = self._sitting(ana, day, step), self._sitting(ben, day, step)
        opening = self._opening(step, *sat)
        if opening is not None and opening.at < self._until:
            yield from (*_flat(sat[0]), *_flat(sat[1]), opening)

    def _opening(self, step: Exercise, first: _Sat, second: _Sat) -> Opening | None:
        past = History(sittings=(first[0], second[0]), answers=(*first[1], *second[1]), openings=())
        later = max(first[0].at, second[0].at) + timedelta(minutes=self._random.randint(2, 50))
        ana, ben = self.people
        return open_together(past, step.id, (ana.id, ben.id), by=ana.id, now=later, ids=self._ids)

    def _sitting(self, person: Person, day: int, step: Exercise) -> _Sat:
        at = self._evening(day, person.zone)
        sitting = Sitting(id=self._ids.new(), by=person.id, at=at, step=step.id)
        return sitting, tuple(self._answer(sitting, person, day, question) for question in step.questions)

    def _answer(self, sitting: Sitting, person: Person, day: int, question: Question) -> Answer:
        passed = question.id != CLOSENESS and self._random.random() < 0.06  # noqa: PLR2004 - now and then
        return Answer(
            id=f"{sitting.id}.{question.id}",
            by=person.id,
            at=sitting.at,
            sitting=sitting.id,
            step=sitting.step,
            question=question.id,
            value=None if passed else self._voice.value(question, person.seat, day),
            share=self._voice.share(question),
        )

    def _plan(self, day: int, state: PlanState, *, seat: int, made: int | None = None) -> Plan:
        idea = self._random.choice(self._texts.plans)
        proposed = day - self._random.randint(2, 5) if made is None else made
        by = self.people[seat]
        clock = self.people[0].zone
        return Plan(
            id=self._ids.new(),
            by=by.id,
            at=self._evening(max(0, proposed), by.zone),
            start=self._evening(day, clock, hour=idea.hour),
            minutes=idea.minutes,
            zone=clock,
            what=idea.what,
            state=state,
            sequence=0 if state is PlanState.PROPOSED else 1,
        )

    def _talk(self, day: int) -> Talk:
        person = self._random.choice(self.people)
        return Talk(
            id=self._ids.new(),
            by=person.id,
            at=self._evening(day, person.zone),
            format=self._random.choice(self._material.talks),
            topic=self._random.choice(self._texts.topics),
            minutes=self._random.randint(18, 50),
            kept=self._random.choice(self._texts.notes) if self._random.random() < 0.5 else "",  # noqa: PLR2004 - half
        )

    def _agreed(self, day: int) -> Iterator[Record]:
        return self._beside.agreed(self._ids.new(), day, source=self._random.choice(self._steps).id)

    # When

    def _date(self, day: int) -> date:
        return (self._until - timedelta(days=self._days - day)).date()

    def _month(self, offset: int) -> str:
        first = self._date(0)
        year, month = divmod(first.year * 12 + first.month - 1 + offset, 12)
        return f"{year:04}-{month + 1:02}"

    def _evening(self, day: int, where: str, *, hour: int | None = None) -> datetime:
        """Return a moment of that day in the evening of a zone, or at an `hour` there, never after the end."""
        exact = time(hour) if hour is not None else time(self._random.randint(18, 22), self._random.randint(0, 59))
        moment = datetime.combine(self._date(day), exact, tzinfo=zone(where)).astimezone(UTC)
        return moment if hour is not None else min(moment, self._until - timedelta(minutes=1))


def _quiet(day: int) -> bool:
    return any(first <= day < last for first, last in _QUIET)


def _flat(sat: _Sat) -> tuple[Record, ...]:
    return sat[0], *sat[1]
