"""How well an exercise is supported: for screens that ask for it here."""

from tui.catalog.support import support as support
