"""Every language says everything, and nothing besides: the same keys, places, plurals, parts and numbers."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tui.catalog.catalog import Catalog
from tui.catalog.place import FALLBACK, content_folder
from tui.catalog.schema import Exercise

LANGUAGES = sorted(path.parent.name for path in content_folder().glob("*/pack.toml"))
OTHERS = [language for language in LANGUAGES if language != FALLBACK]
PLACE = re.compile(r"\{(\w+)\}")
SPOKEN = frozenset(
    {"about", "alone", "apart", "ask", "both", "by_oneself", "children", "example", "hint", "high_label", "listener"}
    | {"long", "low_label", "new", "questions", "reading", "speaker", "text", "title"}
)
"""Keys whose values are said, and so differ between languages; all others are the same."""

LONGEST_TITLE = 22
"""Cells of a step's title beside its mark and number on the path."""


@cache
def files(language: str) -> Mapping[str, dict[str, object]]:
    folder = content_folder() / language
    return {
        path.relative_to(folder).as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.toml"))
    }


def interface(language: str) -> dict[str, object]:
    return {
        f"{Path(name).stem}.{key}": value
        for name, texts in files(language).items()
        if name.startswith("interface/")
        for key, value in texts.items()
    }


def places(value: object) -> set[str]:
    texts = value.values() if isinstance(value, Mapping) else (value,)
    return {place for text in texts for place in PLACE.findall(str(text))}


def same(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield what must be the same in every language, with its place."""
    match value:
        case dict():
            for key, inner in value.items():
                if key in SPOKEN and not _tables(inner):
                    yield f"{path}.{key}", _told(inner)
                else:
                    yield from same(inner, f"{path}.{key}")
        case list():
            yield path, len(value)
            for number, inner in enumerate(value):
                yield from same(inner, f"{path}.{number}")
        case _:
            yield path, value


def _tables(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def _told(value: object) -> list[bool]:
    """Return of one text, or of several, whether each says something."""
    return [bool(str(each).strip()) for each in (value if isinstance(value, list) else [value])]


def test_there_are_two_languages_at_least() -> None:
    assert set(LANGUAGES) >= {"en", "de"}


@pytest.mark.parametrize("language", OTHERS)
def test_no_file_is_missing_or_left_over(language: str) -> None:
    assert sorted(files(language)) == sorted(files(FALLBACK))


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_is_missing_or_left_over(language: str) -> None:
    assert sorted(interface(language)) == sorted(interface(FALLBACK))


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_has_the_same_places_and_plural_forms(language: str) -> None:
    here, there = interface(language), interface(FALLBACK)
    for key in here.keys() & there.keys():
        assert places(here[key]) == places(there[key]), key
        assert isinstance(here[key], Mapping) == isinstance(there[key], Mapping), key


@pytest.mark.parametrize("language", OTHERS)
def test_content_differs_in_nothing_but_its_texts(language: str) -> None:
    spoken = ("interface/", "help/lines", "demo/")
    for name, data in files(FALLBACK).items():
        if not name.startswith(spoken) and name != "pack.toml":
            assert dict(same(files(language)[name])) == dict(same(data)), name


@pytest.mark.parametrize("language", OTHERS)
def test_the_made_up_couple_has_as_much_to_say(language: str) -> None:
    here, there = files(language)["demo/demo.toml"], files(FALLBACK)["demo/demo.toml"]
    assert here.keys() == there.keys()
    for name, texts in there.items():
        found = here[name]
        assert isinstance(texts, list)
        assert isinstance(found, list)
        assert len(found) == len(texts), name


@pytest.mark.parametrize("language", OTHERS)
def test_the_texts_are_not_left_in_the_first_language(language: str) -> None:
    first_said = interface(FALLBACK)
    for key, value in interface(language).items():
        said = first_said.get(key)
        if isinstance(said, str) and len(said) > 30 and not said.startswith("{"):
            assert value != said, key
    catalogs = [Catalog.open(each) for each in (language, FALLBACK)]
    for step in catalogs[0].steps:
        mine, first = (catalog.step(step.id) for catalog in catalogs)
        assert (mine.reading, mine.long, mine.alone) != (first.reading, first.long, first.alone)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_has_its_words(language: str) -> None:
    catalog = Catalog.open(language)
    sources = {each.source for each in exercises(catalog)} | {form.source for form in catalog.talk_formats}
    sources |= {each.source for each in catalog.rising} | {catalog.hour("weekly").source}
    for source in sources:
        assert catalog.words.has(f"sources.{source.replace('-', '_')}"), source


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_of_steps_fit_on_the_path(language: str) -> None:
    assert [each.title for each in Catalog.open(language).steps if len(each.title) > LONGEST_TITLE] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_those_of_the_language(language: str) -> None:
    wrong = {"en": "„", "de": "”"}.get(language)
    for key, value in interface(language).items():
        assert wrong is None or wrong not in str(value), key


def exercises(catalog: Catalog) -> list[Exercise]:
    return [catalog.step(each) for each in (*(step.id for step in catalog.steps), *catalog.exercise_ids)]
