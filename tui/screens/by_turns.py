"""Questions by turns: one at a time, large and calm. Each has somebody who begins; both answer, then the next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui.catalog.schema import RisingSet
from tui.checkin.course import Course
from tui.core.errors import NearerError
from tui.household import Household
from tui.household.rhythms import beginner, rising_set, running_turns
from tui.screens.course_room import CourseRoom
from tui.widgets.commands import Command
from tui.widgets.fields import Line
from tui.widgets.floor import TurnLine
from tui.widgets.numbers import NumberChosen, NumberRow
from tui.widgets.person import tag
from tui.widgets.text import joined, shown

LONGEST = 4
"""Digits of a number that may be one of a question."""


class ByTurnsScreen(CourseRoom):
    """One question of a set. Where they are is kept; two machines on a call each keep their own."""

    NAME = "by_turns"
    CSS_PATH = "by_turns.tcss"
    AUTO_FOCUS = "#next"
    NOT_KEPT = "by_turns.not_kept"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(id="next", key="n,right", action="next"),
        Command(id="previous", key="b,left", action="previous"),
        Command(id="to_number", key="g", action="to_number", priority=True),  # the digits may follow at once
        Command(id="enough_today", key="e", action="enough"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, set_id: str) -> None:
        """`set_id` is a set's; raises `InputError` when there is none with it."""
        super().__init__(household, running_turns(household, set_id))
        self.set_id = set_id

    @property
    def questions(self) -> RisingSet:
        """The set, in the language of whoever is here."""
        return rising_set(self.household, self.set_id)

    @property
    def at_the_end(self) -> bool:
        """Whether all questions are behind them."""
        return self.running.course.part >= self.running.last

    def heading(self) -> str:
        """Name the set."""
        return self.questions.title

    def content(self) -> ComposeResult:
        """One thing in the middle, and under it how far they are."""
        with VerticalScroll(classes="body", id="page", can_focus=False):
            yield Static(shown(self.questions.about, "$quiet"), id="about")
            yield Static(id="where")
            yield Static(id="who")
            yield Static(id="ask")
            yield Static(id="then")
        with Vertical(id="foot"):
            yield NumberRow(len(self.questions.questions), id="numbers")
            yield TurnLine(id="line")
            yield Static(id="minutes")
            with Horizontal(id="buttons"):
                yield Button("", id="next")
                yield Button(shown(self.words("by_turns.enough")), id="enough")
            with Horizontal(id="to-number"):
                yield Static(shown(self.words("by_turns.number")))
                yield Line(id="number", type="integer", select_on_focus=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        del parameters
        match action:
            case "previous":
                return self.running.course.part > 0
            case "next" | "enough":
                return not self.at_the_end
            case _:
                return True

    # What is shown

    def paint(self, course: Course) -> None:
        """Show the question that is on, or that there are no more."""
        total, alone = self.running.last, self.household.alone
        self.query_one("#about").display = course.part == 0
        self.query_one("#numbers", NumberRow).show(0 if self.at_the_end else course.part + 1)
        for each in ("#enough", "#line", "#minutes"):
            self.query_one(each).display = not self.at_the_end
        self.relabel("next", self.words("by_turns.home" if self.at_the_end else "by_turns.next"))
        if self.at_the_end:
            where, who, ask, then = Content(), Content(), self._done(), Content()
        else:
            where = shown(self.words("by_turns.where", number=course.part + 1, total=total))
            who, ask = self._who(course.part), shown(self.questions.questions[course.part].text)
            then = shown(self.words("by_turns.alone_then" if alone else "by_turns.both_then"))
        self._put("where", where)
        self._put("who", who)
        self._put("ask", ask)
        self._put("then", then)
        if not self.query_one("#to-number").display:  # what is being typed stays, whatever the other window does
            self.set_focus(self.query_one("#next"), scroll_visible=False)
        self.query_one("#page").scroll_home(animate=False)
        self.refresh_bars()

    def _put(self, place: str, content: Content) -> None:
        self.query_one(f"#{place}", Static).update(content)

    def _done(self) -> Content:
        return shown(self.words("by_turns.done_alone" if self.household.alone else "by_turns.done"))

    def _who(self, place: int) -> Content:
        """Return who begins, by name and shape."""
        if self.household.alone:
            return shown(self.words("by_turns.alone"))
        first = beginner(self.household, self.set_id, place)
        second = self.household.people[1 - first.seat]
        begins = shown(self.words("by_turns.begins"))
        return joined(tag(first.name, first.seat), begins, tag(second.name, second.seat))

    def meant(self, course: Course) -> tuple[float, int, str]:
        """Tell the time of the whole set."""
        minutes = self.questions.minutes
        return course.gone, minutes, self.words("by_turns.minutes", count=minutes)

    # What can be done

    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """Go on to the next question; after the last, leave."""
        if self.at_the_end:
            self.action_back()
        else:
            self.go(self.running.course.part + 1)

    def action_previous(self) -> None:
        """Go back a question."""
        self.go(self.running.course.part - 1)

    def action_to_number(self) -> None:
        """Ask for a number: on a call one may be elsewhere."""
        self._show_number(asked=True)
        field = self.query_one("#number", Line)
        field.value = ""
        self.set_focus(field)  # at once, before the keys that are typed ahead

    @on(NumberChosen)
    def _clicked(self, event: NumberChosen) -> None:
        self.go(event.number - 1)

    @on(Input.Submitted, "#number")
    def _typed(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST else 0
        self._close_number()
        if 1 <= number <= self.running.last:
            self.go(number - 1)

    def _show_number(self, *, asked: bool) -> None:
        """Put the field in the place of the buttons, or back."""
        self.query_one("#to-number").display = asked
        self.query_one("#buttons").display = not asked

    def _close_number(self) -> None:
        self._show_number(asked=False)
        self.set_focus(self.query_one("#next"), scroll_visible=False)

    @on(Button.Pressed, "#enough")
    def action_enough(self) -> None:
        """Leave it at that for today."""
        self.say("by_turns.enough_said")
        self.action_back()

    def action_back(self) -> None:
        """Close the field, or leave: it stays where it is, and begins anew once all questions were asked."""
        if self.query_one("#to-number").display:
            self._close_number()
        elif self.at_the_end:
            self._leave_at_the_end()
        else:
            super().action_back()

    def _leave_at_the_end(self) -> None:
        try:
            self.finished = True
            if self.household.store.read_only is None:
                self.running.let_go()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()

    def over(self) -> None:
        """Leave: it was ended in another window."""
        self.finished = True
        self.dismiss()
