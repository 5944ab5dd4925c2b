"""Bad homes and bad files: what is sound still works, or one line says what is wrong; nothing is lost."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.cli.line import Line
from tui.checkin.flow import DraftAnswer
from tui.cli import unlock
from tui.household import Household
from tui.store.keys import Cost, Key
from tui.store.portable import MOST_BYTES
from tui.store.protection import content_of
from tui.store.sealing import Sealing
from tui.store.store import Store

PHRASE = "a quiet evening"
LOOKS = (["status"], ["plan", "list"], ["export"], ["doctor"], ["doctor", "--json"], ["restore"])
"""What only looks: a person does this first when something is odd."""

KEYS: dict[Path, Key | None] = {}
"""What opens the pieces that were set aside in a sealed home."""


@pytest.fixture(params=["plain", "sealed"])
def nearer(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Line:
    """A home with an answer, a plan, a draft and a copy of all; the same one sealed, its passphrase at hand."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8 * 1024))
    monkeypatch.delenv(unlock.VARIABLE, raising=False)
    line = Line(tmp_path / "home", monkeypatch, capfdbinary)
    line("init", "--names", "Ana", "Ben", "--zones", "Europe/Berlin", "Europe/Berlin")
    household = Household.open(line.home)
    draft = household.draft("before").with_answer("before.loved", DraftAnswer(value="your laugh"))
    household.finish(draft, ["before.loved"])
    household.keep_draft(household.draft("cause").with_answer("cause.when", DraftAnswer(value="a summer")))
    for copy in line.home.glob("backups/*"):
        copy.unlink()
    household.look_after()
    household.close()
    line("plan", "propose", "--start", "2099-01-01T20:00", "--what", "a walk")
    (tmp_path / "export.json").write_text(line("export"), "utf-8")
    if request.param == "sealed":
        line("passphrase", "set", lines=[PHRASE])
        sealing = Sealing(line.home)
        sealing.unlock(PHRASE, line.home / "records.journal")
        KEYS[line.home] = sealing.key
        monkeypatch.setenv(unlock.VARIABLE, PHRASE)
    return line


def kept(before: dict[str, bytes], nearer: Line) -> bool:
    """Whether every byte of every file that was there is still there, in its place or beside it."""
    now = nearer.whole()
    key = KEYS.get(nearer.home)
    opened = [content_of(nearer.home / name, key) for name in now if name.endswith(".sealed")]
    journal = now.get("records.journal", b"")
    pieces = [*now.values(), *opened]
    for name, data in before.items():
        cut = name == "records.journal" and data.startswith(journal) and data[len(journal) :] in pieces
        if now.get(name) != data and not cut and data not in b"\n".join(pieces):
            return False
    return True


def damage_file(path: Path, damage: str, elsewhere: Path) -> None:
    """Put something else in a file's place; what a link leads to is `elsewhere`."""
    if damage == "garbage":
        path.write_bytes(Random(5).randbytes(700))
    elif damage == "link":
        path.rename(elsewhere)
        path.symlink_to(elsewhere)
    else:
        path.unlink()
    if damage in {"folder", "full folder"}:
        path.mkdir()
    if damage == "full folder":
        (path / "theirs").write_bytes(b"theirs")
    if damage == "dangling link":
        path.symlink_to(elsewhere / "nothing")


def looked_at(nearer: Line, before: dict[str, bytes]) -> dict[str, int]:
    """Try what only looks; return the exit codes. What fails changes nothing, and what works loses nothing."""
    codes = {}
    for words in LOOKS:
        now = nearer.whole()
        codes[" ".join(words)], out = nearer.tried(*words)
        if "--json" in words and not codes[" ".join(words)]:
            assert isinstance(json.loads(out)["ok"], bool)
        if codes[" ".join(words)]:
            assert out == ""
            assert kept(now, nearer)
    assert kept(before, nearer)
    return codes


def files(nearer: Line) -> list[str]:
    return sorted(nearer.whole())


# Homes


def test_a_home_of_garbage_says_so_in_one_line_and_stays_as_it_is(nearer: Line) -> None:
    random = Random(4)
    for name in files(nearer):
        (nearer.home / name).write_bytes(random.randbytes(900))
    before = nearer.whole()
    for words in (*LOOKS, ["import", str(nearer.home.parent / "export.json")], ["forget", "--all", "--yes"]):
        code, _ = nearer.tried(*words)
        assert code == (0 if words[0] in {"doctor", "restore"} else 1)
        assert nearer.whole() == before
    assert str(nearer.home) in nearer.err
    nearer("doctor", "--repair")
    assert kept(before, nearer)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.97])
