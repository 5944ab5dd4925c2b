"""What every record has."""

from datetime import datetime
from typing import ClassVar

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", gc=False):
    """What every record has: its `id`, who made it (a person's id) and when (UTC).

    Fields in `TOGETHER` make sense only with one another: who changes one says all of them. Where two did so at once
    the change leads whose value of the field named in `LEADING` stands later in its list; where these are the same,
    the one whose rule in the field `ENDING` ends first.

    No record leads back to itself, so that the garbage collector need not look at the tens of thousands of them.
    """

    TOGETHER: ClassVar[frozenset[str]] = frozenset()
    LEADING: ClassVar[tuple[str, tuple[str, ...]]] = ("", ())
    ENDING: ClassVar[str] = ""

    id: str
    by: str
    at: datetime
