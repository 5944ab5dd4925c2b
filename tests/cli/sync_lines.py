"""What the tests of the shared folder at the command line have: two computers, and a folder between them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.line import Line
from tui.household import Household
from tui.household.circle import circle_of
from tui.sync import pairing, pairing_keys
from tui.sync.pairing_keys import Cost
from tui.sync.roster import Circle

LIGHT = Cost(ops=1, memory=8 * 1024)


def make_quick(patch: pytest.MonkeyPatch) -> None:
    """Let a guess at the words cost next to nothing, and let nobody wait between two looks."""
    dear = pairing_keys.set_out
    patch.setattr(pairing, "set_out", lambda words, name, _cost, draw: dear(words, name, LIGHT, draw))
    patch.setattr("tui.cli.sync_ask.EVERY", 0.001)


class Computers:
    """Ana's computer, on which all begins, and others; `folder` is what they share."""

    def __init__(self, place: Path, line: Callable[[Path], Line]) -> None:
        self.place = place
        self.folder = place / "folder"
        self.folder.mkdir()
        self._line = line
        self.ana, self.ben = self.computer("ana"), self.computer("ben")

    def computer(self, name: str) -> Line:
        """Return one more computer, on which nobody has begun."""
        return self._line(self.place / name)

    @property
    def files(self) -> Path:
        """Where in the folder our files lie."""
        return self.folder / "nearer"

    def begin(self, one: str = "Ana", other: str = "Ben") -> None:
        """Let the two begin on Ana's computer."""
        self.ana("init", "--names", one, other, "--zones", "UTC", "UTC")

    def words(self) -> str:
        """Let Ana invite; return the four words."""
        out = self.ana("sync", "share", str(self.folder), "--wait", "0", "--json", "--yes")
        return str(json.loads(out.splitlines()[0])["words"])

    def share(self, *more: str) -> str:
        """Let Ana look who has come, and let them in."""
        return self.ana("sync", "share", str(self.folder), "--wait", "0", "--yes", *more)

    def knock(self, line: Line, *more: str, code: int = 0) -> str:
        """Let a computer answer the invitation, or look what came of it."""
        return line("sync", "join", str(self.folder), "--wait", "0", "--yes", *more, code=code)

    def join(self, line: Line, *more: str) -> str:
        """Let a computer come in; return what it says at last."""
        self.knock(line, "--words", self.words(), *more)
        self.share()
        return self.knock(line)

    def circle(self, line: Line) -> Circle:
        """Return what a computer knows of the others."""
        household = Household.open(line.home)
        try:
            found = circle_of(household.store)
            assert found is not None
            return found
        finally:
            household.close()

    def bytes(self) -> dict[str, bytes]:
        """Return what lies in the folder."""
        return {each.name: each.read_bytes() for each in sorted(self.files.iterdir()) if each.is_file()}


def carried(one: Path, other: Path) -> None:
    """Carry a folder to another place by hand; nothing goes missing there."""
    shutil.copytree(one, other, dirs_exist_ok=True)
