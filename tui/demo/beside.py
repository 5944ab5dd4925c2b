"""What the made-up couple does beside the steps: the board, small steps, agreements, a day's question, marks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tui.catalog.story import Demo
from tui.core.ids import Ids
from tui.core.records import (
    Agreement,
    Consent,
    Issue,
    IssueState,
    Person,
    Record,
    Revision,
    Share,
    SmallStep,
    SmallStepState,
)

ISSUES = (
    (30, IssueState.CLOSED, 52),
    (61, IssueState.AGREED, 75),
    (118, IssueState.PARKED, 124),
    (160, IssueState.RAISED, 162),
    (176, IssueState.RAISED, 176),
)
"""On which days (of half a year) issues were raised, what became of them, and when they were last moved."""

SMALL_STEPS = (
    (40, 0, SmallStepState.HABIT),
    (90, 0, SmallStepState.TRIED),
    (97, 1, SmallStepState.RESTING),
    (140, 1, SmallStepState.TRIED),
    (168, 0, SmallStepState.TRIED),
)
"""On which days small steps began, whose (by seat), and what has become of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Draws what stands beside the steps. `evening` gives a moment of a day, never after the end.

    `deck` gives the texts of agreements, none twice before all had their turn.
    """

    random: Random
    ids: Ids
    texts: Demo
    people: Sequence[Person]
    deck: Iterator[str]
    evening: Callable[[int, Person], datetime]
    on: Callable[[int], date]

    def issues(self) -> Iterator[Record]:
        """Give the issues on the board, the agreed one with its agreement."""
        for place, (day, state, moved) in enumerate(ISSUES):
            by, agreed = self.people[place % 2], state in {IssueState.AGREED, IssueState.CLOSED}
            issue_id, agreement = self.ids.new(), self.ids.new() if agreed else ""
            if agreed:
                yield from self.agreed(agreement, moved, source=issue_id)
            yield Issue(
                id=issue_id,
                by=by.id,
                at=self.evening(day, by),
                happened=self._pick(self.texts.happened, place),
                feel=self._pick(self.texts.feel, place),
                need=self._pick(self.texts.need, place),
                state=state,
                touched=self.evening(moved, by),
                agreement=agreement,
            )

    def small_steps(self) -> Iterator[Record]:
        """Give the small steps of both; the first of each that is tried is shared."""
        for place, (day, seat, state) in enumerate(SMALL_STEPS):
            by, step = self.people[seat], self.texts.if_then[place % len(self.texts.if_then)]
            shared = state is not SmallStepState.RESTING and day < SMALL_STEPS[-1][0]
            yield SmallStep(
                id=self.ids.new(),
                by=by.id,
                at=self.evening(day, by),
                when=step.when,
                then=step.then,
                rehearsed=True,
                state=state,
                share=Share.NOW if shared else Share.PRIVATE,
            )

    def wordings(self) -> Iterator[Record]:
        """Give two agreements with more than one wording: one that both changed, one that waits for a word."""
        ana, ben = self.people
        for day, both in ((70, True), (165, False)):
            agreement = self.ids.new()
            first = next(self.deck)
            yield from self.agreed(agreement, day, text=first)
            revision = Revision(
                id=self.ids.new(),
                by=ben.id,
                at=self.evening(day + 6, ben),
                agreement=agreement,
                text=f"{first}\n{next(self.deck)}",
                parents=(agreement,),
            )
            yield revision
            for who in (ben, ana) if both else (ben,):
                at = max(self.evening(day + 7, who), revision.at + timedelta(seconds=1))
                yield self._consent(agreement, revision.id, who, at)

    def agreed(self, agreement: str, day: int, *, text: str = "", source: str = "") -> Iterator[Record]:
        """Give an agreement and both people's word; some have a day on which to look at it again."""
        by = self.random.choice(self.people)
        at = self.evening(day, by)
        again = self.on(day + 112) if self.random.random() < 0.6 else None  # noqa: PLR2004 - more than half
        yield Agreement(id=agreement, by=by.id, at=at, text=text or next(self.deck), source=source, look_again=again)
        for who in self.people:
            yield self._consent(agreement, agreement, who, at)

    def _consent(self, agreement: str, revision: str, who: Person, at: datetime) -> Consent:
        return Consent(id=f"{revision}.{who.id}", by=who.id, at=at, agreement=agreement, revision=revision)

    def _pick(self, texts: Sequence[str], place: int) -> str:
        return texts[place % len(texts)]
