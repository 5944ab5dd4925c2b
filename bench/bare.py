"""The bare Textual apps that ours is measured against; run as a program with the name of one."""

import sys
from time import monotonic

from textual.app import App, ComposeResult
from textual.widgets import Digits, Footer, Header, Input, Label, TextArea

READY = "Hello there"


class BareApp(App[None]):
    """A header, a footer and a line between them."""

    BINDINGS = [("q", "quit", "Quit"), ("n", "next", "Next")]  # noqa: RUF012 - Textual's own form, read once

    def compose(self) -> ComposeResult:
        """One line."""
        yield Header()
        yield Label(READY)
        yield Footer()


class BareInput(App[None]):
    """One field of one line."""

    def compose(self) -> ComposeResult:
        """One field."""
        yield Label(READY)
        yield Input()


class BareTextArea(App[None]):
    """One field of many lines."""

    def compose(self) -> ComposeResult:
        """One field."""
        yield Label(READY)
        yield TextArea()


class BareDigits(App[None]):
    """A countdown in large digits, and nothing else."""

    def compose(self) -> ComposeResult:
        """A line, and the digits."""
        yield Label(READY)
        yield Digits("30:00")

    def on_mount(self) -> None:
        """Count, each second."""
        self.began = monotonic()
        self.set_interval(1.0, self.count)

    def count(self) -> None:
        """Show how much is left of half an hour."""
        minutes, seconds = divmod(int(1800 - (monotonic() - self.began)), 60)
        self.query_one(Digits).update(f"{minutes}:{seconds:02}")


APPS: dict[str, type[App[None]]] = {"hello": BareApp, "line": BareInput, "page": BareTextArea, "digits": BareDigits}


def command(name: str) -> list[str]:
    """Return what starts the app called `name`."""
    return [sys.executable, "-m", "bench.bare", name]


if __name__ == "__main__":
    APPS[sys.argv[1]]().run()
