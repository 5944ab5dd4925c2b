"""Two people's answers open in one moment: nobody reads before giving their own, nor changes it after reading."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from nacl.bindings import crypto_sign_seed_keypair

from tui.core.changes import REMOVAL, Change, changed
from tui.core.merging import Entry, merged
from tui.core.records import Answer, Opening, R, Record, Share, Sitting, Value, from_document, kind_of
from tui.core.told_records import Released, Sealed
from tui.sync import boxes
from tui.sync.reliance import Held, Made, Whose, names, place, released_id, to_bytes
from tui.sync.sealed import Exchange

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
ANA, BEN = "ana", "ben"
STEP = "cause"
ONE, TWO = "cause.one", "cause.two"
SECRETS = {name: bytes([place]) * 32 for place, name in enumerate(("a1", "a2", "b1"), 1)}
WHOSE = {"ha1": Whose(ANA, "a1"), "ha2": Whose(ANA, "a2"), "hb1": Whose(BEN, "b1")}
PUBLIC = {name: crypto_sign_seed_keypair(secret)[0] for name, secret in SECRETS.items()}


@dataclass
class Machine:
    """A machine of somebody: it merges what it is told, writes changes, and tells what may be told."""

    name: str
    peers: tuple[str, ...] = ()
    clock: "count[int]" = field(default_factory=lambda: count(1))
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    log: list[Change] = field(default_factory=list)
    published: set[str] = field(default_factory=set)

    @property
    def me(self) -> str:
        return WHOSE[f"h{self.name}"].person

    @property
    def other(self) -> str:
        return BEN if self.me == ANA else ANA

    # Records

    def hear(self, change: Change) -> None:
        """Take in what came from another machine."""
        if WHOSE[change.device].person == self.me and change.kind == "sealed":
            self.published.add(change.record)
        if WHOSE[change.device].person == self.me or self.exchange().admits(change):
            self.merge(change)

    def merge(self, change: Change) -> None:
        key = change.kind, change.record
        self.entries[key] = merged(self.entries.get(key), change)

    def records(self, kind: type[R]) -> list[R]:
        found = (entry.document for key, entry in self.entries.items() if key[0] == kind_of(kind))
        return [from_document(kind, document) for document in found if document is not None]

    def write(self, record: Record, *, gone: bool = False) -> Change | None:
        """Save or remove a record; return the change."""
        entry = self.entries.get((kind_of(record), record.id), Entry())
        fields = {} if gone else changed(entry.document, record)
        if not (fields or gone):
            return None
        seen = {REMOVAL: entry.all_names()} if gone else {each: entry.names(each) for each in (*fields, REMOVAL)}
        turn = next(self.clock)
        change = Change(
            at=NOW + timedelta(seconds=turn),
            by=self.me,
            kind=kind_of(record),
            record=record.id,
            device=f"h{self.name}",
            sequence=turn,
            fields=fields,
            gone=gone,
            replaces={name: each for name, each in seen.items() if each},
        )
        self.merge(change)
        if not isinstance(record, Answer) or record.share is Share.NOW:
            self.log.append(change)
        return change

    def held(self) -> Held:
        return Held(
            me=self.me,
            other=self.other,
            now=NOW + timedelta(seconds=next(self.clock)),
            machine=self.name,
            secret=SECRETS[self.name],
            seed="seed",
            hands=WHOSE,
            machines={each: PUBLIC[each] for each in self.peers},
            sittings=self.records(Sitting),
            answers={record: entry for (kind, record), entry in self.entries.items() if kind == "answer"},
            openings=self.records(Opening),
            sealed=[self.made(each) for each in self.records(Sealed)],
            released=[self.made(each) for each in self.records(Released)],
            withdrawn=[key[1] for key, entry in self.entries.items() if key[0] == "sealed" and entry.gone],
            published=self.published,
        )

    def made(self, record: R) -> Made[R]:
        changes = self.entries[kind_of(record), record.id].changes
        return Made(record, {change.device for change in changes})

    def exchange(self) -> Exchange:
        return Exchange(self.held())

    # What its person does

    def answer(
        self, question: str, value: Value | None, *, sitting: str = "", share: Share = Share.TOGETHER
    ) -> Answer | None:
        """Give an answer, or change it, unless that cannot be done any more."""
        sitting = sitting or f"{self.me}-1"
        if sitting in self.exchange().locked():
            return None
        at = NOW + timedelta(seconds=next(self.clock))
        if not any(each.id == sitting for each in self.records(Sitting)):
            self.write(Sitting(id=sitting, by=self.me, at=at, step=STEP))
        answer = Answer(
            id=f"{sitting}.{question}",
            by=self.me,
            at=at,
            sitting=sitting,
            step=STEP,
            question=question,
            value=value,
            share=share,
        )
        self.write(answer)
        return answer

    def open(self, mine: str, theirs: str) -> Opening:
        opening = Opening(id=f"o-{mine}-{theirs}", by=self.me, at=NOW, step=STEP, sittings=(mine, theirs))
        self.write(opening)
        return opening

    # What it does by itself

    def work(self) -> bool:
        """Do what is to be done; tell whether there was anything."""
        did = False
        for change in self.exchange().to_reveal():
            self.merge(change)
            did = True
        for answer in self.exchange().to_put_back():
            self.write(answer)
            did = True
        for sealed in self.exchange().to_withdraw():
            self.write(sealed, gone=True)
            did = True
        for record in (*self.exchange().to_seal(), *self.exchange().to_release()):
            self.write(record)
            did = True
        return did

    def send(self) -> list[Change]:
        """Tell all that is to be told."""
        self.published |= {each.record for each in self.log if each.kind == "sealed"}
        return list(self.log)

    def shown(self, mine: str = "", theirs: str = "") -> dict[str, dict[str, Value | None]]:
        """Return what is shown by question and person."""
        found = self.exchange().shown(mine or f"{self.me}-1", theirs or f"{self.other}-1")
        return {question: {each.by: each.value for each in both} for question, both in found.items()}

    def readable(self) -> dict[str, set[str]]:
        """Return the sealed answers of the other that open with anything held here, by question."""
        words = [each.key for each in self.records(Released)]
        words += [key for each in self.records(Sealed) for key in each.own.values()]
        keys = {raw for raw in map(boxes.raw, words) if raw is not None and len(raw) == boxes.KEY}
        keys |= {key for key in (boxes.unsealed(SECRETS[self.name], word) for word in words) if key is not None}
        found: dict[str, set[str]] = {}
        for each in self.records(Sealed):
            box, where = boxes.raw(each.box) or b"", place("seed", each)
            trials = {*keys, SECRETS[self.name], boxes.key_of(SECRETS[self.name], where, box)}
            if each.by == self.other and any(boxes.opened(key, where, box) is not None for key in trials):
                found.setdefault(each.question, set()).add(each.id)
        return found


def settle(*machines: Machine) -> None:
    """Let all machines work and tell one another everything, until nothing is left to do."""
    for _ in range(12):
        did = [machine.work() for machine in machines]
        for machine in machines:
            for change in machine.send():
                for other in machines:
                    if other is not machine:
                        other.hear(change)
        if not any(did):
            return
    pytest.fail("they never come to rest")


def two() -> tuple[Machine, Machine]:
    return Machine("a1"), Machine("b1")


def only(records: Iterable[R]) -> R:
    (record,) = records
    return record


# Two who mean well


def test_what_both_answered_is_shown_to_both_and_nothing_else_leaves() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    ana.answer(TWO, "only mine")
    ben.answer(ONE, "my work")
    settle(ana, ben)
    assert ana.shown() == ben.shown() == {ONE: {ANA: "the move", BEN: "my work"}}
    assert ben.readable().keys() == {ONE}
    assert [each.question for each in ben.records(Answer) if each.by == ANA] == [ONE]
    assert not ana.exchange().pending("ana-1", "ben-1")


def test_both_machines_hold_the_same_changes_of_an_answer_once_it_is_open() -> None:
    ana, ben = two()
    ana.answer(ONE, "first words")
    ana.answer(ONE, "better words")
    ben.answer(ONE, 4)
    settle(ana, ben)
    there, here = (each.entries["answer", f"ana-1.{ONE}"] for each in (ben, ana))
    assert names(there.changes) == names(here.changes)


def test_an_answer_shown_at_once_meets_one_that_opens_together() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move", share=Share.NOW)
    ben.answer(ONE, "my work")
    ana.work()
    assert ben.shown() == {}
    settle(ana, ben)
    assert ana.shown() == ben.shown() == {ONE: {ANA: "the move", BEN: "my work"}}


def test_what_is_passed_private_or_wished_is_never_sealed() -> None:
    ana, ben = two()
    ana.answer(ONE, None)
    ana.answer(TWO, "mine", share=Share.PRIVATE)
    ana.answer("cause.wishes", ("hug",), share=Share.MUTUAL)
    ben.answer(ONE, "x")
    ben.answer(TWO, "y")
    settle(ana, ben)
    assert [each.by for each in ben.records(Sealed)] == [BEN, BEN]
    assert ana.readable() == {}


def test_the_same_is_made_again_after_a_crash_and_nothing_twice() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    ben.answer(ONE, "my work")
    assert ana.exchange().to_seal() == ana.exchange().to_seal() != []
    settle(ana, ben)
    for exchange in (ana.exchange(), ben.exchange()):
        assert [*exchange.to_seal(), *exchange.to_withdraw(), *exchange.to_release()] == []
        assert [*exchange.to_reveal(), *exchange.to_put_back()] == []


def test_the_length_of_a_box_does_not_tell_the_length_of_an_answer() -> None:
    sizes = set()
    for words in ("no", "yes, since the spring", "a" * 40):
        ana = Machine("a1")
        ana.answer(ONE, words)
        sizes.add(len(only(ana.exchange().to_seal()).box))
    assert len(sizes) == 1


def test_a_key_is_given_only_after_the_own_sealed_answer_has_left() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    ben.answer(ONE, "my work")
    ben.work()
    for change in ben.send():
        ana.hear(change)
    ana.work()
    assert ana.exchange().to_release() == []
    assert ana.exchange().pending("ana-1", "ben-1")
    ana.send()
    assert only(ana.exchange().to_release()).against == only(ben.records(Sealed)).id


def test_what_is_kept_private_or_taken_away_in_time_is_withdrawn_and_stays_withdrawn() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    ana.answer(TWO, "me")
    settle(ana, ben)
    ana.answer(ONE, "the move", share=Share.PRIVATE)
    ana.write(next(each for each in ana.records(Answer) if each.question == TWO), gone=True)
    settle(ana, ben)
    assert ben.records(Sealed) == []
    ben.answer(ONE, "my work")
    settle(ana, ben)
    assert ana.readable() == ben.readable() == {}
    assert not ben.exchange().pending("ben-1", "ana-1")


def test_a_box_whose_answer_was_changed_before_it_left_is_withdrawn() -> None:
    ana, ben = two()
    ana.answer(ONE, "first words")
    ana.work()
    ana.answer(ONE, "better words")
    ana.work()
    settle(ana, ben)
    assert len(ben.records(Sealed)) == 1


def test_an_answer_that_was_relied_on_is_put_back_and_one_kept_private_is_not() -> None:
    for share, shown in ((Share.TOGETHER, {ONE: {ANA: "first", BEN: "my work"}}), (Share.PRIVATE, {})):
        ana, ben = two()
        ana.answer(ONE, "first")
        settle(ana, ben)
        ben.answer(ONE, "my work")
        ben.work()
        ben.send()
        ben.work()
        ana.answer(ONE, "second", share=share)
        tell(ben, ana)
        if share is Share.PRIVATE:
            assert [*ana.exchange().to_release(), *ana.exchange().to_put_back()] == []
        settle(ana, ben)
        assert ana.shown() == ben.shown() == shown
        held = next(each for each in ana.records(Answer) if each.by == ANA)
        assert held.value == ("second" if share is Share.PRIVATE else "first")
        assert not ben.exchange().pending("ben-1", "ana-1")


def test_a_sitting_is_locked_from_when_a_key_was_given() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    assert ana.exchange().locked() == frozenset()
    ben.answer(ONE, "my work")
    for _ in range(2):
        tell(ben, ana)
        ben.work()
        ana.work()
        ana.send()
    assert ana.records(Released) != []
    assert ana.exchange().locked() == {"ana-1"}
    settle(ana, ben)
    assert ana.exchange().locked() == {"ana-1"}
    assert ben.exchange().locked() == {"ben-1"}


def test_who_began_anew_meanwhile_comes_back_to_what_was_relied_on() -> None:
    ana, ben = two()
    ana.answer(ONE, "old")
    ben.answer(ONE, "old too")
    settled = [machine.work() for machine in (ana, ben)]
    sent = [*ana.send(), *ben.send()]
    assert settled == [True, True]
    ben.answer(ONE, "new", sitting="ben-2")
    ben.work()
    ben.send()
    for change in sent:
        (ben if change.by == ANA else ana).hear(change)
    settle(ana, ben)
    assert ana.exchange().pairs() == {("ana-1", "ben-1")}
    assert ana.shown() == ben.shown() == {ONE: {ANA: "old", BEN: "old too"}}
    assert not ben.exchange().counts(ben.open("ben-2", "ana-1"))


# Several machines of one person


def test_my_other_machine_has_my_answer_and_a_new_one_gets_a_key_too() -> None:
    ana, ben, second = Machine("a1"), Machine("b1"), Machine("a2", peers=("a1",))
    ana.answer(ONE, "the move")
    settle(ana, ben, second)
    assert second.records(Answer) == []
    ana.peers = ("a2",)
    settle(ana, ben, second)
    assert [each.value for each in second.records(Answer)] == ["the move"]
    assert len(ben.records(Sealed)) == 1
    ben.answer(ONE, "my work")
    settle(ana, ben, second)
    assert second.shown() == ben.shown() == {ONE: {ANA: "the move", BEN: "my work"}}


def test_my_other_machine_never_seals_again_what_i_kept_private() -> None:
    ana, second, ben = Machine("a1", peers=("a2",)), Machine("a2", peers=("a1",)), Machine("b1")
    ana.answer(ONE, "the move")
    settle(ana, second, ben)
    ana.answer(ONE, "the move", share=Share.PRIVATE)
    ana.work()
    tell(ana, second)
    assert second.records(Sealed) == second.exchange().to_seal() == []
    second.answer(ONE, "the move, I think")
    ben.answer(ONE, "my work")
    ana.work()
    settle(ana, second, ben)
    assert [each.by for each in ben.records(Sealed)] == [BEN]
    assert ben.readable() == {}


def test_a_key_is_given_by_the_machine_that_made_the_box_or_when_that_was_removed() -> None:
    ana, second, ben = Machine("a1", peers=("a2",)), Machine("a2", peers=("a1",)), Machine("b1")
    ana.answer(ONE, "the move")
    settle(ana, second)
    ben.answer(ONE, "my work")
    ana.send()
    for change in ana.log:
        ben.hear(change)
    settle(second, ben)
    assert ben.shown() == {}
    second.peers = ()
    settle(second, ben)
    assert second.shown() == ben.shown() == {ONE: {ANA: "the move", BEN: "my work"}}


# A changed client


def sealed_by(
    machine: Machine,
    plain: bytes,
    *,
    question: str = ONE,
    sitting: str = "ben-1",
    answer: str = "",
    at: datetime = NOW,
) -> Sealed:
    """Return anything at all in a box that its maker can open."""
    answer = answer or f"{sitting}.{question}"
    bare = Sealed(id="", by=machine.me, at=at, answer=answer, sitting=sitting, step=STEP, question=question, box="")
    box = boxes.made(SECRETS[machine.name], place("seed", bare), plain)
    return replace(bare, id=box.commitment, box=boxes.text(box.data))


def key_from(machine: Machine, sealed: Sealed, against: str, key: bytes | None = None) -> Released:
    box = boxes.raw(sealed.box) or b""
    key = key or boxes.key_of(SECRETS[machine.name], place("seed", sealed), box)
    name = released_id(sealed.id, against)
    return Released(id=name, by=machine.me, at=NOW, sealed=sealed.id, against=against, key=boxes.text(key))


def change_of(value: object = "a lie", **other: object) -> Change:
    """Return the change of an answer of Ben, or almost."""
    fields: dict[str, object] = {
        "id": f"ben-1.{ONE}",
        "by": BEN,
        "at": "2026-11-23T18:00:00Z",
        "sitting": "ben-1",
        "step": STEP,
        "question": ONE,
        "value": value,
        "share": "together",
    }
    whole = Change(at=NOW, by=BEN, kind="answer", record=f"ben-1.{ONE}", device="hb1", sequence=900, fields=fields)
    return replace(whole, **other) if other else whole


def waiting_for(plain: bytes) -> tuple[Machine, Machine, Sealed]:
    """Return Ana, who answered, Ben, and what Ben put in a box in place of an answer; Ana's key is with Ben."""
    ana, ben = two()
    ana.answer(ONE, "the move")
    ana.answer(TWO, "me")
    ben.write(Sitting(id="ben-1", by=BEN, at=NOW, step=STEP))
    sealed = sealed_by(ben, plain)
    ben.write(sealed)
    tell(ben, ana)
    settle(ana)
    tell(ana, ben)
    return ana, ben, sealed


