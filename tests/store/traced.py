"""A program that lets strace stop a saver at each of its system calls, or make one fail, and looks what is left.

It prints what was acknowledged and is not there, then how many calls were met. Exit code 3: it may not trace here.
"""

import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.homes import NOW, agreement, days, text_of
from tui.core.errors import StoreError
from tui.store.store import Store

FAULTS = (
    *(f"{call}:signal=KILL" for call in ("write", "fdatasync", "fsync", "/rename", "/unlink", "ftruncate")),
    *(f"{call}:error={name}" for name in ("ENOSPC", "EIO") for call in ("write", "fdatasync", "fsync", "/rename")),
)
NOT_ALLOWED = 3


def saver(home: Path, pipe: int) -> None:
    """Save, change, keep a draft, write the journal anew, save: tell each when it is kept."""
    try:
        store = Store.open(home)
    except StoreError:
        return
    store.few = 0
    for number in range(2):
        told(pipe, f"one=version {number}", partial(save, store, "one", f"version {number}"))
    told(pipe, "two=text", lambda: save(store, "two", "text"))
    told(pipe, "draft=half a sentence", lambda: store.local.put("draft", "half a sentence"))
    told(pipe, "", lambda: store.tidy(now=NOW))
    told(pipe, "three=text", lambda: save(store, "three", "text"))


def save(store: Store, name: str, text: str) -> None:
    store.save(agreement(name, text), by="a", at=NOW)


def told(pipe: int, word: str, action: Callable[[], object]) -> None:
    """Do something; tell it unless it was refused, by a call that is not among those that fail."""
    with suppress(StoreError):
        action()
        os.writev(pipe, [f"{word}\n".encode()])


def tell(word: object) -> None:
    """Print a line, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def forked(home: Path) -> tuple[int, int, int]:
    """Start a saver that waits for a word; return its number, where to say the word, and where it tells."""
    waiting, word = os.pipe()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(word)
        try:
            if os.read(waiting, 1):
                saver(home, writing)
            os._exit(0)
        except BaseException:  # noqa: BLE001 # told through the pipe
            os.writev(writing, [b"!%b\n" % traceback.format_exc().replace("\n", " / ").encode()])
        finally:
            os._exit(1)
    os.close(waiting)
    os.close(writing)
    return child, word, reading


def met(home: Path, log: Path, fault: str, number: int) -> tuple[bool, list[str]]:
    """Let the call with this number meet a fault; return whether there was one, and what was told until the end."""
    call, _, what = fault.partition(":")
    child, word, reading = forked(home)
    command = ["strace", "-f", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={number}"]
    with subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        first = tracer.stderr.readline()
        if "attached" not in first:
            os.close(word)
            os.waitpid(child, 0)
            tell(first.strip())
            sys.exit(NOT_ALLOWED)
        os.write(word, b"!")
        os.close(word)
        said = b""
        while piece := os.read(reading, 65536):
            said += piece
        os.close(reading)
        _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) or "INJECTED" in log.read_text(), said.decode().split("\n")[:-1]


def complaints(home: Path, told: list[str]) -> Iterator[str]:
    """Say what was told and is not there, now and after one more save and another writing anew."""
    wanted = dict(word.split("=", 1) for word in told if word and not word.startswith("!"))
    yield from (word for word in told if word.startswith("!"))
    for _ in range(2):
        store = Store.open(home)
        yield from (each.what for each in store.findings if each.what != "store.tail_torn")
        for name, text in wanted.items():
            found = store.local.get(name) if name == "draft" else text_of(store, name)
            if found != text and not (name == "one" and str(found) > text):
                yield f"{name}: {found!r} instead of {text!r}"
        for number in range(6):
            save(store, "last", f"{number}")
        store.few = 0
        store.tidy(now=days(1))


def main() -> None:
    """Go through all faults, each at every call that there is."""
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "warm"
        saver(warm, os.open(os.devnull, os.O_WRONLY))
        for fault in FAULTS:
            for number in count(1):
                home = Path(folder) / f"{fault.replace('/', '')}-{number}"
                there, told = met(home, Path(folder) / "log", fault, number)
                for complaint in complaints(home, told):
                    tell(f"{fault} at {number}: {complaint}")
                if not there:
                    break
            tell(f"{fault}: {number - 1} calls")


if __name__ == "__main__":
    main()
