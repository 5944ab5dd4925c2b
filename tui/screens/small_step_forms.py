"""Writing a small step: a new one, other words, a smaller form; and letting one rest before there are three."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.if_then import halves, sentence
from tui.checkin.small_steps import Own, rested
from tui.core.errors import InputError, NearerError
from tui.core.records import IfThen, Share, SmallStep
from tui.core.text import one_line
from tui.household import Household
from tui.household import small_steps as steps
from tui.household.small_step_words import NOTHING, Typed, half_of, words_of
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.fields import FormLine, Line
from tui.widgets.person import NAME_CELLS, shape
from tui.widgets.text import cut, joined, shown

CELLS = 220
"""How much of a step is told above a line, in cells: three lines where they are narrow."""

SAVE = Command(id="save", key="ctrl+n", action="save")
BACK = Command(id="back", key="escape", action="back")


class Halves(Vertical):
    """The lines of a form; up and down go from one to the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]


class StepForm(Room[None]):
    """Lines for a step. What is typed waits here when it is left."""

    NAME = "small_steps"
    CSS_PATH = "small_steps.tcss"
    TYPING = True
    AUTO_FOCUS = "Line"

    def __init__(self, household: Household, typed: Typed, others: Sequence[IfThen] = ()) -> None:
        """`typed` is what stands in the lines; `others` are words to begin with instead, one after the other."""
        super().__init__(household)
        self.typed = typed
        self.others = list(others)
        self._mine = NOTHING
        self._saving = False

    def halves(self) -> ComposeResult:
        """Give both lines, each with what it is and a word of help."""
        words, held = self.words, self.typed.words
        yield Static(shown(words("small_steps.when"), "bold"))
        yield FormLine(one_line(held.when), id="when", select_on_focus=False)
        yield Static(shown(words("small_steps.when_hint")), classes="quiet")
        yield Static(shown(words("small_steps.then"), "bold"))
        yield Line(one_line(held.then), id="then", select_on_focus=False)
        yield Static(shown(words("small_steps.then_hint")), classes="quiet spaced")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer other words where there are any."""
        del parameters
        return bool(self.others) if action == "another" else True

    # What stands in the lines

    @property
    def written(self) -> IfThen:
        """What stands in the lines."""
        return IfThen(when=self._line("when").value, then=self._line("then").value)

    def write(self, words: IfThen) -> None:
        """Put words into the lines."""
        self._line("when").value, self._line("then").value = one_line(words.when), one_line(words.then)

    def _line(self, half: str) -> Line:
        return self.query_one(f"#{half}", Line)

    def action_another(self) -> None:
        """Put other words into the lines; what was typed comes round again."""
        here = self.written
        if here not in self.others:
            self._mine = here
        ways = [*self.others, *([] if self._mine == NOTHING else [self._mine])]
        self.write(ways[(ways.index(here) + 1) % len(ways)] if here in ways else ways[0])

    # Keeping

    def keep(self, written: IfThen) -> None:
        """Make of a step what is written; raises `InputError`, `StoreError`."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Leave the form, once it is kept."""
        raise NotImplementedError

    @on(Input.Submitted, "#then")
    @on(Button.Pressed, "#save")
    async def _save(self) -> None:
        await self.action_save()

    async def action_save(self) -> None:
        """Keep it; when that is not possible, the words stay where they are."""
        if self._saving:
            return
        self._saving, written = True, self.written
        try:
            if await self.done(lambda: self._keep(written)):
                self.go_on()
        finally:
            self._saving = False

    def _keep(self, written: IfThen) -> None:
        try:
            self.keep(written)
        except InputError as error:
            if error.key == "small_step_gone":  # its words must not go with it
                Typed(self.household).add(written)
            raise
        self.typed.let_go()

    def keep_now(self) -> None:
        """Keep what is being typed, for the next time."""
        if self.household.store.read_only is None:
            self.typed.keep(self.written)

    def action_back(self) -> None:
        """Go back; what was typed waits here."""
        try:
            self.keep_now()
        except NearerError as error:
            self.say_error(error)
        self.dismiss()


class NewStepScreen(StepForm):
    """A new step; what was thought of in the check-in stands there to begin with."""

    KEYS = (SAVE, Command(id="step_offered", key="ctrl+t", action="another"), BACK)

    def __init__(self, household: Household) -> None:
        """What was typed before is there again."""
        self.offer = steps.offer(household)
        offered = self.offer.words if self.offer is not None else NOTHING
        others = [offered, NOTHING] if self.offer is not None else []
        super().__init__(household, Typed(household, otherwise=offered), others)
        self.begun: SmallStep | None = None

    def heading(self) -> str:
        """Say that it is a new one."""
        return self.words("small_steps.new_title")

    def content(self) -> ComposeResult:
        """The question, the lines, who sees it."""
        words = self.words
        with Halves(classes="body"):
            yield Static(shown(words("small_steps.ask_new"), "bold"), classes="spaced")
            yield from self.halves()
            yield Static(
                shown(words("small_steps.yours" if self.offer is None else "small_steps.offered")), id="note"
            )
            yield Button(shown(words("small_steps.begin")), id="save")

    def keep(self, written: IfThen) -> None:
        """Begin to try it."""
        self.begun = steps.begin_step(self.household, written, offered=self.offer)

    async def action_save(self) -> None:
        """Begin, once there is room: another window may have begun one meanwhile."""
        if steps.room(self.household):
            await super().action_save()
        elif self.is_current:
            self.app.push_screen(RestFirstScreen(self.household), self._rested)

    async def _rested(self, rested: bool | None) -> None:
        if rested:
            await self.action_save()

    def go_on(self) -> None:
        """Go through it once in the mind."""
        from tui.screens.rehearse import RehearseScreen

        if self.begun is not None and self.is_current:
            self.app.switch_screen(RehearseScreen(self.household, self.begun))


