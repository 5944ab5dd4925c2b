"""A program that starts savers and kills each in the middle; it prints what was acknowledged and is not there.

`python tests/store/rounds.py HOMES ROUNDS SEED` plays so many rounds in each of some homes, every other one sealed.
The savers are forked from one process in which everything is loaded, so a round takes milliseconds.
"""

import os
import random
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.acts import SECRET, written_anew
from tests.store.homes import NOW, agreement, save, text_of
from tui.store.keys import Cost
from tui.store.store import Store


def save_and_write_anew(home: Path, number: int, pipe: int) -> None:
    """Save without end while a thread writes the journal anew without end; tell each save once it is kept."""
    store = Store.open(home, passphrase=SECRET)
    store.few = 0

    def write_anew() -> None:
        try:
            while True:
                written_anew(store)
                store.tidy(now=NOW)
        except BaseException:  # noqa: BLE001 # told through the pipe
            os.write(pipe, f"!{traceback.format_exc()}".encode())
            os._exit(1)

    Thread(target=write_anew, daemon=True).start()
    for count in range(1_000_000):
        store.save(agreement(f"{number}-{count}"), agreement("newest", f"{number:04}-{count:06}"), by="a", at=NOW)
        os.write(pipe, b"%d\n" % count)


def tell(word: object) -> None:
    """Print a line, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def played(home: Path, number: int, chance: random.Random) -> tuple[int, str]:
    """Start a saver and kill it soon after some save; return how many saves it told, and what it complained of."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            save_and_write_anew(home, number, writing)
        except BaseException:  # noqa: BLE001 # told through the pipe
            os.write(writing, f"!{traceback.format_exc()}".encode())
        finally:
            os._exit(1)
    os.close(writing)
    told, wanted = b"", chance.randrange(25)
    while told.count(b"\n") < wanted and b"!" not in told:
        told += os.read(reading, 65536)
    for _ in range(chance.randrange(20_000)):
        pass
    os.kill(child, signal.SIGKILL)
    while rest := os.read(reading, 65536):
        told += rest
    os.close(reading)
    os.waitpid(child, 0)
    saves, _, complaint = told.decode().partition("!")
    return saves.count("\n"), complaint


def complaints(store: Store, acknowledged: dict[int, int]) -> Iterator[str]:
    """Say what of the saves that each round acknowledged is not there, or older."""
    for number, saves in acknowledged.items():
        for name in (f"{number}-{each}" for each in range(saves)):
            if text_of(store, name) is None:
                yield f"{name} is lost"
    newest = max(((number, saves) for number, saves in acknowledged.items() if saves), default=None)
    held = text_of(store, "newest") or ""
    if newest is not None and held < f"{newest[0]:04}-{newest[1] - 1:06}":
        yield f"{held} is older than {newest}"
    if held:
        number, count = map(int, held.split("-"))
        if text_of(store, f"{number}-{count}") is None or text_of(store, f"{number}-{count + 1}") is not None:
            yield f"of what was saved together with {held}, half is there"
    yield from (each.what for each in store.findings if each.what != "store.tail_torn")


def main(homes: int, rounds: int, seed: int) -> None:
    """Play, and look into the home after each round."""
    chance = random.Random(seed)
    Store.cost = Cost(ops=1, memory=8192)
    total = journals = 0
    for place in range(homes):
        with tempfile.TemporaryDirectory() as folder:
            home, acknowledged = Path(folder), dict[int, int]()
            store = Store.open(home)
            if place % 2:
                save(store, "0")
                store.set_passphrase(SECRET)
            for number in range(rounds):
                acknowledged[number], complaint = played(home, number, chance)
                store = Store.open(home, passphrase=SECRET)
                for each in (*filter(None, [complaint]), *complaints(store, acknowledged)):
                    tell(f"home {place}, round {number}: {each}")
            total += sum(acknowledged.values())
            journals += store._storage.journal.reading.generation
    tell(f"{total} saves, {journals} journals, seed {seed}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
