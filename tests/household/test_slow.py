"""A slow talk as it is kept: drafts are one's own, what is given stays or is taken back, and both windows agree."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.stage import FixedClock
from tests.store.homes import every_byte
from tui.catalog.formats import Begins, TalkFormat
from tui.cli.markdown import to_markdown
from tui.cli.records import EXPORTED
from tui.core.errors import InputError
from tui.core.ids import Ids
from tui.core.records import Said, SlowPart, SlowTalk, Talk, from_document, to_document
from tui.household import Household
from tui.household.own import erasable, erase, take_back
from tui.household.slow import (
    asked,
    begin,
    begins,
    draft,
    end,
    for_me,
    formats,
    give,
    keep_draft,
    of,
    phase_of,
    running,
    title_of,
    words_of,
)
from tui.household.talks import TOPIC
from tui.household.talks_past import PastTalks
from tui.store.portable import from_json, to_json
from tui.talk.slow import Course, Move, Stage

ODD = "[/b] \u202e\x1b]52;c;aGk=\x07 日本語 {name} " + "long " * 2000


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


@pytest.fixture
def form(ana: Household) -> TalkFormat:
    return formats(ana)[0]


def seen(household: Household, talk: SlowTalk) -> Course:
    """Return how somebody sees a talk who has just looked."""
    household.catch_up()
    found = of(household, talk.id)
    assert found is not None
    return found


def test_two_windows_hold_a_whole_talk_and_its_words_stay(ana: Household, ben: Household, form: TalkFormat) -> None:
    talk = begin(ana, form, "  the evenings\n", first=0)
    assert (talk.topic, for_me(ana)) == ("the evenings", True)
    ben.catch_up()
    assert not for_me(ben)
    given = [(ana, Move.SAID, "I miss us"), (ben, Move.BACK, "you miss us"), (ana, Move.GOT_ME, "")]
    for who, move, text in given:
        give(who, seen(who, talk), move, text)
    while not seen(ana, talk).over:
        now = seen(ana, talk)
        who = (ana, ben)[now.mover or 0]
        ana.clock.go(3600)  # type: ignore[attr-defined] # it is the fixed one
        give(who, seen(who, talk), Move.YIELD)
    assert running(ben) == []
    assert not for_me(ben)
    (held,) = ben.all(Talk)
    assert (held.id, held.at, held.topic, held.minutes, held.kept) == (talk.id, talk.at, "the evenings", 1, "")
    assert [piece.said.text for piece in words_of(ben, talk.id)][:3] == ["I miss us", "you miss us", ""]
    assert seen(ben, talk).talk.ended


def test_what_was_written_is_read_and_found_among_the_past_talks_and_its_topic_waits_no_more(
    ana: Household, ben: Household, form: TalkFormat
) -> None:
    ana.store.local.put(TOPIC, "the evenings")
    talk = begin(ana, form, "the evenings", first=0)
    assert ana.store.local.get(TOPIC) is None
    give(ana, seen(ana, talk), Move.SAID, "Vögel im Garten")
    assert PastTalks(ana).search("vogel") == [], "it goes on"
    end(ana, talk.id)
    ben.catch_up()
    past = PastTalks(ben)
    (held,) = past.search("VOGEL garten")
    assert isinstance(held, Talk)
    assert [each.said.text for each in past.words(held)] == ["Vögel im Garten"]


def test_what_is_given_too_late_is_still_a_draft(ana: Household, ben: Household, form: TalkFormat) -> None:
    talk = begin(ana, form, "", first=0)
    early = seen(ana, talk)
    with pytest.raises(InputError, match="slow_empty"):
        give(ana, early, Move.SAID, " \n ")
    keep_draft(ana, talk.id, "one", since="", person=ana.me.id)
    give(ana, early, Move.SAID, "one")
    assert draft(ana, talk.id) == ""
    keep_draft(ana, talk.id, "two", since="", person=ana.me.id)
    with pytest.raises(InputError, match="slow_moved_on"):
        give(ana, early, Move.SAID, "two")
    assert draft(ana, talk.id) == "two"
    with pytest.raises(InputError, match="slow_moved_on"):
        give(ben, seen(ben, talk), Move.GOT_ME)
    assert [each.text for each in ana.all(Said)] == ["one"]


def test_a_draft_is_of_one_person_and_two_windows_write_it_together(
    ana: Household, ben: Household, form: TalkFormat
) -> None:
    talk = begin(ana, form, "", first=0)
    second = Household.open(ana.store.home, name="Ana", clock=ana.clock)
    assert keep_draft(ana, talk.id, "from here", since="", person=ana.me.id) == "from here"
    both = keep_draft(second, talk.id, "from there", since="", person=ana.me.id)
    assert both == "from there\n\nfrom here"
    assert draft(ben, talk.id) == ""
    assert "from here" not in to_markdown(ana)
    give(ana, seen(ana, talk), Move.SAID, both)
    assert keep_draft(second, talk.id, both, since=both, person=ana.me.id) == "", "it is given in the other window"
    assert keep_draft(second, talk.id, "more", since=both, person=ana.me.id) == "more", "that is written since"
    second.store.close()


def test_what_is_given_can_be_taken_back_until_something_was_added(
    ana: Household, ben: Household, form: TalkFormat
) -> None:
    talk = begin(ana, form, "", first=0)
    give(ana, seen(ana, talk), Move.SAID, "too much")
    keep_draft(ana, talk.id, "begun since", since="", person=ana.me.id)
    assert take_back(ana) == "said"
    assert draft(ana, talk.id) == "too much\n\nbegun since"
    assert (seen(ben, talk).pieces, seen(ben, talk).mover) == ((), 0)
    give(ana, seen(ana, talk), Move.SAID, "less")
    give(ben, seen(ben, talk), Move.BACK, "heard")
    kept = draft(ana, talk.id)
    with pytest.raises(InputError, match="undo_changed_since"):
        take_back(ana)
    assert draft(ana, talk.id) == kept
    assert take_back(ben) == "said"
    assert take_back(ana) == "said"
    assert take_back(ana) == "slow_talk"
    assert running(ben if ben.catch_up() else ana) == []


def test_a_talk_that_was_answered_is_not_taken_back_and_an_end_is(
    ana: Household, ben: Household, form: TalkFormat
) -> None:
    talk = begin(ana, form, "", first=1)
    give(ben, seen(ben, talk), Move.SAID, "hello")
    with pytest.raises(InputError, match="undo_changed_since"):
        take_back(ana)
    end(ben, talk.id)
    end(ana, talk.id)
    assert [each.id for each in ana.all(Talk)] == [talk.id]
    assert take_back(ben) == "slow_talk"
    assert (seen(ana, talk).over, ana.all(Talk)) == (False, [])


def test_both_may_end_it_at_the_same_time_and_several_go_on_at_once(
    ana: Household, ben: Household, form: TalkFormat
) -> None:
    first, second = begin(ana, form, "one", first=0), begin(ana, form, "two", first=1)
    ben.catch_up()
    assert {each.talk.topic for each in running(ben)} == {"one", "two"}
    assert (for_me(ana), for_me(ben)) == (True, True)
    end(ana, first.id)
    end(ben, first.id)
    assert not ana.store.both()
    assert [each.talk.id for each in running(ana)] == [second.id]
    end(ana, "nobody knows it")


def test_who_writes_first_is_as_the_format_says(ana: Household, form: TalkFormat) -> None:
    ana.be(ana.people[1])
    assert begins(ana, form) == 1
    turned = TalkFormat(
        id="slow",
        title="T",
        about="",
        minutes=5,
        grade=form.grade,
        source="",
        phases=form.phases,
        begins=Begins.ALTERNATING,
    )
    assert begins(ana, turned) == 1
    begin(ana, turned, "", first=1)
    assert begins(ana, turned) == 0


def test_each_erases_what_is_theirs_and_the_other_reads_on(ana: Household, ben: Household, form: TalkFormat) -> None:
    talk = begin(ana, form, "canary of the topic", first=0)
    give(ana, seen(ana, talk), Move.SAID, "canary of Ana")
    give(ben, seen(ben, talk), Move.BACK, "heard by Ben")
    keep_draft(ana, talk.id, "canary of a draft", since="", person=ana.me.id)
    assert {each.id for each in erasable(ben, [talk.id])} == {each.id for each in ben.find(Said, by=ben.me.id)}
    erase(ana, erasable(ana, [talk.id]))
    ben.catch_up()
    assert b"canary" not in every_byte(ana.store.home)
    assert [each.said.text for each in words_of(ben, talk.id)] == ["heard by Ben"]
    assert (of(ben, talk.id), running(ben)) == (None, [])
    assert "heard by Ben" in to_markdown(ben)
    with pytest.raises(InputError, match="forget_unknown"):
        erasable(ana, ["nobody"])


def test_one_erased_word_does_not_stop_the_talk(ana: Household, ben: Household, form: TalkFormat) -> None:
    talk = begin(ana, form, "", first=0)
    give(ana, seen(ana, talk), Move.SAID, "I said this")
    give(ben, seen(ben, talk), Move.BACK, "and this is what I heard")
    keep_draft(ana, talk.id, "still writing", since="", person=ana.me.id)
    erase(ana, erasable(ana, [ana.find(Said, by=ana.me.id)[0].id]))
    assert seen(ana, talk).stage is Stage.HEARD
    give(ana, seen(ana, talk), Move.GOT_ME, "thank you")
    assert seen(ben, talk).mover == 1


def test_odd_words_and_what_a_newer_version_wrote_are_kept_and_shown(ana: Household, ben: Household) -> None:
    part = SlowPart(id="gone", turns=2, hours=1, reflect=True, questions=("What is it?",))
    at, me = ana.now(), ana.me.id
    talk = SlowTalk(id="t", by=me, at=at, format="not here", topic="", first=0, parts=(part,))
    given = [
        Said(id="a", by=me, at=at, talk="t", number=0, turn=0, move="hum", text="tune"),
        Said(id="b", by="stranger", at=at, talk="t", number=0, turn=0, move="said", text="who"),
        Said(id="c", by=ben.me.id, at=at, talk="unknown", number=3, turn=1, move="back", text="lost"),
    ]
    ana.save(talk, *given)
    found = seen(ana, talk)
    assert (found.mover, len(found.beside), asked(ana, found), phase_of(ana, found)) == (0, 2, "What is it?", None)
    after = give(ana, found, Move.SAID, ODD)
    assert after.pieces[-1].said.text.startswith("[/b]")
    assert "\x1b" not in after.pieces[-1].said.text
    assert title_of(ana, talk) == "Slow talk"
    text = to_markdown(ana)
    for word in ("tune", "who", "lost"):
        assert word in text
    document = {**to_document(talk), "from_a_newer_version": 1}
    assert from_document(SlowTalk, document) == talk


def test_it_is_exported_and_taken_in_whole_and_nonsense_is_refused(ana: Household, form: TalkFormat) -> None:
    talk = begin(ana, form, "the evenings", first=0)
    give(ana, seen(ana, talk), Move.SAID, "I miss us")
    records = [each for kind in EXPORTED for each in ana.all(kind)]
    data = to_json(ana.people, records, me=ana.me.id)
    assert {SlowTalk, Said} <= {type(each) for each in from_json(data, "f")}
    for good, bad, field in (
        (b'"number":0', b'"number":-1', "number"),
        (b'"turn":0', b'"turn":99999999', "turn"),
        (b'"hours":12', b'"hours":0', "parts"),
        (b'"first":0', b'"first":2', "first"),
    ):
        with pytest.raises(InputError, match=f"import_wrong_field.*{field}"):
            from_json(data.replace(good, bad, 1), "f")


def test_time_that_has_run_out_changes_nothing(ana: Household, form: TalkFormat, clock: FixedClock) -> None:
    talk = begin(ana, form, "", first=0)
    before = seen(ana, talk)
    clock.go(timedelta(days=400).total_seconds())
    assert seen(ana, talk) == before
    give(ana, before, Move.SAID, "late, and welcome")
