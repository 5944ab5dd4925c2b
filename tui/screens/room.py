"""What every screen of the app has: a title, its content, its keys; and the household it looks at."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.events import ScreenResume
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button

from tui.catalog.dates import day
from tui.core.errors import LockedError, NearerError
from tui.core.records import Record
from tui.household import Household
from tui.widgets.bars import Hint, KeyBar, TitleBar
from tui.widgets.commands import Command
from tui.widgets.person import tag
from tui.widgets.text import joined, shown

T = TypeVar("T")
W = TypeVar("W")
V = TypeVar("V")

EVERYWHERE = (
    Command(id="take_back", key="ctrl+z", action="take_back", shown=False),
    Command(id="palette", key="ctrl+p", action="app.command_palette", shown=False),
    Command(id="leave", key="ctrl+q", action="app.quit"),
)
"""What can be done on every screen."""

HELP = Command(id="help", key="question_mark,f1", action="help")
HELP_TYPING = Command(id="help", key="f1,question_mark", action="help")
"""Help, and the key to show for it where letters and signs are typed into a field."""

ALWAYS = [
    Binding("enter", "enter", show=False),
    Binding("up", "scroll_page(-1)", show=False),
    Binding("down", "scroll_page(1)", show=False),
    Binding("pageup", "scroll_page(-8)", show=False),
    Binding("pagedown", "scroll_page(8)", show=False),
]
"""A long page moves also when a button has the focus, and Enter works also before anything has it."""


class TakenBack(Message):
    """A change was taken back: every screen shows what is there now."""


class HomeLocked(Message):
    """Another window has sealed the home: its passphrase is needed to go on."""


class CallThem(Message):
    """A time is up: call whoever is near, as far as they want to be called."""


class Room(Screen[T], Generic[T]):
    """A screen of the app. Set `NAME` (its words are under this area) and `KEYS`; give its widgets in `content`.

    `TYPING` says that letters go into a field here, `CALLS` that it calls people itself at the end of a break.
    """

    NAME: ClassVar[str] = ""
    HELP: ClassVar[str] = "keys"
    TYPING: ClassVar[bool] = False
    CALLS: ClassVar[bool] = False
    KEYS: ClassVar[tuple[Command, ...]] = ()
    AUTO_FOCUS = "*"

    def __init_subclass__(cls) -> None:
        """Make the bindings from the commands, so that they cannot disagree."""
        cls.BINDINGS = [*(command.binding() for command in cls.every_command()), *ALWAYS]
        super().__init_subclass__()

    @classmethod
    def every_command(cls) -> tuple[Command, ...]:
        """Return all that can ever be done on this screen."""
        return (*cls.KEYS, HELP_TYPING if cls.TYPING else HELP, *EVERYWHERE)

    def __init__(self, household: Household) -> None:
        """Show `household` as the person at the keyboard may see it."""
        super().__init__()
        self.household = household
        self.words = household.words

    def compose(self) -> ComposeResult:
        """Put the title above, the keys below, and the content between."""
        yield TitleBar(*self._title())
        yield from self.content()
        yield KeyBar(self._hints())

    def content(self) -> ComposeResult:
        """Give the widgets between title and keys."""
        yield from ()

    def heading(self) -> str:
        """Return what stands in the title line beside the app's name."""
        return self.words(f"{self.NAME}.title") if self.words.has(f"{self.NAME}.title") else ""

    def who(self) -> Content:
        """Return who is here, for the right end of the title line."""
        if not self.household.seated:
            return Content()
        me, closed = self.household.me, self.household.store.read_only is not None
        return Content.assemble(
            shown(self.words("app.read_only") if closed else "", "bold $warning"),
            "    " if closed else "",
            self._badge(),
            shown(day(self.words, self.household.today()), "$text-muted"),
            "    ",
            tag(me.name, me.seat),
        )

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Speak the language of whoever is at the keyboard now; Textual's own handler runs besides."""
        del event
        if self.household.words is not self.words:
            self.call_later(self.say_anew)

    async def say_anew(self) -> None:
        """Say everything in the language of whoever is at the keyboard."""
        self.words = self.household.words
        await self.recompose()
        self.said_anew()

    def said_anew(self) -> None:
        """Put everything where it belongs, after all of it was said in another language."""
        self.refresh_bars()
        for focus in self.query(self.AUTO_FOCUS or "").results():
            focus.focus(scroll_visible=False)
            break

    def household_changed(self) -> None:
        """Show what another window changed; screens that show records override this."""

    def stands_changed(self) -> None:
        """Show how this home and its folder stand now."""
        for bar in self.query(TitleBar):
            bar.show(*self._title())

    @property
    def undisturbed(self) -> bool:
        """Whether nothing shows here of the records that another window writes, so that looking for them can wait."""
        return False

    def stood_still(self) -> None:
        """Note that the process was stopped and goes on now, and no more: a signal is being handled."""

    def keep_now(self) -> None:
        """Keep what is being typed: the app is about to leave."""

    def commands(self) -> Iterable[Command]:
        """Return what can be done here now, for the keys, the palette and the help."""
        return [each for each in self.every_command() if self.check_action(*_parsed(each.action)) is not False]

    def refresh_bars(self) -> None:
        """Draw title and keys again."""
        self.query_one(TitleBar).show(*self._title())
        self.query_one(KeyBar).show(self._hints())
        self.refresh_bindings()

    def say(self, key: str, **values: object) -> None:
        """Say a sentence of the catalogue at the edge of the screen for a moment."""
        self.app.notify(shown(self.words(key, **values)).plain, markup=False)

    def say_error(self, error: NearerError) -> None:
        """Say what went wrong, in the reader's words; a home that was sealed meanwhile asks for its passphrase."""
        if isinstance(error, LockedError) and error.key == "home_locked":
            self.app.post_message(HomeLocked())
            return
        self.app.notify(shown(self.words.error(error)).plain, severity="warning", markup=False, timeout=12)

    def relabel(self, button: str, label: str) -> None:
        """Write another word on a button, which may need more room then."""
        found = self.query_one(f"#{button}", Button)
        found.label = shown(label)
        found.refresh(layout=True)

    async def attempt(self, work: Callable[[], W]) -> W | None:
        """Do what touches the disk in a thread; say what went wrong and return None when it could not be done."""
        try:
            return await asyncio.to_thread(work)
        except NearerError as error:
            self.say_error(error)
            return None

    async def done(self, work: Callable[[], object]) -> bool:
        """Do what touches the disk in a thread; tell whether it was done, having said why not otherwise."""

        def worked() -> bool:
            work()
            return True

        return await self.attempt(worked) is True

    async def saved(self, *records: Record, seen: Sequence[Record] = ()) -> bool:
        """Keep records, which were `seen` so before; tell whether that worked, having said why not otherwise."""
        return await self.done(lambda: self.household.save(*records, seen=seen))

    async def action_enter(self) -> None:
        """Press the button that is about to have the focus: the key may be faster than the focus."""
        if self.focused is None and self.AUTO_FOCUS:
            for button in self.query(self.AUTO_FOCUS).results(Button):
                button.press()
                return

    async def action_take_back(self) -> None:
        """Take back my last change; in a field the key belongs to what is being typed."""
        from textual.widgets import Input, TextArea

        if isinstance(self.focused, Input | TextArea) or not self.household.seated:
            return
        from tui.household.own import take_back

        kind = await self.attempt(partial(take_back, self.household))
        if kind is not None:
            self.say(f"taken_back.{kind}")
            self.app.post_message(TakenBack())

    def visit(self, screen: Screen[V]) -> None:
        """Open another screen over this one; not twice, when two keys come faster than it opens."""
        if self.is_active:
            self.app.push_screen(screen)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave this screen, unless it was left already while something was being saved."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def action_scroll_page(self, lines: int) -> None:
        """Move the page, when there is one that is longer than the screen."""
        for page in self.query("#page").results(ScrollableContainer):
            page.scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Go back one step."""
        self.dismiss()

    def action_help(self) -> None:
        """Explain this screen."""
        from tui.screens.help import HelpScreen

        self.visit(HelpScreen(self.household, page=self.HELP, commands=list(self.commands())))

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """Do what was clicked."""
        await self.run_action(message.command.action)

    def _title(self) -> tuple[Content, Content]:
        title = self.heading()
        name = shown(self.words("app.name"), "bold $primary")
        return (Content.assemble(name, "   ", shown(title)) if title else name), self.who()

    def _badge(self) -> Content:
        """Return in a word how this home and its folder stand; nothing where it shares none."""
        if self.household.badge is None:
            return Content()
        word = self.words(f"two_machines.badge_{self.household.badge}")
        return joined(shown("⇄ ", "$quiet"), shown(word, "$text-muted"), "    ")

    def _hints(self) -> list[Hint]:
        return [Hint(command=each, label=self.words(f"commands.{each.id}")) for each in self.commands() if each.shown]


def _parsed(action: str) -> tuple[str, tuple[object, ...]]:
    from textual.actions import parse

    namespace, name, parameters = parse(action)
    return (f"{namespace}.{name}" if namespace else name), parameters
