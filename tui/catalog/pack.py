"""One pack: a folder with a pack.toml and the files that it names."""

from functools import cached_property
from pathlib import Path

import msgspec

from tui.catalog.read import Part, load
from tui.catalog.schema import (
    Demo,
    HelpLine,
    HelpLines,
    HelpPage,
    Idea,
    Ideas,
    PackInfo,
    Prompt,
    Prompts,
    Sketch,
    Step,
    TalkFormat,
)
from tui.catalog.words import Words

INFO = "pack.toml"
KINDS: dict[str, type[msgspec.Struct]] = {
    "steps": Step,
    "talk": TalkFormat,
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
