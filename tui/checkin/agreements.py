"""What the two want to keep: a text that both write in whole revisions, and that holds once both gave their word.

The revisions are a graph: each names all that it came from, so that the order among the others stays what it was when
one is taken away. Everything here is a pure function of the set of records: in whatever order they come, and from
whichever machine, both see the same. Nobody's words are mixed with the other's letter by letter: wordings written at
the same time are merged line by line, and where they say different things both stand one under the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tui.checkin.lines import changes, together
from tui.core.records import Agreement, Consent, Revision


class State(StrEnum):
    """Where an agreement stands for one person."""

    DUE = "due"  # the day to look at it again has come
    YOURS = "yours"  # their own word is open, or two wordings want to be joined
    THEIRS = "theirs"  # only the other's word is open
    HOLDS = "holds"  # all words are given
    LET_GO = "let_go"


class Later(StrEnum):
    """How far off to look at an agreement again."""

    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    THREE_MONTHS = "three_months"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One whole text, `by` whom, what it came from (`past`, ids), and who has `agreed` to it (ids of people)."""

    id: str
    by: str
    at: datetime
    text: str
    past: frozenset[str]
    agreed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some lines of a text; `of` is the wording whose version they are, None where nobody says it differently.

    No lines, and a wording: that wording leaves out what the others have here.
    """

    lines: tuple[str, ...]
    of: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an agreement stands: its `wordings`, oldest first; its `heads`, which no other has taken up, by their text.

    `in_force` is the newest wording that all whose word it needs have agreed to; `pieces` are the heads merged.
    """

    agreement: Agreement
    wordings: tuple[Wording, ...]
    heads: tuple[Wording, ...]
    in_force: Wording | None
    pieces: tuple[Piece, ...]

    @property
    def id(self) -> str:
        """The agreement's id."""
        return self.agreement.id

    @property
    def at(self) -> datetime:
        """When it was first written."""
        return self.agreement.at

    @property
    def newest(self) -> str:
        """The newest wording; of several, all of them merged."""
        return "\n".join(line for piece in self.pieces for line in piece.lines)

    @property
    def text(self) -> str:
        """What holds, or what is proposed as long as nothing does."""
        return self.newest if self.in_force is None else self.in_force.text

    @property
    def holds(self) -> bool:
        """Whether some wording is in force."""
        return self.in_force is not None

    @property
    def joined(self) -> bool:
        """Whether there is one newest wording, and not several side by side."""
        return len(self.heads) == 1

    @property
    def overlaps(self) -> bool:
        """Whether the newest wordings say different things of the same lines."""
        return any(piece.of is not None for piece in self.pieces)

    def wording(self, wording_id: str) -> Wording | None:
        """Return the wording with this id."""
        return next((each for each in self.wordings if each.id == wording_id), None)

    def seen(self) -> tuple[str, ...]:
        """Return the ids of the newest wordings, for whoever writes the next one."""
        return tuple(each.id for each in self.heads)


def stands(
    agreement: Agreement | None, revisions: Iterable[Revision], consents: Iterable[Consent], needed: Collection[str]
) -> Standing | None:
    """Return how an agreement stands, with `needed` the people (ids) whose word it needs; None when it has no words.

    Where the agreement's own record is gone and revisions are left, it goes on with those.
    """
    given = sorted({each.id: each for each in revisions}.values(), key=lambda each: (each.at, each.id))
    place = agreement or (_place_of(given[0]) if given else None)
    if place is None:
        return None
    wordings = _wordings(place, given, list(consents))
    if not wordings:
        return None
    heads = _heads(wordings)
    return Standing(
        agreement=place,
        wordings=wordings,
        heads=heads,
        in_force=_in_force(wordings, frozenset(needed)),
        pieces=_merged(wordings, heads),
    )


def state(standing: Standing, me: str, needed: Collection[str], today: date) -> State:
    """Return where an agreement stands for the person `me`."""
    if standing.agreement.let_go:
        return State.LET_GO
    if is_due(standing.agreement, today):
        return State.DUE
    if not standing.joined or me not in standing.heads[0].agreed:
        return State.YOURS
    return State.HOLDS if standing.heads[0].agreed.issuperset(needed) else State.THEIRS


def is_due(agreement: Agreement, today: date) -> bool:
    """Whether the day to look at an agreement again has come."""
    return not agreement.let_go and agreement.look_again is not None and agreement.look_again <= today


def open_to(standing: Standing, me: str) -> Wording | None:
    """Return the newest wording where `me` can agree to it as it is; None when that is done, or there are several."""
    if standing.agreement.let_go or not standing.joined or me in standing.heads[0].agreed:
        return None
    return standing.heads[0]


def known_to(standing: Standing, me: str) -> Wording | None:
    """Return what `me` compares a newer wording with: what is in force, or else the newest that they agreed to."""
    before = [each for each in standing.wordings if each not in standing.heads and me in each.agreed]
    return standing.in_force or (before[-1] if before else None)


