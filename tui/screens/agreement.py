"""One agreement: what holds, the newest wording and what changed in it, whose word is open, and what can be done."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.catalog.dates import day
from tui.checkin.agreements import Standing, Wording, changed, open_to
from tui.core.errors import InputError
from tui.household import Household
from tui.household.agreements import agree, let_go, needed, standing, state_of
from tui.screens.room import Room
from tui.widgets.commands import Command
from tui.widgets.marked import Marked, Row
from tui.widgets.person import shape, tag
from tui.widgets.text import joined, shown

SIGN_CSS = {"+": "$success", "-": "$quiet strike", " ": ""}
"""How what is new, gone, and as it was is drawn, besides its sign."""

EARLIER = 20
"""How many earlier wordings are shown."""


class AgreementScreen(Room[None]):
    """A page to read, and what can be done with it now."""

    NAME = "agreements"
    CSS_PATH = "agreement.tcss"
    AUTO_FOCUS = ""
    KEYS = (
        Command(id="agree", key="a", action="agree"),
        Command(id="still_fits", key="y", action="still_fits"),
        Command(id="reword", key="e", action="reword"),
        Command(id="look_again", key="d", action="look_again"),
        Command(id="let_go", key="g", action="let_go"),
        Command(id="take_up", key="u", action="take_up"),
        Command(id="hand_over", key="h", action="hand_over"),
        Command(id="back", key="escape", action="back"),
    )

    def __init__(self, household: Household, agreement_id: str) -> None:
        """Read how it stands; raises `InputError` when it is not there."""
        super().__init__(household)
        found = standing(household, agreement_id)
        if found is None:
            raise InputError("agreement_gone")
        self.found: Standing = found
        self._gone = False

    def heading(self) -> str:
        """Say that this is one of them."""
        return self.words("agreements.title_one")

    def content(self) -> ComposeResult:
        """The page, and buttons under it."""
        with VerticalScroll(id="page", classes="body", can_focus=False):
            yield Static(id="note", classes="spaced")
            yield Static(classes="heading", id="holds-heading")
            yield Marked(id="holds")
            yield Static(classes="heading", id="newest-heading")
            yield Static(id="hint", classes="quiet spaced")
            yield Marked(id="newest")
            yield Static(id="words")
            yield Static(id="goes-on", classes="quiet")
            yield Static(id="date", classes="quiet")
            yield Static(shown(self.words("agreements.before")), classes="heading", id="before-heading")
            yield Marked(id="before")
        with Horizontal(id="buttons"):
            for name in ("agree", "fits", "reword", "look_again", "let_go", "take_up"):
                yield Button(shown(self.words(f"agreements.{name}")), id=name.replace("_", "-"))

    def on_mount(self) -> None:
        """Show how it stands."""
        self._show()

    def said_anew(self) -> None:
        """Show it in the words of whoever is here now."""
        self._show()
        super().said_anew()

    def household_changed(self) -> None:
        """Show what is new; leave when there is nothing of it any more."""
        found = standing(self.household, self.found.id)
        if found is not None:
            self.found = found
            self._show()
        elif self.is_active and not self._gone:
            self._gone = True
            self.say("agreements.gone")
            self.dismiss()

    def on_screen_resume(self) -> None:
        """Show what was done on the screen that was left."""
        if self.query("#page"):
            self.household_changed()

    # What is shown

    @property
    def _due(self) -> bool:
        return state_of(self.household, self.found) == "due"

    @property
    def _open(self) -> Wording | None:
        return open_to(self.found, self.household.me.id)

    @property
    def _new(self) -> bool:
        """Whether the newest wording is another one than what holds."""
        return self.found.seen() != ((self.found.in_force.id,) if self.found.in_force else ())

    def _show(self) -> None:
        if not self.query("#page"):
            return
        found = self.found
        self._put("note", self._note())
        self._put("holds-heading", self._holds_heading())
        self._rows("holds", _plain(found.in_force.text) if found.in_force else [])
        self._put("newest-heading", self._newest_heading())
        self._put("hint", self._hint())
        self._rows("newest", self._newest() if self._new else [])
        asks = self._new and found.joined and not self.household.alone
        self._put("words", self._whose_words() if asks else Content())
        self._put("goes-on", self._goes_on())
        self._put("date", self._date())
        self._rows("before", self._before())
        self.query_one("#before-heading").display = self.query_one("#before").display
        self._buttons()
        self.refresh_bars()

    def _put(self, name: str, text: Content) -> None:
        static = self.query_one(f"#{name}", Static)
        static.update(text)
        static.display = bool(text.plain)

    def _rows(self, name: str, rows: list[Row]) -> None:
        marked = self.query_one(f"#{name}", Marked)
        marked.show(rows)
        marked.display = bool(rows)

    def _note(self) -> Content:
        if self.found.agreement.let_go:
            return shown(self.words("agreements.let_go_note"))
        if not self._due:
            return Content()
        ask, hint = self.words("agreements.due"), self.words("agreements.due_hint")
        return joined(shown(ask, "bold"), "\n", shown(hint, "$quiet"))

    def _holds_heading(self) -> Content:
        if not self.found.holds:
            return Content()
        own = "_alone" if self.household.alone else ""
        mark = "" if self.found.agreement.let_go else "  ♥"
        return joined(shown(self.words(f"agreements.holds{own}")), shown(mark, "$accent"))

    def _newest_heading(self) -> Content:
        if not self._new:
            return Content()
        if not self.found.joined:
            return shown(self.words("agreements.several"))
        if self.found.holds:
            title = self.words("agreements.newer")
        else:
            title = self.words("agreements.first" if len(self.found.wordings) == 1 else "agreements.newest")
        by = self.household.person(self.found.heads[0].by)
        who = joined("   ", shown(self.words("agreements.written_by")), tag(by.name, by.seat)) if by else Content()
        return joined(shown(title), who)

    def _hint(self) -> Content:
        if self.found.joined:
            return Content()
        return shown(self.words("agreements.overlaps_hint" if self.found.overlaps else "agreements.several_hint"))

    def _newest(self) -> list[Row]:
        """Return the newest wording line by line: what changed in it, or who says what."""
        if self.found.joined:
            lines = changed(self.found, self.household.me.id)
            return [(shown(sign, SIGN_CSS[sign]), shown(line, SIGN_CSS[sign])) for sign, line in lines]
        rows: list[Row] = []
        for piece in self.found.pieces:
            by = self.household.person(piece.of.by) if piece.of else None
            mark = shape(by.seat) if by else Content(" " if piece.of is None else "·")
            rows += [(mark, shown(each)) for each in piece.lines]
            if not piece.lines:
                rows.append((mark, shown(self.words("agreements.left_out"), "$quiet italic")))
        return rows

    def _whose_words(self) -> Content:
        """Say whose word the newest wording has, by the order of the seats."""
        agreed = self.found.heads[0].agreed
        said = []
        for person in self.household.people:
            yes = person.id in agreed
            word = self.words("agreements.agrees" if yes else "agreements.still_open")
            style = "$success" if yes else "$quiet"
            said.append(joined(tag(person.name, person.seat), shown(f" {word} {'✓' if yes else '○'}", style)))
        return Content("      ").join(said)

    def _goes_on(self) -> Content:
        shared = self._new and self.found.holds and not self.household.alone
        return shown(self.words("agreements.goes_on")) if shared else Content()

    def _date(self) -> Content:
        when = self.found.agreement.look_again
        if self.found.agreement.let_go or self._due:
            return Content()
        if when is None:
            return shown(self.words("agreements.no_date"))
        return shown(self.words("agreements.date", day=f"{day(self.words, when)} {when.year}"))

    def _before(self) -> list[Row]:
        """Return earlier wordings, the newest first, with the mark of who wrote them, and whether they ever held."""
        found = self.found
        earlier = [each for each in found.wordings if each not in found.heads and each != found.in_force]
        rows: list[Row] = []
        for each in earlier[: -EARLIER - 1 : -1]:
            by = self.household.person(each.by)
            mark = shape(by.seat) if by else Content("·")
            *lines, last = [shown(line, "$quiet") for line in each.text.split("\n")]
            held = shown("  ♥" if each.agreed.issuperset(needed(self.household)) else "", "$accent")
            between = [(Content(" "), Content())] if rows else []
            rows += [*between, *((mark, line) for line in lines), (mark, joined(last, held))]
        return rows

    def _buttons(self) -> None:
        here, due, is_open = not self.found.agreement.let_go, self._due, self._open is not None
        shown_now = {
            "agree": is_open,
            "fits": due and not is_open,
            "reword": here,
            "look-again": here and not due and not is_open,
            "let-go": due,
            "take-up": not here,
        }
        for name, there in shown_now.items():
            self.query_one(f"#{name}", Button).display = there
        self.relabel("reword", self.words("agreements.reword" if self.found.joined else "agreements.join"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with it now."""
        del parameters
        here = not self.found.agreement.let_go
        match action:
            case "agree":
                return self._open is not None
            case "still_fits":
                return self._due
            case "reword" | "look_again" | "let_go":
                return here
            case "take_up":
                return not here
            case "hand_over":
                return not self.household.alone
            case _:
                return True

    # What is done

    @on(Button.Pressed, "#agree")
    async def action_agree(self) -> None:
        """Give my word to the wording that is shown."""
        wording, household = self._open, self.household
        if wording is None:
            return
        if await self.done(partial(agree, household, self.found.id, wording.id)):
            found = standing(household, self.found.id)
            newest = found.wording(wording.id) if found is not None else None
            both = newest is not None and newest.agreed.issuperset(needed(household)) and not household.alone
            self.say("agreements.agreed_both" if both else "agreements.agreed")
        self.household_changed()

    @on(Button.Pressed, "#reword")
    def action_reword(self) -> None:
        """Write another wording."""
        from tui.screens.wording import WordingScreen

        self.visit(WordingScreen(self.household, self.found.id))

    @on(Button.Pressed, "#fits")
    def action_still_fits(self) -> None:
        """It still fits: choose the next day to look at it."""
        self.action_look_again()

    @on(Button.Pressed, "#look-again")
    def action_look_again(self) -> None:
        """Choose a day to look at it again."""
        from tui.screens.look_again import LookAgainScreen

        self.visit(LookAgainScreen(self.household, self.found))

    @on(Button.Pressed, "#let-go")
    async def action_let_go(self) -> None:
        """Let it go."""
        if await self.done(partial(let_go, self.household, self.found)):
            self.say("agreements.let_go_said")
        self.household_changed()

    @on(Button.Pressed, "#take-up")
    async def action_take_up(self) -> None:
        """Take it up again."""
        if await self.done(partial(let_go, self.household, self.found, gone=False)):
            self.say("agreements.taken_up")
        self.household_changed()

    def action_hand_over(self) -> None:
        """Pass the keyboard, so that the other one can say their word."""
        from tui.screens.handover import HandOverScreen

        self.visit(HandOverScreen(self.household))


def _plain(text: str) -> list[Row]:
    return [(Content(" "), shown(line)) for line in text.split("\n")]
