"""Names for records: short enough to type, random enough never to meet."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # its import is not free, and the first paint makes no ids
    from random import Random

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 12


class Ids:
    """Makes record ids from a random source that is given in, so that a demo is the same every time."""

    def __init__(self, source: "Random | None" = None) -> None:
        """Without a `source` the system's own randomness is used."""
        self._source = source

    def new(self) -> str:
        """Return a new id: 12 letters and digits (60 random bits), none of which look alike."""
        if self._source is None:
            from random import SystemRandom

            self._source = SystemRandom()
        return "".join(self._source.choices(_ALPHABET, k=_LENGTH))
