"""How each of the two is marked: a colour AND a shape, so that colour alone never carries meaning."""

from textual.content import Content

from tui.core.text import shorten

SHAPES = ("●", "◆")
STYLES = ("$person-first", "$person-second")

NAME_CELLS = 18
"""How wide a name may be where it stands beside other things."""


def shape(seat: int) -> Content:
    """Return the mark of the person in `seat` (0 or 1)."""
    return Content.styled(SHAPES[seat], STYLES[seat])


def tag(name: str, seat: int, cells: int = NAME_CELLS) -> Content:
    """Return a person's name and mark: `Ana ●`, the name cut to `cells`."""
    return Content.assemble(Content.styled(shorten(name, cells), f"bold {STYLES[seat]}"), " ", shape(seat))
