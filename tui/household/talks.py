"""Holding a talk on this machine: taken up or begun, by whoever's turn it is to begin; and when they come back to it.

What the planner says of a break is signed by whoever began the talk, whoever sat at the keyboard: so it tells nobody
who wanted the break, or chose when to come back.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from tui.catalog.formats import Begins, TalkFormat
from tui.core.errors import InputError, ReadOnlyError, StoreError
from tui.core.records import Issue, IssueState, Person, Plan, PlanState, Talk
from tui.core.text import one_line
from tui.household.household import Household
from tui.household.talk_told import elsewhere, hand, shelf, signer, signs_here
from tui.store.local import Local
from tui.talk import KEY
from tui.talk.floor import Floor, Status
from tui.talk.moves import begin as floor_of
from tui.talk.rest import back_at, lot, minutes_left
from tui.talk.running import RunningTalk
from tui.talk.shape import parts
from tui.talk.shelf import Shelf

BEGAN = "talk_began"
"""Where it is noted on this machine who began the last times, the newest first: for this alone, and in no record."""

TOPIC = "talk_topic"
"""Where a topic that is being typed waits on this machine, until the talk begins."""

NEARLY = timedelta(seconds=90)
"""By how much the planner may differ from the break: both are to the minute."""


# Beginning


def left(household: Household) -> RunningTalk | None:
    """Return the talk that was left on this machine, or that another window holds; None when there is none."""
    return RunningTalk.take_up(
        _shelf(household),
        household.clock,
        recorded=_recorded(household),
        hand=lambda: hand(household),
        elsewhere=lambda: elsewhere(household),
    )


def begin(household: Household, form: TalkFormat, topic: str, *, first: int | None = None) -> RunningTalk:
    """Return a talk that begins: with the person at seat `first`, else with whom its format says (`begins`).

    Nothing is written before it is kept.
    """
    seat = first if first is not None else begins(household, form)
    floor = floor_of(
        household.ids.new(),
        parts(form.phases),
        form=form.id,
        topic=topic,
        first=seat,
        reading=household.clock.read(),
    )
    return RunningTalk(floor, shelf=_shelf(household), clock=household.clock, hand=lambda: hand(household))


def begins(household: Household, form: TalkFormat) -> int:
    """Return the seat that begins where nobody has chosen: by turns with the last time, or by lot."""
    turn = by_turns(household) if form.begins is Begins.ALTERNATING else None
    return lot(household.ids.new()) if turn is None else turn


def by_turns(household: Household) -> int | None:
    """Return the seat whose turn it is to begin; None where nobody has begun before."""
    before = _began(household)
    return 1 - before[0] if before else None


def keep_begun(household: Household, talk: RunningTalk) -> None:
    """Write down a talk that begins, and who begins it; its topic waits no more. Raises `StoreError`.

    Where another window was quicker, that one has noted who begins; what this one was to be about waits.
    """
    begun = talk.floor
    talk.keep()
    local, floor = household.store.local, talk.floor
    if floor.id == begun.id:
        local.put(BEGAN, [floor.first, *_began(household)[:1]])
    elif begun.topic != floor.topic:
        let_wait(household, begun.topic)
    waits_no_more(household, floor.topic)


def let_wait(household: Household, topic: str) -> None:
    """Let a topic wait for the next talk, unless another one waits already. Raises `StoreError`."""
    if topic and not typed(household) and household.store.read_only is None:
        household.store.local.put(TOPIC, topic)


def waits_no_more(household: Household, topic: str) -> None:
    """Let a topic wait no more that they talk about now; another one stays. Raises `StoreError`."""
    if topic and typed(household) == topic:
        household.store.local.delete(TOPIC)


def typed(household: Household) -> str:
    """Return the topic that waits for a talk."""
    held = household.store.local.get(TOPIC)
    return one_line(held) if isinstance(held, str) else ""


def not_now(household: Household, talk: RunningTalk) -> None:
    """Let go of a talk whose first turn has not come: as if it had not begun, but its topic waits.

    Another one that waits is not taken for it. Raises `StoreError`.
    """
    if household.store.read_only is not None:
        return
    local, before = household.store.local, _began(household)[1:]
    let_wait(household, talk.floor.topic)
    if before:
        local.put(BEGAN, before)
    else:
        local.delete(BEGAN)
    talk.let_go()
    if household.find(Issue, state=IssueState.IN_TALK):
        from tui.household.issues import not_talked

        not_talked(household, talk.floor.topic, since=talk.floor.began)


def _began(household: Household) -> list[int]:
    held = household.store.local.get(BEGAN)
    return [each for each in held if each in {0, 1}] if isinstance(held, list) else []


class _Closed:
    """What is local in a home that opens only to be read: a newer nearer may have written what this one cannot."""

    def __init__(self, local: Local, why: ReadOnlyError) -> None:
        self.window = local.window
        self.is_open, self.get, self.noted = local.is_open, local.get, local.noted
        self.empty = False
        self._why = why

    def change(self, key: str, function: Callable[[object | None], object]) -> object:
        del key, function
        raise self._why

    def delete(self, key: str) -> None:
        del key
        raise self._why

    def note(self, value: object) -> None:
        del value
        raise self._why


def _shelf(household: Household) -> Shelf:
    """Return where a talk is kept."""
    store = household.store
    if store.read_only is None:
        return shelf(household)
    return _Closed(store.local, ReadOnlyError(store.read_only, path=store.home))


def _recorded(household: Household) -> Callable[[str], bool]:
    return lambda talk: household.get(Talk, talk) is not None


# Coming back from a break


def time_back(household: Household, text: str, now: datetime) -> datetime:
    """Return the moment (UTC) that somebody means, seen from `now`; a bare length is that long from now.

    Raises `InputError`.
    """
    from tui.catalog.heard import time_words
    from tui.planner.when import minutes, understood

    names = time_words(household.words)
    try:
        return understood(text, household.me.zone, now, names).start
    except InputError as unclear:
        if not any(each.isalpha() for each in text):
            raise
        try:
            return now + timedelta(minutes=minutes(text, names))
        except InputError:
            raise unclear from None


def settle(household: Household, floor: Floor) -> None:
    """Let the planner say of a talk what holds: when they come back, or nothing where no break is on.

    Every window may say it at any time; of a talk on two machines, that of whoever signs it says it.
    Blocks; raises `StoreError`.
    """
    if household.store.read_only is not None or not _signs(household, floor):
        return
    if floor.status is not Status.BREAK or not floor.agreed or not _is_here(household, floor):
        came_back(household, floor)
    elif not floor.over:
        plan_return(household, floor, back_at(floor))


def plan_return(household: Household, floor: Floor, at: datetime) -> Plan:
    """Write into the planner, once, that both come back at `at` (UTC), or that it is another time; return the plan.

    Raises `StoreError`.
    """
    household.catch_up_quietly()
    person, held = household.people[floor.first], _plan_of(household, floor)
    if held is not None and abs(held.start - at) < NEARLY:
        return held
    if held is not None:
        plan = replace(held, start=at, minutes=minutes_left(floor), sequence=held.sequence + 1)
    else:
        plan = Plan(
            id=return_id(floor.id),
            by=person.id,
            at=household.now(),
            start=at,
            minutes=minutes_left(floor),
            zone=person.zone,
            what=_title(household, person),
            state=PlanState.ACCEPTED,
            talk=floor.id,
        )
    household.store.save(plan, by=signer(household, person.id), at=household.now(), final=True)
    return plan


def came_back(household: Household, floor: Floor) -> None:
    """Take out of the planner that they come back to a talk, and how often they did; raises `StoreError`."""
    household.catch_up_quietly()
    held = _plan_of(household, floor)
    if held is not None and _signs(household, floor):
        person = household.people[floor.first]
        household.store.remove(held, by=signer(household, person.id), at=household.now(), final=True)


def settle_quietly(household: Household, floor: Floor | None = None) -> bool:
    """Do the same where nobody waits for it, and tell whether it could be done: else when a talk is next looked at.

    Besides, nobody comes back to a talk that has ended, wherever it did.
    """
    try:
        if floor is not None:
            settle(household, floor)
        if household.store.read_only is None:
            over = [each for each in household.all(Plan) if each.talk and household.get(Talk, each.talk) is not None]
            for plan in over:
                household.store.remove(plan, by=signer(household, plan.by), at=household.now(), final=True)
    except StoreError:
        return False
    return True


def _is_here(household: Household, floor: Floor) -> bool:
    """Whether the talk is still on this machine: another window may have ended or erased it meanwhile."""
    held = household.store.local.get(KEY)
    return isinstance(held, dict) and held.get("id") == floor.id


def _signs(household: Household, floor: Floor) -> bool:
    return signs_here(household, household.people[floor.first].id, floor.id)


def return_id(talk: str) -> str:
    """Return the id of the plan for coming back to a talk."""
    return f"{talk}.back"


def _plan_of(household: Household, floor: Floor) -> Plan | None:
    return household.get(Plan, return_id(floor.id))


def _title(household: Household, person: Person) -> str:
    """Return neutral words in the language of whoever it is signed by: the reader's would tell who chose the time."""
    language = household.store.local.get(f"language/{person.id}")
    chosen = language if isinstance(language, str) else household.library.language
    return household.library.catalog(chosen).words("talk_rest.plan")
