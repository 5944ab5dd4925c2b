"""My own wishes line by line, and taking one back without anybody noticing."""

from tui.cli.plain_ask import BACK, numbers, read_patiently
from tui.cli.plain_given import text_of
from tui.cli.say import say
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.wishes import my_wishes, question_of, shared_wishes, withdraw


def wishes(household: Household) -> int:
    """Say my wishes and take back those that are chosen, until none is; raises `InputError` without such a step."""
    words, question = household.words, question_of(household)
    while question is not None and (mine := my_wishes(household, question)):
        seen = shared_wishes(household, question)
        say(words("plain.wishes_mine"))
        for place, wish in enumerate(mine, 1):
            text = text_of(question, wish)
            text = words("plain.wish_of_both", text=text) if wish in seen else text
            say(words("plain.option", number=place, text=text))
        say(words("plain.wishes_take_back"))
        gone = _chosen(household, mine)
        if not gone:
            return 0
        withdraw(household, question.id, gone)
        say(words("plain.wishes_taken_back"))
    say(words("plain.wishes_none"))
    return 0


def _chosen(household: Household, mine: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wishes whose numbers are typed; none for an empty line."""
    while True:
        line = read_patiently(household.words)
        if line in {"", BACK}:
            return ()
        try:
            return tuple(mine[each - 1] for each in numbers(line, len(mine)))
        except NearerError as error:
            say(household.words.error(error))
