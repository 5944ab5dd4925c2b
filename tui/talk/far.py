"""A talk on two machines: what was done on each, put in one order, gives the same floor on both.

Each machine tells what was done there, and with what the talk began when it was first shared. How the talk stands is
a pure function of the set of all that was done: it does not matter when, in which order or how often that arrives.
What comes first leads; of what was done without having seen it, what still fits is done on top (`tui.talk.late`), so
that a break is never lost. What two did at once comes in this order: what can be too late, then what cannot.

The other machine's steady clock means nothing here. How long a turn lasts since something was done there is counted
by the wall clock where that can be (`PLAUSIBLE`), else from when it arrived. In a break, which is real time, an old
message is believed too.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

import msgspec
from msgspec.structs import replace

from tui.core.clock import Reading
from tui.talk.floor import Floor, Seen, Status, Why, seen
from tui.talk.late import NEVER_LATE, Situation, fits, situation
from tui.talk.moves import LONGEST_COUNTED, Move, act

PLAUSIBLE = 120.0
"""Seconds by which the other machine's wall clock may differ from ours on arrival, the way included."""

_Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e7)]
_Seat = Annotated[int, msgspec.Meta(ge=0, le=1)]
MOST = 100_000
"""The highest count that is believed: far below what a floor can count to, which goes on from there."""

_Count = Annotated[int, msgspec.Meta(ge=1, le=MOST)]


class Done(msgspec.Struct, frozen=True, array_like=True):
    """Something that was done, as the `count`-th thing of which its machine (`hand`) knew, `at` its wall clock.

    `about` is the situation that it was done in, with what had gone then of the turn, the talk and a break. `upon`
    names the choice of when to come back that was known, where another one was made.
    """

    count: _Count
    hand: str
    move: Move
    seat: _Seat | None
    at: datetime
    about: Situation
    spent: _Seconds
    talked: _Seconds
    rested: _Seconds
    seconds: _Seconds = 0.0
    text: str = ""
    upon: str = ""

    @property
    def name(self) -> str:
        """What it is called among all that was done."""
        return f"{self.count}.{self.hand}"


class Far(msgspec.Struct, frozen=True, kw_only=True):
    """What a machine knows of a talk that is shared, beside the floor.

    `base` is the floor with which it was first shared, by the machine `hand`; `done` is all that was done since, in
    order. `heard` is when something last came from another machine, and `late` how many seconds are to be added to
    what the clock of each says.
    """

    base: Floor
    hand: str
    done: tuple[Done, ...] = ()
    heard: Seen | None = None
    late: dict[str, float] = {}

    def elsewhere(self, hands: frozenset[str]) -> bool:
        """Whether a machine other than that of these hands has said anything."""
        return not hands.issuperset({self.hand, *(each.hand for each in self.done)})


class Act(NamedTuple):
    """Something done at this machine, to the talk as it `was` just then."""

    move: Move
    seat: int | None
    seconds: float
    text: str
    was: Floor


# What was done here


def shared(floor: Floor, hand: str) -> Far:
    """Return a talk that is first shared as it is now; what somebody is typing is theirs still."""
    rules = tuple("" if seat in hidden(floor) else rule for seat, rule in enumerate(floor.rules))
    first, second = rules
    there = Seen(wall=floor.seen.wall, steady=0.0, boot=0.0)
    base = replace(floor, seen=there, rules=(first, second), sentences=("", ""), apart=True)
    far = Far(base=base, hand=hand)
    drafts = [
        Act(Move.RULE, seat, 0.0, text, floor) for seat, text in enumerate(floor.rules) if text and not rules[seat]
    ]
    return with_acts(far, drafts, hand)


def hidden(floor: Floor) -> frozenset[int]:
    """Return the seats whose ground rule is not to be seen by others yet: they have not said that they are ready."""
    return frozenset({0, 1} - {*floor.ready}) if floor.status is Status.BEFORE else frozenset()


def with_acts(far: Far, acts: Iterable[Act], hand: str) -> Far:
    """Return what is known after more was done at this machine, in this order."""
    for each in acts:
        done = _done(far, each, hand)
        far = replace(far, done=in_order([*(old for old in far.done if not _replaced(old, done, each.was)), done]))
    return far


