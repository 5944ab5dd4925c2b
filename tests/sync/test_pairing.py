from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.catalog.catalog import Catalog
from tui.core.errors import InputError
from tui.core.word_list import WORDS
from tui.sync.pairing import (
    GUESSES,
    LIFE,
    Asked,
    Invitation,
    Joiner,
    Joining,
    Refused,
    answer,
    invite,
    join,
    newest,
    open_welcome,
    outcome,
    over,
    refusal,
    unanswered,
    welcome,
)
from tui.sync.pairing_files import Invite, Join, Welcome, Why, id_of, kind_of, read, written
from tui.sync.pairing_keys import COST, Cost
from tui.sync.words import understood

LIGHT = Cost(ops=1, memory=8 * 1024)
NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)
LATER = NOW + timedelta(seconds=LIFE + 1)
ANAS_KEY, BENS_KEY = b"a" * 32, b"b" * 32
BEN = Joiner(public_key=BENS_KEY, name="Ben", hand="k3m9x2p7q4wz")
PAYLOAD = b"roster, epochs, seed"
SMALL_ORDER = (bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", b"\xff" * 32)
"""Points in which every exchange would end at the same place, and what is no point."""


def invited(seed: int = 1) -> Invitation:
    return invite(ANAS_KEY, NOW, Random(seed).randbytes, LIGHT)


def joined(file: bytes, words: tuple[str, ...], seed: int = 2, me: Joiner = BEN) -> Joining:
    return join(file, " ".join(words), me, NOW, Random(seed).randbytes, LIGHT)


def other_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words[:3], next(word for word in WORDS if word != words[3]))


def asked(invitation: Invitation, file: bytes) -> Asked:
    found = answer(invitation, file, NOW)
    assert found is not None
    assert isinstance(found[1], Asked)
    return found[1]


def refused(invitation: Invitation, file: bytes, now: datetime = NOW) -> Why:
    found = answer(invitation, file, now)
    assert found is not None
    assert isinstance(found[1], Refused)
    return found[1].why


def welcomed(asks: Asked, payload: bytes = PAYLOAD) -> bytes:
    return welcome(asks, payload, Random(3).randbytes)


def told(call: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        call()
    return caught.value.key


def test_who_has_the_words_gets_in_and_both_screens_show_the_same_three() -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words)
    asks = asked(invitation, joining.file)
    assert asks.joiner == BEN
    assert asks.check == joining.check
    assert len(joining.check) == 3
    assert open_welcome(joining, welcomed(asks)) == PAYLOAD


def test_it_goes_on_after_both_machines_were_switched_off() -> None:
    invitation = msgspec.json.decode(msgspec.json.encode(invited()), type=Invitation)
    joining = joined(invitation.file, invitation.words)
    kept = msgspec.json.decode(msgspec.json.encode(joining), type=Joining)
    found = answer(invitation, joining.file, NOW)
    assert found is not None
    after = msgspec.json.decode(msgspec.json.encode(found[0]), type=Invitation)
    asks = asked(after, joining.file)
    assert asks == found[1]
    assert open_welcome(kept, welcomed(asks)) == PAYLOAD
    assert kept.check == asks.check


def test_the_real_cost_joins_too() -> None:
    invitation = invite(ANAS_KEY, NOW, Random(1).randbytes)
    joining = join(invitation.file, " ".join(invitation.words), BEN, NOW, Random(2).randbytes)
    assert asked(invitation, joining.file).check == joining.check
    assert COST == (2, 64 * 1024 * 1024)


def test_nothing_secret_lies_in_the_folder_or_is_printed() -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words)
    asks = asked(invitation, joining.file)
    files = invitation.file + joining.file + welcomed(asks)
    for secret in (b"Ben", BENS_KEY, BEN.hand.encode(), PAYLOAD, *(word.encode() for word in invitation.words)):
        assert secret not in files
    assert {repr(invitation), repr(joining), repr(asks)} == {"Invitation()", "Joining()", "Asked()"}


def test_the_size_of_a_join_does_not_tell_how_long_a_name_is() -> None:
    invitation = invited()
    names = ("B", "Benedikt-Maximilian", "👩\u200d🚀" * 9)
    assert (
        len({len(joined(invitation.file, invitation.words, me=replace(BEN, name=name)).file) for name in names}) == 1
    )


