"""Several processes save in one home and all write its journal anew, all the time: each keeps and sees every save."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.acts import SECRET, written_anew
from tests.store.homes import NOW, agreement, names, save
from tui.core.records import Agreement
from tui.store import files
from tui.store.keys import Cost
from tui.store.rewriting import Draft
from tui.store.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["open", "sealed"])
def secret(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A home with one record; the passphrase that it needs."""
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8192))
    store = Store.open(tmp_path)
    save(store, "first")
    if request.param == "open":
        return ""
    store.set_passphrase(SECRET)
    return SECRET


def writer(home: Path, prefix: str, many: int, secret: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "tests/store/writers.py", str(home), prefix, str(many), *([secret] if secret else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def until_done(process: "subprocess.Popen[str]") -> list[str]:
    """Return what a writer tells until it is done; if it ends before that, fail with its complaint."""
    assert process.stdout is not None
    told: list[str] = []
    for line in process.stdout:
        if line == "done\n":
            return told
        told.append(line.strip())
    assert process.stderr is not None
    pytest.fail(process.stderr.read())


def what_it_sees(process: "subprocess.Popen[str]") -> tuple[int, int]:
    out, complaints = process.communicate("\n")
    assert complaints == ""
    count, generation, findings = out.strip().split(" ", 2)
    assert findings == "()"
    return int(count), int(generation)


def test_two_processes_of_150_saves_each_keep_all_300_and_each_sees_them(tmp_path: Path, secret: str) -> None:
    with writer(tmp_path, "a", 150, secret) as one, writer(tmp_path, "b", 150, secret) as other:
        told = until_done(one) + until_done(other)
        assert sorted(told) == sorted(f"{prefix}{number}" for prefix in "ab" for number in range(150))
        seen = [what_it_sees(one), what_it_sees(other)]
    store = Store.open(tmp_path, passphrase=secret)
    assert set(names(store)) == {*told, "first"}
    assert store.findings == ()
    assert [count for count, _ in seen] == [301, 301]
    assert seen[0][1] == seen[1][1] == store._storage.journal.reading.generation > 2


def test_three_processes_one_of_them_killed_keep_all_that_was_told(tmp_path: Path, secret: str) -> None:
    with (
        writer(tmp_path, "a", 60, secret) as one,
        writer(tmp_path, "b", 60, secret) as other,
        writer(tmp_path, "c", 1_000_000, secret) as killed,
    ):
        assert killed.stdout is not None
        told = [killed.stdout.readline().strip() for _ in range(20)]
        killed.kill()
        told += [line.strip() for line in killed.stdout]
        told += until_done(one) + until_done(other)
        assert what_it_sees(one)[0] == what_it_sees(other)[0] == len(names(Store.open(tmp_path, passphrase=secret)))
    assert {*told, "first"} <= set(names(Store.open(tmp_path, passphrase=secret)))
    assert set(names(Store.open(tmp_path, passphrase=secret))) - {*told, "first"} <= {f"c{len(told) - 120}"}


KILLED = """
import sys
from pathlib import Path
from tests.store.homes import NOW
from tui.store.rewriting import Draft
from tui.store.store import Store
add = Draft.add
def halfway(draft, lines):
    add(draft, lines)
    draft._flush()
    print("in the middle", flush=True)
    sys.stdin.readline()
Draft.add = halfway
store = Store.open(Path(sys.argv[1]), passphrase="".join(sys.argv[2:]))
with store._storage.rewriting():
    store._storage.rewrite()
"""


def test_one_killed_while_it_writes_anew_leaves_the_other_to_go_on(tmp_path: Path, secret: str) -> None:
    store = Store.open(tmp_path, passphrase=secret)
    store.few = 0
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), *([secret] if secret else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "in the middle"
        save(store, "meanwhile")
        assert not written_anew(store)
        other.kill()
        other.wait()
    assert (tmp_path / "records.journal.next").exists()
    save(store, "after")
    assert written_anew(store)
    assert not (tmp_path / "records.journal.next").exists()
    assert names(store) == names(Store.open(tmp_path, passphrase=secret)) == ["after", "first", "meanwhile"]


def test_the_same_field_changed_in_both_keeps_both_while_each_writes_anew(
    tmp_path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (Store.open(tmp_path, passphrase=secret) for _ in range(2))
    before = one.all(Agreement)
    confirm, begun = Draft.confirm, list[Draft]()

    def meanwhile(draft: Draft) -> None:
        confirm(draft)
        if not begun:
            begun.append(draft)
            other.save(agreement("first", "said by b"), by="b", at=NOW, seen=before)

    monkeypatch.setattr(Draft, "confirm", meanwhile)
    one.save(agreement("first", "said by a"), by="a", at=NOW, seen=before)
    assert written_anew(one)
    other.catch_up()
    assert written_anew(other)
    one.catch_up()
    for store in (one, other, Store.open(tmp_path, passphrase=secret)):
        (both,) = store.both()
        assert (both.kind, both.record, both.field) == ("agreement", "first", "text")
        assert {each.fields["text"] for each in both.changes} == {"said by a", "said by b"}


def test_a_home_opens_although_another_window_finishes_writing_anew_meanwhile(
    tmp_path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "records.journal.next"
    there.write_bytes(b"on its way")
    status = files.status

    def gone_meanwhile(path: Path) -> os.stat_result | None:
        if path == there:
            there.unlink(missing_ok=True)
        return status(path)

    monkeypatch.setattr(files, "status", gone_meanwhile)
    assert names(Store.open(tmp_path, passphrase=secret)) == ["first"]


def test_a_journal_written_anew_is_read_anew_even_where_its_file_has_the_number_of_the_one_before(
    tmp_path: Path, secret: str
) -> None:
    one, other = (Store.open(tmp_path, passphrase=secret) for _ in range(2))
    save(one, "second")
    assert written_anew(one)
    other.catch_up()
    save(one, "third")
    assert written_anew(one)
    journal = other._storage.journal
    now, before = journal.look(), journal._seen
    assert now is not None
    assert before is not None
    journal._seen = (now[0], *before[1:])
    other.catch_up()
    assert names(other) == ["first", "second", "third"]
    assert journal.reading.generation == one._storage.journal.reading.generation
    assert written_anew(other)
    assert journal.reading.generation == one._storage.journal.reading.generation + 1
