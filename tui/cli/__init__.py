"""The command line: the app's public interface. Each command imports what it needs when it runs."""

import sys
from collections.abc import Sequence

from tui import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run `nearer` with `argv` (default: the process's own); return its exit code.

    0: done. 1: could not, said in one line on standard error. 2: wrong usage.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--version"], ["-V"]):
        print(f"nearer {__version__}")
        return 0
    from tui.cli.run import run

    return run(arguments)
