"""Wishes between two machines: both learn exactly what both wish for, and nobody learns more, whatever they send."""

from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.checkin import wishes as shown_wishes
from tui.checkin.opening import History, open_together
from tui.core.ids import Ids
from tui.core.records import Opening, Sitting
from tui.core.told_records import WishMove
from tui.sync.intersection import MOST, read, size, slots, written
from tui.sync.points import point_of, scalar_of, times
from tui.sync.wish_runs import BIND, COMMIT, SHOW, TELL, bind, id_of
from tui.sync.wishes import Found, Held, Wish, amended, derived, locked, moves, mutual, pairs, under_way

START = datetime(2026, 11, 26, 20, tzinfo=UTC)
QUESTION = "close.wishes"
ITEMS = tuple(f"item{at}" for at in range(10))
SMALL_ORDER = bytes([1]) + bytes(31)
"""The neutral point."""

Change = Callable[[WishMove], WishMove | None]

CHOSEN = st.sets(st.sampled_from(ITEMS)).map(lambda chosen: tuple(sorted(chosen)))


def items_of(_: str) -> Sequence[str]:
    return ITEMS


def sitting_of(who: str, number: int = 1) -> Sitting:
    return Sitting(id=f"{who}{number}", by=who, at=START + timedelta(days=number), step="close")


@dataclass
class Machine:
    """One person's machine: what it holds, and what it would send."""

    me: str
    wishes: list[Wish] = field(default_factory=list)
    sittings: dict[str, Sitting] = field(default_factory=dict)
    held: dict[str, WishMove] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    @property
    def secret(self) -> bytes:
        return self.me.encode() * 4

    @property
    def all(self) -> Held:
        return Held(tuple(self.sittings.values()), self.wishes, tuple(self.held.values()), self.opened)

    def wish(self, *items: str, number: int = 1, name: str = "first") -> None:
        sitting = sitting_of(self.me, number)
        answer = replace(derived(sitting, QUESTION, items), id=f"answer-{sitting.id}")
        self.wishes = [each for each in self.wishes if each.answer.sitting != sitting.id] + [Wish(answer, name)]
        self.sittings[sitting.id] = sitting

    def take(self, records: Iterable[WishMove], sittings: Iterable[Sitting] = ()) -> None:
        self.sittings.update({each.id: each for each in sittings})
        self.held.update({each.id: each for each in records})

    def act(self) -> list[WishMove]:
        made = moves(self.all, self.me, self.secret, items_of)
        self.take(made)
        return made

    @property
    def found(self) -> Found:
        return mutual(self.all, self.me, self.secret, items_of)

    def result(self) -> tuple[str, ...] | None:
        return next(iter(self.found.values()), None)

    def mine(self, number: int) -> list[WishMove]:
        return [each for each in self.held.values() if each.by == self.me and each.number == number]


def two(ana: Collection[str], ben: Collection[str]) -> tuple[Machine, Machine]:
    """Two machines that know of one another's sittings."""
    both = Machine("ana"), Machine("ben")
    for machine, items in zip(both, (ana, ben), strict=True):
        machine.wish(*items)
    tell_sittings(*both)
    return both


def tell_sittings(one: Machine, other: Machine) -> None:
    one.take((), other.sittings.values())
    other.take((), one.sittings.values())


def play(one: Machine, other: Machine, *, most: int = TELL) -> None:
    """Let both act, and carry all moves up to the number `most`, until nothing is made any more."""
    made = True
    while made:
        for here, there in ((one, other), (other, one)):
            there.take([move for move in here.held.values() if move.by == here.me and move.number <= most])
        made = bool(one.act() + other.act())


def forged(move: WishMove) -> WishMove:
    """The move with the id that it has to have."""
    return replace(move, id=id_of(move))


def against_changed(ana: Machine, ben: Machine, change: Change, rounds: int = 8) -> None:
    """Let Ben send what `change` makes of his moves; his own machine goes on as if it had sent that."""
    sent: set[str] = set()
    for _ in range(rounds):
        ben.take(ana.act())
        for move in moves(ben.all, ben.me, ben.secret, items_of):
            if move.id not in sent:
                sent.add(move.id)
                other = change(move)
                ben.take([move] if other is None else [other])
                ana.take([] if other is None else [other])


