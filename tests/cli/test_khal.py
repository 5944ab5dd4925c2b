"""khal, the calendar of the terminal, reads what is exported as it is meant."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tui.cli import main
from tui.core.records import Plan, PlanState
from tui.household import Household

AT = datetime(2027, 1, 1, tzinfo=UTC)
NEW_YORK = "America/New_York"

CONFIG = """
[calendars]
[[ours]]
path = {folder}
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {database}
"""


def plan(
    name: str, *local: int, zone: str = "Europe/Berlin", minutes: int = 60, fold: int = 0, repeat: str = ""
) -> Plan:
    year, month, day, hour, minute = local
    start = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    return Plan(
        id=name,
        by="ana",
        at=AT,
        start=start,
        minutes=minutes,
        zone=zone,
        what=name,
        repeat=repeat,
        state=PlanState.ACCEPTED,
    )


def alone(series: Plan, day: date, *, later: timedelta = timedelta(), state: PlanState = PlanState.ACCEPTED) -> Plan:
    """Return the time of a series on a day, changed alone."""
    local = datetime.combine(day, series.start.astimezone(ZoneInfo(series.zone)).time(), ZoneInfo(series.zone))
    return Plan(
        id=f"{series.id}-{day:%Y%m%d}",
        by="ana",
        at=AT,
        start=local.astimezone(UTC) + later,
        minutes=series.minutes,
        zone=series.zone,
        what=f"{series.what} changed",
        state=state,
        series=series.id,
        instead_of=day,
    )


EVENING = plan("evening", 2027, 3, 11, 20, 0, repeat="FREQ=WEEKLY;COUNT=6")
NIGHT = plan("night", 2027, 3, 14, 2, 30, repeat="FREQ=WEEKLY;COUNT=4")
NIGHT_OFF = plan("night off", 2027, 3, 14, 2, 30, repeat="FREQ=WEEKLY;COUNT=3")

PLANS = [
    plan("once", 2027, 3, 27, 20, 0, minutes=90),
    EVENING,
    alone(EVENING, date(2027, 3, 18), later=timedelta(hours=25)),
    alone(EVENING, date(2027, 3, 25), state=PlanState.CANCELLED),
    alone(EVENING, date(2027, 4, 8), state=PlanState.DECLINED),
    plan("there", 2027, 3, 10, 19, 0, zone=NEW_YORK, repeat="FREQ=WEEKLY;COUNT=3"),
    NIGHT,
    alone(NIGHT, date(2027, 4, 4), later=timedelta(hours=1)),
    NIGHT_OFF,
    alone(NIGHT_OFF, date(2027, 3, 28), state=PlanState.CANCELLED),
    plan("long night", 2027, 3, 27, 23, 0, minutes=240, repeat="FREQ=WEEKLY;COUNT=2"),
    plan("second", 2027, 10, 31, 2, 30, fold=1, repeat="FREQ=WEEKLY;COUNT=2"),
]

RIGHT = {
    # Once, in winter time.
    "2027-03-27 19:00 20:30 once",
    # Thursdays at eight: 19:00 in UTC, and 18:00 once it is summer. One was moved to the Friday, two are off.
    "2027-03-11 19:00 20:00 evening",
    "2027-03-19 20:00 21:00 evening changed",
    "2027-04-01 18:00 19:00 evening",
    "2027-04-15 18:00 19:00 evening",
    # Wednesdays at seven in New York, where summer begins on 14 March.
    "2027-03-11 00:00 01:00 there",
    "2027-03-17 23:00 00:00 there",
    "2027-03-24 23:00 00:00 there",
    # Half past two, which there is not on 28 March: an hour later then.
    "2027-03-14 01:30 02:30 night",
    "2027-03-21 01:30 02:30 night",
    "2027-03-28 01:30 02:30 night",
    "2027-04-04 01:30 02:30 night changed",
    "2027-03-14 01:30 02:30 night off",
    "2027-03-21 01:30 02:30 night off",
    # Four hours, over the change and the week after.
    "2027-03-27 22:00 02:00 long night",
    "2027-04-03 21:00 01:00 long night",
    # Half past two comes twice on 31 October; "second" begins with the second one.
    "2027-10-31 01:30 02:30 second",
    "2027-11-07 01:30 02:30 second",
}
"""What there is, in UTC, worked out by hand."""


@pytest.fixture
def folder(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Path:
    """Return a folder to which the plans were exported."""
    home = Household.open(tmp_path / "home")
    home.found(("Ana", "Ben"), ("Europe/Berlin", NEW_YORK))
    home.sit_down("Ana")
    home.save(*PLANS)
    home.close()
    words = ("plan", "export", "--titles", "--to", f"{tmp_path / 'calendar'}/")
    assert main(["--home", str(tmp_path / "home"), *words]) == 0
    capfdbinary.readouterr()
    return tmp_path / "calendar"


def test_khal_lists_every_time_where_it_is(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(CONFIG.format(folder=folder, database=tmp_path / "khal.db"))
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "khal", "--config", str(config), "list", "--notstarted", "--day-format", ""),
            *("--format", "{start} {end-time} {title}", "2027-03-01", "300d"),
        ],
        env={**os.environ, **dict.fromkeys(places, str(tmp_path)), "TZ": "UTC", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    listed = [line.rstrip(" ⟳⏰").rstrip() for line in done.stdout.splitlines() if line.strip()]
    over_midnight = [line for line in listed if "long night" in line]  # on each of its days
    assert set(listed) == RIGHT
    assert len(listed) - len(over_midnight) // 2 == len(RIGHT)
