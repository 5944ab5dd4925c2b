"""Writing to the folder: what this machine has to say, how far it has come, and what the folder has lost.

A file is first kept in the mirror, and then put into the folder as everything is that the folder lacks: so a stop in
between costs nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import replace

from tui.core.changes import ERASED, Change
from tui.sync.believed import believed
from tui.sync.index import SMALL, Seen, joined
from tui.sync.keys import KEY, NONCE, Epoch, file_name, name_of
from tui.sync.parts import Parts
from tui.sync.ports import SUFFIX, Erased, Signature, Unsent
from tui.sync.segment import MOST, RefusedError, read, write
from tui.sync.wire import MOST_PLAIN, Body, Span, Wired, unwired, wired

MOST_CHANGES: Final = 4000
"""So many changes are told in one file at most."""

MOST_BYTES: Final = 1024 * 1024
"""So many bytes of changes are told in one file, before they are pressed, if it is more than one change."""

PACK: Final = 32
"""So many small files are packed into one."""

MOST_PACKED: Final = 1024 * 1024
"""Bytes of small files that are packed at once."""

NOT_LOOKED_AT: Final = Signature(-1, -1)
"""Of a file that was just written."""

_RANDOM_EPOCH: Final = 4 + KEY


class Outbox:
    """Says what this machine has to say."""

    def __init__(self, parts: Parts) -> None:
        """`parts` have taken in what the folder holds."""
        self.sent = 0
        self.unfit: list[Change] = []
        self._parts = parts
        self._told_now = False

    def say_all(self) -> None:
        """Write what is new into the mirror; raises `StoreError`."""
        parts = self._parts
        after = parts.index.highest(parts.circle.me)
        changes, upto = self._unsent(after)
        member = parts.circle.member(parts.circle.me)
        fit: list[Change] = []
        self.unfit = []
        for each in changes:
            (fit if member is not None and believed(each, member) else self.unfit).append(each)
        lost = parts.has_lost
        if lost:
            parts.circle = parts.circle.saying(parts.circle.statements)
        if parts.circle.to_say != Body(number=0):
            self._say(Body(number=0))
        for epoch in parts.circle.epochs if lost else parts.circle.lacking:
            self._give_key(epoch)
        for covers, some in _in_files(fit, after, upto):
            self._say(Body(number=0, covers=covers, changes=some))
            self.sent += len(some)
        # a new hand after an older home may still give numbers that others were told of
        parts.circle = replace(parts.circle, unsure=parts.records.sequence < after)

    def _unsent(self, after: int) -> Unsent:
        """Return what is to be sent: what has a number above `after`, and what was not told for another reason."""
        circle, records = self._parts.circle, self._parts.records
        if not (circle.unsure or self._parts.has_lost or records.sequence < after):
            return records.unsent(frozenset(circle.hands), after)
        changes, upto = records.unsent(frozenset(circle.hands), 0)
        bodies = filter(None, map(self._body, self._parts.index.of(circle.me)))
        before = [unwired(each) for body in bodies for each in body.changes]
        told = {name for each in before for name in _names(each)}
        seen = {name for each in before for name in _seen(each)}
        known = (
            each.sequence <= after and told.issuperset(_names(each)) and seen.issuperset(each.past)
            for each in changes
        )
        return Unsent([each for each, is_known in zip(changes, known, strict=True) if not is_known], upto)

    def _say(self, body: Body) -> str:
        """Write a file into the mirror, with the statements that wait; return its name."""
        circle = self._parts.circle
        there = circle.to_say
        body = replace(
            body,
            admits=there.admits,
            removes=there.removes,
            vouches=there.vouches,
            replaces=(*body.replaces, *there.replaces),
        )
        name, data = self._made(body, self._epoch(frozenset(body.removes)))
        self._parts.mirror.add(name, data)
        self._parts.index.keep(name, self._parts.circle.me, len(data), body, mine=True)
        self._let_go_of_note()
        self._told_now = True
        self._parts.circle = replace(self._parts.circle, to_say=Body(number=0), last=name)
        self._parts.save_circle()
        return name

    def _give_key(self, epoch: Epoch) -> None:
        """Write a file with the key of an epoch for all who take part: it stays, and says nothing else."""
        parts = self._parts
        to = parts.circle.having(epoch)
        data = write(Body(number=0), key=parts.circle.key, epoch=epoch, nonce=parts.random(NONCE), to=to)
        parts.circle = replace(parts.circle.with_epoch(epoch, tuple(to)), last=file_name(data))
        parts.mirror.add(file_name(data), data)
        parts.index.keep(file_name(data), parts.circle.me, len(data), Body(number=0), keys=True)
        parts.save_circle()

    def _made(self, body: Body, epoch: Epoch) -> tuple[str, bytes]:
        """Return the name and the content of the file that says `body` and how far this machine has come."""
        parts = self._parts
        circle, (digest, known) = parts.circle, self._state()
        body = replace(body, number=circle.number + 1, previous=circle.previous, digest=digest, known=known)
        data = write(body, key=circle.key, epoch=epoch, nonce=parts.random(NONCE))
        name = file_name(data)
        parts.circle = replace(circle, number=body.number, previous=bytes.fromhex(name), said=_hash(digest, known))
        return name, data

    def _epoch(self, removed: frozenset[bytes] = frozenset()) -> Epoch:
        """Return the epoch to write in, whose key all have: that a machine is removed, it may read itself."""
        theirs = [each for each in self._parts.circle.epochs if not removed.isdisjoint(each.machines)]
        if theirs:
            return max(theirs, key=lambda each: each.name)
        current = self._parts.circle.current
        if current is None:
            self._parts.circle = self._parts.circle.with_new_epoch(self._parts.random(_RANDOM_EPOCH))
            current = self._parts.circle.epochs[-1]
            self._give_key(current)
        return current

    def _state(self) -> tuple[bytes, tuple[tuple[bytes, int], ...]]:
        """Return the digest of the records, and by machine up to which number all is known here."""
        parts = self._parts
        names = [name_of(each.public) for each in parts.circle.members]
        known = ((name, parts.index.upto(name)) for name in names)
        return parts.records.digest(), tuple((name, upto) for name, upto in known if upto)

    # How far this machine has come

    def note(self) -> None:
        """Tell the others how far this machine has come, where that has not been told; raises `FolderError`."""
        parts = self._parts
        circle = parts.circle
        lost = bool(circle.note) and circle.note not in parts.index.in_folder()
        if not circle.others or self._told_now or (_hash(*self._state()) == circle.said and not lost):
            return
        self._let_go_of_note()
        name, data = self._made(Body(number=0), self._epoch())
        parts.circle = replace(parts.circle, note=name)  # before it lies there: where it does not, it is said again
        self._put(name, data, note=True)

    def _let_go_of_note(self) -> None:
        circle = self._parts.circle
        if circle.note:
            self._parts.index.drop(circle.note, mine=True)
            self._parts.circle = replace(circle, note="")

    # Small files into larger ones

    def pack(self, *, most: int = PACK) -> None:
        """Write small files of this machine's own anew as one, with the same changes; raises as `put_back` does.

        They are let go of once that one lies in the folder as it should.
        """
        mine = self._parts.index.of(self._parts.circle.me)
        small = [file for file, kept in mine.items() if kept.size < SMALL and kept.plain]
        if len(small) >= most:
            some = next(self._at_once(_upto(small, {file: mine[file].size for file in small})), [])
            if len(some) > 1:
                self._rewrite(some)

    def without(self, erased: Mapping[str, Erased]) -> None:
        """Write those of this machine's own files anew that tell of what was erased (by name of erasure), without it.

        Raises as `put_back` does.
        """
        held = [file for file in self._parts.index.of(self._parts.circle.me) if self._tells_of(file, erased)]
        if all(self._rewrite(some, erased) for some in self._at_once(held)):
            self._parts.index.erased.update(erased)

    def _at_once(self, files: Sequence[str]) -> Iterator[list[str]]:
        """Give as many files at once as fit into one that others read: half of the most, as none presses alike."""
        some: list[str] = []
        size = plain = 0
        for file in files:
            body = self._body(file)
            more = sum(len(_key(each)) for each in body.changes) if body is not None else 0
            pressed = self._parts.index.files[file].size
            if some and (size + pressed > MOST // 2 or plain + more > MOST_PLAIN // 2):
                yield some
                some, size, plain = [], 0, 0
            some.append(file)
            size, plain = size + pressed, plain + more
        if some:
            yield some

    def _tells_of(self, file: str, erased: Mapping[str, Erased]) -> bool:
        body = self._body(file)
        return body is not None and any(_is_in(each, erased) for each in body.changes)

    def _rewrite(self, files: Sequence[str], erased: Mapping[str, Erased] = MappingProxyType({})) -> bool:
        """Write files anew as one; tell whether that lies in the folder as it should, so that they are let go of."""
        bodies = {file: body for file in files for body in [self._body(file)] if body is not None}
        changes = [each for body in bodies.values() for each in body.changes]
        left = tuple(each for each in changes if not _is_in(each, erased))
        merged = Body(
            number=0,
            covers=joined(span for body in bodies.values() for span in body.covers),
            replaces=(*map(bytes.fromhex, bodies), *(each for body in bodies.values() for each in body.replaces)),
            changes=left,
        )
        name = self._said_before(merged) or self._say(merged)
        data = self._parts.mirror.read(name)
        written = self._body(name)
        if data is None or written is None or set(map(_key, written.changes)) != set(map(_key, left)):
            return False
        if name not in self._parts.index.in_folder():
            self._put(name, data)
        place = self._parts.index.in_folder().get(name, "")
        if self._parts.folder.read(place, len(data)) != data:
            return False
        for file in bodies:
            self._parts.mirror.drop(file)
            self._parts.index.drop(file, mine=True)
        return True

    def _said_before(self, merged: Body) -> str:
        """Return the newest file of this machine, if that says so already: it may not have been confirmed then."""
        newest = self._parts.circle.previous.hex()
        body = self._body(newest) if newest in self._parts.index.files else None
        same = body is not None and (body.changes, {*merged.replaces} - {*body.replaces}) == (merged.changes, set())
        return newest if same else ""

    def _body(self, file: str) -> Body | None:
        data = self._parts.mirror.read(file)
        try:
            return None if data is None else read(data, self._parts.circle).body
        except RefusedError:
            return None

    # What the folder lacks

    def put_back(self) -> None:
        """Put into the folder what it does not have of the mirror, this machine's own first.

        Raises `FolderError` where that cannot be; then it is tried again.
        """
        there, me = self._parts.index.in_folder(), self._parts.circle.me.hex()
        files = self._parts.index.files
        for file in sorted(files.keys() - there.keys(), key=lambda each: (files[each].machine != me, each)):
            data = self._parts.mirror.read(file)
            if data is None:
                self._parts.mirror.drop(file)
                self._parts.index.files.pop(file)
            else:
                self._put(file, data)

    def clear(self) -> None:
        """Take files of this machine's own out of the folder that others take the place of; raises `FolderError`."""
        index = self._parts.index
        for name, seen in list(index.folder.items()):
            if index.let_go.get(seen.file) is True:
                self._parts.folder.remove(name)
                del index.folder[name]

    def look_again(self) -> None:
        """See what files look like that were just written, so that they need not be read; raises `FolderError`."""
        folder = self._parts.index.folder
        written = [name for name, seen in folder.items() if seen.signature == NOT_LOOKED_AT]
        there = self._parts.folder.files() if written else {}
        for name in written:
            if name in there:
                folder[name] = replace(folder[name], signature=there[name])
            else:
                del folder[name]

    def _put(self, file: str, data: bytes, *, note: bool = False) -> None:
        """Write a file under its name, or beside what stands there and is something else."""
        taken = self._parts.index.folder
        names = (f"{file}{each}{SUFFIX}" for each in ("", *(f"-{number}" for number in range(2, 100))))
        name = next(each for each in names if each not in taken)
        self._parts.folder.write(name, data)
        taken[name] = Seen(signature=NOT_LOOKED_AT, file=file, note=note)


