"""What can be done in a talk, by whom, and what the clocks do to it.

Turns with saying it back follow an old practice of counsellors (speaker and listener): the speaker alone says when
they were understood.
"""

from enum import StrEnum

from msgspec.structs import replace

from tui.core.clock import Reading
from tui.talk.floor import Before, Floor, Seen, Stage, Status, Why, seen
from tui.talk.shape import Part

LONGEST_LOOK = 30.0
"""Seconds between two looks after which nobody watched the time: the process was stopped, or it ended."""

STOPPED_LOOK = 2.0
"""The same where the process is known to have been stopped."""

SLEEP = 2.0
"""Seconds by which the clock that counts sleep must run ahead before it was sleep, and not the two being read."""

LONGEST_COUNTED = 3600.0
"""Seconds of a gap up to which they may say that they talked on meanwhile."""

MINUTE = 60
MOST_EXTRA = 3600
SHORTEST_BREAK = 20 * 60
LONGEST_BREAK = 24 * 3600


class Move(StrEnum):
    """What people do in a talk."""

    READY = "ready"  # before it begins, and at the end of a break: each for themselves
    BREATHED = "breathed"
    RULE = "rule"  # a ground rule of one's own
    PAUSE = "pause"
    RESUME = "resume"
    COUNT = "count"  # after a gap: we talked on meanwhile
    SAID = "said"  # the speaker: now say it back
    GOT_ME = "got_me"  # the speaker: yes, you got me; passes the floor
    NOT_QUITE = "not_quite"  # the speaker: another go
    MORE = "more"  # the speaker: there is more
    ASK_MORE = "ask_more"  # the listener: is there more?
    YIELD = "yield"  # the speaker passes the floor early
    MINUTE = "minute"  # one more minute, when both wish it
    SKIP = "skip"  # the next part
    PRIOR = "prior"  # the part before, from its beginning
    BREAK = "break"
    RETURN = "return"  # when to come back from a break
    WINDOWS = "windows"  # each at a window of their own
    KEYBOARD = "keyboard"  # both at one keyboard
    END = "end"


_TURN = {Move.SAID, Move.GOT_ME, Move.NOT_QUITE, Move.MORE, Move.ASK_MORE, Move.YIELD}
_ALWAYS = {Move.WINDOWS, Move.KEYBOARD, Move.RULE}
_OPEN = {
    Status.BEFORE: {Move.READY, Move.BREATHED, Move.END} | _ALWAYS,
    Status.RUNNING: {Move.PAUSE, Move.MINUTE, Move.SKIP, Move.PRIOR, Move.BREAK, Move.END} | _TURN | _ALWAYS,
    Status.PAUSED: {Move.RESUME, Move.COUNT, Move.MINUTE, Move.SKIP, Move.PRIOR, Move.BREAK, Move.END} | _ALWAYS,
    Status.BREAK: {Move.READY, Move.RETURN, Move.END} | _ALWAYS,
    Status.ENDED: set[Move](),
}

_STAGES = {
    Move.SAID: {Stage.SPEAKING},
    Move.GOT_ME: {Stage.BACK, Stage.AGAIN, Stage.ASKED},
    Move.NOT_QUITE: {Stage.BACK, Stage.AGAIN, Stage.ASKED},
    Move.MORE: {Stage.BACK, Stage.AGAIN, Stage.ASKED},
    Move.ASK_MORE: {Stage.BACK, Stage.AGAIN},
    Move.YIELD: set(Stage),
}
"""In which stages of a turn a move makes sense."""

_SETS: dict[Move, dict[str, object]] = {
    Move.BREATHED: {"before": Before.RULES, "ready": ()},
    Move.PAUSE: {"status": Status.PAUSED, "why": Why.ASKED, "gap": 0.0},
    Move.RESUME: {"status": Status.RUNNING, "gap": 0.0},
    Move.SAID: {"stage": Stage.BACK},
    Move.NOT_QUITE: {"stage": Stage.AGAIN},
    Move.MORE: {"stage": Stage.SPEAKING},
    Move.ASK_MORE: {"stage": Stage.ASKED},
    Move.BREAK: {
        "status": Status.BREAK,
        "rest": float(SHORTEST_BREAK),
        "rested": 0.0,
        "agreed": False,
        "ready": (),
        "minute": (),
    },
    Move.WINDOWS: {"apart": True},
    Move.KEYBOARD: {"apart": False},
    Move.END: {"status": Status.ENDED},
}
"""What a move sets, where that does not depend on anything."""


