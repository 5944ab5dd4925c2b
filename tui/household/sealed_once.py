"""Which answers that were erased here had been sealed: their machines are to hear that they are gone."""

ERASED_ANSWERS = "sync_erased"
"""Where it is noted on this machine, by id."""


def noted_answers(kept: object) -> list[str]:
    """Return what was noted."""
    return [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []
