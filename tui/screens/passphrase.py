"""The passphrase: whether there is one, and what can be done about it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from tui.core.errors import InputError, LockedError, NearerError
from tui.household import Household
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import Secret, SecretFormLine
from tui.widgets.text import shown

SHORT = 8
"""Characters below which a passphrase is easily guessed."""

FIELDS = {
    "set": ("new", "again"),
    "change": ("secret", "new", "again"),
    "recovery": ("secret",),
    "remove": ("secret",),
}
"""What each thing to do asks for, in order."""

BACK = Command(id="back", key="escape", action="back")


class PassphraseScreen(Room[None]):
    """Whether what is kept is sealed, and a button for each thing that can be done."""

    NAME = "passphrase"
    HELP = "privacy"
    CSS_PATH = "passphrase.tcss"
    AUTO_FOCUS = "Button"
    KEYS = (BACK,)

    def content(self) -> ComposeResult:
        """How it is, what it means, what to do."""
        is_sealed = self.household.store.sealed
        with VerticalScroll(classes="body", can_focus=False, id="page"):
            yield Static(shown(self.words("passphrase.sealed" if is_sealed else "passphrase.open"), "bold"))
            yield Static(shown(self.words("passphrase.what")), classes="quiet")
            yield Static(shown(self.words("passphrase.forgotten")), classes="quiet")
            for act in ("change", "recovery", "remove") if is_sealed else ("set",):
                yield Button(shown(self.words(f"passphrase.{act}")), id=act)

    @on(Button.Pressed)
    def _chosen(self, event: Button.Pressed) -> None:
        if self.is_current:
            self.app.push_screen(PassphraseForm(self.household, event.button.id or "set"), self._done)

    async def _done(self, changed: bool | None) -> None:
        if changed:
            await self.recompose()
            self.query(Button).first().focus()


class PassphraseForm(Room[bool]):
    """The fields for one thing to do; answers whether it was done."""

    NAME = "passphrase"
    HELP = "privacy"
    CSS_PATH = "passphrase.tcss"
    AUTO_FOCUS = "Secret"
    TYPING = True
    KEYS = (Command(id="save", key="ctrl+n", action="save"), BACK)

    def __init__(self, household: Household, act: str) -> None:
        """`act` is a key of `FIELDS`."""
        super().__init__(household)
        self.act = act
        self.working = False

    def content(self) -> ComposeResult:
        """The fields, a line for what there is to say, the button."""
        *others, last = FIELDS[self.act]
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(shown(self.words(f"passphrase.about_{self.act}")), classes="spaced")
            for field in (*others, last):
                yield Static(shown(self.words(f"passphrase.{field}")), classes="quiet")
                yield Secret(id=field) if field == last else SecretFormLine(id=field)
            yield Static(id="answer")
            yield Button(shown(self.words(f"passphrase.{self.act}")), id="do")

    @on(Input.Changed, "#new")
    def _weighed(self, event: Input.Changed) -> None:
        short = 0 < len(event.value) < SHORT
        self._answer(self.words("passphrase.short") if short else "")

    @on(Input.Submitted)
    @on(Button.Pressed, "#do")
    async def action_save(self) -> None:
        """Do it with what stands in the fields."""
        if self.working:
            return
        given = {field: self.query_one(f"#{field}", Input).value for field in FIELDS[self.act]}
        if "again" in given and given["again"] != given["new"]:
            self.say_error(InputError("passphrase_differs"))
            return
        self.working = True
        self._answer(self.words("passphrase.working"))
        words: list[str] = []
        worked = await self.done(lambda: words.extend(self._work(given)))
        self.working = False
        if worked and self.is_current:
            self._worked(words)

    def _work(self, given: dict[str, str]) -> Sequence[str]:
        """Do it, and return the recovery words where they are new."""
        store, secret, new = self.household.store, given.get("secret", ""), given.get("new", "")
        match self.act:
            case "set":
                return store.set_passphrase(new)
            case "recovery":
                return store.new_recovery(secret)
            case "change":
                store.change_passphrase(secret, new)
            case _:
                store.remove_passphrase(secret)
        return ()

    def _worked(self, words: Sequence[str]) -> None:
        self.say(f"passphrase.did_{self.act}")
        if words:
            self.app.push_screen(RecoveryScreen(self.household, words), self._written)
        else:
            self.dismiss(True)

    def _written(self, _: None) -> None:
        self.dismiss(True)

    def say_error(self, error: NearerError) -> None:
        """Say what went wrong below the fields, where it stays."""
        if isinstance(error, LockedError) and error.key == "home_locked":
            super().say_error(error)
        self._answer(self.words.error(error), "$warning")

    def _answer(self, sentence: str, style: str = "$text-muted") -> None:
        self.query_one("#answer", Static).update(shown(sentence, style))

    def action_back(self) -> None:
        """Go back without changing anything."""
        if not self.working:
            self.dismiss(False)


class RecoveryScreen(Room[None]):
    """The recovery words, this once. Only the button leads on, so that no key meant for elsewhere takes them away."""

    NAME = "recovery"
    HELP = "privacy"
    CSS_PATH = "passphrase.tcss"
    AUTO_FOCUS = "#written"

    def __init__(self, household: Household, recovery: Sequence[str]) -> None:
        """`recovery` are the words in their order."""
        super().__init__(household)
        self.recovery = recovery

    def content(self) -> ComposeResult:
        """The words, numbered, from left to right; what to do with them."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("passphrase.advice")), classes="spaced")
            with Grid(id="words"):
                for number, word in enumerate(self.recovery, 1):
                    yield Static(shown(f"{number:2} {word}", "bold"))
            yield Button(shown(self.words("recovery.written")), id="written")

    @on(Button.Pressed, "#written")
    def _written(self) -> None:
        self.dismiss()
