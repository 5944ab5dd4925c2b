"""What the exchange asks of the rest: a folder that something else carries, and what this machine keeps."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tui.core.changes import Change
from tui.core.errors import NearerError

if TYPE_CHECKING:
    from tui.sync.roster import Circle

SUFFIX = ".nearer"
"""How the name of every file of ours ends."""


class FolderError(NearerError):
    """The folder cannot be read or written now; nothing is lost, and it is tried again."""


class Signature(NamedTuple):
    """What a file looks like from outside: while it is the same, the file need not be read again."""

    size: int
    changed: int


class Folder(Protocol):
    """The files in the shared folder. Each method raises `FolderError` when the folder does not answer well."""

    def files(self) -> Mapping[str, Signature]:
        """Return the ordinary files of ours by name: no links, no folders, no more than can be meant."""

    def read(self, name: str, most: int) -> bytes | None:
        """Return the content of a file that `files` named; None when it is gone, not here yet, or too large."""

    def write(self, name: str, data: bytes) -> None:
        """Make a file, whole or not at all; what stands under that name is never written over."""

    def remove(self, name: str) -> None:
        """Take a file of this machine's own away; one that is gone already is no fault."""


class Mirror(Protocol):
    """This machine's own copies of the files that it has taken in or made. Raises `StoreError`."""

    def names(self) -> frozenset[str]:
        """Return the ids of all that is kept."""

    def read(self, file: str) -> bytes | None:
        """Return the content of the file with this id; None when it is not kept, or is damaged."""

    def add(self, file: str, data: bytes) -> None:
        """Keep a file, durably."""

    def drop(self, file: str) -> None:
        """Let go of a file that another one replaces."""

    def index(self) -> bytes | None:
        """Return what was last noted of all files; None when nothing was, or it cannot be read."""

    def keep_index(self, data: bytes) -> None:
        """Note it. It may be lost: then everything is read once more."""


Told = Callable[[str, str], bool]
"""Says whether files of this machine tell of a record, by its kind and id."""


class Unsent(NamedTuple):
    """Changes that are to be sent; with them, all of this machine up to the number `upto` have been."""

    changes: Sequence[Change]
    upto: int


class Erased(NamedTuple):
    """A record in which the person `by` has erased whatever they had said."""

    kind: str
    record: str
    by: str


class Records(Protocol):
    """The records of the home, as far as they may be shared. Raises `StoreError`."""

    @property
    def hand(self) -> str:
        """The name under which changes are written here now."""

    def hands(self, person: str) -> frozenset[str]:
        """Return all names under which changes by a person alone were written, of those that are here."""

    @property
    def sequence(self) -> int:
        """The number that the changes of this machine have reached."""

    def begin(self, noted: bytes, told: Told) -> None:
        """Begin to send; `noted` is what `noted` returned after an earlier exchange, `b""` where there is none.

        `told` says whether files of this machine tell of a record, by its kind and id.
        """

    def noted(self, after: int, again: Sequence[tuple[str, str]]) -> bytes:
        """Return what lets the next exchange look only at what changed, once all was sent that had begun.

        Files reach up to the number `after`; records in `again` (kind, id) are to be looked at again all the same.
        """

    def unsent(self, hands: frozenset[str], after: int) -> Unsent:
        """Return what of these hands may be shared and has a number above `after`, by number.

        And, whatever its number, what belongs to a record that may be shared only now.
        """

    def held(self, kind: str, record: str) -> Mapping[str, object] | None:
        """Return a record as it is here."""

    def admits(self, change: Change, person: str) -> bool:
        """Whether a change from a machine of `person` may be taken in, by what is held and sealed here."""

    def take_in(self, changes: Sequence[Change]) -> int:
        """Take changes in, durably and all or none; return how many said something new."""

    def erasures(self) -> Mapping[str, "Erased"]:
        """Return what was erased since the exchange in which it was `noted`, by the name of the erasure."""

    def digest(self) -> bytes:
        """Return 16 bytes that are the same on two machines when what they share is the same, and else differ."""


class Desk(Protocol):
    """Where this machine keeps what it knows of the circle. Raises `StoreError`."""

    def circle(self) -> "Circle | None":
        """Return it; None when this machine takes part in none."""

    def keep(self, circle: "Circle") -> None:
        """Keep it, durably."""