def tell(one: Machine, other: Machine) -> None:
    for change in one.send():
        other.hear(change)


def whole(value: object = "a lie") -> bytes:
    return to_bytes((change_of(value),))


VOID = {
    "garbage": b"\x00\xff" * 40,
    "nothing": b"",
    "no list": b"{}",
    "no change": b"[]",
    "deep": b"[" * 5000,
    "more fields": to_bytes((change_of(fields={**change_of().fields, "more": 1}),)),
    "a field beside": whole()[:-2] + b',"more":1}]',
    "another kind": to_bytes((change_of(kind="agreement"),)),
    "my record": to_bytes((change_of(record=f"ana-1.{ONE}"),)),
    "another's word": to_bytes((change_of(by=ANA),)),
    "my hand": to_bytes((change_of(device="ha1"),)),
    "a removal": to_bytes((change_of(gone=True),)),
    "no zone": whole().replace(b"2026-11-23T18:00:00Z", b"2026-11-23T18:00:00", 1),
    "another moment": to_bytes((change_of(fields={**change_of().fields, "at": "9999-01-01T00:00:00Z"}),)),
    "another question": to_bytes((change_of(fields={**change_of().fields, "question": TWO}),)),
    "another sitting": to_bytes((change_of(fields={**change_of().fields, "sitting": "ben-2"}),)),
    "another step": to_bytes((change_of(fields={**change_of().fields, "step": "trust"}),)),
    "passed": whole(None),
    "a dictionary": whole({"a": 1}),
    "private": to_bytes((change_of(fields={**change_of().fields, "share": "private"}),)),
    "too many": to_bytes((change_of(),) * 65),
    "long": b"[" + b" " * 300_000 + b"]",
}


