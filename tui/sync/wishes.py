"""Wishes over the folder: four moves by which two machines find what both wish for, and nothing else.

Move 1 commits to a list of points, move 2 shows it, move 3 commits to the other's list as doubled here, move 4 shows
that. Each but the first answers a move of the other (`against`); a first move names the earlier one of one's own
whose place it takes, when wishes changed.

What is made follows from what is held and the machine's secret, so that it is the same after a crash and in two
windows. The id of a move is the hash of all that it says: who changes a move afterwards has made no move. A list
alone says nothing, and neither does a commitment; only the fourth move tells something. So until then either may
begin again, with other wishes; the fourth move is made once for a sitting and question, and never again. Where the
other does not keep to this, the exchange stands still.

What it cannot do: keep somebody with a changed program from claiming to wish for everything, and then from telling
nothing back. No exchange of two can, without a third; the commitments only see to it that this is decided blindly.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from msgspec.structs import replace

from tui.core.records import Answer, Opening, Share, Sitting
from tui.core.told_records import WishMove
from tui.sync.intersection import Slots, common, doubled, read, size, slots, written
from tui.sync.wish_runs import BIND, COMMIT, SHOW, TELL, Held, Run, Table, Wish, bind, id_of

__all__ = [
    "Found",
    "Held",
    "ItemsOf",
    "Wish",
    "amended",
    "derived",
    "locked",
    "moves",
    "mutual",
    "pairs",
    "under_way",
]

RESTARTS: Final = 32
"""How often a list is shown for one sitting at most, so that nobody who begins again and again can fill the home."""

ItemsOf = Callable[[str], Sequence[str]]
"""Gives the ids of all options of a question, in its order; none when the question is not known."""

Found = Mapping[tuple[str, str], tuple[str, ...]]
"""By sitting of the other and question: what both wished for."""


def moves(held: Held, me: str, secret: bytes, items_of: ItemsOf) -> list[WishMove]:
    """Return the moves that this machine has to make now, in their order; none twice."""
    table = Table(held, me)
    made: list[WishMove] = []
    for wish, sitting in _turns(table, held.wishes):
        turn = _Turn(table, wish, sitting, secret, len(items_of(wish.answer.question)))
        while (move := turn.next()) is not None and not table.holds(move):
            table.add(move)
            made.append(move)
    return made


def mutual(held: Held, me: str, secret: bytes, items_of: ItemsOf) -> Found:
    """Return what came of the exchanges that have ended, in the order of the question, for this machine alone.

    One that cannot come to its end any more, as somebody changed their wishes too late, has found nothing. One whose
    wishes were changed after it had ended is left out: what came of it before holds, and less by what was taken back.
    """
    table = Table(held, me)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for wish in held.wishes:
        question = wish.answer.question
        for run in table.runs(wish.answer.sitting, question):
            both = _common(table, run, wish, secret) if table.finished(run) else None
            if both is not None:
                order = dict.fromkeys((*items_of(question), *_wished(wish)))
                found[run.theirs.sitting, question] = tuple(item for item in order if item in both)
            elif table.dead(run):
                found.setdefault((run.theirs.sitting, question), ())
    return found


def locked(held: Held, me: str) -> set[str]:
    """Return my sittings whose wishes are not to be changed now: my list was shown, and not all is told yet."""
    table = Table(held, me)
    return {sitting for sitting, question in table.begun(SHOW) if not table.ended(sitting, question)}


def under_way(held: Held, me: str) -> set[str]:
    """Return my sittings that are not to be opened yet: both committed to a list, and not all is told yet.

    Also a machine of mine that does not hold my wishes can say so.
    """
    table = Table(held, me)
    return {
        sitting
        for sitting, question in table.begun(COMMIT)
        if table.theirs_for(sitting, question) is not None and not table.ended(sitting, question)
    }


def pairs(held: Held, me: str) -> dict[str, str]:
    """Return, by sitting of mine whose list was shown, the sitting of the other that it can be opened with."""
    table = Table(held, me)
    found = {sitting: table.partner(sitting, question) for sitting, question in table.begun(SHOW)}
    return {mine: theirs.id for mine, theirs in found.items() if theirs is not None}


def derived(theirs: Sitting, question: str, items: Sequence[str]) -> Answer:
    """Return the answer by which the other's wishes, as far as they are mine too, are known on this machine alone."""
    return Answer(
        id=f"mutual-{theirs.id}-{question}",
        by=theirs.by,
        at=theirs.at,
        sitting=theirs.id,
        step=theirs.step,
        question=question,
        value=tuple(items),
        share=Share.MUTUAL,
    )


def amended(openings: Iterable[Opening], wishes: Iterable[Answer], found: Found) -> list[Opening]:
    """Return the openings that have to be saved again, as this machine knows better what both wish for.

    `openings` are as they are kept, `wishes` mine as they are now, every version of them, and `found` what came of
    the exchanges. A wish that I took back before the other opened goes; and what both wish for comes in where a
    machine opened that could not know of it. What is written already, be it that nothing is left, is never added to.
    Of what did not come of an exchange, nothing is said.
    """
    mine: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in wishes:
        mine[answer.sitting, answer.question].append(answer)
    checked = ((opening, _amended(opening, mine, found)) for opening in openings)
    return [replace(opening, mutual=wanted) for opening, wanted in checked if wanted != opening.mutual]


