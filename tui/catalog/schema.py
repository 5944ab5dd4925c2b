"""The shape of content/: what a pack of steps, questions, talks, prompts and ideas may hold.

Each class is one kind of TOML file or table. Texts are Markdown where the field's docstring says so, plain
otherwise. Ids are stable: records refer to them for years.
"""

from enum import StrEnum

import msgspec

from tui.core.records import Share


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a pack: unknown keys are faults, so that a typing mistake is found."""


class Grade(StrEnum):
    """How well a practice is supported: by trials, in the laboratory, by clinical custom, or it is ours."""

    TRIAL = "trial"
    LABORATORY = "laboratory"
    PRACTICE = "practice"
    OURS = "ours"


class QuestionKind(StrEnum):
    """How a question is asked, and so what its answer is (`tui.core.records.Value`)."""

    SCALE = "scale"  # int from `low` to `high`
    CIRCLES = "circles"  # int from 1 (apart) to 7 (almost one)
    CHOICE = "choice"  # an option's id
    SEVERAL = "several"  # ids of options
    LINE = "line"  # a short text
    PAGE = "page"  # a long text
    TIMELINE = "timeline"  # points and events on a time axis
    WISHES = "wishes"  # ids of options; only what both chose is ever shown
    IF_THEN = "if_then"  # a small step


class Distance(StrEnum):
    """For which couples an option is: all, those who live apart, or those who live together."""

    ANY = ""
    APART = "apart"
    TOGETHER = "together"


class Mood(StrEnum):
    """How deep something to talk about goes."""

    LIGHT = "light"
    WARM = "warm"
    DEEP = "deep"


class Setting(StrEnum):
    """Where an idea takes place."""

    HOME = "home"
    OUT = "out"


class Cost(StrEnum):
    """What an idea costs: nothing, no more than a coffee, or more."""

    FREE = "free"
    LITTLE = "little"
    SOME = "some"


class Option(Part, frozen=True, kw_only=True):
    """One thing to choose. `level` grades wishes from 1 (the slightest) to 5; `where` limits it to some couples."""

    id: str
    text: str
    level: int = 0
    where: Distance = Distance.ANY


class Question(Part, frozen=True, kw_only=True):
    """One question. `id` begins with its step's (`before.now`); `hint` helps to begin.

    `apart` replaces `ask` for couples who live apart.

    `low` and `high` bound a scale, `low_label` and `high_label` name its ends. `private` answers start as
    "keep private" rather than "open together".
    """

    id: str
    kind: QuestionKind
    ask: str
    hint: str = ""
    apart: str = ""
    low: int = 1
    high: int = 7
    low_label: str = ""
    high_label: str = ""
    private: bool = False
    options: tuple[Option, ...] = ()

    def asked(self, *, apart: bool) -> str:
        """Return the question as a couple is asked it."""
        return self.apart if apart and self.apart else self.ask

    def fitting(self, *, apart: bool) -> tuple[Option, ...]:
        """Return the options that fit a couple: some are for those who live apart, some for those who do not."""
        unfit = Distance.TOGETHER if apart else Distance.APART
        return tuple(option for option in self.options if option.where != unfit)

    @property
    def share(self) -> Share:
        """What becomes of an answer unless something else is said."""
        if self.kind is QuestionKind.WISHES:
            return Share.MUTUAL
        return Share.PRIVATE if self.private else Share.TOGETHER


class Step(Part, frozen=True, kw_only=True):
    """One step, as `steps/<number>-<id>.toml`: a short `reading` (Markdown) and its questions in order.

    `alone` says in a sentence what it means for one person alone; `minutes` is about how long it takes one person;
    `source` names an entry of SOURCES.md.
    """

    id: str
    number: int
    title: str
    minutes: int
    grade: Grade
    source: str
    reading: str
    alone: str
    questions: tuple[Question, ...]


class Phase(Part, frozen=True, kw_only=True):
    """A part of a talk. `turns`: speaker and listener take `rounds` turns each; otherwise both are in it together.

    `seconds` is one turn's length, or the whole phase's when both are together. `speaker`, `listener`, `both`:
    what each does now, in one line.
    """

    id: str
    title: str
    seconds: int
    turns: bool = False
    rounds: int = 1
    speaker: str = ""
    listener: str = ""
    both: str = ""


class TalkFormat(Part, frozen=True, kw_only=True):
    """A way to hold a talk, as `talk/<id>.toml`; `minutes` is about how long it takes, `about` a sentence or two."""

    id: str
    title: str
    about: str
    minutes: int
    grade: Grade
    source: str
    phases: tuple[Phase, ...]


class Prompt(Part, frozen=True, kw_only=True):
    """Something to talk about. `step` is a step's id."""

    id: str
    step: str
    mood: Mood
    text: str


class Idea(Part, frozen=True, kw_only=True):
    """Something to do in time alone. `minutes`: how long it takes.

    `apart`: works at a distance too; `new`: rather new than familiar.
    """

    id: str
    text: str
    minutes: int
    where: Setting
    cost: Cost
    apart: bool = False
    new: bool = False


class HelpPage(Part, frozen=True, kw_only=True):
    """A page of help, as `help/<id>.toml`: `text` is Markdown."""

    id: str
    title: str
    text: str


class HelpLine(Part, frozen=True, kw_only=True):
    """Where someone who is afraid can turn: `country` as ISO 3166 (`DE`) or empty for everywhere."""

    country: str = ""
    name: str
    contact: str


class Sketch(Part, frozen=True, kw_only=True):
    """A step as the path on the home screen shows it."""

    id: str
    number: int
    title: str
    minutes: int


class PackInfo(Part, frozen=True, kw_only=True):
    """What a pack says of itself in pack.toml: its `language` as BCP 47 (`en`) and the steps it has, in order."""

    id: str
    language: str
    name: str
    steps: tuple[Sketch, ...]


class Prompts(Part, frozen=True, kw_only=True):
    """A file of `prompts/`."""

    prompts: tuple[Prompt, ...]


class Ideas(Part, frozen=True, kw_only=True):
    """A file of `ideas/`."""

    ideas: tuple[Idea, ...]


class HelpLines(Part, frozen=True, kw_only=True):
    """The file `help/lines.toml`."""

    lines: tuple[HelpLine, ...]


class DemoEvent(Part, frozen=True, kw_only=True):
    """Something that happened to the made-up couple: `month` counts from the half year's first month, 0.

    Below 0 it was before. `lift` is what it did to their closeness, from -2 to 2 of the seven circles.
    """

    month: int
    what: str
    lift: int = 0


class DemoPlan(Part, frozen=True, kw_only=True):
    """Time alone that the made-up couple had: what, at which local `hour`, for how many `minutes`."""

    what: str
    hour: int
    minutes: int


class DemoIfThen(Part, frozen=True, kw_only=True):
    """A small step of the made-up couple."""

    when: str
    then: str


class Demo(Part, frozen=True, kw_only=True):
    """The file `demo/demo.toml`: what a made-up couple's half year is drawn from.

    `names` and `zones` (IANA) are the two people's, in the order of their seats; `words` are the one word each
    leaves after a time alone.
    """

    names: tuple[str, ...]
    cities: tuple[str, ...]
    zones: tuple[str, ...]
    loved: tuple[str, ...]
    happened: tuple[str, ...]
    feel: tuple[str, ...]
    need: tuple[str, ...]
    lines: tuple[str, ...]
    pages: tuple[str, ...]
    agreements: tuple[str, ...]
    topics: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...]
    events: tuple[DemoEvent, ...]
    plans: tuple[DemoPlan, ...]
    if_then: tuple[DemoIfThen, ...]