def _in_files(
    changes: Sequence[Change], after: int, upto: int
) -> Iterator[tuple[tuple[Span, ...], tuple[Wired, ...]]]:
    """Give changes, which are in the order of numbers, in pieces for a file each, with what each piece covers."""
    pieces = _pieces(map(wired, changes))
    some = next(pieces, None)
    while some is not None:
        later = next(pieces, None)
        end = upto if later is None else max(after, some[-1].sequence - 1)
        yield ((Span(after, end),) if end > after else ()), tuple(some)
        after, some = end, later


def _pieces(changes: Iterable[Wired]) -> Iterator[list[Wired]]:
    some: list[Wired] = []
    size = 0
    for change in changes:
        more = len(_key(change))
        if some and (len(some) == MOST_CHANGES or size + more > MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(change)
        size += more
    if some:
        yield some


def _upto(files: Sequence[str], sizes: dict[str, int]) -> list[str]:
    """Return as many of the smallest files as are packed at once."""
    taken, room = [], MOST_PACKED
    for file in sorted(files, key=lambda each: (sizes[each], each)):
        room -= sizes[file]
        if room < 0:
            break
        taken.append(file)
    return taken


def _is_in(change: Wired, erased: Mapping[str, Erased]) -> bool:
    """Whether a change is what its author has erased since."""
    knew = change.replaces.get(ERASED + change.by, ())
    told = (name for name, each in erased.items() if each == (change.kind, change.record, change.by))
    return not change.gone and any(bytes.fromhex(name) not in knew for name in told)


def _seen(change: Change) -> set[str]:
    return {*change.past, *(name for names in change.replaces.values() for name in names)}


def _names(change: Change) -> set[str]:
    return {each.name for each in change.operations()}


def _key(change: Wired) -> bytes:
    return msgspec.msgpack.encode(change)


def _hash(digest: bytes, known: tuple[tuple[bytes, int], ...]) -> bytes:
    told = blake2b(digest, digest_size=16)
    for machine, upto in sorted(known):
        told.update(machine + upto.to_bytes(8, "big"))
    return told.digest()
