"""The wheel carries everything, and the app starts from it in any folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            folder,
            ".",
        ],
        check=True,
        timeout=300,
    )
    return next(folder.glob("nearer-*.whl"))


def test_the_wheel_carries_the_texts_and_the_styles(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for path in (*Path("content").rglob("*.toml"), Path("content/SOURCES.md")):
        assert f"tui/_content/{path.relative_to('content').as_posix()}" in names
    for path in Path("tui").rglob("*.tcss"):
        assert path.as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_the_app_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-compile",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(pip, check=True, timeout=300)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = "import sys, tui.cli; print(tui.__file__, file=sys.stderr); sys.exit(tui.cli.main(sys.argv[1:]))"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, "--home", str(tmp_path / "home"), *words],
            cwd=elsewhere,
            env={**os.environ, "PYTHONPATH": str(target)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )

    run("init", "--names", "Ana", "Ben")
    done = run("status", "--json")
    assert json.loads(done.stdout)["me"] == "Ana"
    assert str(target) in done.stderr
    listed = json.loads(run("content", "list", "--json").stdout)
    assert len(listed["steps"]) == 7
