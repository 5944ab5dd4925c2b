"""What a machine does by itself so that two people's answers open in one moment: seal, give keys, take in.

Nothing here keeps a state: from what is held follow the records that are still missing, the same ones each time, and
none that is there already. A key is given only for a question to which the other has sealed an answer too.

Who publishes anything as their answer gets the other's key for it; no rule can keep somebody from reading by saying
nothing of worth. But what they relied on first is all that is ever shown as their answer, and it is void when it is
none.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec.structs import replace

from tui.core.changes import Change
from tui.core.merging import Entry, merged
from tui.core.records import Answer, Opening, kind_of
from tui.core.told_records import Released, Sealed
from tui.sync import boxes
from tui.sync.reliance import Choice, Content, Held, Reliance, answer_of, names, place, released_id, shared, to_bytes

Pair = tuple[str, str]
"""Two sittings (ids), mine first."""

_SEALS = frozenset({kind_of(Sealed), kind_of(Released)})
_MOST_KEYS = 2
"""So many keys are given for a question: that of the answer as it was, and of an earlier one that was relied on."""


class Exchange:
    """The sealed answers that a machine holds, and what is to be done with them now."""

    def __init__(self, held: Held) -> None:
        """Reckoned once; after something was done it is to be made anew."""
        self._held = held
        self._is = Reliance(held)

    # What is to be done

    def to_seal(self) -> list[Sealed]:
        """Return my shared answers sealed, where that is not done yet, and with keys for new machines of mine."""
        sittings = {each.id for each in self._is.newest(self._held.me).values()}
        mine = ((answer_of(entry), entry) for entry in self._held.answers.values())
        found = (
            self._sealed(answer, entry)
            for answer, entry in mine
            if answer is not None and answer.by == self._held.me and answer.sitting in sittings and shared(answer)
        )
        return sorted((each for each in found if each is not None), key=lambda each: (each.at, each.id))

    def to_withdraw(self) -> list[Sealed]:
        """Return sealed answers that are to be removed: they are shared no longer, or were changed before they left.

        One that was changed after it left stays, as the other may have relied on it already.
        """
        given = {relied.own.id for relied in self._is.given}
        return sorted(
            (each for each in self._is.mine.values() if each.id not in given and self._is_over(each)),
            key=lambda each: (each.at, each.id),
        )

    def to_release(self) -> list[Released]:
        """Return the keys that may be given now."""
        found = (self._released(pair, question) for pair, question in self._questions())
        return sorted((each for each in found if each is not None), key=lambda each: each.id)

    def to_reveal(self) -> list[Change]:
        """Return the changes of answers that can be opened now: the other's, and those from my other machines.

        They are taken in as any change that comes from a machine.
        """
        others = (self._accepted(pair, question) for pair, question in self._questions())
        own = (self._is.content(each) for each in self._is.mine.values() if not self._is.made_here(each))
        contents = (content for content in (*others, *own) if content is not None)
        return [change for content in contents for change in content.changes if self._is_news(change)]

    def to_put_back(self) -> list[Answer]:
        """Return answers of mine, to be saved, as the other relied on them, where I have changed them since."""
        found: list[Answer] = []
        for pair, question in self._questions():
            held, content = self._answer(pair, question), self._relied_on(pair, question)
            if content is not None and held is not None and shared(held) and held != content.answer:
                found.append(content.answer)
        return sorted(found, key=lambda each: each.id)

    # How it stands

    def locked(self) -> frozenset[str]:
        """Return the sittings (ids) of mine that can neither be changed nor taken back: the other may know them."""
        given = {relied.own.sitting for relied in self._is.given}
        relied_on = {self._is.mine[each.against].sitting for each in self._is.got if each.against in self._is.mine}
        return frozenset(given | relied_on)

    def pairs(self) -> frozenset[Pair]:
        """Return the sittings that may only be opened with one another, or are about to be."""
        return self._is.pairs

    def pending(self, mine: str, theirs: str) -> bool:
        """Return whether two sittings still wait for a key."""
        pair = (mine, theirs)
        return any(not self._is_settled(pair, question) for question in self._questions_of(pair))

    def counts(self, opening: Opening) -> bool:
        """Return whether an opening, by whomever, is of two sittings that belong together; no other one holds.

        Two sittings that were relied on belong together. Where nobody relied on anything, they must not have sealed
        answers, unless their wishes were exchanged to the end.
        """
        return self._is.counts(opening)

    def shown(self, mine: str, theirs: str) -> Mapping[str, tuple[Answer, Answer]]:
        """Return, by question, what both answered in two sittings, mine first, as both committed to it.

        Whatever else was said of these answers since, by whomever, is not what was given.
        """
        pair, found = (mine, theirs), {}
        for question in self._questions_of(pair):
            given, got = self._relied_on(pair, question), self._accepted(pair, question)
            if given is not None and got is not None:
                found[question] = given.answer, got.answer
        return found

    def sealed_in(self, sitting: str) -> frozenset[str]:
        """Return the questions of a sitting of mine to which I sealed an answer: only `shown` shows these."""
        return frozenset(self._sealed_questions.get(sitting, ()))

    def admits(self, change: Change) -> bool:
        """Return whether a change from a machine of the other may be taken in, as far as it is of a sealed answer.

        After I relied on a sealed answer, nothing else is said of that answer. Sealed answers and their keys are
        changed by nobody but their author.
        """
        if change.kind in _SEALS:
            return change.by == self._held.other and change.record not in self._is.made_by_me
        fixed = [self._is.theirs[each.against] for each in self._is.given if each.against in self._is.theirs]
        contents = [self._is.content(each) for each in fixed if each.answer == change.record]
        if change.kind != kind_of(Answer) or not contents:
            return True
        return any(content is not None and names([change]) <= names(content.changes) for content in contents)

    # One question

    def _questions(self) -> Iterator[tuple[Pair, str]]:
        """Give the questions to which both sealed an answer, with the pair of sittings."""
        for pair in sorted(self._is.pairs):
            for question in self._questions_of(pair):
                yield pair, question

    def _questions_of(self, pair: Pair) -> Iterator[str]:
        if pair in self._is.pairs:
            of_mine = self._sealed_questions.get(pair[0], ())
            yield from (question for question in of_mine if (pair[1], question) in self._is.of_theirs)

    @cached_property
    def _sealed_questions(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for sitting, question in sorted(self._is.of_mine):
            found.setdefault(sitting, []).append(question)
        return found

    def _answer(self, pair: Pair, question: str) -> Answer | None:
        """Return my answer to a question as I hold it now."""
        newest = self._is.of_mine[pair[0], question][-1]
        return answer_of(self._held.answers.get(newest.answer))

    def _present(self, sitting: str, question: str) -> Sealed | None:
        """Return my sealed answer to a question in which is what holds now."""
        there = reversed(self._is.of_mine.get((sitting, question), ()))
        return next((each for each in there if self._holds(each)), None)

    def _holds(self, sealed: Sealed) -> bool:
        entry, content = self._held.answers.get(sealed.answer), self._is.content(sealed)
        return entry is not None and content is not None and names(content.changes) == names(entry.changes)

    def _accepted(self, pair: Pair, question: str) -> Content | None:
        """Return what the other answered, as it was when I relied on it; None when it is not to be read, or void."""
        return self._of(self._is.my_choice(pair, question))

    def _relied_on(self, pair: Pair, question: str) -> Content | None:
        """Return what I answered, as it was when the other relied on it."""
        return self._of(self._is.their_choice(pair, question))

    def _of(self, choice: Choice | None) -> Content | None:
        return None if choice is None or choice.sealed is None else self._is.content(choice.sealed)

    def _given(self, sitting: str, question: str) -> set[str]:
        """Return the sealed answers (ids) of mine to a question whose keys I gave."""
        relied = self._is.given_by_question.get((sitting, question), ())
        return {each.own.id for _, each in relied if each.own.sitting == sitting}

    def _is_settled(self, pair: Pair, question: str) -> bool:
        if not shared(self._answer(pair, question)):
            return True
        mine, theirs = self._is.my_choice(pair, question), self._is.their_choice(pair, question)
        lost = [choice for choice in (mine, theirs) if choice is not None and choice.sealed is None]
        if lost:
            return not any(choice.waits for choice in lost)
        if mine is None or mine.sealed is None or theirs is None or theirs.sealed is None:
            return False
        return bool(self._is.keys_given(mine.sealed)) and theirs.sealed.id in self._given(pair[0], question)

    # Sealing

    def _sealed(self, answer: Answer, entry: Entry) -> Sealed | None:
        """Return an answer sealed, or what is there with keys for more machines; None when nothing is missing."""
        present = self._present(answer.sitting, answer.question)
        if present is not None:
            return self._for_more_machines(present)
        there = {each.id for each in self._is.of_mine.get((answer.sitting, answer.question), ())}
        hands = (self._held.hands.get(change.device) for change in entry.changes)
        here = any(whose is not None and whose.machine == self._held.machine for whose in hands)
        if not here or not there.isdisjoint(self._relied):
            return None
        sealed = self._made(answer, entry)
        return None if sealed.id in self._held.withdrawn else sealed

    @cached_property
    def _relied(self) -> frozenset[str]:
        """The sealed answers (ids) of mine on which somebody relied."""
        return frozenset({*(each.own.id for each in self._is.given), *(each.against for each in self._is.got)})

    def _made(self, answer: Answer, entry: Entry) -> Sealed:
        bare = Sealed(
            id="",
            by=answer.by,
            at=answer.at,
            answer=answer.id,
            sitting=answer.sitting,
            step=answer.step,
            question=answer.question,
            box="",
        )
        box = boxes.made(self._held.secret, place(self._held.seed, bare), to_bytes(entry.told()))
        own = self._own(box.key, self._held.machines)
        return replace(bare, id=box.commitment, box=boxes.text(box.data), own=own)

    def _own(self, key: bytes, machines: Mapping[str, bytes]) -> dict[str, str]:
        sealed = {name: boxes.sealed_to(public, self._held.secret, key) for name, public in sorted(machines.items())}
        return {name: each for name, each in sealed.items() if each}

    def _for_more_machines(self, sealed: Sealed) -> Sealed | None:
        new = {name: public for name, public in self._held.machines.items() if name not in sealed.own}
        key = self._is.key(sealed)
        if not new or key is None or sealed.id in self._relied or not self._is.made_here(sealed):
            return None
        more = self._own(key, new)
        return replace(sealed, own={**sealed.own, **more}) if more else None

    def _is_over(self, sealed: Sealed) -> bool:
        entry, here = self._held.answers.get(sealed.answer), self._is.made_here(sealed)
        if entry is None:
            return here
        if not shared(answer_of(entry)):
            return True
        return here and sealed.id not in self._held.published and not self._holds(sealed)

    # Giving a key

    def _released(self, pair: Pair, question: str) -> Released | None:
        mine, theirs = self._is.my_choice(pair, question), self._is.their_choice(pair, question)
        own = self._present(pair[0], question) if theirs is None else theirs.sealed
        against = self._best(pair, question) if mine is None else mine.sealed
        if own is None or against is None or not self._may_give(own) or not shared(self._answer(pair, question)):
            return None
        given, key = self._given(pair[0], question), self._is.key(own)
        if own.id in given or len(given) >= _MOST_KEYS or key is None:
            return None
        name = released_id(own.id, against.id)
        at = (
            self._held.now
        )  # of keys that two machines of mine gave without knowing of one another the earlier one holds
        return Released(id=name, by=own.by, at=at, sealed=own.id, against=against.id, key=boxes.text(key))

    def _best(self, pair: Pair, question: str) -> Sealed:
        """Return the sealed answer of the other to rely on: one whose key they gave, else the newest."""
        there = self._is.of_theirs[pair[1], question]
        return max(there, key=lambda each: (bool(self._is.keys_given(each)), each.at, each.id))

    def _may_give(self, sealed: Sealed) -> bool:
        """Whether it is for this machine to give a key.

        Two machines that know nothing of one another could rely on two answers, one of which was made after the
        key from the other machine was read. So it is for the one that made the box, until it is removed.
        """
        if sealed.id not in self._held.published:
            return False
        left = self._is.makers.get(sealed.id, frozenset()).isdisjoint({*self._held.machines, self._held.machine})
        return left or self._is.made_here(sealed)

    def _is_news(self, change: Change) -> bool:
        entry = self._held.answers.get(change.record)
        return merged(entry, change) != entry
