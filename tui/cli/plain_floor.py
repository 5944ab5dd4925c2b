"""What is said of a running talk, in whole sentences: what is new, and when they ask, where it stands."""

from collections.abc import Iterator

from tui.cli.plain_prose import sentence
from tui.cli.plain_talk_now import new_line, now_line, possible
from tui.cli.plain_talk_rest import rest_news, rest_time
from tui.cli.plain_talk_start import asked, start_news
from tui.cli.plain_talk_times import length, name
from tui.cli.say import say
from tui.core.text import shorten
from tui.household import Household
from tui.talk.floor import Floor, Stage, Status, Why
from tui.talk.moves import Move
from tui.talk.shape import Lines, lines

TOPIC_CELLS = 300
"""How much of a topic is read out."""


class Told:
    """Says of a talk what has changed since it was last told, and nothing twice."""

    def __init__(self, household: Household) -> None:
        """Nothing is said yet."""
        self.household = household
        self.words = household.words
        self._last: Floor | None = None
        self._offered: set[Move] = set()

    def still_holds(self, floor: Floor) -> bool:
        """Whether what is typed means what it meant by all that was told."""
        last = self._last
        return last is not None and _ground(last, self.seat(last)) == _ground(floor, self.seat(floor))

    @property
    def begun(self) -> bool:
        """Whether the talk was told to have come to its first turn."""
        return self._last is not None and self._last.status is not Status.BEFORE

    def seat(self, floor: Floor) -> int | None:
        """Return who sits here: at a window of one's own oneself, at one keyboard both (None)."""
        return self.household.me.seat if floor.apart else None

    def news(self, floor: Floor, *, offer: bool = True) -> None:
        """Say what is new, and, unless something is asked at once, what can be typed now."""
        before, self._last = self._last, floor
        if before is not None and _same(before, floor):
            return
        if before is None and floor.topic:
            say(self.words("plain_talk.about", topic=shorten(floor.topic, TOPIC_CELLS)))
        if floor.apart is not (before is not None and before.apart):
            say(self._window(floor))
        for line in self._news(before, floor):
            say(line)
        if offer:
            self._offer(floor)

    def time(self, floor: Floor) -> None:
        """Say how much time is left, or that it stands still."""
        if floor.status is Status.BEFORE:
            for line in start_news(self.household, None, floor, self.seat(floor)):
                say(line)
            return
        if floor.status is Status.BREAK:
            say(rest_time(self.household, floor))
            return
        if floor.status is Status.PAUSED:
            say(self.words("plain_talk.paused"))
        say(self._time(floor))

    def over(self, floor: Floor) -> None:
        """Say, once, that the time of a turn or a break has run out."""
        if floor.status is Status.BREAK:
            say(self.words("plain_talk.rest_over"))
        else:
            say(self.words("plain_talk.over_both" if floor.speaker is None else "plain_talk.over"))

    def whole(self, floor: Floor) -> None:
        """Say where the talk stands, all of it, and what can be typed now."""
        if floor.status in {Status.RUNNING, Status.PAUSED}:
            for line in (*self._part(floor), *self._roles(floor), *self._stage(floor), *self._rules(floor)):
                say(line)
        self.time(floor)
        say(now_line(self.words, floor, self.seat(floor)))

    # What is new

    def _news(self, before: Floor | None, floor: Floor) -> Iterator[str]:
        match floor.status:
            case Status.BEFORE:
                yield from start_news(self.household, before, floor, self.seat(floor))
            case Status.BREAK:
                yield from rest_news(self.household, before, floor, self.seat(floor))
            case Status.ENDED:
                return
            case _:
                yield from self._floor_news(before, floor)

    def _floor_news(self, before: Floor | None, floor: Floor) -> Iterator[str]:
        if before is not None and before.status is Status.BEFORE and floor.apart:
            yield from self._rules(floor, others_only=True)
        if before is not None and before.status is Status.BREAK:
            yield self.words("plain_talk.back_again")
        was = (before.part, before.turn) if before is not None and before.status is not Status.BEFORE else None
        if was is None or was[0] != floor.part:
            yield from self._part(floor)
        if was != (floor.part, floor.turn):
            yield from self._turn(floor)
        elif before is not None and before.stage is not floor.stage:
            yield from self._stage(floor) or (self._goes_on(floor),)
        yield from self._minute(before, floor)
        yield from self._clock(before, floor, fresh=was != (floor.part, floor.turn))

    def _part(self, floor: Floor) -> Iterator[str]:
        title = self._lines(floor).title
        if title:
            yield sentence(title)

    def _turn(self, floor: Floor) -> Iterator[str]:
        """Say who has the floor; what each does only in the first round, as it stays the same."""
        asked = self._lines(floor).questions
        if floor.turn % 2 == 0 and floor.round < len(asked):
            yield asked[floor.round]
        if floor.round == 0:
            yield from self._roles(floor)
        elif floor.speaker is not None:
            yield self.words("plain_talk.has_floor", name=self._name(floor.speaker))

    def _roles(self, floor: Floor) -> Iterator[str]:
        words, told = self.words, self._lines(floor)
        if floor.speaker is None:
            yield words("plain_talk.both_have_floor", first=self._name(0), second=self._name(1))
            yield told.both or words("plain_talk.both_default")
            return
        speaker, listener = self._name(floor.speaker), self._name(1 - floor.speaker)
        yield words("plain_talk.has_floor", name=speaker)
        yield words("plain_talk.speaks", name=speaker, line=told.speaker or words("plain_talk.speaker_default"))
        default = words("plain_talk.hears_back" if floor.here.reflect else "plain_talk.listener_default")
        yield words("plain_talk.listens", name=listener, line=told.listener or default)

    def _stage(self, floor: Floor) -> tuple[str, ...]:
        """Return how far the turn has come, where that is more than that somebody speaks."""
        if floor.speaker is None or floor.stage is Stage.SPEAKING:
            return ()
        speaker, listener = self._name(floor.speaker), self._name(1 - floor.speaker)
        return (self.words(f"plain_talk.stage_{floor.stage}", speaker=speaker, listener=listener),)

    def _goes_on(self, floor: Floor) -> str:
        return self.words("plain_talk.more_to_say", name=self._name(floor.speaker or 0))

    def _minute(self, before: Floor | None, floor: Floor) -> Iterator[str]:
        """Say that somebody wishes for a minute more, or that both have given it."""
        if before is not None and floor.extra > before.extra and before.turn == floor.turn:
            yield self.words("plain_talk.minute_given")
        wished = floor.minute and (before is None or floor.minute != before.minute)
        if wished and floor.apart:
            mine = floor.minute[0] == self.seat(floor)
            key = "plain_talk.minute_asked" if mine else "plain_talk.minute_wished"
            yield self.words(key, name=name(self.household.partner))
        elif wished:
            yield self.words("plain_talk.minute_both")

    def _clock(self, before: Floor | None, floor: Floor, *, fresh: bool) -> Iterator[str]:
        """Say that the time stands still or goes on, and how much is left, where one of them is new."""
        paused = floor.status is Status.PAUSED
        changed = before is None or before.status is not floor.status
        if paused and changed and floor.why is Why.GAP:
            yield from self._gap(floor)
        elif paused and changed:
            yield self.words("plain_talk.paused")
        elif changed and before is not None and before.status is Status.PAUSED:
            yield self.words("plain_talk.goes_on")
        if changed or fresh or (before is not None and before.extra < floor.extra):
            yield self._time(floor)

    def _gap(self, floor: Floor) -> Iterator[str]:
        if floor.gap < 1:
            yield self.words("plain_talk.gap_short")
        else:
            yield self.words("plain_talk.gap", time=length(self.words, floor.gap))

    # Pieces

    def _offer(self, floor: Floor) -> None:
        """Say what can be typed: all of it at first, later what is new, each once."""
        if floor.status in {Status.BEFORE, Status.ENDED}:
            return
        there, first = possible(floor, self.seat(floor)), not self._offered
        fresh = [move for move in there if move not in self._offered]
        self._offered.update(fresh)
        if first:
            say(now_line(self.words, floor, self.seat(floor)))
        elif fresh:
            say(new_line(self.words, fresh))

    def _window(self, floor: Floor) -> str:
        me, other = name(self.household.me), name(self.household.partner)
        return self.words("plain_talk.own_window" if floor.apart else "plain_talk.one_window", me=me, other=other)

    def _rules(self, floor: Floor, *, others_only: bool = False) -> Iterator[str]:
        for person in self.household.people:
            rule = floor.rules[person.seat]
            if rule and not (others_only and person.seat == self.household.me.seat):
                yield self.words("plain_talk.rule_of", name=name(person), rule=rule)

    def _time(self, floor: Floor) -> str:
        time = length(self.words, abs(floor.left))
        return self.words("plain_talk.time_left" if floor.left > 0 else "plain_talk.time_over", time=time)

    def _lines(self, floor: Floor) -> Lines:
        return lines(self.household.catalog.talk_formats, floor.format, floor.here)

    def _name(self, seat: int) -> str:
        return name(self.household.people[seat])


def _ground(floor: Floor, seat: int | None) -> tuple[object, ...]:
    """Return what it hangs on what a line means: where the talk is, and who is asked."""
    who = asked(floor, seat) if floor.status is Status.BEFORE else None
    return floor.id, floor.status, floor.before, who, floor.part, floor.turn, floor.stage


def _same(one: Floor, other: Floor) -> bool:
    return (one.id, one.version) == (other.id, other.version)
