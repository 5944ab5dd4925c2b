"""Engines with one fault each: a simulator that does not notice one of them proves nothing.

A mutant is a line of a function that says something else. The line must be there: a mutant that would change nothing
is a fault of its own.
"""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FunctionType
from typing import Any, NamedTuple
from unittest import mock

from tests.sync import machines
from tui.core import merging
from tui.sync import exchange, inbox, outbox, parts, roster, segment, wire


class Edit(NamedTuple):
    """In the function `name` of `place` (a module or a class), `there` stands for `here`; so with `more`."""

    place: Any
    name: str
    here: str
    there: str
    more: tuple[tuple[str, str], ...] = ()


class Mutant(NamedTuple):
    """An engine with a fault, and what that is; `also` are other places where the function is known by name."""

    name: str
    edits: tuple[Edit, ...]
    also: tuple[Any, ...] = ()

    @property
    def seeds(self) -> tuple[int, ...]:
        """Those of the stories that are always played which find it out: the first of them."""
        return FOUND_BY[self.name]


def _one(name: str, place: Any, function: str, here: str, there: str, *also: Any) -> Mutant:
    return Mutant(name, (Edit(place, function, here, there),), also)


MUTANTS = (
    Mutant("the clock alone says what holds", (
        Edit(merging, "merged", "frozenset(change.past).union(*change.replaces.values())", "frozenset()"),
    ), (machines,)),
    _one("a file is what its name says", inbox.Inbox, "_look_at", "file, note = self._believe(data)",
         "file, note = (name[:32], False) if name[:32] in index.files else self._believe(data)"),
    _one("signatures are not looked at", segment, "read", "if not signed(", "if False and not signed(", inbox, parts),
    _one("only what is new is put into the folder", outbox.Outbox, "put_back", "files.keys() - there.keys()",
         "[each for each in files.keys() - there.keys() if files[each].machine == me and self._told_now]"),
    Mutant("what is not understood is not tried again", (
        Edit(inbox.Inbox, "_take_all", "again = LATER - _AS_IS_KNOWN if", "again = frozenset() if",
             (("else LATER", "else frozenset()"), ("if seen.why in LATER]", "if False]"))),
    )),
    Mutant("a machine that nobody admitted is believed", (
        Edit(roster.Circle, "public", "return None if member is None else",
             "from tests.sync.intruders import STRANGER\n"
             "    return (STRANGER.public if machine == STRANGER.name else None) if member is None else"),
        Edit(roster.Circle, "member", "None)",
             "None) or (Member(__import__('tests.sync.intruders', fromlist=['x']).STRANGER.public, self.person, '')\n"
             "        if machine == __import__('tests.sync.intruders', fromlist=['x']).STRANGER.name else None)"),
    )),
    _one("a machine that was removed is believed", inbox.Inbox, "_believe",
         "in self._parts.circle.removed and", "in () and"),
    _one("nobody vouches for a removed machine's files", roster.Circle, "saying",
         "vouches=_joined(there.vouches, body.vouches)", "vouches=()"),
    _one("packing drops a change", outbox.Outbox, "_rewrite", "if not _is_in(each, erased))",
         "if not _is_in(each, erased))[:-1] or ()"),
    _one("what is past is not told", merging.Entry, "with_past", "if not self.past or not changes:", "if True:"),
    Mutant("a removed machine keeps the key", (
        Edit(roster.Circle, "current", " if gone.isdisjoint(each.machines)", "",
             (("if number_of(each) > self.closed", ""),)),
    )),
    _one("a new key is not given to who came meanwhile", roster.Circle, "lacking",
         "if not names.issubset(each.machines)", "if False"),
    _one("older records are not noticed", exchange.Exchange, "_begin", "if put_back and", "if False and"),
    _one("an older home is not noticed", inbox.Inbox, "_note", "unsure=True", "unsure=False"),
    _one("what is said is not judged", inbox, "judged", "not believed(", "False and not believed("),
    _one("a small file may become endless", wire, "unpacked", ", MOST_PLAIN)", ", 10**9)", segment),
    _one("an erasure is only a removal", merging, "merged", "if erasures:", "if False:", machines),
    _one("the files still tell of what was erased", exchange.Exchange, "send", "if fresh:", "if False:"),
    _one("others' words are erased too", outbox, "_is_in", "return not change.gone and any(",
         "return not change.gone and any((change.kind, change.record) == each[:2] for each in erased.values()) or any("),  # noqa: E501
    _one("nobody says how far they have come", outbox.Outbox, "note", "if not circle.others", "if True"),
    _one("an older word on how far one has come counts", roster.Circle, "hearing",
         "before.number >= body.number", "False"),
    _one("files are kept before their changes", inbox.Inbox, "_flush", "if changes:",
         "for each in accepted:\n        self._note(each)\n    if changes:"),
    _one("small files stay beside the larger", outbox.Outbox, "clear", "is True", "is None"),
)  # fmt: skip


