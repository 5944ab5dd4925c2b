"""Work that only reads, in a thread that holds up nobody who leaves: what it has not read by then is not needed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

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