# What is learnt


@settings(max_examples=5)
@given(CHOSEN, CHOSEN)
def test_both_learn_exactly_what_both_wish_for(ana_wishes: tuple[str, ...], ben_wishes: tuple[str, ...]) -> None:
    ana, ben = two(ana_wishes, ben_wishes)
    play(ana, ben)
    both = tuple(item for item in ITEMS if item in ana_wishes and item in ben_wishes)
    assert ana.found == {("ben1", QUESTION): both}
    assert ben.found == {("ana1", QUESTION): both}


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_late_doubled_and_disordered_moves_come_to_the_same(random: Random) -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    carried: list[tuple[Machine, WishMove]] = []
    for _ in range(15):
        for one, other in ((ana, ben), (ben, ana)):
            carried += [(other, move) for move in one.act()]
        random.shuffle(carried)
        for _ in range(random.randint(0, len(carried))):
            to, move = carried[-1] if random.random() < 0.2 else carried.pop()
            to.take([move])
    for to, move in carried:
        to.take([move])
    play(ana, ben)
    assert ana.result() == ben.result() == ITEMS[2:4]
    assert [len(ana.mine(number)) for number in (COMMIT, SHOW, BIND, TELL)] == [1, 1, 1, 1]


def test_after_a_crash_and_in_two_windows_the_same_moves_are_made() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    for most in (0, COMMIT, SHOW):
        play(ana, ben, most=most)
        made = moves(ben.all, "ben", ben.secret, items_of)
        ben.take([move for move in ana.held.values() if move.number <= most + 1])
        first, second = (moves(ben.all, "ben", ben.secret, items_of) for _ in range(2))
        assert made == []
        assert first == second != []


def test_who_wishes_for_nothing_and_who_passed_look_like_anybody() -> None:
    shapes = set()
    for wished in ((), ITEMS[:1], ITEMS):
        ana, ben = two(wished, ITEMS[9:])
        if not wished:
            ana.wishes = [Wish(replace(ana.wishes[0].answer, value=None), "first")]
        play(ana, ben)
        sent = sorted(move.number for move in ben.held.values() if move.by == "ana")
        shapes.add((tuple(sent), *{len(move.points) for move in ben.held.values() if move.points}))
    assert len(shapes) == 1


def test_all_that_the_other_holds_has_the_same_shape_for_wishes_with_the_same_in_common() -> None:
    shapes = []
    for wished in (ITEMS[:2], (ITEMS[0], *ITEMS[5:])):
        ana, ben = two(wished, ITEMS[:1])
        play(ana, ben)
        assert ben.result() == ITEMS[:1]
        sent = [move for move in ben.held.values() if move.by == "ana"]
        shapes.append([(each.number, len(each.commitment), [len(point) for point in each.points]) for each in sent])
        points = next(read(each.points) for each in sent if each.number == SHOW)
        assert list(points) == sorted(points)
        assert not set(points) & {point_of(b"nearer wish item", item.encode()) for item in ITEMS}
    assert shapes[0] == shapes[1]


def test_a_list_says_nothing_of_another_list_of_the_same_wishes() -> None:
    lists = [slots(b"secret", (QUESTION, "ana1", name), ITEMS[:3], 16).points for name in ("first", "second")]
    assert not set(lists[0]) & set(lists[1])


def test_the_number_of_points_hangs_on_the_number_of_items_alone() -> None:
    assert [size(items) for items in (0, 1, 16, 17, 54, MOST, MOST + 1)] == [None, 16, 16, 32, 64, MOST, None]


def test_a_machine_that_does_not_hold_the_wishes_makes_no_moves_and_learns_nothing() -> None:
    ana, ben = two(ITEMS, ITEMS)
    second = Machine("ana", sittings=ana.sittings)
    ben.act()
    second.take(ben.held.values())
    assert second.act() == []
    play(ana, ben)
    second.take(ana.held.values())
    assert second.act() == []
    assert second.found == {}
    assert under_way(second.all, "ana") == set()


