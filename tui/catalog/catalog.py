"""The catalogue: everything the app says, from the pack of a language and the couple's own packs."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from tui.catalog.place import content_folder, language_folders
from tui.catalog.words import Words
from tui.core.errors import InputError, NearerError
from tui.core.text import shorten

if TYPE_CHECKING:  # msgspec's classes and the checks load when the first part is asked for
    from tui.catalog.formats import TalkFormat
    from tui.catalog.pack import Pack
    from tui.catalog.schema import (
        DailyQuestion,
        Exercise,
        HelpLine,
        HelpPage,
        Hour,
        Idea,
        PackInfo,
        Phrases,
        Prompt,
        Question,
        RisingSet,
        Sketch,
    )
    from tui.catalog.story import Demo

    class _Identified(Protocol):
        @property
        def id(self) -> str: ...


T = TypeVar("T", bound="_Identified")

DAILY = "daily"
"""The exercise that asks the question of a day; each day's question makes one of its own, `daily.<id>`."""


class Catalog:
    """Gives each part when it is first asked for, and keeps it.

    Where two packs have a part with the same id, the couple's own takes the other's place, unless it is in a foreign
    language. All raise `ContentError` where a file is broken; what is asked for by an unknown id raises `InputError`.
    """

    def __init__(self, folders: Sequence[Path], *, own: Sequence[Path] = (), foreign: Sequence[Path] = ()) -> None:
        """`folders` are the languages', the preferred first; `own` and `foreign` are packs of one's own."""
        self._folders = tuple(folders)
        self._own = tuple(own)
        self._foreign = tuple(foreign)
        self._steps: dict[str, Exercise] = {}

    @classmethod
    def open(cls, language: str = "en", extra: Sequence[Path] = ()) -> Self:
        """Return the catalogue in `language` (BCP 47), in English where there is none; nothing is read yet.

        `extra` are packs of one's own in that language.
        """
        return cls(language_folders(language, content_folder()), own=extra)

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
        return tuple(sorted(self._all(lambda pack: pack.info.steps), key=lambda step: step.number))

    def step(self, step_id: str) -> "Exercise":
        """Return a step of the path or another exercise, with its reading and questions.

        `daily.<id>` is the question of a day.
        """
        held = self._steps.get(step_id)
        if held is None:
            held = self._steps[step_id] = self._read(step_id)
        return held

    def title(self, step_id: str) -> str:
        """Return what a step or exercise is called; its id where it is not there any more."""
        sketch = next((each for each in self.steps if each.id == step_id), None)
        try:
            return sketch.title if sketch else self.step(step_id).title
        except NearerError:
            return step_id

    def step_id(self, given: str) -> str:
        """Return the id of the step that is meant by an id or a number, as people type it."""
        wanted = given.strip().casefold()
        for sketch in self.steps:
            if wanted in {sketch.id, str(sketch.number)}:
                return sketch.id
        if wanted in self.exercise_ids:
            return wanted
        raise InputError("unknown_step", id=shorten(given, 40))

    def question(self, step_id: str, question_id: str) -> "Question":
        """Return one question of a step."""
        return _found(self.step(step_id).questions, question_id, "unknown_question")

    @cached_property
    def exercise_ids(self) -> tuple[str, ...]:
        """The ids of the exercises that are not on the path."""
        return self._ids("exercises")

    @cached_property
    def talk_formats(self) -> tuple["TalkFormat", ...]:
        """The ways to hold a talk, in the order in which they are offered."""
        return tuple(sorted(self._all(lambda pack: pack.talk_formats), key=lambda form: form.place))

    def talk_format(self, format_id: str) -> "TalkFormat":
        """Return one way to hold a talk."""
        return _found(self.talk_formats, format_id, "unknown_talk_format")

    @cached_property
    def prompts(self) -> tuple["Prompt", ...]:
        """Things to talk about."""
        return self._all(lambda pack: pack.prompts)

    @cached_property
    def daily(self) -> tuple["DailyQuestion", ...]:
        """The questions for a day."""
        return self._all(lambda pack: pack.daily)

    @cached_property
    def ideas(self) -> tuple["Idea", ...]:
        """Things to do in time alone."""
        return self._all(lambda pack: pack.ideas)

    @cached_property
    def rising(self) -> tuple["RisingSet", ...]:
        """Questions that go deeper."""
        return tuple(self._pack_with("rising", each).rising(each) for each in self._ids("rising"))

    def hour(self, hour_id: str) -> "Hour":
        """Return an hour for two."""
        return self._pack_with("hours", hour_id).hour(hour_id)

    def phrases(self, phrases_id: str) -> "Phrases":
        """Return ways to begin."""
        return self._pack_with("phrases", phrases_id).phrases(phrases_id)

    def help(self, page_id: str) -> "HelpPage":
        """Return a page of help."""
        for pack in self._strongest:
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
        """Ours in the best language that is there, then the couple's own, those in a foreign language last."""
        from tui.catalog.pack import INFO, Pack

        ours = (folder for folder in self._folders if folder not in self._own and (folder / INFO).is_file())
        first = next(ours, self._folders[-1])
        return tuple(Pack(folder, self.words) for folder in (first, *self._own, *self._foreign))

    @property
    def _strongest(self) -> tuple["Pack", ...]:
        """The packs, the one first whose parts take the place of others'."""
        ours, *own = self._packs
        native, foreign = own[: len(self._own)], own[len(self._own) :]
        return (*reversed(native), ours, *foreign)

    def _all(self, parts: "Callable[[Pack], tuple[T, ...]]") -> tuple[T, ...]:
        """Return the parts of all packs in the order of packs, of those with the same id the strongest."""
        strongest = {part.id: part for pack in reversed(self._strongest) for part in parts(pack)}
        order = dict.fromkeys(part.id for pack in self._packs for part in parts(pack))
        return tuple(strongest[part_id] for part_id in order)

    def _ids(self, folder: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for pack in self._packs for each in pack.ids(folder)))

    def _pack_with(self, folder: str, part_id: str) -> "Pack":
        for pack in self._strongest:
            if part_id in pack.ids(folder):
                return pack
        raise InputError("unknown_part", id=shorten(part_id, 40))

    def _read(self, step_id: str) -> "Exercise":
        for pack in self._strongest:
            for sketch in pack.info.steps:
                if sketch.id == step_id:
                    return pack.step(sketch)
        exercise, _, question = step_id.partition(".")
        if exercise == DAILY and question:
            return self._daily(question)
        if step_id not in self.exercise_ids:
            raise InputError("unknown_step", id=shorten(step_id, 40))
        return self._pack_with("exercises", step_id).exercise(step_id)

    def _daily(self, question_id: str) -> "Exercise":
        """Return the exercise of one day: its question takes the place of the one in the pattern."""
        from msgspec.structs import replace

        pattern, day = self.step(DAILY), _found(self.daily, question_id, "unknown_question")
        step_id = f"{DAILY}.{question_id}"
        question = replace(
            pattern.questions[0], id=step_id, ask=day.ask, apart=day.apart, children=day.children, new=day.new
        )
        return replace(pattern, id=step_id, questions=(question,))


def _found(parts: Iterable[T], wanted: str, error: str) -> T:
    for part in parts:
        if part.id == wanted:
            return part
    raise InputError(error, id=shorten(wanted, 40))
