"""The portable form of a history: one JSON document, one record a line, the same bytes for the same records."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC

import msgspec

from tui.core.errors import InputError
from tui.core.records import KINDS, AnyRecord, Issue, Person, Plan, Record, kind_of
from tui.core.text import clean
from tui.planner.plausible import first_fault

FORMAT = 1
"""The newest format that this version reads, and the one that it writes."""

MOST_BYTES = 200_000_000
"""The largest file that is taken."""

_LARGEST = 2**53
_FIELD = re.compile(r"`\$\.?([^`]+)`|field `([^`]+)`")
_BYTE = re.compile(r"\(byte (\d+)\)")
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u([dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


class _File(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    me: str = ""
    people: list[msgspec.Raw]
    records: list[msgspec.Raw]


def to_json(people: Iterable[Person], records: Iterable[Record], *, me: str = "") -> bytes:
    """Return a history as UTF-8 JSON: people by seat, records by kind, moment and id.

    People among `records` go where people are. `me` is the id of the person as whom it was seen.
    """
    rest = list(records)
    persons = {each.id: each for each in people}
    persons |= {each.id: each for each in rest if isinstance(each, Person)}
    seated = sorted(persons.values(), key=lambda each: (each.seat, each.id))
    others = (each for each in rest if not isinstance(each, Person))
    return b'{"format": %d,\n%b"people": [%b],\n"records": [%b]}\n' % (
        FORMAT,
        b'"me": %b,\n' % msgspec.json.encode(me) if me else b"",
        _lines(seated),
        _lines(sorted(others, key=lambda each: (kind_of(each), each.at, each.id))),
    )


def _lines(records: Sequence[Record]) -> bytes:
    lines = b",\n".join(msgspec.json.encode(each, order="sorted") for each in records)
    return b"\n%b\n" % lines if lines else b""


def seen_by(data: bytes, name: str) -> str:
    """Return the id of the person as whom a history was seen, empty where it does not say; raises as `from_json`."""
    return clean(_opened(data, name).me)


def from_json(data: bytes, name: str) -> list[Record]:
    """Return the records in `data`, the content of a file called `name`: people first, every text made harmless.

    Raises `InputError`, with the file and the line, when there is anything in it that cannot be used: nothing is
    taken by halves.
    """
    if len(data) > MOST_BYTES:
        raise InputError("import_too_large", file=name)
    file = _opened(data, name)
    found: dict[tuple[str, str], Record] = {}
    for part, raws in (("people", file.people), ("records", file.records)):
        for index, raw in enumerate(raws):
            try:
                _keep(found, _record(bytes(raw), part))
            except InputError as error:
                line = _line_of(data, part, raws[: index + 1])
                raise InputError(error.key, **{**error.values, "file": name, "line": line}) from error
    return list(found.values())


def _keep(found: dict[tuple[str, str], Record], record: Record) -> None:
    key = kind_of(record), record.id
    if key in found:
        raise InputError("import_twice", id=record.id)
    found[key] = record


def cleaned(tree: object) -> object:
    """Return JSON data with every text in it made harmless, names of fields too; raises `InputError`."""
    match tree:
        case str():
            return clean(tree)
        case dict():
            return {cleaned(name): cleaned(value) for name, value in tree.items()}
        case list() | tuple():
            return [cleaned(each) for each in tree]
        case int() if abs(tree) > _LARGEST:
            raise InputError("import_number_too_large")
        case _:
            return tree


def _opened(data: bytes, name: str) -> _File:
    try:
        data.decode()
        half = next((each.start() for each in _ESCAPES.finditer(data) if each[1]), None)
        if half is not None:
            raise InputError("import_broken_text", file=name, line=_line(data, half))
        file = msgspec.json.decode(data, type=_File)
    except UnicodeDecodeError as error:
        raise InputError("import_broken_text", file=name, line=_line(data, error.start)) from error
    except msgspec.ValidationError as error:
        raise InputError("import_not_an_export", file=name, line=1) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise _malformed(data, name, str(error)) from error
    if file.format > FORMAT:
        raise InputError("import_newer", file=name)
    if file.format != FORMAT:
        raise InputError("import_not_an_export", file=name, line=1)
    return file


def _malformed(data: bytes, name: str, said: str) -> InputError:
    byte = _BYTE.search(said)
    if byte is not None:
        return InputError("import_not_json", file=name, line=_line(data, int(byte[1])))
    if "truncated" in said:
        return InputError("import_cut_off", file=name, line=_line(data, len(data)))
    return InputError("import_not_json", file=name, line=1)


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _line_of(data: bytes, part: str, raws: Sequence[msgspec.Raw]) -> int:
    """Return the line in which the last of `raws` begins; all of them are pieces of `data`, in order."""
    position = max(0, data.find(b'"%b"' % part.encode()))
    for before, raw in zip((b"", *map(bytes, raws)), raws, strict=False):
        position = data.find(bytes(raw), position + len(before))
    return _line(data, position)


def _record(raw: bytes, part: str) -> Record:
    record = _typed(raw)
    if isinstance(record, Person) is not (part == "people"):
        raise InputError("import_wrong_place")
    try:
        record = msgspec.convert(cleaned(msgspec.to_builtins(record)), AnyRecord)
    except msgspec.ValidationError as error:
        raise InputError("import_wrong_field", field=_field(str(error))) from error
    fault = first_fault(record)
    if fault is not None:
        raise InputError("import_wrong_field", field=fault)
    return _in_utc(record)


def _typed(raw: bytes) -> Record:
    try:
        record: Record = msgspec.json.decode(raw, type=AnyRecord)
    except msgspec.ValidationError as error:
        if _kind(raw) not in KINDS:
            raise InputError("import_unknown_kind", kind=clean(_kind(raw))) from error
        raise InputError("import_wrong_field", field=_field(str(error))) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError("import_not_json") from error
    return record


def _kind(raw: bytes) -> str:
    try:
        return str(msgspec.json.decode(raw, type=dict[str, object]).get("kind", ""))
    except msgspec.DecodeError:
        return ""


def _field(said: str) -> str:
    found = _FIELD.findall(said)
    return ".".join(each for pair in reversed(found) for each in pair if each)


def _in_utc(record: Record) -> Record:
    record = msgspec.structs.replace(record, at=record.at.astimezone(UTC))
    if isinstance(record, Plan):
        return msgspec.structs.replace(record, start=record.start.astimezone(UTC))
    if isinstance(record, Issue):
        return msgspec.structs.replace(record, touched=record.touched.astimezone(UTC))
    return record
