"""Pairing: how a machine gets into the shared folder of the two, by four words that one says to the other.

The machine that is in writes an invite, the new one a join, and the first a welcome (or a refusal). The words never
lie in the folder, nor does anything by which words could be tried out (`pairing_keys`). So whoever reads and writes
the folder has one guess a join, and the third wrong one ends the invitation.

Both reckon the same key only if they have the same words, and every byte of the invite and of the join arrived as it
was sent; three words made of that key show it to the two of them. Nothing here knows a clock, a folder or a disk.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from tui.core.errors import InputError
from tui.core.text import clean, one_line, shorten
from tui.sync.pairing_files import (
    ID_BYTES,
    Invite,
    Join,
    PublicKey,
    Refusal,
    Welcome,
    Why,
    id_of,
    read,
    written,
)
from tui.sync.pairing_keys import COST, Cost, Draw, closed, first_key, last_key, opened, set_out, shown_of
from tui.sync.points import times
from tui.sync.words import CHECK, SECRET, spoken, understood

LIFE: Final = 24 * 60 * 60
"""How long an invitation is good, in seconds."""

GUESSES: Final = 3
"""How many wrong joins end an invitation."""

LONGEST_NAME: Final = 500
"""The longest name that a join can ask for, in characters."""

_SHOWN: Final = 40
_JOIN: Final = b"nearer pair join"
_WELCOME: Final = b"nearer pair well"


class Joiner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who joins: the machine's public key, what its person is called, and the hand that it writes under."""

    public_key: PublicKey
    name: Annotated[str, Meta(max_length=LONGEST_NAME)]
    hand: Annotated[str, Meta(pattern=r"\A[0-9a-z]{1,40}\Z")]


