"""What can be typed: the commands and their options."""

import argparse
from collections.abc import Callable
from typing import NoReturn

from tui import __version__
from tui.catalog.words import Words

PASSPHRASE_ACTS = ("set", "change", "remove", "recovery")
"""What is done about the passphrase."""

PLAN_ACTS = ("accept", "decline", "move", "cancel", "done", "protect", "unprotect")
"""What is done to a plan that is named by its id."""

SYNC_ACTS = ("share", "join", "machines", "move", "remove", "stop")
"""What is done about the shared folder, besides exchanging."""

OF_SERIES = ("move", "cancel", "done")
"""What can be done to one time of a plan that repeats, or to that and the following."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line and exit with 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words typed."""
        self.exit(2, f"{self.prog}: {message}\n")


_YEARS = range(1, 10_000)
_LONGEST = 1_000_000

COMMANDS = (
    "init",
    "demo",
    "status",
    "check-in",
    "talk",
    "plan",
    "calendar",
    "year",
    "sync",
    "content",
    "export",
    "import",
    "passphrase",
    "doctor",
    "restore",
    "forget",
)
"""Every command's name."""


def opening() -> Parser:
    """Return the parser of `nearer` without a command."""
    top = Parser(prog="nearer", parents=[_everywhere(lambda _: "")], allow_abbrev=False, add_help=False)
    top.set_defaults(command=None)
    return top


def prompt() -> Parser:
    """Return the parser of `nearer status --short` alone: a shell may ask for it before every command."""
    top = Parser(prog="nearer", parents=[_everywhere(lambda _: "")], allow_abbrev=False, add_help=False)
    top.add_argument("command", choices=("status",))
    top.add_argument("--short", action="store_true")
    return top


def parser(words: Words) -> Parser:
    """Return the parser of all commands, its help in the reader's words."""

    def text(key: str) -> str:
        return words(f"cli.{key}").replace("%", "%%")

    everywhere = _everywhere(text)
    top = Parser(
        prog="nearer", description=text("about"), epilog=text("epilog"), parents=[everywhere], allow_abbrev=False
    )
    top.add_argument("--version", "-V", action="version", version=f"nearer {__version__}", help=text("version"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def command(name: str, **options: object) -> Parser:
        del options
        return commands.add_parser(
            name,
            help=text(name.replace("-", "_")),
            description=text(name.replace("-", "_")),
            parents=[everywhere],
            allow_abbrev=False,
        )

    _household_commands(command, text)
    _plan_commands(command, text, everywhere)
    _calendar_commands(command, text, everywhere)
    _sync_commands(command, text, everywhere)
    _content_commands(command, text, everywhere)
    _upkeep_commands(command, text)
    acts = command("passphrase").add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)
    for name in PASSPHRASE_ACTS:
        help_ = text(f"passphrase_{name}")
        acts.add_parser(name, help=help_, description=help_, parents=[everywhere], allow_abbrev=False)
    return top


def _everywhere(text: Callable[[str], str]) -> Parser:
    """Return the options that every command takes, before or after its name."""
    options = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    options.add_argument("--home", metavar="DIR", help=text("opt_home"))
    options.add_argument("--as", dest="name", metavar="NAME", help=text("opt_as"))
    options.add_argument("--language", metavar="CODE", help=text("opt_language"))
    options.add_argument("--packs", metavar="DIR", help=text("opt_packs"))
    options.add_argument("--json", action="store_true", help=text("opt_json"))
    return options


def _household_commands(command: Callable[..., Parser], text: Callable[[str], str]) -> None:
    init = command("init")
    init.add_argument("--names", nargs=2, required=True, metavar=("ONE", "OTHER"), help=text("opt_names"))
    init.add_argument("--zones", nargs=2, metavar=("ZONE", "ZONE"), help=text("opt_zones"))
    init.add_argument("--apart", action="store_true", help=text("opt_apart"))
    init.add_argument("--children", action="store_true", help=text("opt_children"))
    init.add_argument("--new", action="store_true", help=text("opt_new"))
    demo = command("demo")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help=text("opt_seed"))
    demo.add_argument("--years", type=_positive, metavar="N", help=text("opt_years"))
    command("status").add_argument("--short", action="store_true", help=text("opt_short"))
    check_in = command("check-in")
    check_in.add_argument("step", nargs="?", default="", metavar="STEP", help=text("opt_step"))
    check_in.add_argument("--plain", action="store_true", help=text("opt_plain"))
    talk = command("talk")
    talk.add_argument("format", nargs="?", default="", metavar="FORMAT", help=text("opt_format"))
    talk.add_argument("--topic", default="", metavar="TEXT", help=text("opt_topic"))
    talk.add_argument("--past", nargs="?", const="", metavar="TEXT", help=text("opt_past"))
    talk.add_argument("--plain", action="store_true", help=text("opt_plain"))
    year = command("year")
    year.add_argument("year", nargs="?", type=_year, metavar="YEAR", help=text("opt_year"))
    year.add_argument("--to", metavar="PATH", help=text("opt_to"))
    year.add_argument("--yes", action="store_true", help=text("opt_yes"))
    export = command("export")
    export.add_argument(
        "--format", choices=("json", "markdown", "ics"), default="json", help=text("opt_export_format")
    )
    export.add_argument("--to", metavar="PATH", help=text("opt_to"))
    import_ = command("import")
    import_.add_argument("file", metavar="FILE", help=text("opt_file"))