def test_half_a_file_costs_no_more_than_that_file(nearer: Line, part: float) -> None:
    whole = nearer.home.parent / "whole"
    shutil.copytree(nearer.home, whole)
    for name in files(nearer):
        shutil.rmtree(nearer.home)
        shutil.copytree(whole, nearer.home)
        data = (nearer.home / name).read_bytes()
        (nearer.home / name).write_bytes(data[: int(len(data) * part)])
        before = nearer.whole()
        codes = looked_at(nearer, before)
        if name != "records.journal":
            assert set(codes.values()) == {0}, (name, nearer.err)
            assert "a walk" in nearer("plan", "list")
        nearer("doctor", "--repair")
        assert kept(before, nearer)


@pytest.mark.parametrize("damage", ["garbage", "folder", "full folder", "link", "dangling link", "gone"])
def test_whatever_stands_in_a_files_place_is_not_followed_and_not_deleted(nearer: Line, damage: str) -> None:
    elsewhere = nearer.home.parent / "elsewhere"
    whole = nearer.home.parent / "whole"
    shutil.copytree(nearer.home, whole)
    for name in [*files(nearer), "records.lock", "local.lock"]:
        shutil.rmtree(nearer.home)
        elsewhere.unlink(missing_ok=True)
        shutil.copytree(whole, nearer.home, symlinks=True)
        damage_file(nearer.home / name, damage, elsewhere)
        before = nearer.whole()
        if (damage, name) == ("gone", "records.key"):
            before = {}  # everything is sealed anew then
        theirs = elsewhere.read_bytes() if elsewhere.exists() else None
        codes = looked_at(nearer, before)
        if name != "records.journal":
            assert set(codes.values()) == {0}, (name, nearer.err)
            assert nearer("export") == (nearer.home.parent / "export.json").read_text("utf-8")
        nearer.tried("doctor", "--repair")
        assert theirs is None or elsewhere.read_bytes() == theirs
        assert kept(before, nearer)


@pytest.mark.parametrize("name", ["backups", "set-aside", "logs"])
@pytest.mark.parametrize("kind", ["file", "link"])
def test_whatever_stands_in_a_folders_place_stops_nobody(nearer: Line, name: str, kind: str) -> None:
    elsewhere = nearer.home.parent / "elsewhere"
    elsewhere.mkdir()
    path = nearer.home / name
    if path.is_dir():
        shutil.rmtree(path)
    path.write_bytes(b"theirs") if kind == "file" else path.symlink_to(elsewhere)
    before = nearer.whole()
    looked_at(nearer, before)
    assert "a walk" in nearer("plan", "list")
    nearer("plan", "propose", "--start", "2099-02-02T20:00", "--what", "a boat")
    assert "a boat" in nearer("plan", "list")
    named = nearer("doctor")
    assert name in named
    assert nearer("doctor", "--repair").endswith("is well again.\n")
    assert nearer("doctor") == f"Everything in {nearer.home} is well.\n"
    assert "a boat" in nearer("plan", "list")
    assert list(elsewhere.iterdir()) == []
    assert kind == "link" or kept({name: b"theirs"}, nearer)


@pytest.mark.parametrize("name", ["records.lock", "local.lock", "rewriting.lock"])
def test_a_folder_in_a_locks_place_is_named_and_set_aside(nearer: Line, name: str) -> None:
    (nearer.home / name).unlink(missing_ok=True)
    (nearer.home / name).mkdir()
    (nearer.home / name / "theirs").write_bytes(b"theirs")
    before = nearer.whole()
    assert "a walk" in nearer("plan", "list")
    nearer("forget", "--all", "--yes", code=1)
    assert str(nearer.home) in nearer.err
    assert f"in the place of {name}" in nearer("doctor")
    assert nearer.whole() | {"local.json": b""} == before | {"local.json": b""}, "drafts are erased first"
    assert nearer("doctor", "--repair").endswith("is well again.\n")
    assert "is well.\n" in nearer("doctor")
    assert b"theirs" in nearer.whole().values()
    nearer("forget", "--all", "--yes")


