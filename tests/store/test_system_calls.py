"""The system itself stops a saver at each call, or refuses the call: what was acknowledged is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_stopped_or_refused_at_any_system_call_no_acknowledged_save_is_lost() -> None:
    run = subprocess.run(
        [sys.executable, "tests/store/traced.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode == 3:
        pytest.skip(f"strace may not trace here: {run.stdout.strip()}")
    assert run.stderr == ""
    met = dict(line.rsplit(": ", 1) for line in run.stdout.splitlines() if re.fullmatch(r"\S+: \d+ calls", line))
    assert [line for line in run.stdout.splitlines() if not re.fullmatch(r"\S+: \d+ calls", line)] == []
    assert len(met) == 14
    assert all(int(calls.split()[0]) >= 3 for fault, calls in met.items() if "ftruncate" not in fault)
