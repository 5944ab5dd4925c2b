"""Packs of one's own: found in a folder, looked through once, and left out where something is wrong with them."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from tui.catalog.check import Fault, check
from tui.catalog.pack import INFO
from tui.catalog.read import read
from tui.catalog.words import Words


class OwnPack(msgspec.Struct, frozen=True, kw_only=True):
    """A sound pack: its `folder`, and the `language` (BCP 47) that it is written in."""

    folder: Path
    language: str


class OwnPacks(msgspec.Struct, frozen=True, kw_only=True):
    """The `sound` packs in the order of their names, and the first fault of each pack that is `left_out`."""

    sound: tuple[OwnPack, ...] = ()
    left_out: tuple[Fault, ...] = ()


def own_packs(places: Iterable[Path], words: Words) -> OwnPacks:
    """Return the packs in `places`: each is a pack's folder, or a folder of them. Never raises.

    `words` say what is wrong with those that are left out.
    """
    sound: list[OwnPack] = []
    left_out: list[Fault] = []
    for folder in dict.fromkeys(folder for place in places for folder in _folders(place)):
        faults = check(folder, words)
        if faults:
            left_out.append(faults[0])
        else:
            sound.append(OwnPack(folder=folder, language=str(read(folder / INFO).data.get("language", ""))))
    return OwnPacks(sound=tuple(sound), left_out=tuple(left_out))


def _folders(place: Path) -> list[Path]:
    """Return the packs of a place, sorted; the place itself where it is one, or nothing that could be one."""
    try:
        inner = sorted(each for each in place.iterdir() if each.is_dir() and not each.name.startswith("."))
        return [place] if (place / INFO).exists() or not inner else inner
    except OSError:
        return [place]