def _done(far: Far, one: Act, hand: str) -> Done:
    was, about = one.was, situation(one.was)
    if was.status is Status.PAUSED and was.why is Why.GAP:  # only this machine has not seen the time go on
        about = about._replace(status=Status.RUNNING)
    return Done(
        count=max(was.version, *(each.count for each in far.done), 0) + 1,
        hand=hand,
        move=one.move,
        seat=one.seat,
        at=was.seen.wall,
        about=about,
        spent=round(was.spent, 2),
        talked=round(was.talked, 2),
        rested=round(was.rested, 2),
        seconds=one.seconds,
        text=one.text,
        upon=replay(far.base, far.done).chosen if one.move is Move.RETURN else "",
    )


def _replaced(old: Done, new: Done, was: Floor) -> bool:
    """Whether a ground rule is another draft of one that nobody has seen."""
    same = (old.move, old.seat, old.hand) == (new.move, new.seat, new.hand)
    return same and new.move is Move.RULE and new.seat in hidden(was)


def to_tell(far: Far, floor: Floor, hand: str) -> tuple[Done, ...]:
    """Return what was done at this machine, without what others are not to see yet."""
    unseen = hidden(floor)
    mine = (each for each in far.done if each.hand == hand)
    return tuple(each for each in mine if not (each.move is Move.RULE and each.seat in unseen))


# The one order, and what comes of it


class Replayed(NamedTuple):
    """How a talk stands after all that was done, its clocks as they were `at` the last of it.

    `last` is what that was; None where nothing was done. `chosen` names the choice when to come back from a break.
    """

    floor: Floor
    at: datetime
    last: Done | None = None
    chosen: str = ""


def in_order(done: Iterable[Done]) -> tuple[Done, ...]:
    """Return what was done in the order that holds on all machines, each thing once."""
    each_once = {each.name: each for each in done}
    return tuple(sorted(each_once.values(), key=_order))


def _order(done: Done) -> tuple[int, bool, str]:
    return done.count, done.move in NEVER_LATE, done.hand


def replay(base: Floor, done: Iterable[Done]) -> Replayed:
    """Return how a talk stands that began as `base`: the same in whatever order it is told."""
    found = Replayed(base, base.seen.wall)
    known = in_order(done)
    for each in known:
        found = _after(found, each)
    counts = max((each.count for each in known), default=0)
    return found._replace(floor=replace(found.floor, version=max(base.version + len(known), counts)))


def _after(found: Replayed, done: Done) -> Replayed:
    if not _holds(found, done):
        return found
    then = _seen_then(found, done)
    reading = Reading(wall=done.at, steady=0.0, boot=0.0, boot_id="")
    after = act(then, done.move, reading, seat=done.seat, seconds=done.seconds, text=done.text)
    if after.version == then.version:
        return found
    chosen = found.chosen
    if done.move in {Move.BREAK, Move.RETURN}:
        chosen = done.name if done.move is Move.RETURN else ""
    return Replayed(after, done.at, done, chosen)


def _holds(found: Replayed, done: Done) -> bool:
    floor, about = found.floor, done.about
    match done.move:
        case Move.RETURN:  # of two times to come back the first holds
            return found.chosen == done.upon
        case Move.READY if (about.status, about.before) != (floor.status, floor.before):
            return False  # for one thing, not for another
        case Move.RULE:
            return done.seat is not None
        case _:
            return fits(done.move, about, floor)


def _seen_then(found: Replayed, done: Done) -> Floor:
    """Return the floor with what had gone when something was done: as its author saw it, else by the wall clock."""
    floor, about = found.floor, done.about
    passed = min(max(0.0, (done.at - found.at).total_seconds()), PLAUSIBLE)
    there = Seen(wall=done.at, steady=0.0, boot=0.0)
    if floor.status is Status.BREAK:
        rested = done.rested if about.status is Status.BREAK else floor.rested + passed
        return replace(floor, rest=floor.rest + floor.rested - rested, rested=rested, seen=there)
    if about[:2] == (floor.part, floor.turn):
        return replace(floor, spent=done.spent, talked=max(floor.talked, done.talked), seen=there)
    if floor.status is Status.RUNNING:
        return replace(floor, spent=floor.spent + passed, talked=floor.talked + passed, seen=there)
    return replace(floor, seen=there)


# What comes from the other machine


