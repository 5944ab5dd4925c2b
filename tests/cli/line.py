"""What the command line's tests share: commands typed on one home, and what came of them."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.store.homes import tree
from tui.cli import main


class Line:
    """Types commands on one home; `lines` come in through a pipe. What fails says one line, and never a traceback."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self.home = home
        self.err = ""
        self._patch, self._capture = patch, capture

    def __call__(self, *words: str, lines: Iterable[str] = (), code: int = 0) -> str:
        found, out = self.tried(*words, lines=lines)
        assert found == code, (words, out, self.err)
        return out

    def tried(self, *words: str, lines: Iterable[str] = ()) -> tuple[int, str]:
        """Return the exit code and what was printed; the complaint is in `err`."""
        piped = io.BytesIO("".join(f"{each}\n" for each in lines).encode())
        self._patch.setattr("sys.stdin", io.TextIOWrapper(piped, "utf-8"))
        code = main(["--home", str(self.home), *words])
        out, self.err = (each.decode() for each in self._capture.readouterr())
        assert "Traceback" not in out + self.err
        assert "fault" not in self.err, self.err
        assert code in {0, 1, 2}
        if code == 1:
            assert len(self.err.splitlines()) == 1, self.err
        assert not list(self.home.glob("logs/*"))
        return code, out

    def json(self, *words: str, lines: Iterable[str] = ()) -> dict[str, object]:
        """Return the one JSON document that a command prints."""
        document = json.loads(self(*words, "--json", lines=lines))
        assert isinstance(document, dict)
        return document

    def whole(self) -> dict[str, bytes]:
        """Return every file of the home but its locks."""
        return tree(self.home)
