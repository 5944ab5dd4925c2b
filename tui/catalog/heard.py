"""The words that are understood where a time is typed: the reader's own, and those of all other languages."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from tui.catalog.place import content_folder
from tui.catalog.words import Words
from tui.planner.when_words import CONCEPTS, Vocabulary, vocabulary


@lru_cache(maxsize=4)
def time_words(words: Words) -> Vocabulary:
    """Return what times may be typed with by somebody who reads `words`."""
    others = [Words([folder.parent]) for folder in sorted(content_folder().glob("*/interface"))]
    return vocabulary([{name: _heard(each, name) for name in CONCEPTS} for each in (words, *others)])


def _heard(words: Words, concept: str) -> str:
    """Return the words for a concept; what we write ourselves is always among them."""
    text = words(f"planner.heard_{concept}")
    match concept:
        case "weekdays":
            return _with_ours(
                text, lambda day: (words(f"common.weekday_{day}"), words(f"common.weekday_short_{day}"))
            )
        case "months":
            return _with_ours(
                text, lambda month: (words(f"common.month_{month}"), words(f"common.month_short_{month}"))
            )
        case "today":
            return f"{words('common.today')}|{text}"
        case "tomorrow":
            return f"{words('common.tomorrow')}|{text}"
        case _:
            return text


def _with_ours(text: str, ours: Callable[[int], Iterable[str]]) -> str:
    rows = enumerate(text.split(","), 1)
    return ",".join("|".join((*ours(number), row)) for number, row in rows)
