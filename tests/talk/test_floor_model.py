"""Any order of moves and clock jumps: the time is never wrong, the floor belongs to one, refused moves do nothing."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tui.core.clock import Reading
from tui.talk.floor import Floor, Status, sound
from tui.talk.moves import Move, act, allowed, begin, look, taken_up
from tui.talk.running import from_data, to_data
from tui.talk.shape import Part

SHAPES = st.lists(
    st.builds(Part, id=st.just("p"), seconds=st.integers(10, 300), turns=st.sampled_from([0, 2, 4])),
    min_size=1,
    max_size=4,
)


class Talking(RuleBasedStateMachine):
    """A talk beside a plain model of its time: what was talked of this turn, and of the break."""

    floor: Floor

    @initialize(shape=SHAPES, first=st.integers(0, 1))
    def start(self, shape: list[Part], first: int) -> None:
        self.wall = datetime(2026, 11, 23, 18, tzinfo=UTC)
        self.steady, self.boot, self.boots = 50.0, 90.0, 0
        self.floor = begin("t", tuple(shape), form="f", topic="", first=first, reading=self.reading())
        self.spent, self.rest = 0.0, 0.0

    def reading(self) -> Reading:
        return Reading(wall=self.wall, steady=self.steady, boot=self.boot, boot_id=f"boot {self.boots}")

    @rule(seconds=st.floats(0, 30))
    def time_passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds
        self.boot += seconds
        if self.floor.status is Status.RUNNING:
            self.spent += seconds
        if self.floor.status is Status.BREAK:
            self.rest -= seconds
        self.floor = look(self.floor, self.reading())

    @rule(awake=st.floats(0, 10), asleep=st.floats(3, 100_000))
    def the_machine_sleeps(self, awake: float, asleep: float) -> None:
        self.steady += awake
        self.boot += awake + asleep
        self.wall += timedelta(seconds=awake + asleep)
        self._after_a_gap(awake + asleep)

    @rule(seconds=st.floats(31, 100_000))
    def nobody_looks(self, seconds: float) -> None:
        self.steady += seconds
        self.boot += seconds
        self.wall += timedelta(seconds=seconds)
        self._after_a_gap(seconds)

    @rule(seconds=st.floats(0, 100_000))
    def the_machine_starts_anew(self, seconds: float) -> None:
        self.boots += 1
        self.steady = self.boot = 1.0
        self.wall += timedelta(seconds=seconds)
        self._after_a_gap(seconds)

    @rule(hours=st.integers(-30, 30))
    def somebody_turns_the_clock(self, hours: int) -> None:
        self.wall += timedelta(hours=hours)
        self.floor = look(self.floor, self.reading())

    @rule()
    def killed_and_taken_up(self) -> None:
        kept = from_data(msgspec.json.decode(msgspec.json.encode(to_data(self.floor))))
        assert kept == self.floor
        self.floor = taken_up(kept, self.reading())
        assert self.floor.status is not Status.RUNNING

    @rule(move=st.sampled_from(Move), seconds=st.floats(-10, 1e6))
    def somebody_does_something(self, move: Move, seconds: float) -> None:
        before, may = self.floor, allowed(self.floor, move)
        self.floor = act(before, move, self.reading(), seconds=seconds)
        if not may:
            assert msgspec.structs.replace(self.floor, seen=before.seen) == before
            return
        assert self.floor.version == before.version + 1
        if (self.floor.part, self.floor.turn) != (before.part, before.turn):
            self.spent = 0.0
        if move is Move.MORE:
            self.spent = min(self.spent, before.length)
        if self.floor.status is Status.BREAK:
            self.rest = max(1200.0, min(seconds, 86_400.0))

    def _after_a_gap(self, seconds: float) -> None:
        running = self.floor.status is Status.RUNNING
        if self.floor.status is Status.BREAK:
            self.rest -= seconds
        self.floor = look(self.floor, self.reading())
        assert self.floor.status is not Status.RUNNING
        assert not running or self.floor.status is Status.PAUSED

    @invariant()
    def the_time_is_right(self) -> None:
        assert self.floor.spent >= 0
        assert abs(self.floor.spent - self.spent) < 1e-3
        assert self.floor.talked >= 0
        assert 0 <= self.floor.gone <= 1
        if self.floor.status is Status.BREAK:
            assert abs(self.floor.rest - self.rest) < 1e-2

    @invariant()
    def the_floor_belongs_to_one_or_to_both(self) -> None:
        assert sound(self.floor)
        assert self.floor.speaker in ({0, 1} if self.floor.here.turns else {None})


Talking.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestTalking = Talking.TestCase
