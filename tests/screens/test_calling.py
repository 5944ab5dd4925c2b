"""People are called when a time is up: by the bell, and by a notice in words that tell nothing."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.drivers.headless_driver import HeadlessDriver

from tests.stage import SMALL, app_on
from tui.app.calling import Way, notice, way
from tui.household import Household
from tui.screens.room import CallThem
from tui.screens.settings import SettingsScreen

GENERAL = {"TERM": "xterm-256color"}

TERMINALS: list[tuple[Mapping[str, str], Way]] = [
    ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, Way.KITTY),
    (GENERAL | {"KITTY_WINDOW_ID": "1"}, Way.KITTY),
    ({"TERM": "xterm-ghostty"}, Way.RXVT),
    (GENERAL | {"TERM_PROGRAM": "ghostty", "GHOSTTY_RESOURCES_DIR": "/usr/share/ghostty"}, Way.RXVT),
    (GENERAL | {"TERM_PROGRAM": "WezTerm", "WEZTERM_PANE": "0"}, Way.RXVT),
    ({"TERM": "foot"}, Way.RXVT),
    ({"TERM": "rxvt-unicode-256color"}, Way.RXVT),
    (GENERAL | {"VTE_VERSION": "7402"}, Way.RXVT),
    (GENERAL | {"TERM_PROGRAM": "iTerm.app", "ITERM_SESSION_ID": "w0t0p0"}, Way.ITERM),
    (GENERAL | {"LC_TERMINAL": "iTerm2", "SSH_TTY": "/dev/pts/1"}, Way.ITERM),
    (GENERAL | {"ConEmuPID": "42"}, Way.ITERM),
    # Not known to have one, or not known to be the one that the environment tells of.
    ({}, Way.NONE),
    (GENERAL, Way.NONE),
    ({"TERM": "linux", "KITTY_WINDOW_ID": "1"}, Way.NONE),
    ({"TERM": "dumb"}, Way.NONE),
    ({"TERM": "alacritty"}, Way.NONE),
    (GENERAL | {"TERM_PROGRAM": "Apple_Terminal"}, Way.NONE),
    (GENERAL | {"TERM_PROGRAM": "vscode", "VTE_VERSION": "7402", "KITTY_WINDOW_ID": "1"}, Way.NONE),
    (GENERAL | {"KONSOLE_VERSION": "230401"}, Way.NONE),
    ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "KITTY_WINDOW_ID": "1"}, Way.NONE),
    ({"TERM": "screen", "VTE_VERSION": "7402"}, Way.NONE),
    ({"TERM": "xterm-kitty", "TMUX": "socket,1,0"}, Way.NONE),
    (GENERAL | {"STY": "1.pts-0", "WEZTERM_PANE": "0"}, Way.NONE),
    (GENERAL | {"ZELLIJ": "0", "KITTY_WINDOW_ID": "1"}, Way.NONE),
]


@pytest.mark.parametrize(("environment", "found"), TERMINALS, ids=range(len(TERMINALS)))
def test_each_terminal_has_its_own_way_and_one_that_is_not_known_has_none(
    environment: Mapping[str, str], found: Way
) -> None:
    assert way(environment) is found
    assert bool(notice("nearer", "It is time.", environment)) is (found is not Way.NONE)


def test_a_notice_has_a_title_and_a_text() -> None:
    assert notice("nearer", "It is time.", {"TERM": "foot"}) == "\x1b]777;notify;nearer;It is time.\x1b\\"
    assert notice("nearer", "It is time.", GENERAL | {"TERM_PROGRAM": "iTerm.app"}) == (
        "\x1b]9;nearer: It is time.\x1b\\"
    )
    assert notice("nearer", "It is time.", {"TERM": "xterm-kitty"}) == (
        "\x1b]99;i=nearer:d=0;nearer\x1b\\\x1b]99;i=nearer:p=body;It is time.\x1b\\"
    )


@given(st.text(), st.text(), st.sampled_from([each for each, found in TERMINALS if found is not Way.NONE]))
def test_a_terminal_obeys_nothing_of_the_words(title: str, text: str, environment: Mapping[str, str]) -> None:
    frame = r"(?s)\x1b\](99;i=nearer:(d=0|p=body)|777;notify|9);(?P<said>[^\x1b]*)\x1b\\"
    whole = notice(title, text, environment)
    said = "".join(each["said"] for each in re.finditer(frame, whole))
    assert re.sub(frame, "", whole) == ""
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", said)
    assert said.count(";") == whole.count("777;notify")


async def test_they_are_called_in_words_that_tell_nothing_and_only_as_they_want_to_be(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    for name in ("TMUX", "STY", "ZELLIJ", "INSIDE_EMACS", "NVIM", "VIM_TERMINAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "foot")
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    app = app_on(household)
    async with app.run_test(size=SMALL) as pilot:
        monkeypatch.setattr(app, "bell", lambda: written.append("bell"))

        async def called() -> list[str]:
            written.clear()
            app.post_message(CallThem())
            await pilot.pause()
            return [each for each in written if each == "bell" or "]777" in each]

        assert await called() == ["bell", "\x1b]777;notify;nearer;It is time.\x1b\\"]
        household.store.local.put("bell", value=False)
        assert await called() == ["\x1b]777;notify;nearer;It is time.\x1b\\"]
        await app.push_screen(SettingsScreen(household))
        household.store.local.put("notify", value=False)
        assert await called() == []
        household.store.local.put("bell", value=True)
        assert await called() == ["bell"]
