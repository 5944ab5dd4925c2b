"""What an exchange remembers of the one before saves looking at everything, and never says anything else."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.acts import written_anew
from tests.store.homes import NOW, agreement
from tui.core.changes import REMOVAL, Change
from tui.core.errors import StoreError
from tui.core.merging import Entry
from tui.core.records import Answer, Opening, Record, Share, Sitting, SmallStep
from tui.household.sync_records import SharedRecords
from tui.store import backups, lately
from tui.store.journal import Journal
from tui.store.store import Store
from tui.sync.index import Index
from tui.sync.roster import founded
from tui.sync.wire import Body, Span, wired

ME = bytes(16)
SHARES = (Share.PRIVATE, Share.NOW, Share.TOGETHER)


class Home:
    """One home with two windows, which exchange by turns; `index` is what is kept of that, as the engine keeps it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.windows = [Store.open(path), Store.open(path)]
        self.index = Index()
        self.hands: dict[str, None] = {}
        self.known: set[str] = set()
        self.heard = 0

    def exchange(self, window: Store, *, cut_short: bool = False) -> list[Change]:
        """Send, and see that nothing differs from what looking at everything gives; return what is sent."""
        window.catch_up()
        self.hands[window.hand] = None
        circle = founded("/folder", bytes(32), "a", "Ana", self.hands, bytes(36))
        quick, slow = SharedRecords(window, circle), SharedRecords(window, circle)
        quick.begin(self.index.noted, self.index.telling())
        slow.begin(b"", self.index.telling())
        after = self.index.highest(ME)
        sent, everything = (each.unsent(frozenset(self.hands), after) for each in (quick, slow))
        assert sent == everything
        erased, all_erased = quick.erasures(), slow.erasures()
        assert {*erased, *self.known} >= all_erased.keys() >= erased.keys()
        assert quick.digest() == slow.digest() == SharedRecords(window, circle).digest()
        if sent.changes:
            body = Body(number=0, covers=(Span(after, sent.upto),), changes=tuple(map(wired, sent.changes)))
            self.index.keep(f"{len(self.index.files):032}", ME, 1, body, mine=True)
        if not cut_short:
            self.known |= all_erased.keys()
            self.index.noted = quick.noted(self.index.highest(ME), ())
        return list(sent.changes)

    def save(self, window: Store, *records: Record) -> None:
        window.save(*records, by="a", at=NOW)

    def hear(self, window: Store, name: str) -> None:
        """Take in what another machine says, or erases, of a record."""
        self.heard += 1
        entry = window.entry("agreement", name) if self.heard % 4 else None
        fields: dict[str, object] = {"id": name, "by": "b", "at": "2026-11-23T19:30:00Z", "let_go": False}
        fields |= {"text": f"heard {self.heard}", "source": ""}
        names = {} if entry is None else {each: entry.names(each) for each in (*fields, REMOVAL)}
        change = Change(
            at=NOW,
            by="b",
            kind="agreement",
            record=name,
            device="other",
            sequence=self.heard,
            fields=fields if self.heard % 4 else {},
            gone=not self.heard % 4,
            replaces={field: replaced for field, replaced in names.items() if replaced},
        )
        window.hear([change])

    def fail_to_save(self, window: Store, record: Record) -> None:
        refused = StoreError("disk_full", path=self.path)
        with mock.patch.object(Journal, "append", side_effect=refused), suppress(StoreError):
            self.save(window, record)

    def restore(self, window: Store) -> None:
        """Put an older state in the journal's place."""
        window.tidy(now=NOW)
        if backups.listed(self.path):
            backups.put_back(self.path, window.sealing, backups.listed(self.path)[0], at=NOW)


def sitting(number: int) -> Sitting:
    return Sitting(id=f"s{number % 2}", by="a", at=NOW, step="step")


def answer(number: int, share: Share, value: str) -> Answer:
    return Answer(
        id=f"n{number}",
        by="a",
        at=NOW,
        sitting=sitting(number).id,
        step="step",
        question=f"q{number}",
        value=value,
        share=share,
    )


def save(home: Home, window: Store, act: str, number: int, turn: int) -> None:
    share = SHARES[turn % 3]
    records: dict[str, tuple[Record, ...]] = {
        "agreement": (agreement(f"g{number}", f"text {turn}"),),
        "answer": (sitting(number), answer(number, share, f"v{turn % 2}")),
        "small step": (SmallStep(id=f"m{number}", by="a", at=NOW, when="when", then=f"then {turn}", share=share),),
        "opening": (Opening(id="o", by="a", at=NOW, step="step", sittings=("s0", "s1"), mutual={"q": (str(turn),)}),),
    }
    home.save(window, *records[act])


def do(home: Home, act: str, which: int, number: int, turn: int) -> None:
    window = home.windows[which]
    match act:
        case "heard":
            home.hear(window, f"g{number}")
        case "removed":
            window.remove(agreement(f"g{number}"), by="a", at=NOW)
        case "forgotten":
            window.forget(agreement(f"g{number}"), answer(number, Share.NOW, ""), by="a", at=NOW)
        case "failed":
            home.fail_to_save(window, agreement(f"g{number}", f"failed {turn}"))
        case "written anew":
            written_anew(window)
        case "restored":
            home.restore(window)
        case "exchange" | "exchange cut short":
            home.exchange(window, cut_short=act != "exchange")
        case _:
            save(home, window, act, number, turn)


