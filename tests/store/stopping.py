"""A watched disk: it writes down each call that changes a home, and can stop everything at one of them.

What a power cut could leave is worked out from the same calls.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

Tree = dict[str, bytes | None]
"""Paths within a home, and what the files hold; None for a folder."""


class Stopped(BaseException):
    """The process ends here: nothing that comes after this reaches the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: `what` it does, to which `path` (and the file `number`), with which data or size, or `to` where."""

    what: str
    path: str
    number: int = -1
    data: bytes = b""
    size: int = -1
    to: str = ""


@dataclass(slots=True)
class Disk:
    """Stops at call `stop` (counted from 1): before it, or with a write done by `share` of it.

    With a `fault` (an `errno`), that call fails instead, and all that come after it work; `lasting`, they fail too.
    """

    home: Path
    stop: int = 0
    share: float = 0.0
    fault: int = 0
    lasting: bool = False
    calls: list[Call] = field(default_factory=list)
    stopped: bool = False
    at_write: bool = False
    _open: dict[int, tuple[str, int, bool]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _next: int = 0

    @contextmanager
    def watched(self) -> Iterator["Disk"]:
        """Watch all calls of this process; a `Stopped` ends here."""
        with ExitStack() as stack:
            for name in ("open", "write", "ftruncate", "fdatasync", "fsync", "replace", "rename", "unlink", "mkdir"):
                if hasattr(os, name):
                    stack.enter_context(patch.object(os, name, self._replacement(name, getattr(os, name))))
            try:
                yield self
            except Stopped:
                assert self.stopped

    def _replacement(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def watched_call(*words: Any, **named: Any) -> object:
            if name == "open":
                return self._opened(real, *words, **named)
            call = self._call(name, *words)
            if call is None:
                return real(*words, **named)
            self._about_to(call, lambda size: real(words[0], bytes(call.data[:size])))
            done = real(*words, **named)
            self._done(call)
            return done

        return watched_call

    def _about_to(self, call: Call, write: Callable[[int], object] = lambda _: None) -> None:
        if self.stopped:
            self._refuse(call)
        elif len(self.calls) + 1 == self.stop:
            self.stopped, self.at_write = True, call.what == "write"
            if call.what == "write" and self.share:
                write(max(1, int(len(call.data) * self.share)))
            self._end()
        self.calls.append(call)

    def _end(self) -> NoReturn:
        if self.fault:
            raise OSError(self.fault, os.strerror(self.fault))
        raise Stopped

    def _refuse(self, call: Call) -> None:
        """Refuse a call after the stop; on a full disk, or one that fails to write, something can still be let go."""
        if not self.fault or (self.lasting and call.what not in {"unlink", "cut", "rename"}):
            self._end()

    def _opened(
        self, real: Callable[..., object], path: object, flags: int, *rest: object, **named: object
    ) -> object:
        name = self._name(path)
        if name is not None and flags & os.O_CREAT:
            if not os.path.lexists(str(path)):
                self._next += 1
                self._about_to(Call(what="create", path=name, number=self._next))
                self._numbers[name] = self._next
            elif self.stopped and not self.fault:
                raise Stopped
        descriptor = real(path, flags, *rest, **named)
        assert isinstance(descriptor, int)
        self._open.pop(descriptor, None)
        if name is not None:
            self._open[descriptor] = name, self._number(name), bool(flags & os.O_APPEND)
        return descriptor

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._next += 1
            self._numbers[name] = self._next
        return self._numbers[name]

    def _name(self, path: object) -> str | None:
        found = Path(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else None
        if found is None or not (found == self.home or found.is_relative_to(self.home)):
            return None
        return found.relative_to(self.home).as_posix()

    def _call(self, what: str, first: object, second: object = None, *_: object) -> Call | None:
        if isinstance(first, int):
            if first not in self._open:
                return None
            path, number, append = self._open[first]
            if what == "write":
                assert isinstance(second, bytes | memoryview)
                at = -1 if append else os.lseek(first, 0, os.SEEK_CUR)
                return Call(what="write", path=path, number=number, data=bytes(second), size=at)
            if what == "ftruncate":
                assert isinstance(second, int)
                return Call(what="cut", path=path, number=number, size=second)
            return Call(what="sync", path=path, number=number)
        path_or_none = self._name(first)
        if path_or_none is None:
            return None
        if what in {"replace", "rename"}:
            return Call(what="rename", path=path_or_none, to=self._name(second) or "?")
        if what == "unlink" and not os.path.lexists(self.home / path_or_none):
            return None
        return Call(what=what, path=path_or_none)

    def _done(self, call: Call) -> None:
        if call.what == "rename" and call.path in self._numbers:
            self._numbers[call.to] = self._numbers.pop(call.path)
        elif call.what == "rename":
            self._numbers.pop(call.to, None)
        elif call.what == "unlink":
            self._numbers.pop(call.path, None)


def tree(home: Path) -> Tree:
    """Return all that lies in a home."""
    found = sorted(home.rglob("*")) if home.is_dir() else []
    return {each.relative_to(home).as_posix(): None if each.is_dir() else each.read_bytes() for each in found}


def put(home: Path, content: Tree) -> None:
    """Make a home of this content, where nothing is yet."""
    home.mkdir(parents=True)
    for name in sorted(content):
        data = content[name]
        if data is None:
            (home / name).mkdir(exist_ok=True)
        else:
            (home / name).write_bytes(data)


# What a power cut leaves


@dataclass(slots=True)
class _File:
    """What a file holds now, and what of it the disk has confirmed."""

    now: bytes = b""
    safe: bytes = b""


Names = dict[str, _File | None]


class Power:
    """Plays calls on a disk that has confirmed only what was synced: files by themselves, names with their folder."""

    def __init__(self, before: Tree) -> None:
        """`before` is all confirmed."""
        self._names: Names = {name: None if data is None else _File(data, data) for name, data in before.items()}
        self._files: dict[int, _File] = {}
        self._pending: list[Names] = []
        self._safe: Names = dict(self._names)

    def play(self, call: Call) -> None:
        """Do what one call does."""
        getattr(self, f"_{call.what}")(call)

    def _file(self, call: Call) -> _File:
        if call.number not in self._files:
            found = self._names[call.path]
            assert found is not None
            self._files[call.number] = found
        return self._files[call.number]

    def _rename(self, call: Call) -> None:
        self._pending.append(dict(self._names))
        folder = f"{call.path}/"
        moved = {name: self._names.pop(name) for name in list(self._names) if name.startswith(folder)}
        self._names[call.to] = self._names.pop(call.path)
        self._names |= {f"{call.to}/{name.removeprefix(folder)}": file for name, file in moved.items()}

    def _create(self, call: Call) -> None:
        self._pending.append(dict(self._names))
        self._names[call.path] = self._files[call.number] = _File()

    def _mkdir(self, call: Call) -> None:
        if call.path != ".":
            self._pending.append(dict(self._names))
            self._names[call.path] = None

    def _unlink(self, call: Call) -> None:
        self._pending.append(dict(self._names))
        del self._names[call.path]

    def _write(self, call: Call) -> None:
        file = self._file(call)
        at = len(file.now) if call.size < 0 else call.size
        file.now = file.now[:at].ljust(at, b"\0") + call.data + file.now[at + len(call.data) :]

    def _cut(self, call: Call) -> None:
        file = self._file(call)
        file.now = file.now[: call.size]

    def _sync(self, call: Call) -> None:
        folder = "" if call.path == "." else call.path
        if folder and self._names.get(folder) is not None:
            file = self._file(call)
            file.safe = file.now
            return
        for names in (self._safe, *self._pending):
            for name in {name for name in (*self._names, *names) if _folder(name) == folder}:
                names.pop(name, None)
                if name in self._names:
                    names[name] = self._names[name]

    def left(self) -> Iterator[Tree]:
        """Give what may be found after a power cut at this moment."""
        different = [names for number, names in enumerate(self._pending) if names not in self._pending[:number]]
        for names in (self._safe, *different, self._names):
            for look in (_safe, _now, _half, _zeros):
                yield {
                    name: None if file is None else look(file)
                    for name, file in names.items()
                    if _within(_folder(name), names)
                }


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _within(folder: str, names: Names) -> bool:
    return folder == "" or (folder in names and names[folder] is None)


def _safe(file: _File) -> bytes:
    return file.safe


def _now(file: _File) -> bytes:
    return file.now


def _half(file: _File) -> bytes:
    if not file.now.startswith(file.safe):
        return file.safe
    return file.now[: (len(file.safe) + len(file.now)) // 2]


def _zeros(file: _File) -> bytes:
    """Return a file that has grown already, without what it has grown by."""
    return file.safe if not file.safe or len(file.now) <= len(file.safe) else file.safe.ljust(len(file.now), b"\0")
