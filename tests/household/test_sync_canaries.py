"""A month of two people over one folder: what is for one of them alone stands in no byte that the other can come by.

The curious partner holds every file that ever lay in the folder, all keys of its epochs, and all of their own home.
"""

import lzma
from collections.abc import Iterator
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
    Answer,
    IfThen,
    LifeEvent,
    Point,
    Share,
    SmallStep,
    Timeline,
)
from tui.core.told_records import Released, Sealed, WishMove
from tui.household import Household, agreements, calendars, ideas, slow
from tui.household.circle import circle_of
from tui.household.issue_words import draft as issue_draft
from tui.household.issue_words import keep_draft as keep_issue_draft
from tui.sync.segment import RefusedError, read

CANARY = "canary"
"""Begins every word that is for nobody else."""

SEEN = "herring"
"""Begins every word that is for both: it has to arrive, or the test proves nothing."""

STEPS = ("before", "cause", "face", "trust", "try")


class Month(TalkHomes):
    """Two homes, and everything that ever lay in the folder."""

    def __init__(self, path: Path) -> None:
        self.history: dict[str, bytes] = {}
        super().__init__(path)

    def exchange(self, household: Household) -> object:  # type: ignore[override]
        outcome = super().exchange(household)
        self.history |= self.folder.held
        return outcome

    def in_the_folder(self) -> Iterator[str]:
        """Give all that can be read in the folder with every key there is, and the bytes and names themselves."""
        circles = [known for each in (self.ana, self.ben) if (known := circle_of(each.store)) is not None]
        for name, data in self.history.items():
            yield name
            yield data.decode("latin-1")
            for known in circles:
                try:
                    body = read(data, known).body
                except RefusedError:
                    continue
                yield repr(msgspec.to_builtins(body))

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


def test_nothing_that_is_for_oneself_is_in_any_byte_the_other_can_come_by(month: Month, tmp_path: Path) -> None:
    ana, ben = month.ana, month.ben
    now = ana.now()
    base = {"by": ana.me.id, "at": now}

    # answers: closed, kept, passed, and opened together
    gives(ana, STEPS[0], f"{CANARY}-unopened", Share.TOGETHER)
    gives(ana, STEPS[1], f"{CANARY}-private", Share.PRIVATE)
    gives(ana, STEPS[2], f"{SEEN}-opened", Share.TOGETHER, every=2)
    gives(ben, STEPS[2], f"{SEEN}-opened-too", Share.TOGETHER, every=2)
    gives(ana, STEPS[3], f"{SEEN}-now", Share.NOW)
    month.settle()
    ana.open_together(STEPS[2])

    # wishes: only one of them is wished by both
    (wishes,) = [each for each in ana.questions("close") if each.kind.value == "wishes"]
    items = [each.id for each in wishes.options]
    for household, chosen in ((ana, items[:4]), (ben, items[3:6])):
        mine = {wishes.id: DraftAnswer(value=tuple(chosen), share=Share.MUTUAL)}
        household.finish(Draft(step="close", answers=mine), questions(household, "close"))
    month.settle()
    opening = ben.open_together("close")
    assert opening is not None
    assert opening.mutual == {wishes.id: (items[3],)}

    # steps, ideas, and what was shown once and is not any more
    ana.save(
        SmallStep(id="small", when=f"{CANARY}-when", then=f"{CANARY}-then", **base),  # type: ignore[arg-type]
        Activity(id="idea", text=f"{CANARY}-idea", **base),  # type: ignore[arg-type]
    )
    shown = SmallStep(id="shown", when=f"{SEEN}-when", then="so", share=Share.NOW, **base)  # type: ignore[arg-type]
    ana.save(shown)
    month.settle()
    ana.save(replace(shown, share=Share.PRIVATE, then=f"{CANARY}-hidden"), seen=[shown])
    ideas.keep_draft(ana, "new", f"{CANARY}-typed-idea")

    # drafts of everything
    ana.keep_draft(Draft(step="try", answers={questions(ana, "try")[0]: DraftAnswer(value=f"{CANARY}-draft")}))
    before = issue_draft(ana)
    keep_issue_draft(ana, replace(before, happened=f"{CANARY}-issue"), since=before, person=ana.me.id)

    # what both see
    kept = agreements.keep(ana, f"{SEEN}-agreement")
    month.settle()
    agreements.agree(ben, kept.id, kept.id)
    place = busy_from(
        tmp_path / f"{CANARY}-folder" / "own.ics",
        ":20261124T080700Z",
        ":20261124T091000Z",
        f"SUMMARY:{CANARY}-title",
        f"LOCATION:{CANARY}-place",
    )
    calendars.add(ana, place)
    month.settle()

    # a talk in writing with a draft, and one on two machines with rules and a sentence that is being typed
    form = slow.formats(ana)[0]
    talk = slow.begin(ana, form, f"{SEEN}-slow", first=0)
    slow.keep_draft(ana, talk.id, f"{CANARY}-slow", since="", person=ana.me.id)
    month.settle()
    running, _ = month.both()
    running.write_sentence(f"{CANARY}-sentence", 0)
    running.keep()
    running.stood_still()
    month.settle()

    # something that is forgotten, which the other had never held, and something that they had
    unseen = agreements.keep(ana, f"{CANARY}-said-and-erased-before-it-went")
    ana.store.forget(unseen, by=ana.me.id, at=ana.now())
    month.settle()
    gone = agreements.keep(ana, "erased-later")
    month.settle()
    ana.store.forget(gone, by=ana.me.id, at=ana.now())
    month.settle()
    ben.store.tidy(now=ben.now())

    readable = "\n".join(month.in_the_folder())
    theirs = month.with_the_partner()
    assert SEEN in readable
    assert SEEN in theirs
    for place in (readable, theirs):
        found = place.find(CANARY)
        assert found == -1, place[max(0, found - 300) : found + 100]
    for item in items[:3]:
        assert f"'{item}'" not in readable
        assert not [each for each in ben.store.all(Answer) if item in str(each.value)]
    for item in items[4:6]:
        assert f"'{item}'" not in readable
    assert "erased-later" not in "\n".join(_each(month))
    assert {type(each) for kind in (Sealed, Released, WishMove) for each in ben.store.all(kind)} == {
        Sealed,
        Released,
        WishMove,
    }


def _each(month: Month) -> Iterator[str]:
    held, month.history = month.history, dict(month.folder.held)
    yield from month.in_the_folder()
    yield repr(month.ben.store.entries())
    month.history = held