def begin(
    talk_id: str, parts: tuple[Part, ...], *, form: str, topic: str, first: int, reading: Reading, ready: bool = False
) -> Floor:
    """Return a talk that begins now: `form` is the format's id, `first` the seat (0 or 1) that has the floor.

    Before the first turn stands what comes before, unless they are `ready` at once.
    """
    return Floor(
        id=talk_id,
        format=form,
        topic=topic,
        parts=parts,
        first=first % 2,
        began=reading.wall,
        seen=seen(reading),
        status=Status.RUNNING if ready else Status.BEFORE,
    )


def allowed(floor: Floor, move: Move, seat: int | None = None) -> bool:
    """Return whether `move` makes sense now, and is that of `seat`; None stands for whoever may."""
    return move in _OPEN[floor.status] and _makes_sense(floor, move, seat)


def _makes_sense(floor: Floor, move: Move, seat: int | None) -> bool:
    if move in _TURN:
        return _of_the_turn(floor, move) and seat in {None, mover(floor, move)}
    match move:
        case Move.READY:
            return _may_be_ready(floor) and (seat is None or seat not in floor.ready)
        case Move.BREATHED:
            return floor.before is Before.BREATH
        case Move.COUNT:
            return floor.why is Why.GAP and 0 < floor.gap <= LONGEST_COUNTED
        case Move.MINUTE:
            return floor.extra + MINUTE <= MOST_EXTRA and (seat is None or seat not in floor.minute)
        case Move.PRIOR:
            return floor.part > 0
        case Move.WINDOWS | Move.KEYBOARD:
            return floor.apart is (move is Move.KEYBOARD)
        case _:
            return True


def mover(floor: Floor, move: Move) -> int | None:
    """Return the seat whose move in a turn it is; None where both are in it together."""
    return floor.listener if move is Move.ASK_MORE else floor.speaker


def look(floor: Floor, reading: Reading, *, longest: float = LONGEST_LOOK) -> Floor:
    """Return the talk as it is at `reading`. A turn pauses itself over a gap, as it was when last looked at.

    A gap is: the machine slept, nobody looked for longer than `longest` seconds, or it was started anew. The wall
    clock counts only for breaks, and only from one start of the machine to the next.
    """
    now = seen(reading)
    match floor.status:
        case Status.RUNNING:
            awake = _awake(floor.seen, now, longest)
            if awake is None:
                return _gap(floor, now)
            return replace(floor, spent=floor.spent + awake, talked=floor.talked + awake, seen=now)
        case Status.BREAK:
            rested = passed(floor.seen, now)
            return replace(floor, rest=floor.rest - rested, rested=floor.rested + rested, seen=now)
        case _:
            return replace(floor, seen=now)


def act(
    floor: Floor, move: Move, reading: Reading, *, seat: int | None = None, seconds: float = 0.0, text: str = ""
) -> Floor:
    """Return the talk after `move` by `seat`; as it was, but looked at, when the move makes no sense now.

    `seconds` is for `Move.RETURN`: how long the break lasts from now, brought between 20 minutes and 24 hours.
    `text` is for `Move.RULE`, which needs a seat.
    """
    floor = look(floor, reading)
    if not allowed(floor, move, seat):
        return floor
    if move is Move.RULE:
        moved = replace(floor, rules=_by_seat(floor.rules, seat or 0, text))
    elif move is Move.RETURN:
        rest = float(max(SHORTEST_BREAK, min(seconds, LONGEST_BREAK)))
        moved = replace(floor, rest=rest, agreed=True, ready=())
    else:
        moved = _moved(floor, move, seat)
    return replace(moved, version=floor.version + 1)


