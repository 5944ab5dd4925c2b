"""The talk line by line: Enter tells the time, a letter and Enter do the rest."""

from threading import Lock

from tui.catalog.formats import TalkFormat
from tui.cli.plain_ask import AGAIN, InputEndedError, means, read_patiently
from tui.cli.plain_floor import Told
from tui.cli.plain_talk_choose import begun, chosen_format
from tui.cli.plain_talk_end import after
from tui.cli.plain_talk_now import move_for, why_not
from tui.cli.plain_talk_rest import come_back_at, ready
from tui.cli.plain_talk_start import start_heard
from tui.cli.plain_talk_times import name
from tui.cli.plain_watch import watched
from tui.cli.say import between_letters, complain, ring, say
from tui.core.errors import InputError, NearerError
from tui.core.text import clean, one_line
from tui.household import Household
from tui.household.talks import keep_begun, left, let_wait, not_now, settle_quietly
from tui.talk.floor import Status
from tui.talk.moves import Move
from tui.talk.running import RunningTalk

BELL = "bell"


def talk(household: Household, format_id: str, topic: str) -> int:
    """Hold a talk, or take up the one that was left; return the exit code. Empty arguments are asked for.

    Raises `InputError` when there is no such format, `StoreError` when the talk cannot be kept.
    """
    try:
        if format_id and household.catalog.talk_format(format_id).slow:
            return _slow(household, format_id, topic)
        running = left(household)
        if running is None:
            form = chosen_format(household, format_id)
            if form.slow:
                return _slow(household, form.id, topic)
            running = _begun(household, form, topic)
        else:
            _taken_up(household, running)
            other = one_line(clean(topic))
            if other not in {"", running.floor.topic}:
                let_wait(household, other)
                say(household.words("talk_before.topic_waits"))
    except InputEndedError:
        complain(household.words, InputError("talk_not_begun"))
        return 1
    talking = _Talking(household, running)
    with watched(running, talking.tell):
        code = talking.run()
    return after(household, running) if code is None else code


def _begun(household: Household, form: TalkFormat, topic: str) -> RunningTalk:
    """Begin a talk; where another window has begun one meanwhile, that one is taken up."""
    fresh, there = begun(household, form, topic), left(household)
    if there is None:
        keep_begun(household, fresh)
        return fresh
    _taken_up(household, there)
    return there


def _slow(household: Household, form_id: str, topic: str) -> int:
    from tui.cli.plain_slow import slow_talk

    return slow_talk(household, form_id, topic)


def _taken_up(household: Household, running: RunningTalk) -> None:
    """Take up a talk: beside another window at one of one's own, otherwise both at this one.

    In a break nobody watches, so it cannot be told who is there: they sit as they did.
    """
    say(household.words("plain_talk.joined" if running.joined else "plain_talk.taken_up"))
    if running.floor.status not in {Status.BREAK, Status.ENDED}:
        running.act(Move.WINDOWS if running.joined else Move.KEYBOARD)
    settle_quietly(household, running.floor)


