"""The commands that look after a home: `nearer doctor`, `nearer restore`, `nearer forget`."""

import argparse
import sys
from pathlib import Path

from tui.catalog.dates import clock, day
from tui.catalog.library import catalog_here
from tui.catalog.words import Words
from tui.cli.records import opened
from tui.cli.run import home_of, name_of, wants_json
from tui.cli.say import say, say_json
from tui.cli.unlock import in_terminal, line, open_household, with_passphrase
from tui.core.clock import SystemClock, local_zone, zone
from tui.core.errors import InputError, StoreError
from tui.core.text import one_line, shorten
from tui.household.own import erasable, erase
from tui.store.backups import Backup, listed, put_back
from tui.store.doctor import Found, examine, examine_closed
from tui.store.faults import reading_failed, saving_failed
from tui.store.journal import NAME as JOURNAL
from tui.store.sealing import Sealing

_BEYOND_MENDING = frozenset(
    {"store.synced_folder", "errors.key_lost", "errors.store_newer", "errors.store_read_only"}
)
"""What a person has to do something about: the sentence says what."""


def doctor(options: argparse.Namespace) -> int:
    """Look at everything in a home, say what was found, and mend it on request."""
    home, words = _home(options), catalog_here().words
    try:
        household = open_household(home, name_of(options))
    except StoreError as error:
        found, records = examine_closed(home, error, repair=options.repair), 0
    else:
        try:
            found = examine(household.store, repair=options.repair)
            records = household.seen_count() if household.founded else 0
        except OSError as error:
            raise (saving_failed if options.repair else reading_failed)(error, home) from error
        finally:
            household.close()
    if wants_json(options):
        say_json(
            {
                "ok": all(each.repaired for each in found),
                "findings": [
                    {"what": _sentence(words, each), "where": each.where, "repaired": each.repaired} for each in found
                ],
                "records": records,
                "home": str(home),
            }
        )
        return 0
    for each in found:
        say(words("cli.doctor_mended" if each.repaired else "cli.doctor_found", what=_sentence(words, each)))
    say(words(_advice(home, found, repair=options.repair), home=home))
    return 0


def _sentence(words: Words, found: Found) -> str:
    return words(found.what, where=found.where, path=found.where, why=found.why)


def _advice(home: Path, found: list[Found], *, repair: bool) -> str:
    """Return the key of what to say last."""
    if not found:
        return "cli.doctor_well"
    if any(each.what.startswith("errors.") and each.repaired for each in found):
        return "cli.doctor_restore" if listed(home) else "cli.doctor_empty"
    if all(each.repaired for each in found):
        return "cli.doctor_well_now"
    hopeless = all(each.what in _BEYOND_MENDING or each.repaired for each in found)
    return "cli.doctor_rest" if repair or hopeless else "cli.doctor_repair"


def restore(options: argparse.Namespace) -> int:
    """List the copies of a home, or put one back."""
    home, words = _home(options), catalog_here().words
    copies = listed(home)
    if not options.copy:
        _list(words, copies, json=wants_json(options))
        return 0
    wanted = [each for each in copies if each.name == options.copy]
    if not wanted:
        raise InputError("backup_unknown", name=shorten(one_line(options.copy), 40))
    sealing = _unlocked(home)
    if not options.yes and not _agreed(words, "cli.restore_ask", when=_when(words, wanted[0])):
        raise InputError("not_agreed")
    put_back(home, sealing, wanted[0], at=SystemClock().now())
    if wants_json(options):
        say_json({"restored": wanted[0].name, "home": str(home)})
    else:
        say(words("cli.restored", when=_when(words, wanted[0])))
    return 0


def _list(words: Words, copies: list[Backup], *, json: bool) -> None:
    if json:
        say_json(
            {
                "backups": [
                    {"name": each.name, "at": each.at.isoformat(), "size": each.size, "before": each.before}
                    for each in copies
                ]
            }
        )
    elif not copies:
        say(words("cli.restore_none"))
    else:
        for each in copies:
            before = "cli.restore_line_before" if each.before else "cli.restore_line"
            say(words(before, name=each.name, when=_when(words, each)))
        say(words("cli.restore_how", name=copies[0].name))


def _when(words: Words, copy: Backup) -> str:
    at = copy.at.astimezone(zone(local_zone()))
    return words("cli.restore_when", day=day(words, at), year=at.year, time=clock(at))


def _unlocked(home: Path) -> Sealing:
    def unlock(secret: str) -> Sealing:
        sealing = Sealing(home)
        sealing.unlock(secret, home / JOURNAL)
        return sealing

    return with_passphrase(unlock)[0]


def forget(options: argparse.Namespace) -> int:
    """Erase records of mine, after one question."""
    if bool(options.ids) is options.all:
        raise InputError("forget_what")
    from tui.household.circle import circle_of  # whoever only looks whether all is well does not wait for it

    household = opened(options)
    try:
        words = household.words
        chosen = erasable(household, None if options.all else options.ids)
        if not options.yes and not _agreed(words, "cli.forget_ask", count=len(chosen)):
            raise InputError("not_agreed")
        erase(household, chosen, everything=options.all)
        if wants_json(options):
            say_json({"forgotten": len(chosen)})
        else:
            say(words("cli.forgotten_all" if options.all else "cli.forgotten", count=len(chosen)))
            if circle_of(household.store) is not None:
                say(words("cli.forgotten_shared"))
    finally:
        household.close()
    return 0


def _agreed(words: Words, question: str, **values: object) -> bool:
    """Ask one question; return whether the answer is yes."""
    sys.stderr.write(words(question, **values) + " ")
    sys.stderr.flush()
    answer = sys.stdin.readline() if in_terminal() else line()
    return answer.strip().casefold() in words("cli.yes").casefold().split()


def _home(options: argparse.Namespace) -> Path:
    """Return the home that is meant; raises `InputError` when there is none: looking must leave no trace."""
    home = home_of(options)
    if not home.is_dir():
        raise InputError("no_household", home=home)
    return home
