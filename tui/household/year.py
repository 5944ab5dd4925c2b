"""The page of a year for both: only what both of the two may see, so that it is the same page for each of them.

Whoever does all this alone gets a page for one: the same, with their own answers.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import attrgetter

from tui.catalog.if_then import sentence
from tui.catalog.schema import Question
from tui.checkin.closeness import QUESTION as CLOSENESS
from tui.checkin.year import (
    MOST_DAYS,
    SHAPES,
    Entry,
    Heading,
    Marks,
    Page,
    Paragraph,
    Part,
    Quote,
    Said,
    by_month,
    in_lots,
    monthly,
    once,
    year_behind,
)
from tui.core.errors import NearerError
from tui.core.records import Answer, IfThen, Opening, Person, Sitting, Talk, Value
from tui.household import year_told as told
from tui.household.household import Household

STEP = "year"
"""The exercise in which both look back."""

LOVED = "before.loved"
"""The question for what one loves about the other."""

CLOSE = {"before": CLOSENESS, "pulse": "pulse.close"}
"""The questions for how close it feels, by their steps."""


def page(household: Household, year: int) -> Page:
    """Return the page of a year, in the words of the person at the keyboard; a kind one where there is nothing."""
    words, alone = household.words, household.alone
    parts: list[Part] = []
    for key, section in SECTIONS.items():
        found = tuple(section(household, year))
        parts += (Heading(text=words(key)), *found) if found else ()
    if parts:
        opening = words("year.intro_alone" if alone else "year.intro")
    else:
        opening = words("year.quiet_alone" if alone else "year.quiet")
    return Page(
        year=year,
        title=words("year.page_alone" if alone else "year.page", year=year),
        of=_whose(household),
        parts=(Paragraph(text=opening), *parts),
    )


def years(household: Household) -> tuple[int, ...]:
    """Return the years of which there is something to show, and the one that is looked back on now, in order."""
    sources = (told.times, told.talks, told.settled, told.kept, told.habits, told.events, told.questions_of_days)
    days = [day for source in sources for day, _ in source(household)]
    days += [day for step in CLOSE for day in _answered(household, step)]
    back = [*_answered(household, STEP), household.today()]
    return tuple(sorted({day.year for day in days} | {year_behind(day) for day in back}))


def looked_back(household: Household) -> bool:
    """Whether I have looked back already on the year that one looks back on now."""
    mine = household.find(Sitting, step=STEP, by=household.me.id)
    days, wanted = told.Days(household), year_behind(household.today())
    return any(year_behind(days.of(each)) == wanted for each in mine)


def _answered(household: Household, step: str) -> Iterator[date]:
    return (day for day, _ in (*told.openings(household, step), *told.beside(household, step=step)))


def _whose(household: Household) -> str:
    names = [f"{person.name} {SHAPES[person.seat]}" for person in household.people]
    if household.alone:
        return names[household.me.seat]
    return household.words("common.and", first=names[0], second=names[1])


# What was said


def _said(household: Household, question: Question | None, answers: Iterable[Answer]) -> Iterator[Said]:
    """Give what was said to one question, each person's own; nothing where there are no words."""
    held = list(answers)
    quotes = (
        _quote(person, (text for each in held if each.by == person.id for text in _texts(question, each.value)))
        for person in household.people
    )
    there = tuple(quote for quote in quotes if quote.texts)
    if there:
        yield Said(quotes=there)


def _quote(person: Person, texts: Iterable[str]) -> Quote:
    return Quote(seat=person.seat, author=person.name, texts=once(texts))


def _texts(question: Question | None, value: Value | None) -> tuple[str, ...]:
    """Return an answer in words; a mark on a scale has none."""
    names = {option.id: option.text for option in question.options} if question else {}
    match value:
        case str():
            return (names.get(value, value),)
        case tuple():
            return tuple(names.get(each, each) for each in value)
        case IfThen():
            return (f"{value.when} → {value.then}",)
        case _:
            return ()


def _question(household: Household, step: str, question: str) -> Question | None:
    try:
        return household.catalog.question(step, question)
    except NearerError:  # of a pack that is not here any more
        return None


def _asked(household: Household, step: str, name: str, answers: Iterable[Answer]) -> Iterator[Part]:
    """Give a question and what was said to it, if anything was."""
    question = _question(household, step, name)
    for said in _said(household, question, answers):
        if question is not None:
            yield Heading(text=household.asked(question), small=True)
        yield said


