"""A slow talk's course follows from the set of what was given: in any order, with any gaps, whoever wrote at once."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.records import Said, SlowPart, SlowTalk
from tui.talk.shape import MOST_ROUNDS
from tui.talk.slow import Course, Move, Stage, course, minutes, parts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SEATS = {"ana": 0, "ben": 1}
PEOPLE = ("ana", "ben")
TALK = SlowTalk(
    id="t",
    by="ana",
    at=NOON,
    format="slow",
    topic="the evenings",
    first=0,
    parts=(SlowPart(id="how", turns=2, hours=12, reflect=True), SlowPart(id="offer", turns=2, hours=24)),
)


@dataclass
class Device:
    """One machine of one person: it knows what it was told, and gives what its course allows."""

    who: str
    name: str
    ahead: int = 0
    known: dict[str, Said] = field(default_factory=dict)
    count: int = 0

    @property
    def course(self) -> Course:
        return course(TALK, self.known.values(), SEATS)

    def give(self, move: Move, text: str = "") -> Said | None:
        now = self.course
        if not now.can(move, SEATS[self.who]):
            return None
        self.count += 1
        said = Said(
            id=f"{self.name}{self.count}",
            by=self.who,
            at=NOON + timedelta(hours=self.ahead, minutes=self.count),
            talk="t",
            number=now.number,
            turn=now.turn,
            move=move,
            text=text or f"{self.name} {self.count}",
        )
        self.known[said.id] = said
        return said

    def hear(self, *said: Said) -> None:
        self.known.update({each.id: each for each in said})


def moved(*moves: Move) -> Device:
    """Return one home on which both gave these, each by whoever's move it was."""
    home = Device("ana", "x")
    for move in moves:
        home.who = PEOPLE[home.course.owner(move, home.course.turn)]
        assert home.give(move) is not None, (move, home.course)
    return home


def state(found: Course) -> tuple[object, ...]:
    return found.turn, found.stage, found.number, found.since, found.pieces


# One turn after another


def test_the_floor_passes_only_once_the_speaker_feels_understood() -> None:
    home = moved(Move.SAID, Move.BACK, Move.NOT_QUITE, Move.BACK, Move.MORE, Move.BACK)
    assert (home.course.turn, home.course.stage, home.course.mover) == (0, Stage.HEARD, 0)
    home.who = "ben"
    assert [move for move in Move if home.course.can(move, 1)] == [], "who listens cannot pass the floor"
    home.who = "ana"
    home.give(Move.GOT_ME)
    assert (home.course.turn, home.course.stage, home.course.mover) == (1, Stage.SPEAKING, 1)
    assert not home.course.beside


def test_the_speaker_may_pass_the_floor_at_any_time_and_without_saying_back_each_writes_once() -> None:
    home = moved(Move.YIELD, Move.SAID, Move.YIELD)
    assert (home.course.turn, home.course.here.id, home.course.mover) == (2, "offer", 0)
    assert not home.course.can(Move.GOT_ME, 0)
    home.who = "ana"
    home.give(Move.SAID)
    assert (home.course.turn, home.course.mover, home.course.round) == (3, 1, 0)
    home.who = "ben"
    home.give(Move.SAID)
    assert home.course.over
    assert home.course.mover is None
    assert home.give(Move.SAID) is None


def test_the_hours_are_counted_from_what_was_given_last_and_change_nothing() -> None:
    home = moved(Move.SAID)
    assert home.course.due() == NOON + timedelta(minutes=1, hours=12)
    assert moved(Move.YIELD, Move.YIELD).course.due() == NOON + timedelta(minutes=2, hours=24)


def test_its_length_is_what_was_written_and_at_least_a_minute() -> None:
    assert minutes(moved(Move.SAID).course) == 1
    long = Device("ana", "x")
    long.give(Move.SAID, "a" * 1234)
    assert minutes(long.course) == 12
    long.give(Move.YIELD, "b" * 99_999_999)
    assert minutes(long.course) == 24 * 60


# At the same time


def test_what_two_machines_wrote_at_once_is_set_beside_and_its_author_has_it_still() -> None:
    one, two, ben = Device("ana", "x"), Device("ana", "y", ahead=-1), Device("ben", "b")
    first, second = one.give(Move.SAID), two.give(Move.SAID)
    assert first is not None
    assert second is not None
    ben.hear(first)
    back = ben.give(Move.BACK)
    assert back is not None
    for each in (one, two, ben):
        each.hear(first, second, back)
        assert each.course.beside == (first,), "the earlier one stands"
        assert (each.course.turn, each.course.stage) == (0, Stage.HEARD)


def test_a_word_that_was_overtaken_by_a_passed_floor_is_set_beside_and_answers_nothing() -> None:
    ana, ben = Device("ana", "a"), Device("ben", "b", ahead=1)
    said = ana.give(Move.SAID)
    assert said is not None
    ben.hear(said)
    back, passed = ben.give(Move.BACK), ana.give(Move.YIELD)
    assert back is not None
    assert passed is not None
    ana.hear(back)
    ben.hear(passed)
    assert state(ana.course) == state(ben.course)
    assert ana.course.beside == (back,)
    assert (ana.course.turn, ana.course.mover) == (1, 1)


