"""A store used in any order by two windows, reopened at any time, always holds what a plain dictionary would."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tui.core.records import Agreement, Record, Talk
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
RECORDS = st.lists(TALKS | AGREEMENTS, max_size=4)


class StoreMachine(RuleBasedStateMachine):
    """Two windows on one home."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.windows = [Store.open(self.home), Store.open(self.home)]
        self.model: dict[tuple[type[Record], str], Record] = {}

    @rule(window=st.integers(0, 1), records=RECORDS)
    def save(self, window: int, records: list[Record]) -> None:
        self.windows[window].save(*records, by="ana", at=NOW)
        self.model |= {(type(record), record.id): record for record in records}

    @rule(window=st.integers(0, 1), records=RECORDS)
    def take_in(self, window: int, records: list[Record]) -> None:
        self.windows[window].take_in(*records)
        self.model |= {(type(record), record.id): record for record in records}

    @rule(window=st.integers(0, 1), records=RECORDS)
    def remove(self, window: int, records: list[Record]) -> None:
        self.windows[window].remove(*records, by="ben", at=NOW)
        for record in records:
            self.model.pop((type(record), record.id), None)

    @rule(window=st.integers(0, 1))
    def reopen(self, window: int) -> None:
        self.windows[window].close()
        self.windows[window] = Store.open(self.home)

    @rule(torn=st.binary(min_size=1, max_size=30).filter(lambda data: b"\n" not in data))
    def tear(self, torn: bytes) -> None:
        path = self.home / "records.journal"
        if path.exists():
            with path.open("ab") as file:
                file.write(torn)

    @invariant()
    def all_windows_hold_the_same(self) -> None:
        for store in self.windows:
            store.catch_up()
            assert store.count() == len(self.model)
            for kind in (Talk, Agreement):
                expected = [record for (each, _), record in self.model.items() if each is kind]
                expected.sort(key=lambda record: (record.at, record.id))
                assert list[Record](store.all(kind)) == expected

    def teardown(self) -> None:
        self.folder.cleanup()


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
