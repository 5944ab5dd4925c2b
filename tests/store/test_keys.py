import base64
import subprocess
import sys
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.errors import InputError
from tui.core.word_list import WORDS
from tui.store.keys import COST, Cost, Key, KeyFile, changed, from_bytes, made, renewed, to_bytes, unlocked
from tui.store.lines import checked
from tui.store.recovery import COUNT, from_words, to_words

LIGHT = Cost(ops=1, memory=8 * 1024)
KEY = Key(bytes(range(32)))


def opens(file: KeyFile, secret: str, key: Key) -> bool:
    try:
        found = unlocked(file, secret)
    except InputError as error:
        if error.key != "passphrase_wrong":
            raise
        return False
    return found.name == key.name


@given(place=st.binary(), data=st.binary())
def test_what_is_sealed_opens_at_its_place_and_reads_as_ascii_without_a_space(place: bytes, data: bytes) -> None:
    sealed = KEY.seal(place, data)
    assert KEY.open(place, sealed) == data
    assert sealed.isascii()
    assert not set(sealed) & set(b" \n@")


def test_the_same_is_never_sealed_the_same_way_twice() -> None:
    assert len({KEY.seal(b"1", b"words") for _ in range(100)}) == 100


@given(place=st.binary(), other=st.binary(), data=st.binary())
def test_a_line_moved_to_another_place_does_not_open(place: bytes, other: bytes, data: bytes) -> None:
    assert (KEY.open(other, KEY.seal(place, data)) is None) == (place != other)


def test_another_key_opens_nothing() -> None:
    assert Key(bytes(32)).open(b"1", KEY.seal(b"1", b"words")) is None


def test_every_changed_and_every_missing_byte_is_noticed() -> None:
    sealed = KEY.seal(b"1", b"a few words")
    for at in range(len(sealed)):
        for byte in (b"A", b"/", b"=", b" ", b"\xff", b""):
            damaged = sealed[:at] + byte + sealed[at + 1 :]
            if damaged != sealed:
                assert KEY.open(b"1", damaged) is None, damaged
        assert KEY.open(b"1", sealed[:at]) is None
        assert KEY.open(b"1", sealed[:at] + b"\n" + sealed[at:]) is None


@given(st.binary(max_size=300))
def test_no_bytes_make_opening_fail_loudly(data: bytes) -> None:
    assert KEY.open(b"1", data) is None
    assert KEY.open(b"1", base64.b64encode(data)) is None


def test_a_key_shows_nothing_of_itself() -> None:
    shown = f"{KEY!r} {KEY} {KEY.name} {vars(type(KEY))}"
    assert bytes(range(32)).hex() not in shown
    assert str(bytes(range(32))) not in shown
    assert KEY.name == Key(bytes(range(32))).name != Key(bytes(32)).name


def test_sealing_a_line_costs_far_less_than_the_disk() -> None:
    began = perf_counter()
    for _ in range(1000):
        KEY.open(b"1", KEY.seal(b"1", bytes(500)))
    assert perf_counter() - began < 0.5


# Passphrases


def test_the_passphrase_opens_and_another_one_does_not() -> None:
    file, key, _ = made("a quiet evening", LIGHT)
    assert opens(file, "a quiet evening", key)
    assert opens(file, "a quiet evening\n", key)
    assert opens(file, "a quiet evening\r\n", key)
    for wrong in (
        "a quiet evenin",
        "A quiet evening",
        " a quiet evening",
        "a quiet evening ",
        "",
        "\n",
        "x" * 10_000,
    ):
        assert not opens(file, wrong, key), wrong


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1).filter(lambda text: text.strip("\r\n")))
def test_any_letters_of_any_writing_are_a_passphrase(passphrase: str) -> None:
    file, key, _ = made(passphrase, LIGHT)
    assert opens(file, passphrase, key)
    assert not opens(file, passphrase + "x", key)


def test_the_same_letters_open_however_a_keyboard_writes_them() -> None:
    file, key, _ = made("Zo\u00eb", LIGHT)
    assert opens(file, "Zoe\u0308", key)


def test_letters_that_no_encoding_knows_are_a_passphrase_too() -> None:
    file, key, _ = made("caf\udce9", LIGHT)
    assert opens(file, "caf\udce9", key)


@pytest.mark.parametrize("nothing", ["", "\n", "\r\n"])
def test_an_empty_passphrase_is_refused(nothing: str) -> None:
    with pytest.raises(InputError, match="passphrase_empty"):
        made(nothing, LIGHT)
    file, key, _ = made("a quiet evening", LIGHT)
    with pytest.raises(InputError, match="passphrase_empty"):
        changed(file, key, nothing, LIGHT)


def test_a_changed_passphrase_keeps_the_key_and_the_words_and_the_old_one_opens_no_more() -> None:
    file, key, words = made("the old one", LIGHT)
    later = changed(file, key, "the new one", Cost(ops=2, memory=16 * 1024))
    assert opens(later, "the new one", key)
    assert not opens(later, "the old one", key)
    assert opens(later, " ".join(words), key)
    assert later.salt != file.salt


