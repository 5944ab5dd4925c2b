"""What remains of a talk: that it was held, what it was about, and a sentence to keep. Never who spoke longer."""

from datetime import datetime

from tui.core.records import Agreement, Record, Talk
from tui.talk.floor import Floor

LONGEST = 24 * 60
"""Minutes; a talk that claims more was not talked all the time."""


def record(floor: Floor, *, by: str, kept: str = "") -> Talk:
    """Return the talk as a record; its minutes are those that were talked, breaks left out, at least one."""
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


def records(floor: Floor, *, by: str, kept: str, agreed: bool, at: datetime) -> tuple[Record, ...]:
    """Return all that a talk leaves: itself and, when both `agreed` on the sentence they keep, an agreement."""
    talk = record(floor, by=by, kept=kept)
    return (talk, agreement(talk, at)) if kept and agreed else (talk,)


def agreement(talk: Talk, at: datetime) -> Agreement:
    """Return the sentence kept in `talk` as something the two agreed on at `at`; always the same record."""
    return Agreement(id=f"{talk.id}.kept", by=talk.by, at=at, text=talk.kept, source=talk.id)
