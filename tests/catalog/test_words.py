from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.catalog.words import Words
from tui.core.errors import NearerError


def words_of(folder: Path, **areas: str) -> Words:
    (folder / "interface").mkdir(parents=True, exist_ok=True)
    for area, text in areas.items():
        (folder / "interface" / f"{area}.toml").write_text(text, "utf-8")
    return Words([folder])


def test_a_text_is_found_by_area_and_name(tmp_path: Path) -> None:
    words = words_of(tmp_path, home='today = "Today"')
    assert words("home.today") == "Today"
    assert words.has("home.today")


def test_a_missing_key_comes_back_in_brackets_and_never_raises(tmp_path: Path) -> None:
    words = words_of(tmp_path, home='today = "Today"')
    for key in ("home.tomorrow", "nowhere.today", "home", "", "home.today.more"):
        assert words(key) == f"[{key}]"
        assert not words.has(key)


def test_a_broken_file_never_raises(tmp_path: Path) -> None:
    words = words_of(tmp_path, home="today = ")
    assert words("home.today") == "[home.today]"


def test_the_plural_is_chosen_by_count(tmp_path: Path) -> None:
    words = words_of(tmp_path, plan='days = { zero = "today", one = "in a day", other = "in {count} days" }')
    assert [words("plan.days", count=count) for count in (0, 1, 2)] == ["today", "in a day", "in 2 days"]
    assert words("plan.days") == "in {count} days"


def test_none_falls_to_other_where_a_language_has_no_word_for_none(tmp_path: Path) -> None:
    words = words_of(tmp_path, plan='days = { one = "a day", other = "{count} days" }')
    assert words("plan.days", count=0) == "0 days"


def test_a_place_without_a_value_stays_as_it_is(tmp_path: Path) -> None:
    words = words_of(tmp_path, home='hello = "Hello {name}, {} {0} { name }"')
    assert words("home.hello") == "Hello {name}, {} {0} { name }"


@given(name=st.text())
def test_a_value_is_never_read_again(name: str) -> None:
    words = Words([])
    words._areas[Path(), "home"] = {"hello": "Hello {name} and {other}"}
    words._folders = (Path(),)
    assert words("home.hello", name=name, other="{name}") == f"Hello {name} and {{name}}"


def test_the_next_language_helps_out(tmp_path: Path) -> None:
    words_of(tmp_path / "de", home='today = "Heute"')
    words_of(tmp_path / "en", home='today = "Today"\nlater = "Later"')
    words = Words([tmp_path / "de", tmp_path / "en"])
    assert (words("home.today"), words("home.later")) == ("Heute", "Later")


def test_an_error_is_told_in_its_sentence(tmp_path: Path) -> None:
    words = words_of(tmp_path, errors='lost = "{path} is away."')
    assert words.error(NearerError("lost", path=Path("/x"))) == "/x is away."
    assert words.error(NearerError("unheard_of")) == "[errors.unheard_of]"


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    words = words_of(tmp_path, home='today = "Today"', plan='day = "Day"')
    assert words("home.today") == "Today"
    assert [area for _, area in words._areas] == ["home"]
