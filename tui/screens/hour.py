"""The weekly hour: its parts one after another, each with a quiet guide to the time and a way to what it is about."""

from collections.abc import Callable, Iterator
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.dates import day
from tui.catalog.schema import Hour, HourPart, Lead
from tui.checkin.course import Course
from tui.core.records import Circumstance
from tui.core.text import one_line
from tui.household import Household
from tui.household.rhythms import HOUR, hour_is_over, keep_hour, running_hour
from tui.screens.course_room import CourseRoom
from tui.screens.leads import LEADS, ROOMS
from tui.widgets.commands import Command
from tui.widgets.floor import TurnLine
from tui.widgets.text import cut, joined, shown

LINE, TITLE = 20, 30
"""Cells that the title of a part may have in the list, and over its text."""


def _appreciations(household: Household) -> Screen[None]:
    from tui.screens.phrases import PhrasesScreen

    return PhrasesScreen(household, "appreciations")


DOORS: dict[Lead, Callable[[Household], Screen[None]]] = {
    Lead.APPRECIATIONS: _appreciations,
    Lead.ISSUES: ROOMS["issues"],
    Lead.PLANNER: LEADS["time"],
    Lead.SMALL_STEPS: ROOMS["small-steps"],
    Lead.AGREEMENTS: ROOMS["agreements"],
}
"""Where a part leads."""


