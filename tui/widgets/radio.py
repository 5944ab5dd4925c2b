"""Choosing one of a few: the mark goes with the arrows, so that Enter takes what is pointed at."""

from tui.widgets.choices import Choice, ChoicesAsking


class OneOf(ChoicesAsking):
    """A list of which one is always chosen. Where what follows is long to read, it can be read while moving."""

    def __init__(self, marked: str, choices: list[Choice], *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        """`marked` is the id of the one that is chosen at first."""
        super().__init__(marked, choices, several=False, required=True)
        self.id = id

    def action_move(self, by: int) -> None:
        """Move up or down, and choose what is there."""
        super().action_move(by)
        self.give(self.choices[self.cursor][0])

    def choose(self, choice: str) -> None:
        """Choose one from outside."""
        self.cursor = next((place for place, (each, _) in enumerate(self.choices) if each == choice), self.cursor)
        self.give(choice)

    def offer(self, choices: list[Choice]) -> None:
        """Offer others, or the same in other words; where the chosen one is gone, the first is chosen."""
        if list(self.choices) == choices:
            return
        self.choices = tuple(choices)
        known = {each for each, _ in choices}
        self.choose(self.marked[0] if known.intersection(self.marked) else choices[0][0])
        self.refresh(layout=True)
