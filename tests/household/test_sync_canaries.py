"""A month of two people over one folder: what is for one of them alone stands in no byte that the other can come by.

The curious partner holds every file that ever lay in the folder, all keys of its epochs, and all of their own home.
"""

import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.household.talk_homes import TalkHomes
from tests.household.test_sync_answers import questions
from tests.planner.ics_files import busy_from
from tui.checkin.flow import Draft, DraftAnswer
from tui.core.records import (
    Activity,
    IfThen,
    LifeEvent,
    Point,
    Share,
    SmallStep,
    Timeline,
)
from tui.core.told_records import BusyTime, Released, Sealed, TalkNow, WishMove
from tui.household import Household, agreements, calendars, ideas, slow
from tui.household.circle import circle_of
from tui.household.issue_words import draft as issue_draft
from tui.household.issue_words import keep_draft as keep_issue_draft
from tui.household.syncing import MIRROR
from tui.sync.exchange import Outcome
from tui.sync.segment import RefusedError, read
from tui.talk.moves import Move

CANARY = "canary"
"""Begins every word that is for nobody else."""

SEEN = "herring"
"""Begins every word that is for both: it has to arrive, or the test proves nothing."""

ERASED = "erased-later"

STEPS = ("before", "cause", "face", "trust")


class Month(TalkHomes):
    """Two homes, and everything that ever lay in the folder."""

    def __init__(self, path: Path) -> None:
        self.history: dict[str, bytes] = {}
        super().__init__(path)

    def exchange(self, household: Household) -> Outcome:
        outcome = super().exchange(household)
        self.history |= self.folder.held
        return outcome

    def readable(self, files: Mapping[str, bytes]) -> Iterator[str]:
        """Give all that can be read in files with every key there is, and the bytes and names themselves."""
        circles = [known for each in (self.ana, self.ben) if (known := circle_of(each.store)) is not None]
        for name, data in files.items():
            yield name
            yield data.decode("latin-1")
            for known in circles:
                try:
                    body = read(data, known).body
                except RefusedError:
                    continue
                yield repr(msgspec.to_builtins(body))

    def mirrored(self) -> Mapping[str, bytes]:
        """Return the copies of files that Ben's machine keeps."""
        return {each.name: each.read_bytes() for each in (self.ben.store.home / MIRROR).glob("*.nearer")}

    def with_the_partner(self) -> str:
        """Return all that is at Ben's: each file and its name, and all records as they are in memory."""
        home = self.ben.store.home
        names = "\n".join(str(each.relative_to(home)) for each in home.rglob("*"))
        return "\n".join((names, *map(_readable, home.rglob("*")), repr(self.ben.store.entries())))


def _readable(path: Path) -> str:
    data = path.read_bytes() if path.is_file() else b""
    try:
        return data.decode("latin-1") + lzma.decompress(data).decode("latin-1")
    except lzma.LZMAError:
        return data.decode("latin-1")


@pytest.fixture
def month(tmp_path: Path) -> Month:
    return Month(tmp_path)


def value_of(kind: str, words: str, option: str) -> object:
    """Return an answer to a question of a kind, with these words where there can be some."""
    values: dict[str, object] = {
        "scale": 3,
        "circles": 4,
        "choice": option,
        "several": (option,),
        "timeline": Timeline(
            points=(Point(month="2020-01", level=5),), events=(LifeEvent(month="2020-02", what=words),)
        ),
        "if_then": IfThen(when=words, then=words),
    }
    return values.get(kind, words)


def gives(household: Household, step: str, words: str, share: Share, *, every: int = 1) -> None:
    """Answer each question of a step that is not about wishes; every other one is passed where `every` is 2."""
    asked = [each for each in household.questions(step) if each.kind.value != "wishes"]
    given = {
        each.id: DraftAnswer(
            value=value_of(each.kind.value, f"{words}-{step}-{place}", each.options[0].id if each.options else ""),  # type: ignore[arg-type]
            share=share,
        )
        for place, each in enumerate(asked)
        if place % every == 0
    }
    household.finish(Draft(step=step, answers=given), questions(household, step))


def _answers(month: Month) -> None:
    """Closed, kept, passed, shown, and opened together."""
    ana, ben = month.ana, month.ben
    gives(ana, STEPS[0], f"{CANARY}-unopened", Share.TOGETHER)
    gives(ana, STEPS[1], f"{CANARY}-private", Share.PRIVATE)
    gives(ana, STEPS[2], f"{SEEN}-opened", Share.TOGETHER, every=2)
    gives(ben, STEPS[2], f"{SEEN}-opened-too", Share.TOGETHER, every=2)
    gives(ana, STEPS[3], f"{SEEN}-now", Share.NOW)
    month.settle()
    assert ana.open_together(STEPS[2]) is not None


