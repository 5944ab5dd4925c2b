"""What a couple's history is made of: frozen records, each with an id, its author and its moment.

Times are UTC; where a person's clock matters the record also carries an IANA zone. Durations are whole minutes
unless the name says seconds. `kind` is the tag that tells records apart wherever they are written down.
"""

import typing
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, TypeVar

import msgspec

from tui.core.record import Record as Record  # noqa: PLC0414 - whoever uses records finds it here
from tui.core.told_records import BusyTime, Released, Sealed, TalkNow, WishMove


class Share(StrEnum):
    """What becomes of an answer, chosen by who gave it."""

    TOGETHER = "together"  # opens when the other's is there too
    NOW = "now"  # shown to the other at once
    PRIVATE = "private"  # never shown to the other
    MUTUAL = "mutual"  # wishes: only what both wish is ever shown


class PlanState(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    DONE = "done"


class Circumstance(StrEnum):
    """How a couple lives, as far as it changes what they are asked."""

    APART = "apart"
    TOGETHER = "together"
    CHILDREN = "children"
    NEW = "new"  # to talking with one another


class IssueState(StrEnum):
    """Where an issue stands on the board."""

    RAISED = "raised"
    PARKED = "parked"
    IN_TALK = "in_talk"
    AGREED = "agreed"
    CLOSED = "closed"


class SmallStepState(StrEnum):
    """Where a small step stands: tried, at rest, or become a habit that needs no reminding."""

    TRIED = "tried"
    RESTING = "resting"
    HABIT = "habit"


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """How close it felt in one month: `month` as `YYYY-MM`, `level` from 1 to 7."""

    month: str
    level: int


class LifeEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in a month (`YYYY-MM`)."""

    month: str
    what: str


class Timeline(msgspec.Struct, frozen=True, kw_only=True, tag="timeline", tag_field="type"):
    """A line of closeness over the years, and the events pinned to it."""

    points: tuple[Point, ...] = ()
    events: tuple[LifeEvent, ...] = ()


class IfThen(msgspec.Struct, frozen=True, kw_only=True, tag="if_then", tag_field="type"):
    """A small step as a plan: when this happens, then I do that."""

    when: str
    then: str


Value = int | str | tuple[str, ...] | Timeline | IfThen
"""An answer: a mark on a scale, an option's id or a text, several ids, a timeline, a small step."""


class Person(Record, frozen=True, kw_only=True, tag="person"):
    """One of the two. `seat` is 0 or 1 and decides shape and colour: the first ●, the second ◆."""

    name: str
    zone: str
    seat: int


class Couple(Record, frozen=True, kw_only=True, tag="couple"):
    """The two together; `seed` is what a shared random choice starts from.

    `apart`: they live in two places; `children`: with children at home; `new`: talking is new to them.
    """

    apart: bool
    seed: str
    children: bool = False
    new: bool = False

    @property
    def circumstances(self) -> frozenset[Circumstance]:
        """How they live."""
        known = {Circumstance.CHILDREN: self.children, Circumstance.NEW: self.new}
        where = Circumstance.APART if self.apart else Circumstance.TOGETHER
        return frozenset({where, *(each for each, holds in known.items() if holds)})


class Sitting(Record, frozen=True, kw_only=True, tag="sitting"):
    """One person's way through one step, finished: `at` is when it was finished. Its answers name it."""

    step: str


class Answer(Record, frozen=True, kw_only=True, tag="answer"):
    """One person's answer to one question; `value` is None when it was passed."""

    sitting: str
    step: str
    question: str
    value: Value | None
    share: Share = Share.TOGETHER


class Opening(Record, frozen=True, kw_only=True, tag="opening"):
    """The moment in which two sittings of a step were opened together.

    `mutual` holds, by question, what both wished for: the only thing of wishes that is ever shown.
    """

    step: str
    sittings: tuple[str, str]
    mutual: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class Agreement(Record, frozen=True, kw_only=True, tag="agreement"):
    """A text that the two want to keep; `source` is the step, talk or issue (id) that it came from.

    `text` is its first revision, by whoever made it; later ones are `Revision`s. `let_go`: it holds no more.
    """

    text: str
    source: str = ""
    look_again: date | None = None
    let_go: bool = False


class Revision(Record, frozen=True, kw_only=True, tag="revision"):
    """An agreement's whole text as somebody wrote it anew; `parents` are the revisions that it came from.

    The id of the agreement stands for its first text. Revisions are never changed.
    """

    agreement: str
    text: str
    parents: tuple[str, ...]


class Consent(Record, frozen=True, kw_only=True, tag="consent"):
    """One person agrees to one revision; `id` is made of both, so that nobody agrees twice."""

    agreement: str
    revision: str


class Issue(Record, frozen=True, kw_only=True, tag="issue"):
    """Something to face together, raised gently: what `happened`, how it makes one `feel`, what one would `need`.

    `touched` is when somebody last moved it; `talk` and `agreement` are the newest ones that belong to it (ids).
    """

    happened: str
    feel: str
    need: str
    state: IssueState = IssueState.RAISED
    touched: datetime
    talk: str = ""
    agreement: str = ""


class SmallStep(Record, frozen=True, kw_only=True, tag="small_step"):
    """A small step of one person: when this happens, then I do that. `was` are its larger forms, oldest first.

    `rehearsed`: gone through once in the mind. `share` says whether the other sees it.
    """

    when: str
    then: str
    was: tuple[str, ...] = ()
    rehearsed: bool = False
    state: SmallStepState = SmallStepState.TRIED
    share: Share = Share.PRIVATE


class Plan(Record, frozen=True, kw_only=True, tag="plan"):
    """Time alone together: `start` in UTC, on the clock of `zone`; `repeat` is an RFC 5545 rule or empty.

    `sequence` counts its changes, for other calendars (RFC 5545, 3.8.7.4), and `uid` is its name there where they
    gave it one. A plan with a `series` (an id) takes the place of the one time of that series which falls on the day
    `instead_of`, on the series' clock. Of plans with the same `choice` one is to be chosen. `protected`: a ritual,
    which other things are planned around. `idea` is what they chose to do (an idea's or an activity's id). With a
    `talk` (an id) it is no time alone, but when they come back from a break of that talk.
    """

    TOGETHER: ClassVar = frozenset({"by", "at", "start", "minutes", "zone", "state", "repeat"})
    LEADING: ClassVar = ("state", ("accepted", "done", "proposed", "declined", "cancelled"))
    ENDING: ClassVar = "repeat"

    start: datetime
    minutes: int
    zone: str
    what: str = ""
    state: PlanState = PlanState.PROPOSED
    repeat: str = ""
    sequence: int = 0
    series: str = ""
    instead_of: date | None = None
    choice: str = ""
    protected: bool = False
    idea: str = ""
    uid: str = ""
    talk: str = ""


class Activity(Record, frozen=True, kw_only=True, tag="activity"):
    """Something to do together, of one's own or from the ideas (`idea`, its id): `minutes` 0 means any length.

    `where`, `cost` and `energy` are as in ideas, or empty. `wished`: it is on the list of what they would like to do.
    """

    text: str
    idea: str = ""
    minutes: int = 0
    where: str = ""
    cost: str = ""
    energy: str = ""
    apart: bool = False
    wished: bool = False
    share: Share = Share.PRIVATE


class Did(Record, frozen=True, kw_only=True, tag="did"):
    """What was done in time alone: an idea's or an activity's id, or empty, and its words; `again`: gladly once more.

    `plan` is the time (an id) in which it was done.
    """

    text: str
    idea: str = ""
    plan: str = ""
    again: bool = False


class Talk(Record, frozen=True, kw_only=True, tag="talk"):
    """A talk that was held: `at` is when it began. Never who spoke longer, who broke off, who was late."""

    format: str
    topic: str
    minutes: int
    kept: str = ""


class SlowPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a slow talk: its turns, and the `hours` that are meant for each of what is written in it.

    `reflect`: what was said is said back before the floor is passed. The texts are those of the format as it was
    when the talk began.
    """

    id: str
    turns: int
    hours: int
    reflect: bool = False
    title: str = ""
    speaker: str = ""
    listener: str = ""
    questions: tuple[str, ...] = ()


class SlowTalk(Record, frozen=True, kw_only=True, tag="slow_talk"):
    """A talk held in writing, by turns, apart, with hours between: `first` is the seat that begins each part.

    Once it has `ended` there is a `Talk` with the same id. Where it stands follows from what was `Said` in it.
    """

    format: str
    topic: str
    first: int
    parts: tuple[SlowPart, ...]
    ended: bool = False


class Said(Record, frozen=True, kw_only=True, tag="said"):
    """What somebody gave in a slow talk (an id): `move` is what it is, `number` its place in the course, from 0.

    `turn` is the turn in which it was given, from 0, so that the course goes on where something before it is not
    there (yet). It is never changed.
    """

    talk: str
    number: int
    turn: int
    move: str
    text: str = ""


AnyRecord = (
    Person
    | Couple
    | Sitting
    | Answer
    | Opening
    | Agreement
    | Revision
    | Consent
    | Issue
    | SmallStep
    | Plan
    | Activity
    | Did
    | Talk
    | SlowTalk
    | Said
    | Sealed
    | Released
    | WishMove
    | BusyTime
    | TalkNow
)
"""Every kind of record."""

KINDS: dict[str, type[Record]] = {str(kind.__struct_config__.tag): kind for kind in typing.get_args(AnyRecord)}
"""The record types by the tag under which they are written."""

R = TypeVar("R", bound=Record)


def kind_of(record: Record | type[Record]) -> str:
    """Return the tag under which a record, or a type of record, is written."""
    return str(record.__struct_config__.tag)


def to_document(record: Record) -> dict[str, object]:
    """Return a record as plain data, ready for a document, without the tag."""
    document: dict[str, object] = msgspec.json.decode(msgspec.json.encode(record))
    del document["kind"]
    return document


def from_document(kind: type[R], document: dict[str, object]) -> R:
    """Return the record in a document; raises `msgspec.ValidationError` when it does not fit its type."""
    return msgspec.convert({**document, "kind": kind_of(kind)}, kind)