class HourScreen(CourseRoom):
    """The parts at the left; at the right what the one that is on asks for."""

    NAME = "hour"
    CSS_PATH = "hour.tcss"
    AUTO_FOCUS = ""
    NOT_KEPT = "hour.not_kept"
    KEYS = (
        Command(id="next", key="n,right", action="next"),
        Command(id="previous", key="b,left", action="previous"),
        Command(id="open_part", key="o", action="open"),
        Command(id="keep", key="k", action="keep"),
        Command(id="hour_anew", key="a", action="anew"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Take the hour up where it was left."""
        super().__init__(household, running_hour(household))

    @property
    def hour(self) -> Hour:
        """The hour, in the language of whoever is here."""
        return self.household.catalog.hour(HOUR)

    @property
    def part(self) -> HourPart:
        """The part that is on."""
        return self.hour.parts[self.running.course.part]

    def heading(self) -> str:
        """Name the hour."""
        return self.hour.title

    def content(self) -> ComposeResult:
        """The parts, and one of them."""
        with Horizontal(classes="body", id="hour"):
            with Vertical(id="parts-side"):
                yield Static(shown(self.words("hour.parts")), classes="heading")
                yield OptionList(*self._options(), id="parts")
            with Vertical(id="part-side"):
                with VerticalScroll(id="page", can_focus=False):
                    yield Static(id="left", classes="spaced")
                    yield Static(id="title", classes="spaced")
                    yield self._text()
                yield Static(id="minutes", classes="quiet")
                yield TurnLine(id="line")
                with Horizontal(id="buttons"):
                    yield Button("", id="open")
                    yield Button("", id="next")
        with Vertical(classes="body", id="thanks"):
            yield Static(shown(self.words("hour.thanks_alone" if self.household.alone else "hour.thanks"), "bold"))
            yield Static(shown("" if self.household.alone else self.words("hour.thanks_more")), classes="quiet")
            yield Button(shown(self.words("hour.home")), id="home")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        del parameters
        match action:
            case "next" | "enter":
                return not self.finished
            case "previous":
                return not self.finished and self.running.course.part > 0
            case "open":
                return not self.finished and self.part.leads is not Lead.NOTHING
            case "keep":
                return not self.household.alone
            case "anew":
                return not self.finished and self._left_before
            case _:
                return True

    # What is shown

    def _options(self) -> Iterator[Option]:
        for place, part in enumerate(self.hour.parts):
            yield Option(self._line(place, part), id=part.id)

    def _line(self, place: int, part: HourPart) -> Content:
        here = place == self.running.course.part
        return joined(
            shown("▸ " if here else "  ", "bold $primary"), cut(part.title, LINE, "bold" if here else "$quiet")
        )

    def paint(self, course: Course) -> None:
        """Show the part that is on."""
        listed = self.query_one("#parts", OptionList)
        for place, part in enumerate(self.hour.parts):
            listed.replace_option_prompt_at_index(place, self._line(place, part))
        listed.highlighted = course.part
        self.query_one("#thanks").display = False
        self._show_page(course)
        self._show_buttons()
        self.refresh_bars()

    def _show_page(self, course: Course) -> None:
        left, title = self.query_one("#left", Static), self.query_one("#title", Static)
        left.display = self._left_before
        left.update(shown(self.words("hour.left", day=self._left_on)))
        which = self.words("hour.part", number=course.part + 1, total=len(self.hour.parts))
        title.update(joined(cut(self.part.title, TITLE, "bold"), "   ", shown(which, "$quiet")))
        if not self._by_oneself:
            apart = self.part.apart if Circumstance.APART in self.household.life else ""
            self.query_one("#text", Static).update(shown(_flowing(apart or self.part.text)))
        self.query_one("#page").scroll_home(animate=False)

    @property
    def _by_oneself(self) -> str:
        return self.hour.by_oneself if self.household.alone else ""

    def _text(self) -> Widget:
        """Return what says what to do: for one person it is the same in every part."""
        if not self._by_oneself:
            return Static(id="text")
        from tui.widgets.prose import Prose

        return Prose(self._by_oneself)

    def _show_buttons(self) -> None:
        """Enter opens what the part leads to; where it leads nowhere, it goes on."""
        leads, last = self.part.leads, self.running.course.part == self.running.last
        door = self.query_one("#open", Button)
        door.display = leads is not Lead.NOTHING
        if leads is not Lead.NOTHING:
            self.relabel("open", self.words(f"hour.to_{leads.replace('-', '_')}"))
        self.relabel("next", self.words("hour.end" if last else "hour.next"))
        if self.focused is None or self.focused.id != "parts":
            wanted = "#open" if leads is not Lead.NOTHING else "#next"
            self.set_focus(self.query_one(wanted), scroll_visible=False)  # at once, before keys that are typed ahead

    def meant(self, course: Course) -> tuple[float, int, str]:
        """Tell the time of the part."""
        return course.spent, self.part.minutes, self.words("hour.minutes", count=self.part.minutes)

    def said_anew(self) -> None:
        """Show everything in the other language."""
        super().said_anew()
        if self.finished:
            self.over()

    def over(self) -> None:
        """Thank them, quietly."""
        self.finished = True
        self.query_one("#hour").display = False
        self.query_one("#thanks").display = True
        self.set_focus(self.query_one("#home"))
        self.refresh_bars()

    @property
    def _left_before(self) -> bool:
        """Whether it was left on another day, and not gone on with since."""
        left = self.running.left_at
        return left is not None and self.household.local(left).date() < self.household.today()

    @property
    def _left_on(self) -> str:
        left = self.running.left_at
        return day(self.words, self.household.local(left)) if left is not None else ""

    # What can be done

    def go(self, part: int) -> bool:
        """Go to a part; from then on it is today's."""
        self.running.left_at = None
        return super().go(part)

    @on(Button.Pressed, "#next")
    async def action_next(self) -> None:
        """Go on to the next part; after the last, the hour is over."""
        part = self.running.course.part
        if part < self.running.last:
            self.go(part + 1)
        elif await self.done(partial(hour_is_over, self.household, self.running)):
            self.over()

    def action_previous(self) -> None:
        """Go back a part."""
        self.go(self.running.course.part - 1)

    @on(OptionList.OptionSelected, "#parts")
    def _to_part(self, event: OptionList.OptionSelected) -> None:
        self.go(event.option_index)

    @on(Button.Pressed, "#open")
    def action_open(self) -> None:
        """Open what the part leads to."""
        door = DOORS.get(self.part.leads)
        if door is not None:
            self.visit(door(self.household))

    def action_keep(self) -> None:
        """Keep a sentence."""
        from tui.screens.keep import KeepScreen

        self.visit(KeepScreen(self.household, source=self.running.course.id))

    async def action_anew(self) -> None:
        """Begin anew. What was left is kept as an hour that was held, where they had come beyond its first part."""
        held = self.running.course.part > 0
        if not held or await self.done(partial(keep_hour, self.household, self.running)):
            self.running.begin_anew()
            self.show_again()

    @on(Button.Pressed, "#home")
    def _home(self) -> None:
        self.dismiss()


def _flowing(text: str) -> str:
    """Return a text whose lines were broken by whoever wrote it; paragraphs stay apart."""
    return "\n\n".join(one_line(each) for each in text.strip().split("\n\n"))
