"""What is wrong with a home, and could be lived with: found, kept aside, and told."""

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that could not be used as it is.

    `what` is the key of a sentence (`store.line_damaged`); `where` says which file and line, or which record
    (`records.journal:12`). Nothing that is found is ever destroyed.
    """

    what: str
    where: str
