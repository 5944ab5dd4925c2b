"""What must hold in a pack beyond keys and types: one rule a function, by the class it is about."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tui.catalog.formats import Phase, TalkFormat
from tui.catalog.schema import (
    LEVELS,
    DailyQuestions,
    Distance,
    Exercise,
    Hour,
    HourPart,
    Idea,
    Ideas,
    Option,
    PackInfo,
    Phrases,
    Prompt,
    Prompts,
    Question,
    QuestionKind,
    RisingQuestion,
    RisingSet,
    Step,
)
from tui.catalog.shape import Finding, fields_of

WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.WISHES})
"""The kinds of question that are answered by choosing."""

LEAST_OPTIONS = 2
MINUTES = (1, 1_440)
IDEA_MINUTES = (1, 7 * 1_440)
CIRCLES = (1, 7)

BOUNDS: dict[type[msgspec.Struct], dict[str, tuple[int, int]]] = {
    Question: {"minutes": (0, 120)},
    Option: {"level": (0, LEVELS)},
    Exercise: {"minutes": MINUTES},
    Step: {"minutes": MINUTES},
    HourPart: {"minutes": MINUTES},
    RisingSet: {"minutes": MINUTES},
    RisingQuestion: {"depth": (1, 3)},
    TalkFormat: {"minutes": MINUTES},
    Idea: {"minutes": IDEA_MINUTES},
}
"""The lowest and highest number that a key may have."""

TURN = (10, 2 * 3_600)
SLOW_TURN = (3_600, 7 * 24 * 3_600)
"""Seconds of a turn, or of a part for both: of a talk that is held in one go, and of one held in writing, apart."""

ROUNDS = (1, 50)
MOST_PHASES = 50

SOME: dict[type[msgspec.Struct], tuple[str, ...]] = {
    Exercise: ("questions",),
    Step: ("questions",),
    Hour: ("parts",),
    RisingSet: ("questions",),
    Phrases: ("phrases",),
    TalkFormat: ("phases",),
}
"""The lists that need at least one element."""

UNIQUE: dict[type[msgspec.Struct], tuple[tuple[str, str], ...]] = {
    Exercise: (("questions", "id"),),
    Step: (("questions", "id"),),
    Hour: (("parts", "id"),),
    RisingSet: (("questions", "id"),),
    Phrases: (("phrases", "id"),),
    TalkFormat: (("phases", "id"),),
    DailyQuestions: (("questions", "id"),),
    Prompts: (("prompts", "id"),),
    Ideas: (("ideas", "id"),),
    PackInfo: (("steps", "id"), ("steps", "number")),
}
"""The lists whose elements must differ in a key."""


def rules(part: msgspec.Struct) -> Iterator[Finding]:
    """Yield what is wrong with one table; its inner tables were asked about before it."""
    yield from _empty_texts(part)
    for name, bounds in BOUNDS.get(type(part), {}).items():
        yield from _within(part, name, bounds)
    for name in SOME.get(type(part), ()):
        yield from _some(part, name)
    for name, key in UNIQUE.get(type(part), ()):
        yield from _unique(part, name, key)
    match part:
        case Question():
            yield from _question(part)
        case Exercise():
            yield from _exercise(part)
        case TalkFormat():
            yield from _talk(part)
        case _:
            pass


def unknown_steps(prompts: Iterable[Prompt], known: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each prompt whose step is not among the `known` ids."""
    for number, prompt in enumerate(prompts):
        if prompt.step not in known:
            values: dict[str, object] = {"step": prompt.step, "known": ", ".join(sorted(known))}
            yield Finding(("prompts", number, "step"), "unknown_step", values)


def _empty_texts(part: msgspec.Struct) -> Iterator[Finding]:
    """Yield a finding for each text that says nothing, but those that need not be there."""
    for name, field in fields_of(type(part)).items():
        value = getattr(part, name)
        texts = value if isinstance(value, tuple) else (value,)
        for number, text in enumerate(texts):
            if isinstance(text, str) and not text.strip() and text != field.default:
                path = (name, number) if isinstance(value, tuple) else (name,)
                yield Finding(path, "empty_text", {"key": name})