@pytest.mark.parametrize("plain", VOID.values(), ids=VOID.keys())
def test_what_is_no_answer_is_void_though_it_costs_the_key(plain: bytes) -> None:
    ana, ben, sealed = waiting_for(plain)
    assert ben.readable().keys() == {ONE}
    ben.write(key_from(ben, sealed, only(ana.records(Released)).sealed))
    tell(ben, ana)
    settle(ana)
    assert ana.shown() == {}
    assert not ana.exchange().pending("ana-1", "ben-1")
    assert [each for each in ana.records(Answer) if each.by == BEN] == []


def test_a_whole_answer_made_by_hand_would_be_shown() -> None:
    ana, ben, sealed = waiting_for(whole("true"))
    ben.write(key_from(ben, sealed, only(ana.records(Released)).sealed))
    tell(ben, ana)
    settle(ana)
    assert ana.shown() == {ONE: {ANA: "the move", BEN: "true"}}


def test_only_the_question_that_was_answered_gives_its_key() -> None:
    ana, ben, _ = waiting_for(whole())
    assert [each.sealed for each in ana.records(Released)] == [
        each.id for each in ana.records(Sealed) if (each.by, each.question) == (ANA, ONE)
    ]
    assert TWO not in ben.readable()


def test_a_copy_of_my_box_gives_no_key() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    ben.write(Sitting(id="ben-1", by=BEN, at=NOW, step=STEP))
    settle(ana)
    tell(ana, ben)
    mine = only(ana.records(Sealed))
    for name in ("0" * 64, mine.id):
        ben.write(replace(mine, id=name, by=BEN, sitting="ben-1", answer=f"ben-1.{ONE}"))
    tell(ben, ana)
    settle(ana)
    assert ana.records(Released) == []
    assert mine in ana.records(Sealed)


