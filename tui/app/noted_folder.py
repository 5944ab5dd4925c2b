"""A folder that remembers what it was like when it was read, so that looking whether it has changed costs little."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.sync.ports import Folder, Signature


class NotedFolder:
    """Passes everything on; what this machine writes itself is no change."""

    def __init__(self, folder: "Folder") -> None:
        """`folder` is the real one."""
        self._folder = folder
        self._seen: dict[str, Signature] | None = None
        self._own: set[str] = set()

    def begin(self) -> None:
        """Forget what it was like: it is about to be read."""
        self._seen, self._own = None, set()

    def has_changed(self) -> bool:
        """Whether it is another than when it was read; raises `FolderError`."""
        now = dict(self._folder.files())
        if self._seen is None:
            return True
        for name in self._own:
            self._seen.pop(name, None)
            if name in now:
                self._seen[name] = now[name]
        self._own.clear()
        return now != self._seen

    def files(self) -> Mapping[str, "Signature"]:
        """As `Folder` has it."""
        found = self._folder.files()
        if self._seen is None:
            self._seen = dict(found)
        return found

    def read(self, name: str, most: int) -> bytes | None:
        """As `Folder` has it."""
        return self._folder.read(name, most)

    def write(self, name: str, data: bytes) -> None:
        """As `Folder` has it."""
        self._own.add(name)
        self._folder.write(name, data)

    def remove(self, name: str) -> None:
        """As `Folder` has it."""
        self._own.add(name)
        self._folder.remove(name)
