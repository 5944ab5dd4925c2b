"""Checks a pack, or one file of it, and tells every fault with its file and line: for those who write packs.

Nothing here raises, whatever the files hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from tui.catalog.pack import INFO, KINDS, kind_of_file, step_file
from tui.catalog.place import FALLBACK, content_folder
from tui.catalog.read import Located, Text, faults_of, located, read
from tui.catalog.rules import unknown_steps
from tui.catalog.schema import PackInfo, Prompts, Sketch, Step
from tui.catalog.shape import Finding, plain
from tui.catalog.words import Words
from tui.core.text import one_line

INTERFACE = "interface"
ONE_A_FILE = frozenset({"talk", "help", "exercises", "hours", "rising", "phrases"})
"""Folders in which a file holds one part, and is called like it."""

MANY_A_FILE = {"prompts": "prompts", "ideas": "ideas", "daily": "questions"}
"""Folders in which a file holds many parts, and the name of their list."""

PLURALS = frozenset({"zero", "one", "other"})
"""The forms of a text that counts: for none, for one, and for all other numbers; only `other` has to be there."""

Part = TypeVar("Part", bound=msgspec.Struct)


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong in a `file` on a `line` (1-based), and how to `mend` it: sentences for who wrote the file."""

    file: str
    line: int
    what: str
    mend: str


def check(path: Path, words: Words | None = None) -> list[Fault]:
    """Return all faults of a pack's folder, a folder of packs, or one file; sorted by file and line."""
    words = words or Words([content_folder() / FALLBACK])
    faults = {
        Fault(
            file=str(file),
            line=found.line,
            what=one_line(words(f"content.{found.key}", **found.values)),
            mend=one_line(words(f"content.{found.key}_mend", **found.values)),
        )
        for file, found in _all(path)
    }
    return sorted(faults, key=lambda fault: (fault.file, fault.line, fault.what))


_Faults = Iterator[tuple[Path, Located]]


def _all(path: Path) -> _Faults:
    try:
        if path.is_dir():
            yield from _folder(path)
        else:
            yield from _file(path, path.absolute().parent.name)
    except (OSError, ValueError):
        yield path, Located(1, "unreadable", {"why": "?"})


def _folder(folder: Path) -> _Faults:
    packs = sorted(inner for inner in folder.iterdir() if (inner / INFO).is_file())
    if (folder / INFO).exists():
        yield from _Pack(folder).faults()
    elif packs:
        for pack in packs:
            yield from _Pack(pack).faults()
    else:
        yield folder / INFO, Located(1, "no_pack", {})


def _file(path: Path, folder: str) -> _Faults:
    if folder == INTERFACE:
        held = read(path)
        found = held.faults or located(held.text, _interface(held.data))
    elif kind := kind_of_file(folder, path.name):
        found = faults_of(read(path), kind)
    else:
        found = read(path).faults or (Located(1, "stray_file", {"folders": ", ".join((*KINDS, INTERFACE))}),)
    for fault in found:
        yield path, fault


def _interface(data: Mapping[str, object]) -> Iterator[Finding]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _plural(name, value)
        else:
            yield from _word(value, (name,))


def _plural(name: str, forms: Mapping[str, object]) -> Iterator[Finding]:
    if "other" not in forms:
        yield Finding((name,), "missing_key", {"key": "other"})
    for form, text in forms.items():
        if form not in PLURALS:
            yield Finding((name, form), "unknown_key", {"key": form})
        else:
            yield from _word(text, (name, form))


def _word(value: object, path: tuple[str, ...]) -> Iterator[Finding]:
    yield from plain(value, str, path)
    if isinstance(value, str) and not value.strip():
        yield Finding(path, "empty_text", {"key": path[-1]})