MALFORMED: dict[str, dict[str, str]] = {
    "not base64": {"box": "not base64 at all"},
    "nothing": {"box": ""},
    "an odd size": {"box": boxes.text(bytes(300))},
    "huge": {"box": boxes.text(bytes(24 + 16 + 256 + boxes.MOST))},
    "not ascii": {"box": "é" * 400},
    "a short id": {"id": "short"},
    "another step": {"step": "trust"},
    "my sitting": {"sitting": "ana-1", "answer": f"ana-1.{ONE}"},
    "no sitting": {"sitting": "nowhere", "answer": f"nowhere.{ONE}"},
    "my answer": {"answer": f"ana-1.{ONE}"},
    "in my name": {"by": ANA},
}


@pytest.mark.parametrize("changes", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_not_well_formed_gives_no_key(changes: dict[str, str]) -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    ben.write(Sitting(id="ben-1", by=BEN, at=NOW, step=STEP))
    ben.write(replace(sealed_by(ben, whole()), **changes))
    tell(ben, ana)
    settle(ana)
    assert ana.records(Released) == []
    assert ana.shown() == {}


def test_after_reading_mine_nothing_else_becomes_their_answer() -> None:
    ana, ben, first = waiting_for(whole("before"))
    mine = only(ana.records(Released)).sealed
    second = sealed_by(ben, whole("after"), at=NOW - timedelta(days=1))
    ben.write(second)
    ben.write(key_from(ben, second, mine))
    ben.write(from_document(Answer, {**change_of("after").fields, "share": "now"}))
    ben.write(Sitting(id="ben-2", by=BEN, at=NOW + timedelta(days=1), step=STEP))
    in_two = change_of("after", record=f"ben-2.{ONE}")
    in_two = replace(in_two, fields={**in_two.fields, "id": f"ben-2.{ONE}", "sitting": "ben-2"})
    third = sealed_by(ben, to_bytes((in_two,)), sitting="ben-2")
    ben.write(third)
    ben.write(key_from(ben, third, mine))
    opening = ben.open("ben-2", "ana-1")
    tell(ben, ana)
    settle(ana)
    assert ana.shown() == ana.shown(theirs="ben-2") == {}
    assert not ana.exchange().counts(opening)
    assert [each for each in ana.records(Answer) if each.by == BEN] == []
    assert ana.exchange().pending("ana-1", "ben-1")
    ben.write(key_from(ben, first, mine))
    tell(ben, ana)
    settle(ana)
    assert ana.shown() == {ONE: {ANA: "the move", BEN: "before"}}
    assert ana.exchange().counts(ben.open("ben-1", "ana-1"))


def test_a_folder_that_keeps_my_machines_apart_does_not_let_them_answer_twice() -> None:
    clock = count(1)
    ana, second, ben = Machine("a1", ("a2",), clock), Machine("a2", ("a1",), clock), Machine("b1")
    second.answer(ONE, "the child")
    ana.answer(ONE, "the move")
    ben.write(Sitting(id="ben-1", by=BEN, at=NOW, step=STEP))
    before, after = (sealed_by(ben, whole(each), at=NOW + timedelta(days=len(each))) for each in ("before", "after"))
    for machine, sealed in ((ana, before), (second, after)):
        ben.write(sealed)
        for change in ben.log:
            if change.kind == "sitting" or change.record == sealed.id:
                machine.hear(change)
        settle(machine)
        ben.write(key_from(ben, sealed, only(machine.records(Released)).sealed))
    assert len({each.against for each in (*ana.records(Released), *second.records(Released))}) == 2
    settle(ana, second)
    tell(ben, ana)
    tell(ben, second)
    settle(ana, second)
    assert {both[BEN] for machine in (ana, second) for both in machine.shown().values()} == {"before"}


def test_a_wrong_key_opens_nothing_and_a_right_one_still_does() -> None:
    ana, ben, sealed = waiting_for(whole("before"))
    mine = only(ana.records(Released)).sealed
    right = key_from(ben, sealed, mine)
    for key in (boxes.text(b"k" * 32), "", "x", boxes.text(b"k" * 31)):
        ben.write(replace(right, key=key))
        tell(ben, ana)
        settle(ana)
        assert ana.shown() == {}
        assert not ana.exchange().pending("ana-1", "ben-1")
    ben.write(right)
    tell(ben, ana)
    settle(ana)
    assert ana.shown() == {ONE: {ANA: "the move", BEN: "before"}}


def test_a_commitment_binds_the_key_and_the_place() -> None:
    here, there = boxes.context("seed", "one"), boxes.context("seed", "two")
    box = boxes.made(b"s" * 32, here, b"words")
    assert boxes.opened(box.key, here, box.data) == b"words"
    assert boxes.opened(box.key, there, box.data) is None
    assert boxes.commitment(b"k" * 32, here, box.data) != box.commitment
    assert boxes.commitment(box.key, there, box.data) != box.commitment
    assert boxes.context("a", "bc") != boxes.context("ab", "c")


def test_a_key_for_another_machine_is_read_by_that_one_alone() -> None:
    sealed = boxes.sealed_to(PUBLIC["a2"], SECRETS["a1"], b"k" * 32)
    assert boxes.unsealed(SECRETS["a2"], sealed) == b"k" * 32
    assert boxes.unsealed(SECRETS["b1"], sealed) is None
    assert boxes.unsealed(SECRETS["a2"], "") is None
    assert boxes.unsealed(SECRETS["a2"], sealed[:-4]) is None
    assert boxes.sealed_to(bytes(32), SECRETS["a1"], b"k" * 32) == ""
    assert boxes.sealed_to(b"short", SECRETS["a1"], b"k" * 32) == ""


def test_an_opening_before_the_keys_or_with_nothing_in_it_does_not_count() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    settle(ana)
    early = Machine("b1")
    opening = early.open("ben-1", "ana-1")
    tell(early, ana)
    assert not ana.exchange().counts(opening)
    assert Exchange(dataclasses.replace(ana.held(), wished=[("ana-1", "ben-1")])).counts(opening)
    ben.answer(ONE, "my work")
    ben.work()
    tell(ben, ana)
    assert not ana.exchange().counts(opening)
    settle(ana, ben)
    assert ana.exchange().counts(opening)
    assert ana.shown() == ben.shown() == {ONE: {ANA: "the move", BEN: "my work"}}


def test_what_was_opened_before_there_were_sealed_answers_stays_opened_and_is_not_sealed() -> None:
    ana = Machine("a1")
    ana.answer(ONE, "the move")
    assert ana.exchange().counts(ana.open("ana-1", "ben-1"))
    assert ana.exchange().to_seal() == []


def test_nobody_else_changes_a_sealed_answer_or_a_key_of_mine() -> None:
    ana, ben = two()
    ana.answer(ONE, "the move")
    settle(ana, ben)
    mine = only(ana.records(Sealed))
    for change in (ben.write(replace(mine, step="trust")), ben.write(mine, gone=True)):
        assert change is not None
        assert not ana.exchange().admits(change)


# Any order


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "work", "tell", "tell", "old", "anew"]), st.booleans(), st.integers(0, 30)
    ),
    max_size=16,
)


