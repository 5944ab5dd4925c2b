"""Reading line by line: my own answers, and what the other showed me at once."""

from collections.abc import Iterator
from itertools import islice

from tui.catalog.dates import long_day
from tui.catalog.schema import Question
from tui.cli.plain_ask import chosen, means, read_patiently
from tui.cli.plain_given import given, name_of, title
from tui.cli.plain_prose import sentence
from tui.cli.say import say
from tui.core.errors import NearerError
from tui.core.records import Answer, Sitting
from tui.household import Household
from tui.household.shared import look_at, shared_with_me

MOST = 30
"""How many are offered to be read: the newest."""


def own_answers(household: Household) -> int:
    """Let me read my newest answers to a step; nobody else's."""
    words, sittings = household.words, list(islice(_newest(household), MOST))
    if not sittings:
        say(words("plain.own_nothing"))
        return 0
    say(words("plain.own_which"))
    for place, sitting in enumerate(sittings, 1):
        say(words("plain.option", number=place, text=_named(household, sitting)))
    place = chosen(words, len(sittings))
    if place:
        _tell_own(household, sittings[place - 1])
    return 0


def _newest(household: Household) -> Iterator[Sitting]:
    """Give my newest sitting of each step, newest first."""
    known: set[str] = set()
    for sitting in household.newest(Sitting, by=household.me.id):
        if sitting.step not in known:
            known.add(sitting.step)
            yield sitting


def _named(household: Household, sitting: Sitting) -> str:
    when = long_day(household.words, household.local(sitting.at).date())
    return household.words("plain.on_day", what=title(household, sitting.step), day=when)


def _tell_own(household: Household, sitting: Sitting) -> None:
    words = household.words
    answers = household.find(Answer, sitting=sitting.id, by=household.me.id)
    say(sentence(_named(household, sitting)))
    there = [each for each in _in_order(household, sitting.step, answers) if each.value is not None]
    if not there:
        say(words("own_answers.nothing"))
    for each in there:
        question = question_of(household, each)
        ask = household.asked(question) if question else each.question
        say(words("plain.own_answer", ask=ask, answer=given(words, question, each.value)))
    if not household.was_opened(sitting):
        say(words("plain.own_change", step=sitting.step))


def _in_order(household: Household, step: str, answers: list[Answer]) -> list[Answer]:
    """Return answers in the order of their questions; those to questions that are gone come last."""
    try:
        order = {each.id: place for place, each in enumerate(household.catalog.step(step).questions)}
    except NearerError:  # of a pack that is not here any more
        order = {}
    return sorted(answers, key=lambda each: (order.get(each.question, len(order)), each.question))


def shared(household: Household) -> int:
    """Say what the other showed at once, the newest first, one after the other. Nobody is told that it was read."""
    words = household.words
    household.catch_up()
    answers = list(islice(shared_with_me(household), MOST))
    if not answers:
        say(words("shared.nothing"))
        return 0
    for place, each in enumerate(answers):
        if place:
            say(words("plain.shared_more"))
            if means(words, read_patiently(words), "stop"):
                break
        _tell_shared(household, each)
        if not place and household.store.read_only is None:
            look_at(household)
    return 0


def _tell_shared(household: Household, each: Answer) -> None:
    words, question = household.words, question_of(household, each)
    when = long_day(words, household.local(each.at).date())
    say(words("plain.shared_by", name=name_of(household, each.by), day=when))
    ask = household.asked(question) if question else each.question
    say(words("plain.own_answer", ask=ask, answer=given(words, question, each.value)))


def question_of(household: Household, answer: Answer) -> Question | None:
    """Return the question that was answered; None where its pack is not here any more."""
    try:
        return household.catalog.question(answer.step, answer.question)
    except NearerError:
        return None
