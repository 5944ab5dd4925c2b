"""What a record is follows from the set of changes told of it, whatever their order, and however often."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.core.changes import REMOVAL, Change
from tui.core.merging import Entry, merged

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)


@dataclass
class Hand:
    """One device: it sees what it was told, and writes changes that name what they replace."""

    name: str
    ahead: int
    entry: Entry | None = None
    count: int = 0
    told: list[Change] = field(default_factory=list)

    def hear(self, change: Change) -> None:
        self.entry = merged(self.entry, change)

    def write(self, fields: dict[str, object], *, gone: bool = False, erases: bool = False) -> Change:
        self.count += 1
        entry = self.entry or Entry()
        replaces = {REMOVAL: entry.all_names()} if gone else {name: entry.names(name) for name in [*fields, REMOVAL]}
        replaces = {} if erases else replaces | ({} if gone else entry.knowing_erasures())
        change = Change(
            at=NOW + timedelta(hours=self.ahead, seconds=self.count),
            by=self.name,
            kind="agreement",
            record="a",
            device=self.name,
            sequence=self.count,
            fields={} if gone else fields,
            gone=gone,
            replaces={name: names for name, names in replaces.items() if names},
        )
        self.hear(change)
        return change


def state(entry: Entry | None) -> tuple[object, ...]:
    """What can be seen of an entry: its document, what is disputed, and which operations hold."""
    entry = entry or Entry()
    several = {name: [each.fields[name] for each in changes] for name, changes in entry.several().items()}
    return entry.document, several, entry.all_names()


def of(changes: list[Change]) -> Entry | None:
    entry = None
    for change in changes:
        entry = merged(entry, change)
    return entry


ACTS = st.lists(
    st.tuples(
        st.sampled_from("xyz"),
        st.sampled_from(["write", "remove", "tell", "tell", "erase"]),
        st.dictionaries(st.sampled_from(["text", "start", "what"]), st.integers(0, 3), min_size=1),
    ),
    max_size=14,
)


def played(acts: list[tuple[str, str, dict[str, int]]]) -> list[Change]:
    """Return the changes that three devices made, which told one another some of them in between."""
    hands = {name: Hand(name=name, ahead=hours) for name, hours in (("x", 0), ("y", -9000), ("z", 50))}
    made: list[Change] = []
    for who, act, fields in acts:
        if act == "tell":
            for other in hands.values():
                for change in hands[who].told:
                    other.hear(change)
        else:
            made.append(hands[who].write(dict(fields), gone=act != "write", erases=act == "erase"))
            hands[who].told.append(made[-1])
    return made


@given(ACTS, st.randoms())
def test_the_order_and_how_often_do_not_matter(acts: list[tuple[str, str, dict[str, int]]], random: object) -> None:
    made = played(acts)
    shuffled = [*made, *made[:3]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert state(of(made)) == state(of(shuffled))


@given(ACTS, st.integers(0, 14))
def test_what_is_told_again_shortly_means_the_same_beside_what_comes_later(
    acts: list[tuple[str, str, dict[str, int]]], cut: int
) -> None:
    made = played(acts)
    short = of(made[:cut])
    again = list(short.told()) if short is not None else []
    assert state(of(again)) == state(short)
    assert state(of([*again, *made])) == state(of([*made, *again])) == state(of(made))


def test_of_what_its_author_erased_nothing_comes_back_but_what_was_said_after_it() -> None:
    mine, other = Hand("mine", ahead=0), Hand("other", ahead=9000)
    first = mine.write({"text": "to be forgotten", "what": "too"})
    other.hear(first)
    theirs = other.write({"start": 3})
    erasure = mine.write({}, gone=True, erases=True)
    for late in (first, theirs):
        mine.hear(late)
    assert mine.entry is not None
    assert mine.entry.gone
    assert not any("text" in each.fields for each in mine.entry.changes)
    again = mine.write({"text": "said anew"})
    for order in ([first, theirs, erasure, again], [again, erasure, theirs, first], [again, first, theirs]):
        document = (of(order) or Entry()).document
        assert document is not None
        assert (document["text"], document.get("what")) == ("said anew", None)


def test_nobody_erases_what_another_said() -> None:
    mine, other = Hand("mine", ahead=0), Hand("other", ahead=0)
    first = mine.write({"text": "mine"})
    other.hear(first)
    mine.hear(other.write({}, gone=True, erases=True))
    assert mine.entry is not None
    assert mine.entry.gone
    assert any(each.fields.get("text") == "mine" for each in mine.entry.changes)


def test_two_changes_of_one_moment_stand_in_one_order_everywhere() -> None:
    one, two = Hand("copy", ahead=0).write({"text": 1}), Hand("copy", ahead=0).write({"text": 2})
    assert state(of([one, two])) == state(of([two, one]))


def test_who_has_seen_the_others_value_replaces_it_whatever_the_clocks_say() -> None:
    slow, fast = Hand("slow", ahead=-9000), Hand("fast", ahead=9000)
    first = fast.write({"text": "first"})
    slow.hear(first)
    slow.write({"text": "second"})
    assert slow.entry is not None
    assert slow.entry.document == {"text": "second"}
    assert slow.entry.several() == {}


def test_who_has_not_seen_the_others_value_keeps_both_and_the_clock_says_which_leads() -> None:
    one, two = Hand("one", ahead=0), Hand("two", ahead=1)
    first = one.write({"text": "old", "start": 1})
    two.hear(first)
    mine, theirs = one.write({"text": "mine"}), two.write({"text": "theirs", "start": 2})
    entry = of([first, theirs, mine])
    assert entry is not None
    assert entry.document == {"text": "theirs", "start": 2}
    assert [each.fields["text"] for each in entry.several()["text"]] == ["mine", "theirs"]


def test_a_removal_holds_until_somebody_who_saw_it_writes_again() -> None:
    one = Hand("one", ahead=0)
    first = one.write({"text": "x"})
    removal = one.write({}, gone=True)
    assert of([first, removal]) == of([removal, first])
    assert state(one.entry)[0] is None
    one.write({"text": "again"})
    assert state(one.entry)[0] == {"text": "again"}


def test_the_same_said_twice_is_no_dispute() -> None:
    one, two = Hand("one", ahead=0), Hand("two", ahead=1)
    entry = of([one.write({"text": "same"}), two.write({"text": "same"})])
    assert entry is not None
    assert entry.several() == {}
