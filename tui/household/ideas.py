"""What the two could do in time alone: the ideas of all packs and their own, what they would like, what they did.

An idea of one's own is seen by nobody else. What is put on the list of wishes is seen by both, and whoever put it
there takes it off again: nobody's wish is struck out by the other.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from tui.catalog.schema import Cost, Energy, Idea, Setting
from tui.core.errors import InputError
from tui.core.records import Activity, Did, Person, Plan, Share
from tui.core.text import one_line
from tui.household.household import Household
from tui.planner.ideas import ANYTHING, Asked, Slot, Thing, Why, fitting, still_wished
from tui.planner.plans import LONGEST, title

EVENING = 120
"""What fits into so many minutes comes first where no length is asked for."""

BY_DAY, BY_NIGHT = (9, 16), (22, 5)
"""From which hour to which it is light, and dark, all year round in most places; between them nobody can say."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What is written of an idea of one's own: its words, and what is known of it (see `Activity`)."""

    text: str = ""
    minutes: int = 0
    where: str = ""
    cost: str = ""
    energy: str = ""
    apart: bool = False

    @classmethod
    def of(cls, activity: Activity) -> "Given":
        """Return what is written of an activity."""
        return cls(**{field: getattr(activity, field) for field in cls.__struct_fields__})


# Looking


def things(household: Household) -> list[Thing]:
    """Return all that there is to do, each once: ideas of the packs, mine, and what the other shows."""
    found = {idea.id: _thing(idea) for idea in household.catalog.ideas}
    for each in sorted(household.all(Activity), key=lambda each: bool(each.idea)):
        if each.wished or not each.idea:
            found.setdefault(thing_id(each), Thing.of(each))
    return list(found.values())


def suggestions(
    household: Household,
    minutes: int = 0,
    asked: Asked = ANYTHING,
    *,
    apart: bool | None = None,
    start: datetime | None = None,
    choose: str = "",
) -> list[Thing]:
    """Return what fits into so many minutes (0: any length), the best first, each with its why.

    `apart`: they are in two places then (default: as they live). `start` (UTC): when it would be. `choose`: by what
    is alike is spread, besides the day.
    """
    every, history, key = things(household), household.all(Did), f"{household.today()} {choose}"
    wished, apart = wished_ids(household), household.couple.apart if apart is None else apart
    children, daylight, now = household.couple.children, _light(household, start), household.now()
    found: dict[str, Thing] = {}
    for each in (minutes,) if minutes else (EVENING, LONGEST):
        slot = Slot(minutes=each, apart=apart, children=children, daylight=daylight)
        for thing in fitting(every, slot, asked, history=history, wished=wished, now=now, choose=key):
            found.setdefault(thing.id, thing)
    return sorted(found.values(), key=lambda each: each.why is not Why.WISHED)


def wished_ids(household: Household, person: Person | None = None) -> tuple[str, ...]:
    """Return the ids of what is wished for, of one person or of both, and was not done since."""
    activities = household.all(Activity) if person is None else household.find(Activity, by=person.id)
    return still_wished(activities, household.all(Did))


def wishers(household: Household) -> dict[str, tuple[Person, ...]]:
    """Return who would like what, by its id."""
    found: dict[str, tuple[Person, ...]] = {}
    for person in household.people:
        for each in wished_ids(household, person):
            found[each] = (*found.get(each, ()), person)
    return found


def own(household: Household) -> list[Activity]:
    """Return the ideas of my own, the newest first."""
    return [each for each in household.newest(Activity, by=household.me.id) if not each.idea]


def done_before(household: Household) -> dict[str, bool]:
    """Return the ids of what I noted as done, and whether I would gladly do it again."""
    return {each.idea: each.again for each in household.find(Did, by=household.me.id) if each.idea}


def noted(household: Household, plan: Plan) -> bool:
    """Whether I noted already what was done in a time."""
    return bool(household.find(Did, plan=plan.id, by=household.me.id))


def thing_id(activity: Activity) -> str:
    """Return the id of what an activity is about: where it came from something else, of that."""
    return activity.idea or activity.id


def _thing(idea: Idea) -> Thing:
    return Thing(
        id=idea.id,
        text=one_line(idea.text),
        minutes=idea.minutes,
        where=idea.where,
        cost=idea.cost,
        energy=idea.energy,
        apart=idea.apart,
        only_apart=idea.only_apart,
        new=idea.new,
        daylight=idea.daylight,
        dark=idea.dark,
        children=idea.children,
    )


def _light(household: Household, start: datetime | None) -> bool | None:
    """Whether it is light at `start` on the clock of both, None where nobody can say."""
    if start is None:
        return None
    hours = {household.local(start, person).hour for person in household.people}
    if all(BY_DAY[0] <= hour < BY_DAY[1] for hour in hours):
        return True
    return False if all(hour >= BY_NIGHT[0] or hour < BY_NIGHT[1] for hour in hours) else None


