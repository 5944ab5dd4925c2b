"""Before the first turn: is now a good time for both, a breath, a ground rule each, line by line."""

from collections.abc import Iterator

from tui.cli.plain_ask import AGAIN, means
from tui.cli.plain_talk_times import name
from tui.cli.say import say
from tui.core.text import one_line
from tui.household import Household
from tui.talk.floor import Before, Floor, Status
from tui.talk.moves import Move
from tui.talk.running import RunningTalk

RULES = 6
"""How many ground rules the words offer."""


def asked(floor: Floor, seat: int | None) -> int | None:
    """Return the seat whose answer is waited for here; None when the other is asked at another window."""
    left = [each for each in (0, 1) if each not in floor.ready]
    if seat is None:
        return left[0] if left else None
    return seat if seat in left else None


def start_news(household: Household, before: Floor | None, floor: Floor, seat: int | None) -> Iterator[str]:
    """Yield what is new of the beginning, and what is asked; `seat` sits here, None: both do."""
    words, who = household.words, asked(floor, seat)
    same_step = before is not None and before.status is Status.BEFORE and before.before is floor.before
    if before is not None and same_step and asked(before, seat) == who:
        return
    if floor.before is Before.BREATH:
        yield words("plain_talk.breath")
        return
    if floor.before is Before.RULES and not same_step:
        yield words("plain_talk.rules")
    if who is None:
        yield words("plain_talk.wait_for", name=name(household.partner))
    else:
        key = "plain_talk.good_time" if floor.before is Before.GOOD_TIME else "plain_talk.rule"
        yield words(key, name=name(household.people[who]))


def start_heard(household: Household, talk: RunningTalk, typed: str, seat: int | None) -> bool:
    """Do what was typed before the first turn; tell whether the talk is still to be held."""
    who = asked(talk.floor, seat)
    if talk.floor.before is Before.BREATH:
        talk.act(Move.BREATHED)
    elif who is None:
        say(household.words("plain_talk.wait_for", name=name(household.partner)))
    elif talk.floor.before is Before.RULES:
        _rule(household, talk, typed, who)
    elif means(household.words, typed, "yes"):
        talk.act(Move.READY, seat=who)
    elif means(household.words, typed, "no"):
        return False
    else:
        say(household.words("plain_talk.good_time", name=name(household.people[who])))
    return True


def _rule(household: Household, talk: RunningTalk, typed: str, seat: int) -> None:
    if typed == AGAIN:
        rules = (household.words(f"talk_before.rule_{each}") for each in range(1, RULES + 1))
        say(household.words("plain_talk.rule_examples", rules=" ".join(rules)))
        return
    if typed:
        talk.act(Move.RULE, seat=seat, text=one_line(typed))
    talk.act(Move.READY, seat=seat)