FOUND_BY: dict[str, tuple[int, ...]] = {
    "the clock alone says what holds": (0, 1, 2),
    "signatures are not looked at": (2, 3, 8),
    "what is not understood is not tried again": (17, 31, 44),
    "a machine that was removed is believed": (301, 319, 625),
    "packing drops a change": (0, 3, 26),
    "a removed machine keeps the key": (25, 31, 67),
    "older records are not noticed": (669,),
    "a small file may become endless": (86, 98, 134),
    "the files still tell of what was erased": (8, 10, 16),
    "nobody says how far they have come": (0, 1, 2),
    "files are kept before their changes": (390,),
    "a file is what its name says": (4, 8, 15),
    "only what is new is put into the folder": (15, 207, 213),
    "a machine that nobody admitted is believed": (1, 2, 8),
    "nobody vouches for a removed machine's files": (31, 67, 109),
    "what is past is not told": (12, 26, 29),
    "a new key is not given to who came meanwhile": (121, 211, 223),
    "an older home is not noticed": (51, 189, 627),
    "what is said is not judged": (0, 2, 8),
    "an erasure is only a removal": (2, 8, 10),
    "others' words are erased too": (2, 4, 16),
    "an older word on how far one has come counts": (81, 339, 669),
    "small files stay beside the larger": (0, 1, 2),
}
"""The seeds by which each is found out."""


@contextmanager
def with_fault(mutant: Mutant) -> Iterator[None]:
    """Let the engine have a fault, without the net beneath, which would mend what some of them break."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(exchange, "_has_lost_something", return_value=False))
        for edit in mutant.edits:
            changed = _changed(edit)
            for place in (edit.place, *mutant.also):
                stack.enter_context(mock.patch.object(place, edit.name, changed))
        yield


def _changed(edit: Edit) -> Any:
    there = inspect.getattr_static(edit.place, edit.name)
    function: Any = there.fget if isinstance(there, property) else there
    source = textwrap.dedent(inspect.getsource(function)).removeprefix("@property\n")
    names: dict[str, Any] = {}
    plain = _plain(function)
    for here, becomes in ((edit.here, edit.there), *edit.more):
        assert here in source, f"{edit.name} does not say {here!r}"
        source = source.replace(here, becomes)
    code = compile(f"from __future__ import annotations\n{source}", "<mutant>", "exec")
    exec(code, plain.__globals__ | {"Callable": Callable}, names)  # noqa: S102 - the source is the engine's own
    made: FunctionType = names[plain.__name__]
    made = FunctionType(made.__code__, plain.__globals__, plain.__name__, made.__defaults__, made.__closure__)
    made.__kwdefaults__ = plain.__kwdefaults__
    return property(made) if isinstance(there, property) else made


def _plain(function: Callable[..., Any]) -> FunctionType:
    assert isinstance(function, FunctionType)
    return function
