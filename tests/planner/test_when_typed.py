"""What people mean by the times that they type, in both languages. It is Wednesday evening, 25 November 2026."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.catalog.dates import ahead, clock, day
from tui.catalog.heard import time_words
from tui.catalog.place import content_folder, language_folders
from tui.catalog.words import Words
from tui.core.errors import InputError
from tui.planner.when import Understood, on_clock, understood, understood_day

BERLIN, YORK = "Europe/Berlin", "America/New_York"
NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
WORDS = {language: Words(language_folders(language, content_folder())) for language in ("en", "de")}
NAMES = {language: time_words(words) for language, words in WORDS.items()}
EN, DE = NAMES["en"], NAMES["de"]
LANGUAGE = st.sampled_from(["en", "de"])


def local(found: Understood, where: str = BERLIN) -> str:
    lasts = "" if found.minutes is None else f" {found.minutes}"
    return f"{found.start.astimezone(ZoneInfo(where)):%a %d.%m.%Y %H:%M}{lasts}{' or so' if found.vague else ''}"


def meant(text: str, now: datetime = NOW) -> str:
    """Return what is understood by people who read either language."""
    english, german = (local(understood(text, BERLIN, now, names)) for names in (EN, DE))
    assert english == german, text
    return english


def wrong(text: str, now: datetime = NOW) -> str:
    with pytest.raises(InputError) as caught:
        understood(text, BERLIN, now, EN)
    with pytest.raises(InputError, match=caught.value.key):
        understood(text, BERLIN, now, DE)
    return caught.value.key


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ("fri 8pm | Friday 20:00 | fr 20 uhr | FREITAG, 20 Uhr | fri. at 8 p.m. | 20:00 fri", "Fri 27.11.2026 20:00"),
        ("wed 20:00 | Mi 20 Uhr | this wed 8pm | diesen Mittwoch um 20h", "Wed 25.11.2026 20:00"),
        ("wed 18:00 | wed 19:00 | mi 18 uhr", None),
        (
            "next sat 15:00 | nächsten Samstag 15 Uhr | naechsten sa 15h | nachsten sa 3pm",
            "Sat 05.12.2026 15:00",
        ),
        ("next week tuesday 7pm | tuesday next week 19:00 | nächste Woche Dienstag 19 Uhr", "Tue 01.12.2026 19:00"),
        ("friday after next 8pm | übernächsten Freitag 20 Uhr | uebernaechste woche fr 20h", "Fri 11.12.2026 20:00"),
        ("freitag in einer woche 20 uhr | friday in a week 8pm | fr in 7 tagen 20h", "Fri 04.12.2026 20:00"),
        ("tomorrow 20:00 | morgen um 20 Uhr | at 8pm tomorrow | tom 20:00", "Thu 26.11.2026 20:00"),
        ("übermorgen 20:00 | uebermorgen 20 h | the day after tomorrow at 8pm", "Fri 27.11.2026 20:00"),
        ("in 3 tagen um 19 uhr | in three days 7pm | in drei Tagen 19:00", "Sat 28.11.2026 19:00"),
        ("in two weeks at noon | in 2 wochen 12 uhr | in zwei Wochen punkt zwölf", "Wed 09.12.2026 12:00"),
        ("in a month 8pm | in einem Monat 20 Uhr", "Fri 25.12.2026 20:00"),
        ("weekend 15:00 | am Wochenende um 15 Uhr | this weekend 3pm", "Sat 28.11.2026 15:00"),
        ("20:00 | 8pm | 20 Uhr | 20h | um 20 | at 2000 | today 20:00 | heut 20.00", "Wed 25.11.2026 20:00"),
        ("18:00 | 6pm | 18.00 | 18h", "Thu 26.11.2026 18:00"),
    ],
)
def test_a_day_is_understood_as_people_write_it(texts: str, wanted: str | None) -> None:
    for text in texts.split(" | "):
        found = meant(text)
        assert found == wanted if wanted else found.startswith("Wed 02.12.2026"), text


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ("am 3. dezember um 18h | dec 3 6pm | 3 Dec 2026 18:00 | December 3rd, 2026 at 6pm", "Thu 03.12.2026 18:00"),
        ("3.12. 18:00 | 3.12 18:00 | am 3.12 18.00 Uhr | 3.12.26 18h | 3/12 18:00", "Thu 03.12.2026 18:00"),
        ("am 3. um 18 uhr | the 3rd at 6pm | Thu, 3 Dec 18:00 | Do 3. Dez 18:00", "Thu 03.12.2026 18:00"),
        ("2026-12-03 18:00 | 2026-12-03T18:00 | 2026-12-03 6pm | 2026-12-03T12:00-05:00", "Thu 03.12.2026 18:00"),
        ("12/25/2026 8pm | 25/12 20:00 | 25. Dez. 20 Uhr", "Fri 25.12.2026 20:00"),
        ("1.1. 9:00 | 1 Jan 9am | 1. Jänner 9 Uhr", "Fri 01.01.2027 09:00"),
        ("29.2. 10:00 | 29 feb 10am", "Tue 29.02.2028 10:00"),
    ],
)
def test_a_date_is_understood_as_people_write_it(texts: str, wanted: str) -> None:
    for text in texts.split(" | "):
        assert meant(text) == wanted, text


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ("halb acht | on thursday at half past seven | 7.30 | seven thirty | sieben Uhr dreißig", "07:30"),
        ("viertel nach acht | quarter past eight | a quarter past 8 | viertel neun | 8h15 | 8 uhr 15", "08:15"),
        ("dreiviertel acht | viertel vor acht | quarter to eight | 15 minutes to 8", "07:45"),
        ("fünf vor halb neun | 8:25 am", "08:25"),
        ("ten to nine | zehn vor neun | 10 vor 9", "08:50"),
        ("five past eight | fünf nach acht", "08:05"),
        ("half eight | half past eight | 8:30", "08:30"),
        ("noon | 12 noon | midday | 12 uhr mittags | 12pm", "12:00"),
        ("halb eins | half past 12", "12:30"),
        ("mitternacht | midnight | 24 Uhr | 12am | 0 uhr", "00:00"),
        ("nachts um 2 | 2 at night | 2am | heute nacht um 2", "02:00"),
    ],
)
def test_a_time_of_day_is_understood_as_people_say_it(texts: str, wanted: str) -> None:
    for text in texts.split(" | "):
        assert meant(text) == f"Thu 26.11.2026 {wanted}", text


def test_a_part_of_the_day_says_which_eight_it_is() -> None:
    for text in ("8 in the evening", "abends um 8", "8 tonight", "tonight at eight", "heute abend um acht"):
        assert meant(text) == "Wed 25.11.2026 20:00"
    assert meant("freitag morgen um 8") == meant("fri morning at 8") == "Fri 27.11.2026 08:00"
    assert meant("sa nachmittags um halb vier") == "Sat 28.11.2026 15:30"
    assert wrong("fri morning 20:00") == "when_unclear"


def test_where_only_a_part_of_the_day_is_named_the_hour_is_a_guess() -> None:
    assert meant("next sat afternoon") == meant("nächsten Samstagnachmittag") == "Sat 05.12.2026 15:00 or so"
    assert meant("übermorgen abend") == meant("freitagabend") == meant("fri evening") == "Fri 27.11.2026 20:00 or so"
    assert meant("morgen früh") == meant("tomorrow morning") == "Thu 26.11.2026 09:00 or so"
    assert meant("freitag morgen") == "Fri 27.11.2026 09:00 or so"
    assert meant("freitag nacht") == meant("fri night") == "Fri 27.11.2026 21:00 or so"
    assert meant("sa mittag") == meant("sat lunchtime") == "Sat 28.11.2026 12:00 or so"
    assert not understood("fri noon", BERLIN, NOW, EN).vague


def test_a_part_of_today_that_has_begun_is_guessed_from_now_on() -> None:
    at_nine = NOW + timedelta(hours=2)
    assert meant("heute abend", at_nine) == meant("this evening", at_nine) == "Wed 25.11.2026 22:00 or so"
    assert wrong("tonight", NOW + timedelta(hours=4)) == "when_past"
    assert meant("evening", NOW + timedelta(hours=4)) == "Thu 26.11.2026 20:00 or so"


def test_midnight_and_the_small_hours_end_the_day_that_is_named() -> None:
    assert meant("fri midnight") == meant("freitag 24 uhr") == "Sat 28.11.2026 00:00"
    assert meant("friday night at 1") == meant("freitag nacht um 1") == "Sat 28.11.2026 01:00"
    assert meant("fri 0:00") == "Fri 27.11.2026 00:00"
    just_after = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert meant("heute nacht um 2", just_after) == "Thu 26.11.2026 02:00"


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (
            "fri 8pm for 2h | fr 20 uhr für 2 std | fri 20:00 2h | fri 20h 2h | fr 20 h zwei std lang",
            "20:00 120",
        ),
        (
            "fri 20:00-22:00 | fr 20\u201322 uhr | 8pm to 10pm fri | fri from 8 to 10pm | fr von 20 bis 22h",
            "20:00 120",
        ),
        ("friday evening from 8 to 10 | 8-10 in the evening on friday | zwischen 20 und 22 uhr am fr", "20:00 120"),
        ("fri 8pm to 2 | fr 20-2 uhr | fri 20:00 until 2am | fr 20 uhr bis 2 uhr nachts", "20:00 360"),
        ("fri 8pm to midnight | fr 20 uhr bis mitternacht | fri 20:00 to sat 0:00", "20:00 240"),
        ("fri 20:00 to sun 10:00 | fr 20 uhr bis so 10 uhr", "20:00 2280"),
        ("fri 10 to 2pm | fr 10-14 uhr | fri 10am-2pm | fr 10 uhr 4 stunden", "10:00 240"),
        ("fri 8pm eine viertelstunde | fri 8pm for a quarter of an hour", "20:00 15"),
        ("fri 8pm 1h30 | fri 8pm for an hour and a half | fr 20h anderthalb stunden | fri 20:00 1½ h", "20:00 90"),
        ("fri from five to eight | fr 5-8", "05:00 180"),
    ],
)
def test_a_length_or_an_end_may_stand_with_the_time(texts: str, wanted: str) -> None:
    for text in texts.split(" | "):
        assert meant(text) == f"Fri 27.11.2026 {wanted}", text


def test_some_hours_from_now_is_a_time() -> None:
    now = NOW + timedelta(seconds=42)
    assert meant("in 2 hours", now) == meant("in zwei Stunden", now) == meant("in 2h", now) == "Wed 25.11.2026 21:00"
    assert meant("in half an hour", now) == meant("in einer halben Stunde", now) == "Wed 25.11.2026 19:30"
    assert meant("now for 1 h", now) == meant("jetzt für eine stunde", now) == "Wed 25.11.2026 19:00 60"


def test_where_the_languages_clash_the_readers_own_goes_first() -> None:
    assert local(understood("um 12 am freitag", BERLIN, NOW, DE)) == "Fri 27.11.2026 12:00"
    assert local(understood("12 am friday", BERLIN, NOW, EN)) == "Fri 27.11.2026 00:00"
    assert meant("8 am freitag") == "Fri 27.11.2026 08:00"
    assert meant("so 20:00") == "Sun 29.11.2026 20:00"


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (
            "fri | 26.11. | 26.11 | am 3.12 | tomorrow | in two weeks | 2026-11-26 | fri for 2h",
            "when_no_hour",
        ),
        ("today 10:00 | heute 10 uhr | gestern | yesterday 20:00 | 25.11.2020 20:00 | 2020-01-01T20:00", "when_past"),
        ("thu 27.11. 20:00 | Do 27. Nov 20 Uhr | saturday in 2 days 8pm", "when_other_weekday"),
        (
            "soon | 25:00 | 13pm | 31.2. 10:00 | fri 20:60 | fri 8pm 9pm | 10 to 9 | 20:00 to | for 2h",
            "when_unclear",
        ),
        (" | - | am | heute morgen 20 uhr | 0001-01-01T00:00+14:00 | in 9999 months", "when_unclear"),
        (
            "27.11. 20:00 to 27.11. 19:00 | today in 2 hours | mon tue 20:00 | -5 | fri-sat | 8pm to 8pm",
            "when_unclear",
        ),
    ],
)
def test_what_is_no_time_is_said_in_the_right_words(texts: str, key: str) -> None:
    for text in texts.split(" | "):
        assert wrong(text) == key, text


def test_what_is_too_long_is_no_time() -> None:
    for text in ("x" * 5000, "fri " * 1000, "\u0301" * 5000, "am " * 40, "(" * 119):
        assert wrong(text) == "when_unclear"


def test_a_time_in_the_spring_gap_moves_forward_and_a_doubled_hour_is_its_first() -> None:
    assert meant("28.3.2027 02:30") == "Sun 28.03.2027 03:30"
    assert meant("28.3.2027 1:30-3:30") == "Sun 28.03.2027 01:30 60"
    assert understood("31.10.2027 02:30", BERLIN, NOW, DE).start == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert understood("1 nov 1:30", YORK, datetime(2026, 10, 1, tzinfo=UTC), EN).start.hour == 5


def test_days_are_counted_on_the_clock_also_when_the_clocks_change() -> None:
    assert meant("tomorrow 20:00", datetime(2026, 10, 24, 18, tzinfo=UTC)) == "Sun 25.10.2026 20:00"
    assert meant("tomorrow 20:00", datetime(2026, 3, 28, 22, 30, tzinfo=UTC)) == "Sun 29.03.2026 20:00"
    assert meant("in 2 wochen 20:00", datetime(2026, 10, 18, 22, 30, tzinfo=UTC)) == "Mon 02.11.2026 20:00"


@given(
    st.datetimes(datetime(2026, 11, 25, 20), datetime(2028, 6, 1)),  # noqa: DTZ001 - a wall time, its zone comes beside it
    st.integers(5, 3000),
    LANGUAGE,
    LANGUAGE,
)
@settings(max_examples=100)
def test_what_we_show_means_the_same_time(wall: datetime, lasts: int, writes: str, reads: str) -> None:
    words, names = WORDS[writes], NAMES[reads]
    start = on_clock(wall.date(), wall.time().replace(second=0, microsecond=0), BERLIN)
    end = datetime.fromtimestamp(start.timestamp() + lasts * 60, ZoneInfo(BERLIN))
    first, last = (f"{day(words, each)}{f' {each.year}' if each.year != NOW.year else ''}" for each in (start, end))
    until = clock(end) if lasts < 1440 else f"{last} {clock(end)}"
    span = words("planner.span", day=first, start=clock(start), end=until)
    beside = words("planner.span_for", time="Fri 27 Nov 14:00", name="Be(n) 8pm")
    far = words("planner.far", span=span + beside, far=ahead(words, wall.toordinal() - NOW.toordinal()))
    plain = words("planner.typed_when", day=day(words, start), year=start.year, time=clock(start))
    for text in (plain, far, words("planner.understood", when=far)):
        assert understood(text, BERLIN, NOW, names).start == start, text
    if start.utcoffset() == end.utcoffset():
        assert understood(span, BERLIN, NOW, names).minutes == lasts


def test_a_day_alone_lies_ahead() -> None:
    for text in ("wed", "mi", "2.12.", "in 7 tagen", "next wednesday", "2026-12-02", "heute in einer woche"):
        assert understood_day(text, BERLIN, NOW, DE) == date(2026, 12, 2), text
    for text in ("wed 20:00", "fri morning", "", "2h", "in 2 h", "soon", "8 to"):
        with pytest.raises(InputError):
            understood_day(text, BERLIN, NOW, EN)


SAID = [
    *("fri", "next", "so", "am", "an", "h", "in", "for", "bis", "to", "half", "viertel", "vor", "morgen", "abend")
]
SAID += [
    *("3", "12", "20:00", "26.11.", "3.12", "-", "2026", "8pm", "ein", "woche", "std", "nacht", "1.5", "31", "this")
]
ODD = st.lists(st.sampled_from(SAID), max_size=8).map(" ".join)


@given(st.one_of(ODD, st.text(max_size=130)), LANGUAGE)
@settings(max_examples=200)
def test_nothing_that_can_be_typed_breaks(text: str, language: str) -> None:
    try:
        found = understood(text, BERLIN, NOW, NAMES[language])
    except InputError as error:
        assert error.key.startswith("when_")  # noqa: PT017 - the only errors there may be
    else:
        assert found.start >= NOW
        assert found.minutes is None or found.minutes >= 0
