"""What a running talk asks of the home that keeps it."""

from collections.abc import Callable
from typing import Protocol


class Shelf(Protocol):
    """Small pieces of JSON by key, each durable: `tui.store.local.Local`."""

    @property
    def window(self) -> str:
        """The name of this window among all that are open."""

    def is_open(self, window: str) -> bool:
        """Whether a window is another than this one, and still there."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is kept: all of it was damaged, or taken away."""

    def get(self, key: str) -> object | None:
        """Return what is kept under `key`."""

    def change(self, key: str, function: Callable[[object | None], object]) -> object:
        """Keep what `function` makes of what is kept, alone among all windows; raises `StoreError`."""

    def delete(self, key: str) -> None:
        """Let go of a value; raises `StoreError`."""

    def note(self, value: object) -> None:
        """Note something small in passing: a kill does not lose it, a power cut may; raises `StoreError`."""

    def noted(self) -> object | None:
        """Return what was last noted in passing; None when it cannot be read."""