def merged(here: Floor, far: Far, told: Iterable[Done], now: Reading, hands: frozenset[str]) -> tuple[Floor, Far]:
    """Return the floor, and what is known, after all that was `told` so far; `hands` are those of this machine."""
    there = in_order([*far.done, *told])
    known = {each.name for each in far.done}
    news = [each for each in there if each.name not in known and each.hand not in hands]
    if len(there) == len(known):
        return here, far
    after = replace(far, done=there)
    if news:
        after = replace(after, heard=seen(now), late=far.late | lateness(news, now))
    before, found = replay(far.base, far.done), replay(after.base, there)
    idle = _deeds(before.floor) == _deeds(found.floor)  # then the clock here runs on
    floor = here if idle else _keeping_time(here, found, after, now, hands)
    version = max(found.floor.version, here.version + 1)
    return replace(floor, rules=found.floor.rules, sentences=here.sentences, version=version), after


def taken_in(far: Far, now: Reading) -> tuple[Floor, Far]:
    """Return a talk that comes from another machine, as it is first known here."""
    late = _late(far.hand, far.base.seen.wall, now) | lateness(far.done, now)
    after = replace(far, heard=seen(now), late=late)
    return on_time(after, now), after


def on_time(far: Far, now: Reading) -> Floor:
    """Return a shared talk as the clocks have it now, by all that is known of it."""
    found = replay(far.base, far.done)
    return _timed(found.floor, _here(found, far), now)


def lateness(done: Iterable[Done], now: Reading) -> dict[str, float]:
    """Return what is to be added to the clocks of those whose news arrive now, by the newest of each."""
    newest = {each.hand: each.at for each in sorted(done, key=lambda each: each.count)}
    return {name: late for hand, at in newest.items() for name, late in _late(hand, at, now).items()}


def _late(hand: str, at: datetime, now: Reading) -> dict[str, float]:
    passed = (now.wall - at).total_seconds()
    return {hand: 0.0 if 0 <= passed <= PLAUSIBLE else passed}


def _here(found: Replayed, far: Far) -> datetime:
    """Return when the last thing was done, by the clock of this machine."""
    late = far.late.get(found.last.hand if found.last is not None else far.hand, 0.0)
    if found.floor.status is Status.BREAK:
        late = min(late, 0.0)
    return found.at + timedelta(seconds=late)


def _keeping_time(here: Floor, found: Replayed, far: Far, now: Reading, hands: frozenset[str]) -> Floor:
    """Return the floor as it is now; the clock here runs on where what was done last was done here."""
    floor = found.floor
    mine = found.last is not None and found.last.hand in hands
    if mine and situation(here)[:3] == situation(floor)[:3]:
        kept = replace(floor, spent=here.spent, talked=here.talked, gap=here.gap, why=here.why, seen=here.seen)
        ends = floor.rest + floor.rested
        return replace(kept, rested=here.rested, rest=ends - here.rested) if floor.status is Status.BREAK else kept
    return _timed(floor, _here(found, far), now)


def _timed(floor: Floor, since: datetime, now: Reading) -> Floor:
    passed = max(0.0, (now.wall - since).total_seconds())
    match floor.status:
        case Status.RUNNING if passed > LONGEST_COUNTED:  # nobody can say how long they talked on
            return replace(floor, status=Status.PAUSED, why=Why.GAP, gap=passed, seen=seen(now))
        case Status.RUNNING:
            return replace(floor, spent=floor.spent + passed, talked=floor.talked + passed, seen=seen(now))
        case Status.BREAK:
            return replace(floor, rest=floor.rest - passed, rested=floor.rested + passed, seen=seen(now))
        case _:
            return replace(floor, seen=seen(now))


def _deeds(floor: Floor) -> tuple[object, ...]:
    """Return what people have come to, without what the clocks did."""
    ends = round(floor.rest + floor.rested) if floor.status is Status.BREAK else 0
    return *situation(floor), floor.extra, floor.agreed, ends, floor.ready, floor.minute, floor.rules, floor.apart


def leads(one: Floor, other: Floor, *, one_begun: bool, other_begun: bool) -> bool:
    """Whether `one` of two talks that were begun at once is the one that both hold: the same on both machines."""
    return (not one_begun, one.began, one.id) < (not other_begun, other.began, other.id)


# As it is kept beside the floor


def far_in(data: object) -> Far | None:
    """Return what this machine has kept of a shared talk, with the floor; None when it is not shared."""
    kept = data.get("far") if isinstance(data, Mapping) else None
    try:
        return None if kept is None else msgspec.convert(kept, Far)
    except (msgspec.ValidationError, OverflowError):
        return None


def with_far(data: object, far: Far | None) -> object:
    """Return a floor as data, with what is known beside it."""
    if far is None or not isinstance(data, dict):
        return data
    return {**data, "far": msgspec.to_builtins(far)}