def test_a_journal_of_two_others_is_not_taken_in(nearer: Line) -> None:
    home, nearer.home = nearer.home, nearer.home.parent / "other"
    nearer("init", "--names", "Carl", "Dora")
    theirs = (nearer.home / "records.journal").read_bytes()
    nearer.home = home
    (nearer.home / "records.journal").write_bytes(theirs)
    before = nearer.whole()
    codes = looked_at(nearer, before)
    assert codes["status"] == codes["export"] == 1
    assert nearer.whole() == before
    nearer("status", code=1)
    assert "two other people" in nearer.err
    assert "two other people" in nearer("doctor")
    nearer("doctor", "--repair")
    assert kept(before, nearer)
    copies = nearer.json("restore")["backups"]
    assert isinstance(copies, list)
    nearer("restore", copies[-1]["name"], "--yes")
    assert nearer.json("status")["me"] == "Ana"


# Imports


def edited(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


BROKEN: dict[str, Callable[[str], tuple[str, str]]] = {
    "a wrong type": lambda text: (edited(text, '"minutes":120', '"minutes":"two"'), '"minutes":"two"'),
    "a wrong date": lambda text: (edited(text, '"start":"2099', '"start":"soon 2099'), '"start":"soon'),
    "an unknown kind": lambda text: (edited(text, '"kind":"plan"', '"kind":"spell"'), '"kind":"spell"'),
    "a list for a record": lambda text: (edited(text, '"records": [\n', '"records": [\n[1],\n'), "[1],"),
    "no text": lambda text: (edited(text, '"a walk"', '"a \\ud800 walk"'), "ud800"),
    "cut off": lambda text: (text[: text.index('"minutes":120') + 5], '"minu'),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_import_is_named_with_file_and_line(nearer: Line, fault: str) -> None:
    text, part = BROKEN[fault]((nearer.home.parent / "export.json").read_text("utf-8"))
    path = nearer.home.parent / "broken.json"
    path.write_text(text, "utf-8")
    before = nearer.whole()
    nearer("import", str(path), code=1)
    assert "broken.json" in nearer.err
    assert f"line {line_of(text, part)}" in nearer.err.casefold()
    assert "Nothing was changed." in nearer.err
    assert nearer.whole() == before


def test_the_same_id_twice_is_named_with_file_and_line(nearer: Line) -> None:
    text = (nearer.home.parent / "export.json").read_text("utf-8")
    plan = next(line.rstrip(",") for line in text.splitlines() if '"kind":"plan"' in line)
    text = edited(text, plan, f"{plan},\n{plan}")
    path = nearer.home.parent / "twice.json"
    path.write_text(text, "utf-8")
    before = nearer.whole()
    nearer("import", str(path), code=1)
    assert f"Line {line_of(text, plan) + 1} of twice.json" in nearer.err
    assert nearer.whole() == before


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"null", b"\x00" * 99, b"\xff\xfe", b"[" * 200_000, b'{"format": 99}', b'{"people": 1}'],
    ids=["empty", "list", "object", "null", "zeros", "utf-16", "deep", "newer", "types"],
)
def test_what_is_no_export_is_refused(nearer: Line, data: bytes) -> None:
    path = nearer.home.parent / "odd.json"
    path.write_bytes(data)
    before = nearer.whole()
    nearer("import", str(path), code=1)
    assert "odd.json" in nearer.err
    assert len(nearer.err) < 400
    assert nearer.whole() == before


def test_a_file_of_more_than_200_mb_is_not_even_read(nearer: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    path = nearer.home.parent / "huge.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    code, _ = nearer.tried("import", str(path))
    monkeypatch.undo()
    assert code == 1
    assert "huge.json is larger" in nearer.err


def test_a_folder_or_nothing_at_all_is_refused(nearer: Line) -> None:
    before = nearer.whole()
    for path in (nearer.home, nearer.home.parent / "missing.json"):
        nearer("import", str(path), code=1)
        assert str(path) in nearer.err
    assert nearer.whole() == before


def test_another_couples_export_is_refused(nearer: Line) -> None:
    home, nearer.home = nearer.home, nearer.home.parent / "other"
    nearer("init", "--names", "Carl", "Dora")
    path = home.parent / "theirs.json"
    path.write_text(nearer("export"), "utf-8")
    nearer.home = home
    before = nearer.whole()
    nearer("import", str(path), code=1)
    assert "two other people" in nearer.err
    assert nearer.whole() == before


def test_an_import_that_is_refused_makes_no_home(nearer: Line) -> None:
    path = nearer.home.parent / "broken.json"
    path.write_text((nearer.home.parent / "export.json").read_text("utf-8")[:-40], "utf-8")
    nearer.home = nearer.home.parent / "new"
    nearer("import", str(path), code=1)
    assert not nearer.home.exists()