@settings(max_examples=30)
@given(ACTS)
def test_whatever_the_order_both_end_with_the_same_pairs_and_nobody_peeks(acts: list[tuple[str, bool, int]]) -> None:
    ana, ben = two()
    for act, first, number in acts:
        here, there = (ana, ben) if first else (ben, ana)
        play(here, there, act, number)
        assert nobody_peeks(here)
        assert nobody_peeks(there)
    for machine in (ana, ben):
        machine.answer(ONE, "at last")
    settle(ana, ben)
    pairs = ana.exchange().pairs()
    assert pairs
    assert {(theirs, mine) for mine, theirs in pairs} == ben.exchange().pairs()
    for mine, theirs in pairs:
        assert ana.shown(mine, theirs) == ben.shown(theirs, mine) != {}
        assert not ana.exchange().pending(mine, theirs)
        assert not ben.exchange().pending(theirs, mine)
    for machine in (ana, ben):
        held = {each.id: each for each in machine.records(Answer)}
        shown = [each for pair in machine.exchange().pairs() for each in machine.exchange().shown(*pair).values()]
        assert all(held[each.id] == each for both in shown for each in both)


def play(here: Machine, there: Machine, act: str, number: int) -> None:
    match act:
        case "one" | "two":
            here.answer(ONE if act == "one" else TWO, number)
        case "anew" if f"{here.me}-1" not in here.exchange().locked():
            here.answer(ONE, number, sitting=f"{here.me}-2")
        case "work":
            here.work()
        case "tell":
            tell(here, there)
        case "old":
            sent = here.send()[: number + 1]
            for change in (*reversed(sent), *sent[:1]):
                there.hear(change)


