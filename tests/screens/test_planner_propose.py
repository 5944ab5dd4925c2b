"""Proposing a time, and moving one."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from textual.widgets import Button

from tests.screens.planner_stage import (
    Stage,
    at,
    field,
    keep,
    now,
    offered,
    plans,
    playing,
    settled,
    until,
    until_seen,
)
from tests.screens.test_looks import SnapCompare
from tests.stage import LOOKS, app_on, screen_name, seen
from tui.core.records import Plan, PlanState
from tui.household import Household
from tui.household.calendars import add
from tui.planner.occurrences import Occurrence, first_of
from tui.planner.plans import Act
from tui.planner.series import Scope
from tui.screens.plan_sure import PlanSureScreen, Sure
from tui.screens.planner import PlannerScreen
from tui.screens.propose import ProposeScreen
from tui.widgets.fields import Line

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


async def test_proposing_says_what_was_understood_and_keeps_it(household: Household) -> None:
    async with playing(ProposeScreen(household, what="a walk")) as pilot:
        assert "That is Tue 24 Nov 20:00 to 22:00 (14:00 for Ben), tomorrow." in seen(pilot)
        field(pilot, "when").value = "fri 19:30"
        field(pilot, "how-long").value = "1h30"
        await settled(pilot)
        assert "That is Fri 27 Nov 19:30 to 21:00 (13:30 for Ben), in 4 days." in seen(pilot)
        await pilot.press("enter")
        await until(pilot, "HomeScreen")
    (plan,) = plans(household)
    assert (plan.what, plan.start, plan.minutes) == ("a walk", datetime(2026, 11, 27, 18, 30, tzinfo=UTC), 90)
    assert (plan.by, plan.zone, plan.state) == (household.me.id, "Europe/Berlin", PlanState.PROPOSED)


async def test_what_cannot_be_kept_is_said_and_stays_in_its_field(household: Household) -> None:
    async with playing(ProposeScreen(household)) as pilot:
        field(pilot, "what").value = "dinner \x1b[31m"
        for when, how_long in [
            ("soon", "2 h"),
            ("fri", "2 h"),
            ("fri 20:00", "ages"),
            ("fri 20:00", "2 min"),
            ("", ""),
        ]:
            field(pilot, "when").value, field(pilot, "how-long").value = when, how_long
            await pilot.press("ctrl+n")
            await settled(pilot)
            assert screen_name(pilot) == "ProposeScreen"
            assert (field(pilot, "when").value, field(pilot, "how-long").value) == (when, how_long)
            assert field(pilot, "what").value.startswith("dinner")
    assert plans(household) == []


async def test_how_a_time_was_understood_is_said_while_it_is_typed(household: Household) -> None:
    household.rename(("Ana", "Maximiliane-Josephine"), ("Europe/Berlin", "Asia/Tokyo"), apart=False)
    household.speak("de")
    async with playing(ProposeScreen(household, what="tee")) as pilot:
        for typed, said in {
            "nächsten samstag abend": ("Das ist Sa 5. Dez 20:00 bis 22:00", "Die Stunde ist geraten"),
            "31.12.2027 17 uhr": (
                "Das ist Fr 31. Dez 2027 17:00 bis 19:00 (Sa 1. Jan 01:00 bei",
                "in 403 Tagen.",
                "Vorschlagen",
            ),
            "do 27.11. 20 uhr": ("ein anderer Wochentag",),
            "gestern": ("schon vorbei",),
            "fri 8pm to 11pm": ("Das ist Fr 27. Nov 20:00 bis 23:00",),
        }.items():
            field(pilot, "when").value = typed
            await settled(pilot)
            assert all(each in seen(pilot) for each in said), typed
        await pilot.press("enter")
        await until(pilot, "HomeScreen")
    (plan,) = plans(household)
    assert (plan.start, plan.minutes) == (datetime(2026, 11, 27, 19, tzinfo=UTC), 180)


async def test_an_idea_is_chosen_for_the_time_and_the_words_it_replaced_come_back(household: Household) -> None:
    async with playing(ProposeScreen(household, what="our own")) as pilot:
        field(pilot, "how-long").value = "15 min"
        await settled(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, "IdeasScreen")
        assert "1 up to 15 min" in seen(pilot)
        await pilot.press("down", "enter")
        await until(pilot, "ProposeScreen")
        chosen = {each.text: each for each in household.catalog.ideas}[field(pilot, "what").value]
        assert chosen.minutes <= 15
        await pilot.press("ctrl+z")
        assert field(pilot, "what").value == "our own"
        await pilot.press("ctrl+o")
        await until(pilot, "IdeasScreen")
        await pilot.press("escape")
        await until(pilot, "ProposeScreen")
        assert field(pilot, "what").value == "our own"
        await pilot.press("ctrl+o")
        await until(pilot, "IdeasScreen")
        await pilot.press("enter")
        await until(pilot, "ProposeScreen")
        field(pilot, "what").value += ", slowly"
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
    (plan,) = plans(household)
    assert plan.what.endswith(", slowly")
    assert plan.what.startswith(next(each.text for each in household.catalog.ideas if each.id == plan.idea))


async def test_up_to_three_times_are_offered_and_an_empty_one_is_left_out(household: Household) -> None:
    async with playing(ProposeScreen(household, what="a walk", start=at(26, 19), minutes=90)) as pilot:
        assert field(pilot, "when").value == "Thu 26 Nov 2026 20:00"
        await pilot.press("ctrl+t")
        field(pilot, "when-2").value = "sat 15-18"
        await pilot.press("ctrl+t", "ctrl+t")
        await settled(pilot)
        assert field(pilot, "when-3").has_focus
        assert "another_time" not in offered(pilot)
        assert "repeats" not in offered(pilot)
        for said in ("Thu 26 Nov 20:00 to 21:30", "Sat 28 Nov 15:00 to 18:00 (09:00 for Ben)", "asked to choose one"):
            assert said in seen(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
    first, second = sorted(plans(household), key=lambda each: each.start)
    assert (first.start, first.minutes, second.start, second.minutes) == (at(26, 19), 90, at(28, 14), 180)
    assert first.choice == second.choice != ""


async def test_a_time_can_come_round_again_and_be_protected(household: Household) -> None:
    async with playing(ProposeScreen(household, what="tea")) as pilot:
        assert "ritual" not in offered(pilot)
        for said in ("every week", "every two weeks", "every fourth Tuesday of the month", "every day", "by a rule"):
            await pilot.press("ctrl+r")
            await settled(pilot)
            assert f"How often: {said}" in seen(pilot)
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert plans(household) == [], "a rule of one's own is still missing"
        assert field(pilot, "rule").has_focus
        field(pilot, "rule").value = "FREQ=WEEKLY;BYDAY=TU;COUNT=3"
        await settled(pilot)
        assert "and then Tue 1 Dec, Tue 8 Dec" in seen(pilot)
        await pilot.press("ctrl+r")
        await pilot.click("#often")
        await pilot.click("#protected")
        await settled(pilot)
        assert "How often: every week" in seen(pilot)
        assert "◈" in seen(pilot)
        await pilot.click("#save")
        await until(pilot, "HomeScreen")
    (plan,) = plans(household)
    assert (plan.repeat, plan.protected) == ("FREQ=WEEKLY", True)


async def test_what_is_in_the_way_is_said_and_never_forbidden(household: Household, tmp_path: Path) -> None:
    keep(household, at(26, 19), "a film [/b]", state="accepted")
    keep(household, at(17, 17), "tea", state="accepted", minutes=60, repeat="FREQ=WEEKLY")
    for person, begin in ((household.partner, "20261127T190000Z"), (household.me, "20261128T190000Z")):
        household.be(person)
        calendar = tmp_path / f"{person.id}.ics"
        event = f"UID:1\r\nDTSTART:{begin}\r\nDURATION:PT1H\r\nSUMMARY:secret\r\n"
        calendar.write_text(f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n")
        add(household, calendar)
    household.be(household.partner)
    async with playing(ProposeScreen(household)) as pilot:
        assert household.me.name == "Ben"
        for when, said in (
            ("26.11. 14:30", "planned something then: “a film [/b]”"),
            ("1.12. 12:00", "planned something then: “tea”"),
            ("27.11. 14:00", "Your calendar has something then."),
            ("28.11. 14:00", "Ana is not free then."),
        ):
            field(pilot, "when").value = when
            await settled(pilot)
            assert said in seen(pilot)
            assert "secret" not in seen(pilot)
        field(pilot, "when").value = "28.11. 15:00"
        await settled(pilot)
        assert "not free" not in seen(pilot)
        field(pilot, "when").value = "28.11. 14:00"
        await pilot.press("enter")
        await until(pilot, "HomeScreen")
    assert at(28, 19) in {each.start for each in plans(household)}


async def test_a_move_asks_the_other_anew(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", mine=False, state="accepted")
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.press("m")
        await until(pilot, "ProposeScreen")
        assert field(pilot, "when").value == "Thu 26 Nov 2026 20:00"
        field(pilot, "when").value = "sat 18:00"
        await pilot.press("ctrl+n")
        await until(pilot, "PlannerScreen")
        assert "PROPOSED BY YOU" in seen(pilot)
    moved = now(household, plan)
    assert (moved.start, moved.by, moved.state, moved.sequence) == (
        at(28, 17),
        household.me.id,
        PlanState.PROPOSED,
        1,
    )


async def test_moving_nothing_says_so_and_keeps_the_yes(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", state="accepted")
    async with playing(ProposeScreen(household, plan=plan)) as pilot:
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert screen_name(pilot) == "ProposeScreen"
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
        await pilot.app.push_screen(ProposeScreen(household, plan=plan))
        await settled(pilot)
        field(pilot, "what").value = "a walk to the sea"
        await pilot.press("escape")
        await settled(pilot)
        assert screen_name(pilot) == "ProposeScreen", "words are let go of only when that is said twice"
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
    assert now(household, plan) == plan


async def test_of_what_repeats_one_time_the_following_or_all_move(household: Household) -> None:
    plan = keep(household, at(19, 19), "tea", state="accepted", repeat="FREQ=WEEKLY")
    later = Occurrence(plan=plan, start=at(26, 19) + WEEK, end=at(26, 21) + WEEK)
    async with playing(ProposeScreen(household, occurrence=later)) as pilot:
        assert "Which: this time alone" in seen(pilot)
        assert "repeats" not in offered(pilot)
        field(pilot, "when").value = "4.12. 20:00"
        await pilot.press("ctrl+r")
        await until_seen(pilot, "Which: this one and all after it")
        await pilot.click("#scope")
        await until_seen(pilot, "Which: all that are ahead")
        await pilot.press("ctrl+r")
        await until_seen(pilot, "Which: this time alone")
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
        (single,) = household.find(Plan, series=plan.id)
        assert (single.start, single.instead_of) == (datetime(2026, 12, 4, 19, tzinfo=UTC), date(2026, 12, 3))
        assert now(household, plan) == plan
        await pilot.app.push_screen(ProposeScreen(household, plan=plan))
        await settled(pilot)
        assert "Which: this time alone" in seen(pilot), "the next one is not the first"
        assert field(pilot, "when").value == "Thu 26 Nov 2026 20:00"
        await pilot.press("ctrl+r")
        field(pilot, "when").value = "fri 21:00"
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
    assert {each.start for each in plans(household) if each.repeat} == {at(19, 19), at(27, 20)}


async def test_a_plan_that_the_other_changed_is_shown_as_it_is_and_words_stay(household: Household) -> None:
    plan = keep(household, at(26, 19), "a walk", mine=False)
    async with playing(ProposeScreen(household, plan=plan)) as pilot:
        field(pilot, "what").value = "a swim"
        household.save(replace(plan, start=at(27, 19), at=household.now() + HOUR), seen=[plan])
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert (field(pilot, "what").value, field(pilot, "when").value) == ("a swim", "Fri 27 Nov 2026 20:00")
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
    assert (now(household, plan).what, now(household, plan).start) == ("a swim", at(27, 19))


async def test_what_was_typed_is_there_again_after_escape(household: Household) -> None:
    async with playing(ProposeScreen(household)) as pilot:
        field(pilot, "what").value = "dance in the kitchen"
        await pilot.press("ctrl+r", "ctrl+y", "ctrl+t")
        field(pilot, "when-2").value = "sun 11:00"
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
        await pilot.app.push_screen(ProposeScreen(household, what="Find the cause"))
        await settled(pilot)
        await pilot.press("escape")
        await until(pilot, "HomeScreen")
        await pilot.app.push_screen(ProposeScreen(household))
        await settled(pilot)
        assert field(pilot, "what").value == "dance in the kitchen"
        assert field(pilot, "when-2").value == "sun 11:00"
        await pilot.press("ctrl+n")
        await until(pilot, "HomeScreen")
        await pilot.app.push_screen(ProposeScreen(household))
        await settled(pilot)
        assert field(pilot, "what").value == ""
    assert [each.repeat for each in plans(household)] == ["", ""]


async def test_enter_twice_proposes_once(household: Household) -> None:
    async with playing(PlannerScreen(household)) as pilot:
        await pilot.press("n")
        await until(pilot, "ProposeScreen")
        await pilot.press("enter", "enter", "enter")
        await until(pilot, "PlannerScreen")
    assert len(plans(household)) == 1


async def test_before_an_end_it_is_asked_what_is_meant(household: Household) -> None:
    plan = keep(household, at(19, 19), "tea", state="accepted", repeat="FREQ=WEEKLY")
    asked = keep(household, at(27, 19), "a walk", mine=False)
    answers: list[Sure | None] = []
    next_time = Occurrence(plan=plan, start=at(26, 19), end=at(26, 21))
    following = Occurrence(plan=plan, start=at(26, 19) + WEEK, end=at(26, 21) + WEEK)
    async with playing(PlannerScreen(household)) as pilot:
        for occurrence, act, buttons, pressed in (
            (first_of(asked), Act.DECLINE, ["no", "yes", "instead"], ("yes", "instead")),
            (following, Act.DONE, ["no", "yes"], ("yes",)),
            (next_time, Act.CANCEL, ["no", "meant-one", "meant-all"], ("meant-all",)),
            (following, Act.CANCEL, ["no", "meant-one", "meant-following", "meant-all"], ("no", "meant-following")),
        ):
            for button in pressed:
                await pilot.app.push_screen(PlanSureScreen(household, occurrence, act), answers.append)
                await settled(pilot)
                assert [each.id for each in pilot.app.screen.query(Button)] == buttons
                assert pilot.app.focused is pilot.app.screen.query_one("#no")
                await pilot.click(f"#{button}")
                await until(pilot, "PlannerScreen")
    declined = [Sure(), Sure(instead=True)]
    assert answers == [*declined, Sure(Scope.ONE), Sure(Scope.ALL), None, Sure(Scope.FOLLOWING)]
    assert now(household, plan) == plan


@LOOKS
def test_looks(snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]) -> None:
    keep(household, at(28, 15), "a film", state="accepted")
    household.speak(language)

    async def enter(pilot: Stage) -> None:
        await pilot.pause()
        await pilot.app.push_screen(ProposeScreen(household, what="a walk"))
        await pilot.press("ctrl+t")
        field(pilot, "when-2").value = "sa 16:30"
        await settled(pilot)
        for line in pilot.app.screen.query(Line):
            line.cursor_blink = False
        await settled(pilot)

    assert snap_compare(app_on(household), terminal_size=size, run_before=enter)
