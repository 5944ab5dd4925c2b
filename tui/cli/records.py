"""The commands that begin a household, and carry its records in and out."""

import argparse
import sys
from pathlib import Path

from tui.cli.run import home_of, name_of, wants_json
from tui.cli.say import say, say_json
from tui.cli.unlock import open_household
from tui.core.errors import InputError, StoreError
from tui.core.records import KINDS, Person, Record
from tui.core.text import shorten
from tui.core.told_records import UNSEEN
from tui.household import Household

EXPORTED: tuple[type[Record], ...] = tuple(kind for kind in KINDS.values() if kind not in {Person, *UNSEEN})
"""What an export holds besides the two people."""


def init(options: argparse.Namespace) -> int:
    """Begin a household without questions."""
    household = open_household(home_of(options))
    try:
        first, second = options.names
        zones = (options.zones[0], options.zones[1]) if options.zones else None
        household.found((first, second), zones, apart=options.apart, children=options.children, new=options.new)
        if name_of(options):
            household.sit_down(name_of(options))
        names = [person.name for person in household.people]
        if wants_json(options):
            say_json({"home": str(household.store.home), "people": names, "me": household.me.name})
        else:
            first, second = (shorten(name, 40) for name in names)
            say(household.words("cli.begun", first=first, second=second, home=household.store.home))
    finally:
        household.close()
    return 0


def opened(options: argparse.Namespace) -> Household:
    """Open the household that is meant; raises `InputError` when nobody has begun there.

    A home that does not exist is not made: looking must leave no trace.
    """
    home = home_of(options)
    if not home.exists():
        raise InputError("no_household", home=home)
    household = open_household(home, name_of(options))
    if not household.founded:
        household.close()
        raise InputError("no_household", home=home)
    return household


def export(options: argparse.Namespace) -> int:
    """Print or write everything that I may see."""
    household = opened(options)
    try:
        data = _exported(household, options.format)
        if options.to:
            write_file(Path(options.to).expanduser(), data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    finally:
        household.close()
    return 0


def _exported(household: Household, form: str) -> bytes:
    match form:
        case "markdown":
            from tui.cli.markdown import to_markdown

            return to_markdown(household).encode()
        case "ics":
            from tui.cli.plan_files import to_ics

            return to_ics(household, titles=True)
        case _:
            from tui.store.portable import to_json

            records = [record for kind in EXPORTED for record in household.all(kind)]
            return to_json(household.people, records, me=household.me.id)


def write_file(path: Path, data: bytes) -> None:
    """Write a file only its owner can read, whole or not at all; raises `StoreError`."""
    from tui.store.files import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> StoreError:
    """Return what to raise when `path` could not be written."""
    return StoreError("cannot_write", path=path, why=error.strerror or type(error).__name__)


def import_(options: argparse.Namespace) -> int:
    """Take in an export: into an empty home everything, into a home of the same two people what is new."""
    from tui.store.portable import from_json, seen_by

    path = Path(options.file).expanduser()
    data = _read(path)
    records, seen_as = from_json(data, path.name), seen_by(data, path.name)
    household = open_household(home_of(options))
    try:
        first = not household.founded
        new = _take_in(household, records)
        household.sit_down(name_of(options))
        person = household.person(seen_as)
        if first and person is not None and not name_of(options):
            household.be(person)
        if wants_json(options):
            say_json({"imported": new, "records": household.seen_count()})
        else:
            say(household.words("cli.imported", count=new))
    finally:
        household.close()
    return 0


def _read(path: Path) -> bytes:
    from tui.store.portable import MOST_BYTES

    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("import_too_large", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputError("cannot_read", path=path, why=error.strerror or type(error).__name__) from error


def _take_in(household: Household, records: list[Record]) -> int:
    """Keep imported records; raises `InputError` when they are another couple's."""
    people = {record.id for record in records if isinstance(record, Person)}
    held = {person.id for person in household.people}
    if held and people and held != people:
        raise InputError("import_other_couple")
    if not held and len(people) != 2:  # noqa: PLR2004 - a household is two people
        raise InputError("import_no_people")
    return household.take_in(records)
