"""What is remembered from one exchange to the next, so that only what changed has to be looked at.

It may be lost at any time: then everything is looked at once more.
"""

from typing import Final

import msgspec

from tui import __version__
from tui.core.merging import Entry
from tui.store.since import Mark, Since
from tui.store.store import Store
from tui.sync.shared import fingerprint, is_the_same_for_both

_ALL: Final = 1 << 128


class Noted(msgspec.Struct, frozen=True, array_like=True):
    """What was noted at a `mark`: the sum of all fingerprints (16 bytes), and that all was sent that was to be.

    So it was for the changes of these `hands` with numbers above `after`, but for the records in `again`. What is to
    be sent, and what a fingerprint is, may differ in another `version` of this program.
    """

    mark: Mark
    fingerprints: bytes
    hands: frozenset[str]
    after: int
    again: tuple[tuple[str, str], ...]
    version: str = __version__


class Sum:
    """The sum of the fingerprints of all that is the same for both, kept up to date by what changed."""

    def __init__(self, store: Store, noted: Noted | None) -> None:
        """Go on from what was noted."""
        self._store = store
        self._mark = None if noted is None else noted.mark
        self.value = 0 if noted is None else int.from_bytes(noted.fingerprints, "big")

    def look(self) -> Since:
        """Bring it up to date; return what changed since the last time."""
        since = self._store.since(self._mark)
        before = 0 if since.anew else self.value
        self.value = (before + _sum(since.entries) - _sum(since.before)) % _ALL
        self._mark = since.mark
        return since


def _sum(entries: list[Entry]) -> int:
    return sum(fingerprint(each) for each in entries if _counts(each))


def _counts(entry: Entry) -> bool:
    document = entry.document
    return document is not None and is_the_same_for_both(entry.changes[0].kind, document)


def understood(data: bytes) -> Noted | None:
    """Return what was noted; None when it cannot be read, or was noted by another version."""
    try:
        noted = msgspec.msgpack.decode(data, type=Noted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return noted if noted.version == __version__ else None


def mark_in(data: bytes) -> Mark | None:
    """Return of which moment something was noted; None when that cannot be read."""
    noted = understood(data)
    return None if noted is None else noted.mark


def written(
    since: Since, value: int, *, hands: frozenset[str], after: int, again: tuple[tuple[str, str], ...]
) -> bytes:
    """Return what is to be remembered of the moment of `since`, when the sum had this value."""
    noted = Noted(mark=since.mark, fingerprints=value.to_bytes(16, "big"), hands=hands, after=after, again=again)
    return msgspec.msgpack.encode(noted)
