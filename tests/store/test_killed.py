"""Killed in the middle, a hundred times, while the journal is written anew all the time: no save is lost."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_hundred_kills_amid_saving_and_writing_anew_lose_no_acknowledged_save() -> None:
    run = subprocess.run(
        [sys.executable, "tests/store/rounds.py", "10", "10", "3"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    *complaints, summary = run.stdout.splitlines()
    assert complaints == []
    found = re.fullmatch(r"(\d+) saves, (\d+) journals, seed 3", summary)
    assert found is not None
    assert int(found[1]) > 500
    assert int(found[2]) > 50
