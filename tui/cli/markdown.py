"""A household's history to read: everything that I may see, as Markdown."""

from collections.abc import Iterator

from tui.catalog.dates import clock, day, long_day
from tui.catalog.schema import Question
from tui.core.errors import NearerError
from tui.core.markdown import escaped
from tui.core.records import Agreement, Answer, IfThen, Opening, Plan, Sitting, Talk, Timeline, Value
from tui.core.text import harmless
from tui.household import Household
from tui.household.rhythms import hour_title


def to_markdown(household: Household) -> str:
    """Return the whole history as one text, oldest first within each part."""
    parts = (_agreements, _plans, _talks, _sittings)
    head = f"# {' · '.join(escaped(person.name) for person in household.people)}"
    return "\n\n".join((head, *("\n".join(lines) for part in parts if (lines := list(part(household)))))) + "\n"


def _agreements(household: Household) -> Iterator[str]:
    agreements = household.all(Agreement)
    if agreements:
        yield f"## {household.words('markdown.agreements')}\n"
    for each in agreements:
        yield f"- {_date(household, each)}: {escaped(each.text)}"


def _plans(household: Household) -> Iterator[str]:
    plans = sorted(household.all(Plan), key=lambda plan: (plan.start, plan.id))
    if plans:
        yield f"## {household.words('markdown.plans')}\n"
    for plan in plans:
        start = household.local(plan.start)
        state = household.words(f"markdown.plan_{plan.state}")
        yield f"- {day(household.words, start)} {start.year} {clock(start)}: {escaped(plan.what)} ({state})"


def _talks(household: Household) -> Iterator[str]:
    talks = household.all(Talk)
    if talks:
        yield f"## {household.words('markdown.talks')}\n"
    for talk in talks:
        kept = f"\n  > {escaped(talk.kept)}" if talk.kept else ""
        yield f"- {_date(household, talk)}: {escaped(talk.topic or hour_title(household, talk.format))}{kept}"


def _sittings(household: Household) -> Iterator[str]:
    answers: dict[str, list[Answer]] = {}
    for answer in household.all(Answer):
        answers.setdefault(answer.sitting, []).append(answer)
    opened = {each for opening in household.all(Opening) for each in opening.sittings}
    names = {person.id: person.name for person in household.people}
    for sitting in household.all(Sitting):
        state = household.words("markdown.opened" if sitting.id in opened else "markdown.closed")
        title = escaped(household.catalog.title(sitting.step))
        yield f"\n## {title}, {escaped(names.get(sitting.by, '?'))}, {_date(household, sitting)} ({state})\n"
        for answer in answers.get(sitting.id, []):
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


def _date(household: Household, record: Agreement | Talk | Sitting) -> str:
    return long_day(household.words, household.local(record.at).date())