def nobody_peeks(machine: Machine) -> bool:
    """Whether all that this machine could read was given by the other, who relied on an answer of its own."""
    mine = {each.id: each.question for each in machine.records(Sealed) if each.by == machine.me}
    given = {each.sealed: mine.get(each.against) for each in machine.records(Released) if each.by == machine.other}
    return all(given.get(name) == question for question, found in machine.readable().items() for name in found)


THREE = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "work", "work", "tell", "tell", "old"]),
        st.sampled_from([(0, 2), (0, 1), (1, 2), (2, 0), (2, 1), (1, 0)]),
        st.integers(0, 30),
    ),
    max_size=20,
)


@settings(max_examples=10)
@given(THREE)
def test_with_two_machines_of_one_person_all_three_end_alike(acts: list[tuple[str, tuple[int, int], int]]) -> None:
    machines = Machine("a1", peers=("a2",)), Machine("a2", peers=("a1",)), Machine("b1")
    for act, (here, there), number in acts:
        play(machines[here], machines[there], act, number)
        assert all(nobody_peeks(each) for each in machines)
    for machine in machines[::2]:
        machine.answer(ONE, "at last")
    settle(*machines)
    first, second, ben = (machine.shown() for machine in machines)
    assert first == second == ben
    sealed = {who: {each.question for each in machines[2].records(Sealed) if each.by == who} for who in (ANA, BEN)}
    assert ben.keys() == sealed[ANA] & sealed[BEN]
    assert not any(each.exchange().pending(f"{each.me}-1", f"{each.other}-1") for each in machines)
