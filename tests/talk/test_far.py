"""A talk on two machines: whatever the carrier does, both end with the same floor, and a break is never lost."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.talk.shelves import Hand
from tui.core.clock import Reading
from tui.talk import far as rules
from tui.talk.far import PLAUSIBLE, Act, Done, Far, merged, replay, shared, taken_in, to_tell, with_acts
from tui.talk.far_text import LARGEST, LONGEST_TEXT, base_in, base_text, done_in, done_texts
from tui.talk.floor import Before, Floor, Seen, Stage, Status, Why
from tui.talk.moves import Move, act, begin, look
from tui.talk.shape import Lines, Part

PARTS = (Part(id="a", seconds=120, turns=4, reflect=True), Part(id="b", seconds=300))
BREAK = 20 * 60.0


class Machine:
    """One machine that holds the talk: `ahead` is by how many seconds its wall clock is ahead."""

    def __init__(self, name: str, time: Hand, ahead: float = 0.0) -> None:
        self.name = name
        self.time = time
        self.ahead = ahead
        self.floor: Floor | None = None
        self.far: Far | None = None

    def read(self) -> Reading:
        found = self.time.read()
        return Reading(
            wall=found.wall + timedelta(seconds=self.ahead),
            steady=found.steady + len(self.name),
            boot=found.boot + len(self.name),
            boot_id=self.name,
        )

    def begin(self, *, ready: bool = True) -> None:
        floor = begin("t", PARTS, form="f", topic="us", first=0, reading=self.read(), ready=ready)
        self.floor = replace(floor, apart=True)
        self.far = shared(self.floor, self.name)

    def act(self, move: Move, seat: int | None = None, seconds: float = 0.0, text: str = "") -> bool:
        assert self.floor is not None
        assert self.far is not None
        was = look(self.floor, self.read(), longest=1e6)
        self.floor = act(was, move, self.read(), seat=seat, seconds=seconds, text=text)
        done = self.floor.version != was.version
        if done:
            self.far = with_acts(self.far, [Act(move, seat, seconds, text, was)], self.name)
        return done

    def told(self) -> tuple[Done, ...]:
        """Return what it tells, as it arrives."""
        assert self.floor is not None
        assert self.far is not None
        texts = done_texts(to_tell(self.far, self.floor, self.name))
        return tuple(each for text in texts.values() for each in done_in(text, self.name))

    def hear(self, told: Sequence[Done], base: Far | None = None) -> None:
        if self.floor is None or self.far is None:
            assert base is not None
            there = base_in(base_text(base.base))
            assert there is not None
            self.floor, self.far = taken_in(Far(base=there, hand=base.hand, done=tuple(told)), self.read())
            return
        here = look(self.floor, self.read(), longest=1e6)
        self.floor, self.far = merged(here, self.far, told, self.read(), frozenset({self.name}))

    def now(self) -> Floor:
        assert self.floor is not None
        return look(self.floor, self.read(), longest=1e6)


def people(floor: Floor) -> Floor:
    """Return what people did, without the clocks."""
    none = Seen(wall=floor.began, steady=0.0, boot=0.0)
    clocks = {"spent": 0.0, "talked": 0.0, "rested": 0.0, "gap": 0.0, "rest": float(floor.agreed)}
    return replace(floor, seen=none, version=1, why=Why.ASKED, **clocks)


@pytest.fixture
def time() -> Hand:
    return Hand()


def pair(time: Hand, ahead: float = 0.0, *, ready: bool = True) -> tuple[Machine, Machine]:
    """Return two machines that hold a talk, begun by the first."""
    one, other = Machine("one", time), Machine("theother", time, ahead)
    one.begin(ready=ready)
    other.hear((), one.far)
    return one, other


def meet(*machines: Machine) -> None:
    """Let everything arrive everywhere."""
    for _ in range(2):
        told = [each.told() for each in machines]
        for each in machines:
            for news in told:
                each.hear(news)


Step = tuple[bool, Move, int | None, float, str]

MOVES = st.sampled_from(
    [*Move, Move.SAID, Move.GOT_ME, Move.GOT_ME, Move.SAID, Move.MINUTE, Move.READY, Move.BREAK, Move.RETURN]
)
STEPS = st.lists(
    st.tuples(
        st.booleans(),  # whose machine
        MOVES,
        st.sampled_from([0, 1, None]),
        st.sampled_from([0.0, 3.0, 40.0, BREAK + 1]),  # seconds that go by before
        st.sampled_from(["", "", "hear", "old", "twice"]),  # what arrives there
    ),
    max_size=24,
)


def play(steps: Sequence[Step], ahead: float = 0.0, *, ready: bool = True) -> tuple[Machine, Machine]:
    """Let both act while the carrier is late, and brings old news again, in any order."""
    machines = pair(Hand(), ahead, ready=ready)
    sent: tuple[list[tuple[Done, ...]], list[tuple[Done, ...]]] = ([], [])
    for which, move, seat, seconds, arrives in steps:
        here = machines[which]
        here.time.passed += seconds
        news = sent[not which]
        match arrives:
            case "hear" if news:
                here.hear(news[-1][::-1])
            case "old" if news:
                here.hear(news[len(news) // 2][1:])
            case "twice" if news:
                here.hear([*news[0], *news[-1], *news[0]])
        text = f"rule of {seat}" if move is Move.RULE else ""
        if move is Move.RULE and seat is None:
            continue
        here.act(move, seat, BREAK * (2 + which), text)
        sent[which].append(here.told())
    meet(*machines)
    return machines


@settings(max_examples=100, deadline=None)
@given(STEPS, st.sampled_from([0.0, -300.0, 7200.0]), st.booleans())
def test_both_machines_end_with_the_same_floor(steps: list[Step], ahead: float, ready: bool) -> None:
    one, other = play(steps, ahead, ready=ready)
    first, second = (people(each.now()) for each in (one, other))
    for each in (one, other):
        assert each.far is not None
        assert people(replay(each.far.base, each.far.done).floor) == people(each.now())
    if rules.hidden(first):  # each holds what is not told yet
        first, second = replace(first, rules=("", "")), replace(second, rules=("", ""))
    assert first == second


WITHOUT_END = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from([Move.SAID, Move.GOT_ME, Move.PAUSE, Move.RESUME, Move.MINUTE, Move.BREAK])
    ),
    max_size=14,
)


def break_holds(acts: Sequence[tuple[bool, Move]], meets: int) -> bool:
    """Tell whether a break that anybody took is on at the end, and on both machines alike."""
    machines, rested = pair(Hand()), False
    for number, (which, move) in enumerate(acts):
        done = machines[which].act(move)
        rested = rested or (done and move is Move.BREAK)
        if meets and number % meets == 0:
            machines[not which].hear(machines[which].told())
    meet(*machines)
    return all((each.now().status in {Status.BREAK, Status.ENDED}) is rested for each in machines)


@settings(max_examples=60, deadline=None)
@given(WITHOUT_END, st.integers(0, 3))
def test_a_break_is_never_lost(acts: list[tuple[bool, Move]], meets: int) -> None:
    assert break_holds([each for each in acts if each[1] is not Move.GOT_ME][:4] + acts[:2] + acts[4:7], meets)


LOST = [(False, Move.SAID), (True, Move.BREAK)]
"""The one goes on while the other takes a break."""


def test_without_the_rule_a_break_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    assert break_holds(LOST, 0)
    monkeypatch.setattr("tui.talk.late.NEVER_LATE", frozenset())
    monkeypatch.setattr("tui.talk.far.NEVER_LATE", frozenset())
    assert not break_holds(LOST, 0)


def test_without_the_one_order_they_would_part(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[Step] = [(False, Move.SAID, 0, 1.0, ""), (True, Move.YIELD, 0, 1.0, "")]
    one, other = play(steps)
    assert people(one.now()) == people(other.now())
    monkeypatch.setattr("tui.talk.far.in_order", tuple)
    one, other = play(steps)
    assert people(one.now()) != people(other.now())


def test_what_was_done_is_the_same_in_any_order(time: Hand) -> None:
    one, other = pair(time)
    one.act(Move.SAID, 0)
    other.act(Move.PAUSE, 1)
    one.act(Move.GOT_ME, 0)
    assert one.far is not None
    done = [*one.told(), *other.told()]
    found = {people(replay(one.far.base, each).floor).turn for each in permutations(done)}
    assert len(found) == 1


def test_both_clocks_show_the_same_second_when_it_arrives_in_time(time: Hand) -> None:
    one, other = pair(time)
    time.passed += 30
    one.act(Move.SAID, 0)
    one.act(Move.GOT_ME, 0)
    time.passed += 7
    other.hear(one.told())
    time.passed += 20
    assert other.now().turn == 1
    assert other.now().spent == pytest.approx(one.now().spent, abs=0.01)
    assert other.now().talked == pytest.approx(one.now().talked, abs=0.01)


@pytest.mark.parametrize("ahead", [PLAUSIBLE + 9, -3600.0, 9e8], ids=["ahead", "behind", "decades"])
def test_where_the_wall_clocks_differ_it_is_counted_from_arrival(time: Hand, ahead: float) -> None:
    one, other = pair(time, ahead)
    time.passed += 10
    one.act(Move.YIELD, 0)
    time.passed += 3
    other.hear(one.told())
    time.passed += 5
    assert one.now().spent == pytest.approx(8, abs=0.01)
    assert other.now().spent == pytest.approx(5, abs=0.01)


def test_a_break_that_arrives_an_hour_late_ends_when_it_was_agreed(time: Hand) -> None:
    one, other = pair(time)
    one.act(Move.BREAK)
    one.act(Move.RETURN, seconds=4 * BREAK)
    time.passed += 3600
    other.hear(one.told())
    assert other.now().rest == pytest.approx(one.now().rest, abs=0.01)


def test_of_two_times_to_come_back_the_first_holds_on_both(time: Hand) -> None:
    one, other = pair(time)
    one.act(Move.BREAK)
    meet(one, other)
    one.act(Move.RETURN, seconds=2 * BREAK)
    other.act(Move.RETURN, seconds=3 * BREAK)
    meet(one, other)
    assert one.now().rest == pytest.approx(other.now().rest) == pytest.approx(2 * BREAK)
    other.act(Move.RETURN, seconds=5 * BREAK)
    meet(one, other)
    assert one.now().rest == pytest.approx(other.now().rest) == pytest.approx(5 * BREAK)


def test_a_rule_that_is_being_written_is_not_told_before_its_author_is_ready(time: Hand) -> None:
    one, other = pair(time, ready=False)
    one.act(Move.READY)
    one.act(Move.BREATHED)
    for text in ("I", "I listen", "I listen first"):
        one.act(Move.RULE, 0, text=text)
    assert not any(each.text for each in one.told())
    meet(one, other)
    assert other.now().rules == ("", "")
    other.act(Move.RULE, 1, text="no phone")
    one.act(Move.READY, 0)
    meet(one, other)
    assert [each.text for each in one.told() if each.text] == ["I listen first"]
    assert (one.now().rules, other.now().rules) == (("I listen first", ""), ("I listen first", "no phone"))
    other.act(Move.READY, 1)
    meet(one, other)
    assert one.now().rules == other.now().rules == ("I listen first", "no phone")
    assert one.now().status is other.now().status is Status.RUNNING


def test_a_talk_that_is_first_shared_in_its_middle_tells_no_draft(time: Hand) -> None:
    floor = begin("t", PARTS, form="f", topic="us", first=0, reading=time.read())
    typed = replace(floor, before=Before.RULES, ready=(1,), rules=("mine", "theirs"), sentences=("so", "so"))
    far = shared(typed, "one")
    assert (far.base.rules, far.base.sentences) == (("", "theirs"), ("", ""))
    assert to_tell(far, typed, "one") == ()
    assert replay(far.base, far.done).floor.rules == ("mine", "theirs")
    assert "boot" not in base_text(far.base).replace('"boot":0.0,"boot_id":""', "")


def test_a_gap_at_one_machine_follows_the_other_that_went_on(time: Hand) -> None:
    one, other = pair(time)
    assert other.floor is not None
    other.floor = replace(other.floor, status=Status.PAUSED, why=Why.GAP, gap=60.0)
    other.act(Move.MINUTE, 1)
    one.act(Move.SAID, 0)
    meet(one, other)
    assert (other.now().status, other.now().stage) == (Status.RUNNING, Stage.BACK)
    assert one.now().minute == other.now().minute == (1,)


def test_what_cannot_be_is_not_believed() -> None:
    time = Hand()
    one, _ = pair(time)
    one.act(Move.SAID, 0)
    text = done_texts(one.told())[0]
    assert len(done_in(text, "one")) == 1
    for bad in ("", "[", "[" * 5000, "{}", "[[1]]", text.replace("2026", "0001"), text.replace('"said"', '"win"')):
        assert done_in(bad, "one") == ()
    assert one.far is not None
    base = base_text(one.far.base)
    for bad in ("", "7", base.replace('"turn":0', '"turn":9'), base.replace('"spent":0.0', '"spent":1e300')):
        assert base_in(bad) is None
    found = base_in(base.replace('"us"', '"a\\u202eb\\u001b[1m"'))
    assert found is not None
    assert "\x1b" not in found.topic
    assert "\u202e" not in found.topic


def test_a_talk_with_more_words_than_can_be_told_is_told_without_them() -> None:
    part = Part(id="a", seconds=60, lines=Lines(both="x" * LARGEST))
    floor = begin("t", (part,), form="f", topic="y" * LARGEST, first=0, reading=Hand().read())
    text = base_text(floor)
    assert len(text) <= LARGEST
    found = base_in(text)
    assert found is not None
    assert (len(found.topic), found.here.lines) == (LONGEST_TEXT, Lines())
