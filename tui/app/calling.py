"""Calling people when a time is up: a notice on the desktop, where the terminal is known to have a way to one.

Each terminal has its own: kitty OSC 99, those after rxvt OSC 777, those after iTerm2 OSC 9. Which one it is can be
told from the environment alone, as a question to the terminal would be answered among the keys. Nothing is sent
where in doubt: some terminals print what they do not know.
"""

from collections.abc import Mapping
from enum import Enum

from tui.core.text import one_line, shorten
from tui.store.local import Local

LONGEST = 80
"""Cells of a title or a text: desktops show no more."""

_END = "\x1b\\"


class Way(Enum):
    """A way to the desktop, with a place for the title and one for the text."""

    NONE = ""
    KITTY = f"\x1b]99;i=nearer:d=0;{{title}}{_END}\x1b]99;i=nearer:p=body;{{text}}{_END}"
    RXVT = f"\x1b]777;notify;{{title}};{{text}}{_END}"
    ITERM = f"\x1b]9;{{title}}: {{text}}{_END}"


_BETWEEN = ("TMUX", "STY", "ZELLIJ", "INSIDE_EMACS", "NVIM", "VIM_TERMINAL")
"""What these name stands between the app and the terminal that the rest of the environment tells of."""

_TERMS = {
    "xterm-kitty": Way.KITTY,
    "xterm-ghostty": Way.RXVT,
    "foot": Way.RXVT,
    "foot-extra": Way.RXVT,
    "wezterm": Way.RXVT,
    "rxvt-unicode": Way.RXVT,
    "rxvt-unicode-256color": Way.RXVT,
}
"""By `TERM`, where a terminal has a name of its own there."""

_GENERAL = "xterm"
"""How `TERM` begins where a terminal has none: then it is told by what follows."""

_PROGRAMS = {
    "iTerm.app": Way.ITERM,
    "iTerm2": Way.ITERM,
    "WezTerm": Way.RXVT,
    "ghostty": Way.RXVT,
    "WarpTerminal": Way.RXVT,
}
"""By `TERM_PROGRAM`, or what ssh carries of it. Whatever else calls itself something is taken to have no way."""

_SIGNS = {
    "KITTY_WINDOW_ID": Way.KITTY,
    "GHOSTTY_RESOURCES_DIR": Way.RXVT,
    "WEZTERM_PANE": Way.RXVT,
    "ITERM_SESSION_ID": Way.ITERM,
    "ConEmuPID": Way.ITERM,
    "VTE_VERSION": Way.RXVT,
}
"""Variables that a terminal sets for all that runs in it, also for another terminal: so they are asked last."""


def way(environment: Mapping[str, str]) -> Way:
    """Return the way to the desktop in a terminal with this environment."""
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM") or environment.get("LC_TERMINAL")
    if any(environment.get(name) for name in _BETWEEN):
        return Way.NONE
    if term in _TERMS:
        return _TERMS[term]
    if not term.startswith(_GENERAL):
        return Way.NONE
    if program:
        return _PROGRAMS.get(program, Way.NONE)
    return next((found for name, found in _SIGNS.items() if environment.get(name)), Way.NONE)


def notice(title: str, text: str, environment: Mapping[str, str]) -> str:
    """Return what has to be written to the terminal for a notice; empty where there is no way.

    Whatever stands in `title` and `text`: the terminal obeys nothing of it.
    """
    found = way(environment)
    return found.value.format(title=_plain(title), text=_plain(text)) if found is not Way.NONE else ""


def _plain(text: str) -> str:
    """Return a text on one line without what would end it, or part it."""
    return shorten(one_line(text).replace(";", ","), LONGEST)


def wanted(local: Local, how: str) -> bool:
    """Whether they want to be called so on this machine: by `bell`, or by a notice (`notify`)."""
    return local.get(how) is not False