def test_where_nobody_knows_the_items_nothing_is_sent() -> None:
    ana, _ = two(ITEMS, ITEMS)
    assert moves(ana.all, "ana", ana.secret, lambda _: ()) == []


# What may be changed, and until when


def test_wishes_are_locked_from_when_they_were_shown_until_all_is_told() -> None:
    ana, ben = two(ITEMS[:2], ITEMS[1:3])
    play(ana, ben, most=0)
    assert locked(ana.all, "ana") == under_way(ana.all, "ana") == set()
    ana.take(ben.held.values())
    assert under_way(ana.all, "ana") == {"ana1"}
    assert locked(ana.all, "ana") == set()
    play(ana, ben, most=COMMIT)
    assert locked(ana.all, "ana") == {"ana1"}
    assert pairs(ana.all, "ana") == {"ana1": "ben1"}
    play(ana, ben)
    assert locked(ana.all, "ana") == under_way(ana.all, "ana") == locked(ben.all, "ben") == set()


@pytest.mark.parametrize("carried", [0, COMMIT, SHOW])
def test_a_wish_that_is_taken_back_before_anything_was_told_is_never_learnt(carried: int) -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben, most=carried)
    ana.wish(*ITEMS[:3], name="second")
    ana.act()
    play(ana, ben)
    assert ana.result() == ben.result() == ITEMS[2:3]


def test_who_changed_wishes_when_the_other_had_told_learns_no_more_and_neither_is_kept_waiting() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben, most=SHOW)
    ben.take(ana.mine(BIND))
    ben.act()
    assert ben.mine(TELL)
    ana.wish(*ITEMS[:3], name="second")
    play(ana, ben)
    assert not ana.mine(TELL)
    assert ana.result() == ben.result() == ()
    assert under_way(ana.all, "ana") == under_way(ben.all, "ben") == set()


def test_new_items_after_the_list_was_shown_change_nothing() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben, most=COMMIT)
    ana.take(ben.mine(SHOW))
    later = tuple(f"new{at}" for at in range(40))
    made = moves(ana.all, "ana", ana.secret, lambda _: (*ITEMS, *later))
    assert [move.number for move in made] == [BIND]


def test_a_newer_sitting_is_exchanged_once_the_earlier_one_was_opened() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben)
    for machine in (ana, ben):
        machine.wish(*ITEMS[6:8], number=2)
    tell_sittings(ana, ben)
    ana.opened = ben.opened = frozenset({"ana1", "ben1"})
    play(ana, ben)
    assert ana.found == {("ben1", QUESTION): ITEMS[2:4], ("ben2", QUESTION): ITEMS[6:8]}
    assert ben.found == {("ana1", QUESTION): ITEMS[2:4], ("ana2", QUESTION): ITEMS[6:8]}


def test_only_one_begins_anew_before_the_list_was_shown_and_the_newest_is_taken() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    ben.take(ana.act())
    ben.wish(*ITEMS[:1], number=2)
    tell_sittings(ana, ben)
    play(ana, ben)
    assert ana.found == {("ben2", QUESTION): ITEMS[:1]}
    assert ben.found == {("ana1", QUESTION): ITEMS[:1]}


# Changed programs


def stays_closed(ana: Machine) -> bool:
    """Whether Ana's machine has told nothing."""
    return not ana.mine(TELL) and ana.result() is None


