"""Each kind of fault in a pack is told with its file, its line, and a way to mend it."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.catalog.check import Fault, check
from tui.catalog.place import content_folder
from tui.catalog.words import Words

PACK = """\
id = "own"
language = "en"
name = "Own"

[[steps]]
id = "play"
number = 1
title = "Play"
minutes = 5
"""
STEP = """\
id = "play"
number = 1
title = "Play"
minutes = 5
grade = "ours"
source = "own"
reading = \"\"\"
Read
this.
\"\"\"
alone = "Alone."

[[questions]]
id = "play.one"
kind = "choice"
ask = "Which?"
options = [
    { id = "a", text = "A" },
    { id = "b", text = "B" },
]

[[questions]]
id = "play.two"
kind = "scale"
ask = "How much?"
low = 1
high = 5
"""
TALK = """\
id = "slow"
title = "Slow"
about = "Slowly."
minutes = 10
grade = "ours"
source = "own"

[[phases]]
id = "turns"
title = "Turns"
seconds = 60
turns = true
rounds = 2
speaker = "Speak."
listener = "Listen."
"""
PROMPTS = '[[prompts]]\nid = "p"\nstep = "play"\nmood = "light"\ntext = "What?"\n'
IDEAS = '[[ideas]]\nid = "i"\ntext = "Walk"\nminutes = 10\nwhere = "out"\ncost = "free"\n'
HELP = 'id = "keys"\ntitle = "Keys"\ntext = "Press."\n'
INTERFACE = 'today = "Today"\ndays = { one = "a day", other = "{count} days" }\n'
FILES = {
    "pack.toml": PACK,
    "steps/1-play.toml": STEP,
    "talk/slow.toml": TALK,
    "prompts/own.toml": PROMPTS,
    "ideas/own.toml": IDEAS,
    "help/keys.toml": HELP,
    "help/lines.toml": '[[lines]]\nname = "Police"\ncontact = "112"\n',
    "interface/home.toml": INTERFACE,
}
CHOICE = 'kind = "choice"\nask = "Which?"\noptions = [\n    {'
STEP_FILE, TALK_FILE = "steps/1-play.toml", "talk/slow.toml"
WORDS = Words([content_folder() / "en"])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "own" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "own"


def key_of(fault: Fault) -> str:
    """Return the key whose text a fault shows, by the constant beginning of its mend sentence."""
    for line in (content_folder() / "en" / "interface" / "content.toml").read_text("utf-8").splitlines():
        key = line.partition(" = ")[0]
        if key.endswith("_mend") and fault.mend.startswith(WORDS(f"content.{key}").partition("{")[0]):
            head = WORDS(f"content.{key.removesuffix('_mend')}").partition("{")[0]
            if fault.what.startswith(head):
                return key.removesuffix("_mend")
    return "?"


def told(pack: Path) -> list[tuple[str, int, str]]:
    return [(Path(fault.file).relative_to(pack).as_posix(), fault.line, key_of(fault)) for fault in check(pack)]


def test_a_whole_pack_has_no_faults(pack: Path) -> None:
    assert check(pack) == []
    assert check(pack.parent) == []
    assert [fault for name in FILES for fault in check(pack / name)] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "key"),
    [
        ("pack.toml", 'name = "Own"', 'name = "Own', 3, "syntax"),
        ("pack.toml", 'name = "Own"\n', "", 1, "missing_key"),
        (STEP_FILE, 'kind = "scale"', 'kind = "scala"', 24, "unknown_value"),
        (STEP_FILE, 'grade = "ours"', 'grade = "sure"', 5, "unknown_value"),
        (STEP_FILE, 'grade = "ours"', "grade = 3", 5, "unknown_value"),
        (STEP_FILE, 'ask = "Which?"', 'aks = "Which?"\nask = "?"', 16, "unknown_key"),
        (STEP_FILE, 'ask = "Which?"\n', "", 13, "missing_key"),
        (STEP_FILE, 'ask = "Which?"', "ask = 7", 16, "wrong_type"),
        (STEP_FILE, "minutes = 5", "minutes = true", 4, "wrong_type"),
        (STEP_FILE, "minutes = 5", "minutes = 99999999999999999999999", 4, "too_large"),
        (STEP_FILE, "minutes = 5", "minutes = 0", 4, "out_of_bounds"),
        (STEP_FILE, "minutes = 5", "minutes = 6", 4, "step_disagrees"),
        (STEP_FILE, 'ask = "Which?"', 'ask = " "', 16, "empty_text"),
        (STEP_FILE, 'ask = "Which?"', 'ask = "\\u001b[31m"', 16, "control_characters"),
        (STEP_FILE, 'id = "play.two"', 'id = "play.one"', 23, "duplicate"),
        (STEP_FILE, 'id = "play.two"', 'id = "two"', 23, "question_id"),
        (STEP_FILE, '{ id = "b", text', '{ id = "a", text', 19, "duplicate"),
        (STEP_FILE, '    { id = "b", text = "B" },\n', "", 17, "few_options"),
        (STEP_FILE, '{ id = "b", text', '{ id = "b", size = 1, text', 19, "unknown_key"),
        (STEP_FILE, '{ id = "b", text', '{ id = "b", level = 9, text', 19, "out_of_bounds"),
        (STEP_FILE, '{ id = "b", text', '{ id = "b", where = "far", text', 19, "unknown_value"),
        (STEP_FILE, '{ id = "b", text = "B" }', '"b"', 19, "wrong_type"),
        (STEP_FILE, 'kind = "choice"', 'kind = "line"', 17, "needless_options"),
        (STEP_FILE, "high = 5", "high = 1", 27, "scale_ends"),
        (STEP_FILE, 'kind = "scale"', 'kind = "circles"', 27, "circles_ends"),
        (
            STEP_FILE,
            CHOICE,
            CHOICE.replace("choice", "wishes").replace("{", '{ where = "apart",'),
            17,
            "wishes_one_place",
        ),
        (STEP_FILE, STEP[STEP.index("[[") :], "", 1, "missing_key"),
        (
            STEP_FILE,
            'alone = "Alone."\n' + STEP[STEP.index("\n[[") :],
            'alone = "A."\nquestions = []',
            12,
            "empty_list",
        ),
        (STEP_FILE, "Read\n", "[" * 5000 + "\n", 0, ""),
        (TALK_FILE, 'id = "slow"', 'id = "fast"', 1, "misnamed"),
        ("help/keys.toml", 'id = "keys"', 'id = "locks"', 1, "misnamed"),
        ("prompts/own.toml", '"play"', '"work"', 3, "unknown_step"),
        ("prompts/own.toml", '"play"', '"trust"', 0, ""),
        ("prompts/own.toml", '"light"', '"dark"', 4, "unknown_value"),
        ("prompts/own.toml", PROMPTS, PROMPTS + PROMPTS, 7, "duplicate"),
        ("ideas/own.toml", '"out"', '"away"', 5, "unknown_value"),
        ("ideas/own.toml", '"free"', '"dear"', 6, "unknown_value"),
        ("ideas/own.toml", "minutes = 10", "minutes = 10081", 4, "out_of_bounds"),
        ("ideas/own.toml", IDEAS, 'ideas = "many"', 1, "wrong_type"),
        ("ideas/own.toml", IDEAS, "ideas = " + "[" * 5000 + "]" * 5000, 1, "too_deep"),
        ("ideas/own.toml", "minutes = 10", "minutes = " + "1" * 5000, 1, "syntax"),
        ("interface/home.toml", 'today = "Today"', "today = 3", 1, "wrong_type"),
        ("interface/home.toml", 'today = "Today"', 'today = ""', 1, "empty_text"),
        ("interface/home.toml", "one = ", "some = ", 2, "unknown_key"),
        ("interface/home.toml", 'one = "a day", other', "one", 2, "missing_key"),
        ("interface/home.toml", '"a day"', "1", 2, "wrong_type"),
        ("interface/home.toml", '"a day"', '""', 2, "empty_text"),
        ("interface/home.toml", '"a day"', '"\\u202e"', 2, "control_characters"),
        ("help/lines.toml", '"112"', "112", 3, "wrong_type"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    pack: Path, *, name: str, old: str, new: str, line: int, key: str
) -> None:
    text = (pack / name).read_text("utf-8")
    assert old in text
    (pack / name).write_text(text.replace(old, new), "utf-8")
    assert told(pack) == ([(name, line, key)] if key else [])


def test_all_faults_of_a_file_are_told_at_once(pack: Path) -> None:
    text = (
        STEP.replace('"choice"', '"chioce"').replace('ask = "How much?"', "").replace("minutes = 5", 'minutes = "5"')
    )
    (pack / STEP_FILE).write_text(text, "utf-8")
    faults = [(line, key) for _, line, key in told(pack)]
    assert faults == [(4, "wrong_type"), (15, "unknown_value"), (22, "missing_key")]


def test_a_file_that_is_not_utf8_is_told_with_the_line(pack: Path) -> None:
    (pack / STEP_FILE).write_bytes(b'id = "play"\ntitle = "Caf\xe9"\n')
    assert told(pack) == [(STEP_FILE, 2, "not_utf8")]


def test_a_byte_order_mark_and_windows_line_ends_are_welcome(pack: Path) -> None:
    (pack / STEP_FILE).write_bytes(b"\xef\xbb\xbf" + STEP.replace("\n", "\r\n").encode())
    assert told(pack) == []


def test_a_file_that_cannot_be_read_is_told(pack: Path) -> None:
    (pack / "ideas" / "folder.toml").mkdir()
    (pack / "ideas" / "nowhere.toml").symlink_to(pack / "gone")
    os.mkfifo(pack / "ideas" / "pipe.toml")
    names = ["ideas/folder.toml", "ideas/nowhere.toml", "ideas/pipe.toml"]
    assert told(pack) == [(name, 1, "unreadable") for name in names]


def test_a_file_too_large_is_told_and_not_parsed(pack: Path) -> None:
    (pack / "ideas" / "own.toml").write_text("#" * 2_000_001, "utf-8")
    assert told(pack) == [("ideas/own.toml", 1, "file_too_large")]


def test_a_step_without_its_file_is_told_in_pack_toml(pack: Path) -> None:
    (pack / STEP_FILE).rename(pack / "steps" / "2-play.toml")
    assert told(pack) == [("pack.toml", 6, "step_missing"), ("steps/2-play.toml", 1, "step_unlisted")]


def test_a_step_listed_twice_is_told(pack: Path) -> None:
    (pack / "pack.toml").write_text(PACK + PACK[PACK.index("\n[[") :], "utf-8")
    assert told(pack) == [("pack.toml", 12, "duplicate"), ("pack.toml", 13, "duplicate")]


def test_a_file_in_no_packs_place_is_told(pack: Path) -> None:
    (pack / "spets").mkdir()
    (pack / "steps" / "old").mkdir()
    for name in ("spets/1-play.toml", "steps/old/1-play.toml", "notes.toml"):
        shutil.copy(pack / STEP_FILE, pack / name)
    assert [(name, key) for name, _, key in told(pack)] == [
        ("notes.toml", "stray_file"),
        ("spets/1-play.toml", "stray_file"),
        ("steps/old/1-play.toml", "stray_file"),
    ]


def test_the_same_id_in_two_files_is_told(pack: Path) -> None:
    (pack / "ideas" / "second.toml").write_text("# more\n\n" + IDEAS, "utf-8")
    assert told(pack) == [("ideas/second.toml", 4, "duplicate")]


def test_a_folder_that_is_no_pack_is_told(tmp_path: Path) -> None:
    assert [(fault.file, fault.line, key_of(fault)) for fault in check(tmp_path)] == [
        (str(tmp_path / "pack.toml"), 1, "no_pack")
    ]


@pytest.mark.parametrize("name", ["gone", "gone.toml", "a\0b", "x" * 5000])
def test_a_path_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    assert len(check(tmp_path / name)) == 1


def test_every_fault_says_how_to_mend_it() -> None:
    path = content_folder() / "en" / "interface" / "content.toml"
    keys = {line.partition(" = ")[0] for line in path.read_text("utf-8").splitlines() if " = " in line}
    assert {f"{key}_mend" for key in keys if not key.endswith("_mend")} == {
        key for key in keys if key.endswith("_mend")
    }


QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(name=st.sampled_from(sorted(FILES)), data=st.binary(max_size=200))
def test_no_bytes_make_the_check_raise(pack: Path, name: str, data: bytes) -> None:
    (pack / name).write_bytes(data)
    for fault in check(pack):
        assert fault.line >= 1
        assert fault.what
        assert not fault.what.startswith("[content.")
    (pack / name).write_text(FILES[name], "utf-8")


@QUIET
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_no_damage_to_a_file_makes_the_check_raise(pack: Path, name: str, data: st.DataObject) -> None:
    raw = bytearray(FILES[name].encode())
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=4)):
        raw[place] = data.draw(st.sampled_from(b"\"'[]{}=.,#\n\\0a\xff\x1b"))
    (pack / name).write_bytes(raw)
    lines = raw.count(b"\n") + 1
    assert all(1 <= fault.line <= lines for fault in check(pack) if fault.file == str(pack / name))
    (pack / name).write_text(FILES[name], "utf-8")
