"""Writing a wording: a new agreement, or another wording of one; what is typed is a draft until it is kept."""

from threading import Lock

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Button, Static

from tui.checkin.agreements import Standing, is_due
from tui.checkin.merging import merged_text
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.agreements import every, keep, revise, standing
from tui.household.wordings import NEW, Draft, draft, drop_draft, keep_draft, kept_draft
from tui.screens.agreements import NAME_CELLS
from tui.screens.room import Room
from tui.widgets.asking import AnswerGiven
from tui.widgets.commands import Command
from tui.widgets.fields import Page, PageAsking
from tui.widgets.live import put_under
from tui.widgets.live import standing as standing_in
from tui.widgets.text import cut, shown

KEEP_AFTER = 0.3
"""Seconds after the last letter until a draft is kept on disk."""

GLANCE = 0.5
"""How often to look whether another window of the same person has written, in seconds."""


class WordingScreen(Room[None]):
    """One page. Ctrl+N keeps it as a wording with its author's word; Esc leaves it as a draft."""

    NAME = "agreements"
    CSS_PATH = "agreement.tcss"
    AUTO_FOCUS = "Page"
    TYPING = True
    KEYS = (
        Command(id="save", key="ctrl+n", action="save"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, agreement_id: str = NEW, *, source: str = "") -> None:
        """Without an agreement a new one is written, which comes from `source` (id)."""
        super().__init__(household)
        self.me = household.me
        self.agreement_id = agreement_id
        self.source = source
        self.draft: Draft = draft(household, agreement_id)
        self._sent = self._base = self.draft
        self._keeping: Timer | None = None
        self._one_at_a_time = Lock()
        self._finished = False

    @property
    def found(self) -> Standing | None:
        """How the agreement stands; None where it is new, or gone."""
        return standing(self.household, self.agreement_id) if self.agreement_id else None

    def heading(self) -> str:
        """Say whether it is new."""
        return self.words("agreements.title_reword" if self.agreement_id else "agreements.title_new")

    def content(self) -> ComposeResult:
        """What to do, the page, a button."""
        own = "_alone" if self.household.alone else ""
        ask = "agreements.ask_reword" if self.agreement_id else f"agreements.ask_new{own}"
        with Vertical(classes="body"):
            yield Static(shown(self.words(ask), "bold"))
            yield Static(shown(self._hint()), classes="quiet", id="hint")
            yield PageAsking(self.draft.text or None)
            yield Static(shown(self.words("agreements.newer_meanwhile")), id="meanwhile")
            with Horizontal(id="buttons"):
                yield Button(shown(self.words("common.save")), id="save")
                yield Button(shown(self.words("common.back")), id="leave")

    def on_mount(self) -> None:
        """Begin to look at what is written elsewhere, with the cursor after what is there."""
        page = self.query_one(Page)
        page.move_cursor(page.document.end)
        self._show()
        self.set_interval(GLANCE, self._glance)

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now."""
        super().said_anew()
        self._show()

    def _hint(self) -> str:
        if not self.agreement_id:
            return self.words("agreements.hint_new")
        found = self.found
        joins = found is not None and not found.joined and set(found.seen()) <= set(self.draft.seen)
        return self.words("agreements.hint_join" if joins else "agreements.hint_reword")

    def _show(self) -> None:
        found = self.found
        newer = found is not None and not set(found.seen()) <= set(self.draft.seen)
        self.query_one("#meanwhile").display = newer

    # The draft

    @property
    def _live(self) -> Draft:
        """The draft with what stands on the page at this moment."""
        fields = self.query(PageAsking)
        text = standing_in(fields.first()) if fields else self.draft.text
        return replace(self.draft, text=text if isinstance(text, str) else "")

    @on(AnswerGiven)
    def _typed(self) -> None:
        self.draft = self._live
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_AFTER, self._keep_in_thread)

    def _glance(self) -> None:
        """Look whether this person writes in another window, too."""
        held = kept_draft(self.household, self.agreement_id, self.me.id)
        if not self._finished and held not in {None, self._base}:
            self.household_changed()

    @work(thread=True, group="draft", exit_on_error=False)
    def _keep_in_thread(self) -> None:
        try:
            self._keep()
        except NearerError as error:
            self.app.call_from_thread(self.say_error, error)
        if self._sent.text != self._base.text:
            self.call_later(self._take_in)

    def _keep(self) -> None:
        """Keep the draft with what another window kept: `_base` is what is kept, `_sent` what the page has of it."""
        with self._one_at_a_time:
            if not self._finished:
                sent = self.draft
                mine = replace(sent, text=merged_text(self._sent.text, sent.text, self._base.text, "\n")[0])
                kept = keep_draft(self.household, self.agreement_id, mine, since=self._base, person=self.me.id)
                self._sent, self._base = sent, kept

    def _take_in(self) -> None:
        """Show what another window wrote, under the hands of whoever writes here."""
        if not self._one_at_a_time.acquire(blocking=False):
            return  # whoever keeps the draft now asks for this again
        try:
            text, both = merged_text(self._sent.text, self._live.text, self._base.text, "\n")
            self.draft, self._sent = replace(self._base, text=text), self._base
        finally:
            self._one_at_a_time.release()
        field = self.query_one(PageAsking)
        if (standing_in(field) or "") != text:
            put_under(field, text or None)
        if both:
            self.say("step.both_here")

    def household_changed(self) -> None:
        """Take in what was written in another window, and say that there is a newer wording."""
        self._show()
        if self.household.store.read_only is None and not self._finished:
            self._keep_in_thread()

    def keep_now(self) -> None:
        """Keep the draft before leaving."""
        if self._keeping is not None:
            self._keeping.stop()
        if self.household.store.read_only is None:
            self.draft = self._live
            self._keep()

    def action_back(self) -> None:
        """Leave it; what was typed is there the next time."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.action_back()

    # Keeping

    @on(Button.Pressed, "#save")
    async def action_save(self) -> None:
        """Keep the wording; what was typed stays where it is when that is not possible."""
        if self._finished:
            return
        self.draft = self._live
        made = await self.attempt(self._made)
        if made is None:
            return
        name = cut(self.household.partner.name, NAME_CELLS).plain
        fresh, agreement_id = made
        if not fresh:
            self.say("agreements.nothing_new")
        else:
            self.say("agreements.kept_alone" if self.household.alone else "agreements.kept", name=name)
        self._go_on(standing(self.household, agreement_id))

    def _made(self) -> tuple[bool, str]:
        """Keep what stands here; return whether it is new, and the agreement's id. Raises `NearerError`."""
        household = self.household
        with self._one_at_a_time:
            text = merged_text(self._sent.text, self.draft.text, self._base.text, "\n")[0]
            there = self.agreement_id or self._made_elsewhere(text)
            if there:
                made = revise(household, there, text, self.draft.seen or (there,)), there
            else:
                made = True, keep(household, text, source=self.source).id
            self._finished = True
            drop_draft(household, self.agreement_id, since=self._base, person=self.me.id)
            return made

    def _made_elsewhere(self, text: str) -> str:
        """Return the agreement (id) that another window made of this very draft; empty where none did."""
        self.household.catch_up_quietly()
        gone = text == self._base.text and kept_draft(self.household, NEW, self.me.id) is None
        mine = every(self.household) if gone else []
        return next((each.id for each in mine if each.agreement.by == self.me.id and each.newest == text.strip()), "")

    def _go_on(self, found: Standing | None) -> None:
        """Ask for a day to look again where there is none yet, or where it has come."""
        from tui.screens.look_again import LookAgainScreen

        asks = found is not None and (not self.agreement_id or is_due(found.agreement, self.household.today()))
        if found is not None and asks and self.is_active:
            self.app.switch_screen(LookAgainScreen(self.household, found))
        else:
            self.dismiss()
