"""Asking for the passphrase: nothing here says what the app is for."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from tui.catalog.words import Words
from tui.core.errors import LockedError, NearerError
from tui.widgets.bars import Hint, KeyBar, TitleBar
from tui.widgets.commands import Command
from tui.widgets.fields import Secret
from tui.widgets.text import shown

T = TypeVar("T")

LEAVE = Command(id="leave", key="escape,ctrl+q", action="app.quit")


class UnlockScreen(Screen[T], Generic[T]):
    """One field. It stands until what was typed opens the home, and answers with what `unlock` gave."""

    PAUSES: ClassVar = (1.0, 2.0, 4.0)
    """Seconds for which the field rests after the first, the second and each later wrong passphrase."""

    CSS_PATH = "unlock.tcss"
    AUTO_FOCUS = "#secret"
    BINDINGS = [LEAVE.binding()]  # noqa: RUF012 - Textual's own form, read once

    def __init__(self, words: Words, unlock: Callable[[str], T]) -> None:
        """`unlock` takes a passphrase, in a thread, and raises `LockedError` when it is wrong."""
        super().__init__()
        self.words = words
        self.unlock = unlock
        self.wrong = 0

    def compose(self) -> ComposeResult:
        """The app's name, a field, a line for what there is to say, the key to leave."""
        yield TitleBar(shown(self.words("app.name"), "bold $primary"), Content())
        with Vertical(id="page"):
            yield Static(shown(self.words("unlock.ask"), "bold"))
            yield Secret(id="secret")
            yield Static(id="answer")
            yield Static(shown(self.words("unlock.recovery")), classes="quiet")
        yield KeyBar([Hint(command=LEAVE, label=self.words("commands.leave"))])

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        if event.value and not event.input.disabled:
            event.input.disabled = True
            self._answer(self.words("unlock.working"))
            self.run_worker(self._try(event.value), exclusive=True)

    async def _try(self, secret: str) -> None:
        try:
            opened = await asyncio.to_thread(self.unlock, secret)
        except NearerError as error:
            sentence = self.words.error(error)
            if isinstance(error, LockedError):
                self.wrong += 1
                self._answer(f"{sentence}\n{self.words('unlock.resting')}", "$warning")
                self.set_timer(self.PAUSES[min(self.wrong, len(self.PAUSES)) - 1], partial(self._again, sentence))
            else:
                self._again(sentence)
        else:
            self.dismiss(opened)

    def _answer(self, sentence: str, style: str = "$text-muted") -> None:
        self.query_one("#answer", Static).update(shown(sentence, style))

    def _again(self, sentence: str) -> None:
        self._answer(sentence, "$warning")
        field = self.query_one(Secret)
        field.disabled = False
        field.focus()

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """Leave, when that was clicked."""
        await self.run_action(message.command.action)