class WordsScreen(StepForm):
    """The words of a step, to be changed."""

    KEYS = (SAVE, BACK)

    def __init__(self, household: Household, step: SmallStep) -> None:
        """`step` is one of mine, as it is shown."""
        super().__init__(household, Typed(household, words_of(step), IfThen(when=step.when, then=step.then)))
        self.step = step

    def heading(self) -> str:
        """Say that it is there already."""
        return self.words("small_steps.words_title")

    def content(self) -> ComposeResult:
        """The question and the lines."""
        with Halves(classes="body"):
            yield Static(shown(self.words("small_steps.ask_words"), "bold"), classes="spaced")
            yield from self.halves()
            yield Button(shown(self.words("small_steps.keep_words")), id="save")

    def keep(self, written: IfThen) -> None:
        """Say it so from now on."""
        steps.reword(self.household, self.step, written)

    def go_on(self) -> None:
        """Go back to the list."""
        self.say("small_steps.reworded")
        self.dismiss()


class MissedScreen(StepForm):
    """It did not happen: a kind word, then half of it, or all of it, or rest. That it was missed is kept nowhere."""

    KEYS = (SAVE, Command(id="step_smaller", key="ctrl+t", action="another"), BACK)

    def __init__(self, household: Household, own: Own) -> None:
        """`own` is a step of mine, as it is shown."""
        self.step = own.step
        smaller = [IfThen(when=own.step.when, then=then) for then in steps.smaller(household, own)]
        super().__init__(household, Typed(household, half_of(own.step), smaller[0]), smaller)

    def heading(self) -> str:
        """Say it kindly."""
        return self.words("small_steps.missed_title")

    def content(self) -> ComposeResult:
        """A kind word, the step, a line for half of it, and three ways on."""
        words, held = self.words, self.typed.words
        with Halves(classes="body"):
            yield Static(shown(words("small_steps.missed")), classes="spaced")
            yield Static(cut(sentence(words, self.step), CELLS, "bold"), classes="spaced", id="step")
            yield Static(shown(words("small_steps.half"), "bold"))
            yield Line(one_line(held.then), id="then", select_on_focus=False)
            yield Static(shown(self._hint()), classes="quiet spaced")
            with Horizontal(id="buttons"):
                yield Button(shown(words("small_steps.make_smaller")), id="save")
                yield Button(shown(words("small_steps.leave")), id="leave")
                yield Button(shown(words("small_steps.let_rest")), id="rest")

    def _hint(self) -> str:
        """Return how half of it is written, and who sees it."""
        hint = self.words("small_steps.half_hint")
        if self.step.share is not Share.NOW:
            return hint
        name = cut(self.household.partner.name, NAME_CELLS).plain
        return f"{hint}\n{self.words('small_steps.half_shown', name=name)}"

    @property
    def written(self) -> IfThen:
        """What stands in the line; the moment stays."""
        return IfThen(when=self.step.when, then=self._line("then").value)

    def write(self, words: IfThen) -> None:
        """Put words into the line."""
        self._line("then").value = one_line(words.then)

    def keep(self, written: IfThen) -> None:
        """Make it smaller."""
        steps.shrink(self.household, self.step, written.then)

    def go_on(self) -> None:
        """Go back to the list."""
        same = self.written.then == self.step.then
        self.say("small_steps.left" if same else "small_steps.shrunk")
        self.dismiss()

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.say("small_steps.left")
        self.action_back()

    @on(Button.Pressed, "#rest")
    async def _rest(self) -> None:
        if await self.done(lambda: steps.change(self.household, self.step, rested)):
            self.say("small_steps.rested")
            self.action_back()


class RestFirstScreen(Room[bool]):
    """Two are being tried: one may rest first. Answers whether there is room now."""

    NAME = "small_steps"
    CSS_PATH = "small_steps.tcss"
    AUTO_FOCUS = "#two"
    KEYS = (BACK,)

    def heading(self) -> str:
        """Say that two are plenty."""
        return self.words("small_steps.room_title")

    def content(self) -> ComposeResult:
        """The question, the two, what the keys do."""
        with Vertical(classes="body"):
            yield Static(shown(self.words("small_steps.room")), classes="spaced")
            yield OptionList(*self._options(), id="two")
            yield Static(shown(self.words("small_steps.room_hint")), classes="quiet")

    def _options(self) -> list[Option]:
        cells = max(40, self.app.size.width - 16)
        return [Option(self._told(each, cells), id=each.id) for each in steps.tried(self.household)]

    def _told(self, step: SmallStep, cells: int) -> Content:
        when, then = halves(self.words, step)
        return joined(shape(self.household.me.seat), " ", cut(f"{when},", cells), "\n  ", cut(then, cells))

    def household_changed(self) -> None:
        """Another window may have made room."""
        if steps.room(self.household):
            self.dismiss(True)

    @on(OptionList.OptionSelected, "#two")
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        found = next((each for each in steps.tried(self.household) if each.id == event.option_id), None)
        if found is None or await self.done(lambda: steps.change(self.household, found, rested)):
            self.dismiss(steps.room(self.household))

    def action_back(self) -> None:
        """Leave both as they are."""
        self.dismiss(False)
