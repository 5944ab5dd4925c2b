"""The portable form: the same bytes for the same records, and every fault named with its line."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.core.records import (
    Agreement,
    Answer,
    Couple,
    IfThen,
    LifeEvent,
    Opening,
    Person,
    Plan,
    PlanState,
    Point,
    Record,
    Share,
    Sitting,
    Talk,
    Timeline,
)
from tui.core.text import clean
from tui.store import portable
from tui.store.portable import cleaned, from_json, to_json
from tui.store.store import Store

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
ANA = Person(id="a", by="a", at=NOW, name="Ana", zone="Europe/Berlin", seat=0)
BEN = Person(id="b", by="b", at=NOW, name="Ben", zone="America/New_York", seat=1)
PLAN = Plan(id="p", by="a", at=NOW, start=NOW, minutes=60, zone="Europe/Berlin", repeat="FREQ=WEEKLY;BYDAY=TH")

TEXTS = st.text(max_size=20).map(clean)
NAMES = TEXTS.filter(bool)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
MONTHS = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(lambda day: f"{day:%Y-%m}")
POINTS = st.builds(Point, month=MONTHS, level=st.integers(1, 7))
TIMELINES = st.builds(
    Timeline,
    points=st.lists(POINTS, max_size=3).map(tuple),
    events=st.lists(st.builds(LifeEvent, month=MONTHS, what=TEXTS), max_size=3).map(tuple),
)
VALUES = (
    st.none()
    | st.integers(-(2**53), 2**53)
    | TEXTS
    | st.lists(TEXTS, max_size=3).map(tuple)
    | TIMELINES
    | st.builds(IfThen, when=TEXTS, then=TEXTS)
)
COMMON = {"id": NAMES, "by": NAMES, "at": MOMENTS}
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"])
RECORDS = st.one_of(
    st.builds(Couple, **COMMON, apart=st.booleans(), seed=TEXTS),
    st.builds(Sitting, **COMMON, step=TEXTS),
    st.builds(
        Answer, **COMMON, sitting=TEXTS, step=TEXTS, question=TEXTS, value=VALUES, share=st.sampled_from(Share)
    ),
    st.builds(
        Opening,
        **COMMON,
        step=TEXTS,
        sittings=st.tuples(TEXTS, TEXTS),
        mutual=st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2).map(tuple), max_size=2),
    ),
    st.builds(Agreement, **COMMON, text=TEXTS, source=TEXTS, look_again=st.none() | st.dates()),
    st.builds(
        Plan, **COMMON, start=MOMENTS, minutes=st.integers(1, 1000), zone=ZONES, what=TEXTS,
        state=st.sampled_from(PlanState), repeat=st.sampled_from(["", "FREQ=DAILY"]), sequence=st.integers(0, 9),
    ),
    st.builds(Talk, **COMMON, format=TEXTS, topic=TEXTS, minutes=st.integers(0, 1000), kept=TEXTS),
)  # fmt: skip
HISTORIES = st.lists(RECORDS, max_size=12, unique_by=lambda record: (type(record), record.id))


@settings(max_examples=60, deadline=None)
@given(records=HISTORIES)
def test_what_is_exported_and_imported_is_exported_as_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    data = to_json((ANA, BEN), records)
    taken = from_json(data, "x.json")
    store = Store.open(tmp_path_factory.mktemp("home"))
    store.save(*taken, by="a", at=NOW)
    kept = [record for kind in {type(record) for record in taken} for record in store.all(kind)]
    assert to_json(store.all(Person), kept) == data
    assert {(type(each), each.id): each for each in kept} == {
        (type(each), each.id): each for each in [ANA, BEN, *records]
    }


def test_the_order_in_which_records_are_given_does_not_matter() -> None:
    records = [PLAN, Agreement(id="x", by="a", at=NOW, text="é"), Agreement(id="w", by="a", at=NOW, text="é")]
    data = to_json((ANA, BEN), records)
    assert to_json((BEN, ANA), [*reversed(records), ANA]) == data
    document = json.loads(data)
    assert document["format"] == 1
    assert [each["id"] for each in document["people"]] == ["a", "b"]
    assert [(each["kind"], each["id"]) for each in document["records"]] == [
        ("agreement", "w"),
        ("agreement", "x"),
        ("plan", "p"),
    ]
    assert "é" in data.decode()


def test_each_record_has_a_line_of_its_own() -> None:
    data = to_json((ANA, BEN), [PLAN])
    starts = [b'{"format": 1,', b'"people": [', b'{"at":', b'{"at":', b"],", b'"records": [', b'{"at":', b"]}"]
    assert all(line.startswith(start) for line, start in zip(data.splitlines(), starts, strict=True))
    assert from_json(to_json((), ()), "x") == []


def test_another_layout_and_other_zones_are_taken() -> None:
    document = json.loads(to_json((ANA, BEN), [PLAN]))
    document["records"][0]["start"] = "2026-11-23T20:30:00+01:00"
    assert from_json(json.dumps(document, indent=3).encode(), "x") == [ANA, BEN, PLAN]


def test_every_text_is_made_harmless() -> None:
    document = json.loads(to_json((ANA, BEN), [Agreement(id="x", by="a", at=NOW, text="")]))
    document["people"][0]["name"] = "A\x1b]52;c;aGk=\x07\u202e "
    document["records"][0]["text"] = "e\u0301\x9b"
    ana, _, agreement = from_json(json.dumps(document).encode(), "x")
    assert isinstance(ana, Person)
    assert ana.name == "A␛]52;c;aGk=␇◊"
    assert isinstance(agreement, Agreement)
    assert agreement.text == "é\ufffd"


def test_texts_are_made_harmless_wherever_they_stand() -> None:
    tree = {"a\x07": ["\x1b", {"b": ("\x07", 1, None, True)}], "c": 2.5}
    assert cleaned(tree) == {"a␇": ["␛", {"b": ["␇", 1, None, True]}], "c": 2.5}


SOUND = to_json((ANA, BEN), [PLAN, Agreement(id="x", by="a", at=NOW, text="t")]).decode()


def refused(data: bytes | str) -> tuple[str, dict[str, object]]:
    with pytest.raises(InputError) as error:
        from_json(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), "ours.json")
    assert error.value.values["file"] == "ours.json"
    return error.value.key, error.value.values


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("Ana", "\ud800", "import_broken_text", 3),
        ("Ana", "\\ud800", "import_broken_text", 3),
        ("Ana", "\\udc00\\ud800", "import_broken_text", 3),
        ("Ben", "\\\\\\udfff", "import_broken_text", 4),
        ('"name":"Ben"', '"name":3', "import_wrong_field", 4),
        ('"name":"Ben"', '"nam":""', "import_wrong_field", 4),
        ('"name":"Ben"', '"name":""', "import_wrong_field", 4),
        ('"seat":1', '"seat":2', "import_wrong_field", 4),
        ("America/New_York", "Mars/North", "import_wrong_field", 4),
        ('"minutes":60', '"minutes":999999999999', "import_wrong_field", 8),
        ('"minutes":60', '"minutes":1' + "0" * 30, "import_number_too_large", 8),
        ('"minutes":60', '"minutes":0', "import_wrong_field", 8),
        ("FREQ=WEEKLY", "FREQ=NEVER", "import_wrong_field", 8),
        ("FREQ=WEEKLY", "nonsense", "import_wrong_field", 8),
        ('"proposed"', '"dreamt"', "import_wrong_field", 8),
        ('"kind":"plan"', '"kind":"spell"', "import_unknown_kind", 8),
        ('"kind":"plan"', '"kind":"person"', "import_wrong_field", 8),
        ('"kind":"plan",', "", "import_unknown_kind", 8),
        ('"id":"p"', '"id":""', "import_wrong_field", 8),
        ('"text":"t"', '"text":"' + "t" * 100_001 + '"', "text_too_long", 7),
        ('"start":"2026-11-23T19:30:00Z"', '"start":"2026-11-23T19:30:00"', "import_wrong_field", 8),
        ('"start":"2026-11-23T19:30:00Z"', '"start":"0001-01-01T00:00:00Z"', "import_wrong_field", 8),
        ('"id":"b"', '"id":"a"', "import_twice", 4),
        ('{"format": 1', '{"format": 2', "import_newer", None),
        ('{"format": 1', '{"format": 0', "import_not_an_export", 1),
        ('{"format": 1', '{"format": "1"', "import_not_an_export", 1),
        ('"people"', '"peoples"', "import_not_an_export", 1),
        ('"sequence":0', '"sequence":01', "import_not_json", 8),
        ('"sequence":0', '"sequence":NaN', "import_not_json", 8),
        ("]}", "]} and more", "import_not_json", 9),
    ],
)
def test_every_fault_is_named_with_its_line(old: str, new: str, key: str, line: int | None) -> None:
    assert SOUND.count(old) >= 1
    found, values = refused(SOUND.replace(old, new, 1))
    assert (found, values.get("line")) == (key, line)


def test_a_file_cut_off_anywhere_is_refused() -> None:
    data = SOUND.rstrip().encode()
    for size in range(len(data)):
        assert refused(data[:size])[0] == "import_cut_off", size


def test_the_field_that_does_not_fit_is_named() -> None:
    assert refused(SOUND.replace('"name":"Ben"', '"name":3'))[1]["field"] == "name"
    assert refused(SOUND.replace('"name":"Ben",', ""))[1]["field"] == "name"
    assert refused(SOUND.replace("America/New_York", "x"))[1]["field"] == "zone"
    assert refused(SOUND.replace('"kind":"plan"', '"kind":"\\u001bspell"'))[1]["kind"] == "␛spell"


def test_a_person_among_the_records_is_refused() -> None:
    data = SOUND.replace('"records": [', '"records": [' + SOUND.splitlines()[2])
    assert refused(data)[0] == "import_wrong_place"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "import_cut_off"),
        (b"null", "import_not_an_export"),
        (b"[]", "import_not_an_export"),
        (b"hello", "import_not_json"),
        (b"[" * 100_000, "import_not_an_export"),
        (b'{"format": 1, "people": [], "records": [' + b"[" * 100_000, "import_not_json"),
        (b'{"format": 1, "people": [], "records": [3]}', "import_unknown_kind"),
        (b'{"format": 1, "people": [], "records": [{"kind": []}]}', "import_unknown_kind"),
        (b"\x89PNG\r\n\x1a\n", "import_broken_text"),
        (b"\xff\xfe{\x00}\x00", "import_broken_text"),
    ],
    ids=["empty", "null", "list", "words", "deep", "deep records", "number", "odd kind", "picture", "utf-16"],
)
def test_what_is_no_export_is_refused(data: bytes, key: str) -> None:
    assert refused(data)[0] == key


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert portable.MOST_BYTES == 200_000_000
    monkeypatch.setattr(portable, "MOST_BYTES", 100)
    assert refused(SOUND)[0] == "import_too_large"


def test_every_error_has_its_sentence() -> None:
    import re
    import tomllib

    root = Path(__file__).parents[2]
    sentences = tomllib.loads((root / "content/en/interface/errors.toml").read_text("utf-8"))
    found = tomllib.loads((root / "content/en/interface/store.toml").read_text("utf-8"))
    for path in (root / "tui/store").glob("*.py"):
        code = path.read_text("utf-8")
        used = re.findall(r"Error\(\s*\"(\w+)\"", code) + re.findall(
            r"^[A-Z_]+ = \"(store_\w+)\"", code, re.MULTILINE
        )
        assert set(used) <= sentences.keys(), path
        assert set(re.findall(r"what=\"store\.(\w+)\"", code)) <= found.keys(), path
