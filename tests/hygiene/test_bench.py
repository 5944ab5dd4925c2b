"""What the figures in the README are made with: the middle, the rank, the table. No figure itself is a test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import start
from bench.__main__ import MEASUREMENTS, main
from bench.report import COLUMNS, Row, median, percentile, table
from bench.turns import by_turns

SAMPLES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


def row(*, ours: float = 12.0, theirs: float = 10.0, aim: float | None = 1.3) -> Row:
    return Row(what="start", against="a bare app", ours=ours, theirs=theirs, aim=aim)


def test_the_median_is_the_middle_one_or_between_the_two_in_the_middle() -> None:
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5


def test_a_percentile_is_a_sample_by_its_nearest_rank() -> None:
    hundred = [float(number) for number in range(100, 0, -1)]
    assert percentile(hundred, 0.99) == 99
    assert percentile(hundred, 0.5) == 50
    assert percentile(hundred, 1.0) == 100
    assert percentile([7.0]) == 7
    assert percentile([*hundred, *hundred], 0.99) == 99


@given(SAMPLES, st.floats(0, 1))
def test_no_fewer_than_its_share_are_at_or_under_a_percentile(samples: list[float], share: float) -> None:
    found = percentile(samples, share)
    assert found in samples
    assert sum(1 for each in samples if each <= found) >= len(samples) * share


def test_a_ratio_above_its_aim_is_marked_and_one_at_it_is_not() -> None:
    assert "at most 1.3 (missed)" in str(row(ours=13.1))
    assert "missed" not in str(row(ours=13.0))
    assert not row(ours=99.0, aim=None).missed


def test_the_table_has_as_many_cells_in_each_line_as_in_its_head() -> None:
    lines = table([row(), row(aim=None)]).splitlines()
    assert lines[:2] == COLUMNS.splitlines()
    assert {line.count("|") for line in lines} == {5}
    assert lines[2] == "| start | 1.20 | at most 1.3 | 12.0 ms, a bare app 10.0 ms |"


def test_programs_go_by_turns_and_the_first_turn_does_not_count() -> None:
    played: list[str] = []

    def program(name: str) -> str:
        played.append(name)
        return f"{name}{len(played)}"

    samples = by_turns(3, [lambda: program("a"), lambda: program("b")])
    assert played == ["b", "a", "a", "b", "b", "a", "a", "b"]
    assert samples == [["a3", "a6", "a7"], ["b4", "b5", "b8"]]


def test_a_measurement_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["nothing"])
    assert left.value.code == 2
    assert "'nothing'" in capsys.readouterr().err


@pytest.mark.terminal
@pytest.mark.parametrize("name", ["start", "version"])
def test_a_measurement_gives_rows(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "SIZE", 1_000)
    assert main([name, "--runs", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(COLUMNS)
    assert set(MEASUREMENTS) >= {name}
    assert "ms" in said.splitlines()[2]
