"""The clock, and the names of zones."""

from datetime import UTC
from random import Random

import pytest

from tui.core.clock import SystemClock, local_zone, zone, zone_names
from tui.core.errors import InputError
from tui.core.ids import Ids


def test_the_system_clock_reads_all_clocks_at_once() -> None:
    clock = SystemClock()
    first, second = clock.read(), clock.read()
    assert first.wall.tzinfo is UTC
    assert second.steady >= first.steady
    assert second.boot >= first.boot
    assert first.boot_id == second.boot_id


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "../../etc/passwd", "x" * 5000, "Europe/Berlin\x00", "[/b]", "/"]
)
def test_a_zone_that_does_not_exist_is_a_sentence(name: str) -> None:
    with pytest.raises(InputError) as refused:
        zone(name)
    assert refused.value.key == "unknown_zone"


def test_the_machines_own_zone_is_always_one_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    assert zone(local_zone()).key == local_zone()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert local_zone() == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "nonsense")
    assert zone(local_zone()).key == local_zone()


def test_zones_on_offer_can_all_be_used() -> None:
    assert "Europe/Berlin" in zone_names()


def test_ids_are_the_same_for_one_seed_and_never_meet() -> None:
    first, second = Ids(Random(7)), Ids(Random(7))
    assert [first.new() for _ in range(5)] == [second.new() for _ in range(5)]
    assert len({Ids().new() for _ in range(1000)}) == 1000