class _Talking:
    """A talk that runs, and what is typed to it. While a line is waited for, whoever sees news first says it."""

    def __init__(self, household: Household, running: RunningTalk) -> None:
        self.household = household
        self.words = household.words
        self.running = running
        self.told = Told(household)
        self._turn = Lock()
        self._sure = self._not_kept = self._gone = self._ended = self._rested = False

    def run(self) -> int | None:
        """Read what is typed until the talk has ended, or is left; return an exit code, None when it has ended.

        Whoever goes, however they go, leaves it as it is.
        """
        try:
            with self._turn:
                self._news()
            while self.running.floor.status is not Status.ENDED:
                typed = read_patiently(self.words)
                with self._turn:
                    code = self._heard(typed)
                if code is not None:
                    return code
                if self.running.gone:
                    return None if self.told.begun else 0
        except InputEndedError:
            self._let_stand()
            complain(self.words, InputError("talk_left"))
            return 1
        except (KeyboardInterrupt, OSError):  # between two lines, or nobody listens any more
            self._let_stand()
            raise
        return None

    def tell(self) -> None:
        """Say what is new, unless somebody is just being answered."""
        if self._turn.acquire(blocking=False):
            try:
                with between_letters():
                    self._news()
                    self._say_ended()
            finally:
                self._turn.release()

    def _news(self, *, offer: bool = True) -> bool:
        """Say what is new; tell whether a time has run out."""
        floor = self.running.look()
        if self.running.gone:
            if not self._gone:
                self._gone = True
                say(self.words("plain_talk.ended_elsewhere" if self.told.begun else "plain_talk.not_now_elsewhere"))
            return False
        over = self.running.ring()
        self.told.news(floor, offer=offer)
        if over:
            self.told.over(floor)
            if self.household.store.local.get(BELL) is True:
                ring()
        return over

    def _say_ended(self) -> None:
        """Say, once, that the other has ended the talk at their window: here a line is still waited for."""
        gone = self.running.gone
        if not self._ended and (gone or self.running.floor.status is Status.ENDED):
            self._ended = True
            say(self.words("plain_talk.press_enter" if gone else "plain_talk.ended"))

    # What is typed

    def _heard(self, typed: str) -> int | None:
        """Do what was typed; a line that crossed with news does nothing, unless it asks for a break or to leave."""
        holds = self.told.still_holds(self.running.look())
        over = self._news()
        if self.running.gone:
            return None
        if means(self.words, typed, "stop"):
            return self._leave()
        floor, move = self.running.floor, self._meant(typed)
        if not holds and move is not Move.BREAK:
            self._sure = False
            if typed and floor.status is not Status.PAUSED:
                say(self.words("plain_talk.crossed"))
            return None
        if over and not typed:
            return None
        if floor.status is Status.BEFORE:
            if not start_heard(self.household, self.running, typed, self.told.seat(floor)):
                return self._not_now()
        elif floor.status is not Status.ENDED and not self._do(typed, move):
            return self._leave()
        self._keep()
        self._news()
        return None

    def _meant(self, typed: str) -> Move | None:
        floor = self.running.floor
        return move_for(self.words, floor, self.told.seat(floor), typed)

    def _do(self, typed: str, move: Move | None) -> bool:
        """Do what was typed in a talk that has begun; tell whether they stay."""
        sure, self._sure = self._sure, False
        floor, seat = self.running.floor, self.told.seat(self.running.floor)
        match move:
            case None if not typed:
                self.told.time(floor)
            case None if typed == AGAIN:
                self.told.whole(floor)
            case None:
                say(why_not(self.words, floor, typed, name(self.household.partner)))
            case Move.BREAK:
                return self._break()
            case Move.RETURN:
                return come_back_at(self.household, self.running)
            case Move.READY:
                return ready(self.household, self.running, seat)
            case Move.END | Move.SKIP if not sure and (move is Move.END or floor.last_part):
                self._sure = True
                say(self.words("plain_talk.end_sure"))
            case Move.SKIP if floor.last_part:
                self.running.act(Move.END)
            case _:
                self.running.act(move, seat=seat)
        return True

    def _break(self) -> bool:
        """Break at once, then ask when they come back; tell whether they stay."""
        self.running.act(Move.BREAK)
        self._keep()
        self._news(offer=False)
        return come_back_at(self.household, self.running)

    # Keeping and leaving

    def _keep(self) -> None:
        """Keep the talk, and let the planner say of a break what holds; say once where it cannot be kept."""
        try:
            self.running.keep()
            self._not_kept = False
        except NearerError:
            if not self._not_kept:
                say(self.words("plain_talk.not_kept"))
            self._not_kept = True
        rested, self._rested = self._rested, self.running.floor.status is Status.BREAK
        if rested or self._rested:
            settle_quietly(self.household, self.running.floor)

    def _leave(self) -> int:
        apart = self.running.floor.apart
        self._let_stand()
        say(self.words("plain_talk.goes_on_there" if apart else "plain_talk.talk_kept"))
        return 0

    def _let_stand(self) -> None:
        """Leave the talk as it is; where nobody is left at it, its time stands still."""
        if not self.running.floor.apart:
            self.running.act(Move.PAUSE)
        self.running.keep()

    def _not_now(self) -> int:
        not_now(self.household, self.running)
        say(self.words("plain_talk.not_a_good_time"))
        return 0
