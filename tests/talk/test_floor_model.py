"""Any order of moves and clock jumps: the time is never wrong, the floor belongs to one, refused moves do nothing."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.talk.shelves import Disk, Hand, Shelf
from tui.core.clock import Reading
from tui.talk.floor import Floor, Stage, Status, sound
from tui.talk.moves import SHORTEST_BREAK, Move, act, allowed, begin, look, mover, taken_up
from tui.talk.running import RunningTalk, from_data, to_data
from tui.talk.shape import Part
from tui.talk.sides import LETTERS, side

PARTS = st.builds(
    Part, id=st.just("p"), seconds=st.integers(10, 300), turns=st.sampled_from([0, 2, 4]), reflect=st.booleans()
)
SHAPES = st.lists(PARTS, min_size=1, max_size=4)
SEATS = st.sampled_from([0, 1, None])
OF_THE_SPEAKER = {Move.SAID, Move.GOT_ME, Move.NOT_QUITE, Move.MORE, Move.YIELD}


class Talking(RuleBasedStateMachine):
    """A talk beside a plain model of its time: what was talked of this turn, and of the break."""

    floor: Floor

    @initialize(shape=SHAPES, first=st.integers(0, 1), ready=st.booleans())
    def start(self, shape: list[Part], first: int, ready: bool) -> None:
        self.wall = datetime(2026, 11, 23, 18, tzinfo=UTC)
        self.steady, self.boot, self.boots = 50.0, 90.0, 0
        reading = self.reading()
        self.floor = begin("t", tuple(shape), form="f", topic="", first=first, reading=reading, ready=ready)
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

    @rule(move=st.sampled_from(Move), seat=SEATS, seconds=st.floats(-10, 1e6))
    def somebody_does_something(self, move: Move, seat: int | None, seconds: float) -> None:
        before, may = self.floor, allowed(self.floor, move, seat)
        self.floor = act(before, move, self.reading(), seat=seat, seconds=seconds, text="kindly")
        if not may:
            assert msgspec.structs.replace(self.floor, seen=before.seen) == before
            return
        assert self.floor.version == before.version + 1
        if move in OF_THE_SPEAKER:
            assert seat in {None, before.speaker}
        if (self.floor.part, self.floor.turn) != (before.part, before.turn):
            self.spent = 0.0
            assert move in {Move.GOT_ME, Move.YIELD, Move.SKIP, Move.PRIOR}
        if self.floor.extra > before.extra:
            self.spent = min(self.spent, before.length)
            assert before.minute
        if move is Move.COUNT:
            self.spent += before.gap
        if move is Move.BREAK:
            self.rest = 1200.0
        if move is Move.RETURN:
            self.rest = max(1200.0, min(seconds, 86_400.0))
        if before.status is Status.BREAK and self.floor.status is Status.RUNNING:
            assert before.rested >= SHORTEST_BREAK
            assert before.ready or seat is None

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
        assert self.floor.stage is Stage.SPEAKING or self.floor.here.reflect

    @invariant()
    def each_side_offers_what_is_allowed_and_has_a_key_for_it(self) -> None:
        for seat in (0, 1):
            for move in side(self.floor, seat).values():
                assert allowed(self.floor, move, seat)
                assert mover(self.floor, move) == seat or move in {Move.MINUTE, Move.READY}
                assert LETTERS[move]


class TwoWindows(RuleBasedStateMachine):
    """Two windows of one home, each written whenever it has the time: they end in one state, and no break is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.hand, self.disk = Hand(), Disk()
        parts = tuple(Part(id=str(each), seconds=60, turns=4, reflect=each % 2 == 0) for each in range(8))
        reading = self.hand.read()
        floor = begin("t", parts, form="f", topic="", first=0, reading=reading, ready=True)
        first = RunningTalk(floor, shelf=Shelf(self.disk, "0"), clock=self.hand)
        first.keep()
        self.windows = [first, self._taken_up(1)]
        self.broke = self.came_back = False

    def _taken_up(self, number: int) -> RunningTalk:
        talk = RunningTalk.take_up(Shelf(self.disk, str(number)), self.hand, recorded=lambda _: False)
        assert talk is not None
        return talk

    @rule(number=st.integers(0, 1), seat=SEATS)
    def breaks(self, number: int, seat: int | None) -> None:
        self.broke |= self.windows[number].act(Move.BREAK, seat=seat)

    @rule(
        number=st.integers(0, 1),
        seat=SEATS,
        move=st.sampled_from(sorted(set(Move) - {Move.BREAK, Move.END, Move.SKIP})),
    )
    def acts(self, number: int, seat: int | None, move: Move) -> None:
        done = self.windows[number].act(move, seat=seat, seconds=1800, text=f"from {number}")
        self.came_back |= done and move is Move.READY

    @rule(number=st.integers(0, 1))
    def keeps(self, number: int) -> None:
        self.windows[number].keep()

    @rule(seconds=st.floats(0, 20), number=st.integers(0, 1))
    def time_passes(self, seconds: float, number: int) -> None:
        self.hand.passed += seconds
        self.windows[number].look()

    @rule(seconds=st.floats(1200, 9000))
    def the_machine_sleeps(self, seconds: float) -> None:
        self.hand.slept += seconds

    @rule(number=st.integers(0, 1))
    def is_killed_and_taken_up(self, number: int) -> None:
        self.windows[number].keep()
        self.disk.open.discard(str(number))
        self.windows[number] = self._taken_up(number)

    @rule(number=st.integers(0, 1))
    def both_come_to_rest(self, number: int) -> None:
        here, there = self.windows[number], self.windows[1 - number]
        for each in (here, there, here, there):
            each.look()
            each.keep()
        one, other = here.look(), there.look()
        assert msgspec.structs.replace(one, seen=other.seen, spent=0, talked=0, rest=0, rested=0) == (
            msgspec.structs.replace(other, spent=0, talked=0, rest=0, rested=0)
        )
        assert abs(one.spent - other.spent) < 1e-6
        assert abs(one.rest - other.rest) < 1e-6
        held = from_data(Shelf(self.disk).get("talk"))
        assert held is not None
        assert held.version == one.version
        if self.broke and not self.came_back:
            assert one.status in {Status.BREAK, Status.ENDED}
        self.broke = self.came_back = False


Talking.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestTalking = Talking.TestCase
TwoWindows.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestTwoWindows = TwoWindows.TestCase
