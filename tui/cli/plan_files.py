"""`nearer plan export` and `import`: plans to other calendars, and what those say of them."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from tui.cli.calendar import skipped_rows, warn_skipped
from tui.cli.records import cannot_write, write_file
from tui.cli.run import wants_json
from tui.cli.say import say, say_json
from tui.core.errors import InputError
from tui.core.records import Plan
from tui.household import Household
from tui.planner.calendars.files import content, found_in
from tui.planner.calendars.found import Skipped
from tui.planner.ical import OURS, Entry, Wording, entries, uid, written
from tui.planner.ical_in import Told, heard

WROTE = "exported/"
"""What the names of local things begin with that say which files were written into a folder, and their checksums."""


def to_ics(household: Household, *, titles: bool) -> bytes:
    """Return all times as one calendar, coming back to a talk left out; without `titles` each is only called busy."""
    return written(entries(household.find(Plan, talk="")), _wording(household, titles=titles))


def _wording(household: Household, *, titles: bool) -> Wording:
    words = household.words
    return Wording(busy=words("planner.busy"), reminder=words("planner.reminder"), titles=titles)


def export(household: Household, options: argparse.Namespace) -> None:
    """Print all plans as a calendar, or write them into a file, or each into a file of a folder."""
    if not options.to:
        sys.stdout.buffer.write(to_ics(household, titles=options.titles))
        sys.stdout.buffer.flush()
        return
    target, left = Path(options.to).expanduser(), 0
    if options.to.endswith(("/", "\\")) or target.is_dir():
        folder = _Folder(household, target)
        folder.fill(_wording(household, titles=options.titles))
        left = folder.left
    else:
        write_file(target, to_ics(household, titles=options.titles))
    count = len(household.find(Plan, talk=""))
    if wants_json(options):
        say_json({"exported": count, "to": str(target), "left": left})
        return
    say(household.words("cli.plan_exported", count=count, path=target))
    if left:
        say(household.words("cli.plan_export_left", count=left, path=target))


class _Folder:
    """A folder with a file for each name that other calendars know, as khal and vdirsyncer read it.

    What would not change is not touched, what another program changed there waits to be read, and of what is no
    longer here only files go that were written from here.
    """

    def __init__(self, household: Household, path: Path) -> None:
        self._household, self._path = household, path
        self._key = f"{WROTE}{os.path.realpath(path)}"
        self._wrote = _checksums(household.store.local.get(self._key))
        self.left = 0

    def fill(self, wording: Wording) -> None:
        """Write what changed; `left` is how many files were left to the program that changed them."""
        from tui.store.files import make_folder

        wrote: dict[str, int] = {}
        try:
            make_folder(self._path)
            every = entries(self._household.find(Plan, talk=""))
            theirs = self._names_of_others(every)
            for each in every:
                if uid(each.plan) not in theirs:
                    self._write(each, written([each], wording), wrote)
            for name in self._wrote.keys() - {each.file_name for each in every}:
                self._take_away(name)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        finally:
            self._remember(wrote)

    def _write(self, entry: Entry, data: bytes, wrote: dict[str, int]) -> None:
        path = self._path / entry.file_name
        there = _content(path)
        if there is not None and there != data and self._wrote.get(path.name) != crc32(there):
            news = self._news(path, there)
            if news or (news is not None and self._wrote.get(path.name) == crc32(data)):
                self.left += news
                return
        if there != data:
            write_file(path, data)
        wrote[path.name] = crc32(data)

    def _news(self, path: Path, data: bytes) -> bool | None:
        """Whether a file that another program wrote says anything that is not known here; None: it is broken."""
        from tui.household.plans_in import brings_news

        try:
            found = heard(data, path.name, self._household.me.zone)
        except InputError:
            return None
        return None if found.skipped or not found.told else brings_news(self._household, found.told)

    def _names_of_others(self, every: Sequence[Entry]) -> set[str]:
        """Return which names of plans that came from other calendars stand in files of those calendars here."""
        names, ours = {uid(each.plan) for each in every}, {each.file_name for each in every}
        found: set[str] = set()
        for path in () if all(each.endswith(OURS) for each in names) else self._path.glob("*.ics"):
            if path.name not in ours:
                with suppress(InputError):
                    found |= {each.uid for each in heard(_content(path) or b"", path.name, "UTC").told}
        return names & found

    def _take_away(self, name: str) -> None:
        from tui.store.files import is_file, status

        path = self._path / name
        held = status(path)
        if held is not None and is_file(held):
            path.unlink()

    def _remember(self, wrote: dict[str, int]) -> None:
        local = self._household.store.local
        kept = {name: crc for name, crc in self._wrote.items() if (self._path / name).exists()} | wrote
        if self._household.store.read_only is None and kept != self._wrote:
            local.put(self._key, kept)


def _checksums(held: object) -> dict[str, int]:
    if not isinstance(held, dict):
        return {}
    found = {name: crc for name, crc in held.items() if isinstance(name, str) and isinstance(crc, int)}
    return {name: crc for name, crc in found.items() if Path(name).name == name and name.endswith(f"{OURS}.ics")}


def _content(path: Path) -> bytes | None:
    """Return what is in a file; None where there is none, or something else."""
    from tui.store.files import read

    try:
        return read(path)
    except OSError:
        return None


# What other calendars say


def import_(household: Household, options: argparse.Namespace) -> None:
    """Take in what a calendar says, and say what came of it; raises `InputError` when nothing of it could be read."""
    from tui.household.plans_in import take_in

    told, unread = _heard(Path(options.file).expanduser(), household.me.zone)
    taken = take_in(household, told)
    skipped = sorted((*unread, *taken.skipped), key=lambda each: (each.file, each.line))
    words = household.words
    if wants_json(options):
        document = {"new": taken.new, "changed": taken.changed, "same": taken.same, "over": taken.over}
        say_json({**document, "skipped": skipped_rows(words, skipped)})
        return
    counts = {"new": len(taken.new), "changed": len(taken.changed), "same": taken.same, "over": taken.over}
    said = [words(f"cli.plan_in_{name}", count=count) for name, count in counts.items() if count]
    if skipped:
        said.append(words("cli.plan_in_skipped", count=len(skipped)))
    say("\n".join(said) or words("cli.plan_in_nothing"))
    warn_skipped(words, skipped)


def _heard(path: Path, where: str) -> tuple[list[Told], list[Skipped]]:
    """Return what the calendars of a file or folder say; raises `InputError` when none of them can be read."""
    files, skipped = found_in(path)
    told: list[Told] = []
    unread: list[Skipped] = []
    for file in files:
        try:
            found = heard(content(file)[0], str(file), where)
        except InputError as why:
            unread.append(Skipped(file=str(file), line=1, why=why))
        else:
            told.extend(found.told)
            skipped.extend(found.skipped)
    if len(unread) == len(files):
        raise next(each.why for each in (*unread, *skipped))
    return told, [*skipped, *unread]
