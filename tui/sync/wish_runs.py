"""The moves that are held of wishes, and which of them belong to one exchange.

What is not what it says counts as not there: a move whose id is not the hash of its content, one that answers another
exchange, a list or a doubled list that was not committed to. So whoever breaks a rule only stands still.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple

from tui.core.records import Answer, Sitting
from tui.core.told_records import WishMove
from tui.sync.intersection import acceptable, commitment, packed, read

COMMIT: Final = 1
SHOW: Final = 2
BIND: Final = 3
TELL: Final = 4
"""The numbers of the moves."""

_ID_BYTES = 32


class Wish(NamedTuple):
    """One's own answer to a question that asks for wishes, and the name of the operation by which it is what it is.

    Where several operations hold, the name is made of all their names, sorted.
    """

    answer: Answer
    name: str


class Held(NamedTuple):
    """What is held of both people: sittings that are in the folder, moves, and which sittings have been opened.

    `wishes` are only those of whose machine this is, each with the share MUTUAL, also when nothing is wished for;
    none on a machine that does not hold them, and none of which all is known already. `bound` gives, by sitting of
    mine, the one of the other that it can only be opened with.
    """

    sittings: Sequence[Sitting] = ()
    wishes: Sequence[Wish] = ()
    moves: Sequence[WishMove] = ()
    opened: Collection[str] = frozenset()
    bound: Mapping[str, str] = {}


class Run(NamedTuple):
    """An exchange in which my list was `shown` against a first move of `theirs`; it was committed to by `mine`."""

    mine: WishMove
    theirs: WishMove
    shown: WishMove


class Table:
    """The moves that are what they say, and by which sittings they belong together."""

    def __init__(self, held: Held, me: str) -> None:
        """`me` is the person whose machine this is."""
        self.me = me
        self._held = held
        self._sittings = {each.id: each for each in held.sittings}
        self._by_id: dict[str, WishMove] = {}
        self._acceptable: dict[tuple[str, frozenset[bytes]], bool] = {}
        self._moves: dict[tuple[str, str, int], list[WishMove]] = defaultdict(list)
        for move in held.moves:
            self.add(move)

    def add(self, move: WishMove) -> None:
        """Take in a move, unless it is not the one that its id names, or not by whose sitting it is."""
        sitting = self._sittings.get(move.sitting)
        if sitting is None or sitting.by != move.by or move.id in self._by_id or move.id != id_of(move):
            return
        self._by_id[move.id] = move
        self._moves[move.sitting, move.question, move.number].append(move)

    def of(self, sitting: str, question: str, number: int) -> Sequence[WishMove]:
        """Return the moves with this number, in any order."""
        return self._moves.get((sitting, question, number), ())

    def closed(self, sitting: str) -> Sitting | None:
        """Return a sitting that is held and not opened."""
        return self._sittings.get(sitting) if sitting not in self._held.opened else None

    def rank(self, sitting: Sitting, question: str) -> tuple[bool, bool, datetime, str]:
        """Return by what it is chosen which sitting of mine has its turn: one that is tied already, or the newest."""
        return sitting.id in self._held.bound, bool(self.of(sitting.id, question, SHOW)), sitting.at, sitting.id

    def holds(self, move: WishMove) -> bool:
        """Whether a move is there already."""
        return move.id in self._by_id

    def first(self, sitting: str, question: str) -> WishMove | None:
        """Return the first move that counts: one whose place no other has taken."""
        every = self.of(sitting, question, COMMIT)
        replaced = {move.against for move in every}
        return max((move for move in every if move.id not in replaced), key=lambda move: move.id, default=None)

    def over(self, sitting: str, question: str) -> bool:
        """Whether there is nothing left for me to do: I have told all, or nothing can come of it."""
        return bool(self.of(sitting, question, TELL)) or any(map(self.dead, self.runs(sitting, question)))

    def ended(self, sitting: str, question: str) -> bool:
        """Whether both have told all, or nothing can come of it."""
        return any(self.finished(run) or self.dead(run) for run in self.runs(sitting, question))

    def begun(self, number: int) -> Iterator[tuple[str, str]]:
        """Give my unopened sittings and questions for which there is a move with this number."""
        for sitting, question, made in list(self._moves):
            held = self.closed(sitting)
            if made == number and held is not None and held.by == self.me:
                yield sitting, question

    def runs(self, sitting: str, question: str) -> list[Run]:
        """Return the exchanges of a sitting of mine in which my list was shown."""
        found: list[Run] = []
        first = self.first(sitting, question)
        for shown in self.of(sitting, question, SHOW):
            theirs = self._by_id.get(shown.against)
            if theirs is None or theirs.by == self.me or theirs.number != COMMIT or theirs.question != question:
                continue
            mine = [each for each in self.of(sitting, question, COMMIT) if opens(each, shown)]
            if mine:
                found.append(Run(max(mine, key=lambda each: (each == first, each.id)), theirs, shown))
        return found

    def partner(self, sitting: str, question: str) -> Sitting | None:
        """Return the other's sitting with which one of mine is exchanged: one it is tied to, or the newest.

        One whose wishes have been told already, for another sitting of mine, is none.
        """
        for run in self.runs(sitting, question):
            if self.told(run):
                return self._sittings[run.theirs.sitting]
        mine = self._sittings[sitting]
        if sitting in self._held.bound:
            return self.closed(self._held.bound[sitting])
        firsts = {move.id for move in self.of(sitting, question, COMMIT)}
        ranks = [
            (self._shown_against(each.id, question, firsts), each.at, each.id)
            for each in self._sittings.values()
            if each.step == mine.step and each.by != self.me and self.closed(each.id)
        ]
        free = [rank for rank in ranks if rank[0] or not self.of(rank[2], question, TELL)]
        return self._sittings[max(free)[2]] if free else None

    def theirs_for(self, sitting: str, question: str) -> WishMove | None:
        """Return the other's first move that counts for a sitting of mine."""
        partner = self.partner(sitting, question)
        return None if partner is None else self.first(partner.id, question)

    def shown_to(self, run: Run) -> WishMove | None:
        """Return the other's list, when it is what was committed to and a list that can be believed."""
        shown = self.of(run.theirs.sitting, run.theirs.question, SHOW)
        move = next((each for each in shown if each.against == run.mine.id and opens(run.theirs, each)), None)
        if move is None:
            return None
        mine = self._ever_shown(run)
        if (move.id, mine) not in self._acceptable:
            self._acceptable[move.id, mine] = acceptable(read(move.points), mine)
        return move if self._acceptable[move.id, mine] else None

    def bound_by(self, run: Run) -> WishMove | None:
        """Return the other's commitment to my list as they doubled it."""
        every = self.of(run.theirs.sitting, run.theirs.question, BIND)
        return min((each for each in every if each.against == run.shown.id), key=lambda each: each.id, default=None)

    def told(self, run: Run) -> list[WishMove]:
        """Return the third moves of the other that my fourth moves answer; one, when all is well."""
        answered = (self._by_id.get(move.against) for move in self.of(run.mine.sitting, run.mine.question, TELL))
        return [
            each
            for each in answered
            if each is not None
            and each.number == BIND
            and (each.sitting, each.question) == (run.theirs.sitting, run.theirs.question)
            and each.against == run.shown.id
        ]

    def answer(self, run: Run) -> WishMove | None:
        """Return the other's fourth move: what they committed to before I told them anything."""
        relied = self.told(run)
        if len({each.commitment for each in relied}) != 1:
            return None
        mine = self._binding(run)
        for move in self.of(run.theirs.sitting, run.theirs.question, TELL):
            count = len(set(read(move.points)))
            if move.against in mine and count == len(run.shown.points) and opens(relied[0], move):
                return move
        return None

    def finished(self, run: Run) -> bool:
        """Whether both have told what there is to tell."""
        return self.answer(run) is not None

    def dead(self, run: Run) -> bool:
        """Whether somebody told, and somebody had begun again before both had: then nothing can come of it."""
        if all(self.first(each.sitting, each.question) == each for each in (run.mine, run.theirs)):
            return False
        binding = self._binding(run)
        told = any(each.against in binding for each in self.of(run.theirs.sitting, run.theirs.question, TELL))
        return (told or bool(self.told(run))) and not self.finished(run)

    def _ever_shown(self, run: Run) -> frozenset[bytes]:
        """Return the points of all my lists for this sitting, also of those whose place another has taken."""
        every = self.of(run.mine.sitting, run.mine.question, SHOW)
        return frozenset(point for move in every for point in read(move.points))

    def _binding(self, run: Run) -> frozenset[str]:
        """Return the ids of my commitments to the other's list as I doubled it; one, when all is well."""
        shown, every = self.shown_to(run), self.of(run.mine.sitting, run.mine.question, BIND)
        return frozenset(each.id for each in every if shown is not None and each.against == shown.id)

    def _shown_against(self, sitting: str, question: str, firsts: Collection[str]) -> bool:
        return any(move.against in firsts for move in self.of(sitting, question, SHOW))


def id_of(move: WishMove) -> str:
    """Return the id of a move, the hash of all that it says but when."""
    said = packed(
        *(move.by, move.sitting, move.question, str(move.number), move.against, move.commitment), *move.points
    )
    return blake2b(said, digest_size=_ID_BYTES, person=b"nearer wish move").hexdigest()


def bind(move: WishMove, points: Sequence[bytes]) -> str:
    """Return the commitment of a move to points, tied to whose it is, its sitting and question, and its round."""
    return commitment(packed(move.by, move.sitting, move.question, str(move.number)), points)


def opens(commit: WishMove, shown: WishMove) -> bool:
    """Whether a move shows the points to which another one of the same sitting committed."""
    return commit.commitment == bind(commit, read(shown.points))
