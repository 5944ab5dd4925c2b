"""My own wishes, by level, for nobody else's eyes; each can be taken off without anybody noticing."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.household import Household
from tui.household.wishes import STEP, my_wishes, question_of, shared_wishes, withdraw
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.given import text_of
from tui.widgets.text import cut, joined, shown

CELLS = 34
"""How much of a wish is named on the button."""


class WishesScreen(Room[None]):
    """A list; Enter goes to the button that takes the chosen wish off, `x` takes it off at once."""

    NAME = "wishes"
    CSS_PATH = "wishes.tcss"
    AUTO_FOCUS = "#wishes"
    KEYS = (
        Command(id="take_off", key="x,delete", action="take_off"),
        Command(id="mark_anew", key="m", action="mark_anew"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what is on my list."""
        super().__init__(household)
        self.question = question_of(household)
        self._read()
        self.chosen: str | None = next(iter(self._in_order()), None)

    def _read(self) -> None:
        self.wishes: tuple[str, ...] = ()
        self.shared: frozenset[str] = frozenset()
        if self.question is not None:
            self.wishes = my_wishes(self.household, self.question)
            self.shared = shared_wishes(self.household, self.question)

    def content(self) -> ComposeResult:
        """Who sees it, the list, two buttons."""
        with Vertical(classes="body"):
            yield Static(self._intro(), id="intro")
            yield OptionList(*self._options(), id="wishes")
        with Horizontal(id="buttons"):
            yield Button(Content(), id="take-off")
            yield Button(shown(self.words("wishes.mark_anew")), id="mark-anew")

    def on_mount(self) -> None:
        """Show what can be done."""
        self._show_chosen()

    def said_anew(self) -> None:
        """Show what can be done, in the other language."""
        super().said_anew()
        self._show_chosen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take off what is there."""
        return self.chosen is not None if action == "take_off" else super().check_action(action, parameters)

    def household_changed(self) -> None:
        """Show what was changed in another window."""
        before = self.wishes, self.shared
        self._read()
        if before != (self.wishes, self.shared):
            self._show()

    # What is shown

    def _intro(self) -> Content:
        if self.wishes:
            return shown(self.words("wishes.intro"))
        return shown(self.words("wishes.empty", step=self.household.catalog.title(STEP)))

    def _options(self) -> Iterator[Option]:
        level = -1
        for wish in self._in_order():
            if self._level(wish) != level:
                level = self._level(wish)
                yield Option(shown(self.words(f"wishes.level_{level}"), "bold $quiet"), disabled=True)
            sign = shown("♥ ", "$accent") if wish in self.shared else "  "
            yield Option(joined("  ", sign, shown(self._text(wish))), id=wish)

    def _level(self, wish: str) -> int:
        return self.question.level(wish) if self.question is not None else 0

    def _text(self, wish: str) -> str:
        return text_of(self.question, wish)

    def _in_order(self) -> list[str]:
        return sorted(self.wishes, key=self._level)

    def _show(self) -> None:
        """Show the list again, with the cursor on the same wish, or on the one that stands in its place."""
        options, before = self.query_one("#wishes", OptionList), self.chosen
        place = options.highlighted or 0
        with options.prevent(OptionList.OptionHighlighted):
            options.clear_options()
            options.add_options(list(self._options()))
            self.chosen = before if before in self.wishes else self._near(options, place)
            options.highlighted = options.get_option_index(self.chosen) if self.chosen else None
        self.query_one("#intro", Static).update(self._intro())
        self._show_chosen()

    def _near(self, options: OptionList, place: int) -> str | None:
        ids = [option.id for option in options.options]
        return next((each for each in (*ids[place:], *ids[:place][::-1]) if each), None)

    def _show_chosen(self) -> None:
        chosen, button = self.chosen, self.query_one("#take-off", Button)
        button.display = chosen is not None
        if chosen is not None:
            self.relabel("take-off", self.words("wishes.take_off", wish=cut(self._text(chosen), CELLS).plain))
        self.refresh_bars()

    @on(OptionList.OptionHighlighted, "#wishes")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        self.chosen = event.option_id
        self._show_chosen()

    # What can be done

    @on(OptionList.OptionSelected, "#wishes")
    def _selected(self) -> None:
        self.query_one("#take-off", Button).focus()

    @on(Button.Pressed, "#take-off")
    async def action_take_off(self) -> None:
        """Take the chosen wish off my list; nobody is told."""
        wish, question = self.chosen, self.question
        if wish is None or question is None:
            return
        if await self.done(lambda: withdraw(self.household, question.id, [wish])):
            self._read()
            self._show()
            self.query_one("#wishes", OptionList).focus()
            self.say("wishes.gone")

    @on(Button.Pressed, "#mark-anew")
    def action_mark_anew(self) -> None:
        """Mark what I would like anew. This list does not stay open meanwhile: the keyboard may change hands."""
        from tui.screens.begin import begin_step

        begin_step(self, STEP, instead=True)
