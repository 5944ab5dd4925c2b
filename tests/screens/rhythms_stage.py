"""What the tests of all that comes round share: moving about, and waiting for what that sets off."""

from collections.abc import Callable

from textual.pilot import Pilot
from textual.screen import Screen

from tests.stage import FixedClock, seen


async def settled(pilot: Pilot[int]) -> None:
    """Wait for what a key set off, also in threads."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def show(pilot: Pilot[int], screen: Screen[None]) -> None:
    """Open a screen over the first one, from within its own app: a test may play on two."""
    await pilot.pause()
    pilot.app.call_later(pilot.app.push_screen, screen)
    await until(pilot, lambda: pilot.app.screen is screen)
    await settled(pilot)


async def until(pilot: Pilot[int], condition: Callable[[], bool]) -> None:
    """Wait until something holds, and say that it did."""
    for _ in range(200):
        await pilot.pause(0.02)
        if condition():
            break
    assert condition(), seen(pilot)


async def passes(pilot: Pilot[int], clock: FixedClock, seconds: float) -> None:
    """Let time pass, and the screen look."""
    clock.go(seconds)
    tick = getattr(pilot.app.screen, "tick", None)
    if callable(tick):
        tick()
    await settled(pilot)


async def click_words(pilot: Pilot[int], words: str, *, part: str = "*") -> None:
    """Click words that stand on the screen, within a widget that a selector names."""
    for widget in pilot.app.screen.query(part).results():
        rows = seen(pilot).splitlines()
        for row in range(widget.region.y, widget.region.bottom):
            line = rows[row][widget.region.x : widget.region.right] if row < len(rows) else ""
            if words in line:
                await pilot.click(offset=(widget.region.x + line.index(words), row))
                await settled(pilot)
                return
    raise AssertionError(words)
