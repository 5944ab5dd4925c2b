"""The app with clocks that go faster, so that an hour of a talk takes a minute; run as a program with its words."""

import sys
from datetime import UTC, datetime, timedelta
from time import monotonic

from tui.core import clock
from tui.core.clock import Reading

TIMES = 60
"""How many seconds pass in one."""

_BEGAN, _AT = monotonic(), datetime.now(UTC)


class QuickClock:
    """All clocks of the machine, each as much faster."""

    def now(self) -> datetime:
        """Return the wall time in UTC."""
        return _AT + timedelta(seconds=(monotonic() - _BEGAN) * TIMES)

    def read(self) -> Reading:
        """Return all clocks at this moment."""
        steady = _BEGAN + (monotonic() - _BEGAN) * TIMES
        return Reading(wall=self.now(), steady=steady, boot=steady, boot_id="quick")


def command(*words: str) -> list[str]:
    """Return what starts the app so."""
    return [sys.executable, "-m", "bench.quick", *words]


def main() -> int:
    """Turn the clocks, and let the talk look at them as often as it would."""
    clock.SystemClock = QuickClock  # type: ignore[assignment, misc]  # whoever asks for the clocks gets these
    from tui.cli import main as nearer
    from tui.screens import talk_room

    talk_room.GLANCE /= TIMES
    talk_room.LATER /= TIMES
    talk_room.UNEVEN /= TIMES
    return nearer(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