# Ideas of one's own


def add_own(household: Household, given: Given) -> Activity:
    """Keep an idea of my own, durably, for nobody else to see.

    Raises `InputError` when it has no words, or something of it cannot be; `StoreError`.
    """
    given = _checked(given)
    activity = Activity(
        id=household.ids.new(), by=household.me.id, at=household.now(), **msgspec.structs.asdict(given)
    )
    household.save(activity)
    return activity


def change_own(household: Household, seen: Activity, given: Given) -> Activity:
    """Change an idea of my own as far as it is other than it was `seen`; raises as `add_own`, and when it is gone."""
    given, held = _checked(given), _mine(household, seen)
    before, wanted = Given.of(seen), msgspec.structs.asdict(given)
    changed = {field: value for field, value in wanted.items() if value != getattr(before, field)}
    after = replace(held, **changed)
    household.save(after, seen=[replace(held, **{field: getattr(before, field) for field in changed})])
    return after


def remove_own(household: Household, seen: Activity) -> None:
    """Take an idea of my own away, and off the list; raises `InputError` when it is gone, `StoreError`."""
    household.remove(_mine(household, seen))
    keep_draft(household, seen.id, None)


def _mine(household: Household, seen: Activity) -> Activity:
    household.catch_up_quietly()
    held = household.get(Activity, seen.id)
    if held is None or held.by != household.me.id:
        raise InputError("idea_gone")
    return held


def _checked(given: Given) -> Given:
    known = {"where": Setting, "cost": Cost, "energy": Energy}
    odd = [name for name, kind in known.items() if getattr(given, name) not in ("", *kind)]
    if odd or not 0 <= given.minutes <= LONGEST:
        raise InputError("idea_odd", longest=LONGEST // 1440)
    return replace(given, text=_text(given.text))


def _text(text: str) -> str:
    line = title(text)
    if not line:
        raise InputError("idea_empty")
    return line


# The list of wishes


def wish(household: Household, thing: Thing) -> Activity:
    """Put something on the list of wishes, durably, where both see it; raises `StoreError`."""
    household.catch_up_quietly()
    held = next(_about(household, thing), None)
    if held is None:
        fields = {field: getattr(thing, field) for field in Given.__struct_fields__}
        new = Activity(id=household.ids.new(), by=household.me.id, at=household.now(), idea=thing.id, **fields)
    else:
        new = replace(held, at=household.now())
    new = replace(new, wished=True, share=Share.NOW)
    household.save(new, seen=[held] if held else [])
    return new


def unwish(household: Household, thing: Thing) -> bool:
    """Take my wish off the list, durably; return whether it stood there. The other's stays. Raises `StoreError`."""
    household.catch_up_quietly()
    held = [each for each in _about(household, thing) if each.wished]
    own = [each for each in held if not each.idea]
    if own:
        household.save(*(replace(each, wished=False, share=Share.PRIVATE) for each in own), seen=own)
    copies = [each for each in held if each.idea]
    if copies:
        household.remove(*copies)
    return bool(held)


def _about(household: Household, thing: Thing) -> Iterator[Activity]:
    return (each for each in household.find(Activity, by=household.me.id) if thing_id(each) == thing.id)


# What was done


def did(household: Household, text: str, *, idea: str = "", plan: str = "", again: bool = False) -> Did:
    """Note what was done, durably: once of one time (`plan`, an id). `idea` is an id, or empty.

    Raises `InputError` when there are no words; `StoreError`.
    """
    household.catch_up_quietly()
    line, me = _text(text), household.me.id
    of_that_time = household.find(Did, by=me, plan=plan) if plan else []
    held = next((each for each in of_that_time if (each.idea, each.text) == (idea, line)), None)
    new = held or Did(id=household.ids.new(), by=me, at=household.now(), text=line, idea=idea, plan=plan)
    new = replace(new, again=again or new.again)
    if new != held:
        household.save(new, seen=[held] if held else [])
    return new


def say_again(household: Household, thing: Thing, *, again: bool) -> None:
    """Note whether I would gladly do again what I noted as done, durably; raises `StoreError`."""
    household.catch_up_quietly()
    held = next(household.newest(Did, by=household.me.id, idea=thing.id), None)
    if held is not None and held.again is not again:
        household.save(replace(held, again=again), seen=[held])


# What is half written


def draft(household: Household, name: str) -> object:
    """Return what I was writing when I left a form (by its name) on this machine, None when nothing."""
    return household.store.local.get(_key(household, name))


def keep_draft(household: Household, name: str, value: object) -> None:
    """Keep that for the next time; nothing worth keeping (False, empty) lets go of it. Raises `StoreError`."""
    local, key = household.store.local, _key(household, name)
    if value:
        local.put(key, value)
    elif local.get(key) is not None:
        local.delete(key)


def _key(household: Household, name: str) -> str:
    return f"writing/{household.me.id}/{name}"
