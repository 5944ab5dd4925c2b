"""`nearer sync share` and `nearer sync join`: another computer comes to share the folder, by four words."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from tui.cli.plain_ask import read_patiently
from tui.cli.records import opened
from tui.cli.run import home_of, name_of
from tui.cli.say import say_json
from tui.cli.sync import exchanged
from tui.cli.sync_ask import Talk, be_writable, left_as, patiently
from tui.cli.sync_said import equal_or_not
from tui.cli.unlock import in_terminal, open_household
from tui.core.errors import InputError
from tui.core.text import shorten
from tui.household import Household
from tui.household.circle import circle_of
from tui.household.inviting import Sharing
from tui.household.knocking import Knocking, be_invited, knock, knocking
from tui.household.pairing import chosen
from tui.household.syncing import circle, machines, short_name
from tui.sync.exchange import Equal, Outcome
from tui.sync.keys import name_of as machine_of
from tui.sync.pairing import Asked, unanswered
from tui.sync.roster import Circle, Welcome
from tui.sync.words import understood

SETTLES = 10.0
"""Seconds in which nothing more has come, after which nothing more is waited for."""

_NAME = 40


# The computer that invites


def share(options: argparse.Namespace) -> int:
    """Say four words, wait until another computer joins with them, and let it in."""
    household = opened(options)
    try:
        with left_as("sync_share_left"):
            return _share(household, Talk(options, household), Path(options.folder))
    finally:
        household.close()


def _share(household: Household, talk: Talk, folder: Path) -> int:
    be_writable(household)
    known = circle_of(household.store)
    if known is not None and not known.taking_part:
        raise InputError("sync_removed")
    if talk.waits:
        talk.need_somebody()
    sharing = Sharing(household, folder)
    if talk.json:
        say_json({"words": " ".join(sharing.words)})
    asked = _look(sharing)
    if asked is None:
        _tell_words(talk, sharing)
    exchanged(household)
    if asked is None:
        talk.tell("sync.share_waiting" if talk.waits else "sync.share_stick")
        asked = patiently(talk, lambda: _look(sharing))
    if asked is not None:
        return _let_in(household, talk, sharing, asked)
    if talk.waits:
        raise InputError("sync_share_waits")
    return 0


def _tell_words(talk: Talk, sharing: Sharing) -> None:
    talk.tell("sync.share_words")
    talk.show(sharing.words)
    talk.tell("sync.share_there")


def _look(sharing: Sharing) -> Asked | None:
    """Look who wants in; what is wrong is told to the one who invites, and not to the one who was invited."""
    try:
        return sharing.look()
    except InputError as error:
        if error.key in _OVER:
            raise InputError(_OVER[error.key]) from error
        raise


_OVER = {"pair_spent": "sync_share_spent", "pair_old": "sync_share_old", "pair_used": "sync_share_old"}


def _let_in(household: Household, talk: Talk, sharing: Sharing, asked: Asked) -> int:
    person = sharing.person(asked)
    mine = person.id == household.me.id
    name = shorten(person.name, _NAME)
    talk.tell("sync.share_asks_mine" if mine else "sync.share_asks", name=name)
    talk.show(asked.check)
    if not talk.same(asked.check):
        sharing.drop()
        raise InputError("sync_not_same")
    sharing.welcome(asked)
    exchanged(household)
    machine = next(short_name(each) for each in machines(household) if each.public == asked.joiner.public_key)
    if talk.json:
        say_json({"joined": person.name, "machine": machine, "check": " ".join(asked.check)})
    talk.tell("sync.share_joined_mine" if mine else "sync.share_joined", name=name, machine=machine)
    talk.tell("sync.goes_on")
    return 0


# The computer that joins


def join(options: argparse.Namespace) -> int:
    """Answer an invitation with its four words, wait to be let in, and take in what is there."""
    home, folder = home_of(options), Path(options.folder).expanduser()
    if not home.exists():  # so that none is made for nothing
        _be_invited(folder, options)
    household = open_household(home)
    try:
        with left_as("sync_join_left"):
            return _join(household, Talk(options, household), folder, options)
    finally:
        household.close()


def _be_invited(folder: Path, options: argparse.Namespace) -> None:
    if not folder.is_dir():
        raise InputError("sync_no_folder", path=folder)
    if options.words:
        understood(options.words)
    be_invited(folder)


def _join(household: Household, talk: Talk, folder: Path, options: argparse.Namespace) -> int:
    be_writable(household)
    folder = chosen(household, folder)
    known = circle_of(household.store)
    if known is not None:
        return _go_on(household, talk, known)
    if talk.waits:
        talk.need_somebody()
    knocked = _begun(household, talk, folder, options) or _knocked(household, talk, folder, options)
    told = knocked.look()
    if told is None:
        talk.tell("sync.join_check")
        talk.show(knocked.check)
        talk.tell("sync.join_waiting" if talk.waits else "sync.join_stick", folder=folder)
        told = patiently(talk, knocked.look)
    if told is not None:
        return _come_in(household, talk, knocked, told)
    if talk.waits:
        raise unanswered()
    if talk.json:
        say_json({"joined": None, "machine": None, "check": " ".join(knocked.check)})
    return 0


def _begun(household: Household, talk: Talk, folder: Path, options: argparse.Namespace) -> Knocking | None:
    """Return the knock that was begun before; None when there is none, or there are words for a newer invitation."""
    before = knocking(household, folder)
    if before is None:
        return None
    if before.look() is not None or not before.outdated or not (options.words or in_terminal()):
        return before
    talk.tell("sync.join_newer")
    before.drop()
    return None


def _knocked(household: Household, talk: Talk, folder: Path, options: argparse.Namespace) -> Knocking:
    words, name = options.words, name_of(options)
    if not words:
        if not in_terminal():
            raise InputError("sync_needs_words")
        be_invited(folder)
        words = _asked_words(talk)
        name = name or _asked_name(talk)
    return knock(household, folder, words, name)


def _asked_words(talk: Talk) -> str:
    talk.ask(talk.words("sync.join_ask_words"))
    while True:
        words = read_patiently(talk.words)
        try:
            return " ".join(understood(words))
        except InputError as error:
            talk.ask(talk.words.error(error))


def _asked_name(talk: Talk) -> str:
    talk.ask(talk.words("sync.join_ask_name"))
    return read_patiently(talk.words)


def _come_in(household: Household, talk: Talk, knocked: Knocking, told: Welcome) -> int:
    talk.tell("sync.join_let_in")
    talk.show(knocked.check)
    if not talk.same(knocked.check):
        knocked.drop()
        raise InputError("sync_join_not_same")
    knocked.come_in(household, told)
    return _arrive(household, talk, knocked.check)


# What comes to a computer that was let in


def _go_on(household: Household, talk: Talk, known: Circle) -> int:
    """Go on taking in what is there, where that was left in between."""
    if not known.taking_part:
        raise InputError("sync_removed")
    heard = all(machine_of(each.public).hex() in known.heard for each in known.others)
    if household.founded and heard:
        raise InputError("sync_already", path=known.folder)
    return _arrive(household, talk, ())


def _arrive(household: Household, talk: Talk, check: Sequence[str]) -> int:
    arriving = _Arriving(household)
    outcome = patiently(talk, arriving.look) or arriving.last
    if outcome is None or not household.founded:
        raise InputError("sync_join_waits")
    household.be(household.me)
    known = circle(household)
    mine = next(each for each in known.members if each.public == known.key.public)
    records, name = household.seen_count(), household.me.name
    if talk.json:
        say_json(
            {
                "joined": name,
                "machine": short_name(mine),
                "check": " ".join(check) or None,
                "records": records,
                "equal": equal_or_not(outcome.equal),
            }
        )
    talk.tell("sync.joined", name=shorten(name, _NAME), count=records)
    talk.tell("sync.goes_on")
    return 0


class _Arriving:
    """Takes in what is there, until it is all that another machine has, or nothing more comes."""

    def __init__(self, household: Household) -> None:
        self.last: Outcome | None = None
        self._household = household
        self._settled = monotonic() + SETTLES

    def look(self) -> Outcome | None:
        """Exchange; return what came of it once everything is there."""
        outcome = self.last = exchanged(self._household)
        if outcome.received:
            self._settled = monotonic() + SETTLES
        if not self._household.founded:
            return None
        settled = monotonic() >= self._settled and not (outcome.missing or outcome.not_here_yet)
        return outcome if settled or self._holds_the_same(outcome) else None

    def _holds_the_same(self, outcome: Outcome) -> bool:
        heard = circle(self._household).heard.values()
        return outcome.equal is Equal.YES or any(each.digest == outcome.digest for each in heard)