def changed_list(ana: Machine, change: Callable[[Sequence[bytes], Sequence[bytes]], Sequence[bytes]]) -> Change:
    """Ben commits to one list and, when he has seen Ana's, shows another one."""

    def changed(move: WishMove) -> WishMove:
        if move.number != SHOW:
            return move
        theirs = read(ana.mine(SHOW)[0].points) if ana.mine(SHOW) else ()
        return forged(replace(move, points=written(change(read(move.points), theirs))))

    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda _, theirs: theirs,
        lambda own, theirs: (*own[:-1], *theirs[:1]),
        lambda own, _: (*own[:-1], point_of(b"x", b"another")),
        lambda own, _: tuple(reversed(own)),
        lambda _, theirs: [times(scalar_of(b"x", b"r"), point) or b"" for point in theirs],
    ],
    ids=["the whole list back", "one point back", "one point changed", "another order", "the list blinded"],
)
def test_a_list_that_is_not_the_one_committed_to_is_not_answered(
    change: Callable[[Sequence[bytes], Sequence[bytes]], Sequence[bytes]],
) -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    against_changed(ana, ben, changed_list(ana, change))
    assert ana.mine(SHOW)
    assert not ana.mine(BIND)
    assert stays_closed(ana)


def committed_list(ana: Machine, points: Callable[[], Sequence[str]]) -> list[WishMove]:
    """Ben's first two moves for a list of his choice, made when he has seen all that Ana sent so far."""
    texts = tuple(points())
    first = WishMove(id="", by="ben", at=START, sitting="ben1", question=QUESTION, number=COMMIT)
    first = forged(replace(first, commitment=bind(first, read(texts))))
    shown = replace(first, number=SHOW, commitment="", points=texts, against=ana.mine(COMMIT)[0].id)
    return [first, forged(shown)]


def good(count: int) -> list[bytes]:
    return [point_of(b"ben", str(at).encode()) for at in range(count)]


@pytest.mark.parametrize(
    "points",
    [
        [*good(15), SMALL_ORDER],
        [*good(15), bytes(32)],
        [*good(15), bytes([255]) * 32],
        [*good(15), good(1)[0]],
        good(15),
        [],
        good(1) * (MOST + 1),
        [*good(15), good(16)[15] + b"1"],
    ],
    ids=["neutral", "small order", "no point", "one twice", "too few", "none", "too many", "too long"],
)
def test_a_list_of_points_that_are_none_is_not_answered(points: list[bytes]) -> None:
    ana, _ = two(ITEMS[:4], ())
    ana.act()
    ana.take(committed_list(ana, lambda: [b64encode(point).decode() for point in points]))
    ana.act()
    assert not ana.mine(BIND)
    assert stays_closed(ana)


def test_the_list_of_the_other_sent_back_is_refused_even_when_it_was_committed_to_anew() -> None:
    ana, ben = two(ITEMS[:4], ())
    ben.take(ana.act())
    ana.take(ben.act())
    shown = next(move for move in ana.act() if move.number == SHOW)
    begun, sent = committed_list(ana, lambda: shown.points)
    begun = forged(replace(begun, against=ben.mine(COMMIT)[0].id))
    ana.take([begun, sent])
    assert {move.number for move in ana.act()} == {SHOW}
    assert ana.act() == []
    assert stays_closed(ana)


def test_a_list_made_of_the_other_one_matches_nothing() -> None:
    """Who begins again with the other's list, blinded, learns nothing by it and is believed to wish for nothing."""
    ana, ben = two(ITEMS[:4], ())
    play(ana, ben, most=COMMIT)
    key = scalar_of(b"x", b"r")
    blinded = written([times(key, point) or b"" for point in read(ana.mine(SHOW)[0].points)])
    begun, sent = committed_list(ana, lambda: blinded)
    begun = forged(replace(begun, against=ben.mine(COMMIT)[0].id))
    ana.take([begun, sent])
    shown = next(move for move in ana.act() if move.number == SHOW)
    binding = forged(replace(begun, number=BIND, against=shown.id, commitment=""))
    binding = forged(replace(binding, commitment=bind(binding, read(blinded))))
    ana.take([binding])
    ana.act()
    told = replace(sent, number=TELL, against=ana.mine(BIND)[0].id)
    ana.take([forged(told), forged(replace(told, points=ana.mine(TELL)[0].points))])
    assert ana.result() == ()


