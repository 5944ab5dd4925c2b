"""When to come back from a break: at least 20 minutes, at most 24 hours, and always agreed before."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from tui.talk.moves import LONGEST_BREAK

EVENING_HOUR = 20
LATEST_HOUR = 23


class Return(StrEnum):
    """The times to choose from."""

    TWENTY = "twenty"
    THIRTY = "thirty"
    HOUR = "hour"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A time to come back: `at` is UTC, `seconds` from now."""

    when: Return
    at: datetime
    seconds: float


_MINUTES = {Return.TWENTY: 20, Return.THIRTY: 30, Return.HOUR: 60}


def returns(local: datetime) -> tuple[Choice, ...]:
    """Return the times to choose from; `local` is now on the clock of whoever chooses. Late at night no "tonight"."""
    moments = {when: local.astimezone(UTC) + timedelta(minutes=minutes) for when, minutes in _MINUTES.items()}
    tonight = _tonight(local)
    if tonight is not None:
        moments[Return.TONIGHT] = tonight.astimezone(UTC)
    moments[Return.TOMORROW] = (local + timedelta(days=1)).astimezone(UTC)
    now = local.astimezone(UTC)
    return tuple(_choice(when, at, now) for when, at in moments.items())


def _choice(when: Return, at: datetime, now: datetime) -> Choice:
    seconds = min((at - now).total_seconds(), float(LONGEST_BREAK))
    return Choice(when=when, at=now + timedelta(seconds=seconds), seconds=seconds)


def _tonight(local: datetime) -> datetime | None:
    """Eight in the evening, or the next full hour that is more than an hour away; none after eleven."""
    evening = local.replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0)
    while evening.astimezone(UTC) - local.astimezone(UTC) <= timedelta(hours=1):
        evening += timedelta(hours=1)
        if evening.hour > LATEST_HOUR or evening.date() != local.date():
            return None
    return evening


def lot(token: str) -> int:
    """Return 0 or 1, drawn from a random `token`."""
    return sum(map(ord, token)) % 2
