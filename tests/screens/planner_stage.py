"""What the planner's screens are played on: plans of every kind, and ways to wait for what was begun."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen

from tests.stage import SMALL, app_on, screen_name, seen
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.household.calendars import add
from tui.screens.planner import PlannerScreen
from tui.screens.propose import ProposeScreen
from tui.widgets.bars import KeyBar
from tui.widgets.fields import Line

Stage = Pilot[int]


@asynccontextmanager
async def playing(screen: Screen[None] | Screen[bool], size: tuple[int, int] = SMALL) -> AsyncIterator[Stage]:
    """Play with a screen above home."""
    assert isinstance(screen, PlannerScreen | ProposeScreen)
    app = app_on(screen.household)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        await app.push_screen(screen)
        await settled(pilot)
        yield pilot
        assert app.fault is None


async def settled(pilot: Stage) -> None:
    """Wait until what was begun is done."""
    await pilot.app.workers.wait_for_complete([w for w in pilot.app.workers if w.group != "plan"])
    await pilot.pause()
    await pilot.pause()


async def until(pilot: Stage, name: str) -> None:
    """Wait until a screen is there."""
    for _ in range(200):
        if screen_name(pilot) == name:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError((screen_name(pilot), name))


async def until_seen(pilot: Stage, text: str) -> None:
    """Wait until something stands on the screen."""
    for _ in range(1000):
        if text in seen(pilot):
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError((text, seen(pilot)))


async def until_state(pilot: Stage, household: Household, plan: Plan, state: str) -> None:
    """Wait until a plan has come to a state."""
    for _ in range(200):
        if now(household, plan).state == state:
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError((now(household, plan).state, state))


def planner(pilot: Stage) -> PlannerScreen:
    """Return the planner that is played with."""
    screen = pilot.app.screen
    assert isinstance(screen, PlannerScreen)
    return screen


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def keep(
    household: Household,
    start: datetime,
    what: str = "",
    *,
    mine: bool = True,
    state: str = "proposed",
    minutes: int = 120,
    repeat: str = "",
) -> Plan:
    plan = Plan(
        id=household.ids.new(),
        by=(household.me if mine else household.partner).id,
        at=household.now(),
        start=start,
        minutes=minutes,
        zone="Europe/Berlin",
        what=what,
        state=PlanState(state),
        repeat=repeat,
    )
    household.save(plan)
    return plan


def now(household: Household, plan: Plan) -> Plan:
    held = household.get(Plan, plan.id)
    assert held is not None
    return held


def plans(household: Household) -> list[Plan]:
    return household.all(Plan)


def offered(pilot: Stage) -> set[str]:
    """Return the ids of the keys that are shown."""
    return {hint.command.id for hint in pilot.app.screen.query_one(KeyBar).hints}


def field(pilot: Stage, name: str) -> Line:
    return pilot.app.screen.query_one(f"#{name}", Line)


def a_month(household: Household) -> dict[str, Plan]:
    """Keep plans of every kind."""
    return {
        "agreed": keep(household, at(26, 19), "a walk along the river", state="accepted"),
        "waiting": keep(household, at(28, 14), "lake [/b] [@click=app.quit]x[/]", mine=False, minutes=300),
        "beside": keep(household, at(26, 20), "a film", mine=False),
        "asked": keep(household, at(25, 18), minutes=90),
        "done": keep(household, at(23, 6), "breakfast", state="done"),
        "declined": keep(household, at(19, 19), "cards", state="declined"),
        "weekly": keep(household, at(17, 17), "tea", state="accepted", minutes=60, repeat="FREQ=WEEKLY"),
    }


def calendar(*events: str) -> str:
    """Return a calendar with events, each given by its lines without the frame."""
    parts = (f"BEGIN:VEVENT\nUID:{place}\nSUMMARY:dentist\n{each}\nEND:VEVENT\n" for place, each in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{''.join(parts)}END:VCALENDAR\n"


AT_WORK = "DTSTART:20261123T080000Z\nDTEND:20261123T160000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
IN_NEW_YORK = "DTSTART:20261123T140000Z\nDTEND:20261123T190000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def busy_calendars(household: Household, mine: str = "", theirs: str = "") -> tuple[Path, Path]:
    """Let both have a calendar beside their home; return where they are."""
    places = []
    for person, text in zip(
        (household.me, household.partner),
        (mine or calendar(AT_WORK), theirs or calendar(IN_NEW_YORK)),
        strict=True,
    ):
        place = household.store.home.parent / f"{person.seat}.ics"
        place.write_text(text, "utf-8")
        household.be(person)
        add(household, place)
        places.append(place)
    household.be(household.partner)
    return places[0], places[1]
