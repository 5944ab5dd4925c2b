"""Buttons beneath one another, of which one is the answer."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical


class Answers(Vertical):
    """The arrows go from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