class _Secret(msgspec.Struct, frozen=True, kw_only=True):
    """What this machine keeps to itself, and nothing ever prints."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Invitation(_Secret, frozen=True):
    """An invitation, kept by the machine that made it; `wrong` and `good` are the ids of joins."""

    invite: Invite
    scalar: bytes
    words: tuple[str, ...]
    wrong: tuple[bytes, ...] = ()
    good: bytes = b""

    @property
    def file(self) -> bytes:
        """What goes into the folder."""
        return written(self.invite)


class Joining(_Secret, frozen=True):
    """A join, kept by the machine that wants in; `file` goes into the folder."""

    invite: bytes
    file: bytes
    name: str
    key: bytes

    @property
    def check(self) -> tuple[str, ...]:
        """The three words that both screens show."""
        return _check_words(self.key)


class Asked(_Secret, frozen=True):
    """Somebody who knew the words wants in."""

    invite: bytes
    join: bytes
    joiner: Joiner
    key: bytes

    @property
    def check(self) -> tuple[str, ...]:
        """The three words that both screens show."""
        return _check_words(self.key)


class Refused(msgspec.Struct, frozen=True):
    """Nothing was joined. `name` is what the machine that asked calls its person."""

    why: Why
    name: str = ""

    @property
    def error(self) -> InputError:
        """What a person is told."""
        return InputError(self.why.value, name=shorten(self.name, _SHOWN))


def invite(public_key: bytes, now: datetime, draw: Draw, cost: Cost = COST) -> Invitation:
    """Return a new invitation by the machine with this key; raises `InputError` when memory is short."""
    name, words = draw(ID_BYTES), spoken(draw(SECRET))
    scalar, point = set_out(words, name, cost, draw)
    made = Invite(id=name, point=point, public_key=public_key, made=_seconds(now))
    return Invitation(invite=made, scalar=scalar, words=words)


def newest(files: Iterable[bytes], public_key: bytes) -> bytes:
    """Return the newest invitation among files of the folder that the machine with this key did not make itself.

    Raises `InputError` when there is none.
    """
    invites = ((file, data) for data in files if isinstance(file := read(data), Invite))
    others = [(file.made, data) for file, data in invites if file.public_key != public_key]
    if not others:
        raise InputError("pair_no_invitation")
    return max(others)[1]


def join(file: bytes, words: str, me: Joiner, now: datetime, draw: Draw, cost: Cost = COST) -> Joining:
    """Return an answer to an invitation, with its words as they were typed.

    Raises `InputError` when it is none, too old, or changed so that nothing can be reckoned with it; when a word is
    not in the list, or they are not four; when the name is too long; when memory is short.
    """
    invited, name = read(file), one_line(clean(me.name))
    if not isinstance(invited, Invite):
        raise InputError("pair_no_invitation")
    if len(name) > LONGEST_NAME:
        raise InputError("text_too_long", limit=LONGEST_NAME, length=len(name))
    if _is_old(invited, now):
        raise InputError(Why.OLD.value)
    scalar, point = set_out(understood(words), invited.id, cost, draw)
    shared = times(scalar, invited.point)
    if shared is None:
        raise InputError(Why.WORDS.value)
    key = first_key(shared, point, file)
    box = closed(key, _JOIN, msgspec.msgpack.encode(replace(me, name=name)), draw)
    answer_file = written(Join(invite=invited.id, point=point, box=box))
    return Joining(invite=invited.id, file=answer_file, name=name, key=last_key(key, answer_file))


def over(invitation: Invitation, now: datetime) -> Why | None:
    """Return why an invitation lets nobody in any more, None while it does."""
    if invitation.good:
        return Why.USED
    if len(invitation.wrong) >= GUESSES:
        return Why.SPENT
    return Why.OLD if _is_old(invitation.invite, now) else None


def answer(invitation: Invitation, file: bytes, now: datetime) -> tuple[Invitation, Asked | Refused] | None:
    """Return the invitation as it is to be kept from now on, and what a file asks of it; None when that is nothing.

    The same file gets the same answer again, and counts once. Who refuses a join that was `Asked` for a reason that
    lets it be tried again with the same words (the name) goes on with the invitation as it was.
    """
    joined = read(file)
    if not isinstance(joined, Join) or joined.invite != invitation.invite.id:
        return None
    name = id_of(file)
    if name in invitation.wrong:
        return invitation, Refused(Why.WORDS)
    why = over(invitation, now)
    if why is not None and name != invitation.good:
        return invitation, Refused(why)
    asked = _asked(invitation, joined, file)
    if asked is None:
        return replace(invitation, wrong=(*invitation.wrong, name)), Refused(Why.WORDS)
    return replace(invitation, good=name), asked


def welcome(asked: Asked, payload: bytes, draw: Draw) -> bytes:
    """Return the file that tells the new machine, and nobody else, all that it has to know.

    Raises `ValueError` when that is more than about 255 KiB.
    """
    box = closed(asked.key, _WELCOME, payload, draw)
    return written(Welcome(invite=asked.invite, join=asked.join, box=box))


def refusal(invitation: Invitation, file: bytes, why: Why) -> bytes:
    """Return the file that says why a join (its bytes) was refused."""
    return written(Refusal(invite=invitation.invite.id, join=id_of(file), why=why))


def open_welcome(joining: Joining, file: bytes) -> bytes | Refused | None:
    """Return the payload of a join's welcome, or why there is none; None when the file is no answer to this join."""
    found = read(file)
    if not isinstance(found, Welcome | Refusal):
        return None
    if (found.invite, found.join) != (joining.invite, id_of(joining.file)):
        return None
    if isinstance(found, Refusal):
        return Refused(found.why, joining.name)
    payload = opened(joining.key, _WELCOME, found.box)
    return Refused(Why.WORDS, joining.name) if payload is None else payload


def outcome(joining: Joining, files: Iterable[bytes]) -> bytes | Refused | None:
    """Return what came of a join, by all files of the folder: a welcome that opens outweighs all else in it."""
    answers = [found for file in files if (found := open_welcome(joining, file)) is not None]
    payloads = (found for found in answers if isinstance(found, bytes))
    return next(payloads, answers[0] if answers else None)


def unanswered() -> InputError:
    """What a person is told who has waited for the other machine as long as they wanted."""
    return InputError("pair_unanswered")


def _asked(invitation: Invitation, joined: Join, file: bytes) -> Asked | None:
    """Return who asks, None when it is nobody who knew the words."""
    shared = None if joined.point == invitation.invite.point else times(invitation.scalar, joined.point)
    if shared is None:
        return None
    key = first_key(shared, joined.point, invitation.file)
    plain = opened(key, _JOIN, joined.box)
    joiner = None if plain is None else _joiner(plain)
    if joiner is None:
        return None
    return Asked(invite=joined.invite, join=id_of(file), joiner=joiner, key=last_key(key, file))


def _joiner(plain: bytes) -> Joiner | None:
    try:
        found = msgspec.msgpack.decode(plain, type=Joiner)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return replace(found, name=one_line(clean(found.name)))


def _is_old(invited: Invite, now: datetime) -> bool:
    return _seconds(now) - invited.made > LIFE


def _seconds(now: datetime) -> int:
    return max(0, int(now.timestamp()))


def _check_words(key: bytes) -> tuple[str, ...]:
    return spoken(shown_of(key)[:CHECK])
