"""Things to do: whose they are, who sees them, and that none is lost, or struck out by the other."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Activity, Did, Plan, Share
from tui.household import Household
from tui.household.ideas import (
    Given,
    add_own,
    change_own,
    did,
    done_before,
    draft,
    keep_draft,
    noted,
    own,
    remove_own,
    say_again,
    suggestions,
    things,
    unwish,
    wish,
    wished_ids,
    wishers,
)
from tui.household.own import erasable, erase, take_back
from tui.planner.ideas import Asked, Thing, Why

ODD = "row\x1b[31m [/b] \u202ereversed\n  to  the island"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def ana(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"), apart=False)
    yield found
    found.close()


@pytest.fixture
def ben(ana: Household, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(ana.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield found
    found.close()


def thing(household: Household, thing_id: str) -> Thing | None:
    household.catch_up()
    return next((each for each in things(household) if each.id == thing_id), None)


def idea(household: Household) -> Thing:
    return things(household)[0]


def test_an_own_idea_is_seen_by_nobody_else_until_it_is_wished_for(ana: Household, ben: Household) -> None:
    kept = add_own(ana, Given(text="row to the island", minutes=90, where="out", cost="little"))
    assert own(ana) == [kept]
    assert kept.share is Share.PRIVATE
    assert thing(ben, kept.id) is None
    shown = thing(ana, kept.id)
    assert shown == Thing.of(kept)
    wish(ana, shown)
    assert thing(ben, kept.id) == shown
    assert [person.name for person in wishers(ben)[kept.id]] == ["Ana"]
    assert not unwish(ben, shown), "the other's wish is not mine to strike out"
    wish(ben, shown)
    ana.catch_up()
    assert [person.name for person in wishers(ana)[kept.id]] == ["Ana", "Ben"]
    assert unwish(ana, shown)
    assert thing(ben, kept.id) == Thing.of(ben.all(Activity)[0]), "what Ben wishes for stays, in the same words"
    assert [person.name for person in wishers(ben)[kept.id]] == ["Ben"]
    assert [person.name for person in wishers(ana)[kept.id]] == ["Ben"]
    assert unwish(ben, shown)
    assert thing(ben, kept.id) is None
    assert own(ana) == [kept]


def test_an_own_idea_is_one_line_and_harmless_and_whole(ana: Household) -> None:
    kept = add_own(ana, Given(text=ODD))
    assert "\x1b" not in kept.text
    assert "\u202e" not in kept.text
    assert kept.text.endswith("to the island")
    for odd in (Given(text="  "), Given(text="x", minutes=99_999), Given(text="x", where="moon")):
        with pytest.raises(InputError, match="idea_"):
            add_own(ana, odd)
    with pytest.raises(InputError, match="text_too_long"):
        add_own(ana, Given(text="x" * 100_001))
    assert own(ana) == [kept]


def test_two_windows_change_other_things_of_one_idea(ana: Household, clock: FixedClock) -> None:
    kept = add_own(ana, Given(text="row", minutes=60))
    other = Household.open(ana.store.home, name="Ana", clock=clock, ids=Ids(Random(3)))
    change_own(ana, kept, Given(text="row to the island", minutes=60))
    changed = change_own(other, kept, Given(text="row", minutes=90, where="out"))
    assert (changed.text, changed.minutes, changed.where) == ("row to the island", 90, "out")
    remove_own(other, kept)
    with pytest.raises(InputError, match="idea_gone"):
        change_own(ana, changed, Given(text="swim"))
    take_back(other)
    ana.catch_up()
    assert own(ana) == [changed]
    other.close()


def test_nobody_changes_the_other_s_idea(ana: Household, ben: Household) -> None:
    kept = wish(ana, Thing.of(add_own(ana, Given(text="row"))))
    ben.catch_up()
    assert own(ben) == []
    for refused in (lambda: change_own(ben, kept, Given(text="swim")), lambda: remove_own(ben, kept)):
        with pytest.raises(InputError, match="idea_gone"):
            refused()


def test_a_wish_leads_and_rests_once_it_was_done(ana: Household, ben: Household, clock: FixedClock) -> None:
    wanted = suggestions(ana, 120)[5]
    wish(ben, wanted)
    wish(ben, wanted)
    ana.catch_up()
    assert len(ana.all(Activity)) == 1
    first = suggestions(ana, 120)[0]
    assert (first.id, first.why) == (wanted.id, Why.WISHED)
    clock.go(3600)
    did(ana, wanted.text, idea=wanted.id)
    assert wished_ids(ana) == ()
    assert wanted.id not in {each.id for each in suggestions(ana, 120)}
    say_again(ana, wanted, again=True)
    assert done_before(ana) == {wanted.id: True}
    assert next(each.why for each in suggestions(ana, 120) if each.id == wanted.id) is Why.AGAIN
    say_again(ana, wanted, again=False)
    assert done_before(ana) == {wanted.id: False}
    take_back(ana)
    assert done_before(ana) == {wanted.id: True}
    say_again(ana, idea(ana), again=True)
    assert len(ana.all(Did)) == 1, "nothing is said of what was not done"


def test_what_was_done_is_noted_once_of_a_time_and_taken_back(ana: Household) -> None:
    plan = Plan(id="p", by=ana.me.id, at=ana.now(), start=ana.now(), minutes=60, zone="UTC", what="a walk")
    ana.save(plan)
    assert not noted(ana, plan)
    first = did(ana, "a walk", plan="p")
    assert did(ana, "a walk", plan="p", again=True).id == first.id
    assert noted(ana, plan)
    assert did(ana, "a walk and tea", plan="p").id != first.id
    assert take_back(ana) == "did"
    assert [each.again for each in ana.all(Did)] == [True]
    with pytest.raises(InputError, match="idea_empty"):
        did(ana, " \n ")


def test_what_is_suggested_fits_the_time_the_light_and_how_they_live(ana: Household) -> None:
    catalog = {each.id: each for each in ana.catalog.ideas}
    evening = ana.now().replace(hour=23)
    assert not any(catalog[each.id].daylight for each in suggestions(ana, 120, start=evening.replace(hour=3)))
    assert {each.id for each in suggestions(ana)} >= {each.id for each in things(ana) if not each.only_apart}
    for each in suggestions(ana, 30, Asked(where="home", cost="free", energy="low"), choose="x"):
        found = catalog[each.id]
        assert (found.where, found.cost, found.energy) == ("home", "free", "low")
        assert found.minutes <= 30
    assert all(catalog[each.id].apart or catalog[each.id].only_apart for each in suggestions(ana, 120, apart=True))
    ana.rename(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"), apart=True)
    assert suggestions(ana, 120) == suggestions(ana, 120, apart=True)


def test_erasing_takes_own_ideas_and_what_was_half_written(ana: Household) -> None:
    kept = add_own(ana, Given(text="row to the island"))
    did(ana, "rowed to the island")
    keep_draft(ana, kept.id, "swim to the island")
    keep_draft(ana, "idea", "fly to the island")
    erase(ana, erasable(ana, [kept.id]))
    assert draft(ana, kept.id) is None
    assert draft(ana, "idea") == "fly to the island"
    erase(ana, erasable(ana), everything=True)
    assert draft(ana, "idea") is None
    assert [*ana.all(Activity), *ana.all(Did)] == []
    assert b"island" not in (ana.store.home / "records.journal").read_bytes()


def test_the_same_day_suggests_the_same_and_another_day_something_else(ana: Household, clock: FixedClock) -> None:
    today = [each.id for each in suggestions(ana, 120)]
    assert today == [each.id for each in suggestions(ana, 120)]
    clock.wall += timedelta(days=1)
    assert today != [each.id for each in suggestions(ana, 120)]
