"""The quick ways and the libraries have the same answer wherever both have one; and what does not matter does not."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.calendars.written import calendar, event, said, seconds, spans, window
from tui.planner.calendars.series import easy
from tui.planner.calendars.unusual import unusual
from tui.planner.spans import Span, clipped, merged

BERLIN = ZoneInfo("Europe/Berlin")
ASKED = window("2026-01-05T00:00", "2026-04-20T00:00")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

KINDS = st.sampled_from(["day", "utc", "floating", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
STARTS = st.datetimes(datetime(2025, 9, 1), datetime(2026, 4, 30))  # noqa: DTZ001 # on whatever clock


def when(name: str, moment: datetime, kind: str) -> str:
    if kind == "day":
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    if kind in {"utc", "floating"}:
        return f"{name}:{moment:%Y%m%dT%H%M%S}{'Z' if kind == 'utc' else ''}"
    return f"{name};TZID={kind}:{moment:%Y%m%dT%H%M%S}"


@st.composite
def rules(draw: st.DrawFn, kind: str) -> str:
    """Draw a rule with parts that mean the same to everybody."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.sampled_from([1, 1, 2, 3, 5]))}"]
    weekdays = draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True))
    if weekdays and frequency == "MONTHLY" and draw(st.booleans()):
        weekdays = [f"{draw(st.sampled_from([1, 2, 4, 5, -1, -2]))}{day}" for day in weekdays]
    if weekdays:
        parts.append(f"BYDAY={','.join(weekdays)}")
    elif frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        days = draw(st.lists(st.sampled_from([1, 15, 29, 30, 31, -1, -30]), min_size=1, max_size=3, unique=True))
        parts.append(f"BYMONTHDAY={','.join(map(str, days))}")
    if draw(st.integers(0, 3)) == 0:
        parts.append("BYMONTH=1,2,4,10")
    if kind != "day" and draw(st.integers(0, 4)) == 0:
        parts.append("BYHOUR=9,14")
    if weekdays and frequency != "DAILY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,2']))}")
    parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    match draw(st.integers(0, 3)):
        case 0:
            parts.append(f"COUNT={draw(st.integers(1, 40))}")
        case 1:
            parts.append(
                "UNTIL=20260310" + ("" if kind == "day" else "T030000" + ("" if kind == "floating" else "Z"))
            )
    return ";".join(parts)


@st.composite
def series(draw: st.DrawFn) -> str:
    """Draw the events of one UID, none of them in the hours when clocks change."""
    kind = draw(KINDS)
    start = draw(STARTS).replace(hour=draw(st.integers(8, 16)), minute=30, second=0, microsecond=0)
    lasts = timedelta(days=draw(st.integers(1, 3))) if kind == "day" else timedelta(minutes=draw(st.integers(5, 200)))
    lines = [when("DTSTART", start, kind), when("DTEND", start + lasts, kind)]
    if draw(st.integers(0, 9)):
        lines.append(f"RRULE:{draw(rules(kind))}")
    lines += [
        when("EXDATE", start + timedelta(days=days), kind) for days in draw(st.lists(st.integers(0, 90), max_size=2))
    ]
    lines += [
        when("RDATE", start + timedelta(days=days), kind) for days in draw(st.lists(st.integers(0, 90), max_size=1))
    ]
    others = []
    for days in draw(st.lists(st.integers(0, 90), max_size=2, unique=True)):
        instead, there = start + timedelta(days=days), start + timedelta(days=days + draw(st.integers(-3, 3)))
        times = (
            when("RECURRENCE-ID", instead, kind),
            when("DTSTART", there, kind),
            when("DTEND", there + lasts, kind),
        )
        others.append(event(*times, *draw(st.sampled_from([[], ["STATUS:CANCELLED"]]))))
    return calendar(event(*lines), *others)


def by_the_libraries(text: str) -> list[Span]:
    """Return busy time as icalendar and recurring-ical-events have it, floating times and days in Berlin."""
    import recurring_ical_events  # type: ignore[import-untyped]
    from icalendar import Calendar

    since, until = datetime(2026, 1, 4, tzinfo=UTC), datetime(2026, 4, 21, tzinfo=UTC)
    events = recurring_ical_events.of(Calendar.from_ical(text)).between(since, until)
    busy = [each for each in events if each.get("STATUS") != "CANCELLED"]
    found = [(moment(each["DTSTART"].dt), moment(each["DTEND"].dt)) for each in busy]
    return clipped(merged(found), ASKED.since, ASKED.until)


def moment(time: date) -> int:
    full = time if isinstance(time, datetime) else datetime.combine(time, datetime.min.time())
    return int((full if full.tzinfo else full.replace(tzinfo=BERLIN)).timestamp())


def within(found: Iterable[Span]) -> list[Span]:
    return clipped(merged(found), ASKED.since, ASKED.until)


@settings(max_examples=100)
@given(series())
def test_one_event_at_a_time_or_by_recurring_ical_events_on_a_clock_without_zone(text: str) -> None:
    for each in said(text).easy:
        assert within(easy(each.events, ASKED).spans) == within(unusual(each.events, ASKED).spans)


