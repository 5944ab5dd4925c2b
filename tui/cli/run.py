"""From typed words to a command, and from an error to one line."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tui.catalog.library import catalog_here
from tui.catalog.words import Words
from tui.cli.say import complain
from tui.core.errors import NearerError

VARIABLES = {"language": "NEARER_LANGUAGE", "packs": "NEARER_PACKS"}
"""Options that say the same as a variable of the environment."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Errors that a person can cause become one line, never a traceback."""
    words = catalog_here().words
    try:
        options = _options(list(arguments), words)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 2
    with _variables(options):
        return _ended(options)


def _ended(options: argparse.Namespace) -> int:
    words = catalog_here().words
    try:
        return _command(options)(options)
    except NearerError as error:
        complain(words, error)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - a fault of ours is one line too, and a note about where
        from tui.app.faults import note_fault

        complain(words, NearerError("crashed", path=note_fault(error, home_of(options)) or home_of(options)))
        return 1


def _options(arguments: list[str], words: Words) -> argparse.Namespace:
    """Return what was typed. What must be quick is understood without building the parser of every command."""
    from tui.cli.usage import COMMANDS, opening, parser, prompt

    if {"-h", "--help"} & set(arguments):
        return parser(words).parse_args(arguments)
    if {"status", "--short"} <= set(arguments):
        return prompt().parse_args(arguments)
    if not any(word in COMMANDS for word in arguments):
        options, rest = opening().parse_known_args(arguments)
        if not rest:
            return options
    return parser(words).parse_args(arguments)


@contextmanager
def _variables(options: argparse.Namespace) -> Iterator[None]:
    """Let options that are another way of setting a variable of the environment set it, for this command."""
    given = {variable: getattr(options, option, None) for option, variable in VARIABLES.items()}
    before = {variable: os.environ.get(variable) for variable in given}
    os.environ.update({variable: value for variable, value in given.items() if value is not None})
    try:
        yield
    finally:
        for variable, value in before.items():
            os.environ.pop(variable, None)
            if value is not None:
                os.environ[variable] = value


def _command(options: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    match options.command:
        case None | "check-in" | "talk" | "demo":
            return _opening(options)
        case "status":
            from tui.cli.status import status

            return status
        case "plan":
            from tui.cli.plan import plan

            return plan
        case "calendar" | "year":
            from tui.cli import calendar, year

            return {"calendar": calendar.calendar, "year": year.year}[options.command]
        case "sync" | "passphrase":
            return _with_keys(options)
        case "doctor" | "restore" | "forget":
            from tui.cli import upkeep

            return {"doctor": upkeep.doctor, "restore": upkeep.restore, "forget": upkeep.forget}[options.command]
        case "init" | "export" | "import":
            from tui.cli import records

            return {"init": records.init, "export": records.export, "import": records.import_}[options.command]
        case _:
            from tui.cli.content import content

            return content


def _opening(options: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    if getattr(options, "past", None) is not None:
        from tui.cli.talks import talks

        return talks
    from tui.cli.open import open_app

    return open_app


def _with_keys(options: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    if options.command == "sync":
        from tui.cli.sync import sync

        return sync
    from tui.cli.passphrase import passphrase

    return passphrase


def home_of(options: argparse.Namespace) -> Path:
    """Return the home that is meant: `--home`, or `NEARER_HOME`, or the platform's data folder."""
    from tui.store.paths import default_home

    given: str | None = getattr(options, "home", None)
    return Path(given).expanduser() if given else default_home()


def name_of(options: argparse.Namespace) -> str:
    """Return the name given with `--as`, or nothing."""
    return getattr(options, "name", "")


def wants_json(options: argparse.Namespace) -> bool:
    """Return whether JSON was asked for."""
    return getattr(options, "json", False)
