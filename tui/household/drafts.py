"""The drafts of both people on this machine, also where one of them writes in two windows at a time."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from msgspec.structs import replace

from tui.catalog.schema import Question, QuestionKind
from tui.checkin.flow import Draft, from_data, to_data
from tui.checkin.merging import ON_ONE_LINE, PARAGRAPHS, merged
from tui.store import files
from tui.store.local import NAME, Local


class Kept(NamedTuple):
    """A draft as it is kept now, and the questions in which another window said something else meanwhile."""

    draft: Draft
    both: frozenset[str] = frozenset()


class Drafts:
    """Drafts by person and step. `since` is always the draft as it was last read or kept in this window.

    `answered` is what the person has answered and may still change, as a draft, None when there is no such thing:
    what is typed in one window after another has finished the step changes that.
    """

    def __init__(self, home: Path, local: Local) -> None:
        """`local` is what this machine alone keeps in `home`."""
        self._file = home / NAME
        self._local = local
        self._mutex = Lock()
        self._known: dict[str, object] = {}
        self._looked_at: tuple[int, ...] | None = None

    def get(self, step: str, person: str) -> Draft:
        """Return the draft that is kept, an empty one when none is."""
        key = _key(step, person)
        data = self._local.get(key)
        self._read({key: data})
        return from_data(step, data)

    def steps(self, person: str) -> frozenset[str]:
        """Return the steps of which there is a draft."""
        drafts = self._all(person)
        self._read(drafts)
        return frozenset(key.removeprefix(_key("", person)) for key in drafts)

    def keep(
        self, draft: Draft, person: str, *, since: Draft | None, answered: Draft | None, between: Mapping[str, str]
    ) -> Kept:
        """Keep a draft together with what another window kept since; without `since`, in place of it.

        Writes nothing where that is kept already. Raises `StoreError`.
        """
        key, found = _key(draft.step, person), Kept(draft)

        def change(held: object | None) -> object:
            nonlocal found
            found = together(draft, since, held, answered, between)
            return to_data(found.draft)

        held = self._local.get(key)
        change(held)
        there = answered if held is None else from_data(draft.step, held)
        if since is None or (found.draft != there and found.draft.begun):
            data = self._local.change(key, change)
            with self._mutex:
                self._known[key] = data
        return found

    def done(self, draft: Draft, person: str, *, since: Draft | None) -> None:
        """Let go of a finished draft, unless another window has written more since."""

        def change(held: object | None) -> object | None:
            return None if since is None or from_data(draft.step, held) == since else held

        if self._local.get(_key(draft.step, person)) is not None:
            self._local.change(_key(draft.step, person), change)

    def catch_up(self, person: str) -> bool:
        """Tell whether another window wrote drafts since this was last asked; costs one look at the file if not."""
        status = files.status(self._file)
        looked_at = (status.st_ino, status.st_size, status.st_mtime_ns) if status is not None else ()
        if looked_at == self._looked_at:
            return False
        drafts = self._all(person)
        with self._mutex:
            changed = drafts != {key: data for key, data in self._known.items() if data is not None}
            self._known, self._looked_at = drafts, looked_at
        return changed

    def _all(self, person: str) -> dict[str, object]:
        drafts = {key: self._local.get(key) for key in self._local.keys(_key("", person))}
        return {key: data for key, data in drafts.items() if data is not None}

    def _read(self, drafts: Mapping[str, object]) -> None:
        """Take what was read before the first look for what this window shows: another may write in between."""
        with self._mutex:
            if self._looked_at is None:
                self._known = {**drafts, **self._known}


def between(questions: Iterable[Question]) -> dict[str, str]:
    """Return what stands between two versions of a text, by question; the others are not answered in words."""
    signs = {QuestionKind.PAGE: PARAGRAPHS, QuestionKind.LINE: ON_ONE_LINE, QuestionKind.IF_THEN: ON_ONE_LINE}
    return {each.id: signs[each.kind] for each in questions if each.kind in signs}


def together(
    draft: Draft, since: Draft | None, held: object | None, answered: Draft | None, between: Mapping[str, str]
) -> Kept:
    """Return `draft` with what another window did since `since`: what is `held` now, or `answered`."""
    sitting = answered.sitting if answered is not None else ""
    mine = replace(draft, sitting=sitting)
    if since is None:
        return Kept(mine)
    theirs = from_data(draft.step, held)
    if not theirs.begun:
        theirs = answered or since  # nothing there says nothing: what this window shows stays
    return Kept(*merged(since, mine, replace(theirs, sitting=sitting), between))


def _key(step: str, person: str) -> str:
    return f"draft/{person}/{step}"
