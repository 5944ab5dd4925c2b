"""One talk that was held: what it was about, what was kept, what came of it, and how it was."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from tui.catalog.dates import clock, length, long_day
from tui.checkin.again import SAFE
from tui.checkin.agreements import Standing, State
from tui.checkin.issues import topic
from tui.core.errors import InputError
from tui.core.records import Talk
from tui.household import Household
from tui.household.agreements import state_of
from tui.household.slow import draft
from tui.household.talks_past import Marked, PastTalks, state_told, title
from tui.screens.agreements import MARKS
from tui.screens.room import Room
from tui.screens.talk_slow_words import told
from tui.widgets.commands import Command
from tui.widgets.given import given
from tui.widgets.person import tag
from tui.widgets.text import cut, joined, shown

MOST = 200
"""How much of an agreement is looked at for one line, in characters."""


class PastTalkScreen(Room[None]):
    """A page to read; from here to its agreement, and to talking about it again."""

    NAME = "talks"
    CSS_PATH = "talks.tcss"
    AUTO_FOCUS = "#again"
    KEYS = (
        Command(id="talk_again", key="t", action="talk_again"),
        Command(id="agreements", key="a", action="agreements"),
        Command(id="keep", key="k", action="keep"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: str) -> None:
        """`talk` is its id; raises `InputError` when it is not there."""
        super().__init__(household)
        held = household.get(Talk, talk)
        if held is None:
            raise InputError("talk_gone")
        self.talk: Talk = held
        self._read()

    def _read(self) -> None:
        self.past = PastTalks(self.household)
        self.agreed = self.past.agreements(self.talk)

    def heading(self) -> str:
        """Say that this is one of them."""
        return self.words("talks.title_one")

    def content(self) -> ComposeResult:
        """The page, and what can be done with it."""
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Vertical(*self._page(), id="whole")
        with Horizontal(id="buttons"):
            yield Button(shown(self.words("talks.again")), id="again")
            yield Button(shown(self.words("talks.to_agreement")), id="to-agreement")
            yield Button(shown(self.words("talks.keep")), id="keep")

    def on_mount(self) -> None:
        """Offer to look at an agreement where there is one."""
        self._buttons()

    def said_anew(self) -> None:
        """Offer it in the words of whoever is here now."""
        self._buttons()
        super().said_anew()

    def household_changed(self) -> None:
        """Show what is new; leave when there is nothing of it any more."""
        held = self.household.get(Talk, self.talk.id)
        if held is not None:
            self.talk = held
            self._read()
            self.call_later(self._show)
        elif self.is_active:
            self.say("talks.gone")
            self.dismiss()

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        if self.is_mounted and self.query("#whole"):
            self.household_changed()

    async def _show(self) -> None:
        whole = self.query_one("#whole", Vertical)
        with self.app.batch_update():
            await whole.remove_children()
            await whole.mount(*self._page())
        self._buttons()

    def _buttons(self) -> None:
        self.query_one("#to-agreement").display = bool(self.agreed)
        one = len(self.agreed) == 1
        self.relabel("to-agreement", self.words("talks.to_agreement" if one else "talks.to_agreements"))

    # The page

    def _page(self) -> list[Widget]:
        talk, local = self.talk, self.household.local(self.talk.at)
        when = self.words(
            "talks.when", day=long_day(self.words, local), time=clock(local), length=length(self.words, talk.minutes)
        )
        issue, marked, written = self.past.issue(talk), self.past.marked(talk), self.past.words(talk)
        parts = [
            *self._part("topic", shown(talk.topic)),
            *self._part("issue", shown(topic(issue)) if issue is not None else Content()),
            *self._part("kept", shown(talk.kept, "italic")),
            *self._part("agreements", Content("\n").join(self._agreements())),
            *self._part("marked", Content("\n\n").join(self._marked(each) for each in marked)),
            *self._part("written", Content("\n").join(told(self.household, each) for each in written)),
            *self._part("not_given", shown(draft(self.household, talk.id))),
        ]
        nothing = [Static(shown(self.words("talks.nothing")), classes="quiet")]
        kept = talk.kept or self.agreed or marked or written
        return [
            Static(shown(title(self.household, talk.format), "bold")),
            Static(shown(when, "$quiet"), classes="spaced"),
            *parts,
            *([] if kept else nothing),
        ]

    def _part(self, name: str, text: Content) -> list[Widget]:
        if not text.plain.strip():
            return []
        heading = Static(shown(self.words(f"talks.{name}")), classes="heading")
        return [heading, Static(text, classes="spaced", id=f"part-{name}")]

    def _agreements(self) -> Iterator[Content]:
        for each in self.agreed:
            mark = shown(*MARKS[state_of(self.household, each)])
            yield joined(mark, " ", shown(each.text), "\n  ", shown(state_told(self.household, each), "$quiet"))

    def _marked(self, marked: Marked) -> Content:
        questions = {each.id: each for each in self.household.questions(SAFE)}
        lines = [tag(marked.person.name, marked.person.seat)]
        for each in marked.answers:
            question = questions.get(each.question)
            asked = self.household.asked(question) if question else each.question
            lines += [shown(f"  {asked}", "$quiet"), joined("  ", given(self.words, question, each.value))]
        return Content("\n").join(lines)

    # What can be done

    @on(Button.Pressed, "#again")
    def action_talk_again(self) -> None:
        """Talk about it again, in the same way where that is still here."""
        from tui.screens.talk import TalkScreen

        there = {each.id for each in self.household.catalog.talk_formats}
        form = self.talk.format if self.talk.format in there else ""
        self.visit(TalkScreen(self.household, topic=self.talk.topic, format_id=form))

    @on(Button.Pressed, "#to-agreement")
    def action_agreements(self) -> None:
        """Show its agreement; where it has several or none, all that the two agree on."""
        from tui.screens.agreement import AgreementScreen
        from tui.screens.agreements import AgreementsScreen

        if len(self.agreed) == 1:
            self.visit(AgreementScreen(self.household, self.agreed[0].id))
        else:
            self.visit(AgreementsScreen(self.household))

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Keep a sentence from it as an agreement."""
        from tui.screens.keep import KeepScreen

        self.visit(KeepScreen(self.household, source=self.talk.id))


def agreement_told(household: Household, found: Standing, cells: int) -> Iterator[Content]:
    """Give an agreement's mark and words on one line, and how it stands on another."""
    state = state_of(household, found)
    style = "$quiet" if state is State.LET_GO else ""
    yield joined(shown(*MARKS[state]), " ", cut(found.text[:MOST], cells - 2, style))
    yield joined("  ", cut(state_told(household, found), cells - 2, "$quiet"))