def test_one_point_told_for_every_place_is_no_answer() -> None:
    """Who guesses one wish right is not believed to have them all."""
    ana, ben = two(ITEMS, ITEMS[:1])
    play(ana, ben, most=SHOW)
    list_of_ben = slots(ben.secret, (QUESTION, "ben1", "first"), ITEMS[:1], 16)
    list_of_ana = slots(ana.secret, (QUESTION, "ana1", "first"), ITEMS, 16)
    guess = times(list_of_ben.scalar, list_of_ana.wished[ITEMS[0]]) or b""
    binding = ben.mine(BIND)[0]
    binding = forged(replace(binding, commitment=bind(binding, [guess] * 16)))
    ana.take([binding])
    ana.act()
    assert ana.mine(TELL)
    tell = WishMove(id="", by="ben", at=START, sitting="ben1", question=QUESTION, number=TELL)
    ana.take([forged(replace(tell, against=ana.mine(BIND)[0].id, points=written([guess] * 16)))])
    assert ana.result() is None


def test_a_commitment_that_is_copied_opens_nothing() -> None:
    """Who copies what the other committed to, and later what the other shows, would match everything."""
    ana, ben = two(ITEMS[:4], ())

    def copied(move: WishMove) -> WishMove:
        theirs = ana.mine(move.number)
        if move.number not in {BIND, TELL} or not theirs:
            return move
        return forged(replace(move, commitment=theirs[0].commitment, points=theirs[0].points))

    against_changed(ana, ben, copied)
    ana.take(forged(replace(each, points=ana.mine(TELL)[0].points)) for each in ben.mine(TELL))
    assert ana.mine(TELL)
    assert ana.result() is None


def test_what_is_told_after_the_other_told_is_what_was_committed_to_before() -> None:
    """Who has learnt what both wish for cannot then choose what of it the other learns."""
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    against_changed(ana, ben, lambda move: None if move.number == TELL else move)
    assert ben.result() == ITEMS[2:4]
    tell = ben.mine(TELL)[0]
    other = (*tell.points[:-1], *written([point_of(b"x", b"harmless")]))
    bound = forged(replace(ben.mine(BIND)[0], commitment=bind(ben.mine(BIND)[0], read(other))))
    ana.take([forged(replace(tell, points=other)), bound])
    ana.act()
    assert ana.result() is None
    assert len(ana.mine(TELL)) == 1
    ana.take([tell])
    assert ana.result() == ITEMS[2:4]


def test_a_move_that_was_changed_under_its_id_is_none() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    against_changed(ana, ben, lambda move: replace(move, commitment="00") if move.number == COMMIT else move)
    assert not ana.mine(SHOW)
    assert stays_closed(ana)


def test_nobody_makes_a_move_for_the_other() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    ana.act()
    for move in ben.act():
        ana.take([forged(replace(move, by="ana")), forged(replace(move, sitting="ana1"))])
    assert ana.act() == []
    assert under_way(ana.all, "ana") == set()


def test_a_second_list_after_all_was_told_is_not_answered() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:3])
    play(ana, ben)
    ben.held = {each.id: each for each in ben.held.values() if each.by == "ana" or each.number == COMMIT}
    ben.wish(*ITEMS, name="second")
    ana.take(moves(ben.all, "ben", ben.secret, items_of))
    ben.wish(*ITEMS, number=2)
    tell_sittings(ana, ben)
    for _ in range(4):
        ana.take(moves(ben.all, "ben", ben.secret, items_of))
        ben.take(ana.act())
    assert len(ana.mine(TELL)) == len(ana.mine(BIND)) == 1
    assert ana.found[("ben1", QUESTION)] == ITEMS[2:3]


def test_a_list_of_another_exchange_is_not_answered() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben)
    ana.wish(*ITEMS[:4], number=2)
    ben.wish(*ITEMS[2:7], number=2)
    tell_sittings(ana, ben)
    old = {move.number: move for move in ben.mine(SHOW) + ben.mine(BIND) + ben.mine(TELL)}
    ana.opened = ben.opened = frozenset({"ana1", "ben1"})

    def mixed(move: WishMove) -> WishMove:
        if move.number == COMMIT:
            return move
        return forged(replace(old[move.number], sitting=move.sitting, against=move.against))

    against_changed(ana, ben, mixed)
    assert ("ben2", QUESTION) not in ana.found
    assert len(ana.mine(TELL)) == 1


