"""What remains of a talk: that it was held, what it was about, and a sentence to keep. Never who spoke longer."""

from datetime import date, datetime

from tui.core.records import Agreement, Consent, Record, Talk
from tui.talk.floor import Floor

LONGEST = 24 * 60
"""Minutes; a talk that claims more was not talked all the time."""


def begun(floor: Floor) -> bool:
    """Whether a talk has come to its first turn: of one that was broken off before that nothing is kept."""
    return floor.talked > 0 or floor.part > 0 or floor.turn > 0


def record(floor: Floor, *, by: str, kept: str = "") -> Talk:
    """Return the talk as a record; its minutes are those that were talked, breaks left out, at least one.

    Also the shortest counts: it may have been the hardest.
    """
    minutes = round(min(floor.talked / 60, LONGEST))
    return Talk(
        id=floor.id,
        by=by,
        at=floor.began,
        format=floor.format,
        topic=floor.topic,
        minutes=max(1, minutes),
        kept=kept,
    )


def records(
    floor: Floor, *, by: str, kept: str, agreed: bool, at: datetime, look_again: date | None = None
) -> tuple[Record, ...]:
    """Return all that a talk leaves: itself and, when both `agreed` on the sentence they keep, an agreement.

    `look_again` is the day to look at that again. Where it had not begun, nothing stays, unless a sentence is kept.
    """
    if not kept:
        return (record(floor, by=by),) if begun(floor) else ()
    talk = record(floor, by=by, kept=kept)
    return (talk, *agreement(talk, at, look_again=look_again)) if agreed else (talk,)


def agreement(talk: Talk, at: datetime, *, look_again: date | None = None) -> tuple[Agreement, Consent]:
    """Return the sentence kept in `talk` as something the two agreed on at `at`, and the word of whoever kept it.

    They are always the same records.
    """
    made = Agreement(id=f"{talk.id}.kept", by=talk.by, at=at, text=talk.kept, source=talk.id, look_again=look_again)
    word = Consent(id=f"{made.id}.{talk.by}", by=talk.by, at=at, agreement=made.id, revision=made.id)
    return made, word
