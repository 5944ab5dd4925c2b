"""The shape of content/: what a pack of steps, questions, prompts and ideas may hold; talks are in `formats`.

Each class is one kind of TOML file or table. Texts are Markdown where the field's docstring says so, plain
otherwise. Ids are stable: records refer to them for years.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

import msgspec

from tui.core.records import Circumstance, Share


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a pack: unknown keys are faults, so that a typing mistake is found."""


def varied(part: "Question | DailyQuestion", life: Collection[Circumstance]) -> str:
    """Return the variant of a question for a couple who live so, empty where there is none."""
    variants = (
        (Circumstance.APART, part.apart),
        (Circumstance.CHILDREN, part.children),
        (Circumstance.NEW, part.new),
    )
    return next((text for holds, text in variants if text and holds in life), "")


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


class Energy(StrEnum):
    """How awake an idea wants people: it goes well when tired, on an ordinary day, or when fresh."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


LEVELS = 5
"""The highest level of closeness: the wishes go from 1, the slightest, to this."""


class Option(Part, frozen=True, kw_only=True):
    """One thing to choose. `level` grades wishes from 1 (the slightest) to 5; `where` limits it to some couples."""

    id: str
    text: str
    level: int = 0
    where: Distance = Distance.ANY


class Question(Part, frozen=True, kw_only=True):
    """One question. `id` begins with its step's (`before.now`); `hint` helps to begin.

    `apart`, `children` and `new` replace `ask` for couples who live so, `alone` for one who does this alone.

    `low` and `high` bound a scale, `low_label` and `high_label` name its ends. `private` answers start as
    "keep private" rather than "open together". `ceiling` names a choice asked before, whose option's level is the
    highest that is offered here. `minutes`: how long to write, with a quiet timer.
    """

    id: str
    kind: QuestionKind
    ask: str
    hint: str = ""
    apart: str = ""
    children: str = ""
    new: str = ""
    alone: str = ""
    low: int = 1
    high: int = 7
    low_label: str = ""
    high_label: str = ""
    private: bool = False
    ceiling: str = ""
    minutes: int = 0
    options: tuple[Option, ...] = ()

    def asked(self, life: Collection[Circumstance], *, alone: bool = False) -> str:
        """Return the question as it is asked of a couple who live so, or of one who does this alone."""
        return (self.alone if alone else "") or varied(self, life) or self.ask

    def fitting(self, life: Collection[Circumstance], *, most: int = LEVELS) -> tuple[Option, ...]:
        """Return the options that fit a couple who live so, up to the level `most`."""
        unfit = Distance.TOGETHER if Circumstance.APART in life else Distance.APART
        return tuple(option for option in self.options if option.where != unfit and option.level <= most)

    def level(self, option_id: object) -> int:
        """Return the level of the option that was chosen, the highest when none was."""
        return next((each.level for each in self.options if each.id == option_id), LEVELS)

    @property
    def share(self) -> Share:
        """What becomes of an answer unless something else is said."""
        if self.kind is QuestionKind.WISHES:
            return Share.MUTUAL
        return Share.PRIVATE if self.private else Share.TOGETHER


class Exercise(Part, frozen=True, kw_only=True):
    """One exercise, as `exercises/<id>.toml`: a short `reading` (Markdown) and its questions in order.

    `long` is the same subject in depth (Markdown). `alone` says what this can and cannot do for one person alone,
    `by_oneself` (Markdown) how to do it so; `minutes` is about how long it takes one person; `source` names an entry
    of SOURCES.md.
    """

    id: str
    title: str
    minutes: int
    grade: Grade
    source: str
    reading: str
    long: str = ""
    alone: str
    by_oneself: str = ""
    questions: tuple[Question, ...]

    def highest(self, question: Question, answers: Mapping[str, object]) -> int:
        """Return the highest level that is offered for a question, by what was chosen as its ceiling."""
        found = (each for each in self.questions if each.id == question.ceiling)
        return next((each.level(answers.get(each.id)) for each in found), LEVELS)

    def within(self, answers: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
        """Return the choices (ids, by question) that lie within the person's own ceilings, where there are any."""
        capped = [each for each in self.questions if each.ceiling]
        return {
            each.id: tuple(chosen for chosen in given if each.level(chosen) <= self.highest(each, answers))
            for each in capped
            if isinstance(given := answers.get(each.id), tuple)
        }


