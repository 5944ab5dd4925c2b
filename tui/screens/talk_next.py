"""After a talk was kept: how it was for each, and what is next. Nothing of it need be done."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.screen import Screen
from textual.widgets import Button, Static

from tui.checkin.again import SAFE
from tui.household import Household
from tui.household.talks_kept import has_marked
from tui.screens.begin import begin_step
from tui.screens.room import Room, V
from tui.widgets.commands import Command
from tui.widgets.text import shown


class TalkNextScreen(Room[None]):
    """Each marks for themselves how it was, at one keyboard one after the other; then a next step, or none."""

    NAME = "talk_end"
    CSS_PATH = "talk_end.tcss"
    AUTO_FOCUS = "Button"
    KEYS = (
        Command(id="how_safe", key="h", action="how_safe"),
        Command(id="plan_for", key="p", action="plan"),
        Command(id="talk_again", key="t", action="talk_again"),
        Command(id="small_steps", key="s", action="small_step"),
        Command(id="not_well", key="w", action="not_well"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, talk: str, *, how: bool = False) -> None:
        """`talk` is the id of the talk that was kept; `how`: they want to say at once how it was."""
        super().__init__(household)
        self.talk = talk
        self._at_once = how

    def content(self) -> ComposeResult:
        """One way that is meant to be taken, and four others."""
        with Vertical(classes="body", id="next-page"):
            yield Static(shown(self.words("talk_end.how_hint")), id="how-hint")
            yield Center(Button(shown(self.words("talk_end.how")), id="how"), id="how-row")
            yield Static(shown(self.words("talk_end.next_ask"), "bold"), id="next-ask")
            for name in ("nothing-more", "plan", "talk-again", "small-step"):
                yield Center(Button(shown(self.words(f"talk_end.{name.replace('-', '_')}")), id=name))
            yield Static(shown(self.words("talk_end.not_well_line_w")), classes="quiet", id="not-well")

    def on_mount(self) -> None:
        """Go on to how it was, where that was asked for."""
        self._show()
        if self._at_once:
            self.call_later(self.action_how_safe)

    def on_screen_resume(self) -> None:
        """Offer to whoever is here now what they have not done yet."""
        if self.query("#how"):
            self._show()

    def said_anew(self) -> None:
        """The same, in the words of whoever is here now."""
        self._show()
        super().said_anew()

    def _show(self) -> None:
        marked = has_marked(self.household, self.talk)
        self.query_one("#how-row").display = not marked
        self.query_one("#how-hint").display = not marked
        self.set_focus(self.query_one("#nothing-more" if marked else "#how"), scroll_visible=False)

    @on(Button.Pressed, "#how")
    def action_how_safe(self) -> None:
        """Mark how safe it felt: each for themselves."""
        begin_step(self, SAFE)

    @on(Button.Pressed, "#plan")
    def action_plan(self) -> None:
        """Find a time for the two of them."""
        from tui.screens.planner import PlannerScreen

        self._leave_for(PlannerScreen(self.household))

    @on(Button.Pressed, "#talk-again")
    def action_talk_again(self) -> None:
        """Choose a day on which to talk again."""
        from tui.screens.propose import ProposeScreen

        self._leave_for(ProposeScreen(self.household, what=self.words("talk_end.talk_what")))

    @on(Button.Pressed, "#small-step")
    def action_small_step(self) -> None:
        """Take a small step of one's own from it."""
        from tui.screens.small_steps import SmallStepsScreen

        self._leave_for(SmallStepsScreen(self.household))

    def action_not_well(self) -> None:
        """Read something for the time after a talk that did not go well."""
        from tui.screens.not_well import NotWellScreen

        self.visit(NotWellScreen(self.household))

    @on(Button.Pressed, "#nothing-more")
    def _nothing_more(self) -> None:
        self.action_back()

    def _leave_for(self, screen: Screen[V]) -> None:
        if self.is_active:
            self.app.switch_screen(screen)
