"""An agreed time is said to be near, calmly: on home, in one notice, and never with what it is about."""

from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Static

from tests.screens.test_calendars import PLAIN, calendar, settled
from tests.stage import SMALL, FixedClock, app_on, seen
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.household.calendars import add
from tui.screens.home import HomeScreen
from tui.screens.home_time import next_time
from tui.screens.home_view import look
from tui.screens.talk import TalkScreen


def notices(pilot: Pilot[int]) -> list[str]:
    """Return what has been said at the edge of the screen and not gone yet."""
    return [each.message for each in pilot.app._notifications]


def test_what_waits_for_an_answer_is_not_called_nothing(household: Household) -> None:
    def line() -> str:
        view = look(household)
        return next_time(household, view.next_time, proposed=view.proposed).plain

    assert "Nothing planned yet" in line()
    start = household.now() + timedelta(days=2)
    plan = Plan(
        id="p", by=household.me.id, at=household.now(), start=start, minutes=60, zone="Europe/Berlin", what="tea"
    )
    household.save(plan)
    assert line() == "Nothing agreed yet. p shows what is proposed."
    household.save(replace(plan, state=PlanState.DECLINED))
    assert "Nothing planned yet" in line()


async def test_a_time_comes_near_and_begins_and_a_calendar_comes_into_it(
    household: Household, clock: FixedClock, tmp_path: Path
) -> None:
    plan = Plan(
        id="p",
        by=household.me.id,
        at=household.now(),
        start=household.now() + timedelta(minutes=40),
        minutes=120,
        zone="Europe/Berlin",
        what="a walk along the river",
        state=PlanState.ACCEPTED,
    )
    household.save(plan)
    app = app_on(household)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        home = app.screen
        assert isinstance(home, HomeScreen)
        assert "19:40 (13:40 for Ben), today" in seen(pilot)
        app.remind()
        assert notices(pilot) == []
        below = home.query_one("#close", Static).region.y
        add(
            household,
            calendar(tmp_path / "a.ics", PLAIN.replace("20261126T19", "20261123T19").replace("6T20", "3T20")),
        )
        clock.go(15 * 60)
        home.go_with_time()
        app.remind()
        app.remind()
        await settled(pilot)
        assert notices(pilot) == ["19:40, in 25 minutes."]
        assert "19:40 (13:40 for Ben), in 25 minutes" in seen(pilot)
        assert "Mon 23 Nov: something else has come in." in seen(pilot)
        assert "walk" not in notices(pilot)[0]
        assert home.query_one("#close", Static).region.y == below
        clock.go(26 * 60)
        await app.push_screen(TalkScreen(household))
        app.remind()
        assert len(notices(pilot)) == 1
        app.pop_screen()
        await pilot.pause()
        app.remind()
        clock.go(-60)
        app.remind()
        clock.go(120)
        app.remind()
        home.go_with_time()
        await settled(pilot)
        assert notices(pilot)[1:] == ["It is 19:40."]
        assert "19:40 (13:40 for Ben), now" in seen(pilot)


async def test_what_stands_below_comes_after_the_first_paint_and_moves_nothing(household: Household) -> None:
    app = app_on(household)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        home = app.screen
        assert isinstance(home, HomeScreen)
        lowest = max(each.region.bottom for each in home.query("#today-side > *").exclude(".roomy").results())
        assert all(each.region.y >= lowest for each in home.query(".roomy").results())
        assert "WHAT I AM TRYING" in seen(pilot)
