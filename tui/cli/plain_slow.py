"""A slow talk line by line: hear what was written, write what is one's own to write, and leave it for hours."""

from tui.cli.plain_ask import AWAY, InputEndedError, chosen, means, read_patiently
from tui.cli.plain_talk_choose import asked_topic
from tui.cli.say import complain, say
from tui.core.errors import InputError, NearerError
from tui.core.text import clean, one_line, shorten
from tui.household import Household
from tui.household.slow import (
    asked,
    begin,
    begins,
    draft,
    end,
    formats,
    give,
    keep_draft,
    of,
    phase_of,
    running,
    title_of,
)
from tui.talk.slow import Course, Move, Piece, Stage, move_of

NAME_CELLS = 40
TITLE_CELLS = 100
PASS, END, AGAIN = "p", "e", "a"
JUDGED = {"y": Move.GOT_ME, "n": Move.NOT_QUITE, "m": Move.MORE}
"""What is typed once it was written back."""

NEWEST = 3
"""How many of the newest pieces are told without being asked for."""


def slow_talk(household: Household, form_id: str, topic: str) -> int:
    """Go on with a slow talk, or begin one; return the exit code. What is typed is a draft until it is given.

    Raises `InputError` when there is no such format, or none at all, `StoreError`.
    """
    talk = ""
    try:
        talk = _talk(household, form_id, one_line(clean(topic)))
        if talk:
            _Writing(household, talk).run()
    except InputEndedError:
        if talk and draft(household, talk):
            complain(household.words, InputError("slow_left"))
            return 1
    return 0


def _talk(household: Household, form_id: str, topic: str) -> str:
    """Return which talk (id) it is: the one about this, the only one, one that is chosen, or a new one."""
    words, there = household.words, running(household)
    about = [each for each in there if topic and each.talk.topic == topic]
    if about or (len(there) == 1 and not topic):
        return (about or there)[0].talk.id
    if there and not topic:
        say(words("talk_slow.plain_which"))
        for place, each in enumerate(there, 1):
            yours = "_yours" if each.mover == household.me.seat else ""
            title = shorten(title_of(household, each.talk), TITLE_CELLS)
            say(words(f"talk_slow.plain_item{yours}", number=place, title=title))
        place = chosen(words, len(there))
        return there[place - 1].talk.id if place else ""
    return _begun(household, form_id, topic)


def _begun(household: Household, form_id: str, topic: str) -> str:
    """Ask who writes first, and begin; return nothing where it is left."""
    words, slow = household.words, formats(household)
    form = household.catalog.talk_format(form_id) if form_id else next(iter(slow), None)
    if form is None:
        raise InputError("slow_none")
    say(form.about)
    topic = topic or asked_topic(household)
    first, second = (shorten(person.name, NAME_CELLS) for person in household.people)
    say(words("talk_slow.how", name=shorten(household.partner.name, NAME_CELLS)))
    say(words("talk_slow.plain_first", first=first, second=second, number=begins(household, form) + 1))
    place = chosen(words, len(household.people))
    return begin(household, form, topic, first=place - 1).id if place else ""