@given(name=st.text(st.characters(exclude_categories=()), max_size=120))
def test_any_name_comes_across_harmless(name: str) -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words, me=replace(BEN, name=name))
    assert asked(invitation, joining.file).joiner.name == joining.name
    assert "\x1b" not in joining.name


def test_a_name_that_is_too_long_is_told_and_not_cut() -> None:
    invitation = invited()
    assert told(lambda: joined(invitation.file, invitation.words, me=replace(BEN, name="n" * 501))) == "text_too_long"


@pytest.mark.parametrize(
    "typed",
    ["{0} {1} {2} {3}", "{0},{1}, {2}\n{3}\n", "  1. {0} 2. {1} 3. {2} 4. {3}.", "„{0}“ {1}\t{2}\u00a0{3}\r\n"],
)
def test_words_may_be_typed_as_they_come(typed: str) -> None:
    words = ("apple", "lantern", "zebra", "koala")
    for form in (str, str.upper, str.title, lambda word: word[:4]):
        assert understood(typed.format(*map(form, words))) == words


def test_a_word_that_is_none_of_ours_is_told_by_its_name() -> None:
    with pytest.raises(InputError) as caught:
        understood("apple Lanern zebra koala")
    assert (caught.value.key, caught.value.values) == ("pair_unknown_word", {"word": "lanern"})
    assert told(lambda: understood("\ud800 apple zebra koala")) == "pair_not_four"
    assert told(lambda: understood("")) == "pair_not_four"
    assert told(lambda: understood("apple zebra koala wave wave")) == "pair_not_four"


def test_other_words_join_nothing_and_a_third_try_ends_the_invitation() -> None:
    invitation = invited()
    for seed in range(GUESSES):
        assert over(invitation, NOW) is None
        wrong = joined(invitation.file, other_words(invitation.words), seed)
        found = answer(invitation, wrong.file, NOW)
        assert found is not None
        invitation, result = found
        assert result == Refused(Why.WORDS)
        assert answer(invitation, wrong.file, NOW) == found, "the same file counts once"
        told_there = open_welcome(wrong, refusal(invitation, wrong.file, Why.WORDS))
        assert isinstance(told_there, Refused)
        assert told_there.error.key == "pair_words"
    assert over(invitation, NOW) is Why.SPENT
    assert refused(invitation, joined(invitation.file, invitation.words, 9).file) is Why.SPENT


def test_two_wrong_tries_leave_the_right_words_good() -> None:
    invitation = invited()
    for seed in range(GUESSES - 1):
        found = answer(invitation, joined(invitation.file, other_words(invitation.words), seed).file, NOW)
        assert found is not None
        invitation = found[0]
    assert asked(invitation, joined(invitation.file, invitation.words, 9).file).joiner == BEN


def test_an_invitation_lets_one_machine_in() -> None:
    invitation = invited()
    first, second = (joined(invitation.file, invitation.words, seed) for seed in (2, 3))
    found = answer(invitation, first.file, NOW)
    assert found is not None
    used = found[0]
    assert over(used, NOW) is Why.USED
    assert refused(used, second.file) is Why.USED
    late = answer(used, first.file, LATER)
    assert late == found, "the one that it let in is let in again, whenever the welcome got lost"


def test_a_name_that_is_not_there_may_be_mended_with_the_same_words() -> None:
    invitation = invited()
    wrong = joined(invitation.file, invitation.words, 2, replace(BEN, name="Bne"))
    asks = asked(invitation, wrong.file)
    assert asks.joiner.name == "Bne"
    result = open_welcome(wrong, refusal(invitation, wrong.file, Why.NAME))
    assert isinstance(result, Refused)
    assert (result.error.key, result.error.values) == ("pair_name", {"name": "Bne"})
    assert asked(invitation, joined(invitation.file, invitation.words, 3).file).joiner == BEN


def test_an_invitation_is_good_for_a_day_on_either_clock() -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words)
    found = answer(invitation, joining.file, NOW + timedelta(seconds=LIFE))
    assert found is not None
    assert isinstance(found[1], Asked)
    assert refused(invitation, joining.file, LATER) is Why.OLD
    typed = " ".join(invitation.words)
    assert told(lambda: join(invitation.file, typed, BEN, LATER, Random(2).randbytes, LIGHT)) == "pair_old"


