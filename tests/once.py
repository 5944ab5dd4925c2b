"""What tests need not do again and again: read the same file of texts, and build the same parser of commands."""

import pickle
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec import Struct

from tui.catalog import pack, read
from tui.catalog.words import Words
from tui.cli import usage

LONG = 200
"""Letters from which on a text is worth remembering."""


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Let no file be parsed twice that holds the same text."""
    parse: Callable[..., dict[str, Any]] = tomllib.loads
    known: dict[str, bytes] = {}

    def loads(text: str, /, **options: Any) -> dict[str, Any]:
        if options or len(text) < LONG:
            return parse(text, **options)
        if text not in known:
            known[text] = pickle.dumps(parse(text), pickle.HIGHEST_PROTOCOL)
        found: dict[str, Any] = pickle.loads(known[text])  # noqa: S301 # it was written three lines above
        return found

    patch.setattr(tomllib, "loads", loads)


def build_once(patch: pytest.MonkeyPatch) -> None:
    """Let the parser of all commands be built once a language: it takes three times as long as most commands."""
    build = usage.parser
    known: dict[object, usage.Parser] = {}

    def parser(words: Words) -> usage.Parser:
        if words._folders not in known:
            known[words._folders] = build(words)
        return known[words._folders]

    patch.setattr(usage, "parser", parser)


def load_once(patch: pytest.MonkeyPatch) -> None:
    """Let no file of a pack be checked and converted twice that holds the same: nothing changes what comes of it."""
    load = read.load
    known: dict[tuple[bytes, type[Struct]], Struct] = {}

    def loaded(path: Path, kind: type[read.Part], words: Words) -> read.Part:
        if not path.is_file():
            return load(path, kind, words)
        key = path.read_bytes(), kind
        if key not in known:
            known[key] = load(path, kind, words)
        return cast("read.Part", known[key])

    patch.setattr(pack, "load", loaded)
