"""A line in which the path of a file or folder is typed, and completed by Tab."""

import asyncio
import os
from collections.abc import Collection
from contextlib import suppress
from itertools import islice
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tui.core.text import one_line
from tui.widgets.fields import Line

MOST = 10_000
"""How many names of a folder are looked at."""


class PathLine(Line):
    """Tab completes what is typed where it can be completed, and goes on to what comes next where it cannot."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(self, endings: Collection[str], *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002 - as every widget calls it
        """`endings` are those of the files that are meant; folders always are."""
        super().__init__(placeholder=placeholder, id=id)
        self.endings = tuple(endings)

    async def action_complete(self) -> None:
        """Complete the path; the folder is read in a thread, as it may lie far away."""
        typed = self.value
        found = await asyncio.to_thread(completed, typed, self.endings) if typed else typed
        if found == typed:
            self.screen.focus_next()
        elif self.value == typed:
            self.value = found
            self.cursor_position = len(found)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        line = event.text.strip("\r\n")
        self.replace(line if line.isprintable() else one_line(line), *self.selection)


def completed(typed: str, endings: Collection[str]) -> str:
    """Return a path as far as there is one way to go on with it, a folder with a slash; otherwise as it was.

    Hidden names count only when one is being typed. Blocks: reads a folder.
    """
    folder, begun = os.path.split(typed)
    names: list[str] = []
    with suppress(OSError, ValueError), os.scandir(os.path.expanduser(folder) or ".") as entries:  # noqa: PTH111 - what was typed is kept as it is
        names = [_named(each) for each in islice(entries, MOST) if each.name.startswith(begun)]
    fits = [
        each
        for each in names
        if each.isprintable()
        and (begun.startswith(".") or not each.startswith("."))
        and (each.endswith((os.sep, *endings)))
    ]
    if not fits:
        return typed
    return typed[: len(typed) - len(begun)] + os.path.commonprefix(fits)  # noqa: RUF071 - letters of names are meant


def _named(entry: "os.DirEntry[str]") -> str:
    with suppress(OSError):
        return entry.name + (os.sep if entry.is_dir() else "")
    return entry.name
