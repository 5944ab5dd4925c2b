"""What can be typed while a talk is on, by where it stands: letters that mean the same in every language."""

from collections.abc import Collection, Iterator

from tui.catalog.words import Words
from tui.cli.plain_ask import AGAIN, means
from tui.cli.plain_talk_times import length
from tui.talk.floor import Floor, Status
from tui.talk.moves import SHORTEST_BREAK, Move, allowed

LETTERS = (
    (Move.SAID, "s"),
    (Move.GOT_ME, "y"),
    (Move.NOT_QUITE, "n"),
    (Move.MORE, "m"),
    (Move.ASK_MORE, "a"),
    (Move.YIELD, "p"),
    (Move.RESUME, "g"),
    (Move.COUNT, "c"),
    (Move.READY, "r"),
    (Move.RETURN, "m"),
    (Move.MINUTE, "+"),
    (Move.PAUSE, "t"),
    (Move.BREAK, "b"),
    (Move.SKIP, ">"),
    (Move.PRIOR, "<"),
    (Move.KEYBOARD, "w"),
    (Move.END, "e"),
)
"""What is done by which letter, in the order in which it is said. Enter tells the time, "?" where the talk stands."""

ALSO = {Move.READY: "g", Move.ASK_MORE: "m", Move.PAUSE: "."}
"""Another sign for the same, understood where it means nothing else. Of many voices a full stop is not heard."""

SIGNS = {"yes": "y", "no": "n"}
"""Words that stand for a letter, in the reader's language and in English."""


def possible(floor: Floor, seat: int | None) -> list[Move]:
    """Return what can be done now by whoever sits at `seat`; None: both sit here."""
    return [move for move, _ in LETTERS if allowed(floor, move, seat)]


def move_for(words: Words, floor: Floor, seat: int | None, typed: str) -> Move | None:
    """Return what is meant by a line, where that can be done now."""
    letter, there = _letter(words, typed), possible(floor, seat)
    named = [move for move, own in LETTERS if own == letter] + [move for move, own in ALSO.items() if own == letter]
    return next((move for move in named if move in there), None)


def why_not(words: Words, floor: Floor, typed: str, other: str) -> str:
    """Return a sentence on why a line does nothing now; `other` is the name of whoever sits at the other window."""
    letter = _letter(words, typed)
    named = [move for move, own in LETTERS if own == letter]
    if not named:
        return words("plain.not_understood")
    if Move.READY in named and floor.status is Status.BREAK:
        return words("plain_talk.rest_early", time=length(words, SHORTEST_BREAK - floor.rested))
    if floor.apart and any(allowed(floor, move) for move in named):
        return words("plain_talk.not_yours", name=other)
    return words("plain_talk.not_now")


def now_line(words: Words, floor: Floor, seat: int | None) -> str:
    """Return one sentence that tells what can be typed now, and nothing else."""
    there = possible(floor, seat)
    leave, hear = words("plain.word_stop").split()[0], AGAIN
    always = [
        words("plain_talk.can_time"),
        words("plain_talk.can_leave", letter=leave),
        words("plain_talk.can_hear", letter=hear),
    ]
    return words("plain_talk.now", list="; ".join([*_told(words, there), *always]))


def new_line(words: Words, moves: Collection[Move]) -> str:
    """Return one sentence that tells by which letters these are done."""
    return words("plain_talk.now", list="; ".join(_told(words, moves)))


def _told(words: Words, moves: Collection[Move]) -> Iterator[str]:
    for move, letter in LETTERS:
        if move in moves:
            shown = words("plain.word_yes").split()[0] if letter == SIGNS["yes"] else letter
            yield words(f"plain_talk.can_{move}", letter=shown)


def _letter(words: Words, typed: str) -> str:
    line = typed.casefold()
    return next((letter for sign, letter in SIGNS.items() if means(words, line, sign)), line)