@pytest.mark.parametrize(
    "odd",
    [
        {"by": "nobody"},
        {"by": "ben"},
        {"move": "sing"},
        {"move": "back"},
        {"move": "got_me"},
        {"move": "back", "by": "ben"},
        {"turn": 99},
        {"turn": -1},
        {"turn": 4, "number": 9},
        {"number": -5},
        {"talk": "another"},
        {"number": 10**15, "move": "got_me", "by": "ben"},
    ],
)
def test_what_cannot_be_is_set_beside_and_moves_nothing(odd: dict[str, object]) -> None:
    held = {"id": "o", "by": "ana", "at": NOON, "talk": "t", "number": 0, "turn": 0, "move": "said", "text": "x"}
    found = course(TALK, [Said(**{**held, **odd})], SEATS)  # type: ignore[arg-type] # each of its type
    assert (found.turn, found.stage, found.number, found.mover) == (0, Stage.SPEAKING, 0, 0)
    assert len(found.pieces) == (0 if "talk" in odd else 1)


def test_where_something_is_missing_the_talk_goes_on_from_what_came_after_it() -> None:
    home = moved(Move.SAID, Move.BACK, Move.GOT_ME, Move.SAID)
    for lost in ("x1", "x2", "x3"):
        left = [each for each in home.known.values() if each.id != lost]
        found = course(TALK, left, SEATS)
        assert not found.beside
        assert (found.turn, found.stage, found.number) == (1, Stage.BACK, 4), lost


def test_nothing_leads_back_into_a_turn_that_is_over() -> None:
    home = moved(Move.YIELD)
    late = Said(id="late", by="ana", at=NOON, talk="t", number=9, turn=0, move="said", text="x")
    home.hear(late)
    assert (home.course.turn, home.course.number, home.course.beside) == (1, 1, (late,))


def test_a_talk_from_anywhere_has_a_course() -> None:
    odd = SlowTalk(id="t", by="ana", at=NOON, format="", topic="", first=-7, parts=())
    assert course(odd, [], {}).mover == 1
    huge = SlowPart(id="p", turns=10**12, hours=-4, reflect=True)
    found = course(SlowTalk(id="t", by="a", at=NOON, format="", topic="", first=2**40, parts=(huge,) * 999), [], {})
    assert found.here.hours == 1
    assert found.turns == 50 * 2 * MOST_ROUNDS


class _Phase:
    id, title, speaker, listener, both = "p", "T", "", "", "both of you"
    questions = ("one?",)

    def __init__(self, *, seconds: int, turns: bool, rounds: int, reflect: bool = True) -> None:
        self.seconds, self.turns, self.rounds, self.reflect = seconds, turns, rounds, reflect


def test_a_format_is_brought_within_bounds() -> None:
    quick, long, shared = parts(
        [
            _Phase(seconds=1, turns=True, rounds=0),
            _Phase(seconds=10**9, turns=True, rounds=10**6),
            _Phase(seconds=43_200, turns=False, rounds=3),
        ]
    )
    assert (quick.hours, quick.turns, quick.reflect) == (1, 2, True)
    assert (long.hours, long.turns) == (7 * 24, 2 * MOST_ROUNDS)
    assert (shared.hours, shared.turns, shared.reflect, shared.speaker) == (12, 2, False, "both of you")
    assert len(parts([])) == 1


# Any order, any duplicates, any carrier

ACTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 15)), max_size=24)
"""Who gives, which of the things that they can do, and whom they tell."""


def played(acts: list[tuple[int, int, int]]) -> list[Said]:
    """Let two people with two machines each give and tell one another; return all that was given."""
    hours = {"a": 0, "b": -50, "c": 3, "d": 900}
    devices = [Device(PEOPLE[name in "cd"], name, ahead=ahead) for name, ahead in hours.items()]
    made: list[Said] = []
    for who, what, told in acts:
        device = devices[who]
        can = [move for move in Move if device.course.can(move, SEATS[device.who])]
        said = device.give(can[what % len(can)]) if can else None
        made += [] if said is None else [said]
        for place, other in enumerate(devices):
            if told >> place & 1:
                other.hear(*device.known.values())
    return made


@settings(max_examples=80)
@given(ACTS, st.integers(0, 2**16))
def test_any_order_and_any_duplicates_give_the_same_course(acts: list[tuple[int, int, int]], seed: int) -> None:
    made = played(acts)
    found = course(TALK, made, SEATS)
    mixed = [*made, *made[: len(made) // 2]]
    Random(seed).shuffle(mixed)
    assert state(course(TALK, mixed, SEATS)) == state(found)
    assert sorted(each.said.id for each in found.pieces) == sorted(each.id for each in made), "no word is lost"


@settings(max_examples=80)
@given(ACTS, st.sets(st.integers(0, 30)))
def test_each_keeps_their_role_whatever_is_missing(acts: list[tuple[int, int, int]], lost: set[int]) -> None:
    """Who gives something has the role for it, turns never go back, and without a gap only the speaker passes one."""
    left = [each for place, each in enumerate(played(acts)) if place not in lost]
    found = course(TALK, left, SEATS)
    turn = number = heard = 0
    for said in (each.said for each in found.pieces if not each.beside):
        move = Move(said.move)
        assert SEATS[said.by] == found.owner(move, said.turn)
        assert said.turn >= turn
        assert said.turn == turn or said.number > number, "a turn is left out only where something is missing"
        passes = move in {Move.GOT_ME, Move.YIELD} or (move is Move.SAID and said.turn > 1)
        assert not passes or SEATS[said.by] == found.speaks(said.turn)
        assert heard or said.number > number or move is not Move.GOT_ME, "nobody is understood before it is said back"
        turn, number, heard = said.turn + passes, said.number + 1, move is Move.BACK
    assert (found.turn, found.number) == (turn, number)
