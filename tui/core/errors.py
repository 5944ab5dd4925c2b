"""Everything that can go wrong for a person, as one tree.

An error carries the key of its sentence in the catalogue (`errors.toml`) and the values that fill it, never
the sentence itself: so each person reads it in their own language, and no room needs the catalogue to fail.
"""


class NearerError(Exception):
    """Something a person can be told in a sentence: what happened, what is safe, what to do."""

    def __init__(self, key: str, **values: object) -> None:
        """`key` names a sentence under `errors` in the catalogue; `values` fill its `{names}`."""
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """Readable without a catalogue, for logs and tests."""
        values = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key} ({values})" if values else self.key


class StoreError(NearerError):
    """The home could not be read or written."""


class ReadOnlyError(StoreError):
    """The home is open to read, and cannot be saved to."""


class LockedError(StoreError):
    """The home is sealed: it needs its passphrase, or another one than was given."""


class ContentError(NearerError):
    """A pack of steps, questions or ideas has a fault."""


class InputError(NearerError):
    """What a person gave cannot be used as it is."""
