"""One pack: a folder with a pack.toml and the files that it names."""

from functools import cached_property
from pathlib import Path

import msgspec

from tui.catalog.formats import TalkFormat
from tui.catalog.read import Part, load
from tui.catalog.schema import (
    DailyQuestion,
    DailyQuestions,
    Exercise,
    HelpLine,
    HelpLines,
    HelpPage,
    Hour,
    Idea,
    Ideas,
    PackInfo,
    Phrases,
    Prompt,
    Prompts,
    RisingSet,
    Sketch,
    Step,
)
from tui.catalog.story import Demo
from tui.catalog.words import Words

INFO = "pack.toml"
KINDS: dict[str, type[msgspec.Struct]] = {
    "steps": Step,
    "talk": TalkFormat,
    "exercises": Exercise,
    "hours": Hour,
    "rising": RisingSet,
    "phrases": Phrases,
    "daily": DailyQuestions,
    "prompts": Prompts,
    "ideas": Ideas,
    "help": HelpPage,
    "demo": Demo,
}
"""What the files of each folder hold."""


def kind_of_file(folder: str, name: str) -> type[msgspec.Struct] | None:
    """Return what a file of a pack holds, by its folder's and its own name; None when no pack has such a file."""
    if (folder, name) == ("help", "lines.toml"):
        return HelpLines
    if folder in KINDS:
        return KINDS[folder]
    return PackInfo if name == INFO else None


def step_file(sketch: Sketch) -> str:
    """Return where a step is, from its pack's folder."""
    return f"steps/{sketch.number}-{sketch.id}.toml"


class Pack:
    """Reads the parts of one pack, each when it is first asked for; `ContentError` tells of a broken file."""

    def __init__(self, folder: Path, words: Words) -> None:
        """`words` say what is wrong where something is."""
        self.folder = folder
        self._words = words

    @cached_property
    def info(self) -> PackInfo:
        """What pack.toml says."""
        return load(self.folder / INFO, PackInfo, self._words)

    @cached_property
    def prompts(self) -> tuple[Prompt, ...]:
        """Every prompt, in the order of the files' names."""
        return tuple(prompt for path in self._files("prompts") for prompt in self._load(path, Prompts).prompts)

    @cached_property
    def ideas(self) -> tuple[Idea, ...]:
        """Every idea, in the order of the files' names."""
        return tuple(idea for path in self._files("ideas") for idea in self._load(path, Ideas).ideas)

    @cached_property
    def talk_formats(self) -> tuple[TalkFormat, ...]:
        """Every way to hold a talk, in the order of the files' names."""
        return tuple(self._load(path, TalkFormat) for path in self._files("talk"))

    @cached_property
    def help_lines(self) -> tuple[HelpLine, ...]:
        """Where someone who is afraid can turn."""
        path = self.folder / "help" / "lines.toml"
        return self._load(path, HelpLines).lines if path.is_file() else ()

    @cached_property
    def help_ids(self) -> tuple[str, ...]:
        """The ids of the pages of help."""
        return tuple(path.stem for path in self._files("help") if path.name != "lines.toml")

    @cached_property
    def daily(self) -> tuple[DailyQuestion, ...]:
        """Every question for a day, in the order of the files' names."""
        return tuple(each for path in self._files("daily") for each in self._load(path, DailyQuestions).questions)

    def ids(self, folder: str) -> tuple[str, ...]:
        """Return the ids of the parts in a folder that has a file for each."""
        return tuple(path.stem for path in self._files(folder))

    def exercise(self, exercise: str) -> Exercise:
        """Return the exercise with an id of `ids("exercises")`."""
        return self._load(self.folder / "exercises" / f"{exercise}.toml", Exercise)

    def hour(self, hour: str) -> Hour:
        """Return the hour with an id of `ids("hours")`."""
        return self._load(self.folder / "hours" / f"{hour}.toml", Hour)

    def rising(self, rising: str) -> RisingSet:
        """Return the questions of rising depth with an id of `ids("rising")`."""
        return self._load(self.folder / "rising" / f"{rising}.toml", RisingSet)

    def phrases(self, phrases: str) -> Phrases:
        """Return the ways to begin with an id of `ids("phrases")`."""
        return self._load(self.folder / "phrases" / f"{phrases}.toml", Phrases)

    def step(self, sketch: Sketch) -> Step:
        """Return the whole of a step of this pack."""
        return self._load(self.folder / step_file(sketch), Step)

    def help(self, page: str) -> HelpPage:
        """Return the page of help with an id of `help_ids`."""
        return self._load(self.folder / "help" / f"{page}.toml", HelpPage)

    def demo(self) -> Demo:
        """Return what the made-up couple's half year is drawn from."""
        return self._load(self.folder / "demo" / "demo.toml", Demo)

    def _load(self, path: Path, kind: type[Part]) -> Part:
        return load(path, kind, self._words)

    def _files(self, folder: str) -> list[Path]:
        return sorted((self.folder / folder).glob("*.toml"))
