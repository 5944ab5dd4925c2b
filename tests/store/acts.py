"""What is done with a home, and what is promised meanwhile: for tests that stop it anywhere."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

from tests.store.homes import NOW, agreement, days, text_of
from tui.core.errors import LockedError
from tui.core.records import Agreement
from tui.store import backups, files
from tui.store.rewriting import Draft
from tui.store.store import Store

SECRET = "a word of ours"
OTHER = "another word of ours"
CANARY = "canary"
"""Stands in every text and every draft of these homes."""

Texts = frozenset[str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What must be found: by name the `records` and `drafts` that may stand there (None: nothing); what opens it.

    `plain` says whether open text may lie in the home.
    """

    records: dict[str, Texts] = field(default_factory=dict)
    drafts: dict[str, Texts] = field(default_factory=dict)
    secrets: tuple[str, ...] = (SECRET,)
    plain: bool = True


@dataclass(slots=True)
class Word:
    """Keeps account of what is promised, with the number of calls at that moment."""

    count: Callable[[], int]
    now: Promise = field(default_factory=Promise)
    said: list[tuple[int, Promise]] = field(default_factory=list)

    def give(self, **changed: object) -> None:
        """Promise something else from now on."""
        self.now = replace(self.now, **changed)  # type: ignore[arg-type] # by name
        self.said.append((self.count(), self.now))

    def before(self, calls: int) -> Promise:
        """Return what was promised after so many calls."""
        return [promise for count, promise in self.said if count <= calls][-1]

    def may(self, name: str, text: str | None) -> None:
        """A record may read so from now on."""
        self.give(records=self.now.records | {name: self.now.records.get(name, Texts([None])) | {text}})

    def must(self, name: str, text: str | None) -> None:
        """A record reads so."""
        self.give(records=self.now.records | {name: Texts([text])})

    def save(self, store: Store, name: str, text: str) -> None:
        """Save, and promise it."""
        self.may(name, text)
        store.save(agreement(name, text), by="a", at=NOW)
        self.must(name, text)

    def draft(self, store: Store, name: str, text: str) -> None:
        """Keep a draft, and promise it."""
        self.give(drafts=self.now.drafts | {name: self.now.drafts.get(name, Texts([None])) | {text}})
        store.local.put(name, text)
        self.give(drafts=self.now.drafts | {name: Texts([text])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`prepared` makes a home, `done` does the thing; `again` does it once more after it was cut short."""

    prepared: Callable[[Path, Word], None]
    done: Callable[[Path, Word], None]
    again: Callable[[Store], None]


def opened(home: Path, *secrets: str) -> Store:
    """Open a home with the first secret that does."""
    for secret in secrets[:-1]:
        with suppress(LockedError):
            return Store.open(home, passphrase=secret)
    return Store.open(home, passphrase=secrets[-1])


def written_anew(store: Store) -> bool:
    """Write the journal anew whatever it is worth; return whether that was done."""
    with store._storage.rewriting() as free:
        return free and store._storage.rewrite()


def lived_in(home: Path, word: Word) -> None:
    """Make an open home: three records, one of them changed, a draft, a copy, and a piece set aside."""
    store = opened(home, "")
    store.few = 0
    for name in "123":
        word.save(store, name, f"{CANARY} {name}")
    word.save(store, "1", f"{CANARY} 1, later")
    store.tidy(now=days(-3))
    word.save(store, "2", f"{CANARY} 2, later")
    word.draft(store, "d", f"{CANARY} in a draft")
    files.set_aside(home, "tail-9", f'..."record":"1","fields":{{"text":"{CANARY} 1, la'.encode())


def sealed(home: Path, word: Word) -> None:
    """Make the same home, sealed."""
    lived_in(home, word)
    opened(home, "").set_passphrase(SECRET)
    word.give(plain=False)


def nothing(_: Path, word: Word) -> None:
    """Leave it to the act to make a home."""
    word.give()


def save(home: Path, word: Word) -> None:
    store = opened(home, SECRET)
    word.save(store, "4", f"{CANARY} 4")
    word.save(store, "4", f"{CANARY} 4, later")


def draft(home: Path, word: Word) -> None:
    store = opened(home, SECRET)
    word.draft(store, "d", f"{CANARY} in a later draft")
    word.draft(store, "e", f"{CANARY} in another draft")


def tidied(store: Store) -> None:
    store.few = 0
    store.save(agreement("1", f"{CANARY} 1, later"), by="a", at=NOW)
    for number in range(20):
        store.save(agreement("9", f"{number}"), by="a", at=NOW)
    store.tidy(now=days(2))
    assert store._storage.spare <= 0


def tidy(home: Path, word: Word) -> None:
    """Write the journal anew while this and another window save."""
    store, other = opened(home, SECRET), opened(home, SECRET)
    store.few = 0
    for number in range(4):
        word.save(store, "3", f"{CANARY} 3, version {number}")
    confirm, begun = Draft.confirm, list[Draft]()

    def meanwhile(made: Draft) -> None:
        confirm(made)
        if not begun:
            begun.append(made)
            word.save(other, "5", f"{CANARY} 5")
            word.save(store, "6", f"{CANARY} 6")

    with patch.object(Draft, "confirm", meanwhile):
        store.tidy(now=NOW)
    assert begun
    word.save(other, "7", f"{CANARY} 7")


def backup(home: Path, _: Word) -> None:
    opened(home, SECRET).tidy(now=NOW)


def backed_up(store: Store) -> None:
    store.tidy(now=days(2))
    newest = backups.listed(store.home)[0].path
    assert newest.read_bytes() == (store.home / "records.journal").read_bytes()


def seal(home: Path, word: Word) -> None:
    opened(home, SECRET).set_passphrase(SECRET)
    word.give(plain=False)


def sealed_again(store: Store) -> None:
    if not store.sealed:
        store.set_passphrase(SECRET)


def change(home: Path, word: Word) -> None:
    word.give(secrets=(SECRET, OTHER))
    opened(home, SECRET).change_passphrase(SECRET, OTHER)
    word.give(secrets=(OTHER,))


def changed_again(store: Store) -> None:
    with suppress(LockedError):
        store.change_passphrase(SECRET, OTHER)
    store.change_passphrase(OTHER, SECRET)


def unseal(home: Path, word: Word) -> None:
    word.give(plain=True)
    opened(home, SECRET).remove_passphrase(SECRET)


def unsealed_again(store: Store) -> None:
    if store.sealed:
        store.remove_passphrase(SECRET)
    assert not store.sealed
    assert opened(store.home, "").count() == store.count()


def forget(home: Path, word: Word) -> None:
    store = opened(home, SECRET)
    word.may("1", None)
    store.forget(agreement("1"), by="a", at=NOW)
    word.must("1", None)


def forgotten_again(store: Store) -> None:
    store.forget(agreement("1"), by="a", at=NOW)
    assert text_of(store, "1") is None


def restore(home: Path, word: Word) -> None:
    store = opened(home, SECRET)
    copy = backups.listed(home)[-1]
    word.may("2", f"{CANARY} 2")
    backups.put_back(home, store.sealing, copy, at=NOW)
    word.must("2", f"{CANARY} 2")


def restored_again(store: Store) -> None:
    backups.put_back(store.home, store.sealing, backups.listed(store.home)[-1], at=days(2))
    assert store.catch_up()
    assert {each.id for each in store.all(Agreement)} == {"1", "2", "3"}


def no_more(store: Store) -> None:
    store.catch_up()


ACTS = {
    "a save": Act(prepared=lived_in, done=save, again=no_more),
    "a save, sealed": Act(prepared=sealed, done=save, again=no_more),
    "the first save": Act(prepared=nothing, done=save, again=no_more),
    "the first draft": Act(prepared=nothing, done=draft, again=no_more),
    "a draft": Act(prepared=lived_in, done=draft, again=no_more),
    "a draft, sealed": Act(prepared=sealed, done=draft, again=no_more),
    "a rewriting": Act(prepared=lived_in, done=tidy, again=tidied),
    "a rewriting, sealed": Act(prepared=sealed, done=tidy, again=tidied),
    "a copy": Act(prepared=lived_in, done=backup, again=backed_up),
    "setting a passphrase": Act(prepared=lived_in, done=seal, again=sealed_again),
    "changing the passphrase": Act(prepared=sealed, done=change, again=changed_again),
    "removing the passphrase": Act(prepared=sealed, done=unseal, again=unsealed_again),
    "forgetting": Act(prepared=lived_in, done=forget, again=forgotten_again),
    "forgetting, sealed": Act(prepared=sealed, done=forget, again=forgotten_again),
    "putting a copy back": Act(prepared=lived_in, done=restore, again=restored_again),
    "putting a copy back, sealed": Act(prepared=sealed, done=restore, again=restored_again),
}
