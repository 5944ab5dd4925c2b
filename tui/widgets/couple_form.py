"""Who the two are and where they live: asked at the first start, and changed later."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Static

from tui.catalog.words import Words
from tui.core.clock import zone_names
from tui.widgets.asking import AnswerDone, AnswerGiven
from tui.widgets.choices import ChoicesAsking
from tui.widgets.fields import FormLine
from tui.widgets.text import shown

LIFE = ("apart", "children", "new")
"""What may hold of how they live, in the order in which it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPeople:
    """Two names, two IANA zones, and how they live: apart, with children, new to talking with one another."""

    names: tuple[str, str]
    zones: tuple[str, str]
    apart: bool = False
    children: bool = False
    new: bool = False


class CoupleForm(Widget):
    """Two names; two time zones when they live apart. A field that is left empty means what stood there first."""

    DEFAULT_CSS = """
    CoupleForm { height: auto; }
    CoupleForm Horizontal { height: auto; }
    CoupleForm Horizontal > Vertical { height: auto; width: 1fr; margin-right: 2; }
    CoupleForm #zones { display: none; }
    CoupleForm.-apart #zones { display: block; }
    CoupleForm ChoicesAsking { margin: 1 0; padding: 0; }
    """

    def __init__(self, held: TwoPeople, words: Words, *, known: bool) -> None:
        """`held` is what is there already; with `known` the names stand in their fields, else as suggestions."""
        super().__init__()
        self.held, self.words, self.known = held, words, known
        self.set_class(held.apart, "-apart")

    def compose(self) -> ComposeResult:
        """The fields, from top to bottom."""
        zones = SuggestFromList(zone_names(), case_sensitive=False)
        with Horizontal():
            for place, name in (("first", self.held.names[0]), ("second", self.held.names[1])):
                with Vertical():
                    yield Static(shown(self.words(f"setup.{place}")), classes="quiet")
                    yield FormLine(name if self.known else "", placeholder=shown(name).plain, id=place)
        holds = tuple(each for each in LIFE if getattr(self.held, each))
        yield ChoicesAsking(holds or None, [(each, self.words(f"setup.{each}")) for each in LIFE], several=True)
        with Horizontal(id="zones"):
            for place, zone in (("first", self.held.zones[0]), ("second", self.held.zones[1])):
                with Vertical():
                    yield Static(shown(self.words(f"setup.zone_{place}")), classes="quiet")
                    yield FormLine(zone, id=f"zone-{place}", suggester=zones)

    @property
    def given(self) -> TwoPeople:
        """What stands in the fields now."""
        holds = self.query_one(ChoicesAsking).marked
        apart = "apart" in holds
        first = self._typed("zone-first") or self.held.zones[0]
        second = (self._typed("zone-second") or self.held.zones[1]) if apart else first
        names = self._typed("first") or self.held.names[0], self._typed("second") or self.held.names[1]
        return TwoPeople(
            names=names,
            zones=(first, second),
            apart=apart,
            children="children" in holds,
            new="new" in holds,
        )

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", FormLine).value.strip()

    @on(AnswerGiven)
    def _lives(self, event: AnswerGiven) -> None:
        event.stop()
        self.set_class(isinstance(event.value, tuple) and "apart" in event.value, "-apart")

    @on(AnswerDone)
    def _next(self, event: AnswerDone) -> None:
        event.stop()
        self.screen.focus_next()
