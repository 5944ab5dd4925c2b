"""The shared folder at the command line: who comes in, what goes there and what does not, and what is said of it."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.line import Line
from tests.cli.sync_lines import Computers, carried, make_quick
from tests.store.homes import agreement
from tui.cli import main, sync_ask, sync_pair, sync_watch
from tui.cli import sync as sync_command
from tui.cli.status import CIRCLE
from tui.core.clock import SystemClock
from tui.core.errors import StoreError
from tui.household import Household, circle, syncing
from tui.household.syncing import alone
from tui.store.keys import Cost
from tui.store.local import Local
from tui.store.store import Store
from tui.sync.exchange import Outcome
from tui.sync.folder import SUBFOLDER
from tui.sync.keys import MachineKey
from tui.sync.ports import FolderError
from tui.sync.segment import FORMAT, MAGIC, MOST

WORDS = re.compile(r"    ([a-z]+ [a-z]+ [a-z]+ [a-z]+)\n")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    make_quick(monkeypatch)


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Computers:
    computers = Computers(tmp_path, lambda home: Line(home, monkeypatch, capfdbinary))
    computers.begin()
    return computers


@pytest.fixture
def joined(two: Computers) -> Computers:
    two.join(two.ben)
    two.ana("sync")
    return two


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits there and can be asked."""
    for module in (sync_ask, sync_pair, sync_command):
        monkeypatch.setattr(module, "in_terminal", lambda: True)


def propose(line: Line, what: str, *more: str) -> str:
    return line("plan", "propose", "--start", "2099-01-01T20:00", "--what", what, *more).strip()


def titles(line: Line) -> list[str]:
    plans = line.json("plan", "list")["plans"]
    assert isinstance(plans, list)
    return sorted(each["what"] for each in plans)


def nobody_began(line: Line) -> bool:
    """Whether a computer says that nobody has begun there, as before."""
    line("status", code=1)
    return "init" in line.err or "begun" in line.err


# Coming together


