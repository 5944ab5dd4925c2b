"""Slow talks as they are kept: begun, given to, ended; and the words of one person that nobody else sees yet."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from tui.catalog.formats import Begins, Phase, TalkFormat
from tui.checkin.merging import PARAGRAPHS, merged_text
from tui.core.errors import InputError
from tui.core.records import Record, Said, SlowTalk, Talk
from tui.core.text import clean, one_line
from tui.household.household import Household
from tui.household.talks import waits_no_more
from tui.talk.rest import lot
from tui.talk.slow import NEEDS_WORDS, Course, Move, Piece, course, minutes, order, parts

# Looking


def of(household: Household, talk_id: str) -> Course | None:
    """Return where a slow talk stands; None when it is not there (any more)."""
    talk = household.get(SlowTalk, talk_id)
    return None if talk is None else _course(household, talk)


def running(household: Household) -> list[Course]:
    """Return the slow talks that have not ended, the newest first."""
    there = household.newest(SlowTalk, ended=False)
    return [_course(household, each) for each in there if household.get(Talk, each.id) is None]


def for_me(household: Household) -> bool:
    """Whether there is something for me in a slow talk; costs next to nothing where there is none."""
    return any(each.mover == household.me.seat for each in running(household))


def words_of(household: Household, talk_id: str) -> tuple[Piece, ...]:
    """Return all that was given in a slow talk, in order, also where the talk itself was erased."""
    found = of(household, talk_id)
    if found is not None:
        return found.pieces
    return tuple(Piece(each) for each in sorted(household.find(Said, talk=talk_id), key=order))


def phase_of(household: Household, found: Course) -> Phase | None:
    """Return the part that is on as the content has it today, in the reader's language; None when it has not."""
    forms = (form for form in household.catalog.talk_formats if form.id == found.talk.format)
    return next((phase for form in forms for phase in form.phases if phase.id == found.here.id), None)


def asked(household: Household, found: Course) -> str:
    """Return what is asked in this round; empty where nothing is."""
    phase = phase_of(household, found)
    questions = phase.questions if phase is not None else found.here.questions
    return questions[found.round] if found.round < len(questions) else ""


def title_of(household: Household, talk: SlowTalk | None) -> str:
    """Return what a slow talk is called: what it is about, else how it is held."""
    topic, form = (talk.topic, talk.format) if talk is not None else ("", "")
    titles = (each.title for each in household.catalog.talk_formats if each.id == form)
    return topic or next(titles, household.words("talk_slow.title"))


def formats(household: Household) -> list[TalkFormat]:
    """Return the ways to talk that are held in writing."""
    return [form for form in household.catalog.talk_formats if form.slow]


def _course(household: Household, talk: SlowTalk) -> Course:
    return course(talk, household.find(Said, talk=talk.id), _seats(household))


def _seats(household: Household) -> dict[str, int]:
    return {person.id: person.seat for person in household.people}


# Doing


def begins(household: Household, form: TalkFormat) -> int:
    """Return the seat that begins where nobody has chosen: me, or by turns with the last time, or by lot."""
    match form.begins:
        case Begins.CHOSEN:
            return household.me.seat
        case Begins.ALTERNATING:
            last = next(household.newest(SlowTalk, format=form.id), None)
            return household.me.seat if last is None else 1 - last.first % 2
        case _:
            return lot(household.ids.new())


def begin(household: Household, form: TalkFormat, topic: str, *, first: int) -> SlowTalk:
    """Begin a slow talk; `first` is the seat that writes first. Raises `InputError`, `StoreError`."""
    talk = SlowTalk(
        id=household.ids.new(),
        by=household.me.id,
        at=household.now(),
        format=form.id,
        topic=one_line(clean(topic)),
        first=first,
        parts=parts(form.phases),
    )
    household.save(talk)
    waits_no_more(household, talk.topic)
    return talk


def give(household: Household, seen: Course, move: Move, text: str = "") -> Course:
    """Give something in a slow talk that was `seen` so; return how it stands then. With the last turn it ends.

    What was typed goes, unless more was typed in another window. Raises `InputError` when it cannot be given now:
    then nothing is changed, and what was typed stays; `StoreError`.
    """
    household.catch_up_quietly()
    me, now, words = household.me, of(household, seen.talk.id), clean(text)
    if now is None:
        raise InputError("slow_gone")
    if move in NEEDS_WORDS and not words:
        raise InputError("slow_empty")
    if (now.number, now.turn) != (seen.number, seen.turn) or not now.can(move, me.seat):
        raise InputError("slow_moved_on")
    said = Said(
        id=household.ids.new(),
        by=me.id,
        at=household.now(),
        talk=now.talk.id,
        number=now.number,
        turn=now.turn,
        move=move,
        text=words,
    )
    after = course(now.talk, [*(each.said for each in now.pieces), said], _seats(household))
    household.save(said, *(_ended(after) if after.through else ()), seen=[now.talk])
    drop_draft(household, now.talk.id, text, person=me.id)
    return after


