"""The talk line by line: Enter tells the time, a letter and Enter do the rest."""

from tui.cli.plain_ask import InputEndedError, number, read, read_patiently
from tui.cli.plain_floor import Told, returns_told
from tui.cli.plain_watch import watched
from tui.cli.say import complain, say
from tui.core.errors import InputError, NearerError
from tui.core.records import Talk
from tui.core.text import one_line, shorten
from tui.household import Household
from tui.talk.ending import records
from tui.talk.floor import Status
from tui.talk.moves import SHORTEST_BREAK, Move, begin
from tui.talk.rest import lot, returns
from tui.talk.running import RunningTalk
from tui.talk.shape import parts

NAME_CELLS = 40
MOVES = {"y": Move.GOT_ME, "+": Move.MORE, "n": Move.SKIP}
YES = "y"
NONE = "x"


def talk(household: Household, format_id: str, topic: str) -> int:
    """Hold a talk, or take up the one that was left; return the exit code. Empty arguments are asked for.

    Raises `InputError` when there is no such format, `StoreError` when the talk cannot be kept.
    """
    running = RunningTalk.take_up(
        household.store.local, household.clock, recorded=lambda left: household.get(Talk, left) is not None
    )
    try:
        if running is None:
            running = _begun(household, format_id, topic)
        else:
            say(household.words("plain.taken_up"))
    except InputEndedError:
        complain(household.words, InputError("talk_not_begun"))
        return 1
    with watched(running):
        try:
            return _Talking(household, running).run()
        except InputEndedError:
            running.act(Move.PAUSE)
            running.keep()
            complain(household.words, InputError("talk_left"))
            return 1


def _begun(household: Household, format_id: str, topic: str) -> RunningTalk:
    form = household.catalog.talk_format(format_id or _format(household))
    if not topic:
        say(household.words("plain.topic"))
        topic = read_patiently(household.words)
    floor = begin(
        household.ids.new(),
        parts(form.phases),
        form=form.id,
        topic=one_line(topic),
        first=_first(household),
        reading=household.clock.read(),
    )
    running = RunningTalk(floor, shelf=household.store.local, clock=household.clock)
    running.keep()
    return running


def _format(household: Household) -> str:
    words, formats = household.words, household.catalog.talk_formats
    say(words("plain.formats"))
    for place, form in enumerate(formats, 1):
        minutes = words("plain.minutes", count=form.minutes)
        say(words("plain.format", number=place, title=form.title, minutes=minutes, about=form.about))
    return formats[asked(household, len(formats)) - 1].id


def _first(household: Household) -> int:
    first, second = (shorten(person.name, NAME_CELLS) for person in household.people)
    say(household.words("plain.first", first=first, second=second))
    chosen = asked(household, 2, otherwise=0)
    return chosen - 1 if chosen else lot(household.ids.new())


def asked(household: Household, most: int, otherwise: int = 1) -> int:
    """Return a number from 1 to `most` that is typed; `otherwise` for an empty line."""
    while True:
        try:
            line = read()
            return number(line, 1, most) if line else otherwise
        except InputError as error:
            say(household.words.error(error))


class _Talking:
    """A talk that runs, and what is typed to it."""

    def __init__(self, household: Household, running: RunningTalk) -> None:
        self.household = household
        self.words = household.words
        self.running = running
        self.told = Told(household)
        self._known = running.floor.version
        self._sure: Move | None = None

    def run(self) -> int:
        """Read what is typed until the talk has ended, or is left."""
        say(self.words("plain.talk_help"))
        self.told.begin(self.running.floor)
        while self.running.floor.status is not Status.ENDED:
            typed = read_patiently(self.words).casefold()
            floor = self.running.look()
            if self.running.gone:
                say(self.words("talk.ended_elsewhere"))
                return 0
            if self.running.ring():
                self.told.over(floor)
            if typed == "q":
                return self._leave()
            if floor.version != self._known:
                self.told.changed(floor)
            else:
                self._do(typed)
            self._known = self.running.floor.version
            self.running.keep()
        return self._end()

    def _do(self, typed: str) -> None:
        sure, self._sure = self._sure, None
        resting = self.running.floor.status is Status.BREAK
        match typed:
            case "":
                self.told.time(self.running.floor)
            case "?":
                say(self.words("plain.talk_help"))
            case "p":
                paused = self.running.floor.status is Status.PAUSED
                self._move(Move.RESUME if paused else Move.PAUSE)
            case "g":
                self._go_on(sure) if resting else self._move(Move.RESUME)
            case "b":
                self._break()
            case "m" if resting:
                self._break()
            case "e":
                self._ask_end(sure)
            case _ if typed in MOVES:
                self._move(MOVES[typed])
            case _:
                say(self.words("plain.not_understood"))

    def _move(self, move: Move, seconds: float = 0.0) -> None:
        if move is Move.SKIP and self.running.floor.last_part:
            self._ask_end(None)
        elif self.running.act(move, seconds=seconds):
            self.told.changed(self.running.floor)
        else:
            say(self.words("plain.not_now"))

    def _go_on(self, sure: Move | None) -> None:
        if self.running.floor.rested < SHORTEST_BREAK and sure is not Move.BACK:
            self._sure = Move.BACK
            say(self.words("talk.rest_early"))
        else:
            self._move(Move.BACK)

    def _break(self) -> None:
        """Pause at once, then agree on when to come back."""
        household = self.household
        self.running.act(Move.PAUSE)
        choices = returns(household.local(household.now()))
        returns_told(household, choices)
        while True:
            try:
                line = read()
                if line.casefold() == NONE:
                    self.told.changed(self.running.floor)
                    return
                choice = choices[number(line or "1", 1, len(choices)) - 1]
            except InputError as error:
                say(self.words.error(error))
            else:
                self._move(Move.BREAK, (choice.at - household.now()).total_seconds())
                return

    def _ask_end(self, sure: Move | None) -> None:
        if sure is Move.END:
            self._move(Move.END)
        else:
            self._sure = Move.END
            say(self.words("plain.end_sure"))

    def _leave(self) -> int:
        self.running.act(Move.PAUSE)
        self.running.keep()
        say(self.words("plain.talk_kept"))
        return 0

    # The end

    def _end(self) -> int:
        """Ask for a sentence, and keep the talk; when nobody answers, without one."""
        say(self.words("plain.sentence"))
        kept, agreed = "", False
        try:
            kept = read_patiently(self.words)
            if kept:
                say(self.words("plain.agree"))
                agreed = read_patiently(self.words).casefold() == YES
        except InputEndedError:
            pass
        try:
            self._record(kept, agreed=agreed)
        except NearerError as error:
            complain(self.words, error)
            return 1
        say(self.words("plain.talk_done"))
        return 0

    def _record(self, kept: str, *, agreed: bool) -> None:
        household = self.household
        floor = self.running.floor
        household.save(*records(floor, by=household.me.id, kept=kept, agreed=agreed, at=household.now()))
        self.running.let_go()
