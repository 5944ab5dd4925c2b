"""The catalogues of all languages that are spoken here, with the packs of one's own in each."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.catalog.catalog import Catalog
from tui.catalog.place import FALLBACK, content_folder, language_folders
from tui.catalog.words import Words

if TYPE_CHECKING:  # only who has packs of their own needs the checks
    from tui.catalog.own import OwnPack, OwnPacks

LOCALE = ("NEARER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the system says which language is spoken, the strongest first."""


def spoken(environment: Mapping[str, str]) -> str:
    """Return the language (BCP 47) that the environment asks for, English where it asks for none."""
    said = next((environment[name] for name in LOCALE if environment.get(name)), "")
    tag = said.partition(".")[0].partition("@")[0].replace("_", "-")
    return tag if tag not in {"", "C", "POSIX"} else FALLBACK


def catalog_here() -> Catalog:
    """Return what is said to whoever types here, before anything is known of who that is."""
    return Catalog.open(spoken(os.environ))


class Library:
    """Gives the catalogue of a language, each made once; nothing is read before it is asked for."""

    def __init__(self, *, places: Sequence[Path] = (), language: str = "") -> None:
        """`places` hold packs of one's own; `language` is spoken where nobody has chosen another."""
        self.language = language or FALLBACK
        self._content = content_folder()
        self._own = _own(places, self._content)
        self._catalogs: dict[str, Catalog] = {}

    def catalog(self, language: str = "") -> Catalog:
        """Return what is said in `language` (default: the one that is spoken here)."""
        language = language or self.language
        held = self._catalogs.get(language)
        if held is None:
            held = self._catalogs[language] = self._made(language)
        return held

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the interface can speak, the app's own first."""
        ours = sorted(each.parent.parent.name for each in self._content.glob("*/interface/app.toml"))
        more = [each.language for each in self._sound if (each.folder / "interface" / "app.toml").is_file()]
        return tuple(dict.fromkeys((*ours, *more)))

    def name(self, language: str) -> str:
        """Return what a language calls itself."""
        return self.catalog(language).words("app.language")

    @property
    def left_out(self) -> tuple[tuple[str, int, str], ...]:
        """The first fault of each pack of one's own that is left out: file, line, what is wrong and what to do."""
        faults = self._own.left_out if self._own is not None else ()
        return tuple((each.file, each.line, f"{each.what} {each.mend}") for each in faults)

    @property
    def _sound(self) -> "tuple[OwnPack, ...]":
        return self._own.sound if self._own is not None else ()

    def _made(self, language: str) -> Catalog:
        mine = [each.folder for each in self._sound if _same(each.language, language)]
        others = [each.folder for each in self._sound if not _same(each.language, language)]
        words = [folder for folder in mine if (folder / "interface").is_dir()]
        return Catalog((*words, *language_folders(language, self._content)), own=mine, foreign=others)


def _own(places: Sequence[Path], content: Path) -> "OwnPacks | None":
    there = [place for place in places if place.exists()]
    if not there:
        return None
    from tui.catalog.own import own_packs

    return own_packs(there, Words([content / FALLBACK]))


def _same(one: str, other: str) -> bool:
    return one.casefold().partition("-")[0] == other.casefold().partition("-")[0]