def _question(question: Question) -> Iterator[Finding]:
    kind = question.kind
    if kind in WITH_OPTIONS:
        if len(question.options) < LEAST_OPTIONS:
            path = ("options",)
            yield Finding(path, "few_options", {"kind": str(kind), "id": question.id, "least": LEAST_OPTIONS})
        yield from _unique(question, "options", "id")
    elif question.options:
        yield Finding(("options",), "needless_options", {"kind": str(kind), "id": question.id})
    if kind is QuestionKind.SCALE and question.low >= question.high:
        yield Finding(("high",), "scale_ends", {"low": question.low, "high": question.high})
    if kind is QuestionKind.CIRCLES and (question.low, question.high) != CIRCLES:
        yield Finding(("high",), "circles_ends", {"low": CIRCLES[0], "high": CIRCLES[1]})
    if kind is QuestionKind.WISHES:
        yield from _everywhere(question.options)


def _everywhere(options: Sequence[Option]) -> Iterator[Finding]:
    """Yield a finding where a couple that lives apart, or together, would have less than two wishes to mark."""
    for left_out in (Distance.APART, Distance.TOGETHER):
        if sum(option.where != left_out for option in options) < LEAST_OPTIONS <= len(options):
            yield Finding(("options",), "wishes_one_place", {"where": str(left_out)})


def _exercise(exercise: Exercise) -> Iterator[Finding]:
    before: set[str] = set()
    for number, question in enumerate(exercise.questions):
        if not question.id.startswith(f"{exercise.id}."):
            yield Finding(("questions", number, "id"), "question_id", {"id": question.id, "step": exercise.id})
        if question.ceiling and question.ceiling not in before:
            yield Finding(("questions", number, "ceiling"), "no_ceiling", {"id": question.ceiling})
        if question.kind is QuestionKind.CHOICE:
            before.add(question.id)


def _talk(form: TalkFormat) -> Iterator[Finding]:
    """Yield what is wrong with the parts of a talk: how long a turn may be depends on how the talk is held."""
    if len(form.phases) > MOST_PHASES:
        yield Finding(("phases", MOST_PHASES), "many_phases", {"count": len(form.phases), "most": MOST_PHASES})
    for number, phase in enumerate(form.phases):
        for found in _phase(phase, slow=form.slow):
            yield found.under(("phases", number))


def _phase(phase: Phase, *, slow: bool) -> Iterator[Finding]:
    yield from _within(phase, "seconds", SLOW_TURN if slow else TURN)
    yield from _rounds(phase)
    if phase.turns and not (phase.speaker and phase.listener):
        yield Finding((), "turns_without_lines", {"id": phase.id})
    if not phase.turns and not phase.both:
        yield Finding((), "together_without_line", {"id": phase.id})
    if phase.reflect and not phase.turns:
        yield Finding(("reflect",), "reflect_without_turns", {"id": phase.id})


def _rounds(phase: Phase) -> Iterator[Finding]:
    if phase.rounds < ROUNDS[0]:
        yield Finding(("rounds",), "no_rounds", {"id": phase.id})
        return
    yield from _within(phase, "rounds", ROUNDS)
    rounds = phase.rounds if phase.turns else 1
    if len(phase.questions) not in {0, rounds}:
        values: dict[str, object] = {"id": phase.id, "count": len(phase.questions), "rounds": rounds}
        yield Finding(("questions",), "questions_by_round", values)


def _within(part: msgspec.Struct, name: str, bounds: tuple[int, int]) -> Iterator[Finding]:
    low, high = bounds
    value = getattr(part, name)
    if not low <= value <= high:
        yield Finding((name,), "out_of_bounds", {"key": name, "value": value, "low": low, "high": high})


def _some(part: msgspec.Struct, name: str) -> Iterator[Finding]:
    if not getattr(part, name):
        yield Finding((name,), "empty_list", {"key": name})


def _unique(part: msgspec.Struct, name: str, key: str) -> Iterator[Finding]:
    seen: set[object] = set()
    for number, element in enumerate(getattr(part, name)):
        value = getattr(element, key)
        if value in seen:
            yield Finding((name, number, key), "duplicate", {"key": key, "id": value})
        seen.add(value)
