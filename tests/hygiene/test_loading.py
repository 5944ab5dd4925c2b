"""Nothing heavy loads before it is needed, and nothing that could reach a network loads at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tui.cli import main

HEAVY = ("textual", "rich")
LATER = ("numpy", "pendulum", "icalendar", "dateutil", "nacl", "textual.widgets._markdown", "markdown_it")
WHERE_THERE_IS_ANY = (
    "tui.household.agreements",
    "tui.household.issues",
    "tui.household.own",
    "tui.household.small_steps",
    "tui.household.calendars",
    "tui.planner.calendars",
)
"""What home asks only where there is something to be asked about, and after the first paint."""


def modules_after(code: str, *words: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after `code`."""
    script = f"import sys, json\n{code}\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert main(["--home", str(tmp_path / "home"), "init", "--names", "Ana", "Ben"]) == 0
    return tmp_path / "home"


@pytest.mark.parametrize(
    "command",
    [
        ["--version"],
        ["status"],
        ["status", "--short"],
        ["plan", "list"],
        ["plan", "free"],
        ["calendar", "list"],
        ["export"],
        ["content", "list"],
        ["sync"],
        ["init", "--names", "A", "B"],
    ],
    ids=lambda command: "-".join(command[:2]).strip("-"),
)
def test_a_command_loads_no_textual(home: Path, command: list[str]) -> None:
    code = "from tui.cli import main\nmain(sys.argv[1:])"
    words = command if command == ["--version"] else ["--home", str(home), *command]
    loaded = modules_after(code, *words)
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]


def test_no_part_of_the_shared_folder_loads_textual() -> None:
    loaded = modules_after("import tui.cli.sync_pair, tui.cli.sync_watch, tui.cli.sync_check")
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]


def test_the_version_loads_next_to_nothing() -> None:
    before = modules_after("")
    loaded = modules_after("from tui.cli import main\nmain(['--version'])") - before
    assert loaded == {"tui", "tui.cli"} | {
        name for name in loaded if name.split(".")[0] in {"collections", "_collections_abc"}
    }


FIRST_PAINT = """
import asyncio
from concurrent.futures import Future
from pathlib import Path
from tui.app.app import NearerApp
from tui.household import Household

future = Future()
future.set_result(Household.open(Path(sys.argv[1])))

async def paint():
    async with NearerApp(future).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HomeScreen"
        print("\\n" + json.dumps(sorted(sys.modules)))

asyncio.run(paint())
"""


def test_the_first_paint_loads_nothing_heavy(home: Path) -> None:
    script = f"import sys, json\n{FIRST_PAINT}"
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(json.loads(next(line for line in done.stdout.splitlines() if line.startswith("["))))
    later = (*LATER, *WHERE_THERE_IS_ANY)
    assert not [name for name in loaded if any(name == each or name.startswith(f"{each}.") for each in later)]
