"""After years of daily use home looks at no more than after weeks, and the journal lays out what is looked at."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from textual.widgets import OptionList

from tests.stage import SMALL, FixedClock, app_on, seen
from tui.catalog.catalog import Catalog
from tui.checkin.opening import History, visible
from tui.core.ids import Ids
from tui.core.records import Agreement, Record
from tui.demo.home import save
from tui.demo.story import Material, history
from tui.household import Household
from tui.household import household as looked_through
from tui.screens.home_view import look, look_below
from tui.screens.journal import AT_A_TIME
from tui.store.shelf import Shelf
from tui.store.store import Store

UNTIL = datetime(2026, 11, 23, 18, tzinfo=UTC)


def lived(home: Path, days: int) -> Household:
    store = Store.open(home)
    save(store, history(seed=1, days=days, until=UNTIL, material=Material.of(Catalog.open()), daily=True))
    store.close()
    return Household.open(home, clock=FixedClock(UNTIL), ids=Ids(Random(1)))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each record that was asked about, and each that was made or sorted in."""
    found: list[str] = []

    def noted(past: History, record: Record, me: str) -> bool:
        found.append(record.id)
        return visible(past, record, me)

    take = History.take

    def told(self: History, before: Record | None, after: Record | None) -> None:
        found.append("told")
        take(self, before, after)

    read = Shelf._read

    def made(self: Shelf[Record], keys: list[str]) -> object:
        found.extend(keys)
        return read(self, keys)

    monkeypatch.setattr(looked_through, "visible", noted)
    monkeypatch.setattr(History, "take", told)
    monkeypatch.setattr(Shelf, "_read", made)
    return found


def test_after_a_change_home_looks_at_no_more_than_when_they_had_just_begun(tmp_path: Path, looks: list[str]) -> None:
    counts = []
    for days in (60, 240):
        household = lived(tmp_path / str(days), days)
        household.read_ahead()
        look(household)
        view = look_below(household)
        looks.clear()
        household.save(Agreement(id="a", by=household.me.id, at=household.now(), text="phones away"))
        look(household)
        assert look_below(household).kept[1:] == view.kept[:2]
        household.finish(household.draft("before"), ["before.now"])
        look(household)
        look_below(household)
        counts.append(len(looks))
        household.close()
    assert counts[0] == counts[1] < 200


async def test_a_long_journal_is_laid_out_as_it_is_read(tmp_path: Path) -> None:
    household = lived(tmp_path / "home", 40)
    many = 2 * AT_A_TIME + 50
    for number in range(many):
        at = household.now() - timedelta(days=number)
        household.store.take_in(Agreement(id=f"a{number}", by=household.me.id, at=at, text=f"sentence {number}"))
    async with app_on(household).run_test(size=SMALL) as pilot:
        await pilot.press("j")
        await pilot.pause()
        entries = pilot.app.screen.query_one(OptionList)
        assert entries.option_count == AT_A_TIME
        for _ in range(AT_A_TIME // 5):
            await pilot.press("pagedown")
        await pilot.pause()
        assert entries.option_count > AT_A_TIME
        await pilot.press("end")
        await pilot.pause()
        assert f"sentence {many - 1}" in seen(pilot)
        held = entries.highlighted_option
        household.save(Agreement(id="new", by=household.me.id, at=household.now(), text="newest"))
        pilot.app.screen.household_changed()  # type: ignore[attr-defined] # the journal has it
        await pilot.pause()
        assert entries.highlighted_option is not None
        assert held is not None
        assert entries.highlighted_option.id == held.id
        await pilot.press("home")
        await pilot.pause()
        assert "newest" in seen(pilot)
    household.close()
