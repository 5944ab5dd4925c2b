"""`nearer passphrase`: sealing what is kept, and opening it again."""

import argparse
from collections.abc import Sequence

from tui.cli.run import home_of, name_of, wants_json
from tui.cli.say import say, say_json, warn
from tui.cli.unlock import at_once, new_passphrase, opened_with
from tui.core.errors import InputError, LockedError
from tui.household import Household

SHORT = 8
"""Characters below which a passphrase is easily guessed."""


def passphrase(options: argparse.Namespace) -> int:
    """Run `nearer passphrase set`, `change`, `remove` or `recovery`."""
    home = home_of(options)
    if not home.exists():
        raise InputError("no_household", home=home)
    household, secret = _open_home(options) if options.act == "set" else opened_with(home, name_of(options))
    try:
        if not household.founded:
            raise InputError("no_household", home=home)
        if options.act != "set" and not household.store.sealed:
            raise InputError("not_sealed", home=home)
        _do(household, options, secret)
    finally:
        household.close()
    return 0


def _open_home(options: argparse.Namespace) -> tuple[Household, str]:
    """Open a home that is not sealed yet: then there is nothing to ask for."""
    try:
        household = at_once(home_of(options), name_of(options))
    except LockedError as error:
        raise InputError("already_sealed", home=home_of(options)) from error
    if household.store.sealed:
        household.close()
        raise InputError("already_sealed", home=home_of(options))
    return household, ""


def _do(household: Household, options: argparse.Namespace, secret: str) -> None:
    store, words = household.store, household.words
    match options.act:
        case "set":
            new = _new(household)
            _tell(household, options, "sealed_now", store.set_passphrase(new))
        case "change":
            new = _new(household)
            store.change_passphrase(secret, new)
            _tell(household, options, "passphrase_changed")
        case "recovery":
            _tell(household, options, "recovery_renewed", store.new_recovery(secret))
        case _:
            store.remove_passphrase(secret)
            if wants_json(options):
                say_json({"sealed": False})
            else:
                say(words("cli.passphrase_removed", home=store.home))


def _new(household: Household) -> str:
    given = new_passphrase()
    if 0 < len(given) < SHORT:
        warn(household.words("passphrase.short"))
    return given


def _tell(household: Household, options: argparse.Namespace, key: str, recovery: Sequence[str] = ()) -> None:
    words = household.words
    if wants_json(options):
        say_json({"sealed": True, **({"words": list(recovery)} if recovery else {})})
        return
    say(words(f"cli.{key}", home=household.store.home))
    if recovery:
        say("")
        say("\n".join(f"{number:4}. {word}" for number, word in enumerate(recovery, 1)))
        say("")
        say(words("passphrase.advice"))
    if key == "sealed_now":
        say(words("passphrase.what"))
