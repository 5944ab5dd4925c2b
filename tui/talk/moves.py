"""What can be done in a talk, and what the clocks do to it."""

from enum import StrEnum

from msgspec.structs import replace

from tui.core.clock import Reading
from tui.talk.floor import Floor, Seen, Status, Why, seen
from tui.talk.shape import Part

LONGEST_LOOK = 30.0
"""Seconds between two looks after which nobody watched the time: the process was stopped, or it ended."""

SLEEP = 2.0
"""Seconds by which the clock that counts sleep must run ahead before it was sleep, and not the two being read."""

MINUTE = 60
MOST_EXTRA = 3600
SHORTEST_BREAK = 20 * 60
LONGEST_BREAK = 24 * 3600


class Move(StrEnum):
    """What people do in a talk."""

    PAUSE = "pause"
    RESUME = "resume"
    GOT_ME = "got_me"  # "yes, you got me": the speaker passes the floor
    MORE = "more"  # a minute more
    SKIP = "skip"  # the next part
    BREAK = "break"
    BACK = "back"  # from a break
    END = "end"


_OPEN = {
    Status.RUNNING: {Move.PAUSE, Move.GOT_ME, Move.MORE, Move.SKIP, Move.BREAK, Move.END},
    Status.PAUSED: {Move.RESUME, Move.MORE, Move.SKIP, Move.BREAK, Move.END},
    Status.BREAK: {Move.BACK, Move.BREAK, Move.END},
    Status.ENDED: set[Move](),
}


def begin(talk_id: str, parts: tuple[Part, ...], *, form: str, topic: str, first: int, reading: Reading) -> Floor:
    """Return a talk that begins now: `form` is the format's id, `first` the seat (0 or 1) that has the floor."""
    return Floor(
        id=talk_id,
        format=form,
        topic=topic,
        parts=parts,
        first=first % 2,
        began=reading.wall,
        seen=seen(reading),
    )


def allowed(floor: Floor, move: Move) -> bool:
    """Return whether `move` makes sense now."""
    if move is Move.GOT_ME and floor.speaker is None:
        return False
    if move is Move.MORE and floor.extra + MINUTE > MOST_EXTRA:
        return False
    return move in _OPEN[floor.status]


def look(floor: Floor, reading: Reading) -> Floor:
    """Return the talk as it is at `reading`. A turn pauses itself over a gap, as it was when last looked at.

    A gap is: the machine slept, nobody looked for over 30 seconds, or it was started anew. The wall clock counts
    only for breaks, and only from one start of the machine to the next.
    """
    now = seen(reading)
    match floor.status:
        case Status.RUNNING:
            awake = _awake(floor.seen, now)
            if awake is None:
                return _gap(floor, now)
            return replace(floor, spent=floor.spent + awake, talked=floor.talked + awake, seen=now)
        case Status.BREAK:
            passed = _passed(floor.seen, now)
            return replace(floor, rest=floor.rest - passed, rested=floor.rested + passed, seen=now)
        case _:
            return replace(floor, seen=now)


def act(floor: Floor, move: Move, reading: Reading, *, seconds: float = 0.0) -> Floor:
    """Return the talk after `move`; as it was, but looked at, when the move makes no sense now.

    `seconds` is for `Move.BREAK`: how long it is to last, brought between 20 minutes and 24 hours.
    """
    floor = look(floor, reading)
    if not allowed(floor, move):
        return floor
    return replace(_moved(floor, move, seconds), version=floor.version + 1)


def rang(floor: Floor) -> Floor:
    """Return the talk with its bell rung: it rings once a turn."""
    return replace(floor, rung=True)


def taken_up(floor: Floor, reading: Reading) -> Floor:
    """Return a talk that was left, as it is taken up: a turn is paused where it was last seen, a break has gone on.

    Nobody can say how long they talked on after that, so nothing is added, however short it was.
    """
    if floor.status is Status.RUNNING:
        return _gap(floor, seen(reading))
    return look(floor, reading)


def _gap(floor: Floor, now: Seen) -> Floor:
    return replace(floor, status=Status.PAUSED, why=Why.GAP, seen=now, version=floor.version + 1)


def _moved(floor: Floor, move: Move, seconds: float) -> Floor:
    match move:
        case Move.PAUSE:
            return replace(floor, status=Status.PAUSED, why=Why.ASKED)
        case Move.RESUME:
            return replace(floor, status=Status.RUNNING)
        case Move.BACK:
            return replace(floor, status=Status.RUNNING, rest=0.0, rested=0.0, rung=floor.left <= 0)
        case Move.MORE:
            return _with_more(floor)
        case Move.GOT_ME:
            return _next_turn(floor)
        case Move.SKIP:
            return _next_part(floor)
        case Move.BREAK:
            rest = float(max(SHORTEST_BREAK, min(seconds, LONGEST_BREAK)))
            return replace(floor, status=Status.BREAK, rest=rest, rung=False)
        case Move.END:
            return replace(floor, status=Status.ENDED)


def _with_more(floor: Floor) -> Floor:
    """A turn that has run over gets its minute from now on."""
    overrun = max(0.0, floor.spent - floor.length)
    return replace(floor, extra=floor.extra + MINUTE, spent=floor.spent - overrun, rung=False)


def _next_turn(floor: Floor) -> Floor:
    if floor.turn + 1 < floor.here.turns:
        return replace(floor, turn=floor.turn + 1, spent=0.0, extra=0, rung=False)
    return _next_part(floor)


def _next_part(floor: Floor) -> Floor:
    if floor.last_part:
        return replace(floor, status=Status.ENDED)
    return replace(floor, part=floor.part + 1, turn=0, spent=0.0, extra=0, rung=False)


def _awake(before: Seen, now: Seen) -> float | None:
    """Return the seconds in which people can have been talking; None for a gap."""
    if before.boot_id != now.boot_id:
        return None
    awake, real = now.steady - before.steady, now.boot - before.boot
    if awake < 0 or awake > LONGEST_LOOK or real - awake > SLEEP:
        return None
    return awake


def _passed(before: Seen, now: Seen) -> float:
    """Return the seconds that really passed: by the clock that counts sleep, else by the wall."""
    if now.boot_id and before.boot_id == now.boot_id and now.boot >= before.boot:
        return now.boot - before.boot
    return max(0.0, (now.wall - before.wall).total_seconds())
