"""What the tests of the time after a talk share: talks that have ended, and the two who held them."""

from collections.abc import Iterable

from tests.stage import FixedClock
from tui.core.records import Sitting, Talk
from tui.household import Household
from tui.household.talks_kept import keep_talk
from tui.talk.moves import Move, begin
from tui.talk.running import RunningTalk
from tui.talk.shape import Part

PARTS = (Part(id="turns", seconds=120, turns=4, reflect=True), Part(id="both", seconds=300))


def running(
    household: Household, clock: FixedClock, *, topic: str = "the kitchen", form: str = "equal", ready: bool = True
) -> RunningTalk:
    """Return a talk whose first turn begins, or what comes before it."""
    floor = begin(household.ids.new(), PARTS, form=form, topic=topic, first=0, reading=clock.read(), ready=ready)
    return RunningTalk(floor, shelf=household.store.local, clock=clock)


def ended(
    household: Household,
    clock: FixedClock,
    *,
    topic: str = "the kitchen",
    form: str = "equal",
    seconds: int = 600,
    moves: Iterable[Move] = (),
    sentences: tuple[str, str] = ("", ""),
) -> RunningTalk:
    """Return a talk of so many seconds that has just ended, and waits to be kept."""
    talk = running(household, clock, topic=topic, form=form)
    for move in moves:
        talk.act(move)
    for seat, text in enumerate(sentences):
        talk.write_sentence(text, seat)
    for _ in range(seconds // 10):
        clock.go(10)
        talk.look()
    talk.act(Move.END)
    talk.keep()
    return talk


def held(household: Household, clock: FixedClock, **options: str) -> Talk:
    """Return a talk that was held and kept: `topic`, `form`, and the sentence `kept`."""
    talk = ended(household, clock, topic=options.get("topic", "the kitchen"), form=options.get("form", "equal"))
    keep_talk(household, talk.floor, kept=options.get("kept", ""))
    talk.let_go()
    found = household.get(Talk, talk.floor.id)
    assert found is not None
    clock.go(60)
    return found


def been_here(household: Household) -> None:
    """Let both have been past the page about safety."""
    for person in household.people:
        household.save(Sitting(id=person.id, by=person.id, at=household.now(), step="before"))
