"""Where one stands, and the one small thing to do next."""

import pytest

from tui.checkin.closeness import blocks
from tui.checkin.path import Next, Standing, StepState, next_step, suggest

STEPS = ("before", "cause", "face")
FRESH = dict.fromkeys(STEPS, StepState.AHEAD)


@pytest.mark.parametrize(
    ("standing", "what", "step"),
    [
        (Standing(steps=STEPS, states=FRESH), Next.BEGIN, "before"),
        (Standing(steps=STEPS, states=FRESH, drafts=["cause"]), Next.GO_ON, "cause"),
        (Standing(steps=STEPS, states=FRESH, drafts=["cause"], plans_to_answer=1), Next.ANSWER_PLAN, ""),
        (Standing(steps=STEPS, states=FRESH, to_open=["face", "cause"], plans_to_answer=1), Next.OPEN, "cause"),
        (Standing(steps=STEPS, states=FRESH, to_open=["face"], talk_running=True), Next.RESUME_TALK, ""),
        (Standing(steps=STEPS, states=FRESH, done_today=True), Next.ENOUGH, ""),
        (Standing(steps=STEPS, states=dict.fromkeys(STEPS, StepState.OPENED)), Next.PLAN, ""),
        (Standing(steps=STEPS, states=dict.fromkeys(STEPS, StepState.OPENED), plan_ahead=True), Next.ENOUGH, ""),
    ],
)
def test_one_small_thing_is_suggested(standing: Standing, what: Next, step: str) -> None:
    found = suggest(standing)
    assert (found.what, found.step) == (what, step)


def test_the_next_step_is_one_that_was_begun_then_one_ahead_then_the_first() -> None:
    assert next_step(Standing(steps=STEPS, states=FRESH, drafts=["face"])) == "face"
    assert next_step(Standing(steps=STEPS, states={**FRESH, "before": StepState.OPENED})) == "cause"
    assert next_step(Standing(steps=STEPS, states=dict.fromkeys(STEPS, StepState.OPENED))) == "before"


def test_closeness_is_drawn_as_blocks_whatever_the_numbers() -> None:
    assert blocks((1, 4, 7), 8) == "▁▄▇"
    assert blocks((0, 99), 8) == "▁▇"
    assert blocks(range(1, 8), 3) == "▅▆▇"