def end(household: Household, talk_id: str) -> None:
    """End a slow talk, for both; its words stay. Raises `StoreError`."""
    household.catch_up_quietly()
    found = of(household, talk_id)
    if found is not None and household.get(Talk, talk_id) is None:
        household.save(*_ended(found), seen=[found.talk])


def _ended(found: Course) -> tuple[Record, Record]:
    """Return a talk that has ended: the same records, whoever of the two ends it, and also where both do."""
    talk = found.talk
    held = Talk(id=talk.id, by=talk.by, at=talk.at, format=talk.format, topic=talk.topic, minutes=minutes(found))
    return replace(talk, ended=True), held


# What somebody is writing


def draft(household: Household, talk_id: str) -> str:
    """Return what I am writing in a slow talk, as it was typed on this machine."""
    return kept_draft(household, talk_id, household.me.id)


def kept_draft(household: Household, talk_id: str, person: str) -> str:
    """Return what `person` (an id) is writing, as it was typed on this machine."""
    held = household.store.local.get(_key(person, talk_id))
    return held if isinstance(held, str) else ""


def keep_draft(household: Household, talk_id: str, text: str, *, since: str, person: str) -> str:
    """Keep what `person` (an id) is writing, with what another window kept since `since`; return all of it.

    Writes nothing where that is kept already. Raises `StoreError`.
    """
    local, key = household.store.local, _key(person, talk_id)

    def change(held: object | None) -> object | None:
        theirs = held if isinstance(held, str) else "" if since == text else since
        return merged_text(since, text, theirs, PARAGRAPHS)[0] or None

    held = local.get(key)
    whole = change(held)
    if whole != held:
        whole = local.change(key, change)
    return whole if isinstance(whole, str) else ""


def drop_draft(household: Household, talk_id: str, text: str, *, person: str) -> None:
    """Let go of what `person` was writing, once it is given, unless another window has written more."""
    local, key = household.store.local, _key(person, talk_id)
    if local.get(key) is not None:
        local.change(key, lambda held: None if held == text else held)


def _key(person: str, talk_id: str) -> str:
    return f"{typed_by(person)}{talk_id}"


def typed_by(person: str) -> str:
    """Return how the keys begin under which a person's words wait on this machine."""
    return f"slow/{person}/"


# Taking back, erasing

Kept = dict[str, str]
"""What was kept before something was taken back, by the id of what was given: what the person was writing before."""


def added_to(household: Household, done: Sequence[tuple[str, str]]) -> bool:
    """Whether something was added since to what was given or begun in `done` (kinds and ids)."""
    kinds = {kind for kind, _ in done}
    for kind, record_id in done:
        if kind == "said":
            given = household.get(Said, record_id)
            later = household.find(Said, talk=given.talk) if given is not None else []
            if given is not None and any(each.by != given.by and each.number > given.number for each in later):
                return True
        if kind == "slow_talk" and kinds == {"slow_talk"} and household.find(Said, talk=record_id):
            return True
    return False


def before_taking_back(household: Household, done: Iterable[tuple[str, str]]) -> Kept:
    """Put what was given, and is about to be taken back, before what I am writing; raises `StoreError`."""
    kept: Kept = {}
    for kind, record_id in done:
        given = household.get(Said, record_id) if kind == "said" else None
        if given is not None and given.text:
            kept[given.id] = draft(household, given.talk)
            _put(household, given.talk, PARAGRAPHS.join(filter(None, (given.text, kept[given.id]))))
    return kept


def after_taking_back(household: Household, kept: Mapping[str, str]) -> None:
    """Let go of words again that are still given."""
    for record_id, before in kept.items():
        given = household.get(Said, record_id)
        if given is not None:
            _put(household, given.talk, before)


def _put(household: Household, talk_id: str, text: str) -> None:
    household.store.local.put(_key(household.me.id, talk_id), text or None)


def talks_of(household: Household, records: Sequence[Record]) -> set[str]:
    """Return the slow talks (ids) of which nothing of mine is left without these records."""
    ids, me = {each.id for each in records}, household.me.id
    talks = {each.talk for each in records if isinstance(each, Said)}
    left = {talk for talk in talks if all(each.id in ids for each in household.find(Said, talk=talk, by=me))}
    return left | {each.id for each in records if isinstance(each, SlowTalk)}
