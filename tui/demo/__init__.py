"""A made-up couple's history, for looking around without having to begin."""

from tui.demo.home import save, write
from tui.demo.story import Material, history

__all__ = ["Material", "history", "save", "write"]
