"""What two machines and a folder cost: bytes, a new machine's first evening, and an exchange beside the start of one."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.opening import MEGABYTE, PEAK
from bench.report import Row, median
from bench.turns import by_turns
from tui.core.changes import Change
from tui.core.records import Agreement
from tui.demo import write
from tui.household import Household
from tui.household.pairing import Sharing, knock
from tui.household.syncing import exchange
from tui.sync.segment import write as segment
from tui.sync.wire import Body, Member, wired

YEARS = 10
"""About 110,000 records, of which some 92,000 are for both."""

A_DAY = 40
"""Changes."""

A_FILE = 20
"""Changes in a file whose bytes are counted."""

MOST_BYTES = 100.0
MOST_SECONDS = 10.0
MOST_MEMORY = 300.0
AIM_DAY = 1.1
AIM_NOTHING = 1.05

_TAKE_IN = """
from tui.household import Household
from tui.household.pairing import knocking
from tui.household.syncing import exchange
home, folder = map(Path, sys.argv[1:])
"""