def _amended(
    opening: Opening, mine: Mapping[tuple[str, str], Sequence[Answer]], found: Found
) -> dict[str, tuple[str, ...]]:
    wanted = dict(opening.mutual)
    for (sitting, question), versions in mine.items():
        if sitting in opening.sittings:
            other = next((each for each in opening.sittings if each != sitting), "")
            both = found.get((other, question))
            if both is not None:  # else whoever wrote the opening could have it say what I wish for
                chosen = (each for each in wanted.get(question, both) if each in both)
                wanted[question] = tuple(each for each in chosen if all(each in _value(one) for one in versions))
    return wanted


# The moves


def _turns(table: Table, wishes: Iterable[Wish]) -> Iterator[tuple[Wish, Sitting]]:
    """Give the wishes whose turn it is: of one sitting a step and question, the one that is tied or the newest."""
    chosen: dict[tuple[str, str], tuple[tuple[bool, bool, datetime, str], Wish, Sitting]] = {}
    for wish in wishes:
        sitting, question = table.closed(wish.answer.sitting), wish.answer.question
        if sitting is None or sitting.by != table.me or wish.answer.share is not Share.MUTUAL:
            continue
        rank, key = table.rank(sitting, question), (sitting.step, question)
        if not table.over(sitting.id, question) and (key not in chosen or chosen[key][0] < rank):
            chosen[key] = rank, wish, sitting
    yield from (chosen[key][1:] for key in sorted(chosen))


class _Turn(NamedTuple):
    """My side of one exchange: what I wish for, in which sitting, for how many `items` there are now."""

    table: Table
    wish: Wish
    sitting: Sitting
    secret: bytes
    items: int

    def next(self) -> WishMove | None:
        """Return the move that comes next, None when it is the other's turn, or nothing is left to do."""
        if self.table.over(*self._place):
            return None
        first = self.table.first(*self._place)
        mine = self._committed(first)
        if first is None or mine is None:
            return self._begin(first)
        theirs = self.table.theirs_for(*self._place)
        if theirs is None:
            return None
        runs = self.table.runs(*self._place)
        run = next((each for each in runs if (each.mine, each.theirs) == (first, theirs)), None)
        return self._show(theirs, mine) if run is None else self._double(run, mine)

    def _begin(self, before: WishMove | None) -> WishMove | None:
        count = size(max(self.items, len(_wished(self.wish)))) if self.items else None
        return None if count is None else self._move(COMMIT, before, commits=self._list(count).points)

    def _show(self, theirs: WishMove, mine: Slots) -> WishMove | None:
        again = len(self.table.of(*self._place, SHOW)) >= RESTARTS
        return None if again else self._move(SHOW, theirs, points=mine.points)

    def _double(self, run: Run, mine: Slots) -> WishMove | None:
        shown = self.table.shown_to(run)
        if shown is None:
            return None
        points = doubled(mine.scalar, read(shown.points))
        binding = self._move(BIND, shown, commits=points)
        if not self.table.holds(binding):
            return binding
        relied = self.table.bound_by(run)
        return None if relied is None else self._move(TELL, relied, points=points)

    def _committed(self, first: WishMove | None) -> Slots | None:
        """Return my list as it was committed to; None when my wishes have changed since, or what there is to wish."""
        shown = {len(each.points) for each in self.table.of(*self._place, SHOW)}
        now = size(max(self.items, len(_wished(self.wish))))
        lists = (self._list(count) for count in (shown if now is None else {now, *shown}))
        return next((each for each in lists if first and first.commitment == bind(first, each.points)), None)

    def _list(self, count: int) -> Slots:
        return _list(self.wish, self.secret, count)

    def _move(
        self, number: int, against: WishMove | None, *, points: Sequence[bytes] = (), commits: Sequence[bytes] = ()
    ) -> WishMove:
        move = WishMove(
            id="",
            by=self.sitting.by,
            at=self.sitting.at,
            sitting=self.sitting.id,
            question=self.wish.answer.question,
            number=number,
            against=against.id if against else "",
            points=written(points),
        )
        move = replace(move, commitment=bind(move, commits) if commits else "")
        return replace(move, id=id_of(move))

    @property
    def _place(self) -> tuple[str, str]:
        return self.sitting.id, self.wish.answer.question


def _list(wish: Wish, secret: bytes, count: int) -> Slots:
    answer = wish.answer
    return slots(secret, (answer.question, answer.sitting, wish.name), _wished(wish), count)


def _common(table: Table, run: Run, wish: Wish, secret: bytes) -> frozenset[str] | None:
    """Return what both wished for in an exchange that has ended; None when my wishes are not those of then."""
    mine = _list(wish, secret, len(run.shown.points))
    theirs, told = table.shown_to(run), table.answer(run)
    if theirs is None or told is None or mine.points != read(run.shown.points):
        return None
    return common(mine, read(theirs.points), read(told.points))


def _wished(wish: Wish) -> tuple[str, ...]:
    return _value(wish.answer)


def _value(answer: Answer) -> tuple[str, ...]:
    """Return what an answer wishes for, each once."""
    chosen = answer.value if answer.share is Share.MUTUAL and isinstance(answer.value, tuple) else ()
    return tuple(dict.fromkeys(chosen))
