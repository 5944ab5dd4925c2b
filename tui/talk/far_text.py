"""A talk on two machines as it is told: JSON with nothing in it but ASCII, and believed as far as it can be."""

import json
from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from tui.core.text import harmless, one_line
from tui.talk.far import MOST, Done
from tui.talk.floor import Floor, Seen, Status, sound
from tui.talk.moves import LONGEST_COUNTED
from tui.talk.shape import Lines

LONGEST_TEXT = 2000
"""Characters of a topic, or a ground rule, that are told."""

LARGEST = 40_000
"""Characters that one piece of what is told may have (`tui.planner.plausible`)."""

CHUNK = 32
"""What was done is told in pieces, so that not all of it is written anew each time: so many counts are in each."""

_YEARS = range(1900, 2201)


def base_text(base: Floor) -> str:
    """Return with what a talk was first shared, as JSON; empty where that is too much to be told."""
    told = replace(base, topic=base.topic[:LONGEST_TEXT])
    bare = replace(told, parts=tuple(replace(each, lines=Lines()) for each in told.parts))
    texts = (_text(msgspec.to_builtins(each)) for each in (told, bare))
    return next((each for each in texts if len(each) <= LARGEST), "")


def base_in(text: str) -> Floor | None:
    """Return it again, whatever the other machine says; None where it cannot be."""
    try:
        floor = msgspec.convert(_harmless(json.loads(text)), Floor)
    except (ValueError, msgspec.ValidationError, OverflowError, RecursionError):
        return None
    if not _can_be(floor):
        return None
    there = Seen(wall=floor.seen.wall, steady=0.0, boot=0.0)
    return replace(floor, seen=there, sentences=("", ""), apart=True)


def _can_be(floor: Floor) -> bool:
    numbers = (floor.spent, floor.talked, floor.gap, abs(floor.rest), floor.rested)
    in_bounds = max(numbers) <= LONGEST_COUNTED * 1000 and floor.version <= MOST and floor.status is not Status.ENDED
    return sound(floor) and in_bounds and all(each.year in _YEARS for each in (floor.began, floor.seen.wall))


def done_texts(done: Iterable[Done]) -> Mapping[int, str]:
    """Return what was done in pieces of JSON, by number: what is in a piece stays there."""
    found: dict[int, list[object]] = {}
    for each in done:
        said = replace(each, hand="", text=each.text[:LONGEST_TEXT])
        found.setdefault(each.count // CHUNK, []).append(msgspec.to_builtins(said))
    return {number: text for number, each in found.items() if len(text := _text(each)) <= LARGEST}


def done_in(text: str, hand: str) -> tuple[Done, ...]:
    """Return what was done in a piece of JSON by a machine; nothing where it cannot be."""
    try:
        found = msgspec.convert(_harmless(json.loads(text)), tuple[Done, ...])
    except (ValueError, msgspec.ValidationError, OverflowError, RecursionError):
        return ()
    sound_ones = (each for each in found if each.at.tzinfo is not None and each.at.year in _YEARS)
    return tuple(replace(each, hand=hand, text=one_line(each.text)) for each in sound_ones)


def _text(data: object) -> str:
    return json.dumps(data, separators=(",", ":"))


def _harmless(data: object) -> object:
    match data:
        case str():
            return one_line(harmless(data))
        case list():
            return [_harmless(each) for each in data]
        case dict():
            return {str(name): _harmless(value) for name, value in data.items()}
        case _:
            return data
