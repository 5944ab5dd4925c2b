"""nearer: a quiet place in the terminal for two people who want to be closer."""

__version__ = "0.1.0"
