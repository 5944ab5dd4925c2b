"""The words of the interface, fetched by key, in the person's language.

`words("home.today")` is `today` in `interface/home.toml`. A file is read when one of its words is first asked for.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tui.core.errors import NearerError

Area = Mapping[str, object]
"""One file of `interface/`: texts, and tables of plural forms."""

_PLACE = re.compile(r"\{(\w+)\}")


class Words:
    """Gives the texts of the interface; never raises, as it is also asked for the texts of errors."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """`folders` hold an `interface/` each, the preferred language first."""
        self._folders = tuple(folders)
        self._areas: dict[tuple[Path, str], Area] = {}

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text under `key` (`area.name`) with `{name}` filled from `values`.

        A table of plural forms is chosen from by the value `count`. A key that is not there comes back in brackets.
        """
        found = self._find(key)
        text = _plural(found, values.get("count")) if isinstance(found, Mapping) else found
        return _filled(text, values) if isinstance(text, str) else f"[{key}]"

    def has(self, key: str) -> bool:
        """Return whether there is a text under `key`."""
        return self._find(key) is not None

    def error(self, error: NearerError) -> str:
        """Return the sentence of an error: what happened, what is safe, what to do."""
        return self(f"errors.{error.key}", **error.values)

    def _find(self, key: str) -> object:
        area, _, name = key.partition(".")
        for folder in self._folders:
            found = self._area(folder, area).get(name)
            if found is not None:
                return found
        return None

    def _area(self, folder: Path, area: str) -> Area:
        held = self._areas.get((folder, area))
        if held is None:
            held = self._areas[folder, area] = _read(folder / "interface" / f"{area}.toml")
        return held


def _read(path: Path) -> Area:
    """Return a file's texts; none when it is missing or broken, which is for `check` to tell."""
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}


def _plural(forms: Area, count: object) -> object:
    wanted = {0: "zero", 1: "one"}.get(count, "other") if isinstance(count, int) else "other"
    return forms.get(wanted, forms.get("other"))


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Fill `{name}` in one pass, so that braces within a value are never read again."""
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
