"""What is said before the first question of a step: the page about safety, and the reading."""

from tui.catalog.schema import Exercise
from tui.catalog.support import graded, sourced
from tui.checkin.flow import Draft
from tui.cli.plain_prose import paragraphs, say_prose
from tui.cli.say import say
from tui.core.records import Sitting
from tui.household import Household

KEY_THAT_LEAVES = "+Q"
"""What names the key of the app that means nothing in a plain terminal."""


def before(household: Household, step: Exercise, draft: Draft) -> None:
    """Say what stands before a step: the first time the page about safety, then its name, its reading, its keys."""
    words = household.words
    if not draft.begun and not household.find(Sitting, by=household.me.id):
        _safety(household)
    say(words("plain.begun", step=step.title, minutes=words("plain.minutes", count=step.minutes)))
    if draft.position == 0:
        _reading(household, step)
    if step.long:
        say(words("plain.in_depth"))
    say(words("plain.back_hint"))


def _safety(household: Household) -> None:
    for paragraph in paragraphs(household.catalog.help("safety").text):
        if KEY_THAT_LEAVES not in paragraph:
            say(paragraph)
    say(household.words("plain.leave"))
    for line in household.catalog.help_lines:
        say(f"{line.country} {line.name}: {line.contact}".strip())
    say("")


def _reading(household: Household, step: Exercise) -> None:
    words = household.words
    say_prose(step.reading)
    if household.alone:
        say_prose(step.by_oneself)
    say(step.alone)
    say(words("plain.support", grade=graded(words, step.grade), source=sourced(words, step.source)))
