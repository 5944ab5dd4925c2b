"""What is on the screen while the records are read: something at once, and nothing that says what the app is for."""

from concurrent.futures import Future
from threading import Event

from tests.stage import SMALL, screen_name, seen
from tui.app.app import NearerApp
from tui.catalog.catalog import Catalog
from tui.core.errors import StoreError
from tui.household import Household


async def test_something_is_shown_before_the_records_are_read(household: Household) -> None:
    opening: Future[Household] = Future()
    painted = Event()
    app = NearerApp(opening, painted=painted)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert painted.is_set()
        assert Catalog.open().words("app.opening") in seen(pilot)
        opening.set_result(household)
        while screen_name(pilot) != "HomeScreen":
            await pilot.pause()
        assert household.me.name in seen(pilot)


async def test_a_home_that_does_not_open_then_ends_the_app(household: Household) -> None:
    opening: Future[Household] = Future()
    app = NearerApp(opening)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        opening.set_exception(StoreError("store_unreadable", path=household.store.home, why="test"))
        while app.return_code is None:
            await pilot.pause()
    assert app.failure is not None
    assert app.failure.key == "store_unreadable"


async def test_leaving_while_the_records_are_read_is_possible(household: Household) -> None:
    opening: Future[Household] = Future()
    app = NearerApp(opening)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+q")
        while app.return_code is None:
            await pilot.pause()
    assert app.return_code == 0
    opening.set_result(household)
