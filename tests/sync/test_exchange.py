"""Machines that exchange over a folder end with the same, whatever the folder does."""

from tests.sync.carriers import MemoryFolder
from tests.sync.machines import Machine, founder, join
from tui.sync.exchange import Equal


def two() -> tuple[Machine, Machine, MemoryFolder]:
    folder = MemoryFolder()
    ana = founder(folder)
    ana.write("agreement", "a1", {"text": "phones away at eight"})
    ana.exchange()
    ben = join(ana, folder, person="ben", seed=2)
    ana.exchange()
    return ana, ben, folder


def test_what_one_writes_the_other_has_and_both_can_prove_it() -> None:
    ana, ben, _ = two()
    first = ben.exchange()
    assert (first.received, first.missing) == (1, ())
    assert ben.records.state() == ana.records.state()
    ben.write("agreement", "a1", {"text": "phones away at nine"})
    assert ben.exchange().sent == 1
    done = ana.exchange()
    assert done.equal is Equal.YES
    assert ben.exchange().equal is Equal.YES
    assert ana.records.held("agreement", "a1") == ben.records.held("agreement", "a1")


def test_when_nothing_is_new_nothing_is_written() -> None:
    ana, ben, folder = two()
    for _ in range(3):
        ben.exchange()
        ana.exchange()
    before = dict(folder.held)
    for _ in range(3):
        assert ben.exchange().sent == ana.exchange().sent == 0
    assert folder.held == before


def test_an_emptied_folder_is_filled_again() -> None:
    ana, ben, folder = two()
    ben.write("agreement", "a2", {"text": "a walk on Sunday"})
    ben.exchange()
    ana.exchange()
    folder.held.clear()
    ana.exchange()
    third = join(ana, folder, person="ben", seed=3)
    ana.exchange()
    third.exchange()
    assert third.records.state() == ben.records.state()


def test_many_small_files_become_one_with_the_same_changes() -> None:
    ana, ben, folder = two()
    for number in range(70):
        ana.write("agreement", f"b{number}", {"text": f"number {number}"})
        ana.exchange()
    assert len(folder.held) < 40
    ben.exchange()
    ana.exchange()
    ben.exchange()
    assert ben.records.state() == ana.records.state()
    assert len(ben.mirror.held) < 40


def test_a_machine_that_was_removed_is_heard_no_more_and_reads_no_more() -> None:
    from tui.sync.roster import removing

    ana, ben, folder = two()
    ben.exchange()
    ben.write("agreement", "before", {"text": "before"})
    ben.exchange()
    ana.exchange()
    assert ana.kept is not None
    assert ben.kept is not None
    ana.keep(removing(ana.kept, ben.kept.me, list(ana.parts().index.of(ben.kept.me))))
    ben.write("agreement", "later", {"text": "later"})
    ben.exchange()
    ana.write("agreement", "secret", {"text": "not for that machine"})
    ana.exchange()
    assert not ben.exchange().taking_part
    assert ben.records.held("agreement", "secret") is None
    assert ana.records.held("agreement", "later") is None
    third = join(ana, folder, person="ben", seed=3)
    ana.exchange()
    third.exchange()
    assert third.records.held("agreement", "before") is not None
    assert third.records.state() == ana.records.state()
