"""Small steps: what I am trying, what has become of others, and what the other shares, side by side."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.catalog.if_then import halves, sentence
from tui.checkin.small_steps import Act, Own, grown, habit, hidden, offered, rested, shared
from tui.core.records import Share, SmallStep, SmallStepState
from tui.core.text import width
from tui.household import Household
from tui.household.small_steps import Rule, change, look, room, take_up
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.person import NAME_CELLS, STYLES, shape, tag
from tui.widgets.text import cut, joined, shown

WARM_WORDS = 4
"""How many ways there are to be glad that a step happened."""


class SmallStepsScreen(Room[None]):
    """A list in which one step is chosen, and the keys are about it. What happened or did not is noted nowhere."""

    NAME = "small_steps"
    CSS_PATH = "small_steps.tcss"
    AUTO_FOCUS = ""
    KEYS = (
        Command(id="step_new", key="n", action="new"),
        Command(id="step_happened", key="y", action="happened"),
        Command(id="step_missed", key="m", action="missed"),
        Command(id="step_rehearse", key="r", action="rehearse"),
        Command(id="step_rest", key="z", action="rest"),
        Command(id="step_take_up", key="z", action="take_up"),
        Command(id="step_habit", key="h", action="habit"),
        Command(id="step_words", key="e", action="words"),
        Command(id="step_share", key="s", action="share"),
        Command(id="step_hide", key="s", action="hide"),
        Command(id="step_larger", key="g", action="larger"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household) -> None:
        """Read what is there."""
        super().__init__(household)
        self.seen = look(household)
        self.chosen = ""
        self.enough = False

    @property
    def own(self) -> Own | None:
        """The step of mine that is chosen."""
        return self.seen.own(self.chosen)

    def content(self) -> ComposeResult:
        """What this is for, the list, and what is chosen in words."""
        with Vertical(classes="body"):
            yield Static(id="intro", classes="quiet")
            yield Static(shown(self.words("small_steps.empty")), id="empty")
            yield Button(shown(self.words("small_steps.empty_new")), id="new")
            yield OptionList(id="steps")
            yield Static(id="detail")

    def on_mount(self) -> None:
        """Show what is there."""
        self._show()
        self._focus()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same step chosen."""
        self.seen = look(self.household)
        self._show()
        if self.focused is None or not self.focused.display:
            self._focus()

    def on_screen_resume(self) -> None:
        """Show what was done; when something was, that is enough for today."""
        before = self.seen.mine
        self.household_changed()
        if before != self.seen.mine:
            self.enough = True
            self._show()

    def said_anew(self) -> None:
        """Show the steps again, to whoever is at the keyboard."""
        super().said_anew()
        self.household_changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the step that is chosen."""
        del parameters
        if action not in set(Act):
            return True
        return self.own is not None and action in offered(self.own, alone=self.household.alone)

    # What is shown

    def _show(self) -> None:
        if not self.is_mounted:
            return
        steps = {each.id: each for each in self._steps()}
        if self.chosen not in steps:
            self.chosen = next(iter(steps), "")
        none_tried = not self.seen.tried
        self.query_one("#empty").display = self.query_one("#new").display = none_tried
        self.query_one("#steps").display = bool(steps)
        intro = self.words("small_steps.enough" if self.enough else "small_steps.intro")
        self.query_one("#intro", Static).update(shown(intro, "$secondary" if self.enough else "$quiet"))
        self._fill(self.query_one("#steps", OptionList))
        self._show_chosen()

    def _steps(self) -> Iterator[SmallStep]:
        yield from (each.step for each in self.seen.mine)
        yield from self.seen.theirs

    def _fill(self, found: OptionList) -> None:
        options = list(self._options())
        with found.prevent(OptionList.OptionHighlighted):
            found.clear_options()
            found.add_options(options)
            if self.chosen:
                found.highlighted = found.get_option_index(self.chosen)

    def _options(self) -> Iterator[Option]:
        seen, me, partner = self.seen, self.household.me, self.household.partner
        yield from self._group(shown(self.words("small_steps.tried")), me.seat, [each.step for each in seen.tried])
        yield from self._group(
            shown(self.words("small_steps.resting")), me.seat, [each.step for each in seen.resting]
        )
        yield from self._group(shown(self.words("small_steps.habits")), me.seat, [each.step for each in seen.habits])
        other = joined(shown(self.words("small_steps.theirs")), " ", tag(partner.name, partner.seat))
        yield from self._group(other, partner.seat, seen.theirs)

    def _group(self, heading: Content, seat: int, steps: Sequence[SmallStep]) -> Iterator[Option]:
        if steps:
            yield Option(heading, disabled=True)
        for each in steps:
            yield Option(self._line(each, seat), id=each.id)

    def _line(self, step: SmallStep, seat: int) -> Content:
        when, then = halves(self.words, step)
        return joined(shape(seat), " ", cut(f"{when},", self._cells), "\n  ", cut(then, self._cells))

    @property
    def _cells(self) -> int:
        return max(40, self.size.width - 16)

    def _show_chosen(self) -> None:
        own, detail = self.own, self.query_one("#detail", Static)
        theirs = next((each for each in self.seen.theirs if each.id == self.chosen), None)
        detail.display = own is not None or theirs is not None
        if own is not None:
            detail.update(Content("\n").join([*self._whole(own.step), *map(shown, self._told(own))]))
        elif theirs is not None:
            name = cut(self.household.partner.name, NAME_CELLS).plain
            note = shown(self.words("small_steps.of_the_other", name=name), "$quiet")
            detail.update(Content("\n").join([*self._whole(theirs), note]))
        self.refresh_bars()

    def _whole(self, step: SmallStep) -> Iterator[Content]:
        """Give a step as a whole sentence, where the list shows only the begin of a half."""
        if any(width(half) >= self._cells for half in halves(self.words, step)):
            seat = self.household.me.seat if step.by == self.household.me.id else self.household.partner.seat
            yield cut(sentence(self.words, step), 3 * self._cells, STYLES[seat])

    def _told(self, own: Own) -> Iterator[str]:
        step, words = own.step, self.words
        if step.share is Share.NOW:
            yield words("small_steps.shown_to", name=cut(self.household.partner.name, NAME_CELLS).plain)
        else:
            resting = step.state is SmallStepState.RESTING
            yield words("small_steps.rest_is_yours" if resting else "small_steps.only_you")
        if own.larger:
            yield words("small_steps.was_larger")
        elif step.state is SmallStepState.TRIED and not step.rehearsed:
            yield words("small_steps.not_rehearsed")

    def _focus(self) -> None:
        steps = self.query_one("#steps", OptionList)
        self.set_focus(steps if steps.display else self.query_one("#new", Button))

    @on(OptionList.OptionHighlighted, "#steps")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id:
            self.chosen = event.option_id
            self._show_chosen()

    # What is done

    @on(Button.Pressed, "#new")
    def action_new(self) -> None:
        """Begin a step, once there is room for it."""
        from tui.screens.small_step_forms import NewStepScreen

        self._with_room(lambda: self.visit(NewStepScreen(self.household)))

    def _with_room(self, go_on: Callable[[], object]) -> None:
        """Go on at once, or when one of the two that are being tried has been let rest."""
        from tui.screens.small_step_forms import RestFirstScreen

        def asked(rested: bool | None) -> None:
            if rested:
                go_on()

        if room(self.household):
            go_on()
        elif self.is_current:
            self.app.push_screen(RestFirstScreen(self.household), asked)

    def action_happened(self) -> None:
        """Be glad with whoever did it; nothing of it is kept."""
        number = 1 + (self.household.today().toordinal() + len(self.chosen)) % WARM_WORDS
        self.enough = True
        self.say(f"small_steps.happened_{number}")
        self._show()

    def action_missed(self) -> None:
        """Be kind about it, and offer half of it."""
        from tui.screens.small_step_forms import MissedScreen

        if self.own is not None:
            self.visit(MissedScreen(self.household, self.own))

    @on(OptionList.OptionSelected, "#steps")
    def action_rehearse(self) -> None:
        """Go through it once in the mind."""
        from tui.screens.rehearse import RehearseScreen

        if self.own is not None:
            self.visit(RehearseScreen(self.household, self.own.step))

    def action_words(self) -> None:
        """Say it in other words."""
        from tui.screens.small_step_forms import WordsScreen

        if self.own is not None:
            self.visit(WordsScreen(self.household, self.own.step))

    async def action_rest(self) -> None:
        """Let it rest."""
        await self._do(rested, "small_steps.rested")

    async def action_habit(self) -> None:
        """Note that it has become a habit."""
        await self._do(habit, "small_steps.habit")

    async def action_share(self) -> None:
        """Show it to the other as it is."""
        await self._do(shared, "small_steps.shared")

    async def action_hide(self) -> None:
        """Keep it to myself again."""
        await self._do(hidden, "small_steps.hidden")

    async def action_larger(self) -> None:
        """Take the form up again that was larger."""
        await self._do(grown, "small_steps.grown")

    def action_take_up(self) -> None:
        """Try it again, once there is room for it."""
        if self.own is not None:
            self._with_room(partial(self.call_later, self._take_up, self.own.step))

    async def _take_up(self, step: SmallStep) -> None:
        if await self.done(lambda: take_up(self.household, step)):
            self.say("small_steps.taken_up")
        self.household_changed()

    async def _do(self, rule: Rule, told: str) -> None:
        """Change the step that is chosen, and say so."""
        own = self.own
        if own is not None and await self.done(lambda: change(self.household, own.step, rule)):
            self.say(told, name=cut(self.household.partner.name, NAME_CELLS).plain)
        self.household_changed()
