"""`python -m bench [NAME ...]` measures all, or what is named, and prints one table."""

import sys

from bench import keys, start
from bench.report import HEAD, machine

MEASUREMENTS = {"start": start.measure, "keys": keys.measure}
"""Each a function that gives rows, each in a file of its own."""


def main(names: list[str]) -> int:
    """Measure; return 2 when there is no measurement of such a name."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"no measurement is called {unknown[0]!r}; there are: {', '.join(MEASUREMENTS)}", file=sys.stderr)
        return 2
    print(HEAD, flush=True)
    for name in names or MEASUREMENTS:
        for row in MEASUREMENTS[name]():
            print(row, flush=True)
    print(f"\n{machine()}; medians, programs by turns in one run.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