@settings(max_examples=60)
@given(series().filter(lambda text: "BYHOUR" not in text or "RECURRENCE-ID" not in text))
def test_all_of_it_or_the_libraries_as_they_come(text: str) -> None:
    # They take an hour for another one where a time in UTC reads like a local one: hence the filter.
    assert spans(text, ASKED) == by_the_libraries(text)


# Against a reference that looks at every minute


@dataclass(frozen=True)
class Nightly:
    """Something that comes round every so many days at a time on a clock."""

    start: datetime
    days: int
    minutes: int
    zone: str

    def text(self) -> str:
        rule = f"RRULE:FREQ=DAILY;INTERVAL={self.days}"
        return calendar(event(when("DTSTART", self.start, self.zone), f"DURATION:PT{self.minutes}M", rule))

    def is_busy(self, at: datetime) -> bool:
        """Whether it goes on at a moment, by counting back minute by minute to a moment at which it starts."""
        return any(self._starts(at - timedelta(minutes=back)) for back in range(self.minutes))

    def _starts(self, at: datetime) -> bool:
        local = at.astimezone(ZoneInfo(self.zone))
        shown = local.replace(tzinfo=None)
        if local.fold or not self._is_due(shown.date()):
            return False
        due = datetime.combine(shown.date(), self.start.time())
        gap = due.replace(tzinfo=local.tzinfo).astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) - due
        return shown == due + gap

    def _is_due(self, day: date) -> bool:
        return day >= self.start.date() and (day - self.start.date()).days % self.days == 0


def changes(zone: str) -> tuple[datetime, datetime]:
    """Return a night (UTC) in which the clocks of a zone change in 2026: forward, and back."""
    return {
        "Europe/Berlin": (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        "America/New_York": (datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 11, 1, 3, tzinfo=UTC)),
        "Australia/Lord_Howe": (datetime(2026, 10, 3, 13, tzinfo=UTC), datetime(2026, 4, 4, 12, tzinfo=UTC)),
    }[zone]


@settings(max_examples=50)
@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    st.booleans(),
    st.integers(0, 4 * 12 - 1),
    st.integers(1, 3),
    st.integers(1, 30),
)
def test_every_minute_of_a_night_on_which_the_clocks_change(
    zone: str, back: bool, five_minutes: int, days: int, length: int
) -> None:
    since = changes(zone)[back]
    first = since.astimezone(ZoneInfo(zone)).date() - timedelta(days=3)
    start = datetime.combine(first, datetime.min.time()) + timedelta(minutes=five_minutes * 5)
    nightly = Nightly(start, days, length * 5, zone)
    minutes = [since + timedelta(minutes=minute) for minute in range(0, 7 * 60, 5)]
    expected = [at for at in minutes if nightly.is_busy(at)]
    begin = int(since.timestamp())
    found = spans(nightly.text(), ASKED._replace(since=begin, until=begin + 7 * 3600))
    assert [at for at in minutes if any(first <= at.timestamp() < last for first, last in found)] == expected


# What does not matter


@settings(max_examples=40)
@given(st.lists(series(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_spans_are_in_order_and_apart_whatever_the_order_of_events(texts: list[str], chance: random.Random) -> None:
    events = [
        each.replace("UID:one@tests", f"UID:{number}")
        for number, text in enumerate(texts)
        for each in text.removesuffix("END:VCALENDAR\n").split("BEGIN:VEVENT\n")[1:]
    ]
    found = spans(calendar(*(f"BEGIN:VEVENT\n{each}".rstrip() for each in events)), ASKED)
    assert all(start < end < following for (start, end), (following, _) in pairwise(found))
    assert all(ASKED.since <= start < end <= ASKED.until for start, end in found)
    chance.shuffle(events)
    assert spans(calendar(*(f"BEGIN:VEVENT\n{each}".rstrip() for each in events)), ASKED) == found
    alone = [span for text in texts for span in spans(text, ASKED)]
    assert merged(alone) == found


@settings(max_examples=40)
@given(series(), st.sampled_from(["Asia/Tokyo", "America/St_Johns", "Pacific/Apia"]))
def test_who_asks_changes_only_times_without_a_zone_and_days(text: str, where: str) -> None:
    fixed = re.search(r"DTSTART(;TZID|:.*Z$)", text, re.MULTILINE)
    there = window("2026-01-05T00:00", "2026-04-20T00:00", where)
    assert (spans(text, ASKED) == spans(text, there)) or not fixed


@settings(max_examples=40)
@given(series(), st.integers(0, 105), st.integers(1, 30))
def test_a_part_of_a_window_shows_a_part_of_what_is_busy(text: str, first: int, days: int) -> None:
    since = seconds("2026-01-05T00:00") + first * 86_400
    part = ASKED._replace(since=since, until=since + days * 86_400 + 1234)
    whole = spans(text, ASKED._replace(until=ASKED.until + 40 * 86_400))
    assert spans(text, part) == clipped(whole, part.since, part.until)
