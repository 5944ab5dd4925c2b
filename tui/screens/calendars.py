"""My calendars on this machine, and my hours: what the hours that are free for both are found from."""

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.core.errors import InputError, NearerError
from tui.core.records import Person
from tui.household import Household
from tui.household.calendar_check import Checked, check, check_all
from tui.household.calendars import calendars, hours, looked_at, note, remove, set_hours
from tui.planner.hours import WEEK, WakingHours, clock_range, clock_text
from tui.screens.aside import aside
from tui.screens.room import Room
from tui.widgets.asking import AnswerGiven
from tui.widgets.choices import ChoicesAsking
from tui.widgets.commands import Command
from tui.widgets.fields import FormLine
from tui.widgets.path_line import PathLine
from tui.widgets.text import cut, joined, shown

ENDINGS = (".ics", ".ical", ".ifb", ".icalendar")
"""How the names of calendar files end."""

DAYLIGHT = "daylight"
"""The wish to be together rather by day."""

NAME_CELLS, PLACE_CELLS, OTHER_CELLS = 24, 20, 18
"""How wide a calendar's name, the folder it lies in and the other one's name may be, in cells."""


class CalendarsScreen(Room[None]):
    """Everything here is mine, and stays on this machine; what is changed is kept at once."""

    NAME = "calendars"
    CSS_PATH = "calendars.tcss"
    AUTO_FOCUS = "#path"
    TYPING = True
    KEYS = (
        Command(id="calendar_gone", key="x,delete", action="let_go"),
        Command(id="hours_alike", key="ctrl+t", action="alike"),
        Command(id="back", key="escape", action="leave"),
    )

    def __init__(self, household: Household) -> None:
        """Read what I set up before; how each calendar is comes when it has been read."""
        super().__init__(household)
        self.found: dict[Path, Checked | None] = dict.fromkeys(calendars(household))
        self.hours = hours(household)
        self._reader: Person = household.me
        self._unclear: int | None = None
        self._asked = self._reading = False

    def content(self) -> ComposeResult:
        """The calendars, then the days of the week with the hours of each."""
        other = cut(self.household.partner.name, OTHER_CELLS).plain
        with VerticalScroll(classes="body", can_focus=False):
            yield Static(shown(self.words("calendars.mine")), classes="heading")
            with Horizontal(id="adding"):
                yield PathLine(ENDINGS, placeholder=self.words("calendars.path"), id="path")
                yield Button(shown(self.words("calendars.add")), id="add")
            yield Static(id="told")
            yield OptionList(id="calendars")
            yield Static(shown(self.words("calendars.leaves", name=other)), classes="quiet", id="leaves")
            yield Static(shown(self.words("calendars.hours")), classes="heading")
            for day in range(WEEK):
                with Horizontal(classes="day"):
                    yield Static(shown(self.words(f"common.weekday_{day + 1}")), classes="weekday")
                    yield FormLine(_typed(self.hours, day), compact=True, id=f"day{day}", classes="hours")
                    yield Static(id=f"unclear{day}", classes="unclear")
            marked = (DAYLIGHT,) if self.hours.daylight else None
            wish = ChoicesAsking(marked, [(DAYLIGHT, self.words("calendars.daylight"))], several=True)
            wish.id = DAYLIGHT
            yield wish

    def on_mount(self) -> None:
        """Show what is known, and look how each calendar is."""
        self._show()
        self._check_all()

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now."""
        self._show()
        super().said_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what has the focus."""
        if action == "let_go":
            return isinstance(self.focused, OptionList) and self._chosen is not None
        if action == "alike":
            return self._day is not None
        return super().check_action(action, parameters)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self.refresh_bars()

    # Calendars

    @work(name="calendars", group="calendars", exclusive=True, exit_on_error=False)
    async def _check_all(self) -> None:
        if not self.found:
            return
        try:
            every = await aside(partial(check_all, self.household))
        except NearerError as error:
            self.say_error(error)
            return
        self.found |= {each.path: each for each in every if each.path in self.found}
        self._show()

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        typed = self.query_one("#path", PathLine).value
        if typed.strip() and not self._reading:
            self._reading = True
            self._say(shown(self.words("calendars.reading"), "$quiet"))
            self._read(typed)

    @work(name="add", group="adding", exit_on_error=False)
    async def _read(self, typed: str) -> None:
        """Read what is typed, which may take a while, and note it: all else goes on meanwhile."""
        checked: Checked | None = None
        try:
            checked = await aside(partial(_looked_at, self.household, typed))
            await asyncio.to_thread(note, self.household, self._reader, checked.path)
        except NearerError as error:
            checked = None
            self.say_error(error)
        finally:
            self._reading = False
        self._say(Content() if checked is None else self._told(checked))
        if checked is not None:
            self.found[checked.path] = checked
            line = self.query_one("#path", PathLine)
            line.value = "" if line.value == typed else line.value
            self._show()

    @on(OptionList.OptionSelected, "#calendars")
    def _opened(self) -> None:
        """Show what of a calendar could not be read."""
        from tui.screens.calendars_skipped import SkippedScreen

        checked = self.found.get(self._chosen) if self._chosen is not None else None
        if checked is not None and checked.skipped:
            self.visit(SkippedScreen(self.household, checked))
        elif checked is not None:
            self._say(self._told(checked))

    async def action_let_go(self) -> None:
        """Read a calendar no more; its files stay as they are."""
        path = self._chosen
        if path is not None and await self.done(partial(remove, self.household, path)):
            self.found.pop(path, None)
            self._say(shown(self.words("calendars.gone", name=cut(path.name, NAME_CELLS).plain), "$quiet"))
            self._show()

    @property
    def _chosen(self) -> Path | None:
        listed = self.query_one("#calendars", OptionList)
        place = listed.highlighted
        return list(self.found)[place] if place is not None and place < len(self.found) else None

    def _show(self) -> None:
        listed = self.query_one("#calendars", OptionList)
        place = listed.highlighted or 0
        listed.clear_options()
        listed.add_options([Option(joined(*self._line(*each))) for each in self.found.items()])
        listed.highlighted = min(place, len(self.found) - 1) if self.found else None
        if not self.found and listed.has_focus:
            self.query_one("#path").focus()
        listed.display = bool(self.found)
        self.refresh_bars()

    def _line(self, path: Path, checked: Checked | None) -> Iterator[Content | str]:
        mark, style, how = self._how(checked)
        yield shown(mark, style)
        yield "  "
        yield from _column(path.name or str(path), NAME_CELLS)
        yield from _column(_folder(path), PLACE_CELLS, "$quiet")
        yield shown(how, style)

    def _how(self, checked: Checked | None) -> tuple[str, str, str]:
        if checked is None:
            return "…", "$quiet", ""
        if not checked.there:
            return "?", "$warning", self.words("calendars.not_there")
        if checked.skipped:
            return "!", "$warning", self.words("calendars.unread", count=len(checked.skipped))
        return "✓", "$success", self.words("calendars.read", count=checked.files)

    def _told(self, checked: Checked) -> Content:
        times = shown(self.words("calendars.times", count=checked.times))
        if not checked.skipped:
            return times
        return joined(times, " ", shown(self.words("calendars.besides", count=len(checked.skipped)), "$warning"))

    def _say(self, content: Content) -> None:
        self.query_one("#told", Static).update(content)

    # Hours

    @property
    def _day(self) -> int | None:
        name = self.focused.id if self.focused is not None and self.focused.has_class("hours") else None
        return int(name.removeprefix("day")) if name else None

    @on(Input.Blurred, ".hours")
    async def _typed_hours(self) -> None:
        await self._keep_hours()

    @on(AnswerGiven)
    async def _wish(self) -> None:
        await self._keep_hours()

    async def action_alike(self) -> None:
        """Let every day have the hours of this one."""
        day = self._day
        if day is not None:
            text = self.query_one(f"#day{day}", Input).value
            for each in range(WEEK):
                self.query_one(f"#day{each}", Input).value = text
            await self._keep_hours()

    async def action_leave(self) -> None:
        """Keep what is typed, and go back: while a calendar is read or hours are unclear, when that is said twice."""
        await self._keep_hours()
        if (self._reading or self._unclear is not None) and not self._asked:
            self._asked = True
            self.query_one("#path" if self._unclear is None else f"#day{self._unclear}").focus()
            return
        self.dismiss()

    def keep_now(self) -> None:
        """Keep the hours that are being typed: the app is about to leave."""
        if not self.query(".hours") or self._reader != self.household.me:
            return
        now = self._given()
        if now != self.hours:
            set_hours(self.household, now)
            self.hours = now

    async def _keep_hours(self) -> None:
        now = self._given()
        if now != self.hours and await self.done(partial(set_hours, self.household, now)):
            self.hours = now

    def _given(self) -> WakingHours:
        """Return what stands in the fields; a day that cannot be understood is as it was, and says so."""
        given, self._unclear = self.hours, None
        for day in range(WEEK):
            text = self.query_one(f"#day{day}", Input).value.strip()
            unclear = self.query_one(f"#unclear{day}", Static)
            try:
                given = given.on([day], clock_range(text) if text else None)
                unclear.update(shown("" if text else self.words("calendars.not_this_day"), "$quiet"))
            except InputError:
                self._unclear = day if self._unclear is None else self._unclear
                unclear.update(shown(self.words("calendars.hours_unclear"), "$warning"))
        wish = self.query_one(f"#{DAYLIGHT}", ChoicesAsking)
        return WakingHours(days=given.days, daylight=DAYLIGHT in wish.marked)

    def on_resize(self, event: events.Resize) -> None:
        """Use the room there is."""
        del event
        self._show()


def _column(text: str, cells: int, style: str = "") -> Iterator[Content | str]:
    found = cut(text, cells, style)
    yield found
    yield " " * (cells + 2 - found.cell_length)


def _folder(path: Path) -> str:
    """Return the folder that a calendar lies in, as short as people write it."""
    home = Path("~").expanduser()
    return str("~" / path.parent.relative_to(home)) if path.is_relative_to(home) else str(path.parent)


def _typed(found: WakingHours, day: int) -> str:
    there = found.days[day]
    return clock_text(there) if there is not None else ""


def _looked_at(household: Household, typed: str) -> Checked:
    """Read what is to be set up. A terminal puts a name that is dropped on it between quotation marks."""
    bare = typed.strip().strip("'\"")
    try:
        found = looked_at(household, Path(typed))
    except InputError:
        if bare == typed:
            raise
        found = looked_at(household, Path(bare))
    return check(household, found.path)