@settings(max_examples=12)
@given(
    st.integers(-1, 9),
    st.text(max_size=3),
    st.lists(st.text(max_size=45), max_size=17),
    st.sampled_from(["ana1", "ben1", "cleo"]),
    st.sampled_from(["ana", "ben", "cleo"]),
)
def test_whatever_comes_nothing_is_raised(number: int, said: str, points: list[str], sitting: str, by: str) -> None:
    ana, _ = two(ITEMS[:1], ())
    ana.act()
    move = WishMove(id=said, by=by, at=START, sitting=sitting, question=QUESTION, number=number)
    ana.take([move, forged(replace(move, commitment=said, points=tuple(points), against=ana.mine(COMMIT)[0].id))])
    ana.act()
    assert ana.result() is None
    assert locked(ana.all, "ana") <= under_way(ana.all, "ana") <= {"ana1"}


# What is shown of it


def opened_by(machine: Machine, other: Machine) -> tuple[History, Opening]:
    """Open on one machine, which knows of the other's wishes only what is derived."""
    history = History(sittings=machine.sittings.values(), answers=[each.answer for each in machine.wishes])
    for (sitting, question), items in machine.found.items():
        history.take(None, derived(machine.sittings[sitting], question, items))
    ids, people = Ids(Random(1)), (min(machine.me, other.me), max(machine.me, other.me))
    opening = open_together(history, "close", people, by=machine.me, now=START, ids=ids)
    assert opening is not None
    history.take(None, opening)
    return history, opening


def seen(history: History, opening: Opening) -> tuple[str, ...]:
    return shown_wishes.as_shown(opening, history.answer, lambda _: ()).mutual[QUESTION]


@pytest.mark.parametrize("who", [0, 1])
def test_whoever_opens_both_see_the_same(who: int) -> None:
    both = two(ITEMS[:4], ITEMS[2:7])
    play(*both)
    history, opening = opened_by(both[who], both[1 - who])
    elsewhere, _ = opened_by(both[1 - who], both[who])
    assert seen(history, opening) == seen(elsewhere, opening) == ITEMS[2:4]


def test_what_was_taken_back_before_the_other_opened_is_taken_out_of_the_opening() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben)
    at_ana, _ = opened_by(ana, ben)
    known = ana.found
    at_ben, opening = opened_by(ben, ana)
    ana.wish(*ITEMS[:3], name="second")
    at_ana.take(at_ana.answer("ana1", QUESTION), ana.wishes[0].answer)
    assert seen(at_ana, opening) == ITEMS[2:3]
    (again,) = amended([opening], [ana.wishes[0].answer], known)
    assert again.mutual == {QUESTION: ITEMS[2:3]}
    assert seen(at_ben, again) == ITEMS[2:3]
    assert amended([again], [ana.wishes[0].answer], known) == []
    assert ana.act() == []


def test_what_a_machine_without_wishes_opened_is_completed_but_never_filled_again() -> None:
    ana, ben = two(ITEMS[:4], ITEMS[2:7])
    play(ana, ben)
    opening = Opening(id="o", by="ana", at=START, step="close", sittings=("ana1", "ben1"))
    answers = [each.answer for each in ana.wishes]
    assert amended([opening], answers, ana.found) == [replace(opening, mutual={QUESTION: ITEMS[2:4]})]
    assert amended([replace(opening, mutual={QUESTION: ()})], answers, ana.found) == []
    assert amended([opening], [], ana.found) == amended([opening], answers, {}) == []
    gone = [*answers, replace(answers[0], value=None)]
    assert amended([replace(opening, mutual={QUESTION: ITEMS})], gone, ana.found)[0].mutual == {QUESTION: ()}
    assert amended([replace(opening, mutual={QUESTION: ITEMS})], answers, {}) == []
    claimed = replace(opening, mutual={QUESTION: ITEMS})
    assert amended([claimed], answers, ana.found)[0].mutual == {QUESTION: ITEMS[2:4]}
