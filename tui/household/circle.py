"""Where this machine keeps what it knows of its circle, if it takes part in one."""

import msgspec

from tui.store.store import Store
from tui.sync.roster import Circle

CIRCLE = "circle"
"""Its key among what belongs to this machine alone."""


class Desk:
    """What this machine keeps of the circle, in the home's own file."""

    def __init__(self, store: Store) -> None:
        """`store` is the home's."""
        self._store = store

    def circle(self) -> Circle | None:
        """Return it; None when this machine takes part in none."""
        return circle_of(self._store)

    def keep(self, circle: Circle) -> None:
        """Keep it, durably; raises `StoreError`."""
        self._store.local.put(CIRCLE, msgspec.to_builtins(circle))


def circle_of(store: Store) -> Circle | None:
    """Return what this machine knows of its circle; None when it takes part in none."""
    kept = store.local.get(CIRCLE)
    if kept is None:
        return None
    try:
        return msgspec.convert(kept, Circle)
    except (msgspec.ValidationError, ValueError):
        return None
