"""What can be typed: the commands and their options."""

import argparse
from collections.abc import Callable
from typing import NoReturn

from tui import __version__
from tui.catalog.words import Words

PASSPHRASE_ACTS = ("set", "change", "remove", "recovery")
"""What is done about the passphrase."""

PLAN_ACTS = ("accept", "decline", "cancel", "done")
"""What is done to a plan by its id alone."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line and exit with 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words typed."""
        self.exit(2, f"{self.prog}: {message}\n")


_YEARS = range(1, 10_000)

COMMANDS = (
    "init",
    "demo",
    "status",
    "check-in",
    "talk",
    "plan",
    "year",
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
    command("status")
    check_in = command("check-in")
    check_in.add_argument("step", nargs="?", default="", metavar="STEP", help=text("opt_step"))
    check_in.add_argument("--plain", action="store_true", help=text("opt_plain"))
    talk = command("talk")
    talk.add_argument("format", nargs="?", default="", metavar="FORMAT", help=text("opt_format"))
    talk.add_argument("--topic", default="", metavar="TEXT", help=text("opt_topic"))
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
    _time(propose, text, required=True)
    propose.add_argument("--what", default="", metavar="TEXT", help=text("opt_what"))
    propose.add_argument("--repeat", default="", metavar="RRULE", help=text("opt_repeat"))
    for name in PLAN_ACTS:
        act(name).add_argument("id", metavar="ID", help=text("opt_id"))
    move = act("move")
    move.add_argument("id", metavar="ID", help=text("opt_id"))
    _time(move, text, required=False)
    export = act("export")
    export.add_argument("--to", metavar="PATH", help=text("opt_to"))
    export.add_argument("--titles", action="store_true", help=text("opt_titles"))


def _time(act: Parser, text: Callable[[str], str], *, required: bool) -> None:
    act.add_argument("--start", required=True, metavar="ISO", help=text("opt_start"))
    act.add_argument("--minutes", type=int, default=120 if required else None, metavar="N", help=text("opt_minutes"))
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


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(text)
    return number


def _year(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number not in _YEARS:
        raise argparse.ArgumentTypeError(text)
    return number
