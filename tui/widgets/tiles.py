"""What a grid of hours shows: rows of hours, columns of days, and what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a block is drawn: `mark` before its time, `fill` over its rows, in a Textual `style`."""

    mark: str
    fill: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A block on the grid: `key` names it, `day` is its column from 0, `top` to `bottom` its rows.

    `lane` of `lanes` is its place beside others. `time` and `text` stand in it where there is room. Those that are
    not `walked` are passed over by the keys that go from block to block.
    """

    key: str
    day: int
    top: int
    bottom: int
    lane: int
    lanes: int
    time: str
    text: str
    look: Look
    walked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """What lies behind the blocks of one hour: a pattern, in a Textual `style`, and words before it."""

    fill: str
    style: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the grid shows: `days` are the columns' heads, `mine` and `theirs` the rows' labels (none: one clock).

    `seats` tell whose labels these are. `today` is a column (None where all columns are one day), `now` a row; both
    are None at another time. `shades` are by column and row.
    """

    days: Sequence[str]
    mine: Sequence[str]
    theirs: Sequence[str] = ()
    seats: tuple[int, int] = (0, 1)
    today: int | None = None
    now: int | None = None
    tiles: tuple[Tile, ...] = field(default=())
    shades: Mapping[tuple[int, int], Shade] = field(default_factory=dict)

    def order(self) -> tuple[str, ...]:
        """Return the keys in order of time, each once."""
        walked = (tile for tile in self.tiles if tile.walked)
        return tuple(dict.fromkeys(tile.key for tile in sorted(walked, key=lambda each: (each.day, each.top))))

    def at(self, day: int, row: int) -> list[Tile]:
        """Return the blocks that stand in a place."""
        return [tile for tile in self.tiles if tile.day == day and tile.top <= row < tile.bottom]


def hour_labels(moments: Sequence[datetime]) -> tuple[str, ...]:
    """Return how hours are written beside the grid."""
    return tuple(f"{each:%H:%M}" for each in moments)
