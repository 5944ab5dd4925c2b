"""What two lists have in common, and nothing else: private set intersection with Diffie and Hellman on points.

Each makes a list of points, one slot an item: its own secret scalar times the item's point where it is wished, a
point of no item where it is not. Each multiplies the other's list by its own scalar. An item that both wished ends in
the same point on both ways; every other point says nothing to who does not know the other scalar.

A "no" is a random scalar times a fixed point. Points that are hashed to the curve are not spread evenly over it, and
who looks closely could tell them from a "yes"; a product with a random scalar can be any point alike. The list is
sorted by its points, which is as good as shuffled: they are as good as random, and no order of the items is left.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64Error
from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from tui.sync.points import BYTES, is_point, point_of, scalar_of, times

FEWEST: Final = 16
"""How many points a list has at least; it always has a multiple of it, so that a few new items do not show."""

MOST: Final = 512
"""How many points a list has at most."""

_WRITTEN = 44  # the letters of a point in base64


class Slots(NamedTuple):
    """A list of one's own: its `scalar` and the point of each item that is `wished` are secret, the `points` are not.

    The points alone do not say which of them are wished.
    """

    scalar: bytes
    points: tuple[bytes, ...]
    wished: dict[str, bytes]


def size(items: int) -> int | None:
    """Return how many points a list for so many items has, whatever is wished; None when there can be none."""
    found = -(-items // FEWEST) * FEWEST
    return found if FEWEST <= found <= MOST else None


@lru_cache(maxsize=8)
def slots(secret: bytes, run: tuple[str, ...], wished: tuple[str, ...], count: int) -> Slots:
    """Return the list of `count` points for what is `wished`; the same again from the same `secret` and `run`.

    The first part of `run` is the question, which items belong to. Nothing in it need be secret.
    """
    seed = blake2b(packed(*run), key=blake2b(secret).digest()).digest()
    scalar = scalar_of(b"nearer wish key", seed)
    yes = {item: _product(scalar, _item(run[0], item)) for item in dict.fromkeys(wished[:count])}
    nothing = point_of(b"nearer wish no", b"")
    no = (_product(scalar_of(b"nearer wish no", packed(seed, str(at))), nothing) for at in range(count - len(yes)))
    return Slots(scalar, tuple(sorted((*yes.values(), *no))), yes)


def acceptable(points: Sequence[bytes], mine: Collection[bytes]) -> bool:
    """Whether this can be another's list: real points, no two alike, none of `mine`, not too few and not too many."""
    if not FEWEST <= len(points) <= MOST or len(set(points)) < len(points) or not set(mine).isdisjoint(points):
        return False
    return all(map(is_point, points))


def doubled(scalar: bytes, points: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the other's points, which are `acceptable`, each multiplied by a scalar of one's own, in their order."""
    return tuple(_product(scalar, point) for point in points)


def common(mine: Slots, theirs: Sequence[bytes], told: Sequence[bytes]) -> frozenset[str]:
    """Return the items that both wished: `theirs` is the other's list, `told` mine as the other doubled it."""
    ours = frozenset(doubled(mine.scalar, theirs))
    places = {point: place for place, point in enumerate(mine.points)}
    return frozenset(item for item, point in mine.wished.items() if told[places[point]] in ours)


def commitment(context: bytes, points: Sequence[bytes]) -> str:
    """Return the commitment to points: a hash, as hexadecimal digits.

    Nobody can guess points of which each hangs on a secret scalar, so that nothing need be mixed in to hide them. The
    `context` says whose and what they are: the commitment of one is none of the other.
    """
    return blake2b(packed(context, *points), digest_size=BYTES, person=b"nearer wish bind").hexdigest()


def packed(*parts: bytes | str) -> bytes:
    """Return several parts as one, from which no other parts could come."""
    data = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in data)


def written(points: Sequence[bytes]) -> tuple[str, ...]:
    """Return points as they stand in a record."""
    return tuple(b64encode(point).decode() for point in points)


def read(texts: Sequence[str]) -> tuple[bytes, ...]:
    """Return the points that stand in a record, not looked at any closer; none when they stand there otherwise."""
    if len(texts) > MOST or any(len(text) != _WRITTEN for text in texts):
        return ()
    try:
        found = tuple(b64decode(text, validate=True) for text in texts)
    except (NotBase64Error, ValueError):
        return ()
    return found if written(found) == tuple(texts) else ()


def _item(question: str, item: str) -> bytes:
    return point_of(b"nearer wish item", packed(question, item))


def _product(scalar: bytes, point: bytes) -> bytes:
    found = times(scalar, point)
    if found is None:
        raise ValueError(point)  # only for what is no point, which is looked at before
    return found
