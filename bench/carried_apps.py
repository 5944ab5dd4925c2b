"""Two whole apps over two Syncthings: how long a change in one takes to be painted in the other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from time import perf_counter

from bench.played import Played, begin_home, module_command
from tests.e2e.syncthing import Instance
from tui.household import Household
from tui.household.inviting import Sharing
from tui.household.knocking import knock
from tui.household.syncing import exchange, move
from tui.sync.folder import SUBFOLDER

PATIENCE = 20.0
READS = 0.002
PAINTED = 0.2
"""Seconds without a byte after which a page counts as painted."""

SAME, ON_ITS_WAY = b"the same", b"on its way"


class Apps:
    """Ana's app and Ben's, both at the agreements."""

    def __init__(self, ana: Played, ben: Played, files: Path) -> None:
        """`files` is where Ben's Syncthing puts what comes."""
        self._ana, self._ben, self._files = ana, ben, files
        self._numbers = count(10)
        self.to_paint: list[float] = []
        """Milliseconds from the arrival of a change's file to its paint, for each change."""
        for each in (ana, ben):
            each.wait_bytes(SAME)
            each.press("a")
            each.settle(PAINTED)

    def carried(self) -> float:
        """Let Ana keep an agreement by a key; return the milliseconds until Ben's app has painted it.

        Raises `TimeoutError` when it never does.
        """
        text = f"kettle {next(self._numbers)}"
        for keys in ("n", text):
            self._ana.type(keys)
            self._ana.settle(PAINTED)
        arrived, key = self._arrival(), perf_counter()
        self._ana.press("ctrl+n")
        self._read_until(lambda: bool(next(arrived)) and text.encode() in self._ben.raw, text)
        painted = perf_counter()
        self.to_paint.append((painted - next(arrived)) * 1000)
        self._ana.press("escape")  # no day to look at it again
        self._read_until(lambda: all(map(_is_at_rest, (self._ana, self._ben))), "rest")
        return (painted - key) * 1000

    def _arrival(self) -> Iterator[float]:
        """Give, at each look, when Ben's folder was first seen to have another file; 0 before that."""
        before, when = {*self._files.iterdir()}, 0.0
        while True:
            if not when and not {*self._files.glob("*.nearer")} <= before:
                when = perf_counter()
            yield when

    def _read_until(self, true: Callable[[], bool], what: str) -> None:
        """Take in what both write until something is so; raises `TimeoutError`."""
        end = perf_counter() + PATIENCE
        while not true():
            self._ana.settle(0.0)
            self._ben.settle(READS, longest=READS)
            if perf_counter() > end:
                raise TimeoutError(what)


def _is_at_rest(app: Played) -> bool:
    """Whether the last that an app has said of the folder is that both hold the same."""
    return app.raw.rfind(SAME) > app.raw.rfind(ON_ITS_WAY)


@contextmanager
def two_apps(place: Path, carriers: tuple[Instance, Instance]) -> Iterator[Apps]:
    """Give two apps that share the folder which two Syncthings carry."""
    homes = place / "ana", place / "ben"
    begin_home(homes[0])
    _pair(homes, carriers)
    commands = ([*module_command(), "--home", str(each)] for each in homes)
    with ExitStack() as opened:
        ana, ben = (opened.enter_context(Played(each)) for each in commands)
        yield Apps(ana, ben, carriers[1].folder / SUBFOLDER)


def _pair(homes: tuple[Path, Path], carriers: tuple[Instance, Instance]) -> None:
    """Let both come together in one of the folders; then each has its own."""
    ana, ben = (Household.open(each) for each in homes)
    folder = carriers[0].folder
    sharing = Sharing(ana, folder)
    asking = knock(ben, folder, " ".join(sharing.words))
    asked = sharing.look()
    if asked is None:
        raise ValueError(sharing.words)
    sharing.welcome(asked)
    exchange(ana)
    told = asking.look()
    if told is None:
        raise ValueError(asked.check)
    asking.come_in(ben, told)
    exchange(ben)
    ben.sit_down()
    move(ben, carriers[1].folder)
    for each in (ana, ben):
        each.close()