def test_the_words_open_in_any_spacing_and_case_and_only_the_newest_ones() -> None:
    file, key, words = made("a quiet evening", LIGHT)
    assert opens(file, " ".join(words), key)
    assert opens(file, "\n".join(f"{n}. {word.upper()}," for n, word in enumerate(words, 1)), key)
    later, new = renewed(file, key)
    assert opens(later, " ".join(new), key)
    assert not opens(later, " ".join(words), key)
    assert opens(later, "a quiet evening", key)


def test_two_homes_with_one_passphrase_have_nothing_in_common() -> None:
    (one, key, words), (other, second, more) = made("alike", LIGHT), made("alike", LIGHT)
    assert {one.salt, one.wrapped, one.spare}.isdisjoint({other.salt, other.wrapped, other.spare})
    assert key.name != second.name
    assert words != more


def test_a_passphrase_of_recovery_words_of_elsewhere_is_a_passphrase() -> None:
    phrase = " ".join(to_words(bytes(16)))
    file, key, _ = made(phrase, LIGHT)
    assert opens(file, phrase, key)


def test_the_usual_cost_is_one_that_takes_a_guesser_long() -> None:
    assert COST.memory >= 256 * 1024 * 1024
    assert COST.ops >= 3


def test_too_little_memory_is_said_and_is_not_a_wrong_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    from nacl import bindings, exceptions

    file, _, _ = made("a quiet evening", LIGHT)

    def refuse(*_: object) -> bytes:
        raise exceptions.RuntimeError

    monkeypatch.setattr(bindings, "crypto_pwhash_alg", refuse)
    with pytest.raises(InputError, match="passphrase_memory"):
        unlocked(file, "a quiet evening")


# The file


def test_a_key_file_comes_back_as_it_was() -> None:
    file, _, _ = made("a quiet evening", LIGHT)
    data = to_bytes(file)
    assert from_bytes(data) == from_bytes(data.rstrip(b"\n")) == file
    assert data.isascii()
    assert data.count(b"\n") == 1
    assert b"quiet" not in data


def test_every_flipped_byte_of_a_key_file_is_noticed() -> None:
    data = to_bytes(made("a quiet evening", LIGHT)[0])
    for at in range(len(data) - 1):
        assert from_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) is None
        assert from_bytes(data[:at]) is None


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_a_key_file_fail_loudly(data: bytes) -> None:
    assert from_bytes(data) is None
    assert from_bytes(checked(data)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory", 100 * 1024**3),
        ("memory", 1),
        ("memory", "much"),
        ("ops", 10**6),
        ("ops", 0),
        ("format", 2),
        ("salt", "AAAA"),
        ("salt", "\u00e9"),
        ("wrapped", ""),
        ("spare", "not base64!"),
        ("more", 1),
    ],
)
def test_a_key_file_that_asks_for_what_none_asks_for_is_damaged(field: str, value: object) -> None:
    import msgspec

    file = msgspec.to_builtins(made("a quiet evening", LIGHT)[0])
    assert from_bytes(checked(msgspec.json.encode(file))) is not None
    assert from_bytes(checked(msgspec.json.encode({**file, field: value}))) is None


def test_the_library_is_not_loaded_before_a_key_is_needed() -> None:
    program = "import sys, tui.store.keys; sys.exit('nacl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# The words


def test_the_list_is_an_alphabet_of_short_words_that_four_letters_tell() -> None:
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 256
    assert all(word.isascii() and word.islower() and word.isalpha() and 4 <= len(word) <= 8 for word in WORDS)
    assert list(WORDS) == sorted(WORDS)


@given(st.binary(min_size=16, max_size=16))
def test_sixteen_bytes_are_seventeen_words_and_come_back(secret: bytes) -> None:
    words = to_words(secret)
    assert len(words) == COUNT == 17
    assert from_words(" ".join(words)) == secret
    assert from_words(",\n".join(f"{n:2}) {word[:4].title()}" for n, word in enumerate(words, 1))) == secret


def test_the_words_of_one_paper_stay_the_words_of_that_secret() -> None:
    said = (
        "acorn basket bucket circle daisy ferry "
        "goose ivory lavender moss otter picnic "
        "ribbon slipper thimble violin boat"
    )
    assert " ".join(to_words(bytes(range(0, 256, 16)))) == said


def test_a_wrong_word_a_missing_one_and_one_too_many_are_noticed() -> None:
    words = to_words(bytes(range(16)))
    assert from_words(" ".join(words[:-1])) is None
    assert from_words(" ".join((*words, words[0]))) is None
    assert from_words(" ".join((*words[:-1], "zzzz"))) is None
    assert from_words("") is None
    wrong = [each for each in WORDS if each != words[3] and from_words(" ".join((*words[:3], each, *words[4:])))]
    assert len(wrong) <= 5
