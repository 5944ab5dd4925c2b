"""What one person is writing in a slow talk, in one window or in two: a draft on this machine until it is given."""

from collections.abc import Callable
from threading import Lock

from textual import on, work
from textual.timer import Timer

from tui.checkin.merging import PARAGRAPHS, merged_text
from tui.core.errors import NearerError, ReadOnlyError
from tui.core.text import harmless
from tui.household import Household
from tui.household.slow import draft, keep_draft, kept_draft
from tui.screens.room import Room
from tui.widgets.asking import AnswerGiven
from tui.widgets.fields import Page, PageAsking
from tui.widgets.live import put_under, standing

KEEP_AFTER = 0.3
"""Seconds after the last letter until a draft is kept on disk."""

GLANCE = 0.5
"""How often to look whether another window of the same person has written, in seconds."""


class SlowDraft(Room[None]):
    """A screen with one page to write on. While the keyboard is `away` nothing of it is shown or kept."""

    def __init__(self, household: Household, talk_id: str) -> None:
        """`talk_id` is the slow talk's."""
        super().__init__(household)
        self.talk_id = talk_id
        self.me = household.me
        self.away = self.busy = False
        self._sent = self._base = draft(household, talk_id)
        self._keeping: Timer | None = None
        self._one_at_a_time = Lock()

    def begin_to_look(self) -> None:
        """Look from now on at what is written in another window."""
        self.set_interval(GLANCE, self.glance)

    def sit_down(self) -> None:
        """Let whoever is here now go on with their own words, and nobody else's."""
        self.me, self.away = self.household.me, False
        self._sent = self._base = draft(self.household, self.talk_id)
        self.load(self._sent)

    def put_away(self) -> None:
        """Keep what is typed, and take it from the screen; raises `StoreError`, and then it stays."""
        closed = self.household.store.read_only
        if closed is not None and self.live != self._base:
            raise ReadOnlyError(closed, path=self.household.store.home)
        self.keep_now()
        self.away = True
        self.load("")

    @property
    def live(self) -> str:
        """What stands on the page at this moment."""
        fields = self.query(PageAsking)
        text = standing(fields.first()) if fields else self._sent
        return text if isinstance(text, str) else ""

    def load(self, text: str) -> None:
        """Put a text on the page that nothing leads back from: what stood there may be somebody else's."""
        field = self.query_one(PageAsking)
        field.value = text or None
        page = field.query_one(Page)
        page.load_text(harmless(text))
        page.move_cursor(page.document.end)

    @on(AnswerGiven)
    def _typed(self, event: AnswerGiven) -> None:
        event.stop()
        self.stop_keeping()
        if not self.away:
            self._keeping = self.set_timer(KEEP_AFTER, self._keep_typed)

    def stop_keeping(self) -> None:
        """Let nothing be kept a moment later."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None

    def glance(self) -> None:
        """Look whether this person writes in another window, too, or took something back."""
        if kept_draft(self.household, self.talk_id, self.me.id) != self._base:
            self._keep_typed()

    def _keep_typed(self) -> None:
        if self.household.store.read_only is None and not self.away and not self.busy and self.query(PageAsking):
            self._keep_in_thread(self.live, self.me.id)

    @work(thread=True, group="draft", exit_on_error=False)
    def _keep_in_thread(self, text: str, person: str) -> None:
        try:
            with self._one_at_a_time:
                self._keep(text, person)
        except NearerError as error:
            self.app.call_from_thread(self.say_error, error)
        if self._sent != self._base:
            self.call_later(self.take_in)

    def given_with(self, text: str, give: Callable[[], object], *, whole: bool = True) -> bool:
        """Give what is typed; not when another window has written more meanwhile and the `whole` is to be given.

        What is left of the draft then stands in its place. Raises `NearerError`.
        """
        with self._one_at_a_time:
            self._keep(text, self.me.id)
            if whole and self._base != text:
                return False
            give()
            self._sent = self._base = kept_draft(self.household, self.talk_id, self.me.id)
            return True

    @property
    def left(self) -> str:
        """What is kept of the draft."""
        return self._base

    def _keep(self, text: str, person: str) -> None:
        """Keep the draft of `person` with what another window kept, unless the keyboard has changed hands since.

        `_base` is what is kept, `_sent` what the page has of it.
        """
        if self.away or person != self.me.id:
            return
        mine = merged_text(self._sent, text, self._base, PARAGRAPHS)[0]
        self._base = keep_draft(self.household, self.talk_id, mine, since=self._base, person=person)
        self._sent = text

    def take_in(self) -> None:
        """Show what another window wrote, under the hands of whoever writes here."""
        if self.away or not self.query(PageAsking) or not self._one_at_a_time.acquire(blocking=False):
            return  # whoever keeps the draft now asks for this again
        try:
            text, both = merged_text(self._sent, self.live, self._base, PARAGRAPHS)
            self._sent = self._base
        finally:
            self._one_at_a_time.release()
        put_under(self.query_one(PageAsking), text or None)
        if both:
            self.say("step.both_here")

    def keep_now(self) -> None:
        """Keep the draft before leaving."""
        self.stop_keeping()
        if self.household.store.read_only is None and not self.away and self.query(PageAsking):
            with self._one_at_a_time:
                self._keep(self.live, self.me.id)
