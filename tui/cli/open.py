"""The commands that open the app, or play a part of it line by line."""

import argparse
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

from tui.catalog.library import catalog_here
from tui.cli.run import home_of, name_of, wants_json
from tui.cli.say import say, say_json
from tui.core.errors import InputError

if TYPE_CHECKING:  # it is imported in a thread, while the screen's library loads
    from tui.app.launch import Opener
    from tui.household import Household

T = TypeVar("T")

JOURNAL = "records.journal"
"""The file whose size tells how long opening takes."""

LARGE = 3_000_000
"""Bytes that are read in the time in which the screen's library loads."""

LONGEST = 2.0
"""Seconds after which reading begins, whatever is on the screen by then."""


def open_app(options: argparse.Namespace) -> int:
    """Run `nearer`, `nearer check-in`, `nearer talk` or `nearer demo`."""
    if options.command == "demo":
        return _demo(options)
    if getattr(options, "plain", False):
        return _plain(options)
    need_terminal()
    home, painted = home_of(options), Event()
    open_with = _opener(home, name_of(options))
    if not _is_large(home):
        painted.set()
    return _launch(in_thread(open_with, after=painted), open_with, options, painted)


def _is_large(home: Path) -> bool:
    """Whether reading the records takes so long that something should be on the screen first."""
    try:
        return (home / JOURNAL).stat().st_size > LARGE
    except OSError:
        return False


def need_terminal() -> None:
    """Raise `InputError` when there is no terminal to paint on and to type into."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("no_terminal")
    if os.environ.get("TERM", "") in {"dumb", "unknown"}:
        raise InputError("dumb_terminal", term=os.environ["TERM"])


def in_thread(work: Callable[[], T], *, after: Event | None = None) -> "Future[T]":
    """Begin `work` in a thread of its own, `after` something; the process does not wait for it when it leaves."""
    future: Future[T] = Future()

    def run() -> None:
        if after is not None:
            after.wait(LONGEST)
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits for the result
            future.set_exception(error)

    Thread(target=run, name="opening", daemon=True).start()
    return future


def _opener(home: Path, name: str) -> "Opener":
    def opened(passphrase: str = "") -> "Household":
        from tui.cli.unlock import at_once

        household = at_once(home, name, passphrase)
        household.read_ahead()
        return household

    return opened


def _launch(
    opening: "Future[Household]", open_with: "Opener", options: argparse.Namespace, painted: Event | None = None
) -> int:
    import gc

    gc.disable()  # what is loaded to start with stays; collecting it in between is lost time
    from tui.app.launch import launch

    first = options.command or "home"
    return launch(
        opening,
        open_with,
        painted=painted,
        first=first if first in {"check-in", "talk"} else "home",
        step=getattr(options, "step", "") if first == "check-in" else "",
        topic=getattr(options, "topic", ""),
        talk_format=getattr(options, "format", "") if first == "talk" else "",
    )


def _demo(options: argparse.Namespace) -> int:
    kept: str | None = getattr(options, "home", None)
    if options.years:
        if not kept:
            raise InputError("demo_needs_home")
        from tui.demo import write

        home = Path(kept).expanduser()
        records = write(home, seed=options.seed, years=options.years)
        if wants_json(options):
            say_json({"home": str(home), "records": records})
        else:
            say(catalog_here().words("cli.demo_written", count=records, home=home))
        return 0
    need_terminal()
    if kept:
        return _open_demo(Path(kept).expanduser(), options)
    import tempfile

    with tempfile.TemporaryDirectory(prefix="nearer-demo-", ignore_cleanup_errors=True) as folder:
        return _open_demo(Path(folder) / "home", options, Path(folder) / "calendars")


def _open_demo(home: Path, options: argparse.Namespace, calendars: Path | None = None) -> int:
    open_with = _opener(home, name_of(options))

    def opened() -> "Household":
        from tui.demo import write

        write(home, seed=options.seed, calendars=calendars)
        return open_with()

    return _launch(in_thread(opened), open_with, options)


def _plain(options: argparse.Namespace) -> int:
    from tui.cli.unlock import open_household

    household = open_household(home_of(options), name_of(options))
    try:
        household.me  # noqa: B018 - says so when nobody has begun here
        if options.command == "check-in":
            from tui.cli.plain_check_in import check_in

            return check_in(household, options.step)
        from tui.cli.plain_talk import talk

        return talk(household, options.format, options.topic)
    finally:
        household.close()
