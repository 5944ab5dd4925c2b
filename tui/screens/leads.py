"""Where one may go: the screens beside the steps, by name, and which of them comes after which step."""

from collections.abc import Callable

from textual.screen import Screen

from tui.household import Household

Door = Callable[[Household], Screen[None]]
"""Makes a screen; what it needs is read when it is opened."""


def _how_close(household: Household) -> Screen[None]:
    from tui.screens.how_close import HowCloseScreen

    return HowCloseScreen(household)


def _board(household: Household) -> Screen[None]:
    from tui.screens.board import BoardScreen

    return BoardScreen(household)


def _raise_issue(household: Household) -> Screen[None]:
    from tui.screens.raise_issue import RaiseIssueScreen

    return RaiseIssueScreen(household, from_step=True)


def _wishes(household: Household) -> Screen[None]:
    from tui.screens.wishes import WishesScreen

    return WishesScreen(household)


def _planner(household: Household) -> Screen[None]:
    from tui.screens.planner import PlannerScreen

    return PlannerScreen(household)


def _calendars(household: Household) -> Screen[None]:
    from tui.screens.calendars import CalendarsScreen

    return CalendarsScreen(household)


def _small_steps(household: Household) -> Screen[None]:
    from tui.screens.small_steps import SmallStepsScreen

    return SmallStepsScreen(household)


def _agreements(household: Household) -> Screen[None]:
    from tui.screens.agreements import AgreementsScreen

    return AgreementsScreen(household)


def _rhythms(household: Household) -> Screen[None]:
    from tui.screens.rhythms import RhythmsScreen

    return RhythmsScreen(household)


def _hour(household: Household) -> Screen[None]:
    from tui.screens.hour import HourScreen

    return HourScreen(household)


def _year(household: Household) -> Screen[None]:
    from tui.screens.year import YearScreen

    return YearScreen(household)


def _time_alone(household: Household) -> Screen[None]:
    from tui.screens.time_alone import TimeAloneScreen

    return TimeAloneScreen(household)


def _shared(household: Household) -> Screen[None]:
    from tui.screens.shared import SharedScreen

    return SharedScreen(household)


def _trust(household: Household) -> Screen[None]:
    from tui.screens.talk import TalkScreen

    return TalkScreen(household, format_id="trust")


ROOMS: dict[str, Door] = {
    "issues": _board,
    "wishes": _wishes,
    "small-steps": _small_steps,
    "agreements": _agreements,
    "how-close": _how_close,
    "rhythms": _rhythms,
    "by-turns": _rhythms,
    "phrases": _rhythms,
    "time-alone": _time_alone,
    "weekly": _hour,
    "look-back": _year,
    "shared": _shared,
    "calendars": _calendars,
}
"""The screens beside the steps, as “nearer check-in” knows them."""

LEADS: dict[str, Door] = {
    "before": _how_close,
    "face": _raise_issue,
    "close": _wishes,
    "time": _planner,
    "steps": _small_steps,
    "trust": _trust,
}
"""What comes after a step, by the step's id; a step of a pack of one's own leads nowhere."""
