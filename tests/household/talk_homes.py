"""Two machines over one folder, on which a talk is held."""

from pathlib import Path

from tests.household.two_homes import Homes
from tests.stage import FixedClock
from tui.household import Household, talks
from tui.talk.moves import Move
from tui.talk.running import RunningTalk

BEFORE_THE_FIRST_TURN = (Move.WINDOWS, Move.READY, Move.BREATHED, Move.READY)


class TalkHomes(Homes):
    """Ana's machine and Ben's, each with clocks of its own that are turned by hand."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.settle()
        self.clocks = {"Ana": FixedClock(), "Ben": FixedClock()}
        for household in (self.ana, self.ben):
            household.clock = self.clocks[household.me.name]
        self.clocks["Ben"].boot_id, self.clocks["Ben"].steady = "another boot", 5.0

    def clock(self, household: Household) -> FixedClock:
        return self.clocks[household.me.name]

    def go(self, seconds: float) -> None:
        """Let both machines' clocks go on."""
        for each in self.clocks.values():
            each.go(seconds)

    def begun(
        self, household: Household | None = None, topic: str = "the evenings", upto: int = len(BEFORE_THE_FIRST_TURN)
    ) -> RunningTalk:
        """Begin a talk at a machine (Ana's), each at a window of their own, up to its first turn."""
        where = household or self.ana
        form = next(each for each in where.catalog.talk_formats if each.phases[0].reflect)
        talk = talks.begin(where, form, topic, first=0)
        for move in BEFORE_THE_FIRST_TURN[:upto]:
            assert talk.act(move)
        talks.keep_begun(where, talk)
        return talk

    def do(self, talk: RunningTalk, move: Move, seat: int, *, seconds: float = 0.0, text: str = "") -> None:
        """Do something, and keep it."""
        talk.look()
        assert talk.act(move, seat=seat, seconds=seconds, text=text)
        talk.keep()

    def join(self, household: Household) -> RunningTalk:
        """Return the talk as it is taken up at a machine where it is on elsewhere."""
        talk = talks.left(household)
        assert talk is not None
        assert talk.joined
        return talk

    def both(self) -> tuple[RunningTalk, RunningTalk]:
        """Return a talk that is held at both machines."""
        talk = self.begun()
        self.settle()
        return talk, self.join(self.ben)
