"""A program that saves while it writes the journal anew all the time: `writers.py HOME PREFIX MANY [SECRET]`.

It tells each save by a line, once it is kept; then it waits for a line, and tells how many records it sees.
"""

import sys
from pathlib import Path
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.acts import written_anew
from tests.store.homes import NOW, agreement
from tui.core.records import Agreement
from tui.store.store import Store


def tell(word: object) -> None:
    """Print a line, at once."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(home: Path, prefix: str, many: int, secret: str) -> None:
    """Save, and write anew in a thread of its own."""
    store, done = Store.open(home, passphrase=secret), Event()
    store.few = 0

    def write_anew() -> None:
        while not done.is_set():
            written_anew(store)
            store.tidy(now=NOW)

    thread = Thread(target=write_anew)
    thread.start()
    for number in range(many):
        store.save(agreement(f"{prefix}{number}"), by=prefix, at=NOW)
        tell(f"{prefix}{number}")
    done.set()
    thread.join()
    tell("done")
    sys.stdin.readline()
    store.catch_up()
    tell(f"{len(store.all(Agreement))} {store._storage.journal.reading.generation} {store.findings}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), "".join(sys.argv[4:]))
