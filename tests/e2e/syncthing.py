"""Two real Syncthings on this machine that share one folder and know of nobody but each other."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener
from xml.etree import ElementTree as ET

import pytest
from msgspec import Struct, json

T = TypeVar("T")

SYNCTHING = shutil.which("syncthing") or ""
MISSING = "Syncthing is not installed here (Debian's package is called syncthing)"

PATIENCE = 20.0
"""Seconds to wait for anything: far more than it takes, so that a busy machine fails nothing."""

HOST = "127.0.0.1"
SHARED = "shared"
"""What both call the folder."""

WATCHES_AFTER = 1
"""Seconds for which its watcher lets changes gather: whole ones, and none means that nothing is watched."""

SELDOM = 3600
"""Seconds between looks at a folder that nobody asked for: in no test does one come by itself."""

OPTIONS = {
    "globalAnnounceEnabled": "false",
    "globalAnnounceServer": "",
    "localAnnounceEnabled": "false",
    "announceLANAddresses": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "stunServer": "",
    "stunKeepaliveStartS": "0",
    "urAccepted": "-1",
    "urURL": "",
    "crashReportingEnabled": "false",
    "crashReportingURL": "",
    "autoUpgradeIntervalH": "0",
    "releasesURL": "",
    "startBrowser": "false",
    "restartOnWakeup": "false",
    "setLowPriority": "false",
    "minHomeDiskFree": "0",
}
"""It asks nobody, tells nobody and finds nobody; it is no slower than other programs."""

ENVIRONMENT = {
    "STNODEFAULTFOLDER": "1",
    "STNOUPGRADE": "1",
    "STMONITORED": "1",  # one process, without a second one that starts it again
    "STHASHING": "minio",  # it would take a second to find out which is quicker
}

_ITS_OWN = (".stfolder", ".stignore", ".stversions", ".syncthing.", "~syncthing~")
"""How the names begin that are for Syncthing alone."""

_OPENER = build_opener(ProxyHandler({}))
_LOOKS = 0.02


class Event(Struct):
    """Something that an instance says has happened."""

    id: int
    type: str
    data: object = None


class _Connection(Struct):
    connected: bool


class _Connections(Struct):
    connections: dict[str, _Connection]


class _Status(Struct):
    state: str


class _Completion(Struct, rename="camel"):
    need_items: int
    need_deletes: int


class Instance:
    """One Syncthing: its `folder` is what is carried, and all else it has stands in `home`."""

    def __init__(self, home: Path, name: str) -> None:
        self.name = name
        self.home = home
        self.folder = home / "folder"
        self.folder.mkdir(parents=True)
        self.log = home / "log"
        self.device = ""
        self.other = self
        self._key = secrets.token_hex()
        self._port = 0
        self._seen = 0
        self._calls = ""
        self._calls_made = count()
        self._process: subprocess.Popen[bytes] | None = None

    # What it does

    def scan(self) -> None:
        """Look at the whole folder; return when what was found there is known."""
        self._do("db/scan", folder=SHARED)

    def pause(self) -> None:
        """Part from the other, as when a machine is offline; what changes in the folder is still noticed."""
        self._do("system/pause", device=self.other.device)
        self.wait_until(lambda: not self._connected(), what="being alone")

    def resume(self) -> None:
        """Be there for the other again; `wait_in_sync` waits until they have met."""
        self._do("system/resume", device=self.other.device)
        for each in (self, self.other):
            each.call()

    def call(self) -> None:
        """Look for the other now, if this is the one that does: where both do, they may wait 20 s for each other."""
        if self._calls:
            known = {"addresses": [f"{self._calls}?{next(self._calls_made)}"]}  # where it looked before it waits
            self._ask("PATCH", f"config/devices/{self.other.device}", json.encode(known))

    # What it says

    def events_since(self, last: int = 0, *, seconds: int = 0) -> list[Event]:
        """Return what has happened after the event `last`, waiting at most `seconds` for the first of it."""
        return self._get("events", list[Event], since=last, timeout=seconds)

    def wait_until(self, true: Callable[[], bool], seconds: float = PATIENCE, *, what: str = "it") -> None:
        """Return as soon as something is so, looking again whenever something happened here, or a second passed."""
        end = time.monotonic() + seconds
        self._hear(0)
        while not true():
            if time.monotonic() > end:
                message = f"{self.name} waited in vain for {what}; the last of its log is\n{self._last_words()}"
                raise AssertionError(message)
            self._hear(1)

    def wait_in_sync(self, other: "Instance", seconds: float = PATIENCE) -> None:
        """Return as soon as both know of each other's files, need none of them, and hold the same bytes."""
        end = time.monotonic() + seconds
        while not self._in_sync(other):
            for one, two in ((self, other), (other, self)):
                one.wait_until(one._has_given_all, end - time.monotonic(), what=f"{two.name} to have all")
            self.wait_until(partial(_alike, self.folder, other.folder), end - time.monotonic(), what="the same bytes")

    def _in_sync(self, other: "Instance") -> bool:
        return self._has_given_all() and other._has_given_all() and _alike(self.folder, other.folder)

    def _has_given_all(self) -> bool:
        """Whether the other is there, needs nothing that is known here, and nothing goes on."""
        if not self._connected() or self._get("db/status", _Status, folder=SHARED).state != "idle":
            return False
        missing = self._get("db/completion", _Completion, folder=SHARED, device=self.other.device)
        return not missing.need_items and not missing.need_deletes

    def _connected(self) -> bool:
        known = self._get("system/connections", _Connections).connections.get(self.other.device)
        return known is not None and known.connected

    def _hear(self, seconds: int) -> None:
        for event in self.events_since(self._seen, seconds=seconds):
            self._seen = event.id

    # How it is asked

    def _get(self, path: str, shape: type[T], **words: str | int) -> T:
        return json.decode(self._ask("GET", path, words=words), type=shape)

    def _do(self, path: str, **words: str | int) -> None:
        self._ask("POST", path, words=words)

    def _ask(self, method: str, path: str, data: bytes | None = None, words: Mapping[str, str | int] = {}) -> bytes:
        url = f"http://{HOST}:{self._port}/rest/{path}?{urlencode(words)}"
        request = Request(url, data, {"X-API-Key": self._key}, method=method)
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return bytes(answer.read())

    # How it begins

    def make_keys(self) -> None:
        """Make its certificate, by which the other knows it."""
        argv = [SYNCTHING, "generate", f"--home={self.home}"]
        with self.log.open("wb") as log:
            subprocess.run(argv, env=self._environment(), check=True, stdout=log, stderr=log, timeout=PATIENCE)
        self.device = _config(self.home).findall("device")[0].attrib["id"]

    def know(self, other: "Instance", ports: tuple[int, int], calls: str = "", *, watching: bool) -> None:
        """Write its settings: `ports` for whoever asks it and for the other; `calls` where it looks for the other."""
        self.other, self._port, self._calls = other, ports[0], calls
        config = _config(self.home)
        _put(config, "gui/address", f"{HOST}:{self._port}")
        _put(config, "gui/apikey", self._key)
        _put(config, "options/listenAddress", f"tcp://{HOST}:{ports[1]}")
        for name, value in OPTIONS.items():
            _put(config, f"options/{name}", value)
        beside = deepcopy(config.findall("device")[0])
        beside.attrib |= {"id": other.device, "name": other.name}
        config.append(beside)
        config.append(self._shared(config, watching=watching))
        ET.ElementTree(config).write(self.home / "config.xml")

    def _shared(self, config: ET.Element, *, watching: bool) -> ET.Element:
        """Return the settings of the folder: those that everybody gets, so that conflicts are copied as they are."""
        shared = deepcopy(config.findall("defaults/folder")[0])
        shared.attrib |= {
            "id": SHARED,
            "path": str(self.folder),
            "rescanIntervalS": str(SELDOM),
            "fsWatcherEnabled": str(watching).lower(),
            "fsWatcherDelayS": str(WATCHES_AFTER),
        }
        _put(shared, "minDiskFree", "0")
        shared.append(ET.Element("device", {"id": self.other.device}))
        return shared

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let it run; whatever happens, it has ended afterwards."""
        argv = [*_with_us(), SYNCTHING, "serve", "--no-browser", f"--home={self.home}"]
        with (
            self.log.open("ab") as log,
            subprocess.Popen(
                argv, env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            ) as process,
        ):
            self._process = process
            try:
                yield
            finally:
                process.kill()  # asked kindly, it takes a second, and nothing of its own is needed any more

    def wait_there(self) -> None:
        """Return as soon as it answers."""
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > end or self._process is None or self._process.poll() is not None:
                message = f"{self.name} does not begin; the last of its log is\n{self._last_words()}"
                raise AssertionError(message)
            time.sleep(_LOOKS)

    def _answers(self) -> bool:
        try:
            self._ask("GET", "system/ping")
        except OSError:
            return False
        return True

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ST", "XDG_"))}
        return {**kept, **ENVIRONMENT, "HOME": str(self.home)}

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-20:])


@contextmanager
def two_syncthings(place: Path, *, watching: bool = True) -> Iterator[tuple[Instance, Instance]]:
    """Give two that have met: each looks by itself at what changes in its folder, or only when it is asked to."""
    if not SYNCTHING:
        pytest.skip(MISSING)
    left, right = (Instance(place / name, name) for name in ("left", "right"))
    for each in (left, right):
        each.make_keys()
    ports = _free_ports(4)
    left.know(right, (ports[0], ports[1]), calls=f"tcp://{HOST}:{ports[3]}", watching=watching)
    right.know(left, (ports[2], ports[3]), watching=watching)
    with ExitStack() as running:
        for each in (left, right):
            running.enter_context(each.running())
        for each in (left, right):
            each.wait_there()
        left.call()
        left.wait_in_sync(right)
        yield left, right


def _config(home: Path) -> ET.Element:
    return ET.parse(home / "config.xml").getroot()  # noqa: S314 - Syncthing has just written it here


def _put(above: ET.Element, path: str, value: str) -> None:
    """Set the text of what stands at `path`; what this version has no setting for is left out."""
    for found in above.findall(path)[:1]:
        found.text = value


def _free_ports(many: int) -> list[int]:
    """Return ports that nobody listens on; all are held at once, so that none comes twice."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(many)]
        for each in sockets:
            each.bind((HOST, 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _with_us() -> list[str]:
    """Return what makes a program end with this one, also when this one is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []


def _alike(one: Path, two: Path) -> bool:
    """Whether two folders hold the same bytes under the same names; not so while either changes."""
    try:
        return _held(one) == _held(two)
    except OSError:
        return False


def _held(folder: Path) -> dict[Path, bytes | None]:
    """Return the files and folders in a folder, without what is there for Syncthing alone."""
    found = {path.relative_to(folder): path for path in folder.rglob("*")}
    return {
        name: path.read_bytes() if path.is_file() else None
        for name, path in found.items()
        if not any(part.startswith(_ITS_OWN) for part in name.parts)
    }
