"""Busy time from calendars (RFC 5545): files read in place, and nothing kept of them but when somebody is busy."""

from tui.planner.calendars.asking import Cache, busy
from tui.planner.calendars.files import calendar_files
from tui.planner.calendars.found import Busy, Skipped

__all__ = ["Busy", "Cache", "Skipped", "busy", "calendar_files"]