class Step(Exercise, frozen=True, kw_only=True):
    """An exercise that is a step of the path, as `steps/<number>-<id>.toml`."""

    number: int


class Prompt(Part, frozen=True, kw_only=True):
    """Something to talk about. `step` is a step's id; `fits`: only for couples of whom one of these holds."""

    id: str
    step: str
    mood: Mood
    text: str
    fits: tuple[Circumstance, ...] = ()

    def suits(self, life: Collection[Circumstance]) -> bool:
        """Whether it is for a couple who live so."""
        return not self.fits or any(each in life for each in self.fits)


class DailyQuestion(Part, frozen=True, kw_only=True):
    """A question for one day; the variants are those of a `Question`."""

    id: str
    mood: Mood
    ask: str
    apart: str = ""
    children: str = ""
    new: str = ""


class RisingQuestion(Part, frozen=True, kw_only=True):
    """One of the questions that both answer by turns; `depth` rises from 1 to 3."""

    id: str
    depth: int
    text: str


class RisingSet(Part, frozen=True, kw_only=True):
    """Questions that go deeper, as `rising/<id>.toml`, for two who take turns; `minutes` for all of them."""

    id: str
    title: str
    about: str
    minutes: int
    grade: Grade
    source: str
    questions: tuple[RisingQuestion, ...]


class Phrase(Part, frozen=True, kw_only=True):
    """A way to begin a sentence, and an `example` of it."""

    id: str
    text: str
    example: str


class Phrases(Part, frozen=True, kw_only=True):
    """Ways to begin, as `phrases/<id>.toml`: appreciations, gentle openings."""

    id: str
    title: str
    about: str
    phrases: tuple[Phrase, ...]


class Lead(StrEnum):
    """What a part of an hour leads to."""

    NOTHING = ""
    APPRECIATIONS = "appreciations"
    ISSUES = "issues"
    PLANNER = "planner"
    SMALL_STEPS = "small-steps"
    AGREEMENTS = "agreements"


class HourPart(Part, frozen=True, kw_only=True):
    """A part of an hour for two: `minutes` are a guide; `apart` replaces `text` for couples who live apart."""

    id: str
    title: str
    minutes: int
    text: str
    apart: str = ""
    leads: Lead = Lead.NOTHING


class Hour(Part, frozen=True, kw_only=True):
    """An hour for the two of them, as `hours/<id>.toml`; `alone` and `by_oneself` as in an `Exercise`."""

    id: str
    title: str
    about: str
    grade: Grade
    source: str
    alone: str
    by_oneself: str = ""
    parts: tuple[HourPart, ...]


class Idea(Part, frozen=True, kw_only=True):
    """Something to do in time alone. `minutes`: how long it takes.

    `apart`: works at a distance too; `only_apart`: for nobody who is in the same place; `new`: rather new than
    familiar. `daylight`: needs the day; `dark`: needs the night. `children`: works while children are at home, asleep
    or playing next door.
    """

    id: str
    text: str
    minutes: int
    where: Setting
    cost: Cost
    energy: Energy = Energy.MIDDLE
    apart: bool = False
    only_apart: bool = False
    new: bool = False
    daylight: bool = False
    dark: bool = False
    children: bool = False


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
    steps: tuple[Sketch, ...] = ()


class Prompts(Part, frozen=True, kw_only=True):
    """A file of `prompts/`."""

    prompts: tuple[Prompt, ...]


class DailyQuestions(Part, frozen=True, kw_only=True):
    """A file of `daily/`."""

    questions: tuple[DailyQuestion, ...]


class Ideas(Part, frozen=True, kw_only=True):
    """A file of `ideas/`."""

    ideas: tuple[Idea, ...]


class HelpLines(Part, frozen=True, kw_only=True):
    """The file `help/lines.toml`."""

    lines: tuple[HelpLine, ...]
