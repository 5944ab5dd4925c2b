"""The board: what the two want to face together, by where it stands, and the chosen one in full."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.checkin.issues import Act, grouped, offered, topic
from tui.core.errors import NearerError
from tui.core.records import Issue, IssueState
from tui.core.text import shorten
from tui.household import Household
from tui.household.issues import TalkAbout, board, move, take_into_talk, talk_about
from tui.screens.board_words import line, whole
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.text import shown

FORMAT = "speaker-listener"
"""The way to talk about an issue, where the packs have it."""

BESIDE = 120
"""Columns from which on the chosen one stands beside the list, and not below it."""

BACK = {"take_up": IssueState.PARKED, "nothing_yet": IssueState.IN_TALK}
"""From where an issue goes back among what is to be talked about, by what that is called."""

SETTLED = frozenset({IssueState.AGREED, IssueState.CLOSED})

OFFERED = ("agreed", "park", "nothing")
"""The buttons that ask what came of a talk."""

ACTS = {"talk": Act.TALK, "agreed": Act.AGREE, "park": Act.PARK, "close_issue": Act.CLOSE}
"""What the other keys do, by their actions."""


class BoardScreen(Room[None]):
    """All issues, one of them chosen; the keys are about that one. Who moved it is told nowhere."""

    NAME = "board"
    CSS_PATH = "board.tcss"
    AUTO_FOCUS = "#issues"
    KEYS = (
        Command(id="raise_issue", key="n", action="raise_issue"),
        Command(id="talk_about", key="t", action="talk"),
        Command(id="agreed_on", key="a", action="agreed"),
        Command(id="park", key="p", action="park"),
        Command(id="take_up", key="u", action="take_up"),
        Command(id="nothing_yet", key="u", action="nothing_yet"),
        Command(id="open_again", key="u", action="open_again"),
        Command(id="close_issue", key="c", action="close_issue"),
        Command(id="reword", key="e", action="reword"),
        Command(id="read_on", key="space", action="read_on"),
        Command(id="professional", key="w", action="professional"),
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, chosen: str = "") -> None:
        """`chosen` is the id of the issue to look at first."""
        super().__init__(household)
        self.chosen = chosen
        self.talk: TalkAbout | None = None
        self._went: dict[str, datetime] = {}
        self._read()

    def content(self) -> ComposeResult:
        """What it can do for one person, the list, and the chosen one in full with what can become of it."""
        with Vertical(classes="body"):
            yield Static(id="alone", classes="quiet")
            yield Static(id="empty")
            with Vertical(id="panes"):
                yield OptionList(id="issues")
                with Vertical(id="chosen"):
                    with VerticalScroll(id="page"):
                        yield Static(id="whole")
                    with Horizontal(id="offer"):
                        yield from (Button(id=each) for each in OFFERED)

    def on_mount(self) -> None:
        """Show what is there."""
        self._name_all()
        self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._show()

    def household_changed(self) -> None:
        """Show what is new, with the same one chosen."""
        self._read()
        self._show()

    def on_screen_resume(self) -> None:
        """After a talk, ask what came of it."""
        self.words = self.household.words  # the keyboard may have changed hands
        self._name_all()
        self.household_changed()
        if self.talk is not None and not self.talk.running:
            self.query_one("#agreed", Button).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the one that is chosen."""
        del parameters
        issue = self.issue
        if action in ACTS:
            return issue is not None and ACTS[action] in offered(issue, self.household.now())
        match action:
            case "take_up" | "nothing_yet":
                return issue is not None and issue.state is BACK[action]
            case "open_again":
                return issue is not None and issue.state in SETTLED
            case "reword":
                return issue is not None and issue.by == self.household.me.id
            case "read_on":
                return self.is_mounted and self.query_one("#page", VerticalScroll).max_scroll_y > 0
            case _:
                return True

    @property
    def issue(self) -> Issue | None:
        """The issue that is chosen."""
        return next((each for each in self.issues if each.id == self.chosen), None)

    # What is shown

    def _read(self) -> None:
        """Read the board; what was chosen stays chosen, or else the first is."""
        self.issues = board(self.household)
        self.groups = grouped(self.issues)
        if self.issue is None:
            self.chosen = next((each.id for _, group in self.groups for each in group), "")

    def _name_all(self) -> None:
        for each in ("alone", "empty"):
            self.query_one(f"#{each}", Static).update(shown(self.words(f"board.{each}")))
        for each in OFFERED:
            self.relabel(each, self.words(f"board.button_{each}"))

    def _show(self) -> None:
        if not self.is_mounted:
            return
        self.query_one("#alone").display = self.household.alone
        self.query_one("#empty").display = not self.issues
        self.query_one("#panes").display = bool(self.issues)
        issues, options = self.query_one("#issues", OptionList), list(self._options())
        with issues.prevent(OptionList.OptionHighlighted):
            issues.clear_options()
            issues.add_options(options)
            if self.chosen:
                issues.highlighted = issues.get_option_index(self.chosen)
        self._show_chosen()

    def _options(self) -> Iterator[Option]:
        room = (self.app.size.width // 2 if self._wide else self.app.size.width) - 8
        for state, group in self.groups:
            yield Option(shown(self.words(f"board.group_{state}"), "bold $quiet"), disabled=True)
            for each in group:
                yield Option(line(self.household, each, room), id=each.id)

    def _show_chosen(self) -> None:
        issue = self.issue
        self.talk = self._talk(issue) if issue is not None else None
        in_talk = issue is not None and issue.state is IssueState.IN_TALK
        self.query_one("#offer").display = in_talk and not (self.talk is not None and self.talk.running)
        if issue is not None:
            self.query_one("#whole", Static).update(whole(self.household, issue, self.talk, airy=self._wide))
        self.refresh_bars()
        self.call_after_refresh(self.refresh_bars)  # by then it is known whether there is more to read

    def _talk(self, issue: Issue) -> TalkAbout | None:
        return talk_about(self.household, issue, since=self._went.get(issue.id))

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= BESIDE

    @on(OptionList.OptionHighlighted, "#issues")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id != self.chosen:
            self.chosen = event.option_id
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)
            self._show_chosen()

    def action_read_on(self) -> None:
        """Show the next part of a long one; after its end its beginning again."""
        page = self.query_one("#page", VerticalScroll)
        if page.scroll_offset.y >= page.max_scroll_y:
            page.scroll_home(animate=False)
        else:
            page.scroll_page_down(animate=False)

    # What is done

    def action_raise_issue(self) -> None:
        """Raise something, or go on with what I began to write."""
        from tui.screens.raise_issue import RaiseIssueScreen

        self.visit(RaiseIssueScreen(self.household))

    def action_reword(self) -> None:
        """Change the words of mine."""
        from tui.screens.raise_issue import RaiseIssueScreen

        if self.issue is not None:
            self.visit(RaiseIssueScreen(self.household, issue=self.issue))

    async def action_talk(self) -> None:
        """Take the chosen one into a talk, or take its talk up again; another one gives way to it."""
        issue = self.issue
        if issue is None:
            return
        gave_way = await self.attempt(partial(take_into_talk, self.household, issue.id))
        if gave_way is not None:
            for each in gave_way:
                self.say("board.put_back", topic=shorten(topic(each), 40))
            self._go_and_talk(issue)

    def _go_and_talk(self, issue: Issue) -> None:
        from tui.screens.talk import TalkScreen

        self._went.setdefault(issue.id, self.household.now())
        there = {each.id for each in self.household.catalog.talk_formats}
        if self.talk is not None and self.talk.slow:
            from tui.screens.talk_slow_room import SlowRoom

            self.visit(SlowRoom(self.household, self.talk.id))
            return
        try:
            self.visit(TalkScreen(self.household, topic=topic(issue), format_id=FORMAT if FORMAT in there else ""))
        except NearerError as error:
            self.say_error(error)

    @on(Button.Pressed, "#agreed")
    def action_agreed(self) -> None:
        """Note what was agreed."""
        from tui.screens.issue_agreed import IssueAgreedScreen

        if self.issue is not None:
            talk = self.talk.id if self.talk is not None else ""
            self.visit(IssueAgreedScreen(self.household, self.issue, talk=talk))

    @on(Button.Pressed, "#park")
    async def action_park(self) -> None:
        """Park it: nobody has to think of it for a while."""
        await self._do(Act.PARK, "board.said_park")

    @on(Button.Pressed, "#nothing")
    async def action_nothing_yet(self) -> None:
        """Nothing has come of the talk yet, and that is all right."""
        await self._do(Act.TAKE_UP, "board.said_nothing_yet")

    async def action_take_up(self) -> None:
        """Bring a parked one back."""
        await self._do(Act.TAKE_UP, "board.said_take_up")

    async def action_open_again(self) -> None:
        """Bring one back that was settled."""
        await self._do(Act.TAKE_UP, "board.said_take_up")

    async def action_close_issue(self) -> None:
        """Close it."""
        await self._do(Act.CLOSE, "board.said_close")

    async def _do(self, act: Act, said: str) -> None:
        """Do it to the issue as it is now: the other window may have been quicker."""
        issue, talk = self.issue, self.talk.id if self.talk is not None else ""
        if issue is None:
            return
        if await self.done(partial(move, self.household, issue.id, act, talk=talk)):
            self.say(said)
            self._went.pop(issue.id, None)
        self.household_changed()
        self.query_one("#issues", OptionList).focus()

    # Elsewhere

    def action_professional(self) -> None:
        """Read when to see a professional, and where to find one."""
        from tui.screens.help import HelpScreen

        self.visit(HelpScreen(self.household, page="professional", commands=list(self.commands())))

    def action_hand_over(self) -> None:
        """Pass the keyboard."""
        from tui.screens.handover import HandOverScreen

        self.visit(HandOverScreen(self.household))