def changed(standing: Standing, me: str) -> list[tuple[str, str]]:
    """Return the newest wording line by line, each with a sign: "+" is new to `me`, "-" is gone, " " is as it was."""
    known = known_to(standing, me)
    if known is None:
        return [(" ", line) for line in standing.newest.split("\n")]
    return list(changes(known.text.split("\n"), standing.newest.split("\n")))


def came_from(standing: Standing, seen: Iterable[str]) -> tuple[str, ...]:
    """Return all that a wording comes from whose author has `seen` these, sorted."""
    found = set(seen)
    for each in standing.wordings:
        if each.id in found:
            found |= each.past
    return tuple(sorted(found))


def days_ahead(today: date) -> dict[Later, date]:
    """Return the days on which one may look at an agreement again; at the end of a short month, its last day."""
    return {
        Later.TWO_WEEKS: today + timedelta(weeks=2),
        Later.MONTH: _months_after(today, 1),
        Later.THREE_MONTHS: _months_after(today, 3),
        Later.YEAR: _months_after(today, 12),
    }


def _months_after(day: date, months: int) -> date:
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# The graph


def _place_of(revision: Revision) -> Agreement:
    return Agreement(id=revision.agreement, by=revision.by, at=revision.at, text="")


def _wordings(place: Agreement, revisions: Sequence[Revision], consents: Sequence[Consent]) -> tuple[Wording, ...]:
    """Return every text there is, what came first first, with who agreed to it."""
    first = Revision(id=place.id, by=place.by, at=place.at, agreement=place.id, text=place.text, parents=())
    every = {each.id: each for each in (*revisions, first) if each.agreement == place.id and each.text.strip()}
    parents = {each.id: each.parents for each in every.values()}
    pasts = {each: _past(each, parents) for each in every}
    said, alike = {each.id: {each.by} for each in every.values()}, defaultdict[str, list[str]](list)
    for each in every.values():
        alike[each.text].append(each.id)
    for consent in consents:
        said.get(consent.revision, set()).add(consent.by)
    return tuple(
        Wording(
            id=each.id,
            by=each.by,
            at=each.at,
            text=each.text,
            past=pasts[each.id],
            agreed=frozenset().union(*(said[one] for one in _beside(each.id, alike[each.text], pasts))),
        )
        for each in sorted(every.values(), key=lambda each: (len(pasts[each.id]), each.at, each.id))
    )


def _past(node: str, parents: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return all that a wording came from; records that lead in a circle do not hold anything up."""
    found: set[str] = set()
    ahead = set(parents[node])
    while ahead:
        each = ahead.pop()
        found.add(each)
        ahead.update(parents.get(each, ()))
        ahead -= found
    return frozenset(found - {node})


def _beside(one: str, alike: Sequence[str], pasts: Mapping[str, frozenset[str]]) -> list[str]:
    """Return those of the wordings with the same text that were written at the same time: a word for one is for all.

    A text that comes back later is another matter: it needs new words.
    """
    return [each for each in alike if each == one or (each not in pasts[one] and one not in pasts[each])]


def _heads(wordings: Sequence[Wording]) -> tuple[Wording, ...]:
    """Return the wordings that no other came from, the oldest first, of those with the same text the newest."""
    taken_up = frozenset().union(*(each.past for each in wordings))
    newest = [each for each in wordings if each.id not in taken_up] or [max(wordings, key=_age)]
    by_text = {each.text: each for each in sorted(newest, key=_age)}
    return tuple(sorted(by_text.values(), key=_age))


def _in_force(wordings: Sequence[Wording], needed: frozenset[str]) -> Wording | None:
    """Return the newest wording to which all agreed: what came from another is newer, whatever the clocks say."""
    agreed = [each for each in wordings if each.agreed >= needed]
    replaced = frozenset().union(*(each.past for each in agreed))
    return max((each for each in agreed if each.id not in replaced), key=_age, default=None)


def _merged(wordings: Sequence[Wording], heads: Sequence[Wording]) -> tuple[Piece, ...]:
    """Return the heads as one text, by a merge of lines from the nearest wording that all of them came from."""
    if len(heads) == 1:
        return (Piece(lines=tuple(heads[0].text.split("\n"))),)
    common = frozenset.intersection(*(each.past for each in heads))
    before = [each for each in wordings if each.id in common]
    base = max(before, key=lambda each: (len(each.past), *_age(each)), default=None)
    parts = together(base.text.split("\n") if base else [], [each.text.split("\n") for each in heads])
    return tuple(
        Piece(lines=lines, of=None if place is None else heads[place]) for part in parts for place, lines in part
    )


def _age(wording: Wording) -> tuple[datetime, str]:
    return wording.at, wording.id
