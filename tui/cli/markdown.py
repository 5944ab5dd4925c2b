"""A household's history to read: everything that I may see, as Markdown."""

from collections.abc import Callable, Iterable, Iterator

from tui.catalog.dates import clock, day, long_day
from tui.catalog.if_then import sentence
from tui.catalog.schema import Question
from tui.checkin.small_steps import is_forms
from tui.core.errors import NearerError
from tui.core.markdown import escaped
from tui.core.records import (
    Activity,
    Agreement,
    Answer,
    Did,
    IfThen,
    Opening,
    Plan,
    Record,
    Said,
    Sitting,
    SlowTalk,
    SmallStep,
    Talk,
    Timeline,
    Value,
)
from tui.core.text import harmless
from tui.household import Household
from tui.household.agreements import in_force
from tui.household.issues import board
from tui.household.slow import title_of, words_of
from tui.household.talks_past import title


def to_markdown(household: Household) -> str:
    """Return the whole history as one text, oldest first within each part."""
    head = f"# {' · '.join(escaped(person.name) for person in household.people)}"
    parts = [(f"## {household.words(key)}\n", *lines) for key, part in PARTS if (lines := list(part(household)))]
    sittings = list(_sittings(household))
    return "\n\n".join((head, *("\n".join(lines) for lines in (*parts, sittings) if lines))) + "\n"


def _agreements(household: Household) -> Iterator[str]:
    for each in household.all(Agreement):
        text = "" if each.let_go else in_force(household, each.id)
        if text:
            yield f"- {_date(household, each)}: {escaped(text)}"


def _issues(household: Household) -> Iterator[str]:
    for each in board(household):
        said = " ".join(escaped(part) for part in (each.happened, each.feel, each.need) if part)
        state = household.words(f"markdown.issue_{each.state}")
        yield f"- {_date(household, each)}, {_name(household, each)}: {said} ({state})"


def _small_steps(household: Household) -> Iterator[str]:
    for each in household.all(SmallStep):
        if not is_forms(each):
            state = household.words(f"markdown.step_{each.state}")
            yield f"- {_name(household, each)}: {escaped(sentence(household.words, each))} ({state})"


def _plans(household: Household) -> Iterator[str]:
    for plan in sorted(household.find(Plan, talk=""), key=lambda plan: (plan.start, plan.id)):
        start = household.local(plan.start)
        state = household.words(f"markdown.plan_{plan.state}")
        yield f"- {day(household.words, start)} {start.year} {clock(start)}: {escaped(plan.what)} ({state})"


def _activities(household: Household) -> Iterator[str]:
    for each in household.all(Activity):
        yield f"- {_name(household, each)}: {escaped(each.text)}"


def _done_together(household: Household) -> Iterator[str]:
    for each in household.all(Did):
        yield f"- {_date(household, each)}: {escaped(each.text)}"


def _talks(household: Household) -> Iterator[str]:
    for talk in household.all(Talk):
        kept = f"\n  > {escaped(talk.kept)}" if talk.kept else ""
        yield f"- {_date(household, talk)}: {escaped(talk.topic or title(household, talk.format))}{kept}"


def _slow_talks(household: Household) -> Iterator[str]:
    talks = {each.id: each for each in household.all(SlowTalk)}
    for each in dict.fromkeys((*talks, *(said.talk for said in household.all(Said)))):
        talk, pieces = talks.get(each), words_of(household, each)
        yield f"- {_date(household, talk or pieces[0].said)}: {escaped(title_of(household, talk))}"
        given = (piece.said for piece in pieces if piece.said.text)
        yield from (f"  - {_name(household, said)}: {escaped(said.text)}" for said in given)


PARTS: tuple[tuple[str, Callable[[Household], Iterator[str]]], ...] = (
    ("markdown.agreements", _agreements),
    ("markdown.issues", _issues),
    ("markdown.small_steps", _small_steps),
    ("markdown.plans", _plans),
    ("markdown.activities", _activities),
    ("markdown.done_together", _done_together),
    ("markdown.talks", _talks),
    ("markdown.slow_talks", _slow_talks),
)
"""What the text lists before what was answered: each part's title, and its lines."""


def _sittings(household: Household) -> Iterator[str]:
    answers: dict[str, list[Answer]] = {}
    for answer in household.all(Answer):
        answers.setdefault(answer.sitting, []).append(answer)
    opened = {each for opening in household.all(Opening) for each in opening.sittings}
    for sitting in household.all(Sitting):
        given = answers.pop(sitting.id, [])
        yield from _sitting(household, sitting, given, "opened" if sitting.id in opened else "closed")
    for given in answers.values():  # of the other's, shared at once: nothing else of it is told
        yield from _sitting(household, given[0], given, "shared")


def _sitting(household: Household, sitting: Sitting | Answer, answers: Iterable[Answer], state: str) -> Iterator[str]:
    title, told = escaped(household.catalog.title(sitting.step)), household.words(f"markdown.{state}")
    yield f"\n## {title}, {_name(household, sitting)}, {_date(household, sitting)} ({told})\n"
    for answer in answers:
        if answer.value is not None:
            yield from _answer(household, answer)


def _answer(household: Household, answer: Answer) -> Iterator[str]:
    try:
        question = household.catalog.question(answer.step, answer.question)
    except NearerError:  # of a pack that is not here any more
        question = None
    yield f"**{escaped(question.ask if question else answer.question)}**\n"
    yield f"{_value(question, answer.value)}\n"


def _value(question: Question | None, value: Value | None) -> str:
    match value:
        case Timeline():
            points = ", ".join(f"{point.month}: {point.level}" for point in value.points)
            events = "".join(f"\n- {event.month}: {escaped(event.what)}" for event in value.events)
            return points + events
        case IfThen():
            return f"{escaped(value.when)} → {escaped(value.then)}"
        case tuple():
            return "\n".join(f"- {escaped(_option(question, each))}" for each in value)
        case str():
            return "\n".join(escaped(line) for line in harmless(_option(question, value)).splitlines())
        case _:
            return str(value)


def _option(question: Question | None, given: str) -> str:
    return next((option.text for option in (question.options if question else ()) if option.id == given), given)


def _name(household: Household, record: Record) -> str:
    person = household.person(record.by)
    return escaped(person.name if person else "?")


def _date(household: Household, record: Record) -> str:
    return long_day(household.words, household.local(record.at).date())
