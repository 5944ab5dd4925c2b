"""What every way of asking has in common: a value, and a message when a person has changed it."""

from textual.message import Message
from textual.widget import Widget

from tui.core.records import Value


class AnswerGiven(Message):
    """A person gave or changed an answer; `value` None when it is empty again."""

    def __init__(self, value: Value | None) -> None:
        """`value` fits the question's kind."""
        super().__init__()
        self.value = value


class AnswerDone(Message):
    """A person pressed Enter: the answer is as they want it."""


class Asking(Widget):
    """A question's field. It starts with `value` and posts `AnswerGiven` at every change."""

    DEFAULT_CSS = """
    Asking { height: auto; width: 1fr; }
    """

    def __init__(self, value: Value | None = None) -> None:
        """`value` is what was answered before, None when nothing."""
        super().__init__()
        self.value = value

    def give(self, value: Value | None) -> None:
        """Take a new value, show it, and tell whoever asks."""
        self.take(value)
        self.refresh()

    def take(self, value: Value | None) -> None:
        """Take a value that a field within shows already, and tell whoever asks."""
        if value != self.value:
            self.value = value
            self.post_message(AnswerGiven(value))

    def done(self) -> None:
        """Tell that Enter was pressed."""
        self.post_message(AnswerDone())
