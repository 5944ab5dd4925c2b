"""What whoever holds a store may rely on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from tests.store.homes import tree
from tests.store.kinds import Kind
from tui.core.records import Agreement, Answer, Opening, Person, Plan, PlanState, Share, Talk, Timeline
from tui.store.paths import default_home

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


def talk(name: str, minutes: int = 20, *, after: int = 0) -> Talk:
    return Talk(id=name, by="ana", at=NOW + timedelta(minutes=after), format="equal", topic=name, minutes=minutes)


def lines(home: Path) -> int:
    return (home / "records.journal").read_bytes().count(b"\n")


def test_what_was_saved_is_there_in_the_next_process(tmp_path: Path, kind: Kind) -> None:
    plan = Plan(
        id="p", by="ben", at=NOW, start=NOW, minutes=90, zone="Europe/Berlin", what="ein Gang ♥", state=PlanState.DONE
    )
    answer = Answer(
        id="s.q", by="ana", at=NOW, sitting="s", step="x", question="q", value=Timeline(), share=Share.PRIVATE
    )
    opening = Opening(id="o", by="ana", at=NOW, step="x", sittings=("s", "t"), mutual={"q": ("a", "b")})
    kind.open(tmp_path).save(plan, answer, opening, by="ana", at=NOW)
    store = kind.open(tmp_path)
    assert store.all(Plan) == [plan]
    assert store.get(Answer, "s.q") == answer
    assert store.all(Opening) == [opening]
    assert store.count() == 3
    assert store.findings == ()
    assert store.read_only is None


def test_a_home_is_made_with_all_folders_above_it(tmp_path: Path, kind: Kind) -> None:
    home = tmp_path / "a" / "b"
    assert kind.open(home).home == home
    assert home.is_dir()


def test_opening_alone_writes_nothing(tmp_path: Path, kind: Kind) -> None:
    assert kind.open(tmp_path / "home").all(Talk) == []
    before = tree(tmp_path / "home")
    assert list(before) == ["records.key"] * kind.sealed
    assert kind.open(tmp_path / "home").all(Talk) == []
    assert tree(tmp_path / "home") == before


def test_a_set_of_records_is_one_line(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.save(talk("a"), talk("b"), talk("c"), by="ana", at=NOW)
    assert lines(tmp_path) == 2


def test_nothing_to_change_writes_no_line(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.save(talk("a"), by="ana", at=NOW)
    store.save(talk("a"), by="ben", at=NOW + timedelta(days=1))
    store.save(by="ana", at=NOW)
    store.remove(talk("unknown"), by="ana", at=NOW)
    assert lines(tmp_path) == 2


def test_only_the_fields_that_changed_are_written(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.save(talk("a"), by="ana", at=NOW)
    store.save(talk("a", minutes=33), by="ben", at=NOW)
    last = kind.said(tmp_path)[-1]
    assert b'"fields":{"minutes":33}' in last
    assert b'"by":"ben"' in last


def test_records_come_ordered_by_moment_and_id(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.save(talk("z", after=1), talk("b", after=2), talk("a", after=2), by="ana", at=NOW)
    assert [each.id for each in store.all(Talk)] == ["z", "a", "b"]
    store.save(talk("z", after=9), talk("c"), by="ana", at=NOW)
    assert [each.id for each in store.all(Talk)] == ["c", "a", "b", "z"]


def test_many_changes_at_once_keep_the_order(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.all(Talk)
    store.save(*(talk(f"{number:03}", after=-number) for number in range(200)), by="ana", at=NOW)
    assert [each.id for each in store.all(Talk)] == [f"{number:03}" for number in reversed(range(200))]


def test_removed_is_gone_for_good(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.save(talk("a"), talk("b"), by="ana", at=NOW)
    store.remove(talk("a"), by="ana", at=NOW)
    assert [each.id for each in store.all(Talk)] == ["b"]
    reopened = kind.open(tmp_path)
    assert reopened.get(Talk, "a") is None
    assert reopened.count() == 1


def test_records_are_found_by_their_fields(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    plans = [
        Plan(id=str(each), by="ana", at=NOW, start=NOW + timedelta(days=each), minutes=60, zone="UTC", state=state)
        for each, state in enumerate(PlanState)
    ]
    store.save(*plans, by="ana", at=NOW)
    assert store.find(Plan, state=PlanState.ACCEPTED) == [plans[1]]
    assert store.find(Plan, start=NOW + timedelta(days=2), minutes=60) == [plans[2]]
    assert store.find(Plan, state=PlanState.DONE, minutes=61) == []
    assert store.find(Plan) == plans
    assert store.find(Talk, topic="x") == []


def test_a_failing_record_leaves_the_whole_set_out(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    broken = talk("b")
    with pytest.raises(UnicodeEncodeError):
        store.save(talk("a"), Talk(**{**_fields(broken), "topic": "\ud800"}), by="ana", at=NOW)  # type: ignore[arg-type]
    assert store.count() == 0
    store.save(talk("c"), by="ana", at=NOW)
    assert [each.id for each in kind.open(tmp_path).all(Talk)] == ["c"]


def _fields(record: Talk) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def test_what_is_taken_in_keeps_its_authors_and_moments(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    earlier = NOW - timedelta(days=100)
    store.take_in(Agreement(id="a", by="ana", at=earlier, text="x"), Agreement(id="b", by="ben", at=NOW, text="y"))
    (line,) = kind.said(tmp_path)
    assert line.count(b'{"at":"2026-08-15T19:30:00Z","by":"ana","kind":"agreement"') == 1
    assert line.count(b'{"at":"2026-11-23T19:30:00Z","by":"ben","kind":"agreement"') == 1
    assert lines(tmp_path) == 2


def test_another_window_sees_what_was_saved(tmp_path: Path, kind: Kind) -> None:
    one, other = kind.open(tmp_path), kind.open(tmp_path)
    one.save(talk("a"), by="ana", at=NOW)
    assert other.catch_up() == {"talk"}
    assert other.catch_up() == frozenset()
    assert other.get(Talk, "a") == talk("a")
    assert one.catch_up() == frozenset()


def test_what_a_save_caught_up_with_is_still_told(tmp_path: Path, kind: Kind) -> None:
    one, other = kind.open(tmp_path), kind.open(tmp_path)
    one.save(talk("a"), by="ana", at=NOW)
    other.save(Agreement(id="x", by="ben", at=NOW, text="x"), by="ben", at=NOW)
    assert other.catch_up() == {"talk"}
    assert one.catch_up() == {"agreement"}
    assert one.count() == other.count() == 2


def test_two_windows_changing_two_fields_of_a_record_keep_both(tmp_path: Path, kind: Kind) -> None:
    one, other = kind.open(tmp_path), kind.open(tmp_path)
    one.save(talk("a"), by="ana", at=NOW)
    other.save(talk("a", minutes=5), by="ben", at=NOW)
    one.save(talk("b"), by="ana", at=NOW)
    assert one.get(Talk, "a") == other.get(Talk, "a") == talk("a", minutes=5)


def test_a_journal_that_was_put_back_from_a_backup_is_read_anew(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    store.save(talk("a"), by="ana", at=NOW)
    backup = (tmp_path / "records.journal").read_bytes()
    store.save(talk("b"), by="ana", at=NOW)
    (tmp_path / "put-back").write_bytes(backup)
    (tmp_path / "put-back").replace(tmp_path / "records.journal")
    assert store.catch_up() == {"talk"}
    assert store.all(Talk) == [talk("a")]
    store.save(talk("c"), by="ana", at=NOW)
    assert kind.open(tmp_path).all(Talk) == [talk("a"), talk("c")]


def test_a_document_that_does_not_fit_is_told_and_never_lost(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    table = store._records.table("talk")
    table.insert_multiple([{"id": "?", "topic": 3}])
    store.save(talk("a"), by="ana", at=NOW)
    before = (tmp_path / "records.journal").read_bytes()
    reopened = kind.open(tmp_path)
    assert reopened.all(Talk) == [talk("a")]
    assert [finding.what for finding in reopened.findings] == ["store.record_strange"]
    assert reopened.count() == 2
    assert (tmp_path / "records.journal").read_bytes() == before


def test_many_threads_may_use_one_store(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)

    def work(name: str) -> None:
        for number in range(20):
            store.save(talk(f"{name}{number}"), by="ana", at=NOW)
            assert store.get(Talk, f"{name}{number}") is not None
            store.all(Talk)
            store.local.put(name, number)
            store.catch_up()

    threads = [Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kind.open(tmp_path).all(Talk)) == 80
    assert [store.local.get(name) for name in "abcd"] == [19] * 4


def test_the_home_is_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEARER_HOME", str(tmp_path))
    assert default_home() == tmp_path
    monkeypatch.delenv("NEARER_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_home().name == "nearer"


def test_a_person_who_was_changed_is_the_new_one_everywhere(tmp_path: Path, kind: Kind) -> None:
    store = kind.open(tmp_path)
    ana = Person(id="a", by="a", at=NOW, name="Ana", zone="UTC", seat=0)
    store.save(ana, by="a", at=NOW)
    assert store.all(Person) == [ana]
    moved = Person(id="a", by="a", at=NOW, name="Ana", zone="Europe/Berlin", seat=0)
    store.save(moved, by="a", at=NOW)
    assert store.all(Person) == [moved]
    assert store.find(Person, zone="UTC") == []