def test_two_computers_come_together_while_both_wait(
    two: Computers, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    propose(two.ana, "a walk")
    words = two.words()
    ana = ["--home", str(two.ana.home), "sync", "share", str(two.folder), "--json", "--yes", "--wait", "1"]
    sharing = Thread(target=main, args=(ana,))
    sharing.start()
    ben = ["--home", str(two.ben.home), "sync", "join", str(two.folder), "--words", words, "--wait", "1"]
    assert main([*ben, "--yes", "--json"]) == 0
    sharing.join(30)
    said = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert said[0] == {"words": words}
    one, other = sorted(said[1:], key=lambda each: str(each["joined"]) + str(each.get("records", "")))
    assert (one["joined"], other["joined"], other["records"]) == ("Ben", "Ben", 4)
    assert (one["machine"], one["check"]) == (other["machine"], other["check"])
    assert len(one["check"].split()) == 3
    assert titles(two.ben) == ["a walk"]
    assert two.ben.json("status")["me"] == "Ben"
    assert two.ana.json("sync")["equal"] is True
    assert "the same on all your computers" in two.ben("status")


def test_a_stick_is_carried_once_to_and_fro(two: Computers) -> None:
    propose(two.ana, "a walk")
    here, there = two.place / "stick", two.place / "the same stick"
    here.mkdir()
    said = two.ana("sync", "share", str(here), "--wait", "0")
    assert "If you carry the folder yourself" in said
    found = WORDS.search(said)
    assert found is not None
    carried(here, there)
    said = two.ben("sync", "join", str(there), "--wait", "0", "--words", found[1], "--yes")
    assert "If you carry the folder yourself" in said
    check = re.findall(r"    (\w+ \w+ \w+)\n", said)
    assert len(check) == 1
    carried(there, here)
    said = two.ana("sync", "share", str(here), "--wait", "0", "--yes")
    assert check[0] in said
    assert "Ben is there" in said
    assert found[1] not in said
    carried(here, there)
    said = two.ben("sync", "join", str(there), "--wait", "0", "--yes", "--words", found[1])
    assert check[0] in said
    assert "Welcome, Ben. Everything is here: 4 records." in said
    assert titles(two.ben) == ["a walk"]


@pytest.mark.usefixtures("asked")
def test_who_joins_is_asked_for_what_was_not_given(two: Computers) -> None:
    words, folder = two.words().split(), str(two.folder)
    typed = [" ".join(words[:3]), "wrongly " * 4, f"{words[0].upper()}, {' '.join(words[1:])}", ""]
    said = two.ben("sync", "join", folder, "--wait", "0", lines=typed)
    assert "Which four words" in said
    assert "It takes all four words" in said
    assert "“wrongly” is not one of our words" in said
    assert "the other one of the two" in said
    said = two.ana("sync", "share", folder, lines=["yes"])
    assert "Ben is there" in said
    assert "Are they the same on both screens?" in said
    said = two.ben("sync", "join", folder, lines=["y"])
    assert "Welcome, Ben." in said
    two.ben("sync", "join", folder, code=1)
    assert "already" in two.ben.err


def test_without_a_terminal_one_line_says_what_is_needed(two: Computers) -> None:
    folder = str(two.folder)
    two.ana("sync", "share", folder, code=1)
    assert "--yes" in two.ana.err
    assert list(two.folder.iterdir()) == []
    two.words()
    two.ben("sync", "join", folder, "--yes", code=1)
    assert "--words" in two.ben.err
    two.ben("sync", "join", folder, "--words", "one two", "--yes", code=1)
    assert "not one of our words" in two.ben.err
    two.ben("sync", "join", str(two.place / "nowhere"), "--words", two.words(), "--yes", code=1)
    assert "There is no folder" in two.ben.err
    assert nobody_began(two.ben)


# Who does not come in


def test_wrong_words_join_nothing_and_leave_nothing_behind(two: Computers) -> None:
    words = two.words().split()
    before = nobody_began(two.ben)
    for _ in range(2):
        two.knock(two.ben, "--words", " ".join(words[::-1]))
        assert "is there" not in two.share()
        two.knock(two.ben, code=1)
        assert "The words were not the same" in two.ben.err
        assert nobody_began(two.ben) is before
    two.knock(two.ben, "--words", " ".join(words[::-1]))
    two.ana("sync", "share", str(two.folder), "--wait", "0", "--yes", code=1)
    assert "too often" in two.ana.err
    two.knock(two.ben, code=1)
    assert is_alone(two.ana)
    assert two.words().split() != words
    assert "Welcome, Ben." in two.join(two.ben)


def test_an_invitation_that_was_changed_on_its_way_lets_nobody_in(two: Computers) -> None:
    words = two.words()
    invitation = next(each for each in two.files.iterdir() if each.read_bytes().startswith(b"nearerI1"))
    data = bytearray(invitation.read_bytes())
    data[-1] ^= 1
    invitation.write_bytes(data)
    two.knock(two.ben, "--words", words, code=1)
    assert "the invitation was changed on its way" in two.ben.err
    invitation.rename(invitation.with_name("conflict.nearer"))  # so that nothing is seen from its name
    two.knock(two.ben, "--words", words)
    assert "is there" not in two.share()
    two.knock(two.ben, code=1)
    assert "the invitation was changed on its way" in two.ben.err
    assert nobody_began(two.ben)


def test_an_invitation_is_good_for_a_day(two: Computers, monkeypatch: pytest.MonkeyPatch) -> None:
    words, tomorrow = two.words(), datetime.now(UTC) + timedelta(hours=25)
    monkeypatch.setattr(SystemClock, "now", lambda _: tomorrow)
    two.knock(two.ben, "--words", words, code=1)
    assert "more than a day old" in two.ben.err
    assert nobody_began(two.ben)
    assert two.words() != words


def test_an_invitation_is_good_for_one_computer(two: Computers) -> None:
    words, late = two.words(), two.computer("late")
    two.knock(two.ben, "--words", words)
    two.knock(late, "--words", words)
    two.share()
    again = ("sync", "join", str(two.folder), "--wait", "0", "--yes")
    ended = {line.tried(*again)[0]: line for line in (two.ben, late)}
    assert sorted(ended) == [0, 1]
    assert "good for one computer only" in ended[1].err
    assert nobody_began(ended[1])
    assert len(titles(ended[0])) == 0
    third = two.computer("third")
    two.knock(third, "--words", words, code=1)
    assert "no invitation in this folder yet" in third.err
    assert nobody_began(third)


def test_a_name_that_nobody_has_there_can_be_tried_again_with_the_same_words(two: Computers) -> None:
    words = two.words()
    two.knock(two.ben, "--words", words, "--as", "Benn")
    two.share()
    two.knock(two.ben, code=1)
    assert "neither of you is called “Benn”" in two.ben.err
    two.knock(two.ben, "--words", words, "--as", "ben")
    assert "Ben is there" in two.share()
    assert "Welcome, Ben." in two.knock(two.ben)


@pytest.mark.usefixtures("asked")
def test_a_no_to_the_three_words_lets_nobody_in(two: Computers) -> None:
    folder = str(two.folder)
    two.knock(two.ben, "--words", two.words())
    two.ana("sync", "share", folder, lines=["no"], code=1)
    assert "nobody was let in" in two.ana.err
    assert is_alone(two.ana)
    words = two.words()
    assert "newer invitation" in two.knock(two.ben, "--words", words)
    assert "Ben is there" in two.ana("sync", "share", folder, lines=["y"])
    two.ben("sync", "join", folder, lines=["n"], code=1)
    assert "nearer sync remove" in two.ben.err
    assert nobody_began(two.ben)


def is_alone(line: Line) -> bool:
    machines = line.json("sync", "machines")["machines"]
    assert isinstance(machines, list)
    return [each["this"] for each in machines] == [True]


@pytest.mark.usefixtures("asked")
def test_whoever_leaves_in_between_goes_on_with_the_same_command(
    two: Computers, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, words = str(two.folder), two.words()

    def left(_seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sync_ask, "sleep", left)
        assert words in two.ana("sync", "share", folder, code=1)
        assert "the same command goes on" in two.ana.err
        said = two.ben("sync", "join", folder, "--words", words, code=1)
        assert "The same command goes on" in two.ben.err
    assert "Ben is there" in two.ana("sync", "share", folder, code=1)  # the input ends at the question
    assert "the same command goes on" in two.ana.err
    check = re.findall(r"    (\w+ \w+ \w+)\n", said)
    assert check[0] in two.share()
    assert "You are let in" in two.ben("sync", "join", folder, code=1)
    assert "Welcome, Ben." in two.knock(two.ben)


def test_nobody_is_waited_for_beyond_the_time_that_was_given(two: Computers, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(0, 10_000, 20))
    monkeypatch.setattr(sync_ask, "monotonic", lambda: next(moments))
    folder = str(two.folder)
    words = two.ana("sync", "share", folder, "--wait", "1", "--yes", "--json", code=1)
    assert "Nobody has joined yet" in two.ana.err
    said = json.loads(words)["words"]
    two.ben("sync", "join", folder, "--wait", "1", "--yes", "--words", said, code=1)
    assert "has not answered yet" in two.ben.err
    assert two.words() == said


def test_a_history_of_its_own_is_never_mixed_with_another(two: Computers) -> None:
    two.ben("init", "--names", "Eve", "Max")
    propose(two.ben, "theirs")
    two.knock(two.ben, "--words", two.words())
    two.share()
    two.knock(two.ben, code=1)
    assert "Nothing was mixed" in two.ben.err
    assert titles(two.ben) == ["theirs"]
    two.knock(two.computer("ben's other"), "--words", two.words())


def test_what_has_not_arrived_yet_is_waited_for(two: Computers) -> None:
    propose(two.ana, "a walk")
    two.knock(two.ben, "--words", two.words())
    two.share()
    history = {each: each.read_bytes() for each in two.files.iterdir() if each.read_bytes().startswith(MAGIC)}
    for each in history:
        each.unlink()
    two.knock(two.ben, code=1)
    assert "has not arrived in the folder yet" in two.ben.err
    for each, data in history.items():
        each.write_bytes(data)
    assert "Welcome, Ben." in two.knock(two.ben)
    assert titles(two.ben) == ["a walk"]


# Exchanging


def test_what_one_does_is_there_for_the_other_after_an_exchange(joined: Computers) -> None:
    propose(joined.ana, "a walk")
    assert "Something from here goes in with the next exchange" in joined.ana("status")
    assert joined.ana.json("sync")["sent"] == 1
    done = joined.ben.json("sync")
    assert (done["received"], done["sent"], done["refused"], done["missing"]) == (1, 0, [], [])
    assert titles(joined.ben) == ["a walk"]
    assert done["equal"] is True
    assert joined.ana.json("sync")["digest"] == done["digest"]
    assert joined.ana("sync") == "There was nothing new.\nEverything is the same on all your computers.\n"
    known = joined.ana.json("status")["sync"]
    assert isinstance(known, dict)
    assert (known["equal"], known["waiting"], known["refused"], known["error"]) == (True, [], 0, None)
    assert [(each["person"], each["this"]) for each in known["machines"]] in (
        [("Ana", True), ("Ben", False)],
        [("Ben", False), ("Ana", True)],
    )
    assert datetime.fromisoformat(known["read"]).tzinfo is not None


def test_a_computer_that_shares_nothing_says_how_it_begins(two: Computers) -> None:
    assert CIRCLE == circle.CIRCLE
    assert two.ana.json("status")["sync"] is None
    for words in ((), ("--check",), ("--watch",), ("machines",), ("stop",), ("remove", "Ben")):
        two.ana("sync", *words, code=1)
        assert "nearer sync share FOLDER" in two.ana.err
    two.ben("sync", code=1)
    assert not two.ben.home.exists()
    two.words()
    assert "Nobody else shares" in two.ana("sync")
    assert two.ana.json("sync")["equal"] is None
    assert "Nobody else shares" in two.ana("status")


def test_a_folder_that_is_away_costs_nothing_and_is_said_calmly(joined: Computers) -> None:
    away = joined.place / "away"
    joined.folder.rename(away)
    propose(joined.ana, "a walk")
    joined.ana("sync", code=1)
    assert "is not there right now. Nothing is lost" in joined.ana.err
    said = joined.ana("status")
    assert "does not work just now. Nothing is lost" in said
    assert "was last read here on" in said
    known = joined.ana.json("status")["sync"]
    assert isinstance(known, dict)
    assert "is not there right now" in known["error"]
    assert known["equal"] is False
    away.rename(joined.folder)
    joined.ana("sync")
    joined.ben("sync")
    assert titles(joined.ben) == ["a walk"]
    assert "does not work" not in joined.ana("status")


def test_what_is_forgotten_goes_from_the_other_computer_and_that_is_said(joined: Computers) -> None:
    plan = propose(joined.ana, "a walk")
    joined.ana("sync")
    joined.ben("sync")
    assert titles(joined.ben) == ["a walk"]
    assert "erase it too" in joined.ana("forget", plan, "--yes")
    joined.ana("sync")
    joined.ben("sync")
    assert titles(joined.ben) == []


def test_what_was_the_same_long_ago_is_not_said_to_be_so_now(joined: Computers) -> None:
    joined.ben("sync")
    joined.ana("sync")
    assert "Everything is the same" in joined.ana("status")
    mark = joined.ana.home / "sync" / "read"
    os.utime(mark, (mark.stat().st_mtime - 3600,) * 2)
    said = joined.ana("status")
    assert "the same" not in said
    assert "was last read here on" in said


def test_whoever_is_stopped_while_coming_in_comes_in_as_themselves(
    two: Computers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Local.put

    def stopped(local: Local, key: str, value: object) -> None:
        put(local, key, value)
        if key == CIRCLE:
            raise StoreError("disk_full", path=local)

    two.knock(two.ben, "--words", two.words())
    two.share()
    with monkeypatch.context() as patch:
        patch.setattr(Local, "put", stopped)
        two.knock(two.ben, code=1)
    two.ben("sync")
    assert two.ben.json("status")["me"] == "Ben"


def test_a_computer_that_lost_what_it_knew_of_the_others_says_so_and_comes_back_with_everything(
    joined: Computers,
) -> None:
    propose(joined.ana, "not out yet")
    (joined.ana.home / "local.json").write_bytes(b"\0" * 64)
    assert "is lost, so nothing is exchanged" in joined.ana("status")
    joined.ana("sync", code=1)
    assert "Nothing that you two wrote is lost" in joined.ana.err
    joined.ben("sync", "remove", "Ana", "--yes")
    words = json.loads(
        joined.ben("sync", "share", str(joined.folder), "--wait", "0", "--json", "--yes").splitlines()[0]
    )
    joined.knock(joined.ana, "--words", str(words["words"]))
    joined.ben("sync", "share", str(joined.folder), "--wait", "0", "--yes")
    joined.knock(joined.ana)
    joined.ben("sync")
    assert titles(joined.ben) == ["not out yet"]
    assert "Everything is the same" in joined.ana("sync")
    assert "Nothing is missing" in joined.ana("sync", "--check")
    assert "is lost" not in joined.ana("status")


def test_another_window_that_exchanges_is_waited_for(joined: Computers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_command, "PATIENCE", 0.0)
    monkeypatch.setattr(syncing, "_PATIENCE", 0.0)
    household = Household.open(joined.ana.home)
    with alone(household) as free:
        assert free
        for words in ((), ("remove", "Ben")):
            joined.ana("sync", *words, code=1)
            assert "Another window of nearer is exchanging" in joined.ana.err
    household.close()
    joined.ana("sync")


def test_a_sealed_home_asks_for_its_passphrase(joined: Computers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "cost", Cost(ops=1, memory=8 * 1024))
    joined.ana("passphrase", "set", lines=["a quiet evening"])
    joined.ana("sync", code=1)
    assert joined.ana.json("sync", lines=["a quiet evening"])["equal"] is True


def test_a_home_that_cannot_be_saved_to_says_so_and_can_be_checked(
    joined: Computers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "read_only", property(lambda _: "store_read_only"))
    for words in ((), ("share", str(joined.folder), "--yes"), ("join", str(joined.folder), "--yes")):
        joined.ana("sync", *words, code=1)
        assert str(joined.ana.home) in joined.ana.err
    before = joined.ana.whole()
    assert "every file is to be believed" in joined.ana("sync", "--check")
    assert joined.ana.whole() == before


# Who takes part


def test_more_computers_of_one_person_and_one_that_is_lost(joined: Computers) -> None:
    other = joined.computer("ana's other")
    assert "Welcome, Ana." in joined.join(other, "--as", "Ana")
    joined.ana("sync")
    joined.ben("sync")
    said = joined.ben("sync", "machines")
    assert re.search(r"^[0-9a-f]{6}  Ana 2$", said, re.MULTILINE)
    assert re.search(r"^[0-9a-f]{6}  Ben  \(this computer\)$", said, re.MULTILINE)
    joined.ana("sync", "remove", "nobody", code=1)
    assert "nearer sync machines" in joined.ana.err
    assert "What it has it keeps" in joined.ana("sync", "remove", "ana 2")
    joined.ben("sync")
    propose(joined.ben, "for two only")
    joined.ben("sync")
    joined.ana("sync")
    assert titles(joined.ana) == ["for two only"]
    other("sync", code=1)
    assert "was taken out of the shared folder. Everything is still here" in other.err
    assert titles(other) == []
    assert "was taken out" in other("status")
    for words in (("--watch",), ("share", str(joined.folder), "--yes"), ("join", str(joined.folder), "--yes")):
        other("sync", *words, code=1)
        assert "“nearer sync stop” here" in other.err
    other("sync", "stop")
    assert "Welcome, Ana." in joined.join(other, "--as", "Ana")
    assert titles(other) == ["for two only"]


@pytest.mark.usefixtures("asked")
def test_whoever_stops_keeps_everything(joined: Computers) -> None:
    propose(joined.ana, "a walk")
    joined.ana("sync")
    joined.ben("sync")
    joined.ben("sync", "stop", lines=["n"], code=1)
    joined.ben("sync")
    lies = joined.bytes()
    said = joined.ben("sync", "stop", lines=["y"])
    assert "Everything is still here" in said
    assert len(lies.items() - joined.bytes().items()) <= 1  # its last word takes the place of the one before
    assert titles(joined.ben) == ["a walk"]
    joined.ben("sync", code=1)
    assert joined.ben.json("status")["sync"] is None
    joined.ana("sync")
    assert "Nobody else shares" in joined.ana("status")


# Looking at every file


def spoilt(joined: Computers) -> Iterator[tuple[str, bytes]]:
    """Give names and contents that are not to be believed, each by its reason."""
    circle = joined.circle(joined.ana)
    name, good = next(item for item in joined.bytes().items() if item[1].startswith(MAGIC))
    del name
    newer = good[:8] + (FORMAT + 1).to_bytes(2, "big") + good[10:-64]
    stranger = MachineKey(b"s" * 32)
    strange = good[:20] + stranger.name + good[36:-64]
    yield "damaged-1", good[:-20]
    yield "damaged-2", good[:-70] + bytes((good[-70] ^ 1,)) + good[-69:]
    yield "newer", newer + (circle.key.sign(newer) if good[20:36] == circle.me else b"")
    yield "stranger", strange + stranger.sign(strange)
    yield "foreign", b"my shopping list"
    yield "large", bytes(MOST + 1)


def test_check_names_each_file_that_is_not_believed_and_leaves_it(joined: Computers, tmp_path: Path) -> None:
    sound = joined.bytes()
    bad = {f"{reason}.nearer": data for reason, data in _by_ana(joined)}
    for name, data in bad.items():
        (joined.files / name).write_bytes(data)
    first = next(name for name, data in sound.items() if data.startswith(MAGIC))
    (joined.files / "renamed by hand.nearer").write_bytes(sound[first])
    (joined.files / ".not here.nearer.icloud").write_bytes(b"")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(sound[first])
    (joined.files / "link.nearer").symlink_to(elsewhere)
    before, home = joined.bytes(), joined.ana.whole()
    code, out = joined.ana.tried("sync", "--check", "--json")
    found = json.loads(out)
    assert code == 1
    assert "Nothing is lost" in joined.ana.err
    assert {each["file"]: each["reason"] for each in found["refused"]} == {
        name: name.split(".")[0].split("-")[0] for name in bad
    } | {"link.nearer": "odd"}
    assert all(each["why"].endswith(".") and "[" not in each["why"] for each in found["refused"])
    assert (found["copies"], found["odd"], found["not_here_yet"], found["ok"]) == (1, 1, 1, False)
    assert (found["missing"], found["lost"], found["equal"]) == ([], 0, True)
    said = joined.ana("sync", "--check", code=1)
    assert "damaged-1.nearer. It is cut short or was changed" in said
    assert "foreign.nearer. It is called like one of ours" in said
    assert "It was not followed" in said
    assert joined.bytes() == before
    assert joined.ana.whole() == home
    done = joined.ana.json("sync")
    assert done["refused"] == found["refused"]
    assert joined.bytes().items() >= before.items()
    assert "“nearer sync --check” says why" in joined.ana("status")


def _by_ana(joined: Computers) -> Iterator[tuple[str, bytes]]:
    """Give what `spoilt` does, of a file that Ana's computer wrote."""
    circle = joined.circle(joined.ana)
    theirs = [name for name, data in joined.bytes().items() if data[20:36] != circle.me and data.startswith(MAGIC)]
    hidden = {name: (joined.files / name).read_bytes() for name in theirs}
    for name in hidden:
        (joined.files / name).unlink()
    yield from list(spoilt(joined))
    for name, data in hidden.items():
        (joined.files / name).write_bytes(data)


def test_what_the_folder_lost_is_named_and_put_back(joined: Computers) -> None:
    propose(joined.ben, "a walk")
    joined.ben("sync")
    before = joined.bytes()
    assert "not been taken in yet" in joined.ana("sync", "--check")
    joined.ana("sync")
    for each in joined.files.iterdir():
        each.unlink()
    said = joined.ana("sync", "--check")
    assert "The folder is without" in said
    assert "is just as" not in said
    assert "Nothing is missing" not in said
    joined.ana("sync")
    kept = {data for data in before.values() if data.startswith(MAGIC)}
    assert len(kept & set(joined.bytes().values())) >= len(kept) - 1  # the newest of a machine says how far it is
    assert "is without" not in joined.ana("sync", "--check")


def test_what_others_know_of_and_is_not_there_is_said_by_whose_it_is(joined: Computers) -> None:
    third = joined.computer("third")
    joined.join(third, "--as", "Ana")
    joined.ben("sync")
    propose(joined.ben, "a walk")
    before = set(joined.bytes())
    joined.ben("sync")
    new = set(joined.bytes()) - before
    third("sync")
    for name in new:
        if name in joined.bytes():
            (joined.files / name).unlink()
    code, out = joined.ana.tried("sync", "--check", "--json")
    assert code == 1
    assert [each["person"] for each in json.loads(out)["missing"]] == ["Ben"]
    assert "Something of Ben's is on its way" in joined.ana("sync")
    assert "Something of Ben's is on its way" in joined.ana("status")
    assert "known of" in joined.ana("sync", "--check", code=1)
    joined.ben("sync")
    assert joined.ana.json("sync")["missing"] == []


def test_no_name_and_no_text_of_theirs_lies_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    two = Computers(tmp_path, lambda home: Line(home, monkeypatch, capfdbinary))
    two.begin("Anacanary", "Bencanary")
    propose(two.ana, "walkcanary")
    two.join(two.ben)
    propose(two.ben, "rowcanary")
    two.ben("sync")
    two.ana("sync")
    assert titles(two.ana) == ["rowcanary", "walkcanary"]
    for each in [*two.folder.rglob("*")]:
        assert b"canary" not in str(each.relative_to(two.folder)).encode().lower()
        assert b"canary" not in (each.read_bytes().lower() if each.is_file() else b"")
    assert [each.name for each in two.folder.iterdir()] == [SUBFOLDER]


# Keeping at it


def test_watching_takes_in_what_comes_until_it_is_stopped(joined: Computers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_watch, "POLL", 0.02)
    said: list[str] = []

    def hear(text: str) -> None:
        said.append(text)
        if len(said) == 1:
            Thread(target=_bring, args=(joined,)).start()
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sync_watch, "say", hear)
    joined.ben("sync", "--watch")
    assert "Keeping an eye on" in said[0]
    assert re.fullmatch(r"\d\d:\d\d  Something new came in\.", said[1])
    assert signal.getsignal(signal.SIGTERM) == before
    assert "we walk" in joined.ben("export")


def _bring(joined: Computers) -> None:
    """Let something come from Ana, without a word on any output."""
    household = Household.open(joined.ana.home)
    household.save(agreement("sentence", "we walk", by=household.me.id))
    syncing.exchange(household)
    household.close()


def test_a_folder_that_goes_while_it_is_watched_is_said_once_and_once_when_it_is_back(
    joined: Computers, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = FolderError("folder_gone", path=joined.folder, why="")
    results: list[Callable[[], Outcome | None]] = [_raise(gone), _raise(gone), lambda: None, _raise(gone), Outcome]

    def scripted(_household: Household) -> Outcome | None:
        result = results.pop(0)
        if not results:
            signal.raise_signal(signal.SIGINT)
        return result()

    monkeypatch.setattr(sync_watch, "RETRY", 0.0)
    monkeypatch.setattr(sync_watch, "exchange", scripted)
    assert joined.ben("sync", "--watch").splitlines()[1:] == ["The shared folder is back, and it goes on."]
    assert joined.ben.err.count("is not there right now") == 1


def _raise(error: Exception) -> Callable[[], Outcome | None]:
    def result() -> Outcome | None:
        raise error

    return result
