"""`nearer content`: the packs of steps, questions and ideas."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tui.catalog.catalog import Catalog
from tui.catalog.library import Library, catalog_here, spoken
from tui.cli.run import home_of, wants_json
from tui.cli.say import say, say_json
from tui.cli.unlock import packs
from tui.core.errors import InputError
from tui.household.household import PACKS

if TYPE_CHECKING:
    from tui.catalog.formats import TalkFormat
    from tui.catalog.schema import Exercise, RisingSet, Sketch


def content(options: argparse.Namespace) -> int:
    """List what is in the packs, or check one."""
    if options.act == "check":
        return _check(catalog_here(), Path(options.path).expanduser(), options)
    return _list(Library(places=(home_of(options) / PACKS, *packs()), language=spoken(os.environ)), options)


def _list(library: Library, options: argparse.Namespace) -> int:
    if wants_json(options):
        say_json(_document(library))
    else:
        say("\n".join(_lines(library)))
    return 0


def _document(library: Library) -> dict[str, object]:
    catalog = library.catalog()
    return {
        "packs": [{"id": pack.id, "language": pack.language, "name": pack.name} for pack in catalog.packs],
        "languages": list(library.languages),
        "left_out": [{"file": file, "line": line, "what": what} for file, line, what in library.left_out],
        "steps": [
            {"number": each.number, "questions": len(catalog.step(each.id).questions), **_titled(each)}
            for each in catalog.steps
        ],
        "exercises": [_titled(catalog.step(each)) for each in catalog.exercise_ids],
        "talk_formats": [_titled(each) for each in catalog.talk_formats],
        "rising": [_titled(each) for each in catalog.rising],
        **_counts(catalog),
    }


def _titled(part: "Sketch | Exercise | TalkFormat | RisingSet") -> dict[str, object]:
    return {"id": part.id, "title": part.title, "minutes": part.minutes}


def _counts(catalog: Catalog) -> dict[str, int]:
    return {"prompts": len(catalog.prompts), "daily": len(catalog.daily), "ideas": len(catalog.ideas)}


def _lines(library: Library) -> Iterator[str]:
    catalog, words = library.catalog(), library.catalog().words
    for pack in catalog.packs:
        yield words("cli.pack", name=pack.name, id=pack.id, language=pack.language)
    for step in catalog.steps:
        questions = len(catalog.step(step.id).questions)
        yield words("cli.pack_step", number=step.number, id=step.id, title=step.title, count=questions)
    for each in catalog.exercise_ids:
        yield words("cli.pack_exercise", id=each, title=catalog.step(each).title)
    for talk in catalog.talk_formats:
        yield words("cli.pack_talk", id=talk.id, title=talk.title)
    for rising in catalog.rising:
        yield words("cli.pack_rising", id=rising.id, title=rising.title)
    yield words("cli.pack_counts", **_counts(catalog))
    for file, line, what in library.left_out:
        yield words("app.pack_left_out", file=file, line=line, what=what)


def _check(catalog: Catalog, path: Path, options: argparse.Namespace) -> int:
    from tui.catalog.check import check

    faults = check(path, catalog.words)
    if wants_json(options):
        rows = [{"file": str(each.file), "line": each.line, "what": each.what, "mend": each.mend} for each in faults]
        say_json({"ok": not faults, "faults": rows})
    else:
        for each in faults:
            say(f"{each.file}:{each.line}: {each.what} {each.mend}")
        if not faults:
            say(catalog.words("cli.pack_well", path=path))
    if faults:
        raise InputError("content_faults", path=path, count=len(faults))
    return 0
