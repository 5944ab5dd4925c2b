"""Raising an issue by a gentle opening in three parts, and changing the words of one that is on the board."""

from functools import partial
from threading import Lock

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Static

from tui.catalog.schema import Phrase
from tui.checkin.issues import PARTS, Wording, merged
from tui.core.errors import NearerError
from tui.core.records import Issue
from tui.household import Household
from tui.household.issue_words import answered_parts, draft, keep_draft, put_on_the_board
from tui.screens.room import Room
from tui.widgets.asking import AnswerGiven
from tui.widgets.commands import Command
from tui.widgets.fields import Page, PageAsking
from tui.widgets.live import put_under, standing
from tui.widgets.text import joined, shown

KEEP_AFTER = 0.3
"""Seconds after the last change until what is typed is kept on disk."""

OPENINGS = "openings"
"""The phrases that help to begin."""


class RaiseIssueScreen(Room[None]):
    """Three fields and an example to look at. Nobody else sees a word before it is raised, and none is ever lost."""

    NAME = "board"
    CSS_PATH = "raise_issue.tcss"
    AUTO_FOCUS = "Page"
    TYPING = True
    KEYS = (
        Command(id="raise_it", key="ctrl+n", action="raise_it"),
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="another_opening", key="ctrl+o", action="another_opening"),
        Command(id="from_step", key="ctrl+t", action="from_step"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, issue: Issue | None = None, *, from_step: bool = False) -> None:
        """With an `issue`, its words are changed. `from_step` begins with what I answered to the same questions."""
        super().__init__(household)
        self.issue, self.me = issue, household.me
        self._sent = self._base = draft(household, issue)
        self._answered = None if issue is not None else answered_parts(household)
        self._begun = self._base
        if from_step and self._base.blank:
            self._begun = self._filled(self._base)
        self._openings = _openings(household)
        self._opening = 0
        self._keeping: Timer | None = None
        self._one_at_a_time = Lock()
        self._warned = self._saving = self._finished = False

    def heading(self) -> str:
        """Say whether it is new."""
        return self.words("board.raise_title" if self.issue is None else "board.reword_title")

    def content(self) -> ComposeResult:
        """Who sees it, the three parts, and a way to begin."""
        hint, button = ("reword_hint", "save") if self.issue is not None else ("raise_hint", "raise")
        with Vertical(classes="body"):
            yield Static(shown(self.words(f"board.{hint}")), id="who-sees")
            for part, text in zip(PARTS, self._begun.parts, strict=True):
                field = PageAsking(text or None)
                field.id = part
                yield field
            yield Static(id="opening")
            yield Button(shown(self.words(f"board.{button}")), id="put")

    def on_mount(self) -> None:
        """Name the fields, go on after what was written, and show the first example."""
        for part in PARTS:
            label, hint = self.words(f"board.{part}"), self.words(f"board.{part}_hint")
            title = joined(shown(label, "bold"), "  ", shown(hint, "$quiet"))
            page = self.query_one(f"#{part}", PageAsking).query_one(Page)
            page.border_title = title
            page.move_cursor(page.document.end)
        self._show_opening()
        if self._begun != self._base:
            self.say("board.filled_in")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what goes with a new one, or with one that is there."""
        del parameters
        match action:
            case "raise_it":
                return self.issue is None
            case "save":
                return self.issue is not None
            case "another_opening":
                return len(self._openings) > 1
            case "from_step":
                return self._answered is not None
            case _:
                return True

    # Help to begin

    def _show_opening(self) -> None:
        self.query_one("#opening", Static).update(self._opening_told())

    def _opening_told(self) -> Content:
        if not self._openings:
            return Content()
        opening = self._openings[self._opening]
        example = self.words("board.example", text=opening.example)
        return joined(shown(opening.text, "italic"), "\n", shown(example, "$quiet"))

    def action_another_opening(self) -> None:
        """Show another way to begin; what is written stays the writer's."""
        self._opening = (self._opening + 1) % max(1, len(self._openings))
        self._show_opening()

    def action_from_step(self) -> None:
        """Put what I answered in the step into the fields that are empty."""
        for part, text in zip(PARTS, self._filled(self._live()).parts, strict=True):
            put_under(self.query_one(f"#{part}", PageAsking), text or None)
        self._keep_soon()

    def _filled(self, words: Wording) -> Wording:
        answered = zip(PARTS, words.parts, self._answered or words.parts, strict=True)
        return replace(words, **{part: written or given for part, written, given in answered})

    # The draft

    def _live(self) -> Wording:
        """Return the words that stand in the fields at this moment."""
        given = {part: standing(self.query_one(f"#{part}", PageAsking)) for part in PARTS}
        return replace(self._base, **{part: text if isinstance(text, str) else "" for part, text in given.items()})

    @on(AnswerGiven)
    def _given(self, event: AnswerGiven) -> None:
        event.stop()
        self._keep_soon()

    def _keep_soon(self) -> None:
        self._stop_keeping()
        self._keeping = self.set_timer(KEEP_AFTER, self._keep_typed)

    def _stop_keeping(self) -> None:
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None

    def _keep_typed(self) -> None:
        if self.household.store.read_only is None:
            self._keep_in_thread(self._live())

    @work(thread=True, group="draft", exit_on_error=False)
    def _keep_in_thread(self, words: Wording) -> None:
        try:
            with self._one_at_a_time:
                self._keep(words)
        except NearerError as error:
            self.app.call_from_thread(self.say_error, error)
        if self._sent.parts != self._base.parts:
            self.call_later(self._take_in)

    def _keep(self, words: Wording) -> None:
        """Keep the draft as it stands, with what another window kept: `_sent` is what this screen held of `_base`."""
        if self._finished:
            return
        mine = merged(self._sent, words, self._base)
        kept = keep_draft(self.household, mine, since=self._base, person=self.me.id)
        self._sent, self._base = words, kept

    def _take_in(self) -> None:
        """Show what another window wrote, under the hands of whoever writes here."""
        if not self._one_at_a_time.acquire(blocking=False):
            return  # whoever keeps the draft now asks for this again
        try:
            words = merged(self._sent, self._live(), self._base)
            self._sent = self._base
        finally:
            self._one_at_a_time.release()
        for part, text in zip(PARTS, words.parts, strict=True):
            put_under(self.query_one(f"#{part}", PageAsking), text or None)
        self.say("board.both_here")

    def keep_now(self) -> None:
        """Keep the draft before leaving."""
        self._stop_keeping()
        if self.household.store.read_only is None:
            with self._one_at_a_time:
                self._keep(self._live())

    def action_back(self) -> None:
        """Go back; the draft stays."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()

    # Raising

    async def action_save(self) -> None:
        """Let the new words stand."""
        await self._put(self._live())

    @on(Button.Pressed, "#put")
    async def action_raise_it(self) -> None:
        """Raise it; where a part is still empty, ask once whether it is to be so."""
        words = self._live()
        if self.issue is None and not words.blank and not all(map(str.strip, words.parts)) and not self._warned:
            self._warned = True
            self.say("board.missing")
            return
        await self._put(words)

    async def _put(self, words: Wording) -> None:
        if self._saving:
            return
        self._saving = True
        self._stop_keeping()
        there = await self.attempt(partial(self._put_alone, words))
        self._saving = False
        if there:
            self.say("board.said_raised" if self.issue is None else "board.said_reworded")
            self.dismiss()
        elif there is not None:
            self._take_in()

    def _put_alone(self, words: Wording) -> bool:
        """Put the words on the board, unless another window has written others meanwhile: those are shown first."""
        with self._one_at_a_time:
            self._keep(words)
            if self._base.parts != words.parts:
                return False
            put_on_the_board(self.household, words)
            self._finished = True
            return True


def _openings(household: Household) -> tuple[Phrase, ...]:
    try:
        return household.catalog.phrases(OPENINGS).phrases
    except NearerError:  # a pack need not have any
        return ()