def _upkeep_commands(command: Callable[..., Parser], text: Callable[[str], str]) -> None:
    command("doctor").add_argument("--repair", action="store_true", help=text("opt_repair"))
    restore = command("restore")
    restore.add_argument("copy", nargs="?", default="", metavar="COPY", help=text("opt_copy"))
    restore.add_argument("--yes", action="store_true", help=text("opt_yes"))
    forget = command("forget")
    forget.add_argument("ids", nargs="*", metavar="ID", help=text("opt_ids"))
    forget.add_argument("--all", action="store_true", help=text("opt_forget_all"))
    forget.add_argument("--yes", action="store_true", help=text("opt_yes"))


def _plan_commands(command: Callable[..., Parser], text: Callable[[str], str], everywhere: Parser) -> None:
    plan = command("plan").add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)

    def act(name: str) -> Parser:
        return plan.add_parser(
            name,
            help=text(f"plan_{name}"),
            description=text(f"plan_{name}"),
            parents=[everywhere],
            allow_abbrev=False,
        )

    listing = act("list")
    listing.add_argument("--all", action="store_true", help=text("opt_all"))
    propose = act("propose")
    propose.add_argument("--start", action="append", required=True, metavar="ISO", help=text("opt_starts"))
    _length(propose, text, 120)
    propose.add_argument("--what", default="", metavar="TEXT", help=text("opt_what"))
    propose.add_argument("--idea", default="", metavar="ID", help=text("opt_idea"))
    propose.add_argument("--repeat", default="", metavar="RRULE", help=text("opt_repeat"))
    propose.add_argument("--protect", action="store_true", help=text("opt_protect"))
    acts = {name: act(name) for name in PLAN_ACTS}
    for name, doing in acts.items():
        doing.add_argument("id", metavar="ID", help=text("opt_id"))
        if name in OF_SERIES:
            part = doing.add_mutually_exclusive_group()
            part.add_argument("--on", metavar="DATE", help=text("opt_on"))
            if name == "done":  # what is yet to come was not had
                doing.set_defaults(since=None)
            else:
                part.add_argument("--from", dest="since", metavar="DATE", help=text("opt_onwards"))
    acts["decline"].add_argument("--instead", metavar="ISO", help=text("opt_instead"))
    acts["move"].add_argument("--start", required=True, metavar="ISO", help=text("opt_start"))
    for name in ("decline", "move"):
        _length(acts[name], text, None)
    _free(act("free"), text)
    export = act("export")
    export.add_argument("--to", metavar="PATH", help=text("opt_to"))
    export.add_argument("--titles", action="store_true", help=text("opt_titles"))
    act("import").add_argument("file", metavar="FILE", type=_named, help=text("opt_calendar_in"))