def _looking_back(household: Household, year: int) -> Iterator[Part]:
    """Give what was answered to looking back, by question, of each person the newest."""
    answers: dict[str, dict[str, Answer]] = {}
    for each in told.answers(household, STEP, year, of=year_behind):
        answers.setdefault(each.question, {})[each.by] = each
    order = [question.id for question in household.catalog.step(STEP).questions]
    for name in sorted(answers, key=lambda name: (order.index(name) if name in order else len(order), name)):
        yield from _asked(household, STEP, name, answers[name].values())


def _loved(household: Household, year: int) -> Iterator[Part]:
    answers = told.answers(household, LOVED.partition(".")[0], year)
    yield from _said(household, None, (each for each in answers if each.question == LOVED))


def _days(household: Household, year: int) -> Iterator[Part]:
    """Give some of the questions of the day, chosen by lot, in order of time."""
    there = {each.id: each for day, each in told.questions_of_days(household) if day.year == year}
    chosen: list[tuple[Opening | Answer, list[Part]]] = []
    for each in (there[lot] for lot in in_lots(there, household.couple.seed, year)):
        answers = told.said_to_a_day(household, each) if len(chosen) < MOST_DAYS else []
        found = list(_asked(household, each.step, each.step, answers))
        chosen += [(each, found)] if found else []
    for _, parts in sorted(chosen, key=lambda one: (one[0].at, one[0].id)):
        yield from parts


def _habits(household: Household, year: int) -> Iterator[Part]:
    steps = [step for day, step in told.habits(household) if day.year == year]
    for person in household.people:
        quote = _quote(person, (sentence(household.words, step) for step in steps if step.by == person.id))
        if quote.texts:
            yield Said(quotes=(quote,))


# What there was


def _times(household: Household, year: int) -> Iterator[Part]:
    just_us = household.words("year.just_us")
    yield from _months(household, ((day, what or just_us) for day, what in told.times(household)), year)


def _events(household: Household, year: int) -> Iterator[Part]:
    yield from _months(household, told.events(household), year)


def _settled(household: Household, year: int) -> Iterator[Part]:
    yield from _months(household, told.settled(household), year)


def _months(household: Household, found: Iterable[tuple[date, str]], year: int) -> Iterator[Part]:
    for month, lines in by_month(each for each in found if each[0].year == year):
        yield Entry(when=household.words(f"common.month_{month}"), lines=lines)


def _talks(household: Household, year: int) -> Iterator[Part]:
    yield from _months(household, ((day, _talk(household, talk)) for day, talk in told.talks(household)), year)


def _talk(household: Household, talk: Talk) -> str:
    kept = household.words("year.kept", text=talk.kept) if talk.kept.strip() else ""
    return "\n".join(filter(str.strip, (talk.topic, kept)))


def _agreements(household: Household, year: int) -> Iterator[Part]:
    lines = once(text for day, text in sorted(told.kept(household)) if day.year == year)
    if lines:
        yield Entry(lines=lines)


def _how_close(household: Household, year: int) -> Iterator[Part]:
    answers = [each for step in CLOSE for each in told.answers(household, step, year)]
    lines = [line for person in household.people for line in _marks(household, person, answers)]
    yield from lines
    if lines:
        yield Paragraph(text=household.words("year.close_hint"))


def _marks(household: Household, person: Person, answers: Iterable[Answer]) -> Iterator[Marks]:
    asked = frozenset(CLOSE.values())
    own = sorted((each for each in answers if each.by == person.id and each.question in asked), key=attrgetter("at"))
    days = told.Days(household)
    blocks = monthly((days.of(each), each.value) for each in own if isinstance(each.value, int))
    if blocks:
        yield Marks(seat=person.seat, author=person.name, blocks=blocks)


SECTIONS: dict[str, Callable[[Household, int], Iterator[Part]]] = {
    "year.looking_back": _looking_back,
    "year.loved": _loved,
    "year.times": _times,
    "year.events": _events,
    "year.talks": _talks,
    "year.settled": _settled,
    "year.agreements": _agreements,
    "year.habits": _habits,
    "year.close": _how_close,
    "year.days": _days,
}
"""What is on a page, in its order, by the words over it."""
