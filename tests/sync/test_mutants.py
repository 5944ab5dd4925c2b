"""The simulator notices each fault that an engine may have: else that it finds none would say nothing."""

import pytest

from tests.sync import mutants, simulator


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda each: each.name)
def test_an_engine_with_a_fault_is_found_out(mutant: mutants.Mutant) -> None:
    with mutants.with_fault(mutant):
        assert any(simulator.failure(simulator.story(seed)) for seed in mutant.seeds), "the simulator is too weak"


@pytest.mark.parametrize("mutant", mutants.MUTANTS, ids=lambda each: each.name)
def test_the_stories_that_find_it_out_are_among_those_that_are_always_played(mutant: mutants.Mutant) -> None:
    assert mutant.seeds
    assert set(mutant.seeds) <= set(range(simulator.SEEDS))
