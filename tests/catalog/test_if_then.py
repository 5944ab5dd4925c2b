"""A small step reads as one sentence, however its two halves were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.catalog.catalog import Catalog
from tui.catalog.if_then import led, sentence
from tui.core.records import IfThen


@pytest.mark.parametrize(
    ("lead", "text", "whole"),
    [
        ("then I", "hug you", "then I hug you"),
        ("then I", "I hug you", "then I hug you"),
        ("then I", "I'll hug you", "then I'll hug you"),
        ("then I", "I\u2019ll hug you", "then I\u2019ll hug you"),
        ("then I", "Then I hug you", "Then I hug you"),
        ("then I", "then hug you", "then hug you"),
        ("then I", "ironing", "then I ironing"),
        ("When", "when the kettle boils", "when the kettle boils"),
        ("When", "whenever we eat", "When whenever we eat"),
        ("dann", "umarme ich dich", "dann umarme ich dich"),
        ("dann", "ich", "dann ich"),
        ("When", "", "When "),
        ("When", "[/b] 日本語", "When [/b] 日本語"),
    ],
)
def test_words_that_lead_in_are_not_said_twice(lead: str, text: str, whole: str) -> None:
    assert led(lead, text) == whole


@given(st.sampled_from(["then I", "When", "dann", ""]), st.text())
def test_no_letter_of_what_was_typed_is_changed(lead: str, text: str) -> None:
    assert led(lead, text).endswith(text)


def test_a_small_step_can_be_read_as_a_sentence() -> None:
    english, german = (Catalog.open(language).words for language in ("en", "de"))
    step = IfThen(when="I come home", then="hug you before I take my shoes off")
    assert sentence(english, step) == "When I come home, then I hug you before I take my shoes off"
    step = IfThen(when="ich heimkomme,", then="umarme ich dich")
    assert sentence(german, step) == "Wenn ich heimkomme, dann umarme ich dich"
