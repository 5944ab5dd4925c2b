"""The fields of the form for a time, and what is said beneath them: what was understood, and what is in the way."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.core.errors import InputError
from tui.core.records import Plan
from tui.household import Household
from tui.household.plans import MOST_AT_ONCE
from tui.planner.occurrences import Occurrence
from tui.planner.series import Scope
from tui.screens.plan_conflicts import conflict
from tui.screens.plan_repeats import Often, often_text, then
from tui.screens.plan_scopes import scope_text, scopes
from tui.screens.plan_words import name_of_other
from tui.screens.propose_form import Form, Meaning, meaning
from tui.screens.propose_keep import rule
from tui.screens.room import Room
from tui.widgets.fields import Line
from tui.widgets.text import joined, shown

Span = tuple[datetime, datetime]

Found = dict[Span, str | None]
"""What is in the way of times, in words; None while that is looked for."""


class Page(VerticalScroll, can_focus=False):
    """What holds the fields; up and down go from one to the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]


class TimeFields(Room[bool]):
    """The fields; what is done with them is for who builds on this.

    `begun` is the form as it was opened. `occurrence` is the time that moves, as it was seen, None where a new one is
    proposed; `scope` is how much of what repeats moves with it. `exact`: what the first time means as long as nobody
    writes it anew.
    """

    NAME = "planner"
    TYPING = True

    def __init__(
        self, household: Household, begun: Form, occurrence: Occurrence | None, exact: datetime | None
    ) -> None:
        """Begin with a form."""
        super().__init__(household)
        self.begun = self._standing = begun
        self.occurrence, self.exact = occurrence, exact
        self.scopes = scopes(household, occurrence) if occurrence is not None else (Scope.ALL,)
        self.scope = Scope.ALL
        self.often, self.protected, self.idea = begun.often, begun.protected, (begun.idea, begun.text)
        self.rows = max(1, len(begun.whens))
        self.meanings: list[Meaning] = []
        self._in_the_way: Found = {}

    @property
    def plan(self) -> Plan | None:
        """The plan that is moved, as it was seen."""
        return self.occurrence.plan if self.occurrence is not None else None

    def content(self) -> ComposeResult:
        """The fields, each with its hint, and what was understood."""
        words, form = self.words, self._standing
        with Page(id="page"):
            yield Static(shown(words("planner.what")))
            yield Line(form.what, id="what")
            yield Static(shown(words("planner.when")))
            for row in range(MOST_AT_ONCE if self.plan is None else 1):
                text = form.whens[row] if row < len(form.whens) else ""
                yield Line(text, id=f"when{_row(row)}", placeholder=words("planner.when_hint"))
                yield Static(id=f"understood{_row(row)}", classes="understood")
            yield Static(shown(words("planner.how_long")))
            yield Line(form.how_long, id="how-long", placeholder=words("planner.how_long_hint"))
            yield Line(form.rule, id="rule", placeholder=words("planner.rule_hint"))
        with Horizontal(id="choices"):
            yield Button(id="often")
            yield Button(id="scope")
            yield Button(id="protected")
        yield Static(id="again")
        with Horizontal(id="buttons"):
            yield Button(shown(words("planner.save_move" if self.plan else "planner.save_propose")), id="save")

    def on_mount(self) -> None:
        """Say what the fields mean as they are."""
        self._understood()

    def household_changed(self) -> None:
        """Look anew at what is in the way."""
        self._in_the_way = {}
        self._understood()

    async def say_anew(self) -> None:
        """Say everything in the other language; what was typed stays."""
        self._standing = self.form
        await super().say_anew()

    def said_anew(self) -> None:
        """Say what the fields mean in the other language."""
        super().said_anew()
        self._understood()

    @property
    def form(self) -> Form:
        """What stands in the fields now."""
        whens = [self._text(f"when{_row(row)}") for row in range(self.rows)]
        while len(whens) > 1 and not whens[-1].strip():
            whens.pop()
        return Form(
            what=self._text("what"),
            whens=tuple(whens),
            how_long=self._text("how-long"),
            often=self.often,
            rule=self._text("rule"),
            protected=self.protected,
            idea=self.idea[0],
            text=self.idea[1],
        )

    @property
    def _repeats(self) -> bool:
        """Whether it is a new time that comes round again."""
        return self.plan is None and self.rows == 1 and self.often is not Often.ONCE

    def _text(self, name: str) -> str:
        return self._field(name).value

    def _field(self, name: str) -> Line:
        return self.query_one(f"#{name}", Line)

    # What the fields mean

    @on(Input.Changed)
    def _understood(self) -> None:
        how_long = self._text("how-long")
        self.meanings = [
            meaning(self.household, self._text(f"when{_row(row)}"), how_long, self.exact) for row in range(self.rows)
        ]
        self._show()
        missing = {span: None for span in self._spans() if span not in self._in_the_way}
        if missing:
            self._in_the_way |= missing
            self._look(tuple(missing), self._in_the_way)

    def _show(self) -> None:
        for row, told in enumerate(self.meanings):
            self.query_one(f"#understood{_row(row)}", Static).update(self._told(row, told))
        for row in range(MOST_AT_ONCE if self.plan is None else 1):
            for name in ("when", "understood"):
                self.query_one(f"#{name}{_row(row)}").display = row < self.rows
        self._show_choices()
        self.refresh_bars()

    def _told(self, row: int, told: Meaning) -> Content:
        if row and not self._text(f"when{_row(row)}").strip():
            return shown(self.words("planner.another_hint"), "$quiet")
        end = told.end
        way = self._in_the_way.get((told.start, end)) if told.start is not None and end is not None else None
        return joined(shown(told.text, told.style), shown(f"\n{way}", "$warning") if way else Content())

    def _show_choices(self) -> None:
        words, once = self.words, self.plan is None and self.rows == 1
        start = self.meanings[0].start
        often = often_text(self.household, self.often, self.household.local(start) if start is not None else None)
        self._choice("often", words("planner.repeat", how=often), there=once)
        self._choice("scope", words("planner.which", which=scope_text(words, self.scope)), there=len(self.scopes) > 1)
        self._choice("protected", words(f"planner.ritual_{'on' if self.protected else 'off'}"), there=self._repeats)
        self._field("rule").display = self._repeats and self.often is Often.OWN
        self.query_one("#again", Static).update(self._again(start))

    def _choice(self, button: str, label: str, *, there: bool) -> None:
        self.query_one(f"#{button}", Button).display = there
        self.relabel(button, label)

    def _again(self, start: datetime | None) -> Content:
        """Return when it comes round, or that one of several is to be chosen."""
        if self.rows > 1:
            return shown(self.words("planner.choose_one", name=name_of_other(self.household)), "$quiet")
        if not self._repeats or start is None:
            return Content()
        try:
            return shown(then(self.household, rule(self.household, self.form, start), start), "$quiet")
        except InputError:
            return shown(self.words("planner.no_rule_yet"), "$warning")

    # What is in the way

    def _spans(self) -> Iterator[Span]:
        for each in self.meanings:
            if each.start is not None and each.end is not None:
                yield each.start, each.end

    @work(thread=True, name="conflicts", group="conflicts", exit_on_error=False)
    def _look(self, spans: Sequence[Span], found: Found) -> None:
        """Look what is in the way of these times: calendars are files, which may be slow."""
        told = {(start, end): conflict(self.household, start, end, self.plan) for start, end in spans}
        if self.is_attached:
            self.app.call_from_thread(self._looked, told, found)

    def _looked(self, told: dict[Span, str], found: Found) -> None:
        found |= told
        if self.is_attached:
            self._show()

    # What can be chosen

    def action_another_time(self) -> None:
        """Offer one more time to choose from."""
        if self.rows < MOST_AT_ONCE:
            self.rows += 1
            self._understood()
            self.set_focus(self._field(f"when{_row(self.rows - 1)}"))

    @on(Button.Pressed, "#often")
    def action_repeats(self) -> None:
        """Choose how often it comes round."""
        self.often = self.often.next
        self._show()
        if self.often is Often.OWN:
            self._field("rule").focus()

    @on(Button.Pressed, "#scope")
    def action_which_times(self) -> None:
        """Choose how much of what repeats moves."""
        self.scope = self.scopes[(self.scopes.index(self.scope) + 1) % len(self.scopes)]
        self._show()

    @on(Button.Pressed, "#protected")
    def action_ritual(self) -> None:
        """Choose whether other things are planned around it."""
        self.protected = not self.protected
        self._show()


def _row(row: int) -> str:
    """Return what the names of the fields of one of several times end with."""
    return f"-{row + 1}" if row else ""
