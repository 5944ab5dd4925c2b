"""How to talk, what about, who begins: asked before a talk, line by line."""

from tui.catalog.formats import Begins, TalkFormat
from tui.catalog.support import graded, sourced
from tui.cli.plain_ask import AGAIN, AWAY, number, read_patiently
from tui.cli.plain_talk_times import name
from tui.cli.say import say
from tui.core.errors import InputError
from tui.core.text import clean, one_line, shorten
from tui.household import Household
from tui.household.talks import TOPIC, begin, begins, by_turns, typed
from tui.talk.running import RunningTalk

TOPIC_CELLS = 300
"""How much of a topic is read out."""


def chosen_format(household: Household, format_id: str) -> TalkFormat:
    """Return the format with this id, or ask for one; raises `InputError` when there is no such format."""
    if format_id:
        return household.catalog.talk_format(format_id)
    words, formats = household.words, household.catalog.talk_formats
    say(words("plain_talk.formats"))
    for place, form in enumerate(formats, 1):
        minutes = words("plain.minutes", count=form.minutes)
        grade, source = graded(words, form.grade), sourced(words, form.source)
        support = words("plain.support", grade=grade, source=source)
        told = {"title": form.title, "minutes": minutes, "about": form.about, "support": support}
        say(words("plain_talk.format", number=place, **told))
    return formats[_number(household, len(formats), otherwise=1) - 1]


def begun(household: Household, form: TalkFormat, topic: str) -> RunningTalk:
    """Return a talk that begins, once topic and first speaker are known; raises `InputError` for a topic too long."""
    about = one_line(clean(topic)) or asked_topic(household)
    return begin(household, form, about, first=_first(household, form))


def asked_topic(household: Household) -> str:
    """Ask what about; a topic that waits from another time, or a thought, is taken by an empty line.

    What is typed waits in its turn until the talk begins.
    """
    words, offered = household.words, typed(household)
    say(words("plain_talk.topic"))
    if offered:
        say(words("plain_talk.topic_waits", topic=shorten(offered, TOPIC_CELLS)))
    life = household.life
    thoughts = [prompt.text for prompt in household.catalog.prompts if prompt.suits(life)]
    heard = 0
    while (line := read_patiently(words)) == AGAIN and thoughts:
        offered, heard = thoughts[heard % len(thoughts)], heard + 1
        say(words("plain_talk.thought", thought=offered))
    about = "" if line in {AWAY, AGAIN} else one_line(line or offered)
    if about != typed(household):
        household.store.local.put(TOPIC, about)
    return about


def _first(household: Household, form: TalkFormat) -> int:
    """Ask who begins; an empty line leaves it to the format: by turns with the last time, or by lot."""
    if not any(phase.turns for phase in form.phases):
        return begins(household, form)
    words = household.words
    first, second = map(name, household.people)
    turn = by_turns(household) if form.begins is Begins.ALTERNATING else None
    if turn is None:
        say(words("plain_talk.first", first=first, second=second))
    else:
        last, now = (second, first) if turn == 0 else (first, second)
        say(words("plain_talk.first_by_turns", first=first, second=second, last=last, now=now))
    chosen = _number(household, 2, otherwise=0)
    if chosen:
        return chosen - 1
    seat = begins(household, form)
    say(words("plain_talk.begins", name=name(household.people[seat])))
    return seat


def _number(household: Household, most: int, *, otherwise: int) -> int:
    """Return a number from 1 to `most` that is typed; `otherwise` for an empty line."""
    while True:
        line = read_patiently(household.words)
        try:
            return number(line, 1, most) if line else otherwise
        except InputError as error:
            say(household.words.error(error))
