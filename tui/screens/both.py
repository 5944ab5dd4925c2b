"""What both changed at once: one thing after the other, each with all that was said of it, to choose from."""

from datetime import datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import clock, day, length, long_day
from tui.catalog.if_then import sentence
from tui.checkin.issues import topic
from tui.core.records import Agreement, IfThen, Issue, Person, Plan, SmallStep, Talk
from tui.household import Household
from tui.household.own import TOGETHER, Dispute, Said, disputes, settle
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import tag
from tui.widgets.text import cut, joined, shown

CELLS = 74
"""How wide the name of a thing may be, in cells."""


class BothScreen(Room[None]):
    """Shows the first thing that two changed without having seen each other's; Enter lets one value hold."""

    NAME = "both"
    CSS_PATH = "both.tcss"
    AUTO_FOCUS = "#said"
    KEYS = (Command(id="back", key="escape", action="back"),)

    def __init__(self, household: Household) -> None:
        """Read what is to be settled."""
        super().__init__(household)
        self.disputes = disputes(household)

    def content(self) -> ComposeResult:
        """What happened, what it is about, what was said."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("both.ask"), "bold"), id="ask", classes="spaced")
            yield Static(id="about", classes="spaced")
            yield OptionList(id="said")
            yield Static(shown(self.words("both.hint")), id="hint", classes="quiet")
            yield Static(id="more", classes="quiet")

    def on_mount(self) -> None:
        """Show the first one."""
        self._show()

    def household_changed(self) -> None:
        """Show what is still to be settled; the other may have done it."""
        there = disputes(self.household)
        if there != self.disputes:
            self.disputes = there
            self._show()

    def _show(self) -> None:
        said = self.query_one("#said", OptionList)
        said.clear_options()
        said.display = bool(self.disputes)
        self.query_one("#hint").display = self.query_one("#more").display = bool(self.disputes)
        if not self.disputes:
            self.query_one("#ask", Static).update(shown(self.words("both.done")))
            self.query_one("#about", Static).update(Content())
            return
        first, count = self.disputes[0], len(self.disputes)
        more = self.words("both.more", count=count - 1) if count > 1 else ""
        self.query_one("#more", Static).update(shown(more))
        self.query_one("#about", Static).update(
            joined(shown(self.words(f"both.{first.kind}_{first.field}")), "  ", self._thing(first))
        )
        for place, each in enumerate(first.said):
            said.add_options([*([None] if place else []), Option(self._value(first, each), id=str(place))])
        said.highlighted = 0

    def _thing(self, dispute: Dispute) -> Content:
        match dispute.record:
            case Plan(what=text) if dispute.field != "what":
                return cut(text or self.words("home.just_us"), CELLS, "$quiet")
            case Talk(topic=text) if dispute.field != "topic":
                return cut(text, CELLS, "$quiet")
            case Agreement(text=text) if dispute.field != "text":
                return cut(text, CELLS, "$quiet")
            case Issue() as issue:
                return cut(topic(issue), CELLS, "$quiet")
            case SmallStep() as step:
                return cut(step.then if dispute.field == "when" else step.when, CELLS, "$quiet")
            case Person(name=name) if dispute.field != "name":
                return cut(name, CELLS, "$quiet")
            case _:
                return Content()

    def _value(self, dispute: Dispute, said: Said) -> Content:
        person = self.household.person(said.by)
        local = self.household.local(said.at)
        when = self.words("both.when", day=day(self.words, local), time=clock(local))
        hidden = dispute.kind == "issue" and dispute.field == "state"  # who moved an issue is not told
        who = Content() if person is None or hidden else joined(tag(person.name, person.seat), "  ")
        return joined(shown(self._text(dispute, said)), "\n", who, shown(when, "$quiet"))

    def _text(self, dispute: Dispute, said: Said) -> str:
        """Return what was said, as it is written down, in the reader's words."""
        words = self.words
        match said.fields.get(dispute.field):
            case None if dispute.field == TOGETHER:
                return self._time(said.fields)
            case str() as value if dispute.field == "state":
                return words(f"both.issue_state_{value}" if dispute.kind == "issue" else f"both.state_{value}")
            case bool() as value:
                return words("both.apart_yes" if value else "both.apart_no")
            case {"when": when, "then": then}:
                return sentence(words, IfThen(when=when, then=then))
            case {"points": list(points)}:
                return words("both.points", count=len(points))
            case value:
                text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
                return text or words("both.nothing")

    def _time(self, fields: dict[str, object]) -> str:
        """Return where a time alone stood for one of the two."""
        words, start = self.words, self.household.local(datetime.fromisoformat(str(fields["start"])))
        again = words("both.again") if fields["repeat"] else ""
        return words(
            "both.time",
            day=long_day(words, start),
            time=clock(start),
            length=length(words, int(str(fields["minutes"]))),
            again=again,
            state=words(f"both.state_{fields['state']}"),
        )

    @on(OptionList.OptionSelected, "#said")
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        if not self.disputes:
            return
        first = self.disputes[0]
        chosen = first.said[int(event.option_id or "0")]
        if await self.done(partial(settle, self.household, first, chosen)):
            self.disputes = disputes(self.household)
            if not self.disputes:
                self.say("both.settled")
                self.dismiss()
            else:
                self._show()
