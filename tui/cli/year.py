"""`nearer year`: the page of a year, printed or written into a file."""

import argparse
import sys
from pathlib import Path

from tui.checkin.year import Page, to_markdown, year_behind
from tui.cli.records import opened
from tui.cli.run import wants_json
from tui.cli.say import say, say_json
from tui.core.errors import InputError
from tui.household import Household
from tui.household.year import page


def year(options: argparse.Namespace) -> int:
    """Print or write the page of a year: of the given one, or of the one on which one looks back now."""
    household = opened(options)
    try:
        wanted: int = options.year or year_behind(household.today())
        found = page(household, wanted)
        path = _write(household, found, options) if options.to else None
        if wants_json(options):
            written = {} if path is None else {"to": str(path)}
            say_json({"year": wanted, "markdown": to_markdown(found), **written})
        elif path is None:
            sys.stdout.buffer.write(to_markdown(found).encode())
            sys.stdout.buffer.flush()
        else:
            say(household.words("year.written", path=path))
    finally:
        household.close()
    return 0


def _write(household: Household, found: Page, options: argparse.Namespace) -> Path:
    """Write a page where it was asked for; raises `InputError` where there is a file, unless it was said to."""
    from tui.household.year_file import placed, taken, write

    path = placed(options.to, household.words("year.file_name", year=found.year), Path())
    if taken(path) and not options.yes:
        raise InputError("year_file_there", path=path)
    write(found, path)
    return path