def _free(free: Parser, text: Callable[[str], str]) -> None:
    free.add_argument("--mine", nargs="+", type=_named, metavar="FILE", help=text("opt_mine"))
    free.add_argument("--theirs", nargs="+", type=_named, metavar="FILE", help=text("opt_theirs"))
    free.add_argument("--my-zone", metavar="ZONE", help=text("opt_my_zone"))
    free.add_argument("--their-zone", metavar="ZONE", help=text("opt_their_zone"))
    free.add_argument("--from", dest="since", metavar="ISO", help=text("opt_from"))
    until = free.add_mutually_exclusive_group()
    until.add_argument("--days", type=_positive, metavar="N", help=text("opt_days"))
    until.add_argument("--to", metavar="ISO", help=text("opt_until"))
    free.add_argument("--minutes", type=_positive, metavar="N", help=text("opt_at_least"))
    free.add_argument("--between", metavar="HH:MM-HH:MM", help=text("opt_between"))
    free.add_argument("--limit", type=_positive, metavar="N", help=text("opt_limit"))
    free.add_argument("--all", action="store_true", help=text("opt_all_free"))


def _calendar_commands(command: Callable[..., Parser], text: Callable[[str], str], everywhere: Parser) -> None:
    calendar = command("calendar").add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)

    def act(name: str) -> Parser:
        help_ = text(f"calendar_{name}")
        return calendar.add_parser(name, help=help_, description=help_, parents=[everywhere], allow_abbrev=False)

    for name in ("add", "remove"):
        act(name).add_argument("path", type=_named, metavar="PATH", help=text("opt_calendar"))
    act("list")
    hours = act("hours")
    hours.add_argument("typed", nargs="*", metavar="DAY", help=text("opt_hours"))
    hours.add_argument("--daylight", choices=("yes", "no"), help=text("opt_daylight"))
    busy = act("busy")
    busy.add_argument("paths", nargs="+", type=_named, metavar="PATH", help=text("opt_calendar"))
    busy.add_argument("--from", dest="since", required=True, metavar="ISO", help=text("opt_from_busy"))
    busy.add_argument("--to", dest="until", required=True, metavar="ISO", help=text("opt_until_busy"))
    busy.add_argument("--zone", metavar="ZONE", help=text("opt_zone_busy"))


def _sync_commands(command: Callable[..., Parser], text: Callable[[str], str], everywhere: Parser) -> None:
    sync = command("sync")
    how = sync.add_mutually_exclusive_group()
    how.add_argument("--watch", action="store_true", help=text("opt_watch"))
    how.add_argument("--check", action="store_true", help=text("opt_check"))
    acts = sync.add_subparsers(dest="act", metavar="[ACT]", parser_class=Parser)
    for name, help_ in ((each, text(f"sync_{each}")) for each in SYNC_ACTS):
        act = acts.add_parser(name, help=help_, description=help_, parents=[everywhere], allow_abbrev=False)
        if name in {"share", "join", "move"}:
            act.add_argument("folder", type=_named, metavar="FOLDER", help=text("opt_folder"))
        if name in {"share", "join"}:
            act.add_argument("--wait", type=_minutes, metavar="MINUTES", help=text("opt_wait"))
        if name == "join":
            act.add_argument("--words", default="", metavar="WORDS", help=text("opt_words"))
        if name == "remove":
            act.add_argument("machine", type=_named, metavar="MACHINE", help=text("opt_machine"))
        if name not in {"machines", "move"}:
            act.add_argument("--yes", action="store_true", help=text("opt_yes"))


def _length(act: Parser, text: Callable[[str], str], minutes: int | None) -> None:
    act.add_argument("--minutes", type=int, default=minutes, metavar="N", help=text("opt_minutes"))
    act.add_argument("--zone", metavar="ZONE", help=text("opt_zone"))


def _content_commands(command: Callable[..., Parser], text: Callable[[str], str], everywhere: Parser) -> None:
    content = command("content").add_subparsers(dest="act", metavar="ACT", required=True, parser_class=Parser)
    for name in ("list", "check"):
        act = content.add_parser(
            name,
            help=text(f"content_{name}"),
            description=text(f"content_{name}"),
            parents=[everywhere],
            allow_abbrev=False,
        )
        if name == "check":
            act.add_argument("path", metavar="PATH", help=text("opt_path"))


def _named(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError(text)
    return text


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(text)
    return number


def _minutes(text: str) -> float:
    minutes = float(text)
    if 0 <= minutes < _LONGEST:
        return minutes
    raise argparse.ArgumentTypeError(text)


def _year(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number not in _YEARS:
        raise argparse.ArgumentTypeError(text)
    return number
