"""`nearer content`: the packs of steps, questions and ideas."""

import argparse
from pathlib import Path

from tui.catalog.catalog import Catalog
from tui.cli.run import wants_json
from tui.cli.say import say, say_json
from tui.core.errors import InputError


def content(options: argparse.Namespace) -> int:
    """List what is in the packs, or check one."""
    catalog = Catalog.open()
    return (
        _check(catalog, Path(options.path).expanduser(), options)
        if options.act == "check"
        else _list(catalog, options)
    )


def _list(catalog: Catalog, options: argparse.Namespace) -> int:
    steps = [
        {
            "id": sketch.id,
            "number": sketch.number,
            "title": sketch.title,
            "questions": len(catalog.step(sketch.id).questions),
        }
        for sketch in catalog.steps
    ]
    talks = [{"id": each.id, "title": each.title, "minutes": each.minutes} for each in catalog.talk_formats]
    packs = [{"id": pack.id, "language": pack.language, "name": pack.name} for pack in catalog.packs]
    if wants_json(options):
        counts = {"prompts": len(catalog.prompts), "ideas": len(catalog.ideas)}
        say_json({"packs": packs, "steps": steps, "talk_formats": talks, **counts})
        return 0
    words = catalog.words
    for pack in packs:
        say(words("cli.pack", name=pack["name"], id=pack["id"], language=pack["language"]))
    for step in steps:
        say(
            words("cli.pack_step", number=step["number"], id=step["id"], title=step["title"], count=step["questions"])
        )
    for talk in talks:
        say(words("cli.pack_talk", id=talk["id"], title=talk["title"]))
    say(words("cli.pack_counts", prompts=len(catalog.prompts), ideas=len(catalog.ideas)))
    return 0


def _check(catalog: Catalog, path: Path, options: argparse.Namespace) -> int:
    from tui.catalog.check import check

    faults = check(path)
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
