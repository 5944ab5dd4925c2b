"""Compares plain data with a class of the schema and says everything that does not fit.

`msgspec` stops at the first fault; who writes a pack wants to see all of them at once.
"""

import typing
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache

import msgspec
import msgspec.structs

from tui.core.text import harmless

Path = tuple[str | int, ...]
"""The way to a value: keys of tables and positions in arrays, as in `("questions", 3, "kind")`."""

Rules = Callable[[msgspec.Struct], "Iterator[Finding]"]
"""What must hold for a table whose keys and types are right; paths are relative to the table."""


_LARGEST = 1_000_000


class Finding(msgspec.Struct, frozen=True):
    """A fault at `path` in a file: `key` names its sentence under `content`, `values` fill it."""

    path: Path
    key: str
    values: dict[str, object]

    def under(self, path: Path) -> "Finding":
        """Return the same finding, seen from further up."""
        return Finding(path + self.path, self.key, self.values)


@cache
def fields_of(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """Return the fields of a class of the schema by name."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def findings(data: object, kind: type[msgspec.Struct], rules: Rules) -> list[Finding]:
    """Return all that is wrong with `data` as a `kind`, in no order."""
    return list(_table(data, kind, rules, ()))


def _table(data: object, kind: type[msgspec.Struct], rules: Rules, path: Path) -> Iterator[Finding]:
    if not isinstance(data, Mapping):
        yield Finding(path, "wrong_type", {"key": _last(path), "wanted": "table"})
        return
    known = fields_of(kind)
    faults = [Finding((*path, name), "unknown_key", {"key": name}) for name in data if name not in known]
    for name, field in known.items():
        if name in data:
            faults += _value(data[name], field.type, rules, (*path, name))
        elif field.required:
            faults.append(Finding(path, "missing_key", {"key": name}))
    if not faults:
        faults = [found.under(path) for found in rules(msgspec.convert(data, kind))]
    yield from faults


def _value(data: object, kind: object, rules: Rules, path: Path) -> Iterator[Finding]:
    if typing.get_origin(kind) is tuple:
        yield from _array(data, typing.get_args(kind)[0], rules, path)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _table(data, kind, rules, path)
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        if not isinstance(data, str) or data not in list(kind):
            known = ", ".join(value or '""' for value in kind)
            yield Finding(path, "unknown_value", {"key": _last(path), "known": known})
    elif isinstance(kind, type):
        yield from plain(data, kind, path)


def _array(data: object, kind: object, rules: Rules, path: Path) -> Iterator[Finding]:
    if not isinstance(data, list):
        yield Finding(path, "wrong_type", {"key": _last(path), "wanted": "list"})
        return
    for number, element in enumerate(data):
        yield from _value(element, kind, rules, (*path, number))


def plain(data: object, kind: type, path: Path) -> Iterator[Finding]:
    """Yield what is wrong with a single value: a text must hold nothing that a terminal would obey."""
    if type(data) is not kind:
        yield Finding(path, "wrong_type", {"key": _last(path), "wanted": kind.__name__})
    elif isinstance(data, int) and abs(data) > _LARGEST:
        yield Finding(path, "too_large", {"key": _last(path)})
    elif isinstance(data, str) and harmless(data.replace("\t", " ")) != data.replace("\t", " "):
        yield Finding(path, "control_characters", {"key": _last(path)})


def _last(path: Path) -> object:
    """Return the name of the key that a path ends in, or in which the array stands that it ends in."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