OFTEN = ("agreement", "answer", "small step", "opening", "heard", "removed", "exchange", "exchange")
SELDOM = ("failed", "forgotten", "written anew", "restored", "exchange cut short", "exchange")
ACTS = st.tuples(st.sampled_from(OFTEN + SELDOM), st.integers(0, 1), st.integers(0, 3))


@contextmanager
def begun() -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as folder:
        yield Home(Path(folder) / "home")


@settings(max_examples=100)
@given(acts=st.lists(ACTS, min_size=4, max_size=14), most=st.sampled_from([3, 4096]))
def test_whatever_came_in_between_an_exchange_says_what_looking_at_everything_says(
    acts: list[tuple[str, int, int]], most: int
) -> None:
    with mock.patch.object(lately, "MOST", most), begun() as home:
        for turn, (act, which, number) in enumerate(acts):
            if number == 0:
                home.windows[which] = Store.open(home.path)
            do(home, act, which, number, turn)
        for window in home.windows:
            home.exchange(window)


def test_only_what_changed_since_a_mark_is_looked_at_by_any_window_and_any_process(tmp_path: Path) -> None:
    one, other = Store.open(tmp_path / "home"), Store.open(tmp_path / "home")
    one.save(agreement("1"), agreement("2"), by="a", at=NOW)
    mark = one.since(None).mark
    one.save(agreement("1", "changed"), by="a", at=NOW)
    other.save(agreement("3"), by="a", at=NOW)
    one.catch_up()
    for store in (one, other, Store.open(tmp_path / "home")):
        since = store.since(mark)
        assert not since.anew
        assert sorted(each.changes[0].record for each in since.entries) == ["1", "3"]
        assert [(each.document or {})["text"] for each in since.before] == ["text of 1"]
        assert store.since(since.mark).entries == []


def test_a_journal_that_somebody_put_in_the_place_of_another_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    home = tmp_path / "home"
    journal = home / "records.journal"
    Store.open(home).save(agreement("1"), by="a", at=NOW)
    older = journal.read_bytes()
    for text in ("one", "two"):
        journal.write_bytes(older)
        store = Store.open(home)
        store.save(agreement("2", text), by="a", at=NOW)
        store.save(agreement("3"), by="a", at=NOW)
        mark = store.since(None).mark
        journal.write_bytes(older)
        store = Store.open(home)
        store.save(agreement("2", "six"), by="a", at=NOW)
        store.save(agreement("4"), by="a", at=NOW)
        assert store.since(mark).anew


def test_what_was_changed_while_nobody_else_saw_it_is_told_once_it_is_shown_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    window = home.windows[0]
    told = []
    for share, value in ((Share.NOW, "v1"), (Share.PRIVATE, "v1"), (Share.PRIVATE, "v2"), (Share.NOW, "v2")):
        home.save(window, sitting(1), answer(1, share, value))
        told.append([each.fields for each in home.exchange(window) if each.kind == "answer"])
    first, hidden, nothing, again = told
    assert [each["value"] for each in first] == ["v1"]
    assert (hidden, nothing) == ([{"share": "private"}], [])
    assert {name: value for each in again for name, value in each.items()} == {**first[0], "value": "v2"}


def test_what_was_never_shown_says_nothing_of_being_hidden(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    for value in ("v1", "v2"):
        home.save(home.windows[0], answer(1, Share.PRIVATE, value))
        assert home.exchange(home.windows[0]) == []


def test_a_window_counts_on_when_an_older_state_was_put_in_place(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    window, other = home.windows
    home.save(window, agreement("1"))
    home.restore(other)
    for name in "23":
        home.save(window, agreement(name))
    numbers = [each.sequence for name in "23" for each in (window.entry("agreement", name) or Entry()).changes]
    assert numbers == [window.sequence - 1, window.sequence]
    assert Store.open(home.path).sequence == window.sequence


def test_what_others_have_said_does_not_count_as_said_here(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.heard = 500
    home.hear(home.windows[0], "1")
    assert home.windows[0].sequence == Store.open(home.path).sequence == 0


def test_that_what_was_shown_is_erased_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    window = home.windows[0]
    home.save(window, sitting(1), answer(1, Share.NOW, "v1"))
    home.exchange(window)
    window.forget(answer(1, Share.NOW, "v1"), by="a", at=NOW)
    assert [each.record for each in home.exchange(window) if each.gone] == ["n1"]


def test_what_was_in_a_file_that_is_lost_is_told_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    window = home.windows[0]
    home.save(window, agreement("1"))
    home.exchange(window)
    home.save(window, agreement("2"))
    home.exchange(window)
    home.index.files.popitem()
    assert [each.record for each in home.exchange(window)] == ["2"]
