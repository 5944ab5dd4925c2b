"""`nearer sync`: exchange with the shared folder, let machines in, take them out, and see how things stand."""

import argparse
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from tui.cli.plain_ask import InputEndedError, said_yes
from tui.cli.run import home_of, name_of, wants_json
from tui.cli.say import say, say_json, warn
from tui.cli.sync_said import Progress, document, lines, machines_document
from tui.cli.unlock import in_terminal, open_household
from tui.core.errors import InputError, NearerError
from tui.core.text import shorten
from tui.household import Household
from tui.household.circle import circle_of
from tui.household.syncing import (
    circle,
    exchange,
    has_lost_circle,
    machines,
    move,
    remove,
    short_name,
    stop,
)
from tui.sync.exchange import Outcome

T = TypeVar("T")

PATIENCE = 15.0
"""Seconds to wait for another window that is exchanging."""

AGAIN = 0.1
"""Seconds until it is tried again."""

_NAME = 40


def sync(options: argparse.Namespace) -> int:
    """Run `nearer sync`, or one of its acts."""
    if options.act in {"share", "join"}:
        from tui.cli import sync_pair

        return {"share": sync_pair.share, "join": sync_pair.join}[options.act](options)
    household = taking_part(options)
    try:
        return _done(household, options)
    finally:
        household.close()


def taking_part(options: argparse.Namespace) -> Household:
    """Open a home that shares a folder, even where what it shares has yet to arrive; raises `InputError` else."""
    home = home_of(options)
    if not home.exists():
        raise InputError("no_household", home=home)
    household = open_household(home, name_of(options))
    if circle_of(household.store) is None:
        begun, lost = household.founded, has_lost_circle(household.store)
        household.close()
        if lost:
            raise InputError("sync_lost")
        raise InputError("sync_none") if begun else InputError("no_household", home=home)
    return household


def _done(household: Household, options: argparse.Namespace) -> int:
    match options.act:
        case "machines":
            _list(household, options)
        case "move":
            _move(household, options)
        case "remove":
            _remove(household, options)
        case "stop":
            _stop(household, options)
        case _ if options.check:
            from tui.cli.sync_check import check

            return check(household, options)
        case _ if options.watch:
            from tui.cli.sync_watch import watch

            return watch(household, options)
        case _:
            _exchange(household, options)
    return 0


# Exchanging


def _exchange(household: Household, options: argparse.Namespace) -> None:
    outcome = exchanged(household)
    if wants_json(options):
        say_json(document(household, outcome))
    else:
        say("\n".join(lines(household, outcome)))


def exchanged(household: Household) -> Outcome:
    """Exchange once, after another window that is at it, with progress shown where somebody can see it.

    Raises `InputError` when that takes too long, or this machine was removed; and as `exchange` does.
    """
    with Progress(household.words) as progress:
        outcome = _after_others(lambda: exchange(household, progress=progress))
    household.sit_down()
    if not outcome.taking_part:
        raise InputError("sync_removed")
    return outcome


def _after_others(work: Callable[[], T | None]) -> T:
    until = monotonic() + PATIENCE
    while (found := work()) is None:
        if monotonic() >= until:
            raise InputError("sync_busy")
        sleep(AGAIN)
    return found


# Who takes part


def _list(household: Household, options: argparse.Namespace) -> None:
    found = machines_document(household)
    if wants_json(options):
        say_json({"folder": circle(household).folder, "machines": found})
        return
    words = household.words
    for each in found:
        this = words("sync.machine_this") if each["this"] else ""
        say(words("sync.machine", machine=each["machine"], name=shorten(str(each["name"]), _NAME), this=this))
    if len(machines(household)) == 1:
        say(words("sync.alone", folder=circle(household).folder))


def _move(household: Household, options: argparse.Namespace) -> None:
    folder = move(household, Path(options.folder))
    if wants_json(options):
        say_json({"folder": folder})
    else:
        say(household.words("sync.moved", folder=folder))


def _remove(household: Household, options: argparse.Namespace) -> None:
    words = household.words
    _agree(household, options, words("sync.remove_ask", machine=shorten(options.machine, _NAME)))
    member = _after_others(lambda: _free(lambda: remove(household, options.machine)))
    told, name = _told(household), shorten(member.label, _NAME)
    if wants_json(options):
        say_json({"removed": short_name(member), "name": member.label, "told": told})
        return
    say(words("sync.removed", name=name, machine=short_name(member)))
    if not told:
        say(words("sync.remove_untold"))


def _free(work: Callable[[], T]) -> T | None:
    """Do it; None while another window is exchanging."""
    try:
        return work()
    except InputError as error:
        if error.key != "sync_busy":
            raise
        return None


def _told(household: Household) -> bool:
    """Tell the others; whether that was possible now."""
    try:
        exchanged(household)
    except NearerError:
        return False
    return True


def _stop(household: Household, options: argparse.Namespace) -> None:
    words = household.words
    _agree(household, options, words("sync.stop_ask"))
    folder = stop(household)
    if wants_json(options):
        say_json({"stopped": folder})
    else:
        say(words("sync.stopped", folder=folder))


def _agree(household: Household, options: argparse.Namespace, question: str) -> None:
    """Ask, where somebody can be asked and did not say yes before; raises `InputError` for a no."""
    if options.yes or not in_terminal():
        return
    (warn if wants_json(options) else say)(question)
    try:
        agreed = said_yes(household.words)
    except InputEndedError:
        agreed = False
    if not agreed:
        raise InputError("not_agreed")
