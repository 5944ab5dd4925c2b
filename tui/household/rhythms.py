"""What comes round: the weekly hour, the question of the day, questions by turns, looking from outside, looking back.

All of it is there to be taken up and none of it is owed: nothing here counts, and nothing asks how long ago it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tui.catalog.catalog import DAILY
from tui.catalog.schema import Grade, RisingSet
from tui.checkin.course import ROUNDED
from tui.checkin.daily import daily_question
from tui.checkin.rhythms import good_again, who_begins
from tui.core.errors import InputError
from tui.core.records import Person, Sitting, Talk
from tui.core.text import shorten
from tui.household.course import RunningCourse
from tui.household.household import Household

HOUR = "weekly"
"""The id of the weekly hour, and the format under which it stands among the talks."""

OUTSIDE, YEAR = "outside", "year"
"""The exercises that come round once in four months, and once in a year."""

PHRASES = ("appreciations", "openings")
"""The ways to begin that are offered."""

CUSTOM = "appreciations"
"""The entry of SOURCES.md for them."""


SETS = ("open", "nearer", "far")
"""The sets of questions by turns, in the order in which they are offered; a couple's own come after them."""


class Kind(StrEnum):
    """What can be taken up."""

    HOUR = "hour"
    DAILY = "daily"
    TO_OPEN = "to_open"
    TURNS = "turns"
    OUTSIDE = "outside"
    YEAR = "year"
    PHRASES = "phrases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """One thing to take up. `of` is the id of its hour, step, set or phrases.

    `minutes` is about how long it takes, 0 where that means nothing; `alone` and `by_oneself` (Markdown) as in an
    `Exercise`.
    """

    kind: Kind
    of: str
    title: str
    about: str
    minutes: int = 0
    grade: Grade
    source: str
    alone: str = ""
    by_oneself: str = ""

    @property
    def id(self) -> str:
        """A name of its own; of the question of the day the same on every day."""
        return self.kind if self.kind in {Kind.DAILY, Kind.TO_OPEN} else f"{self.kind}-{self.of}"


def rhythms(household: Household) -> tuple[Rhythm, ...]:
    """Return all that can be taken up, for the person at the keyboard."""
    return tuple(each for some in (_hour, _daily, _turns, _outside_and_year, _phrases) for each in some(household))


# The question of the day


def today_question(household: Household) -> str:
    """Return the step that is the question of today, on the clock of whoever asks; empty where there is none."""
    ids = [each.id for each in household.catalog.daily]
    found = daily_question(ids, household.couple.seed, household.today())
    return f"{DAILY}.{found}" if found else ""


def days_to_open(household: Household) -> tuple[str, ...]:
    """Return the questions of other days that both have answered and not opened, the oldest first."""
    known = {f"{DAILY}.{each.id}" for each in household.catalog.daily} - {today_question(household)}
    answered = {each: _last(household, each) or household.now() for each in household.to_open() if each in known}
    return tuple(sorted(answered, key=lambda each: (answered[each], each)))


def _last(household: Household, step: str) -> datetime | None:
    """Return when I last finished a step."""
    return next((each.at for each in household.newest(Sitting, step=step, by=household.me.id)), None)


def first_question(household: Household, step: str) -> str:
    """Return the first question of a step, as the person at the keyboard is asked it."""
    return household.asked(household.catalog.step(step).questions[0])


def told_as(household: Household, step: str) -> str:
    """Return what an exercise is called where it stands among others: of a day it is the question itself."""
    title = household.catalog.title(step)
    return first_question(household, step) if step.startswith(f"{DAILY}.") and title != step else title


# Looking from outside


def outside_again(household: Household) -> date | None:
    """Return the day from which I might look from outside again, None where any time is good."""
    last = _last(household, OUTSIDE)
    return good_again(household.local(last).date() if last else None, household.today())


# Time to write in


def writing_time(household: Household, step: str, question: str) -> float:
    """Return the seconds that I have written at a question, as far as this machine knows."""
    gone = household.store.local.get(_writing_key(household.me.id, step))
    seconds = gone.get(question) if isinstance(gone, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else 0.0


def keep_writing_time(household: Household, person: str, step: str, question: str, seconds: float) -> None:
    """Keep how many seconds `person` (an id) has written at a question of a step; raises `StoreError`."""

    def change(gone: object) -> object:
        return {**(gone if isinstance(gone, dict) else {}), question: seconds}

    household.store.local.change(_writing_key(person, step), change)


def _writing_key(person: str, step: str) -> str:
    return f"writing/{person}/{step}"


# The hour, and questions by turns


def running_hour(household: Household) -> RunningCourse:
    """Return the hour that is on, or was left, or a new one."""
    running = RunningCourse(household, _key(household, "hour"), len(household.catalog.hour(HOUR).parts) - 1)
    if household.get(Talk, running.course.id) is not None:
        running.begin_anew()
    return running


def left_hour(household: Household) -> bool:
    """Return whether an hour is on, or was left."""
    return household.store.local.get(_key(household, "hour")) is not None


def keep_hour(household: Household, running: RunningCourse) -> None:
    """Keep that the hour was held, once; raises `StoreError`. One that somebody holds alone is told to nobody."""
    household.catch_up_quietly()
    course, me = running.course, household.me.id
    if not household.alone and household.get(Talk, course.id) is None:
        household.save(Talk(id=course.id, by=me, at=course.began, format=HOUR, topic="", minutes=course.minutes))


def hour_is_over(household: Household, running: RunningCourse) -> None:
    """Keep that the hour was held, and let go of it; raises `StoreError`."""
    keep_hour(household, running)
    running.let_go()


def hour_title(household: Household, format_id: str) -> str:
    """Return what a talk is called that was an hour; empty for every other."""
    return household.catalog.hour(HOUR).title if format_id == HOUR else ""


def offered_sets(household: Household) -> list[RisingSet]:
    """Return the sets of questions by turns, in the order in which they are offered."""
    return sorted(household.catalog.rising, key=lambda each: SETS.index(each.id) if each.id in SETS else len(SETS))


def rising_set(household: Household, set_id: str) -> RisingSet:
    """Return a set of questions by turns; raises `InputError` when there is none with that id."""
    for each in household.catalog.rising:
        if each.id == set_id:
            return each
    raise InputError("unknown_part", id=shorten(set_id, 40))


def running_turns(household: Household, set_id: str) -> RunningCourse:
    """Return where we are in a set of questions by turns; its last part is the end, after all of them."""
    questions = rising_set(household, set_id).questions
    return RunningCourse(household, _key(household, f"by_turns/{set_id}"), len(questions))


def left_turns(household: Household, set_id: str) -> bool:
    """Return whether we are somewhere in a set of questions by turns."""
    return household.store.local.get(_key(household, f"by_turns/{set_id}")) is not None


def beginner(household: Household, set_id: str, place: int) -> Person:
    """Return who answers the question at `place` first."""
    return household.people[who_begins(place, household.couple.seed, set_id)]


def _key(household: Household, name: str) -> str:
    """What somebody does alone stands apart: the other's window is not to follow it."""
    return f"{name}/{household.me.id}" if household.alone else name