def taken_up(floor: Floor, reading: Reading) -> Floor:
    """Return a talk that was left, as it is taken up: a turn is paused where it was last seen, a break has gone on.

    Nobody can say how long they talked on after that, so nothing is added, however short it was.
    """
    if floor.status is Status.RUNNING:
        return _gap(floor, seen(reading))
    return look(floor, reading)


def _gap(floor: Floor, now: Seen) -> Floor:
    gap = passed(floor.seen, now)
    return replace(floor, status=Status.PAUSED, why=Why.GAP, gap=gap, seen=now, version=floor.version + 1)


def _moved(floor: Floor, move: Move, seat: int | None) -> Floor:
    if move in _SETS:
        return replace(floor, **_SETS[move])
    match move:
        case Move.READY:
            return _ready(floor, seat)
        case Move.COUNT:
            counted = replace(floor, spent=floor.spent + floor.gap, talked=floor.talked + floor.gap)
            return replace(counted, status=Status.RUNNING, gap=0.0)
        case Move.MINUTE:
            return _minute(floor, seat)
        case Move.SKIP:
            return _next_part(floor)
        case Move.PRIOR:
            return _fresh(replace(floor, part=floor.part - 1, turn=0))
        case _:
            return _next_turn(floor)


def _of_the_turn(floor: Floor, move: Move) -> bool:
    """Whether a move fits into the turn as far as it has come."""
    if floor.speaker is None or floor.stage not in _STAGES[move]:
        return False
    return floor.here.reflect or move is Move.YIELD


def _may_be_ready(floor: Floor) -> bool:
    """A break has its 20 minutes; a breath is not something to be ready for."""
    if floor.status is Status.BREAK:
        return floor.rested >= SHORTEST_BREAK
    return floor.before is not Before.BREATH


def _ready(floor: Floor, seat: int | None) -> Floor:
    """Without a seat both have said it."""
    said = tuple(sorted({*floor.ready, seat})) if seat is not None else (0, 1)
    if len(said) <= 1:
        return replace(floor, ready=said)
    if floor.status is Status.BEFORE and floor.before is Before.GOOD_TIME:
        return replace(floor, before=Before.BREATH, ready=())
    return replace(floor, status=Status.RUNNING, rest=0.0, rested=0.0, agreed=False, ready=())


def _minute(floor: Floor, seat: int | None) -> Floor:
    """Note who wishes for a minute more, or give it when both do; without a seat, one after the other.

    A turn that has run over gets its minute from now on.
    """
    if seat is None:
        seat = 1 - floor.minute[0] if floor.minute else floor.speaker or 0
    if not floor.minute:
        return replace(floor, minute=(seat,))
    overrun = max(0.0, floor.spent - floor.length)
    return replace(floor, extra=floor.extra + MINUTE, spent=floor.spent - overrun, minute=())


def _next_turn(floor: Floor) -> Floor:
    if floor.turn + 1 < floor.here.turns:
        return _fresh(replace(floor, turn=floor.turn + 1))
    return _next_part(floor)


def _next_part(floor: Floor) -> Floor:
    if floor.last_part:
        return replace(floor, status=Status.ENDED)
    return _fresh(replace(floor, part=floor.part + 1, turn=0))


def _fresh(floor: Floor) -> Floor:
    """Return a floor whose turn begins."""
    return replace(floor, spent=0.0, extra=0, stage=Stage.SPEAKING, minute=())


def _by_seat(texts: tuple[str, str], seat: int, text: str) -> tuple[str, str]:
    return (text, texts[1]) if seat == 0 else (texts[0], text)


def _awake(before: Seen, now: Seen, longest: float) -> float | None:
    """Return the seconds in which people can have been talking; None for a gap."""
    if before.boot_id != now.boot_id:
        return None
    awake, real = now.steady - before.steady, now.boot - before.boot
    if awake < 0 or awake > longest or real - awake > SLEEP:
        return None
    return awake


def passed(before: Seen, now: Seen) -> float:
    """Return the seconds that really passed: by the clock that counts sleep, else by the wall."""
    if now.boot_id and before.boot_id == now.boot_id and now.boot >= before.boot:
        return now.boot - before.boot
    return max(0.0, (now.wall - before.wall).total_seconds())
