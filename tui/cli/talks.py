"""`nearer talk --past`: the talks that were held and what came of them, listed or searched."""

import argparse
from collections.abc import Iterator

from tui.catalog.dates import clock, day, length
from tui.checkin.agreements import Standing
from tui.cli.records import opened
from tui.cli.run import wants_json
from tui.cli.say import say, say_json
from tui.core.records import Talk
from tui.core.text import one_line, shorten
from tui.household import Household
from tui.household.talks_past import TITLE_CELLS, PastTalks, state_told, title
from tui.talk.slow import Piece, move_of


def talks(options: argparse.Namespace) -> int:
    """Print the talks that were held, newest first: those in which all words that were given stand."""
    household = opened(options)
    try:
        typed, past = f"{options.past} {options.format} {options.topic}", PastTalks(household)
        found = [each for each in past.search(typed) if isinstance(each, Talk)]
        if wants_json(options):
            say_json({"talks": [_document(household, past, each) for each in found]})
        else:
            nothing = household.words("talks.cli_none_found" if typed.strip() else "talks.cli_none")
            say("\n\n".join("\n".join(_lines(household, past, each)) for each in found) or nothing)
    finally:
        household.close()
    return 0


def _document(household: Household, past: PastTalks, talk: Talk) -> dict[str, object]:
    return {
        "id": talk.id,
        "at": household.local(talk.at).isoformat(),
        "format": talk.format,
        "title": title(household, talk.format),
        "topic": talk.topic,
        "minutes": talk.minutes,
        "kept": talk.kept,
        "agreements": [_agreement(each) for each in past.agreements(talk)],
        "written": [_written(household, each) for each in past.words(talk)],
    }


def _agreement(found: Standing) -> dict[str, object]:
    again = found.agreement.look_again
    return {
        "id": found.id,
        "text": found.text,
        "look_again": again.isoformat() if again is not None else None,
        "let_go": found.agreement.let_go,
    }


def _written(household: Household, piece: Piece) -> dict[str, object]:
    said = piece.said
    return {"at": household.local(said.at).isoformat(), "by": said.by, "move": said.move, "text": said.text}


def _lines(household: Household, past: PastTalks, talk: Talk) -> Iterator[str]:
    words, local = household.words, household.local(talk.at)
    name, topic = title(household, talk.format), one_line(talk.topic)
    yield words(
        "talks.cli_line",
        day=f"{day(words, local)} {local.year} {clock(local)}",
        title=words("talks.about", title=name, topic=topic) if topic else name,
        length=length(words, talk.minutes),
    )
    agreed = past.agreements(talk)
    if talk.kept.strip() and all(each.text != talk.kept for each in agreed):
        yield "  " + words("talks.kept_line", text=one_line(talk.kept))
    for each in agreed:
        yield "  " + words("talks.cli_agreement", text=one_line(each.text), state=state_told(household, each))
    for piece in past.words(talk):
        yield from _told(household, piece)


def _told(household: Household, piece: Piece) -> Iterator[str]:
    """Give something that was written in a slow talk: who, what it is, and its words."""
    words, person, move = household.words, household.person(piece.said.by), move_of(piece.said)
    name = shorten(person.name, TITLE_CELLS) if person is not None else ""
    what = words(f"talk_slow.piece_{move}" if move is not None else "talk_slow.piece_unknown")
    beside = f" ({words('talk_slow.beside')})" if piece.beside and move else ""
    yield f"  {f'{name} {what}'.strip()}{beside}"
    yield from (f"    {line}" for line in piece.said.text.splitlines())
