"""How commands tell of the shared folder: to a person in calm lines, to a script as a document."""

import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from tui.catalog.dates import clock, day
from tui.catalog.words import Words
from tui.core.errors import NearerError
from tui.core.text import shorten
from tui.household import Household
from tui.household.standing import LATELY
from tui.household.syncing import Stands, circle, machines, short_name, stands
from tui.sync.exchange import Equal, Outcome
from tui.sync.wire import Member

_NAME = 40
_EQUAL = {Equal.YES: True, Equal.NO: False, Equal.UNKNOWN: None}


class Progress:
    """Tells on a line of its own how far the reading has come, where standard error is a terminal."""

    def __init__(self, words: Words) -> None:
        """Nothing is shown until there is something to tell."""
        self._words = words
        self._shown = ""
        self._visible = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int, all_: int) -> None:
        """Tell that so many of all files have been read; a few are read before anybody would look."""
        if self._visible and all_ > 1:
            self._show(self._words("sync.progress", done=done, all=all_))

    def __enter__(self) -> Self:
        """Use it as a context, so that the line is gone afterwards."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        if self._shown:
            self._show("")

    def _show(self, text: str) -> None:
        if text != self._shown:
            sys.stderr.write(f"\r{text.ljust(len(self._shown))}" + ("\r" if not text else ""))
            sys.stderr.flush()
            self._shown = text


def equal_or_not(equal: Equal) -> bool | None:
    """Return whether all hold the same, None when that is not known."""
    return _EQUAL[equal]


def refused_document(words: Words, refused: Mapping[str, str]) -> list[dict[str, object]]:
    """Return which files are not believed: `why` is for a person, `reason` for a script."""
    return [{"file": file, "why": words(f"sync.why_{why}"), "reason": str(why)} for file, why in refused.items()]


def missing_document(household: Household, missing: Sequence[Member]) -> list[dict[str, object]]:
    """Return from which machines something is on its way."""
    return [
        {"machine": short_name(each), "name": each.label, "person": name_of_person(household, each.person)}
        for each in missing
    ]


def machines_document(household: Household) -> list[dict[str, object]]:
    """Return the machines that take part."""
    me = circle(household).key.public
    return [
        {
            "machine": short_name(each),
            "name": each.label,
            "person": name_of_person(household, each.person),
            "this": each.public == me,
        }
        for each in machines(household)
    ]


def name_of_person(household: Household, person_id: str) -> str:
    """Return what a person is called, or nothing where that has not arrived yet."""
    person = household.person(person_id)
    return person.name if person is not None else ""


# After an exchange


def document(household: Household, outcome: Outcome) -> dict[str, object]:
    """Return what an exchange has done, and how things stand."""
    known = circle(household)
    missing = [member for each in outcome.missing if (member := known.member(bytes.fromhex(each.machine)))]
    return {
        "folder": known.folder,
        "sent": outcome.sent,
        "received": outcome.received,
        "refused": refused_document(household.words, outcome.refused),
        "missing": missing_document(household, missing),
        "digest": outcome.digest.hex(),
        "equal": equal_or_not(outcome.equal),
        "not_here_yet": outcome.not_here_yet,
        "unfit": outcome.unfit,
        "alone": not known.others,
    }


def lines(household: Household, outcome: Outcome) -> list[str]:
    """Return the same in words."""
    words = household.words
    found = [words("sync.received", count=outcome.received)] if outcome.received else []
    found += [words("sync.sent", count=outcome.sent)] if outcome.sent else []
    found = found or [words("sync.nothing_new")]
    known = stands(household)
    found += state(household, known) if known is not None else []
    return found + ([words("sync.unfit", count=outcome.unfit)] if outcome.unfit else [])


# How things stand


def stands_document(household: Household) -> dict[str, object] | None:
    """Return how things stand as this machine last saw it, None when it shares no folder."""
    known = stands(household)
    if known is None:
        return None
    read = None if known.read is None else household.local(known.read)
    return {
        "folder": known.folder,
        "equal": _equal(known),
        "waiting": [name_of_person(household, each) for each in known.waiting],
        "read": None if read is None else read.isoformat(),
        "refused": len(known.refused),
        "machines": machines_document(household),
        "error": _error(household, known),
        "to_send": known.to_send,
        "not_here_yet": known.not_here_yet,
        "alone": known.alone,
        "taking_part": known.taking_part,
    }


def _equal(known: Stands) -> bool | None:
    """Say nothing of the others where there are none, or this machine hears of them no more."""
    if known.alone or not known.taking_part:
        return None
    return False if known.to_send else equal_or_not(known.equal)


def _error(household: Household, known: Stands) -> str | None:
    return household.words.error(NearerError(known.error, **known.values)) if known.error else None


def stands_lines(household: Household) -> list[str]:
    """Return the same in a line or two; none when no folder is shared."""
    known = stands(household)
    if known is None:
        return []
    words = household.words
    if known.taking_part and (known.error or household.store.read_only is not None):
        return [words("sync.status_unread"), *_last_read(household, known)]
    found = state(household, known)
    if known.alone or not known.taking_part:
        return found
    old = known.read is None or abs(household.now() - known.read) > LATELY
    if old or known.to_send:  # nobody knows what has come since, and what is here is not there yet
        found = [each for each in found if each != words("sync.equal")]
    return found + ([words("sync.to_send")] if known.to_send else []) + (_last_read(household, known) if old else [])


def _last_read(household: Household, known: Stands) -> list[str]:
    if known.read is None:
        return []
    at = household.local(known.read)
    return [household.words("sync.status_read", day=day(household.words, at), time=clock(at))]


def state(household: Household, known: Stands) -> list[str]:
    """Return in words how things stood after the last exchange."""
    words = household.words
    if not known.taking_part:
        return [words("sync.status_removed")]
    if known.alone:
        return [words("sync.alone", folder=known.folder)]
    found = [_waiting(household, each) for each in known.waiting]
    if known.not_here_yet:
        found.append(words("sync.not_here_yet", count=known.not_here_yet))
    if not found:
        found.append(words("sync.equal" if known.equal is Equal.YES else "sync.on_its_way"))
    if known.refused:
        found.append(words("sync.refused", count=len(known.refused)))
    return [*found, *(words("sync.as_me", name=shorten(each, _NAME)) for each in known.as_me)]


def _waiting(household: Household, person: str) -> str:
    name = name_of_person(household, person)
    if not name or (household.founded and person == household.me.id):
        return household.words("sync.waiting_mine")
    return household.words("sync.waiting", name=shorten(name, _NAME))
