"""How well an exercise is supported, and where it comes from, in a line."""

from tui.catalog.schema import Grade
from tui.catalog.words import Words


def support(words: Words, grade: Grade, source: str) -> str:
    """Return the grade in a word and its source in a few."""
    return words("common.support", grade=graded(words, grade), source=sourced(words, source))


def graded(words: Words, grade: Grade) -> str:
    """Return how well something is supported, in a word."""
    return words(f"common.grade_{grade}")


def sourced(words: Words, source: str) -> str:
    """Return where something comes from, in a few words; a source of a pack of one's own stands as it is."""
    key = f"sources.{source.replace('-', '_')}"
    return words(key) if words.has(key) else source
