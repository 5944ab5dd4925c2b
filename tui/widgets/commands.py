"""What a screen can do, said once: the same command feeds its key, the bar of keys, the palette and the help."""

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing to do. `id` names its words in the catalogue (`commands.<id>`), `action` a Textual action.

    `key` may name several (`question_mark,f1`); the first is shown. A command that is not `shown` is in the
    palette and the help only.
    """

    id: str
    key: str
    action: str
    shown: bool = True
    priority: bool = False

    @property
    def name(self) -> str:
        """How its first key is written for people."""
        return key_name(self.key)

    def binding(self) -> Binding:
        """Return the key binding."""
        return Binding(self.key, self.action, self.id, show=self.shown, id=self.id, priority=self.priority)


_KEY_NAMES = {
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "slash": "/",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "shift+left": "⇧←",
    "shift+right": "⇧→",
    "shift+up": "⇧↑",
    "shift+down": "⇧↓",
    "tab": "Tab",
    "delete": "Del",
}


def key_name(key: str) -> str:
    """Return how the first of a command's keys is written for people: `ctrl+n` as `^n`."""
    first = key.split(",", maxsplit=1)[0]
    if first.startswith("ctrl+"):
        return "^" + first.removeprefix("ctrl+")
    return _KEY_NAMES.get(first, first.upper() if first[:1] == "f" and first[1:].isdigit() else first)
