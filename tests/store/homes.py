"""What the store's tests share: records by name, and what lies in a home."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tui.core.records import Agreement
from tui.store.store import Store

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)


def agreement(name: str, text: str = "", *, by: str = "a") -> Agreement:
    return Agreement(id=name, by=by, at=NOW, text=text or f"text of {name}")


def save(store: Store, *names: str, by: str = "a") -> None:
    store.save(*(agreement(name, by=by) for name in names), by=by, at=NOW)


def names(store: Store) -> list[str]:
    return [each.id for each in store.all(Agreement)]


def text_of(store: Store, name: str) -> str | None:
    found = store.get(Agreement, name)
    return None if found is None else found.text


def days(count: float) -> datetime:
    """Return the moment so many days later."""
    return NOW + timedelta(days=count)


def every_byte(home: Path) -> bytes:
    """Return all that lies in a home, one file after the other."""
    return b"".join(each.read_bytes() for each in sorted(home.rglob("*")) if each.is_file())


def tree(home: Path) -> dict[str, bytes]:
    """Return the files of a home by name, but for its locks."""
    found = (each for each in home.rglob("*") if each.is_file() and each.suffix != ".lock")
    return {each.relative_to(home).as_posix(): each.read_bytes() for each in found}
