"""The measurement of home measures what it says, also on homes small enough for a test."""

import pytest

from bench import home


def test_home_is_measured_at_each_size_and_a_find_beside_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "SIZES", (200, 400))
    monkeypatch.setattr(home, "TIMES", 2)
    rows = list(home.measure(1))
    assert [row.against for row in rows] == ["200 records", "sqlite3 with an index"]
    assert all(row.ours > 0 and row.theirs > 0 and row.aim == home.AIM for row in rows)
