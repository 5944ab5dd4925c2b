"""What the tests of the plain talk share: lines typed into it while the clock goes, and what was said."""

from collections.abc import Callable, Sequence

import pytest

from tests.cli.plain_lines import PAINTED
from tests.stage import FixedClock
from tui.cli.plain_talk import talk
from tui.household import Household

Line = str | int | Callable[[], object]
"""A line that is typed; seconds that pass before the next one (up to 30 are watched); something that happens."""

READY: Sequence[Line] = ("y", "y", "", "", "")
"""Both have time, take a breath, and have no ground rule."""


class Keyboard:
    """Lines to read."""

    def __init__(self, lines: Sequence[Line], clock: FixedClock) -> None:
        self._lines = list(lines)
        self._clock = clock

    def readline(self) -> str:
        while self._lines:
            line = self._lines.pop(0)
            if isinstance(line, str):
                return f"{line}\n"
            if isinstance(line, int):
                self._clock.go(line)
            else:
                line()
        return ""

    def isatty(self) -> bool:
        return False


class Typed:
    """Types lines into a talk, and keeps what was said."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clock: FixedClock
    ) -> None:
        self._patch = monkeypatch
        self._capture = capsys
        self._clock = clock
        self.complaint = ""

    def __call__(
        self, household: Household, *lines: Line, form: str = "equal", topic: str = "us", code: int = 0
    ) -> str:
        self._patch.setattr("sys.stdin", Keyboard(lines, self._clock))
        found = talk(household, form, topic)
        said = self._capture.readouterr()
        self.complaint = said.err
        assert found == code, said.err
        assert len(said.err.splitlines()) == code
        assert not PAINTED.search(said.out + said.err), PAINTED.search(said.out + said.err)
        return said.out

    def so_far(self) -> str:
        """Return what was said since this was last asked."""
        return self._capture.readouterr().out
