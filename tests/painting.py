"""How the app paints in tests: each time it has settled, rather than every state on the way there.

What nobody could have seen for longer than a moment is not painted; what can be looked at is, so that what cannot be
painted still fails. All that comes and goes in between would take an eighth of what a test costs.
"""

from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App

_update = Compositor.render_update


def paint_once(patch: pytest.MonkeyPatch) -> None:
    """Let screens only note what is to be painted; a picture of a whole screen is painted when it is asked for."""

    def noted(compositor: Compositor, full: bool = False, *stack: Any, **options: Any) -> object:
        return _update(compositor, full, *stack, **options) if full else None

    patch.setattr(Compositor, "render_update", noted)


def paint(app: App[Any]) -> bool:
    """Paint what has changed since the screen was last painted; return whether anything has."""
    screen = app.screen_stack[-1] if app._running and app._screen_stacks.get(app.current_mode) else None
    if screen is None or app._batch_count or not screen._compositor._dirty_regions:
        return False
    _update(screen._compositor, screen_stack=app._background_screens)
    return True


@pytest.fixture
def every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint every state: where what is in view depends on what was drawn before."""
    monkeypatch.setattr(Compositor, "render_update", _update)
