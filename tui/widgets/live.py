"""A question's field while somebody writes in it: what stands there at this moment, and another answer put under it.

Neither waits for messages on their way, and neither moves the focus.
"""

from tui.core.records import IfThen, Timeline, Value
from tui.widgets.asking import Asking
from tui.widgets.fields import IfThenAsking, Line, LineAsking, Page, PageAsking
from tui.widgets.timeline import TimelineAsking
from tui.widgets.timeline_field import TimelineField


def standing(asking: Asking) -> Value | None:
    """Return the answer that stands in a field now, None when it is empty."""
    if not asking.query("*"):
        return asking.value
    match asking:
        case PageAsking():
            return asking.query_one(Page).text or None
        case LineAsking():
            return asking.query_one(Line).value or None
        case IfThenAsking():
            when, then = (field.value for field in asking.query(Line))
            return IfThen(when=when, then=then) if when or then else None
        case TimelineAsking():
            line = asking.query_one(TimelineField).line
            return line if line.points or line.events else None
        case _:
            return asking.value


def put_under(asking: Asking, value: Value | None) -> None:
    """Make `value` the answer in a field, with the cursor at the letter where it is."""
    asking.value = value
    match asking:
        case PageAsking():
            _write_page(asking.query_one(Page), value if isinstance(value, str) else "")
        case LineAsking():
            _write_line(asking.query_one(Line), value if isinstance(value, str) else "")
        case IfThenAsking():
            held = value if isinstance(value, IfThen) else IfThen(when="", then="")
            for field, text in zip(asking.query(Line), (held.when, held.then), strict=True):
                _write_line(field, text)
        case TimelineAsking():
            line = asking.query_one(TimelineField)
            line.line = value if isinstance(value, Timeline) else Timeline()
            line.refresh()
            line.post_message(TimelineField.Moved())
        case _:
            asking.refresh(layout=True)


def _write_line(field: Line, text: str) -> None:
    if field.value != text:
        place = _moved(field.value, text, field.cursor_position)
        field.value = text
        field.cursor_position = place


def _write_page(page: Page, text: str) -> None:
    old = page.text
    if old == text:
        return
    start, cursor = (_moved(old, text, _index(old, each)) for each in page.selection)
    before, after = _around(old, text)
    page.replace(text[before : len(text) - after], _location(old, before), _location(old, len(old) - after))
    page.selection = type(page.selection)(_location(text, start), _location(text, cursor))


def _index(text: str, location: tuple[int, int]) -> int:
    """Return the place in a text of a row and column, as `_location` gives them."""
    row, column = location
    return sum(len(line) + 1 for line in text.split("\n")[:row]) + column


def _location(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n"), index - (before.rfind("\n") + 1)


def _around(old: str, new: str) -> tuple[int, int]:
    """Return how many characters are the same at the beginning, and after those at the end."""
    most = min(len(old), len(new))
    before = next((place for place in range(most) if old[place] != new[place]), most)
    most -= before
    return before, next((place for place in range(most) if old[-1 - place] != new[-1 - place]), most)


def _moved(old: str, new: str, place: int) -> int:
    """Return where the letter at `place` of `old` stands in `new`; from nowhere, it goes to the end."""
    if not old:
        return len(new)
    before, after = _around(old, new)
    if place <= before:
        return place
    return max(before, len(new) - (len(old) - place)) if place >= len(old) - after else min(place, len(new) - after)
