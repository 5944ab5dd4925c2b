"""The shape of `talk/` in content/: the ways to hold a talk."""

from enum import StrEnum

from tui.catalog.schema import Grade, Part


class Phase(Part, frozen=True, kw_only=True):
    """A part of a talk. `turns`: speaker and listener take `rounds` turns each; otherwise both are in it together.

    `seconds` is one turn's length, or the whole phase's when both are together. `reflect`: the listener says it back
    before the floor is passed. `speaker`, `listener`, `both`: what each does now, in one line. `questions`: what is
    asked, one for each round.
    """

    id: str
    title: str
    seconds: int
    turns: bool = False
    reflect: bool = False
    rounds: int = 1
    speaker: str = ""
    listener: str = ""
    both: str = ""
    questions: tuple[str, ...] = ()


class Begins(StrEnum):
    """Who begins a talk, where nobody says otherwise."""

    CHOSEN = "chosen"
    ALTERNATING = "alternating"  # not the one who began last time
    LOT = "lot"


class TalkFormat(Part, frozen=True, kw_only=True):
    """A way to hold a talk, as `talk/<id>.toml`; `minutes` is about how long it takes, `about` a sentence or two.

    `slow`: held in writing, by turns, apart, with hours between; `minutes` is then how long one sits at it.
    `place`: where it stands among all of them; a couple's own come after ours where it says nothing.
    """

    id: str
    title: str
    about: str
    minutes: int
    grade: Grade
    source: str
    phases: tuple[Phase, ...]
    begins: Begins = Begins.CHOSEN
    slow: bool = False
    place: int = 100
