"""The shape of demo/demo.toml: what a made-up couple's half year is drawn from."""

from tui.catalog.schema import Part


class DemoEvent(Part, frozen=True, kw_only=True):
    """Something that happened to the made-up couple: `month` counts from the half year's first month, 0.

    Below 0 it was before. `lift` is what it did to their closeness, from -2 to 2 of the seven circles.
    """

    month: int
    what: str
    lift: int = 0


class DemoPlan(Part, frozen=True, kw_only=True):
    """Time alone that the made-up couple had: what, at which local `hour`, for how many `minutes`.

    `again`: it comes back every week.
    """

    what: str
    hour: int
    minutes: int
    again: bool = False


class DemoIfThen(Part, frozen=True, kw_only=True):
    """A small step of the made-up couple."""

    when: str
    then: str


class Demo(Part, frozen=True, kw_only=True):
    """The file `demo/demo.toml`: what a made-up couple's half year is drawn from.

    `names` and `zones` (IANA) are the two people's, in the order of their seats; `words` are the one word each
    leaves after a time alone.
    """

    names: tuple[str, ...]
    cities: tuple[str, ...]
    zones: tuple[str, ...]
    loved: tuple[str, ...]
    happened: tuple[str, ...]
    feel: tuple[str, ...]
    need: tuple[str, ...]
    lines: tuple[str, ...]
    pages: tuple[str, ...]
    agreements: tuple[str, ...]
    topics: tuple[str, ...]
    words: tuple[str, ...]
    notes: tuple[str, ...]
    events: tuple[DemoEvent, ...]
    plans: tuple[DemoPlan, ...]
    if_then: tuple[DemoIfThen, ...]
