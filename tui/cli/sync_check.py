"""`nearer sync --check`: every file in the folder is read anew, and what was found is said in plain words."""

import argparse

from tui.cli.run import wants_json
from tui.cli.say import complain, say, say_json
from tui.cli.sync_said import Progress, equal_or_not, missing_document, name_of_person, refused_document
from tui.core.errors import InputError
from tui.core.text import shorten
from tui.household import Household
from tui.household.sync_check import Checked
from tui.household.sync_check import check as checked

_NAME = 40
_FILE = 100
_COUNTS = ("well", "copies", "pairing", "new")
_OPEN = ("not_here_yet", "beyond", "lost")


def check(household: Household, options: argparse.Namespace) -> int:
    """Verify every file, and change nothing; 1 when one is not believed, or something is missing."""
    with Progress(household.words) as progress:
        found = checked(household, progress)
    if wants_json(options):
        say_json(_document(household, found))
    else:
        say("\n".join(_lines(household, found)))
    if found.complete:
        return 0
    complain(household.words, InputError("sync_removed" if not found.taking_part else "sync_check_open"))
    return 1


def _document(household: Household, found: Checked) -> dict[str, object]:
    return {
        "folder": found.folder,
        "sent": 0,
        "received": 0,
        "refused": refused_document(household.words, found.refused),
        "missing": missing_document(household, found.missing),
        "digest": found.digest.hex(),
        "equal": equal_or_not(found.equal),
        "ok": found.complete,
        "to_send": found.to_send,
        **{name: getattr(found, name) for name in (*_COUNTS, *_OPEN, "odd")},
    }


def _lines(household: Household, found: Checked) -> list[str]:
    words = household.words
    counts = [words(f"sync.check_{name}", count=getattr(found, name)) for name in _COUNTS if getattr(found, name)]
    return [
        *(counts or [words("sync.check_nothing", folder=found.folder)]),
        *_refused(household, found),
        *_missing(household, found),
        *(words(f"sync.check_{name}", count=getattr(found, name)) for name in _OPEN if getattr(found, name)),
        *([words("sync.to_send")] if found.to_send else []),
        *([words("sync.check_all_well")] if found.complete and not (found.lost or found.to_send) else []),
    ]


def _refused(household: Household, found: Checked) -> list[str]:
    words = household.words
    return [
        words("sync.check_refused", file=shorten(file, _FILE), why=words(f"sync.why_{why}"))
        for file, why in found.refused.items()
    ]


def _missing(household: Household, found: Checked) -> list[str]:
    names = dict.fromkeys(name_of_person(household, each.person) or each.label for each in found.missing)
    return [household.words("sync.check_missing", name=shorten(each, _NAME)) for each in names]
