"""A talk on two machines over one folder: begun here, joined there, and over on both, as one record."""

from pathlib import Path

import pytest

from tests.household.talk_homes import TalkHomes
from tests.store.homes import every_byte
from tui.core.records import Agreement, Plan, Said, SlowTalk, Talk
from tui.core.told_records import TalkNow
from tui.household import Household, slow, talks
from tui.household.circle import CIRCLE as KEPT_CIRCLE
from tui.household.talk_at_hand import Stands, talk_at_hand
from tui.household.talk_told import CIRCLE, LAST, heard
from tui.household.talks import TOPIC, not_now
from tui.household.talks_kept import keep_talk
from tui.household.wordings import sentence_key
from tui.talk import KEY
from tui.talk.floor import Before, Stage, Status, Why
from tui.talk.moves import Move

TWENTY = 20 * 60.0


@pytest.fixture
def homes(tmp_path: Path) -> TalkHomes:
    return TalkHomes(tmp_path)


def told(household: Household) -> list[TalkNow]:
    return household.store.all(TalkNow)


def test_it_is_known_where_the_circle_is_kept() -> None:
    assert CIRCLE == KEPT_CIRCLE


def test_the_other_machine_shows_that_a_talk_is_on_and_joins_it_as_it_runs(homes: TalkHomes) -> None:
    homes.begun()
    assert talk_at_hand(homes.ben) is None
    homes.go(10)
    homes.settle()
    at_hand = talk_at_hand(homes.ben)
    assert at_hand is not None
    assert at_hand.stands is Stands.GOES_ON
    homes.go(45)
    floor = homes.join(homes.ben).look()
    assert (floor.status, floor.topic, floor.apart) == (Status.RUNNING, "the evenings", True)
    assert floor.spent == pytest.approx(55, abs=0.1)


