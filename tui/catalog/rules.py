"""What must hold in a pack beyond keys and types: one rule a function, by the class it is about."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from tui.catalog.schema import (
    Distance,
    Idea,
    Ideas,
    Option,
    PackInfo,
    Phase,
    Prompt,
    Prompts,
    Question,
    QuestionKind,
    Step,
    TalkFormat,
)
from tui.catalog.shape import Finding, fields_of

WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.WISHES})
"""The kinds of question that are answered by choosing."""

LEAST_OPTIONS = 2
TURN_SECONDS = (10, 14_400)
MINUTES = (1, 1_440)
LEVELS = (0, 5)
CIRCLES = (1, 7)


def rules(part: msgspec.Struct) -> Iterator[Finding]:
    """Yield what is wrong with one table; its inner tables were asked about before it."""
    yield from _empty_texts(part)
    match part:
        case Question():
            yield from _question(part)
        case Option():
            yield from _within(part, "level", LEVELS)
        case Step():
            yield from _step(part)
        case Phase():
            yield from _phase(part)
        case TalkFormat():
            yield from chain(_some(part, "phases"), _within(part, "minutes", MINUTES), _unique(part, "phases"))
        case Idea():
            yield from _within(part, "minutes", MINUTES)
        case Prompts():
            yield from _unique(part, "prompts")
        case Ideas():
            yield from _unique(part, "ideas")
        case PackInfo():
            yield from chain(_unique(part, "steps"), _unique(part, "steps", "number"))
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
        yield from _unique(question, "options")
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


def _step(step: Step) -> Iterator[Finding]:
    yield from _some(step, "questions")
    yield from _within(step, "minutes", MINUTES)
    yield from _unique(step, "questions")
    for number, question in enumerate(step.questions):
        if not question.id.startswith(f"{step.id}."):
            yield Finding(("questions", number, "id"), "question_id", {"id": question.id, "step": step.id})


def _phase(phase: Phase) -> Iterator[Finding]:
    yield from _within(phase, "seconds", TURN_SECONDS)
    if phase.rounds < 1:
        yield Finding(("rounds",), "no_rounds", {"id": phase.id})
    if phase.turns and not (phase.speaker and phase.listener):
        yield Finding((), "turns_without_lines", {"id": phase.id})
    if not phase.turns and not phase.both:
        yield Finding((), "together_without_line", {"id": phase.id})


def _within(part: msgspec.Struct, name: str, bounds: tuple[int, int]) -> Iterator[Finding]:
    low, high = bounds
    value = getattr(part, name)
    if not low <= value <= high:
        yield Finding((name,), "out_of_bounds", {"key": name, "value": value, "low": low, "high": high})


def _some(part: msgspec.Struct, name: str) -> Iterator[Finding]:
    if not getattr(part, name):
        yield Finding((name,), "empty_list", {"key": name})


def _unique(part: msgspec.Struct, name: str, key: str = "id") -> Iterator[Finding]:
    seen: set[object] = set()
    for number, element in enumerate(getattr(part, name)):
        value = getattr(element, key)
        if value in seen:
            yield Finding((name, number, key), "duplicate", {"key": key, "id": value})
        seen.add(value)
