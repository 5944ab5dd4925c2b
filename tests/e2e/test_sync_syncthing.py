"""Two homes over two real Syncthings: they come together, and what the carrier does to the files loses nothing."""

import json
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.syncthing import PATIENCE, Instance, two_syncthings
from tests.e2e.terminal import nearer, told
from tests.store.homes import every_byte
from tui.cli import main
from tui.core.records import Activity
from tui.household import Household
from tui.sync.folder import SUBFOLDER

HOUR = "2099-01-01T20:00"
OWN = "for nobody but me"


class Machine:
    """A home, and the folder that its Syncthing carries."""

    def __init__(self, home: Path, carrier: Instance) -> None:
        self.home, self.carrier = home, carrier
        self.files = carrier.folder / SUBFOLDER

    def says(self, *words: str) -> dict[str, object]:
        """Return the document that a command prints."""
        document = json.loads(told(self.home, *words, "--json"))
        assert isinstance(document, dict)
        return document

    def running(self, *words: str) -> subprocess.Popen[str]:
        """Start a command as a program of its own, which waits for the other machine."""
        argv = nearer("--home", str(self.home), "sync", *words, "--json", "--yes", "--wait", "1")
        return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)

    def proposes(self, what: str) -> None:
        self.says("plan", "propose", "--start", HOUR, "--what", what)

    def exchanges(self) -> dict[str, object]:
        """Exchange, and let Syncthing know at once what that has written."""
        done = self.says("sync")
        self.carrier.scan()
        return done

    def check(self, capfd: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
        """Read every file anew; return the exit code, too."""
        capfd.readouterr()
        code = main(["--home", str(self.home), "sync", "--check", "--json"])
        document = json.loads(capfd.readouterr().out)
        assert isinstance(document, dict)
        return code, document

    def sees(self) -> list[dict[str, object]]:
        """Return all that may be seen here."""
        exported = json.loads(told(self.home, "export"))
        return sorted([*exported["people"], *exported["records"]], key=str)

    def plans(self) -> set[object]:
        return {each["what"] for each in self.sees() if each["kind"] == "plan"}

    def kept(self) -> dict[str, bytes]:
        """Return the files of which this machine has kept copies, by name."""
        return {each.name: each.read_bytes() for each in (self.home / "sync").glob("*.nearer")}

    def held(self) -> dict[str, bytes]:
        """Return what lies in the folder."""
        return {each.name: each.read_bytes() for each in self.files.glob("*") if each.is_file()}

    def sound(self) -> list[str]:
        """Return which files lie there as they were written, the largest first: cut off they still hold something."""
        held, kept = self.held(), self.kept()
        return sorted(
            (each for each in kept if held.get(each) == kept[each]), key=lambda each: (-len(kept[each]), each)
        )

    def copies(self) -> list[str]:
        """Return the files that Syncthing has laid beside others."""
        return [each for each in self.held() if "sync-conflict" in each]


Pair = tuple[Machine, Machine]


def come_together(ana: Machine, ben: Machine) -> None:
    with ExitStack() as running:
        sharing = running.enter_context(ana.running("share", str(ana.carrier.folder)))
        running.callback(sharing.kill)
        assert sharing.stdout is not None
        words = json.loads(sharing.stdout.readline())["words"]
        ben.carrier.wait_until(lambda: any(ben.files.glob("*.nearer")), what="the invitation")
        joining = running.enter_context(ben.running("join", str(ben.carrier.folder), "--words", words))
        running.callback(joining.kill)
        came, let_in = (json.loads(each.communicate(timeout=2 * PATIENCE)[0]) for each in (joining, sharing))
    assert (came["joined"], let_in["joined"]) == ("Ben", "Ben")
    assert came["check"] == let_in["check"]
    assert ben.plans() == {"a walk"}


def settle(pair: Pair) -> None:
    """Exchange on both until both know that they hold the same and nothing is to be carried; then nothing is lost."""
    done: list[dict[str, object]] = []
    for _ in range(6):
        done = [each.exchanges() for each in pair]
        pair[0].carrier.wait_in_sync(pair[1].carrier)
        if all(each["equal"] and not each["received"] and not each["sent"] for each in done):
            break
    assert [each["equal"] for each in done] == [True, True]
    for each in pair:
        assert {*each.kept().values()} <= {*each.held().values()}


def what_both_do_comes_to_both(pair: Pair) -> None:
    ana, ben = pair
    ana.proposes("a swim")
    ben.proposes("a film")
    keep_to_oneself(ben)
    settle(pair)
    assert ana.plans() == ben.plans() == {"a walk", "a swim", "a film"}


def keep_to_oneself(machine: Machine) -> None:
    household = Household.open(machine.home)
    try:
        me, now = household.me.id, household.now()
        household.save(Activity(id=household.ids.new(), by=me, at=now, text=OWN))
    finally:
        household.close()


def files_that_both_changed_while_apart_lie_there_twice(pair: Pair) -> None:
    """Of one file both versions are wrong, of another one of them; and both have written something meanwhile."""
    ana, ben = pair
    worse, better = ana.sound()[:2]
    for each in pair:
        each.carrier.pause()
    wrong = {each: each.held()[worse][:-64] + each.home.name.encode() for each in pair}
    for each, what in ((ana, "a feast"), (ben, "a fair")):
        (each.files / worse).write_bytes(wrong[each])
        each.proposes(what)
        each.exchanges()
    (ana.files / better).write_bytes(b"nothing of ours")
    (ben.files / better).write_bytes(ben.held()[better])
    for each in pair:
        each.carrier.scan()
    for each in pair:
        each.carrier.resume()
    ana.carrier.wait_until(lambda: len(ana.copies()) == 2, what="the copies")
    ana.carrier.wait_in_sync(ben.carrier)
    settle(pair)
    for each in pair:
        assert len(each.copies()) == 2
        assert {*wrong.values(), b"nothing of ours"} <= {*each.held().values()}
    assert ana.plans() == ben.plans() >= {"a feast", "a fair"}


def a_file_that_was_cut_off_is_named_and_put_back_beside(pair: Pair, capfd: pytest.CaptureFixture[str]) -> None:
    ana, ben = pair
    name = ben.sound()[0]
    whole = ben.held()[name]
    (ana.files / name).write_bytes(whole[: len(whole) // 2])
    ana.carrier.scan()
    ana.carrier.wait_in_sync(ben.carrier)
    assert ben.held()[name] != whole
    settle(pair)
    for each in pair:
        code, found = each.check(capfd)
        refused = found["refused"]
        assert isinstance(refused, list)
        assert code == 1
        assert (name, "damaged") in [(one["file"], one["reason"]) for one in refused]
        assert found["lost"] == 0


def a_folder_that_was_emptied_is_filled_again(pair: Pair, capfd: pytest.CaptureFixture[str]) -> None:
    ana, ben = pair
    shutil.rmtree(ana.files)
    ana.carrier.scan()
    ana.carrier.wait_in_sync(ben.carrier)
    assert ben.held() == {}
    settle(pair)
    for each in pair:
        assert {*each.kept()} <= {*each.sound()}
        code, found = each.check(capfd)
        assert (code, found["refused"], found["lost"]) == (0, [], 0)


def both_hold_the_same(pair: Pair) -> None:
    ana, ben = pair
    assert [each.says("sync")["equal"] for each in pair] == [True, True]
    assert [each for each in ben.sees() if each.get("text") != OWN] == ana.sees()
    assert OWN in told(ben.home, "export")
    for place in (ana.home, ana.carrier.folder):
        assert OWN.encode() not in every_byte(place)


def test_two_homes_come_together_over_syncthing_and_lose_nothing_by_what_it_does(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with two_syncthings(tmp_path) as (left, right):
        ana, ben = pair = Machine(tmp_path / "ana", left), Machine(tmp_path / "ben", right)
        told(ana.home, "init", "--names", "Ana", "Ben", "--zones", "UTC", "UTC")
        ana.proposes("a walk")
        come_together(ana, ben)
        what_both_do_comes_to_both(pair)
        files_that_both_changed_while_apart_lie_there_twice(pair)
        a_file_that_was_cut_off_is_named_and_put_back_beside(pair, capfd)
        a_folder_that_was_emptied_is_filled_again(pair, capfd)
        both_hold_the_same(pair)