def test_clocks_that_are_far_behind_stop_nobody() -> None:
    invitation = invited()
    behind = datetime(1960, 1, 1, tzinfo=UTC)
    joining = join(invitation.file, " ".join(invitation.words), BEN, behind, Random(2).randbytes, LIGHT)
    found = answer(invitation, joining.file, behind)
    assert found is not None
    assert isinstance(found[1], Asked)


def test_an_invite_changed_on_its_way_joins_nothing() -> None:
    invitation = invited()
    stranger = invited(7)
    changes = (
        replace(invitation.invite, made=invitation.invite.made + 1),
        replace(invitation.invite, public_key=b"e" * 32),
        replace(invitation.invite, point=stranger.invite.point),
    )
    for changed in changes:
        joining = joined(written(changed), invitation.words)
        assert refused(invitation, joining.file) is Why.WORDS
    elsewhere = joined(written(replace(invitation.invite, id=stranger.invite.id)), invitation.words)
    assert answer(invitation, elsewhere.file, NOW) is None


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_points_that_give_the_key_away_are_refused_on_both_sides(point: bytes) -> None:
    invitation = invited()
    weak = written(replace(invitation.invite, point=point))
    assert told(lambda: joined(weak, invitation.words)) == "pair_words"
    joining = read(joined(invitation.file, invitation.words).file)
    assert isinstance(joining, Join)
    assert refused(invitation, written(replace(joining, point=point))) is Why.WORDS


def test_a_join_that_sends_the_point_of_the_invite_back_is_refused() -> None:
    invitation = invited()
    joining = read(joined(invitation.file, invitation.words).file)
    assert isinstance(joining, Join)
    assert refused(invitation, written(replace(joining, point=invitation.invite.point))) is Why.WORDS


def test_every_changed_byte_of_a_join_is_noticed() -> None:
    invitation = invited()
    file = joined(invitation.file, invitation.words).file
    for at in range(0, len(file), 7):
        found = answer(invitation, file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :], NOW)
        assert found is None or found[1] == Refused(Why.WORDS), at
        assert answer(invitation, file[:at], NOW) is None, "half a file costs no try"


def test_a_join_of_an_earlier_invitation_does_not_open_a_later_one() -> None:
    earlier, later = invited(1), replace(invited(5), words=invited(1).words)
    old = joined(earlier.file, earlier.words).file
    assert answer(later, old, NOW) is None
    join_file = read(old)
    assert isinstance(join_file, Join)
    assert refused(later, written(replace(join_file, invite=later.invite.id))) is Why.WORDS


def test_somebody_elses_invitation_in_the_folder_learns_nothing_and_joins_nothing() -> None:
    ours = invited()
    theirs = invite(b"s" * 32, NOW + timedelta(minutes=1), Random(8).randbytes, LIGHT)
    chosen = newest([b"", ours.file, b"any", theirs.file, ours.file], BENS_KEY)
    assert chosen == theirs.file
    joining = joined(chosen, ours.words)
    assert refused(theirs, joining.file) is Why.WORDS
    assert answer(ours, joining.file, NOW) is None
    assert newest([theirs.file, ours.file], b"s" * 32) == ours.file
    assert told(lambda: newest([ours.file, joining.file], ANAS_KEY)) == "pair_no_invitation"
    assert told(lambda: joined(joining.file, ours.words)) == "pair_no_invitation"


def test_a_swapped_or_changed_welcome_joins_nothing() -> None:
    first, second = invited(1), invited(2)
    mine, other = joined(first.file, first.words, 3), joined(second.file, second.words, 4)
    welcomes = [welcomed(asked(first, mine.file)), welcomed(asked(second, other.file))]
    right, swapped = (read(each) for each in welcomes)
    assert isinstance(right, Welcome)
    assert isinstance(swapped, Welcome)
    assert open_welcome(mine, welcomes[1]) is None
    forged = written(replace(right, box=swapped.box))
    result = open_welcome(mine, forged)
    assert isinstance(result, Refused)
    assert result.error.key == "pair_words"
    assert outcome(mine, [forged, *welcomes]) == PAYLOAD
    assert outcome(mine, [welcomes[1], forged]) == result
    assert outcome(mine, welcomes[1:]) is None