def test_turns_pass_from_one_machine_to_the_other_and_both_clocks_agree(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.go(30)
    before = homes.ana.store.sequence
    homes.do(ana, Move.SAID, 0)
    assert homes.ana.store.sequence > before  # by which whoever exchanges sees that there is something to send
    homes.do(ana, Move.GOT_ME, 0)
    homes.go(4)
    homes.settle()
    assert heard(homes.ben) == 0
    homes.go(20)
    assert heard(homes.ben) == 20
    assert (ana.look().turn, ben.look().turn) == (1, 1)
    assert ben.floor.spent == pytest.approx(ana.floor.spent, abs=0.05) == pytest.approx(24, abs=0.05)
    homes.do(ben, Move.PAUSE, 1)
    homes.settle()
    assert (ana.look().status, ana.floor.why) == (Status.PAUSED, Why.ASKED)
    assert heard(homes.ana) == 0


def test_where_both_act_at_once_what_fits_is_done_and_the_break_is_on_for_both(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.do(ana, Move.SAID, 0)
    homes.do(ben, Move.BREAK, 1)
    homes.settle()
    assert ana.look().status is ben.look().status is Status.BREAK
    homes.do(ben, Move.RETURN, 1, seconds=2 * TWENTY)
    homes.settle()
    (plan,) = homes.ana.all(Plan)
    assert [each.start for each in homes.ben.all(Plan)] == [plan.start]
    assert plan.by == homes.ana.me.id
    homes.go(TWENTY + 1)
    homes.do(ana, Move.READY, 0)
    homes.do(ben, Move.READY, 1)
    homes.settle()
    assert ana.look().status is ben.look().status is Status.RUNNING
    assert homes.ana.all(Plan) == homes.ben.all(Plan) == []


def test_it_ends_on_both_as_one_record_and_nothing_is_left_of_it(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.go(60)
    homes.do(ben, Move.END, 1)
    homes.settle()
    assert ana.look().status is Status.ENDED
    ben.write_sentence("what Ben was still writing", 1)
    ben.keep()
    homes.settle()
    assert b"still writing" not in every_byte(homes.ana.store.home)
    assert keep_talk(homes.ana, ana.floor, kept="what they keep", agreed=True)
    ana.let_go()
    homes.settle()
    ben.look()
    assert ben.gone
    assert [each.kept for each in homes.ben.all(Talk)] == ["what they keep"]
    assert len(homes.ana.all(Talk)) == len(homes.ana.all(Agreement)) == 1
    assert homes.ben.store.local.get(sentence_key(homes.ben.me.id)) == "what Ben was still writing"
    assert not keep_talk(homes.ben, ben.floor, kept="too late")
    for each in (homes.ana, homes.ben):
        assert (told(each), each.store.local.get(KEY), each.store.local.get(LAST)) == ([], None, None)


def test_both_may_keep_it_at_once_and_no_sentence_is_lost(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.go(60)
    homes.do(ana, Move.END, 0)
    homes.settle()
    ben.look()
    for household, talk in ((homes.ana, ana), (homes.ben, ben)):
        assert keep_talk(household, talk.floor, kept=f"by {household.me.name}")
        talk.let_go()
    homes.settle()
    for each in (homes.ana, homes.ben):
        assert len(each.all(Talk)) == 1
        assert told(each) == []
        assert {value for both in each.store.both() for value in str(both).split("'") if value.startswith("by ")} == {
            "by Ana",
            "by Ben",
        }


@pytest.mark.parametrize("who", ["who began it", "who was asked"])
def test_a_talk_that_never_began_is_gone_on_both_and_its_topic_waits(homes: TalkHomes, who: str) -> None:
    ana = homes.begun(upto=1)
    homes.settle()
    ben = homes.join(homes.ben)
    assert talk_at_hand(homes.ben) is not None
    here, there = (homes.ana, ben) if who == "who began it" else (homes.ben, ana)
    not_now(here, ana if here is homes.ana else ben)
    homes.settle()
    there.look()
    assert there.gone
    for each in (homes.ana, homes.ben):
        assert (talk_at_hand(each), told(each), each.store.local.get(LAST)) == (None, [], None)
        assert each.store.local.get(TOPIC) == "the evenings"
        assert each.all(Talk) == []


def test_a_ground_rule_leaves_the_machine_when_its_author_is_ready(homes: TalkHomes) -> None:
    ana = homes.begun(upto=3)
    homes.settle()
    ben = homes.join(homes.ben)
    assert ben.floor.before is Before.RULES
    homes.do(ana, Move.RULE, 0, text="canary phone away")
    homes.settle()
    assert b"canary" not in every_byte(homes.ben.store.home)
    assert ben.look().rules == ("", "")
    homes.do(ana, Move.READY, 0)
    homes.settle()
    assert ben.look().rules == ("canary phone away", "")


def test_a_talk_at_one_keyboard_never_leaves_the_machine(homes: TalkHomes) -> None:
    form = homes.ana.catalog.talk_formats[0]
    talk = talks.begin(homes.ana, form, "canary", first=0)
    for move in (Move.READY, Move.BREATHED, Move.READY, Move.SAID):
        talk.act(move)
    talks.keep_begun(homes.ana, talk)
    homes.settle()
    assert told(homes.ana) == []
    assert talk_at_hand(homes.ben) is None
    assert b"canary" not in every_byte(homes.ben.store.home)


def test_of_two_that_are_begun_at_the_same_moment_both_hold_the_one_that_was_first(homes: TalkHomes) -> None:
    found = []
    for household, topic in ((homes.ben, "his"), (homes.ana, "hers")):
        found.append(homes.begun(household, topic, upto=1))
        homes.go(1)
    homes.settle()
    his, hers = found
    assert his.look().topic == "his"
    hers.look()
    assert hers.gone
    assert homes.join(homes.ana).floor.topic == "his"
    assert homes.ana.store.local.get(TOPIC) == "hers"
    assert {each.talk for each in told(homes.ana)} == {his.floor.id}


def test_each_second_and_each_keeping_tells_nothing(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.do(ana, Move.SAID, 0)
    homes.settle()
    before = homes.ana.store.sequence
    for _ in range(20):
        homes.go(1)
        for talk in (ana, ben):
            talk.look()
            talk.keep()
    homes.settle()
    assert homes.ana.store.sequence == before


def test_who_comes_back_after_a_stop_finds_it_as_it_goes_on(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.do(ben, Move.MINUTE, 1)
    homes.settle()
    homes.go(20)
    again = homes.join(homes.ana)
    assert again.look().status is Status.RUNNING
    assert again.floor.spent == pytest.approx(ben.look().spent, abs=0.1)
    del ana


def test_a_talk_in_writing_goes_from_machine_to_machine_as_records_do(homes: TalkHomes) -> None:
    form = next(each for each in homes.ana.catalog.talk_formats if each.slow)
    slow.begin(homes.ana, form, "slowly", first=0)
    homes.settle()
    (talk,) = homes.ben.all(SlowTalk)
    assert talk.topic == "slowly"
    assert homes.ben.all(Said) == homes.ana.all(Said) == []


def test_whatever_the_other_machine_tells_the_exchange_goes_on(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    by, at, talk = homes.ben.me.id, homes.ben.now(), ana.floor.id
    texts = ("7", "[[1]]", '{"id": "x"}', "\u00e9", '[[99999999999,"","end",0]]')
    names = ("x.y", "x.y.0", "x", f"{talk}.zzz{{}}.0", f"{talk}.zzz{{}}.9.9", f"{talk}.zzz{{}}", f"{talk}..")
    for number, text in enumerate(texts):
        for name in (each.format(number) for each in names):
            told_of = "x" if name[0] == "x" else talk
            found = TalkNow(id=name, by=by, at=at, talk=told_of, version=9, floor=text)
            homes.ben.store.save(found, by=by, at=at)
    homes.settle()
    homes.do(ana, Move.SAID, 0)
    homes.settle()
    assert ben.look().stage is ana.look().stage is Stage.BACK


def test_a_machine_that_was_off_meanwhile_finds_nothing_of_a_talk_that_is_over(homes: TalkHomes) -> None:
    ana = homes.begun()
    homes.exchange(homes.ana)
    homes.go(60)
    homes.do(ana, Move.END, 0)
    homes.exchange(homes.ana)
    keep_talk(homes.ana, ana.floor, kept="so it was")
    ana.let_go()
    homes.settle()
    assert talk_at_hand(homes.ben) is None
    assert (told(homes.ben), homes.ben.store.local.get(KEY), len(homes.ben.all(Talk))) == ([], None, 1)


def test_while_the_folder_is_away_each_goes_on_and_then_both_stand_where_the_one_is_who_went_furthest(
    homes: TalkHomes,
) -> None:
    ana, ben = homes.both()
    for talk, rounds in ((ana, 3), (ben, 2)):
        homes.do(talk, Move.KEYBOARD, 0)
        for _ in range(rounds):
            homes.do(talk, Move.SAID, 0 if talk.floor.speaker == 0 else 1)
            homes.do(talk, Move.GOT_ME, 0 if talk.floor.speaker == 0 else 1)
            homes.go(5)
    assert (ana.look().turn, ben.look().turn) == (3, 2)
    homes.settle()
    assert (ana.look().turn, ben.look().turn) == (3, 3)
    assert ana.floor.status is ben.floor.status is Status.RUNNING


def test_what_people_did_can_still_be_taken_back_when_the_machines_have_told_one_another(homes: TalkHomes) -> None:
    ana, ben = homes.both()
    homes.go(60)
    homes.do(ana, Move.END, 0)
    keep_talk(homes.ana, ana.floor, kept="so it was")
    done = homes.ana.store.last_done(homes.ana.me.id)
    ana.let_go()
    homes.settle()
    assert ben.look() is not None
    assert homes.ana.store.last_done(homes.ana.me.id) == done
    assert ("talk", ana.floor.id) in done
