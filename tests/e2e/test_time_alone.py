"""Time alone in two terminals: found in both calendars, offered, chosen, moved, declined for another, agreed on."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.e2e.terminal import Terminal, nearer
from tui.cli import main

pytestmark = pytest.mark.terminal

BERLIN = ZoneInfo("Europe/Berlin")
AT_WORK = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
BEGIN:VEVENT
UID:work
SUMMARY:secret
DTSTART:20200106T090000
DTEND:20200106T173000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
END:VEVENT
END:VCALENDAR
"""
SAID = re.compile(r"That is \w{3} (\d+ \w{3}(?: \d{4})?) (\d\d:\d\d) to (\d\d:\d\d) \((\d\d:\d\d) for (?:Ana|Ben)\)")
"""What is said beneath a time that was typed."""


def test_two_find_an_hour_and_move_it_until_both_say_yes(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    home = tmp_path / "home"
    assert (
        main(["--home", str(home), "init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "Europe/London"]) == 0
    )
    for name in ("Ana", "Ben"):
        place = tmp_path / f"{name}.ics"
        place.write_text(AT_WORK)
        assert main(["--home", str(home), "--as", name, "calendar", "add", str(place)]) == 0
    terminals = [Terminal(nearer("--home", str(home), "--as", name)) for name in ("Ana", "Ben")]
    with terminals[0] as ana, terminals[1] as ben:
        for terminal in terminals:
            terminal.wait_for("THE PATH")
            terminal.press("p")
            terminal.wait_for("Nothing is planned yet")
        offered = three_are_offered(ana)
        one_is_chosen(ben, ana, offered)
        on_friday = it_is_moved(ana)
        agreed = another_is_wanted_and_agreed(ben, ana, on_friday)
        for terminal in terminals:
            assert "secret" not in terminal.screen()
            terminal.press("ctrl+q")
            assert terminal.wait_end() == 0
    capfdbinary.readouterr()
    assert main(["--home", str(home), "--as", "Ana", "plan", "list", "--json"]) == 0
    listed = json.loads(capfdbinary.readouterr().out)["plans"]
    called_off = [each for each in offered if each != offered[1]]
    assert {(datetime.fromisoformat(each["start"]), each["state"], each["minutes"]) for each in listed} == {
        (agreed, "accepted", 180),
        *((each, "cancelled", 180) for each in called_off),
    }
    assert [(each["by"], each["what"]) for each in listed if each["state"] == "accepted"] == [
        ("Ben", "a walk by the sea")
    ]
    assert main(["--home", str(home), "--as", "Ben", "plan", "export"]) == 0
    events = Calendar.from_ical(capfdbinary.readouterr().out).walk("VEVENT")
    assert {(each.decoded("DTSTART"), str(each["STATUS"]), str(each["SUMMARY"])) for each in events} == {
        (agreed, "CONFIRMED", "busy"),
        *((each, "CANCELLED", "busy") for each in called_off),
    }


def three_are_offered(ana: Terminal) -> list[datetime]:
    """Go to the free hours of next week, and offer the first of them, also one and two weeks later."""
    ana.press("f")
    this_week = title(ana.wait_for("FREE FOR BOTH OF YOU"))
    ana.press("right")
    ana.wait_gone(re.escape(this_week))
    ana.wait_for(r"1  \w{3} \d\d:\d\d.\d\d:\d\d  \w")
    ana.press("1")
    (first,) = said(ana.wait_for(SAID.pattern))
    for count in (1, 2):
        later = first + timedelta(weeks=count)
        ana.press("ctrl+t")
        ana.type(f"{later:%d %b %H:%M}")
        ana.wait_for(rf"That is \w{{3}} {later.day} {later:%b}")
    offered = said(ana.screen())
    assert offered == [first + timedelta(weeks=count) for count in range(3)]
    ana.press("ctrl+n")
    ana.wait_for("one of three: choose one")
    return offered


def one_is_chosen(ben: Terminal, ana: Terminal, offered: list[datetime]) -> None:
    """Let Ben see what is offered without a key, and take the second; then the others are gone for both."""
    ben.wait_for("FOR YOU TO ANSWER")
    for each in offered:
        ben.wait_for(rf"\? .*{each.day} {each:%b}")
    ben.wait_for("one of three: choose one")
    ben.press("down")
    ben.wait_for(rf"\w{{3}} {detail(offered[1], hours=-1)} to")
    ben.press("a")
    ben.wait_for(r"AGREED(.*\n)+.*BEFORE")
    ben.wait_gone("FOR YOU TO ANSWER")
    ana.press("v", "v")
    ana.wait_for("AGREED")
    ana.press("home")
    ana.wait_for(rf"{detail(offered[1])} to")


def it_is_moved(ana: Terminal) -> datetime:
    """Move what is agreed to a typed time; return when that is, as the screen said."""
    ana.press("m")
    type_into_fields(ana, "a walk", "fri 8pm")
    (there,) = said(ana.wait_for("That is Fri"))
    assert (there.weekday(), there.hour, there.minute) == (4, 20, 0)
    ana.press("ctrl+n")
    ana.wait_for("PROPOSED BY YOU")
    return there


def another_is_wanted_and_agreed(ben: Terminal, ana: Terminal, proposed: datetime) -> datetime:
    """Let Ben say no to what is proposed, with another time, and Ana yes to that; return when it is."""
    ben.wait_for(rf"FOR YOU TO ANSWER\s*\n.*{detail(proposed, hours=-1)}")
    ben.press("d")
    ben.wait_for("No, but another time")
    ben.press("tab", "tab", "enter")
    type_into_fields(ben, "a walk by the sea", "sunday at eleven")
    (wanted,) = said(ben.wait_for("That is Sun"), hours=1)
    ben.press("ctrl+n")
    ben.wait_for("PROPOSED BY YOU")
    ana.wait_for(rf"FOR YOU TO ANSWER\s*\n.*{detail(wanted)}")
    ana.press("a")
    ana.wait_for(rf"AGREED\s*\n.*{detail(wanted)}")
    ben.wait_for(rf"AGREED\s*\n.*{detail(wanted, hours=-1)}")
    return wanted


def type_into_fields(terminal: Terminal, what: str, when: str) -> None:
    """Say what is to be done, and another time, instead of what is there."""
    terminal.wait_for("Move a time")
    terminal.type(what)
    terminal.wait_for(what)
    terminal.press("tab")
    terminal.wait_in_field("When?")
    terminal.type(when)


def title(screen: str) -> str:
    """Return which days are shown."""
    found = re.search(r"\w{3} \d+ \w{3} to", screen)
    assert found, screen
    return found.group()


def said(screen: str, *, hours: int = 0) -> list[datetime]:
    """Return the times that were understood, on Berlin's clock, which is `hours` ahead of the one that is shown."""
    found = []
    for day, start, _, theirs in SAID.findall(screen):
        today = datetime.now(BERLIN)
        dated = day if len(day.split()) == 3 else f"{day} {today.year}"
        at = datetime.strptime(f"{dated} {start}", "%d %b %Y %H:%M")  # noqa: DTZ007 - it gets its zone below
        other = at + timedelta(hours=1 if hours else -1)
        assert f"{other:%H:%M}" == theirs
        found.append((at + timedelta(hours=hours)).replace(tzinfo=BERLIN))
    return found


def detail(when: datetime, *, hours: int = 0) -> str:
    """Return a time as it stands on a screen, whose clock is `hours` off."""
    there = when + timedelta(hours=hours)
    return rf"{there.day} {there:%b}(?: \d{{4}})? {there:%H:%M}"