def course_keys(household: Household) -> list[str]:
    """Return under which keys it is kept where we are, what the other does alone left out."""
    keys = [key for prefix in ("hour", "by_turns/") for key in household.store.local.keys(prefix)]
    return [key for key in keys if not key.endswith(f"/{household.partner.id}")]


# What can be taken up


def _hour(household: Household) -> Iterator[Rhythm]:
    hour = household.catalog.hour(HOUR)
    yield Rhythm(
        kind=Kind.HOUR,
        of=HOUR,
        title=hour.title,
        about=hour.about,
        minutes=ROUNDED * round(sum(part.minutes for part in hour.parts) / ROUNDED),
        grade=hour.grade,
        source=hour.source,
        alone=hour.alone,
        by_oneself=hour.by_oneself,
    )


def _daily(household: Household) -> Iterator[Rhythm]:
    today = today_question(household)
    if today:
        yield _exercise(household, Kind.DAILY, today)
    for step in days_to_open(household)[:1]:
        yield _exercise(household, Kind.TO_OPEN, step)


def _turns(household: Household) -> Iterator[Rhythm]:
    for each in offered_sets(household):
        yield Rhythm(
            kind=Kind.TURNS,
            of=each.id,
            title=each.title,
            about=each.about,
            minutes=each.minutes,
            grade=each.grade,
            source=each.source,
            alone=household.words("rhythms.alone_turns"),
        )


def _outside_and_year(household: Household) -> Iterator[Rhythm]:
    yield _exercise(household, Kind.OUTSIDE, OUTSIDE)
    yield _exercise(household, Kind.YEAR, YEAR)


def _phrases(household: Household) -> Iterator[Rhythm]:
    for phrases_id in PHRASES:
        phrases = household.catalog.phrases(phrases_id)
        yield Rhythm(
            kind=Kind.PHRASES,
            of=phrases_id,
            title=phrases.title,
            about=phrases.about,
            grade=Grade.PRACTICE,
            source=CUSTOM,
            alone=household.words("rhythms.alone_phrases"),
        )


def _exercise(household: Household, kind: Kind, step: str) -> Rhythm:
    exercise, words = household.catalog.step(step), household.words
    return Rhythm(
        kind=kind,
        of=step,
        title=words("rhythms.to_open") if kind is Kind.TO_OPEN else exercise.title,
        about=words(f"rhythms.about_{kind}"),
        minutes=exercise.minutes,
        grade=exercise.grade,
        source=exercise.source,
        alone=exercise.alone,
        by_oneself=exercise.by_oneself,
    )
