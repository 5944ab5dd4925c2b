"""Folders that something seems to carry to other machines, to begin with where one has to be chosen."""

import os
from itertools import islice
from pathlib import Path

from tui.store.synced import carrier_of

MOST = 1000
"""How many folders are looked at."""


def likely_folder() -> str:
    """Return one that lies in this person's own folder, with a slash; empty when none does. Blocks: reads folders."""
    place = Path.home()
    try:
        with os.scandir(place) as entries:
            folders = sorted(each.name for each in islice(entries, MOST) if each.is_dir())
    except OSError:
        return ""
    return next((f"{place / each}{os.sep}" for each in folders if carrier_of(place / each) == place / each), "")
