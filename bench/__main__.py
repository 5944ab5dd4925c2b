"""`python -m bench [NAME ...] [--runs N]` measures all, or what is named, and prints one table."""

import argparse
import sys
from collections.abc import Callable, Iterable

from bench import calendars, carried, exchange, home, keys, opening, save, start, talk, version
from bench.report import COLUMNS, Row, machine

Measurement = Callable[[int], Iterable[Row]]

MEASUREMENTS: dict[str, Measurement] = {
    "start": start.measure,
    "version": version.measure,
    "keys": keys.measure,
    "home": home.measure,
    "save": save.measure,
    "opening": opening.measure,
    "calendars": calendars.measure,
    "talk": talk.measure,
    "carried": carried.measure,
    "exchange": exchange.measure,
}
"""Each a function that takes the number of runs and gives rows, each in a file of its own."""

RUNS = 15


def main(words: list[str]) -> int:
    """Measure and print; return 0, whatever the figures say: they are for people to judge."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures the app and prints one table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--runs", type=int, default=RUNS, help="starts of each program (default: %(default)s)")
    options = parser.parse_args(words)
    unknown = [name for name in options.names if name not in MEASUREMENTS]
    if unknown or options.runs < 1:
        parser.error(f"no measurement is called {unknown[0]!r}" if unknown else "at least one run is needed")
    print(COLUMNS, flush=True)
    for name in options.names or MEASUREMENTS:
        for row in MEASUREMENTS[name](options.runs):
            print(row, flush=True)
    print(f"\nMedians of {options.runs} runs, programs by turns; {machine()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