def test_a_refusal_that_anybody_could_have_written_does_not_outweigh_the_welcome() -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words)
    forged = refusal(invitation, joining.file, Why.FULL)
    other = joined(invitation.file, invitation.words, 4)
    assert open_welcome(other, forged) is None
    assert outcome(joining, [forged]) == Refused(Why.FULL, "Ben")
    assert outcome(joining, [forged, welcomed(asked(invitation, joining.file))]) == PAYLOAD


def test_a_welcome_holds_as_much_as_it_may_and_no_more() -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words)
    asks = asked(invitation, joining.file)
    assert open_welcome(joining, welcomed(asks, bytes(255_000))) == bytes(255_000)
    assert open_welcome(joining, welcomed(asks, b"")) == b""
    with pytest.raises(ValueError, match=r"\d+"):
        welcomed(asks, bytes(256 * 1024))


def test_a_file_is_known_by_what_it_says() -> None:
    invitation = invited()
    joining = joined(invitation.file, invitation.words)
    files = {
        "invite": invitation.file,
        "join": joining.file,
        "welcome": welcomed(asked(invitation, joining.file)),
        "refusal": refusal(invitation, joining.file, Why.USED),
    }
    assert {kind_of(data): data for data in files.values()} == files
    assert all(len(data) <= 4096 for data in files.values())
    assert kind_of(b"") is kind_of(b"nearer") is kind_of(b"nearerX1" + bytes(9)) is None


def test_a_file_that_is_written_otherwise_is_none() -> None:
    file = invited().file
    decoded = read(file)
    assert isinstance(decoded, Invite)
    assert read(file + b"\x00") is None
    assert read(file + bytes(5000)) is None
    tail = msgspec.msgpack.encode(decoded.made)
    assert file.endswith(tail)
    assert read(file.removesuffix(tail) + b"\xcf" + decoded.made.to_bytes(8)) is None


MADE = invited()
BEGUN = joined(MADE.file, MADE.words)
TRUE = (MADE.file, BEGUN.file, welcomed(asked(MADE, BEGUN.file)), refusal(MADE, BEGUN.file, Why.OLD))


def test_files_stay_as_they_are_written_today() -> None:
    assert (MADE.words, BEGUN.check) == (("rocket", "radish", "lullaby", "robin"), ("compass", "button", "carpet"))
    assert [id_of(file).hex() for file in TRUE] == [
        "242722caa6cc29a09b93c12015a19a58",
        "06d28c437e09bc7ae67cda13aa149203",
        "2264fa9a3275a4757d9624c392c69127",
        "ae05aa6673347203921a9ec96b86a4b7",
    ]


@given(
    start=st.sampled_from([b"", *TRUE, *(file[:8] for file in TRUE)]),
    at=st.integers(0, 700),
    piece=st.binary(max_size=60)
    | st.sampled_from([b"\x91" * 3000, b"\xdd\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff"]),
    over_it=st.booleans(),
)
def test_no_bytes_whatever_break_anything_or_get_in(start: bytes, at: int, piece: bytes, over_it: bool) -> None:
    data = start[:at] + piece + start[at + len(piece) * over_it :]
    kind_of(data)
    read(data)
    found = answer(MADE, data, NOW)
    assert found is None or data == BEGUN.file or isinstance(found[1], Refused)
    opens = open_welcome(BEGUN, data)
    assert not isinstance(opens, bytes) or data == TRUE[2]
    with suppress(InputError):
        newest([data], BENS_KEY)


def test_memory_that_is_short_is_told() -> None:
    huge = Cost(ops=1, memory=1 << 50)
    assert told(lambda: invite(ANAS_KEY, NOW, Random(1).randbytes, huge)) == "pair_memory"


def test_every_reason_has_its_sentence() -> None:
    words = Catalog.open().words
    sentences = [words.error(error) for error in (unanswered(), *(Refused(why, "Ben").error for why in Why))]
    assert len(set(sentences)) == len(Why) + 1
    assert not any("[" in sentence or "{" in sentence for sentence in sentences)
