"""How small steps look, small and large, in both languages."""

from collections.abc import Callable

import pytest

from tests.screens.test_fits import check, check_all
from tests.screens.test_looks import SnapCompare, compare
from tests.stage import LOOKS, ONCE, pictures
from tui.checkin.small_steps import habit, rested, shared
from tui.core.records import IfThen
from tui.household import Household
from tui.household.small_steps import begin_step, change, look, shrink
from tui.screens.rehearse import RehearseScreen
from tui.screens.room import Room
from tui.screens.small_step_forms import MissedScreen, NewStepScreen, RestFirstScreen, WordsScreen
from tui.screens.small_steps import SmallStepsScreen

LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])

STEPS = {
    "en": (
        ("I come home", "I hug you before I take my shoes off", "touch your shoulder"),
        ("the kettle boils", "ask how your day was, and wait for the answer, however long it takes", ""),
        ("we sit down to eat", "put the phone in the other room", ""),
        ("the last light goes out", "name one good thing", ""),
        ("the alarm rings", "I put my hand on your back", ""),
    ),
    "de": (
        ("ich heimkomme", "umarme ich dich, bevor ich die Schuhe ausziehe", "berühre ich deine Schulter"),
        ("das Wasser kocht", "frage ich, wie dein Tag war, und warte auf die Antwort, so lang sie dauert", ""),
        ("wir uns zum Essen setzen", "lege ich das Handy ins andere Zimmer", ""),
        ("das letzte Licht ausgeht", "nenne ich etwas Gutes vom Tag", ""),
        ("der Wecker klingelt", "lege ich dir die Hand auf den Rücken", ""),
    ),
}


def lived(household: Household, language: str) -> Household:
    """Let both have steps of every kind, in their language."""
    first, *others, theirs = (IfThen(when=when, then=then) for when, then, _ in STEPS[language])
    household.speak(language)
    household.be(household.partner)
    change(household, begin_step(household, theirs), shared)
    household.be(household.partner)
    change(household, begin_step(household, others[0]), habit)
    change(household, begin_step(household, others[2]), rested)
    step = begin_step(household, first)
    household.clock.go(60)  # type: ignore[attr-defined] # so that the first is the older one
    begin_step(household, others[1])
    change(household, shrink(household, step, STEPS[language][0][2]).step, shared)
    return household


@LOOKS
def test_the_list(snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]) -> None:
    home = lived(household, language)
    assert compare(snap_compare, home, lambda: SmallStepsScreen(home), size)


@ONCE
def test_the_empty_list(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    household.speak(language)
    assert compare(snap_compare, household, lambda: SmallStepsScreen(household), size)


Form = Callable[[Household], Room[None]]

FORMS: dict[str, Form] = {
    "words": lambda home: WordsScreen(home, look(home).tried[0].step),
    "missed": lambda home: MissedScreen(home, look(home).tried[0]),
}


@pictures("form", FORMS, {"new": NewStepScreen})
def test_a_form(
    snap_compare: SnapCompare,
    household: Household,
    language: str,
    form: Form,
    size: tuple[int, int],
) -> None:
    home = lived(household, language)
    assert compare(snap_compare, home, lambda: form(home), size)


@ONCE
def test_two_are_plenty(
    snap_compare: SnapCompare, household: Household, language: str, size: tuple[int, int]
) -> None:
    home = lived(household, language)
    assert compare(snap_compare, home, lambda: RestFirstScreen(home), size)  # type: ignore[arg-type, return-value] # it answers yes or no


@pictures("lines", {"4": 4}, {"0": 0})
def test_rehearsing(
    snap_compare: SnapCompare, household: Household, language: str, lines: int, size: tuple[int, int]
) -> None:
    home = lived(household, language)
    step = look(home).tried[0].step
    assert compare(snap_compare, home, lambda: RehearseScreen(home, step), size, ("space",) * lines)


@LANGUAGES
async def test_everything_fits_whichever_step_is_chosen(household: Household, language: str) -> None:
    await check(lived(household, language), SmallStepsScreen, keys=("down",) * 4)


@LANGUAGES
async def test_every_form_fits(household: Household, language: str) -> None:
    await check_all(lived(household, language), (*FORMS.values(), NewStepScreen, RestFirstScreen))


@LANGUAGES
async def test_rehearsing_fits(household: Household, language: str) -> None:
    home = lived(household, language)
    await check(home, lambda home: RehearseScreen(home, look(home).tried[0].step), keys=("space",) * 4)
