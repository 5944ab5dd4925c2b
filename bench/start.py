"""How long until the whole first screen of the app is there, beside a bare app of the same library."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import bare
from bench.played import Played, begin_home, module_command
from bench.report import Row, median
from bench.save import filled
from bench.turns import by_turns

QUIET = 0.5
"""Seconds without a byte after which a screen counts as painted."""

SIZE = 100_000
"""Records, as after ten years of daily use."""

AIM = 1.3
AIM_LATER = 1.3
AGAINST = "a bare Textual app"


def measure(runs: int) -> Iterator[Row]:
    """Measure the first full paint, and the first frame that shows anything, also after ten years of use."""
    with tempfile.TemporaryDirectory() as folder:
        home, old = Path(folder) / "home", Path(folder) / "old"
        begin_home(home)
        begin_home(old)
        filled(old, SIZE)
        first, later = ([*module_command(), "--home", str(each), "--as", "Ana"] for each in (home, old))
        ours, theirs, after_years = by_turns(
            runs,
            [
                lambda: _paints(first, b"Ana"),
                lambda: _paints(bare.command("hello"), bare.READY.encode()),
                lambda: _paints(later, b"Ana"),
            ],
        )
    for place, what, aim in ((1, "start to the full first screen", AIM), (0, "start to the first frame", None)):
        firsts, others = ([each[place] for each in samples] for samples in (ours, theirs))
        yield Row(what=what, against=AGAINST, ours=median(firsts), theirs=median(others), aim=aim)
    frames = [median([frame for frame, _ in samples]) for samples in (after_years, ours)]
    what = f"start to the first frame, {SIZE:,} records"
    yield Row(what=what, against="with none", ours=frames[0], theirs=frames[1], aim=AIM_LATER)


def _paints(argv: list[str], ready: bytes) -> tuple[float, float]:
    """Return the milliseconds from the start of `argv` to its first frame, and to its first screen's last change.

    That screen is there when `ready` was written and nothing has come for a while after it.
    """
    with Played(argv) as program:
        program.wait_bytes(ready)
        program.settle(QUIET)
        moments = [moment for moment, text in program.frames() if text.strip()]
        return (moments[0] - program.began) * 1000, (moments[-1] - program.began) * 1000
