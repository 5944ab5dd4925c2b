"""The catalogue: everything the app says, from the pack of a language and the couple's own packs."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from tui.catalog.place import content_folder, language_folders
from tui.catalog.words import Words
from tui.core.errors import InputError
from tui.core.text import shorten

if TYPE_CHECKING:  # msgspec's classes and the checks load when the first part is asked for
    from tui.catalog.pack import Pack
    from tui.catalog.schema import (
        Demo,
        HelpLine,
        HelpPage,
        Idea,
        PackInfo,
        Prompt,
        Question,
        Sketch,
        Step,
        TalkFormat,
    )

    class _Identified(Protocol):
        @property
        def id(self) -> str: ...


T = TypeVar("T", bound="_Identified")


class Catalog:
    """Gives each part when it is first asked for, and keeps it.

    Where two packs have a part with the same id, the couple's own takes the other's place. All raise
    `ContentError` where a file is broken; what is asked for by an unknown id raises `InputError`.
    """

    def __init__(self, folders: Sequence[Path], extra: Sequence[Path] = ()) -> None:
        """`folders` are the languages', the preferred first; `extra` are folders of packs of one's own."""
        self._folders = tuple(folders)
        self._extra = tuple(extra)
        self._steps: dict[str, Step] = {}

    @classmethod
    def open(cls, language: str = "en", extra: Sequence[Path] = ()) -> Self:
        """Return the catalogue in `language` (BCP 47), in English where there is none; nothing is read yet."""
        return cls(language_folders(language, content_folder()), extra)

    @property
    def packs(self) -> "tuple[PackInfo, ...]":
        """What each pack says of itself."""
        return tuple(pack.info for pack in self._packs)

    @cached_property
    def words(self) -> Words:
        """The words of the interface."""
        return Words(self._folders)

    @cached_property
    def steps(self) -> tuple["Sketch", ...]:
        """The steps in their order, as the path shows them: only each pack.toml is read."""
        return tuple(sorted(_by_id(pack.info.steps for pack in self._packs), key=lambda step: step.number))

    def step(self, step_id: str) -> "Step":
        """Return a step with its reading and questions."""
        held = self._steps.get(step_id)
        if held is None:
            sketch, pack = self._home_of(step_id)
            held = self._steps[step_id] = pack.step(sketch)
        return held

    def step_id(self, given: str) -> str:
        """Return the id of the step that is meant by an id or a number, as people type it."""
        wanted = given.strip().casefold()
        for sketch in self.steps:
            if wanted in {sketch.id, str(sketch.number)}:
                return sketch.id
        raise InputError("unknown_step", id=shorten(given, 40))

    def question(self, step_id: str, question_id: str) -> "Question":
        """Return one question of a step."""
        return _found(self.step(step_id).questions, question_id, "unknown_question")

    @cached_property
    def talk_formats(self) -> tuple["TalkFormat", ...]:
        """The ways to hold a talk."""
        return _by_id(pack.talk_formats for pack in self._packs)

    def talk_format(self, format_id: str) -> "TalkFormat":
        """Return one way to hold a talk."""
        return _found(self.talk_formats, format_id, "unknown_talk_format")

    @cached_property
    def prompts(self) -> tuple["Prompt", ...]:
        """Things to talk about."""
        return _by_id(pack.prompts for pack in self._packs)

    @cached_property
    def ideas(self) -> tuple["Idea", ...]:
        """Things to do in time alone."""
        return _by_id(pack.ideas for pack in self._packs)

    def help(self, page_id: str) -> "HelpPage":
        """Return a page of help."""
        for pack in reversed(self._packs):
            if page_id in pack.help_ids:
                return pack.help(page_id)
        raise InputError("unknown_help", id=page_id)

    @cached_property
    def help_lines(self) -> tuple["HelpLine", ...]:
        """Where someone who is afraid can turn, in the order of the files."""
        return tuple(line for pack in self._packs for line in pack.help_lines)

    @cached_property
    def demo(self) -> "Demo":
        """What the made-up couple's half year is drawn from."""
        return self._packs[0].demo()

    @cached_property
    def _packs(self) -> tuple["Pack", ...]:
        from tui.catalog.pack import INFO, Pack

        spoken = (folder for folder in self._folders if (folder / INFO).is_file())
        first = next(spoken, self._folders[-1])
        return tuple(Pack(folder, self.words) for folder in (first, *self._extra))

    def _home_of(self, step_id: str) -> "tuple[Sketch, Pack]":
        for pack in reversed(self._packs):
            for sketch in pack.info.steps:
                if sketch.id == step_id:
                    return sketch, pack
        raise InputError("unknown_step", id=step_id)


def _by_id(parts: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """Return all parts; of those with the same id the last, in the first one's place."""
    return tuple({part.id: part for some in parts for part in some}.values())


def _found(parts: Iterable[T], wanted: str, error: str) -> T:
    for part in parts:
        if part.id == wanted:
            return part
    raise InputError(error, id=wanted)
