"""One clock for the whole app, given in from outside, so that tests can turn it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from tui.core.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the clocks said at one moment.

    `wall` is UTC. `steady` counts seconds that the machine was awake (monotonic). `boot` counts seconds since
    the machine started, sleep included, where the system tells; elsewhere it equals `steady`. `boot_id` names
    the start of the machine: readings of `steady` and `boot` compare only within one.
    """

    wall: datetime
    steady: float
    boot: float
    boot_id: str


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the wall time in UTC, to the second's fraction."""

    def read(self) -> Reading:
        """Return all clocks at this moment."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Return the wall time in UTC."""
        return datetime.now(UTC)

    def read(self) -> Reading:
        """Return all clocks at this moment."""
        steady = time.monotonic()
        boot = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else steady
        return Reading(wall=self.now(), steady=steady, boot=boot, boot_id=_boot_id())


@cache
def _boot_id() -> str:
    """Return it; it stays the same for as long as a process lives."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


LONGEST_NAME = 100
"""More than any zone's name has, in characters: Python looks for one with a thousand slashes until it runs over."""


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name` (`Europe/Berlin`); raises `InputError` when there is none."""
    if len(name) > LONGEST_NAME:
        raise InputError("unknown_zone", zone=name[:LONGEST_NAME])
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError("unknown_zone", zone=name) from error


def zone_names() -> list[str]:
    """Return every zone name a person may choose, sorted."""
    return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


def local_zone() -> str:
    """Return the machine's own zone as an IANA name, or `UTC` when the system does not tell."""
    import os

    asked = os.environ.get("TZ", "").lstrip(":")
    if asked and _is_zone(asked):
        return asked
    try:
        target = Path("/etc/localtime").resolve().as_posix()
    except OSError:
        return "UTC"
    name = target.partition("zoneinfo/")[2]
    return name if name and _is_zone(name) else _named_in_file()


def _named_in_file() -> str:
    try:
        name = Path("/etc/timezone").read_text("utf-8").strip()
    except OSError:
        return "UTC"
    return name if _is_zone(name) else "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
