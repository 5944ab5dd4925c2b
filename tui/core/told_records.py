"""Records by which machines tell one another what no person reads: nobody is shown one, and none is exported."""

from datetime import datetime

import msgspec

from tui.core.record import Record


class Sealed(Record, frozen=True, kw_only=True, tag="sealed"):
    """An answer of which nobody but its author's machines has the key yet; never changed once it is there.

    `id` is the commitment to the key, the `box` and what it belongs to, as hexadecimal digits; `box` is base64. `own`
    holds the key for the author's other machines, by machine, each sealed to it alone.
    """

    answer: str
    sitting: str
    step: str
    question: str
    box: str
    own: dict[str, str] = msgspec.field(default_factory=dict)


class Released(Record, frozen=True, kw_only=True, tag="released"):
    """The `key` (base64) of a `sealed` answer, given once its author's machine holds one of the other (`against`).

    `id` is made of both.
    """

    sealed: str
    against: str
    key: str


class WishMove(Record, frozen=True, kw_only=True, tag="wish_move"):
    """One of the four moves by which two machines find the wishes that both have, and nothing else.

    `number` is 1 to 4, `against` the other's move (an id) that this one answers. Moves 1 and 3 commit to what 2 and 4
    show: `commitment` in hexadecimal digits, `points` in base64. It is never changed.
    """

    sitting: str
    question: str
    number: int
    against: str = ""
    commitment: str = ""
    points: tuple[str, ...] = ()


class BusyTime(Record, frozen=True, kw_only=True, tag="busy_time"):
    """When a person (`id`) is busy between `since` and `until`, and when they are up, as their own machine says it.

    `spans` are seconds since 1970 in pairs, in whole quarters of an hour; `days` is a range of hours by weekday
    (`08:00-22:30`, empty: not at all), `daylight` whether only hours with daylight are meant.
    """

    since: datetime
    until: datetime
    spans: tuple[tuple[int, int], ...] = ()
    days: tuple[str, ...] = ()
    daylight: bool = False


class TalkNow(Record, frozen=True, kw_only=True, tag="talk_now"):
    """A talk that is on, as one machine has it for the other; `id` is that of the talk and of whose machine it is.

    `floor` is its state as JSON, `version` what it counts; empty once the talk is over.
    """

    talk: str
    version: int
    floor: str = ""


UNSEEN: tuple[type[Record], ...] = (Sealed, Released, WishMove, BusyTime, TalkNow)
"""All of them."""
