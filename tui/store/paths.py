"""Where things are on this machine."""

import os
from pathlib import Path


def default_home() -> Path:
    """Return the home that is used when none is named: `NEARER_HOME`, or the platform's folder for data."""
    named = os.environ.get("NEARER_HOME", "")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("nearer", appauthor=False))
