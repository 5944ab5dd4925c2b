"""Two people and what they agree on: each word is their own, nothing written is lost, and drafts stay with one."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from tests.stage import FixedClock
from tests.store.homes import every_byte
from tui.checkin.agreements import Standing, State
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Agreement, Consent, Revision, Talk
from tui.household import Household
from tui.household.agreements import (
    agree,
    day_typed,
    due,
    every,
    in_force,
    keep,
    let_go,
    look_again,
    newest_in_force,
    revise,
    standing,
    state_of,
)
from tui.household.own import disputes, erasable, erase, take_back
from tui.household.wordings import NEW, Draft, draft, drop_draft, keep_draft, kept_draft, sentence_key

TODAY = date(2026, 11, 23)
ODD = ("[/b]", "日本語", "\x1b[31mred", "a" * 10_000, "  two\nlines  ")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def ana(tmp_path: Path, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(tmp_path / "home", clock=clock, ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "Europe/Berlin"))
    yield found
    found.store.close()


@pytest.fixture
def ben(ana: Household, clock: FixedClock) -> Iterator[Household]:
    found = Household.open(ana.store.home, name="Ben", clock=clock, ids=Ids(Random(2)))
    yield found
    found.store.close()


def read(household: Household, agreement_id: str) -> Standing:
    household.catch_up()
    found = standing(household, agreement_id)
    assert found is not None
    return found


def agreed(ana: Household, ben: Household, text: str = "phones away") -> Agreement:
    """Let both agree on a text."""
    made = keep(ana, text)
    agree(ben, made.id, made.id)
    ana.catch_up()
    return made


# Keeping, writing anew, agreeing


def test_what_one_keeps_holds_once_the_other_agrees(ana: Household, ben: Household) -> None:
    made = keep(ana, "phones away", source="trust")
    assert (made.by, made.source, read(ana, made.id).holds) == (ana.me.id, "trust", False)
    assert state_of(ben, read(ben, made.id)) is State.YOURS
    agree(ben, made.id, made.id)
    agree(ben, made.id, made.id)
    assert read(ana, made.id).holds
    assert {each.id for each in ana.all(Consent)} == {f"{made.id}.{each.id}" for each in ana.people}
    assert in_force(ana, made.id) == "phones away"


def test_an_agreement_of_an_older_home_has_its_authors_word(ana: Household, ben: Household) -> None:
    ana.save(Agreement(id="old", by=ana.me.id, at=ana.now(), text="phones away"))
    assert state_of(ana, read(ana, "old")) is State.THEIRS
    ben.catch_up()
    agree(ben, "old", "old")
    assert read(ana, "old").holds


def test_a_newer_wording_waits_beside_the_one_that_holds(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben)
    assert revise(ben, made.id, "phones in the kitchen", read(ben, made.id).seen())
    found = read(ana, made.id)
    assert (found.text, found.newest) == ("phones away", "phones in the kitchen")
    assert [state_of(each, found) for each in (ana, ben)] == [State.YOURS, State.THEIRS]
    agree(ana, made.id, found.heads[0].id)
    assert in_force(ben, made.id) == "phones away", "not read yet"
    assert read(ben, made.id).text == "phones in the kitchen"


def test_the_same_words_again_are_a_word_for_them(ana: Household, ben: Household) -> None:
    made = keep(ana, "phones away")
    assert not revise(ben, made.id, " phones away ", read(ben, made.id).seen())
    assert read(ben, made.id).holds
    assert ben.all(Revision) == []


def test_written_at_once_both_stand_until_one_writes_them_in_one(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben, "one\ntwo")
    seen = read(ben, made.id).seen()
    revise(ana, made.id, "one by Ana\ntwo", seen)
    revise(ben, made.id, "one by Ben\ntwo\nthree", seen)
    found = read(ana, made.id)
    assert found == read(ben, made.id)
    assert found.newest == "one by Ana\none by Ben\ntwo\nthree"
    assert found.text == "one\ntwo"
    revise(ben, made.id, "one by both\ntwo\nthree", found.seen())
    agree(ana, made.id, read(ana, made.id).heads[0].id)
    assert read(ben, made.id).text == "one by both\ntwo\nthree"


@pytest.mark.parametrize("text", ["", "  \n "])
def test_without_words_nothing_is_kept(ana: Household, text: str) -> None:
    with pytest.raises(InputError, match="agreement_empty"):
        keep(ana, text)
    made = keep(ana, "phones away")
    with pytest.raises(InputError, match="agreement_empty"):
        revise(ana, made.id, text, (made.id,))
    assert read(ana, made.id).newest == "phones away"


@pytest.mark.parametrize("text", ODD)
def test_odd_words_are_kept_whole_and_harmless(ana: Household, ben: Household, text: str) -> None:
    made = keep(ana, text)
    assert made.text == text.strip().replace("\x1b", "␛")
    revise(ben, made.id, f"{text}\n{text}", read(ben, made.id).seen())
    assert read(ana, made.id).newest.count("\x1b") == 0
    with pytest.raises(InputError, match="text_too_long"):
        keep(ana, "a" * 100_001)


def test_a_wording_that_is_gone_is_not_agreed_to(ana: Household, ben: Household) -> None:
    made = keep(ana, "phones away")
    ben.catch_up()
    ana.remove(made)
    with pytest.raises(InputError, match="agreement_gone"):
        agree(ben, made.id, made.id)
    assert [each.by for each in ben.all(Consent)] == [ana.me.id]


def test_alone_ones_own_word_holds_and_for_the_other_it_is_open(ana: Household, ben: Household) -> None:
    ana.be_alone(alone=True)
    made = keep(ana, "I listen first")
    assert state_of(ana, read(ana, made.id)) is State.HOLDS
    assert newest_in_force(ana, 3)[0].holds
    assert state_of(ben, read(ben, made.id)) is State.YOURS


# Days, letting go


def test_what_is_due_is_told_once_its_day_has_come(ana: Household, ben: Household, clock: FixedClock) -> None:
    made, other = agreed(ana, ben), keep(ana, "tea at eight")
    look_again(ana, read(ana, made.id), TODAY + timedelta(days=14))
    look_again(ben, read(ben, other.id), TODAY + timedelta(days=1))
    assert due(ana) == []
    clock.go(86_400)
    assert [each.id for each in due(ben)] == [other.id]
    clock.go(86_400 * 14)
    ana.catch_up()
    assert [each.id for each in due(ana)] == [other.id, made.id]
    look_again(ana, read(ana, made.id), None)
    let_go(ana, read(ana, other.id))
    assert due(ana) == []


def test_what_is_let_go_stays_and_can_be_taken_up(ana: Household, ben: Household, clock: FixedClock) -> None:
    made = agreed(ana, ben)
    look_again(ana, read(ana, made.id), TODAY + timedelta(days=1))
    clock.go(86_400 * 3)
    let_go(ben, read(ben, made.id))
    assert state_of(ana, read(ana, made.id)) is State.LET_GO
    assert newest_in_force(ana, 3) == []
    assert [each.id for each in every(ana)] == [made.id]
    let_go(ana, read(ana, made.id), gone=False)
    assert state_of(ben, read(ben, made.id)) is State.HOLDS, "the day that is over asks for nothing"


def test_the_newest_three_are_for_the_first_screen(ana: Household, ben: Household, clock: FixedClock) -> None:
    made = []
    for number in range(5):
        made.append(keep(ana, f"sentence {number}"))
        clock.go(60)
    let_go(ana, read(ana, made[4].id))
    agree(ben, made[2].id, made[2].id)
    ana.catch_up()
    assert [(each.text, each.holds) for each in newest_in_force(ana, 3)] == [
        ("sentence 3", False),
        ("sentence 2", True),
        ("sentence 1", False),
    ]
    assert in_force(ana, "nothing") == ""


def test_two_days_chosen_at_once_are_both_kept_and_asked_about(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben)
    mine, theirs = read(ana, made.id), read(ben, made.id)
    look_again(ana, mine, TODAY + timedelta(days=14))
    look_again(ben, theirs, TODAY + timedelta(days=30))
    ana.catch_up()
    (found,) = disputes(ana)
    assert (found.kind, found.field) == ("agreement", "look_again")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("24.12.", date(2026, 12, 24)),
        ("2027-01-06", date(2027, 1, 6)),
        ("fri", date(2026, 11, 27)),
        ("monday", date(2026, 11, 30)),
        ("tomorrow", date(2026, 11, 24)),
        ("6 jan", date(2027, 1, 6)),
    ],
)
def test_a_day_can_be_typed(ana: Household, text: str, wanted: date) -> None:
    assert day_typed(ana, text) == wanted


@pytest.mark.parametrize("text", ["today", "2026-11-23", "2020-01-01", "soon", "", "9999-12-31", "[/b]", "x" * 500])
def test_a_day_that_is_none_or_over_is_asked_for_again(ana: Household, text: str) -> None:
    with pytest.raises(InputError, match="day_unclear"):
        day_typed(ana, text)


# Taking back


def test_what_was_just_kept_or_agreed_to_can_be_taken_back(ana: Household, ben: Household) -> None:
    made = keep(ana, "phones away")
    assert take_back(ana) == "agreement"
    assert every(ana) == []
    made = agreed(ana, ben)
    assert take_back(ben) == "consent"
    assert not read(ana, made.id).holds
    agree(ben, made.id, made.id)
    revise(ben, made.id, "phones off", read(ben, made.id).seen())
    assert take_back(ben) == "revision"
    assert read(ana, made.id).newest == "phones away"
    look_again(ana, read(ana, made.id), TODAY + timedelta(days=3))
    let_go(ana, read(ana, made.id))
    assert take_back(ana) == "agreement_changed"
    assert not read(ana, made.id).agreement.let_go
    assert take_back(ana) == "agreement_changed"
    assert read(ana, made.id).agreement.look_again is None


def test_what_the_other_gave_their_word_to_is_not_taken_back(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben)
    with pytest.raises(InputError, match="undo_changed_since"):
        take_back(ana)
    revise(ana, made.id, "phones off", read(ana, made.id).seen())
    revise(ben, made.id, "phones off and away", read(ben, made.id).seen())
    with pytest.raises(InputError, match="undo_changed_since"):
        take_back(ana)
    assert read(ana, made.id).newest == "phones off and away"


def test_a_talks_sentence_is_taken_back_with_the_talk(ana: Household) -> None:
    talk = Talk(id="t", by=ana.me.id, at=ana.now(), format="free", topic="", minutes=5, kept="tea")
    ana.save(talk, Agreement(id="t.kept", by=ana.me.id, at=ana.now(), text="tea", source="t"))
    assert take_back(ana) == "agreement"
    assert every(ana) == []


# Erasing


def test_an_erased_text_is_in_no_file_and_the_others_words_go_on(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben, "canary of Ana")
    revise(ben, made.id, "the words of Ben", read(ben, made.id).seen())
    keep_draft(ana, made.id, Draft(text="canary draft"), since=Draft(), person=ana.me.id)
    ana.catch_up()
    assert {type(each) for each in erasable(ana, [made.id])} == {Agreement, Consent}
    erase(ana, erasable(ana, [made.id]))
    assert b"canary" not in every_byte(ana.store.home)
    for each in (ana, ben):
        found = read(each, made.id)
        assert (found.text, found.holds) == ("the words of Ben", False)
        assert [one.id for one in every(each)] == [made.id]
    agree(ana, made.id, read(ana, made.id).heads[0].id)
    look_again(ben, read(ben, made.id), TODAY + timedelta(days=3))
    found = read(ana, made.id)
    assert (found.text, found.holds, found.agreement.look_again) == (
        "the words of Ben",
        True,
        TODAY + timedelta(days=3),
    )
    let_go(ana, found)
    assert state_of(ben, read(ben, made.id)) is State.LET_GO


def test_an_erased_wording_leaves_what_held_before(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben)
    revise(ben, made.id, "canary of Ben", read(ben, made.id).seen())
    newer = read(ana, made.id).heads[0].id
    agree(ana, made.id, newer)
    erase(ben, erasable(ben, [newer]))
    assert b"canary" not in every_byte(ana.store.home)
    assert read(ana, made.id).text == "phones away"
    assert read(ana, made.id).holds


def test_erasing_everything_of_mine_takes_my_drafts_and_words_along(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben)
    keep_draft(ana, NEW, Draft(text="canary draft"), since=Draft(), person=ana.me.id)
    ana.store.local.put(sentence_key(ana.me.id), "canary sentence")
    keep_draft(ben, NEW, Draft(text="Ben writes"), since=Draft(), person=ben.me.id)
    erase(ana, erasable(ana), everything=True)
    assert b"canary" not in every_byte(ana.store.home)
    assert every(ana) == []
    assert kept_draft(ben, NEW, ben.me.id) == Draft(text="Ben writes")
    ben.catch_up()
    with pytest.raises(InputError, match="agreement_gone"):
        agree(ben, made.id, made.id)


def test_a_stale_screen_does_not_bring_an_erased_text_back(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben, "canary of Ana")
    stale = read(ben, made.id)
    erase(ana, erasable(ana, [made.id]))
    with pytest.raises(InputError, match="agreement_gone"):
        let_go(ben, stale)
    assert b"canary" not in every_byte(ana.store.home)


def test_words_written_on_what_was_taken_back_meanwhile_are_not_lost(ana: Household, ben: Household) -> None:
    made = keep(ana, "phones away")
    seen = read(ben, made.id).seen()
    take_back(ana)
    revise(ben, made.id, "phones in the kitchen", seen)
    assert read(ana, made.id).newest == "phones in the kitchen"


# Drafts


def test_a_draft_begins_as_the_newest_wording_and_is_for_one_alone(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben)
    begun = draft(ana, made.id)
    assert begun == Draft(text="phones away", began="phones away", seen=(made.id,))
    mine = replace(begun, text="phones away, always")
    assert keep_draft(ana, made.id, mine, since=begun, person=ana.me.id) == mine
    assert draft(ana, made.id) == mine
    assert draft(ben, made.id) == begun
    assert keep_draft(ana, made.id, begun, since=mine, person=ana.me.id) == begun
    assert kept_draft(ana, made.id, ana.me.id) is None, "nothing of it differs any more"


def test_two_windows_of_one_person_write_one_draft(ana: Household, clock: FixedClock) -> None:
    other = Household.open(ana.store.home, name="Ana", clock=clock)
    made = keep(ana, "one\ntwo\nthree")
    begun = draft(ana, made.id)
    mine, theirs = replace(begun, text="ONE\ntwo\nthree"), replace(begun, text="one\ntwo\nTHREE")
    keep_draft(ana, made.id, mine, since=begun, person=ana.me.id)
    both = keep_draft(other, made.id, theirs, since=begun, person=ana.me.id)
    assert both.text == "ONE\ntwo\nTHREE"
    drop_draft(ana, made.id, since=mine, person=ana.me.id)
    assert kept_draft(ana, made.id, ana.me.id) == both, "the other window wrote more since"
    drop_draft(ana, made.id, since=both, person=ana.me.id)
    assert kept_draft(ana, made.id, ana.me.id) is None
    assert keep_draft(other, made.id, both, since=both, person=ana.me.id) == both
    assert kept_draft(ana, made.id, ana.me.id) is None, "it has become a wording"
    other.store.close()


def test_a_draft_that_was_begun_long_ago_comes_from_what_it_was_begun_on(ana: Household, ben: Household) -> None:
    made = agreed(ana, ben, "one\ntwo")
    begun = draft(ana, made.id)
    mine = replace(begun, text="one\ntwo by Ana")
    keep_draft(ana, made.id, mine, since=begun, person=ana.me.id)
    revise(ben, made.id, "one by Ben\ntwo", read(ben, made.id).seen())
    ana.catch_up()
    kept = draft(ana, made.id)
    revise(ana, made.id, kept.text, kept.seen)
    assert read(ben, made.id).newest == "one by Ben\ntwo by Ana"


@pytest.mark.parametrize("data", [7, "x", {"text": 7}, ["a"], {"seen": "a"}])
def test_a_draft_that_cannot_be_read_is_none(ana: Household, data: object) -> None:
    ana.store.local.put(f"wording/{ana.me.id}/", data)
    assert draft(ana, NEW) == Draft()
    assert keep_draft(ana, NEW, Draft(text="tea"), since=Draft(), person=ana.me.id) == Draft(text="tea")
