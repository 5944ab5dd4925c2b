"""The page of a year is the same for both, and holds nothing that only one of them may see."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stage import EVENING, FixedClock
from tui.checkin.year import Entry, Heading, Marks, Page, Paragraph, Quote, Said, to_markdown
from tui.core.errors import StoreError
from tui.core.ids import Ids
from tui.core.records import (
    Agreement,
    Answer,
    Consent,
    Issue,
    IssueState,
    LifeEvent,
    Opening,
    Plan,
    PlanState,
    Record,
    Revision,
    Share,
    Sitting,
    SmallStep,
    SmallStepState,
    Talk,
    Timeline,
    Value,
)
from tui.household import Household
from tui.household.year import SECTIONS, looked_back, page, years
from tui.household.year_file import free_place, placed, taken, write

ODD = ("[/b]", "日本語", "\x1b[31mred", "# not a heading", "a | b", "[@click=app.quit]x[/]", "\u202eevil")


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    """Ana in Berlin, Ben in New York."""
    found = Household.open(tmp_path / "home", clock=FixedClock(), ids=Ids(Random(1)))
    found.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
    yield found
    found.close()


def on(month: int, day: int = 15, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def keep(household: Household, *records: Record) -> None:
    household.store.save(*records, by=household.me.id, at=EVENING)


def answered(
    household: Household,
    step: str,
    given: dict[str, Value],
    *,
    at: datetime = EVENING,
    share: Share = Share.TOGETHER,
    theirs: bool = False,
) -> Sitting:
    """Let Ana, or Ben, answer a step, without opening it."""
    by = household.people[1 if theirs else 0].id
    sitting = Sitting(id=household.ids.new(), by=by, at=at, step=step)
    keep(
        household,
        sitting,
        *(
            Answer(
                id=f"{sitting.id}.{name}",
                by=by,
                at=at,
                sitting=sitting.id,
                step=step,
                question=name,
                value=value,
                share=share,
            )
            for name, value in given.items()
        ),
    )
    return sitting


def opened(
    household: Household, step: str, ana: dict[str, Value], ben: dict[str, Value], *, at: datetime = EVENING
) -> None:
    """Let both answer a step and open it."""
    first = answered(household, step, ana, at=at)
    second = answered(household, step, ben, at=at, theirs=True)
    by = household.people[0].id
    keep(household, Opening(id=household.ids.new(), by=by, at=at, step=step, sittings=(first.id, second.id)))


def plan(start: datetime, what: str, state: PlanState = PlanState.DONE, *, repeat: str = "") -> Plan:
    named = f"plan{start:%Y%m%d}{state}{len(what)}"
    return Plan(
        id=named,
        by="x",
        at=start,
        start=start,
        minutes=60,
        zone="Europe/Berlin",
        what=what,
        state=state,
        repeat=repeat,
    )


def as_both_see_it(household: Household, year: int = 2026) -> Page:
    """Return the page, which must be the same for both."""
    household.be(household.people[0])
    first = page(household, year)
    household.be(household.people[1])
    assert page(household, year) == first
    assert years(household) == _years_of_first(household)
    household.be(household.people[0])
    return first


def _years_of_first(household: Household) -> tuple[int, ...]:
    household.be(household.people[0])
    found = years(household)
    household.be(household.people[1])
    return found


def section(found: Page, heading: str) -> list[object]:
    """Return the parts under a heading."""
    parts = list(found.parts)
    begins = next((place for place, part in enumerate(parts) if part == Heading(text=heading)), None)
    if begins is None:
        return []
    rest = parts[begins + 1 :]
    ends = next((place for place, part in enumerate(rest) if isinstance(part, Heading) and not part.small), len(rest))
    return list(rest[:ends])


def lines(found: Page, heading: str) -> dict[str, tuple[str, ...]]:
    return {part.when: part.lines for part in section(found, heading) if isinstance(part, Entry)}


# Whatever there is


SHARES = st.sampled_from(list(Share))
STEPS = {
    "before": ("before.loved", "before.now"),
    "cause": ("cause.line",),
    "year": ("year.good", "year.wish"),
    "pulse": ("pulse.close",),
    "daily.d001": ("daily.d001",),
}
MOMENTS = st.sampled_from([on(1, 1, 3), on(1, 20), on(6), on(11, 20), on(12, 31, 23, 2025), on(7, year=2024)])


class Told(NamedTuple):
    """Records, the words in them that are not for the page, and those that are."""

    records: list[Record]
    hidden: set[str]
    shown: set[str]


@st.composite
def histories(draw: st.DrawFn) -> Callable[[str, str], Told]:
    """Return a history of two people, once their ids are known."""
    sat = draw(
        st.lists(
            st.tuples(
                st.sampled_from(sorted(STEPS)),
                MOMENTS,
                st.lists(st.tuples(SHARES, st.booleans()), min_size=4, max_size=4),
                st.sampled_from(["", "", "first", "both", "twice"]),
            ),
            max_size=6,
        )
    )
    seats = st.integers(0, 1)
    others = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["step", "agreement", "issue", "plan", "talk"]),
                MOMENTS,
                seats,
                SHARES,
                st.integers(0, 7),
            ),
            max_size=8,
        )
    )

    def told(ana: str, ben: str) -> Told:
        found = Told([], set(), set())
        for number, (step, at, choices, way) in enumerate(sat):
            _sat(found, (ana, ben), f"s{number}", step, at, choices, way)
        for number, other in enumerate(others):
            _other(found, (ana, ben), f"o{number}", other)
        return found

    return told


def _sat(
    told: Told,
    people: tuple[str, str],
    name: str,
    step: str,
    at: datetime,
    choices: list[tuple[Share, bool]],
    way: str,
) -> None:
    """Let one or both sit through a step, and open it where they may."""
    questions, sides = STEPS[step], people[:1] if way == "first" else people
    given: dict[tuple[str, str], Answer] = {}
    for place, (person, question) in enumerate((p, q) for p in sides for q in questions):
        share, there = choices[place]
        words = f"word{name}x{place}x"
        value = _value(question, words, place) if there else None
        sitting = f"{name}.{person}"
        given[person, question] = Answer(
            id=f"{sitting}.{question}",
            by=person,
            at=at,
            sitting=sitting,
            step=step,
            question=question,
            value=value,
            share=share,
        )
    told.records.extend(Sitting(id=f"{name}.{person}", by=person, at=at, step=step) for person in sides)
    told.records.extend(given.values())
    together = way in {"both", "twice"}
    for number in range({"both": 1, "twice": 2}.get(way, 0)):
        sittings = (f"{name}.{people[0]}", f"{name}.{people[1]}")
        told.records.append(
            Opening(id=f"{name}.opening{number}", by=people[number], at=at, step=step, sittings=sittings)
        )
    for place, ((_, question), answer) in enumerate(given.items()):
        both = [each for (_, asked), each in given.items() if asked == question]
        beside = (
            together
            and len(both) == 2
            and all(each.share in {Share.TOGETHER, Share.NOW} and each.value is not None for each in both)
        )
        seen = beside or answer.share is Share.NOW
        if answer.value is not None and not seen:
            told.hidden.add(f"word{name}x{place}x")
        elif step != "year" and not isinstance(answer.value, int | None):  # of looking back the newest words stay
            told.shown.add(f"word{name}x{place}x")


def _value(question: str, words: str, place: int) -> Value:
    match question:
        case "before.now" | "pulse.close":
            return 1 + place % 7
        case "cause.line":
            return Timeline(events=(LifeEvent(month="2026-04", what=words),))
        case _:
            return words


def _other(told: Told, people: tuple[str, str], name: str, drawn: tuple[str, datetime, int, Share, int]) -> None:
    """Add something that is not answered."""
    kind, at, seat, share, some = drawn
    words, by = f"word{name}x", people[seat]
    match kind:
        case "step":
            step_is = list(SmallStepState)[some % 3]
            told.records.append(
                SmallStep(
                    id=name, by=by, at=at, when=words, then=words, state=step_is, share=share, was=(f"was{words}",)
                )
            )
            seen = step_is is SmallStepState.HABIT and share is Share.NOW
            told.hidden.add(f"was{words}")
        case "agreement":
            told.records.append(Agreement(id=name, by=by, at=at, text=words, let_go=some == 7))
            if some % 2:
                told.records.append(
                    Consent(id=f"{name}.c", by=people[1 - seat], at=at, agreement=name, revision=name)
                )
            seen = bool(some % 2) and some != 7
        case "issue":
            issue_is = list(IssueState)[some % 5]
            told.records.append(
                Issue(id=name, by=by, at=at, happened=words, feel="", need="", state=issue_is, touched=at)
            )
            seen = issue_is in {IssueState.AGREED, IssueState.CLOSED}
        case "plan":
            plan_is = list(PlanState)[some % 5]
            told.records.append(
                Plan(id=name, by=by, at=at, start=at, minutes=60, zone="Europe/Berlin", what=words, state=plan_is)
            )
            seen = plan_is in {PlanState.ACCEPTED, PlanState.DONE}
        case _:
            told.records.append(Talk(id=name, by=by, at=at, format="equal", topic=words, minutes=20))
            seen = True
    (told.shown if seen else told.hidden).add(words)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories())
def test_the_page_is_the_same_for_both_and_holds_nothing_that_one_keeps(history: Callable[[str, str], Told]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        household = Household.open(Path(folder), clock=FixedClock(), ids=Ids(Random(1)))
        try:
            household.found(("Ana", "Ben"), ("Europe/Berlin", "America/New_York"))
            told = history(household.people[0].id, household.people[1].id)
            keep(household, *told.records)
            pages = [as_both_see_it(household, year) for year in (2024, 2025, 2026)]
            text = "".join(to_markdown(each) for each in pages)
            assert [each for each in told.hidden if each in text] == []
            assert [each for each in told.shown if each not in text] == []
            for each in pages:
                assert len(each.parts) == 1 or each.year in years(household)
        finally:
            household.close()


# What is on it


def test_a_whole_year_in_its_order(household: Household) -> None:
    ana, ben = household.people
    opened(
        household,
        "before",
        {"before.loved": "your laugh", "before.now": 2},
        {"before.loved": "your hands", "before.now": 5},
        at=on(2),
    )
    opened(household, "year", {"year.good": "the ferry", "year.wish": "rain"}, {"year.good": "that hat"})
    line = Timeline(
        events=(LifeEvent(month="2026-03", what="the move"), LifeEvent(month="2019-01", what="a new job"))
    )
    opened(household, "cause", {"cause.line": line}, {"cause.line": Timeline()}, at=on(3))
    opened(household, "daily.d001", {"daily.d001": "porridge"}, {"daily.d001": "toast"}, at=on(5))
    keep(
        household,
        plan(on(4), "a walk"),
        Talk(id="t", by=ana.id, at=on(4), format="equal", topic="the summer", minutes=20, kept="we go in June"),
        Talk(id="nothing", by=ana.id, at=on(4), format="equal", topic="", minutes=20),
        Issue(
            id="i",
            by=ana.id,
            at=on(4),
            happened="the dishes",
            feel="",
            need="",
            state=IssueState.CLOSED,
            touched=on(9),
        ),
        Agreement(id="a", by=ana.id, at=on(6), text="phones in the kitchen"),
        Consent(id="c", by=ben.id, at=on(7), agreement="a", revision="a"),
        SmallStep(
            id="s",
            by=ben.id,
            at=on(6),
            when="I come home",
            then="hug you",
            state=SmallStepState.HABIT,
            share=Share.NOW,
        ),
    )
    found = as_both_see_it(household)
    assert (found.title, found.of) == ("Our year 2026", "Ana ● and Ben ◆")
    heads = [part.text for part in found.parts if isinstance(part, Heading) and not part.small]
    assert heads == [household.words(key) for key in SECTIONS]
    assert isinstance(found.parts[0], Paragraph)
    assert section(found, "Looking back")[1:] == [
        Said(
            quotes=(
                Quote(seat=0, author="Ana", texts=("the ferry",)),
                Quote(seat=1, author="Ben", texts=("that hat",)),
            )
        )
    ]
    assert lines(found, "Time for the two of us") == {"April": ("a walk",)}
    assert lines(found, "What happened") == {"March": ("the move",)}
    assert lines(found, "What we talked about") == {"April": ("the summer\n“we go in June”",)}
    assert lines(found, "What has come to rest") == {"September": ("the dishes",)}
    assert lines(found, "What holds") == {"": ("phones in the kitchen",)}
    assert [part.blocks for part in section(found, "How close it felt") if isinstance(part, Marks)] == ["▂", "▅"]
    assert "When I come home, then I hug you" in to_markdown(found)
    assert lines(as_both_see_it(household, 2019), "What happened") == {"January": ("a new job",)}
    assert years(household) == (2019, 2026)


def test_in_german_it_is_said_in_german(household: Household) -> None:
    household.speak("de")
    keep(
        household,
        plan(on(3), ""),
        Talk(id="t", by="x", at=on(3), format="equal", topic="", minutes=20, kept="im Juni"),
    )
    found = page(household, 2026)
    assert (found.title, found.of) == ("Unser Jahr 2026", "Ana ● und Ben ◆")
    assert lines(found, "Zeit zu zweit") == {"März": ("nur wir zwei",)}
    assert lines(found, "Worüber wir geredet haben") == {"März": ("„im Juni“",)}


def test_a_year_with_nothing_in_it_gets_a_kind_page(household: Household) -> None:
    found = as_both_see_it(household)
    assert found.parts == (Paragraph(text=household.words("year.quiet")),)
    assert years(household) == (2026,)
    assert page(household, 1).parts == page(household, 9999).parts == found.parts


def test_what_waits_to_be_opened_is_not_on_the_page_of_its_author_either(household: Household) -> None:
    answered(household, "before", {"before.loved": "canary of Ana"})
    answered(household, "before", {"before.loved": "canary of Ben"}, theirs=True)
    assert "canary" not in to_markdown(as_both_see_it(household))


def test_what_was_shown_at_once_stands_there_alone(household: Household) -> None:
    answered(household, "before", {"before.loved": "your laugh"}, share=Share.NOW)
    answered(household, "before", {"before.loved": "canary"}, theirs=True)
    alone = Said(quotes=(Quote(seat=0, author="Ana", texts=("your laugh",)),))
    assert section(as_both_see_it(household), "Said with love") == [alone]


def test_only_times_that_took_place_are_told_each_once_a_month(household: Household) -> None:
    keep(
        household,
        plan(on(3, 2), "a walk", PlanState.ACCEPTED, repeat="FREQ=WEEKLY;COUNT=7"),
        plan(on(5, 1), "", PlanState.DONE),
        plan(on(5, 2), "soup", PlanState.ACCEPTED),
        plan(EVENING + timedelta(hours=1), "canary ahead", PlanState.ACCEPTED),
        plan(EVENING - timedelta(minutes=30), "canary that is on", PlanState.ACCEPTED),
        *(
            plan(on(6), f"canary {state}", state)
            for state in (PlanState.PROPOSED, PlanState.DECLINED, PlanState.CANCELLED)
        ),
    )
    found = as_both_see_it(household)
    assert lines(found, "Time for the two of us") == {
        "March": ("a walk",),
        "April": ("a walk",),
        "May": ("just the two of us", "soup"),
    }
    assert "canary" not in to_markdown(found)


def test_a_time_that_comes_round_every_day_for_years_is_told_to_its_end(household: Household) -> None:
    keep(household, plan(on(1, year=2020), "coffee", PlanState.ACCEPTED, repeat="FREQ=DAILY"))
    assert years(household) == (2020, 2021, 2022, 2023, 2024, 2025, 2026)
    assert list(lines(as_both_see_it(household), "Time for the two of us"))[-1] == "November"


def test_of_an_agreement_the_words_stand_to_which_both_agreed(household: Household) -> None:
    ana, ben = household.people
    keep(
        household,
        Agreement(id="a", by=ana.id, at=on(6), text="phones away at nine"),
        Revision(id="r", by=ana.id, at=on(7), agreement="a", text="canary: phones away at eight", parents=("a",)),
        Consent(id="a.ben", by=ben.id, at=on(6), agreement="a", revision="a"),
        Agreement(id="b", by=ana.id, at=on(6), text="canary that Ben did not agree to"),
        Agreement(id="c", by=ana.id, at=on(6), text="canary that was let go", let_go=True),
        Consent(id="c.ben", by=ben.id, at=on(6), agreement="c", revision="c"),
    )
    found = as_both_see_it(household)
    assert lines(found, "What holds") == {"": ("phones away at nine",)}
    assert "canary" not in to_markdown(found)


def test_looking_back_in_january_belongs_to_the_year_before(household: Household) -> None:
    opened(household, "year", {"year.good": "the ferry"}, {"year.good": "that hat"}, at=on(1, 6, year=2026))
    assert "the ferry" in to_markdown(as_both_see_it(household, 2025))
    assert "the ferry" not in to_markdown(as_both_see_it(household))
    assert years(household) == (2025, 2026)


def test_of_two_looks_back_in_a_year_the_newer_stands(household: Household) -> None:
    opened(household, "year", {"year.good": "canary of June"}, {"year.good": "canary, too"}, at=on(6))
    opened(household, "year", {"year.good": "the ferry"}, {"year.good": "that hat"}, at=on(11))
    text = to_markdown(as_both_see_it(household))
    assert "the ferry" in text
    assert "canary" not in text


def test_whether_i_looked_back_is_mine_to_know(household: Household) -> None:
    answered(household, "year", {"year.good": "the ferry"}, at=on(1, 6))  # that was last year's
    assert not looked_back(household)
    answered(household, "year", {"year.good": "the ferry"}, theirs=True)
    assert not looked_back(household)
    answered(household, "year", {"year.good": "the ferry"})
    assert looked_back(household)


def test_twelve_questions_of_the_day_at_most_the_same_for_both_in_order_of_time(household: Household) -> None:
    for day in range(1, 29):
        opened(
            household,
            f"daily.d{day:03}",
            {f"daily.d{day:03}": f"a{day}"},
            {f"daily.d{day:03}": f"b{day}"},
            at=on(5, day),
        )
    found = section(as_both_see_it(household), "From the questions of the day")
    said = [part.quotes[0].texts[0] for part in found if isinstance(part, Said)]
    assert len(said) == 12
    assert said == sorted(said, key=lambda each: int(each[1:]))
    assert said != [f"a{day}" for day in range(1, 13)]


def test_an_opening_that_two_windows_made_at_once_is_told_once(household: Household) -> None:
    opened(household, "daily.d001", {"daily.d001": "porridge"}, {"daily.d001": "toast"}, at=on(5))
    there = household.all(Opening)[0]
    keep(
        household,
        Opening(id="second", by=household.people[1].id, at=on(5, 16), step=there.step, sittings=there.sittings),
    )
    assert to_markdown(as_both_see_it(household)).count("porridge") == 1


def test_the_last_evening_of_a_year_belongs_to_the_year_of_whoever_lived_it(household: Household) -> None:
    ana, ben = household.people
    late = datetime(2026, 1, 1, 3, tzinfo=UTC)  # ten in the evening in New York
    keep(
        household,
        Talk(id="t", by=ben.id, at=late, format="equal", topic="of Ben", minutes=20),
        Talk(id="u", by=ana.id, at=late, format="equal", topic="of Ana", minutes=20),
    )
    assert lines(as_both_see_it(household, 2025), "What we talked about") == {"December": ("of Ben",)}
    assert lines(as_both_see_it(household), "What we talked about") == {"January": ("of Ana",)}


@pytest.mark.parametrize("odd", ODD)
def test_people_may_be_called_and_say_anything(household: Household, odd: str) -> None:
    household.rename((f"{odd}1", f"{odd}2"), ("Europe/Berlin", "America/New_York"), apart=False)
    opened(household, "before", {"before.loved": odd}, {"before.loved": odd})
    keep(household, plan(on(4), odd), Talk(id="t", by="x", at=on(4), format="equal", topic=odd, minutes=20, kept=odd))
    text = to_markdown(as_both_see_it(household))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_question_that_is_not_asked_any_more_holds_up_nothing(household: Household) -> None:
    opened(household, "daily.gone", {"daily.gone": "porridge"}, {"daily.gone": "toast"})
    opened(household, "year", {"year.gone": "the ferry"}, {"year.gone": "that hat"})
    assert "that hat" in to_markdown(as_both_see_it(household))


# Alone


def test_alone_it_is_a_page_for_one_and_says_so(household: Household) -> None:
    household.be_alone(alone=True)
    answered(household, "before", {"before.loved": "your laugh"})
    answered(household, "before", {"before.loved": "canary of mine"}, share=Share.PRIVATE)
    answered(household, "before", {"before.loved": "canary of Ben"}, theirs=True)
    answered(household, "year", {"year.good": "the ferry"})
    answered(household, "daily.d001", {"daily.d001": "porridge"})
    keep(
        household,
        SmallStep(id="s", by=household.me.id, at=on(6), when="I wake", then="stretch", state=SmallStepState.HABIT),
    )
    found = page(household, 2026)
    text = to_markdown(found)
    assert (found.title, found.of) == ("My year 2026", "Ana ●")
    assert household.words("year.intro_alone") in text
    for mine in ("your laugh", "the ferry", "porridge", "then I stretch"):
        assert mine in text
    assert "canary" not in text
    household.be(household.partner)
    assert "your laugh" not in to_markdown(page(household, 2026))


def test_alone_an_empty_year_is_kind_as_well(household: Household) -> None:
    household.be_alone(alone=True)
    assert page(household, 2026).parts == (Paragraph(text=household.words("year.quiet_alone")),)


# As a file


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own folder, with one for documents."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "Documents").mkdir()
    return tmp_path


def test_a_page_goes_among_the_documents_under_a_name_that_is_free(at_home: Path) -> None:
    documents = at_home / "Documents"
    assert free_place("year-2026.md") == documents / "year-2026.md"
    (documents / "year-2026.md").touch()
    assert free_place("year-2026.md") == documents / "year-2026-2.md"
    for each in (*documents.iterdir(), documents):
        each.rmdir() if each.is_dir() else each.unlink()
    assert free_place("year-2026.md") == at_home / "year-2026.md"


def test_a_place_may_be_a_folder_or_begin_at_home(at_home: Path) -> None:
    documents = at_home / "Documents"
    assert placed("", "y.md") == placed("~/Documents", "y.md") == placed(str(documents), "y.md") == documents / "y.md"
    assert placed(" ours.md ", "y.md") == documents / "ours.md"
    assert placed("~/new/", "y.md") == at_home / "new" / "y.md"
    assert placed("ours.md", "y.md", Path()) == Path("ours.md")
    with pytest.raises(StoreError, match="year_not_written"):
        placed("~nobody-of-that-name/x", "y.md")


def test_a_page_is_written_for_its_owner_alone_and_over_nothing_but_files(
    household: Household, tmp_path: Path
) -> None:
    found, path = page(household, 2026), tmp_path / "ours.md"
    assert not taken(path)
    write(found, path)
    assert path.read_text("utf-8") == to_markdown(found)
    assert path.stat().st_mode & 0o777 == 0o600
    assert taken(path)
    (tmp_path / "link").symlink_to(path)
    for wrong in (tmp_path, tmp_path / "no" / "folder.md", tmp_path / "link", tmp_path / "x\0y"):
        with pytest.raises(StoreError, match="year_not_written"):
            write(found, wrong)
    assert path.read_text("utf-8") == to_markdown(found)
