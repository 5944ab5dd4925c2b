"""How the app paints in tests: what somebody would have looked at, rather than every state on the way there.

A screen is painted when a key or the mouse answers it, when a test looks at it, and when the test ends: what cannot
be painted still fails. To paint all that comes and goes in between takes a fifth of what a test costs.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

_update = Compositor.render_update


def paint_what_is_seen(patch: pytest.MonkeyPatch) -> None:
    """Let screens note what is to be painted, and paint it before something answers them."""
    strips, press, point, shut = Compositor.render_strips, App._press_keys, Pilot._post_mouse_events, App._shutdown

    def noted(compositor: Compositor, full: bool = False, *stack: Any, **options: Any) -> object:
        return _update(compositor, full, *stack, **options) if full else None

    def looked_at(compositor: Compositor, *size: Any) -> list[Strip]:
        compositor._dirty_regions.clear()
        return strips(compositor, *size)

    async def pressed(app: App[Any], keys: Iterable[str]) -> None:
        for key in keys:
            paint(app)
            await press(app, [key])

    async def pointed(pilot: Pilot[Any], *what: Any, **where: Any) -> bool:
        paint(pilot.app)
        return await point(pilot, *what, **where)

    async def shut_down(app: App[Any]) -> None:
        paint(app)
        await shut(app)

    patch.setattr(Compositor, "render_update", noted)
    patch.setattr(Compositor, "render_strips", looked_at)
    patch.setattr(App, "_press_keys", pressed)
    patch.setattr(Pilot, "_post_mouse_events", pointed)
    patch.setattr(App, "_shutdown", shut_down)


def paint(app: App[Any]) -> None:
    """Paint what has changed since the screen was last painted."""
    screen: Screen[Any] | None = app._screen_stacks[app.current_mode][-1] if _has_screen(app) else None
    if screen is not None and screen._compositor._dirty_regions and not app._batch_count:
        _update(screen._compositor, screen_stack=app._background_screens)


def _has_screen(app: App[Any]) -> bool:
    return app._running and bool(app._screen_stacks.get(app.current_mode))