class _Writing:
    """One person at one slow talk."""

    def __init__(self, household: Household, talk: str) -> None:
        self.household = household
        self.words = household.words
        self.talk = talk

    def run(self) -> None:
        """Tell how it stands, and do what is typed, until there is nothing more to do here."""
        first = self._now()
        say(title_of(self.household, first.talk))
        self._tell(first.pieces[-NEWEST:])
        if len(first.pieces) > NEWEST:
            say(self.words("talk_slow.plain_all"))
        found: Course | None = first
        while found is not None:
            try:
                found = self._step(found)
            except NearerError as error:
                say(self.words.error(error))
                found = self._now()

    def _now(self) -> Course:
        self.household.catch_up_quietly()
        found = of(self.household, self.talk)
        if found is None:
            raise InputError("slow_gone")
        return found

    def _step(self, found: Course) -> Course | None:
        """Do one thing; return how it stands then, None where that is all for now."""
        if found.over:
            say(self.words("talk_slow.over"))
            if held := draft(self.household, self.talk):
                say(self.words("talk_slow.not_given"))
                say(held)
            return None
        if found.mover != self.household.me.seat:
            return self._beside(found)
        if found.stage is Stage.HEARD:
            return self._judge(found)
        self._ask(found)
        typed = read_patiently(self.words)
        if typed.casefold() in self._orders(found):
            return self._order(found, typed.casefold())
        return self._write(found, found.stage is Stage.SPEAKING, typed)

    # What is told

    def _tell(self, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            move, person = move_of(piece.said), self.household.person(piece.said.by)
            what = self.words(f"talk_slow.piece_{move}" if move is not None else "talk_slow.piece_unknown")
            name = shorten(person.name, NAME_CELLS) if person is not None else ""
            beside = f" {self.words('talk_slow.beside')}" if piece.beside and move else ""
            say(f"{name} {what}{beside}".strip())
            if piece.said.text:
                say(piece.said.text)

    def _ask(self, found: Course) -> None:
        phase = phase_of(self.household, found) or found.here
        speaking, name = found.stage is Stage.SPEAKING, self._name
        question = asked(self.household, found) if speaking else ""
        say(question or self.words(f"talk_slow.ask_{found.stage}", name=name))
        say((phase.speaker if speaking else phase.listener) or self.words("talk_slow.plain_own_words"))
        self._draft()
        say(self.words("talk_slow.plain_write_or_pass" if speaking else "talk_slow.plain_write"))

    def _draft(self) -> str:
        """Tell what was written before, where there is something, and return it."""
        held = draft(self.household, self.talk)
        if held:
            say(self.words("talk_slow.plain_draft", text=held))
            say(self.words("talk_slow.plain_draft_more"))
        return held

    @property
    def _name(self) -> str:
        return shorten(self.household.partner.name, NAME_CELLS)

    # What is done

    def _orders(self, found: Course) -> set[str]:
        can = {PASS: found.can(Move.YIELD, self.household.me.seat), END: True, AGAIN: bool(found.pieces)}
        return {order for order, there in can.items() if there}

    def _order(self, found: Course, typed: str) -> Course | None:
        match typed:
            case "p":
                give(self.household, found, Move.YIELD)
                say(self.words("talk_slow.passed"))
            case "a":
                self._tell(found.pieces)
            case _:
                return None if self._ended() else self._now()
        return self._now()

    def _ended(self) -> bool:
        say(self.words("talk_slow.plain_end_sure"))
        if not means(self.words, read_patiently(self.words), "yes"):
            return False
        end(self.household, self.talk)
        say(self.words("talk_slow.ended"))
        return True

    def _beside(self, found: Course) -> Course | None:
        """Say that there is nothing to do, and do what can be done all the same."""
        say(self.words("talk_slow.with_other", name=self._name))
        orders = self._orders(found)
        say(self.words("talk_slow.plain_beside_pass" if PASS in orders else "talk_slow.plain_beside"))
        typed = read_patiently(self.words).casefold()
        return self._order(found, typed) if typed in orders else None

    def _judge(self, found: Course) -> Course | None:
        say(self.words("talk_slow.ask_heard", name=self._name))
        say(self.words("talk_slow.plain_judge"))
        typed = read_patiently(self.words).casefold()
        if typed in self._orders(found):
            return self._order(found, typed)
        move = JUDGED.get(typed)
        if move is None:
            return None if not typed else self._not_understood(found)
        if move is Move.GOT_ME:
            give(self.household, found, move)
            say(self.words("talk_slow.passed"))
            return self._now()
        say(self.words("talk_slow.plain_missing" if move is Move.NOT_QUITE else "talk_slow.plain_more"))
        held = self._draft()
        line = read_patiently(self.words)
        return self._write(found, move, line) if line or held else found

    def _not_understood(self, found: Course) -> Course:
        say(self.words("talk_slow.plain_not_understood"))
        return found

    def _write(self, found: Course, as_what: Move | bool, line: str) -> Course | None:
        """Take lines until an empty one, each kept as it comes; then give them once that is confirmed.

        They are added to what was written before, unless that is let go.
        """
        move = as_what if isinstance(as_what, Move) else Move.SAID if as_what else Move.BACK
        text = draft(self.household, self.talk)
        if line == AWAY:
            text = ""
            self._keep(text)
            line = read_patiently(self.words)
        while line:
            text = f"{text}\n{line}" if text else line
            self._keep(text)
            line = read_patiently(self.words)
        if not text:
            return None
        say(self.words("talk_slow.plain_give"))
        if not means(self.words, read_patiently(self.words), "yes"):
            say(self.words("talk_slow.plain_draft_kept"))
            return None
        give(self.household, found, move, text)
        say(self.words("talk_slow.plain_given", name=self._name))
        return self._now()

    def _keep(self, text: str) -> None:
        household = self.household
        held = draft(household, self.talk)
        keep_draft(household, self.talk, text, since=held, person=household.me.id)
