"""How well an exercise is supported, and where it comes from, in a line."""

from tui.catalog.schema import Grade
from tui.catalog.words import Words


def support(words: Words, grade: Grade, source: str) -> str:
    """Return the grade in a word and its source in a few; a source of a pack of one's own stands as it is."""
    key = f"sources.{source.replace('-', '_')}"
    told = words(key) if words.has(key) else source
    return words("common.support", grade=words(f"common.grade_{grade}"), source=told)
