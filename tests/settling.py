"""How tests wait for the app: until it has nothing left to do, rather than until the processor has been idle a while.

Textual's pilot posts a message to every widget and then sleeps until the process rests, twice at each key. Here the
event loop itself is asked: the app has settled when nothing stands in its queue, no thread works for it, and nothing
is to be laid out or painted.
"""

import asyncio
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from concurrent.futures import Executor
from inspect import getattr_static
from threading import enumerate as enumerate_threads
from time import monotonic
from typing import Any, cast

import pytest
import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App
from textual.css._style_properties import (
    BorderProperty,
    ColorProperty,
    IntegerProperty,
    SpacingProperty,
    StringEnumProperty,
)
from textual.css.model import RuleSet
from textual.css.styles import RULE_NAMES, RulesMap, Styles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.events import ScreenResume
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button

from tests.painting import paint

PATIENCE = 0.5
"""Seconds to wait for threads: it may be the test itself that keeps one waiting."""

BESIDE, TICK = "aside", 0.002
"""What threads are called that no event loop knows of, and how often to look whether they are over, in seconds."""

ROUNDS = 5000
"""How often the event loop may go round: something that goes on for ever never settles."""

SIMPLE = (ColorProperty, IntegerProperty, SpacingProperty, BorderProperty, StringEnumProperty)
SET = frozenset(name for name in RULE_NAMES if not isinstance(getattr_static(Styles, name, None), SIMPLE))
"""The rules of a style that may be kept otherwise than they are given."""


class Threads:
    """Knows which threads work for an event loop."""

    def __init__(self) -> None:
        self._at_work: set[asyncio.Future[Any]] = set()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        run = BaseEventLoop.run_in_executor

        def watched(
            loop: BaseEventLoop, executor: Executor | None, func: Callable[..., Any], *args: Any
        ) -> asyncio.Future[Any]:
            future = run(loop, executor, func, *args)
            self._at_work.add(future)
            future.add_done_callback(self._at_work.discard)
            return future

        patch.setattr(BaseEventLoop, "run_in_executor", watched)

    async def one_is_back(self, end: float) -> bool:
        """Wait until a thread may have come back, `end` at the longest; tell whether to look again."""
        loop = asyncio.get_running_loop()
        mine = [each for each in self._at_work if each.get_loop() is loop]
        left, beside = end - monotonic(), any(each.name == BESIDE for each in enumerate_threads())
        if left <= 0 or not (mine or beside):
            return False
        if beside:
            await asyncio.sleep(TICK)
            return True
        done, _ = await asyncio.wait(mine, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)


def wait_for_the_app(patch: pytest.MonkeyPatch) -> None:
    """Let every pilot wait until its app has settled."""
    threads = Threads()
    threads.watch(patch)

    async def wait_for_screen(pilot: Pilot[Any], **_: float) -> bool:
        await settle(pilot.app, threads)
        return True

    async def wait_for_idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
        del min_sleep, max_sleep
        await settle(active_app.get(), threads)

    async def pause(pilot: Pilot[Any], delay: float | None = None) -> None:
        """Let time pass, then settle: what a test looks at next is never half done."""
        await asyncio.sleep(delay or 0)
        await settle(pilot.app, threads)

    patch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
    patch.setattr(Pilot, "pause", pause)
    patch.setattr(textual.app, "wait_for_idle", wait_for_idle)
    patch.setattr(textual.pilot, "wait_for_idle", wait_for_idle)
    patch.setattr(Button, "_start_active_affect", lambda _: None)  # it takes a fifth of a second to look as before


async def settle(app: App[Any], threads: Threads) -> None:
    """Return when the app has nothing to do before time passes."""
    end = monotonic() + PATIENCE
    for _ in range(ROUNDS):
        await asyncio.sleep(0)
        if not _at_rest():
            continue
        screen = app.screen_stack[-1] if app._running and app._screen_stacks.get(app.current_mode) else None
        if screen is not None and _is_due(screen):
            screen._on_timer_update()
        elif not await threads.one_is_back(end) and not paint(app):
            return


def _at_rest() -> bool:
    return not cast("Any", asyncio.get_running_loop())._ready


def _is_due(screen: Screen[Any]) -> bool:
    """Whether a screen has something to lay out, to paint, or to call after that."""
    asked = (
        screen._layout_required,
        screen._scroll_required,
        screen._repaint_required,
        screen._recompose_required,
        screen._dirty_widgets,
        screen._callbacks,
    )
    return screen.is_current and not screen.app._batch_count and any(asked)


def style_once(patch: pytest.MonkeyPatch) -> None:
    """Leave out the styling that changes nothing: of a new screen's widgets once more, and with what they have.

    A widget that has no styles yet takes all of them at once, rather than by one setter each.
    """
    resume = Screen._on_screen_resume
    replace = Stylesheet.replace_rules

    def resumed(screen: Screen[Any], event: ScreenResume) -> None:
        event.refresh_styles = False
        resume(screen, event)

    def replaced(node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        base = node.styles.base
        if base._rules == rules:
            node.notify_style_update()
        elif not base._rules and not animate:
            as_they_are = {name: rule for name, rule in rules.items() if rule is not None and name not in SET}
            base.merge_rules(cast("RulesMap", as_they_are))
            for name in SET & rules.keys():
                setattr(base, name, cast("dict[str, object]", rules)[name])
            node.notify_style_update()
        else:
            replace(node, rules, animate)

    patch.setattr(Screen, "_on_screen_resume", resumed)
    patch.setattr(Stylesheet, "replace_rules", staticmethod(replaced))
    patch.setattr(RuleSet, "__hash__", object.__hash__)
