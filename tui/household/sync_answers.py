"""What a machine does by itself so that both answers open in one moment, and that only shared wishes are learnt."""

from collections.abc import Callable, Sequence

from tui.core.records import Answer, Record, Share
from tui.core.text import harmless
from tui.household.given import Given
from tui.household.household import Household
from tui.sync import wishes
from tui.sync.roster import Circle


def answers_duty(household: Household, circle: Circle, given: Callable[[], Given]) -> None:
    """Open what may be opened, seal what is new, give the keys that may be given; raises `StoreError`."""
    revealed = [each for each in given().answers.to_reveal() if _harmless(each.fields)]
    if revealed:
        household.store.hear(revealed)
    _save(household, circle, given().answers.to_put_back)
    gone = given().answers.to_withdraw()
    if gone:
        household.store.remove(*gone, by=circle.person, at=household.now(), quiet=True)
    _save(household, circle, given().answers.to_seal)
    _save(household, circle, given().answers.to_release)


def wishes_duty(household: Household, circle: Circle, given: Callable[[], Given]) -> None:
    """Make the moves that are due, and keep what they have found; raises `StoreError`."""
    store, me = household.store, circle.person
    _save(household, circle, lambda: wishes.moves(given().wishes, me, circle.seed, given().items))
    now = given()
    derived = [
        wishes.derived(now.sittings[sitting], question, items) for (sitting, question), items in now.found.items()
    ]
    fresh = [each for each in derived if each.id not in store.documents(Answer)]
    if fresh:
        store.take_in(*fresh)
    sittings = {sitting for opening in now.openings for sitting in opening.sittings}
    wished = [each for each in store.among(Answer, "sitting", sittings) if each.share is Share.MUTUAL]
    before = {(each.sitting, each.question): _items(each) for each in wished if each.by != me}
    mine = [each for each in wished if each.by == me]
    amended = wishes.amended(now.openings, mine, {**before, **now.found})
    if amended:
        store.save(*amended, by=me, at=household.now(), quiet=True)


def _items(answer: Answer) -> tuple[str, ...]:
    return answer.value if isinstance(answer.value, tuple) else ()


def _save(household: Household, circle: Circle, due: Callable[[], Sequence[Record]]) -> None:
    records = due()
    if records:
        household.store.save(*records, by=circle.person, at=household.now(), quiet=True)


def _harmless(value: object) -> bool:
    match value:
        case str():
            return harmless(value) == value
        case dict():
            return all(map(_harmless, (*value.keys(), *value.values())))
        case list():
            return all(map(_harmless, value))
        case _:
            return True
