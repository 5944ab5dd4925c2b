"""Days and times as people write them, in the reader's language."""

from datetime import date, datetime

from tui.catalog.words import Words


def day(words: Words, when: date) -> str:
    """Return a day in a few letters: `Mon 23 Nov`."""
    return words(
        "common.day",
        weekday=words(f"common.weekday_short_{when.isoweekday()}"),
        day=when.day,
        month=words(f"common.month_short_{when.month}"),
    )


def long_day(words: Words, when: date) -> str:
    """Return a day in full: `Monday 23 November 2026`."""
    return words(
        "common.long_day",
        weekday=words(f"common.weekday_{when.isoweekday()}"),
        day=when.day,
        month=words(f"common.month_{when.month}"),
        year=when.year,
    )


def month(words: Words, when: date) -> str:
    """Return a month with its year: `Nov 2026`."""
    return words("common.month_of_year", month=words(f"common.month_short_{when.month}"), year=when.year)


def clock(when: datetime) -> str:
    """Return the time of day: `20:00`."""
    return f"{when:%H:%M}"


def ahead(words: Words, days: int) -> str:
    """Return how far off a day is: `today`, `tomorrow`, `in 3 days`."""
    if days == 0:
        return words("common.today")
    if days == 1:
        return words("common.tomorrow")
    return words("common.in_days", count=days) if days > 0 else words("common.days_ago", count=-days)


def length(words: Words, minutes: int) -> str:
    """Return a length of time: `45 min`, `2 h`, `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return words("common.minutes", count=rest)
    return words("common.hours_minutes", hours=hours, minutes=rest) if rest else words("common.hours", count=hours)
