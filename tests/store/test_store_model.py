"""A store used in any order by two windows, reopened at any time, always holds what a plain dictionary would.

Whatever is done with its files meanwhile: written anew, sealed and opened, forgotten, copied and put back.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.store.acts import written_anew
from tui.core.errors import InputError, LockedError
from tui.core.records import Agreement, Record, Talk
from tui.store import backups
from tui.store.keys import Cost
from tui.store.store import Store

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
NAMES = st.sampled_from("abcdefgh")
MOMENTS = st.integers(0, 5).map(lambda minutes: NOW + timedelta(minutes=minutes))
TALKS = st.builds(
    Talk,
    id=NAMES,
    by=st.just("ana"),
    at=MOMENTS,
    format=st.just("equal"),
    topic=st.text(max_size=5),
    minutes=st.integers(0, 9),
)
AGREEMENTS = st.builds(
    Agreement, id=NAMES, by=st.just("ben"), at=MOMENTS, text=st.text(max_size=5), look_again=st.none() | st.dates()
)
WINDOWS = st.integers(0, 1)

Name = tuple[type[Record], str]
Model = dict[Name, Record]


def name_of(record: Record) -> Name:
    return type(record), record.id


RECORDS = st.lists(TALKS | AGREEMENTS, max_size=4, unique_by=name_of)


@dataclass
class Window:
    """An open store, and what it can take back: by record, what it was and what it became."""

    store: Store
    done: list[dict[Name, tuple[Record | None, Record | None]]] = field(default_factory=list)


class StoreMachine(RuleBasedStateMachine):
    """Two windows on one home."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.secret = ""
        self.model: Model = {}
        self.copies: list[tuple[str, Model]] = []
        self.forgotten: set[Name] = set()
        self.windows = [self.opened(), self.opened()]

    def opened(self) -> Window:
        store = Store.open(self.home, passphrase=self.secret)
        store.cost, store.few = Cost(ops=1, memory=8192), 0
        return Window(store)

    def changed(self, window: Window, records: list[Record], after: Model) -> None:
        before = {name: self.model.get(name) for name in map(name_of, records)}
        now = {name: after.get(name) for name in before}
        self.model = after
        self.forgotten -= {name for name, record in now.items() if record is not None}
        if before != now:
            window.done.append({name: (before[name], now[name]) for name in before if before[name] != now[name]})

    @initialize(sealed=st.booleans())
    def begin(self, sealed: bool) -> None:
        if sealed:
            self.seal(0)

    @rule(window=WINDOWS, records=RECORDS)
    def save(self, window: int, records: list[Record]) -> None:
        self.windows[window].store.save(*records, by="ana", at=NOW)
        self.changed(self.windows[window], records, self.model | {name_of(record): record for record in records})

    @rule(window=WINDOWS, records=RECORDS)
    def take_in(self, window: int, records: list[Record]) -> None:
        self.windows[window].store.take_in(*records)
        self.model |= {name_of(record): record for record in records}
        self.forgotten -= set(self.model)

    @rule(window=WINDOWS, records=RECORDS)
    def remove(self, window: int, records: list[Record]) -> None:
        self.windows[window].store.remove(*records, by="ana", at=NOW)
        gone = set(map(name_of, records))
        after = {name: record for name, record in self.model.items() if name not in gone}
        self.changed(self.windows[window], records, after)

    @rule(window=WINDOWS)
    def undo(self, window: int) -> None:
        asked = self.windows[window]
        last = asked.done[-1] if asked.done else {}
        as_left = all(self.model.get(name) == after for name, (_, after) in last.items())
        if not last or not as_left or self.forgotten & set(last):
            with pytest.raises(InputError):
                asked.store.undo(by="ana", at=NOW)
            return
        asked.store.undo(by="ana", at=NOW)
        asked.done.pop()
        for name, (before, _) in last.items():
            if before is None:
                del self.model[name]
            else:
                self.model[name] = before

    @rule(window=WINDOWS, records=st.lists(TALKS | AGREEMENTS, min_size=1, max_size=2))
    def forget(self, window: int, records: list[Record]) -> None:
        asked = self.windows[window]
        asked.store.catch_up()
        names = set(map(name_of, records))
        known = {name for name in names if asked.store._storage.memory.entry((name[0].__name__.lower(), name[1]))}
        asked.store.forget(*records, by="ana", at=NOW)
        for model in (self.model, *(model for _, model in self.copies)):
            for name in known:
                model.pop(name, None)
        if known:
            asked.done.clear()
            self.forgotten |= known

    @rule(window=WINDOWS)
    def tidy(self, window: int) -> None:
        self.windows[window].store.tidy(now=NOW)

    @rule(window=WINDOWS)
    def write_anew(self, window: int) -> None:
        assert written_anew(self.windows[window].store) == ((self.home / "records.journal").exists())

    @rule(window=WINDOWS)
    def reopen(self, window: int) -> None:
        self.windows[window].store.close()
        self.windows[window] = self.opened()

    @rule(torn=st.binary(min_size=1, max_size=30).filter(lambda data: b"\n" not in data))
    def tear(self, torn: bytes) -> None:
        path = self.home / "records.journal"
        if path.exists():
            with path.open("ab") as file:
                file.write(torn)

    @precondition(lambda self: not self.secret)
    @rule(window=WINDOWS)
    def seal(self, window: int) -> None:
        self.secret = " ".join(self.windows[window].store.set_passphrase("ours"))
        with pytest.raises(LockedError):
            Store.open(self.home)
        with pytest.raises(LockedError):
            self.windows[1 - window].store.save(Agreement(id="z", by="b", at=NOW, text="z"), by="b", at=NOW)
        with pytest.raises(LockedError):
            self.windows[1 - window].store.local.put("draft", "z")
        self.windows[1 - window] = self.opened()

    @precondition(lambda self: self.secret)
    @rule(window=WINDOWS, secret=st.sampled_from(["ours", "another"]))
    def change(self, window: int, secret: str) -> None:
        self.windows[window].store.change_passphrase(self.secret, secret)
        self.secret = secret

    @precondition(lambda self: self.secret)
    @rule(window=WINDOWS)
    def unseal(self, window: int) -> None:
        self.windows[window].store.remove_passphrase(self.secret)
        self.secret = ""
        self.windows[1 - window] = self.opened()

    @rule()
    def copy(self) -> None:
        kept = backups.keep(self.home, at=NOW + timedelta(seconds=len(self.copies)), before="test")
        if kept is not None:
            self.copies.append((kept.name, dict(self.model)))

    @precondition(lambda self: self.copies)
    @rule(window=WINDOWS, which=st.integers(0, 9))
    def put_back(self, window: int, which: int) -> None:
        name, model = self.copies[which % len(self.copies)]
        (copy,) = (each for each in backups.listed(self.home) if each.path.name == name)
        backups.put_back(self.home, self.windows[window].store.sealing, copy, at=NOW)
        self.model, self.forgotten = dict(model), set()

    @invariant()
    def all_windows_hold_the_same(self) -> None:
        for window in self.windows:
            store = window.store
            store.catch_up()
            assert store.count() == len(self.model)
            assert store.both() == ()
            for kind in (Talk, Agreement):
                expected = [record for (each, _), record in self.model.items() if each is kind]
                expected.sort(key=lambda record: (record.at, record.id))
                assert list[Record](store.all(kind)) == expected

    def teardown(self) -> None:
        self.folder.cleanup()


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