class _Pack:
    """One pack's files, each read once, compared with each other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[Path, Text] = {}
        self._faults: dict[Path, tuple[Located, ...]] = {}

    def faults(self) -> _Faults:
        files = sorted(self._folder.rglob("*.toml"))
        for path in files:
            yield from self._own(path)
        placed = [path for path in files if path.parent.parent == self._folder]
        yield from self._missing_steps()
        yield from self._other_names(placed)
        yield from self._unknown_steps(placed)
        yield from self._twice(placed)

    def _own(self, path: Path) -> _Faults:
        """Yield the faults of one file, without a look at the others."""
        parts = path.relative_to(self._folder).parts
        yield from _file(path, parts[0] if len(parts) == 2 else "")  # noqa: PLR2004  # a folder and a file

    def _good(self, path: Path, kind: type[Part]) -> Part | None:
        """Return what a file holds, None when something is wrong with it: that was told already."""
        held = self._held[path] = self._held.get(path) or read(path)
        return None if faults_of(held, kind) else msgspec.convert(held.data, kind)

    def _located(self, path: Path, *found: Finding) -> _Faults:
        for fault in located(self._held[path].text, found):
            yield path, fault

    def _sketches(self) -> tuple[Sketch, ...]:
        info = self._good(self._folder / INFO, PackInfo)
        return info.steps if info else ()

    def _missing_steps(self) -> _Faults:
        """Yield where pack.toml names a step that has no file, or another one's."""
        for number, sketch in enumerate(self._sketches()):
            path = self._folder / step_file(sketch)
            if not path.is_file():
                values: dict[str, object] = {"id": sketch.id, "file": step_file(sketch)}
                yield from self._located(
                    self._folder / INFO, Finding(("steps", number, "id"), "step_missing", values)
                )
            elif step := self._good(path, Step):
                yield from self._located(path, *_disagreements(sketch, step))

    def _other_names(self, files: Iterable[Path]) -> _Faults:
        """Yield the files that nothing leads to: steps not in pack.toml, parts whose id is not their name."""
        listed = {step_file(sketch) for sketch in self._sketches()}
        for path in files:
            name = path.relative_to(self._folder).as_posix()
            if name.startswith("steps/") and name not in listed and self._good(self._folder / INFO, PackInfo):
                yield path, Located(1, "step_unlisted", {"file": name})
            if path.parent.name in ONE_A_FILE and path.name != "lines.toml":
                yield from self._misnamed(path)

    def _misnamed(self, path: Path) -> _Faults:
        part = self._good(path, KINDS[path.parent.name])
        part_id = str(getattr(part, "id", path.stem))
        if part_id != path.stem:
            yield from self._located(path, Finding(("id",), "misnamed", {"id": part_id, "name": path.stem}))

    def _unknown_steps(self, files: Iterable[Path]) -> _Faults:
        info = self._good(self._folder / INFO, PackInfo)
        if info is None:
            return
        known = frozenset(sketch.id for sketch in info.steps) | _known_steps()
        for path in files:
            if path.parent.name == "prompts" and (held := self._good(path, Prompts)):
                yield from self._located(path, *unknown_steps(held.prompts, known))

    def _twice(self, files: Iterable[Path]) -> _Faults:
        """Yield ids of prompts, ideas and questions for a day that are in two files of the pack."""
        seen: dict[tuple[str, str], Path] = {}
        for path in files:
            folder = path.parent.name
            name = MANY_A_FILE.get(folder, "")
            held = self._good(path, KINDS[folder]) if name else None
            for number, part in enumerate(getattr(held, name, ()) if held else ()):
                first = seen.setdefault((folder, part.id), path)
                if first != path:
                    finding = Finding((name, number, "id"), "duplicate", {"key": "id", "id": part.id})
                    yield from self._located(path, finding)


def _known_steps() -> frozenset[str]:
    """Return the ids of the steps that the app brings, on which a pack of one's own may build."""
    held = read(content_folder() / FALLBACK / INFO)
    if faults_of(held, PackInfo):
        return frozenset()
    return frozenset(sketch.id for sketch in msgspec.convert(held.data, PackInfo).steps)


def _disagreements(sketch: Sketch, step: Step) -> Iterator[Finding]:
    for name in sketch.__struct_fields__:
        here, listed = getattr(step, name), getattr(sketch, name)
        if here != listed:
            yield Finding((name,), "step_disagrees", {"key": name, "here": here, "listed": listed})
