"""The question of the day: the same for both, and none twice until all were asked."""

import subprocess
import sys
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.checkin.daily import SEAM, _order, daily_question

PACK = tuple(f"d{number:03}" for number in range(1, 366))
TODAY = date(2026, 11, 23)

packs = st.sets(st.text(min_size=1, max_size=6), min_size=1, max_size=24).map(sorted)
seeds = st.text(max_size=12)
days = st.dates(min_value=date(3, 1, 1), max_value=date(9998, 1, 1))


def asked(ids: list[str] | tuple[str, ...], seed: str, first: date, count: int) -> list[str]:
    return [daily_question(ids, seed, first + timedelta(days=each)) for each in range(count)]


def begins(day: date, size: int) -> date:
    """Return the first day of the cycle that a day lies in."""
    return day - timedelta(days=day.toordinal() % size)


@given(ids=packs, seed=seeds, day=days)
def test_in_every_cycle_each_question_has_one_day(ids: list[str], seed: str, day: date) -> None:
    assert sorted(asked(ids, seed, begins(day, len(ids)), len(ids))) == ids


@given(ids=packs, seed=seeds, day=days, data=st.data())
def test_both_get_the_same_in_whatever_order_they_have_the_questions(
    ids: list[str], seed: str, day: date, data: st.DataObject
) -> None:
    theirs = data.draw(st.permutations(ids))
    assert daily_question(ids, seed, day) == daily_question(theirs, seed, day)
    assert daily_question([*ids, *theirs], seed, day) == daily_question(ids, seed, day)


@given(ids=packs, seed=seeds, day=days)
def test_where_two_cycles_meet_no_question_comes_again_too_soon(ids: list[str], seed: str, day: date) -> None:
    told = asked(ids, seed, begins(day, len(ids)), 2 * len(ids))
    assert shortest_time_between(told) > len(ids) // SEAM


@given(seed=seeds, cycle=st.integers(-5, 9999))
@settings(max_examples=50)
def test_from_90_questions_on_a_month_lies_between_two_of_the_same(seed: str, cycle: int) -> None:
    for ids, days_clear in ((PACK[:90], 30), (PACK, 121)):
        told = [*_order(frozenset(ids), seed, cycle), *_order(frozenset(ids), seed, cycle + 1)]
        assert shortest_time_between(told) > days_clear


def shortest_time_between(told: list[str]) -> int:
    """Return the fewest days between two of the same question."""
    last: dict[str, int] = {}
    shortest = len(told)
    for place, question in enumerate(told):
        shortest = min(shortest, place - last.get(question, -len(told)))
        last[question] = place
    return shortest


def test_the_order_is_another_in_every_cycle_and_for_every_couple() -> None:
    first = begins(TODAY, len(PACK))
    year = asked(PACK, "seed", first, len(PACK))
    assert year != asked(PACK, "seed", first + timedelta(days=len(PACK)), len(PACK))
    assert year != asked(PACK, "other", first, len(PACK))


def test_every_place_of_the_cycle_may_be_any_question_s() -> None:
    """Keeping the seam clear must not favour a question: over many couples each comes first about as often."""
    ids = PACK[:12]
    firsts = [_order(frozenset(ids), f"couple {number}", 7)[0] for number in range(1200)]
    assert min(firsts.count(each) for each in ids) > 60


def test_the_same_on_every_machine_for_ever() -> None:
    """Two machines, and next year's version, have to come to the same: these are fixed."""
    assert asked(PACK, "k3v9", TODAY, 3) == ["d042", "d031", "d352"]
    assert daily_question(PACK, "k3v9", date(1, 1, 1)) == "d226"
    assert daily_question(PACK, "k3v9", date(1969, 12, 31)) == "d180"
    assert daily_question(PACK, "k3v9", date.max) == "d142"


def test_another_interpreter_with_another_hash_seed_comes_to_the_same() -> None:
    code = (
        "from datetime import date; from tui.checkin.daily import daily_question; "
        "print(daily_question([f'd{n:03}' for n in range(365, 0, -1)], 'k3v9', date(2026, 11, 23)))"
    )
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == daily_question(PACK, "k3v9", TODAY)


def test_without_questions_nothing_is_asked() -> None:
    assert daily_question([], "seed", TODAY) == ""
    assert daily_question(["only"], "seed", TODAY) == "only"
