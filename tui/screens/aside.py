"""Work that only reads, in a thread that holds up nobody who leaves: what it has not read by then is not needed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

from textual.widget import Widget

V = TypeVar("V")
W = TypeVar("W")


async def aside(work: Callable[[], W]) -> W:
    """Return what `work` returns, or raise what it raises; it writes nothing, as it may end in the middle."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[W] = loop.create_future()

    def worked() -> None:
        try:
            found = work()
        except Exception as error:  # noqa: BLE001 - it is raised where the work was asked for
            tell(done.set_exception, error)
        else:
            tell(done.set_result, found)

    def tell(how: Callable[[V], None], what: V) -> None:
        with suppress(RuntimeError):  # the app has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if done.done() else how(what))

    Thread(target=worked, name="aside", daemon=True).start()
    return await done


class Looking:
    """Looks for a screen at what is read aside, one look at a time: what is wanted meanwhile comes after it."""

    def __init__(self, screen: Widget, name: str, once: Callable[[], Awaitable[None]]) -> None:
        """`once` looks once, and shows what it has found; `name` is that of the worker and its group."""
        self._screen, self._name, self._once = screen, name, once
        self._wanted = self._at_it = False

    def ask(self) -> None:
        """Look, now or after the look that is on."""
        self._wanted = True
        if not self._at_it:
            self._at_it = True
            self._screen.run_worker(self._go_on(), name=self._name, group=self._name, exit_on_error=False)

    async def _go_on(self) -> None:
        try:
            while self._wanted and self._screen.is_attached:
                self._wanted = False
                await self._once()
        finally:
            self._at_it = False
