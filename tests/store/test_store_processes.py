"""Several processes on one home: each keeps what the others save, and sees it."""

import subprocess
import sys
from pathlib import Path

from tui.core.records import Agreement
from tui.store.store import Store

ROOT = Path(__file__).parents[2]
SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui.core.records import Agreement
from tui.store.store import Store
home, prefix, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = datetime(2026, 1, 1, tzinfo=UTC)
store = Store.open(home)
for number in range(many):
    name = f"{prefix}{number}"
    store.save(Agreement(id=name, by="a", at=now, text="x" * 200), Agreement(id=name + "+", by="a", at=now, text="y"),
               by="a", at=now)
    sys.stdout.write(name + "\\n")
    sys.stdout.flush()
"""


def saver(home: Path, prefix: str, many: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", SAVER, str(home), prefix, str(many)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_two_processes_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    with saver(tmp_path, "a", 100) as one, saver(tmp_path, "b", 100) as other:
        assert one.wait() == other.wait() == 0
    store = Store.open(tmp_path)
    assert {each.id for each in store.all(Agreement) if "+" not in each.id} == {
        f"{prefix}{number}" for prefix in "ab" for number in range(100)
    }
    assert store.count() == 400
    assert store.findings == ()


def test_a_window_that_watches_sees_all_that_another_saves(tmp_path: Path) -> None:
    watching = Store.open(tmp_path)
    with saver(tmp_path, "a", 40) as other:
        assert other.stdout is not None
        for line in other.stdout:
            watching.catch_up()
            assert watching.get(Agreement, line.strip()) is not None
        assert other.wait() == 0
    assert watching.count() == 80