def _wishes(month: Month) -> tuple[list[str], list[str]]:
    """Return what only the one wishes, and what only the other does; one more is wished by both."""
    (wishes,) = [each for each in month.ana.questions("close") if each.kind.value == "wishes"]
    items = [each.id for each in wishes.options]
    for household, chosen in ((month.ana, items[:4]), (month.ben, items[3:6])):
        mine = {wishes.id: DraftAnswer(value=tuple(chosen), share=Share.MUTUAL)}
        household.finish(Draft(step="close", answers=mine), questions(household, "close"))
    month.settle()
    opening = month.ben.open_together("close")
    assert opening is not None
    assert opening.mutual == {wishes.id: (items[3],)}
    return items[:3], items[4:6]


def _for_oneself(month: Month, place: Path) -> None:
    """Steps, ideas and calendars of one's own, what was shown once, and all that is being typed."""
    ana, me, now = month.ana, month.ana.me.id, month.ana.now()
    shown = SmallStep(id="shown", by=me, at=now, when=f"{SEEN}-when", then="so", share=Share.NOW)
    ana.save(
        SmallStep(id="small", by=me, at=now, when=f"{CANARY}-when", then=f"{CANARY}-then"),
        Activity(id="idea", by=me, at=now, text=f"{CANARY}-idea"),
        shown,
    )
    month.settle()
    ana.save(replace(shown, share=Share.PRIVATE, then=f"{CANARY}-hidden"), seen=[shown])
    ideas.keep_draft(ana, "new", f"{CANARY}-typed-idea")
    typed = {questions(ana, "time")[0]: DraftAnswer(value=f"{CANARY}-draft")}
    ana.keep_draft(Draft(step="time", position=1, answers=typed))
    before = issue_draft(ana)
    keep_issue_draft(ana, replace(before, happened=f"{CANARY}-issue"), since=before, person=me)
    lines = (f"SUMMARY:{CANARY}-title", f"LOCATION:{CANARY}-place")
    own = busy_from(place / f"{CANARY}-folder" / "own.ics", ":20261124T080700Z", ":20261124T091000Z", *lines)
    calendars.add(ana, own)
    month.settle()
    assert month.ben.store.all(BusyTime)


def _for_both(month: Month) -> None:
    """An agreement, a talk in writing, and a talk on two machines, while somebody types at it."""
    ana, ben = month.ana, month.ben
    kept = agreements.keep(ana, f"{SEEN}-agreement")
    month.settle()
    agreements.agree(ben, kept.id, kept.id)
    talk = slow.begin(ana, slow.formats(ana)[0], f"{SEEN}-slow", first=0)
    slow.keep_draft(ana, talk.id, f"{CANARY}-slow", since="", person=ana.me.id)
    month.settle()
    running, _ = month.both()
    running.write_sentence(f"{CANARY}-sentence", 0)
    running.keep()
    month.do(running, Move.PAUSE, 0)
    month.settle()
    assert month.ben.store.all(TalkNow)


def _forgotten(month: Month) -> None:
    """Something that was erased before it went out, and something that the other had held."""
    ana = month.ana
    unseen = agreements.keep(ana, f"{CANARY}-erased-before-it-went")
    ana.store.forget(unseen, by=ana.me.id, at=ana.now())
    gone = agreements.keep(ana, ERASED)
    month.settle()
    assert ERASED in repr(month.ben.store.entries())
    ana.store.forget(gone, by=ana.me.id, at=ana.now())
    month.settle()


def test_nothing_that_is_for_oneself_is_in_any_byte_the_other_can_come_by(month: Month, tmp_path: Path) -> None:
    _answers(month)
    only_ana, only_ben = _wishes(month)
    _for_oneself(month, tmp_path)
    _for_both(month)
    _forgotten(month)
    ever = "\n".join(month.readable(month.history))
    theirs = month.with_the_partner()
    for where in (ever, theirs):
        assert SEEN in where
        found = where.find(CANARY)
        assert found == -1, where[max(0, found - 300) : found + 100]
    assert not [each for each in (*only_ana, *only_ben) if f"'{each}'" in ever]
    assert not [each for each in only_ana if f'"{each}"' in theirs or f"'{each}'" in theirs]
    assert all(month.ben.store.all(kind) for kind in (Sealed, Released, WishMove))
    left = (repr(month.ben.store.entries()), *month.readable(month.folder.held), *month.readable(month.mirrored()))
    assert ERASED not in "\n".join(left)
