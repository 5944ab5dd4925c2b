"""What to do in time alone: what fits, what the two would like, and ideas of one's own; one is chosen, or planned."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.core.records import Activity, Person, Plan
from tui.household import Household
from tui.household import ideas as known
from tui.planner.ideas import COSTS, Asked, Thing
from tui.screens.idea_words import asked_text, detail, length_text, line
from tui.screens.plan_words import name_of_other
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown

T = TypeVar("T")

LENGTHS = (0, 20, 60, 120, 240)
"""The lengths that are asked for, one after the other, in minutes; 0 is any."""

ASKED = {"where": ("", "home", "out"), "cost": ("", *COSTS[:2]), "energy": ("", "low", "high")}
"""What can be asked for, one after the other; empty is anything."""


WIDE = 120
"""Columns from which on there is more room around the list."""


class View(StrEnum):
    """What is listed."""

    FITS = "fits"
    WISHED = "wished"
    OWN = "own"


class IdeasScreen(Room[Thing | None]):
    """A list; Enter plans what is chosen. Answers with it where it is opened to choose, or after a time was had."""

    NAME = "ideas"
    CSS_PATH = "ideas.tcss"
    AUTO_FOCUS = "#ideas"
    KEYS = (
        Command(id="choose_idea", key="enter", action="choose"),
        Command(id="wish_idea", key="w,plus", action="wish"),
        Command(id="unwish_idea", key="w,plus", action="unwish"),
        Command(id="did_idea", key="o", action="did"),
        Command(id="again_idea", key="g", action="again"),
        Command(id="not_again_idea", key="g", action="not_again"),
        Command(id="new_idea", key="n", action="new"),
        Command(id="edit_idea", key="e", action="edit"),
        Command(id="remove_idea", key="x,delete", action="remove"),
        Command(id="other_list", key="v", action="other_list"),
        Command(id="ask_length", key="1", action="ask_length", shown=False),
        Command(id="ask_where", key="2", action="ask('where')", shown=False),
        Command(id="ask_cost", key="3", action="ask('cost')", shown=False),
        Command(id="ask_energy", key="4", action="ask('energy')", shown=False),
        Command(id="ask_apart", key="5", action="ask_apart", shown=False),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(
        self,
        household: Household,
        minutes: int | None = None,
        plan: Plan | None = None,
        *,
        start: datetime | None = None,
        choosing: bool = False,
    ) -> None:
        """`minutes` and `start` (UTC) are of the time to fill, `plan` a time that was had: what was done is noted.

        `choosing`: what is chosen is the answer, and nothing is planned here.
        """
        super().__init__(household)
        self.plan, self.start, self.choosing = plan, start, choosing
        self.view = View.FITS
        self.minutes = minutes or (plan.minutes if plan is not None else 0)
        self.lengths = tuple(sorted({*LENGTHS, self.minutes}))
        self.asked = dict.fromkeys(ASKED, "")
        self.apart = household.couple.apart
        self.things: list[Thing] = []
        self.wishers: dict[str, tuple[Person, ...]] = {}
        self.mine: dict[str, Activity] = {}
        self.done_before: dict[str, bool] = {}
        self._chosen = ""
        self._led: frozenset[str] = frozenset()
        self._read()

    def content(self) -> ComposeResult:
        """Which list, what is asked for, the list, and all about the chosen one."""
        with Vertical(classes="body"):
            with Horizontal(id="views"):
                for view in View:
                    yield Button(shown(self.words(f"ideas.view_{view}")), id=f"view-{view}")
            with Horizontal(id="asked"):
                for name in ("length", *ASKED, "apart"):
                    yield Button(id=f"ask-{name}")
            yield Static(id="empty", classes="quiet")
            yield OptionList(id="ideas")
            yield Static(id="detail")

    def on_mount(self) -> None:
        """Show what is there."""
        self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same one chosen."""
        self._read()
        self._show()

    on_screen_resume = household_changed

    def said_anew(self) -> None:
        """Show everything in the other language."""
        super().said_anew()
        self.household_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the one that is chosen."""
        del parameters
        thing = self.thing
        if action.startswith("ask"):
            return self.view is View.FITS
        if action in {"back", "new", "other_list"} or thing is None:
            return action not in {"choose", "wish", "unwish", "did", "again", "not_again", "edit", "remove"}
        match action:
            case "wish" | "unwish":
                return self._i_wish(thing) is (action == "unwish")
            case "again" | "not_again":
                return self.done_before.get(thing.id) is (action == "not_again")
            case "edit" | "remove":
                return thing.id in self.mine
            case _:
                return True

    @property
    def thing(self) -> Thing | None:
        """The one that is chosen."""
        return next((each for each in self.things if each.id == self._chosen), None)

    def _i_wish(self, thing: Thing) -> bool:
        return any(person.id == self.household.me.id for person in self.wishers.get(thing.id, ()))

    # What is shown

    def _read(self) -> None:
        household = self.household
        self._read_marks()
        self._led = frozenset(self.wishers)
        match self.view:
            case View.FITS:
                asked, key = Asked(**self.asked), self.plan.id if self.plan is not None else ""
                self.things = known.suggestions(
                    household, self.minutes, asked, apart=self.apart, start=self.start, choose=key
                )
            case View.WISHED:
                self.things = [each for each in known.things(household) if each.id in self.wishers]
            case View.OWN:
                self.things = [Thing.of(each) for each in self.mine.values()]

    def _read_marks(self) -> None:
        """Read who would like what, what was done, and which are mine."""
        self.wishers, self.done_before = known.wishers(self.household), known.done_before(self.household)
        self.mine = {each.id: each for each in known.own(self.household)}

    def _show(self) -> None:
        if not self.is_mounted:
            return
        for view in View:
            self.query_one(f"#view-{view}", Button).set_class(view is self.view, "here")
        self._show_asked()
        empty, listed = self.query_one("#empty", Static), self.query_one("#ideas", OptionList)
        empty.update(shown(self.words(f"ideas.empty_{self.view}")))
        empty.display, listed.display = not self.things, bool(self.things)
        place, cells = listed.highlighted or 0, self._cells()
        with listed.prevent(OptionList.OptionHighlighted):
            listed.clear_options()
            listed.add_options(self._options(cells))
            if self.thing is None:
                self._chosen = _near(listed, place)
            listed.highlighted = listed.get_option_index(self._chosen) if self._chosen else None
        self._show_chosen()

    def _options(self, cells: int) -> Iterator[Option]:
        heading = ""
        for each in self.things:
            if self.view is View.FITS:
                wanted = "wished" if each.id in self._led else "fits"
                if wanted != heading:
                    heading = wanted
                    yield Option(shown(self.words(f"ideas.heading_{heading}"), "bold $quiet"), disabled=True)
            yield Option(line(self.household, each, self.wishers.get(each.id, ()), cells), id=each.id)

    def _cells(self) -> int:
        """Return how wide a line of the list may be."""
        return max(40, self.size.width - (10 if self.size.width >= WIDE else 6))

    def _show_asked(self) -> None:
        self.query_one("#asked").display = self.view is View.FITS
        labels = {
            "length": length_text(self.words, self.minutes),
            **{name: asked_text(self.words, name, value) for name, value in self.asked.items()},
            "apart": self.words("ideas.far" if self.apart else "ideas.here"),
        }
        for number, (name, label) in enumerate(labels.items(), 1):
            self.relabel(f"ask-{name}", f"{number} {label}")

    def _show_chosen(self) -> None:
        thing, cells = self.thing, self._cells()
        self.query_one("#detail", Static).update(self._told(thing, cells) if thing else Content())
        self.refresh_bars()

    def _told(self, thing: Thing, cells: int) -> Content:
        wishers, again = self.wishers.get(thing.id, ()), self.done_before.get(thing.id)
        return detail(self.household, thing, wishers, cells, again=again)

    @on(OptionList.OptionHighlighted, "#ideas")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id != self._chosen:
            self._chosen = event.option_id
            self._show_chosen()

    # What is asked for

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        kind, _, name = (event.button.id or "").partition("-")
        if kind == "view":
            self._look_at(View(name))
        elif name == "length":
            self.action_ask_length()
        elif name == "apart":
            self.action_ask_apart()
        else:
            self.action_ask(name)

    def action_ask_length(self) -> None:
        """Ask for another length."""
        self.minutes = _after(self.lengths, self.minutes)
        self.household_changed()

    def action_ask(self, what: str) -> None:
        """Ask for something else of where it is, what it costs, or how lively it is."""
        self.asked[what] = _after(ASKED[what], self.asked[what])
        self.household_changed()

    def action_ask_apart(self) -> None:
        """Ask for what works far apart, or in one place."""
        self.apart = not self.apart
        self.household_changed()

    def action_other_list(self) -> None:
        """Look at the next list."""
        self._look_at(_after(tuple(View), self.view))

    def _look_at(self, view: View) -> None:
        self.view = view
        self.household_changed()
        self.query_one("#ideas", OptionList).focus()

    # What is done

    @on(OptionList.OptionSelected, "#ideas")
    async def action_choose(self) -> None:
        """Take what is chosen: as the answer, as what was done, or to plan it."""
        thing = self.thing
        if thing is None:
            return
        if self.plan is not None:
            if await self._note(thing):
                self.dismiss(thing)
        elif self.choosing:
            self.dismiss(thing)
        else:
            from tui.screens.propose import ProposeScreen

            self.visit(ProposeScreen(self.household, minutes=thing.minutes or None, thing=thing))

    async def action_wish(self) -> None:
        """Put it on the list, where both see it."""
        thing, name = self.thing, name_of_other(self.household)
        if thing is not None and await self._do(lambda: known.wish(self.household, thing)):
            self.say("ideas.said_wish", name=name)

    async def action_unwish(self) -> None:
        """Take my wish off the list; the other's stays."""
        thing = self.thing
        if thing is not None and await self._do(lambda: known.unwish(self.household, thing)):
            self.say("ideas.said_unwish")

    async def action_did(self) -> None:
        """Note that it was done."""
        if self.thing is not None:
            await self._note(self.thing)

    async def _note(self, thing: Thing) -> bool:
        plan = self.plan.id if self.plan is not None else ""
        done = await self._do(lambda: known.did(self.household, thing.text, idea=thing.id, plan=plan))
        if done:
            self.say("ideas.said_did")
        return done

    async def action_again(self) -> None:
        """Note that I would gladly do it again."""
        await self._again(again=True)

    async def action_not_again(self) -> None:
        """Let it rest."""
        await self._again(again=False)

    async def _again(self, *, again: bool) -> None:
        thing = self.thing
        if thing is not None and await self._do(lambda: known.say_again(self.household, thing, again=again)):
            self.say("ideas.said_again" if again else "ideas.said_not_again")

    async def _do(self, work: Callable[[], object]) -> bool:
        """Do it; what is suggested keeps its place, so that nothing moves away under the cursor."""
        done = await self.done(work)
        if self.view is View.FITS and self.thing is not None and self.thing.id not in self.mine:
            self._read_marks()
            self._show()
        else:
            self.household_changed()
        return done

    # Ideas of one's own

    def action_new(self) -> None:
        """Write an idea of my own."""
        self._write(None)

    def action_edit(self) -> None:
        """Write it in other words."""
        if self.thing is not None and self.thing.id in self.mine:
            self._write(self.mine[self.thing.id])

    def _write(self, activity: Activity | None) -> None:
        from tui.screens.idea_form import IdeaFormScreen

        if self.is_active:
            self.app.push_screen(IdeaFormScreen(self.household, activity), self._written)

    def _written(self, activity: Activity | None) -> None:
        if activity is not None:
            self.view = self.view if self.view is View.WISHED and activity.wished else View.OWN
            self._chosen = activity.id
            self.household_changed()

    async def action_remove(self) -> None:
        """Take an idea of my own away."""
        activity = self.mine.get(self._chosen)
        if activity is not None and await self._do(lambda: known.remove_own(self.household, activity)):
            self.say("ideas.said_removed")


def _after(every: Sequence[T], value: T) -> T:
    """Return what comes after `value`; after the last comes the first."""
    return every[(every.index(value) + 1) % len(every)]


def _near(listed: OptionList, place: int) -> str:
    """Return the id of what stands in that place, or the nearest to it; empty when nothing does."""
    ids = [option.id for option in listed.options]
    return next((each for each in (*ids[place:], *ids[:place][::-1]) if each), "")
