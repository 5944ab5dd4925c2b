"""The talks that were held and what came of them, as whoever is at the keyboard may see it: listed and searched."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from tui.catalog.dates import day, long_day
from tui.checkin.again import SAFE
from tui.checkin.agreements import Standing, State
from tui.checkin.issues import on_the_board, topic
from tui.core.clock import zone
from tui.core.records import Agreement, Answer, Issue, Person, Revision, Said, Sitting, Talk
from tui.core.text import one_line, shorten
from tui.household.agreements import standing, state_of
from tui.household.household import Household
from tui.household.rhythms import hour_title
from tui.household.slow import words_of
from tui.talk.slow import Piece

Entry = Talk | Agreement
"""What the list is made of: talks, and agreements that came of none."""

TITLE_CELLS = 40
"""How wide the name of a format that is not here any more, or of a person, may be, in cells."""


_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
"""What stands over and under letters once they are taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What one person chose to keep after a talk, as far as it is open to whoever looks."""

    person: Person
    answers: tuple[Answer, ...]


class PastTalks:
    """All of it, newest first, as it was when it was read; what is shown of one is looked up when it is asked for."""

    def __init__(self, household: Household) -> None:
        """Read which there are."""
        self._household = household
        self._words = household.words
        self._dates: dict[date, str] = {}
        self._talks = household.all(Talk)
        self._issues = {each.talk: each for each in on_the_board(household.all(Issue)) if each.talk}
        self.entries = self._entries()

    def agreements(self, talk: Talk) -> tuple[Standing, ...]:
        """Return the agreements that came of a talk, also over the issue that it was about."""
        found = (standing(self._household, each) for each in self._agreed(talk))
        return tuple(each for each in found if each is not None)

    def issue(self, talk: Talk) -> Issue | None:
        """Return the issue of the board that a talk was about."""
        return self._issues.get(talk.id) or next(
            (each for each in self._by_topic.get(talk.topic, ()) if each.at <= talk.at), None
        )

    def marked(self, talk: Talk) -> tuple[Marked, ...]:
        """Return what each chose to keep after a talk and before the next one; the other's once it was opened."""
        return tuple(
            Marked(person=person, answers=answers)
            for person in self._household.people
            if (answers := self._answers(talk, person.id))
        )

    def words(self, talk: Talk) -> tuple[Piece, ...]:
        """Return what was written in a slow talk, in order; of a talk that was spoken nothing is kept."""
        return words_of(self._household, talk.id) if talk.id in self._written else ()

    def month(self, entry: Entry) -> date:
        """Return the first day of the month in which it was, for whoever looks."""
        return entry.at.astimezone(self._zone).date().replace(day=1)

    def read_ahead(self) -> None:
        """Read what is searched; after ten years that takes a while, so it is for a thread."""
        self.search("-")

    def search(self, typed: str) -> list[Entry]:
        """Return the entries in which all words that were typed stand, in any order and in whatever case.

        Accents do not matter. Reads everything the first time: it is for a thread.
        """
        wanted = folded(typed).split()
        if not wanted:
            return list(self.entries)
        return [entry for entry, text in self._texts if all(each in text for each in wanted)]

    # What is behind it

    def _entries(self) -> list[Entry]:
        told = {each.id for each in self._talks}
        over = {each.agreement for each in self._issues.values() if each.talk in told}
        free = [
            each
            for each in self._household.all(Agreement)
            if each.source not in told and each.id not in over and each.text.strip()
        ]
        return sorted([*self._talks, *free], key=lambda each: (each.at, each.id), reverse=True)

    def _agreed(self, talk: Talk) -> Iterable[str]:
        ids = self._made.get(talk.id, [])
        issue = self._issues.get(talk.id)
        return dict.fromkeys([*ids, issue.agreement] if issue is not None and issue.agreement else ids)

    @cached_property
    def _made(self) -> dict[str, list[str]]:
        """The agreements (ids) by what they came from."""
        found: dict[str, list[str]] = {}
        for each in self._household.all(Agreement):
            found.setdefault(each.source, []).append(each.id)
        return found

    @cached_property
    def _by_topic(self) -> dict[str, list[Issue]]:
        found: dict[str, list[Issue]] = {}
        for each in self._household.all(Issue):
            if topic(each):
                found.setdefault(topic(each), []).append(each)
        return found

    @cached_property
    def _sittings(self) -> dict[tuple[str, str], Sitting]:
        """What was marked, by the talk (id) that came before and the person: the newest of each.

        A slow talk goes on for days beside all others: after it nothing is marked.
        """
        talks = [each for each in self._talks if each.id not in self._written]
        began = [each.at for each in talks]
        found: dict[tuple[str, str], Sitting] = {}
        for sitting in self._household.find(Sitting, step=SAFE):
            place = bisect_right(began, sitting.at) - 1
            if place >= 0:
                found[talks[place].id, sitting.by] = sitting
        return found

    @cached_property
    def _given(self) -> dict[str, list[Answer]]:
        """What was answered and is open to whoever looks, by its sitting (id), in the order of the questions."""
        order = {each.id: place for place, each in enumerate(self._household.questions(SAFE))}
        found: dict[str, list[Answer]] = {}
        for each in self._household.find(Answer, step=SAFE):
            if each.value is not None:
                found.setdefault(each.sitting, []).append(each)
        for given in found.values():
            given.sort(key=lambda each: (order.get(each.question, len(order)), each.question))
        return found

    def _answers(self, talk: Talk, person: str) -> tuple[Answer, ...]:
        sitting = self._sittings.get((talk.id, person))
        return () if sitting is None else tuple(self._given.get(sitting.id, ()))

    # What is searched

    @cached_property
    def _written(self) -> dict[str, list[str]]:
        """What was written, by the slow talk (id) in which it was."""
        found: dict[str, list[str]] = {}
        for each in self._household.all(Said):
            found.setdefault(each.talk, []).append(each.text)
        return found

    @cached_property
    def _texts(self) -> list[tuple[Entry, str]]:
        return [(each, folded(" ".join(self._said(each)))) for each in self.entries]

    @cached_property
    def _wordings(self) -> dict[str, list[str]]:
        """Every wording that an agreement (id) has had."""
        found: dict[str, list[str]] = {}
        for made in self._household.all(Agreement):
            found.setdefault(made.id, []).append(made.text)
        for each in self._household.all(Revision):
            found.setdefault(each.agreement, []).append(each.text)
        return found

    def _dated(self, when: date) -> str:
        if when not in self._dates:
            short = self._words(f"common.month_short_{when.month}")
            self._dates[when] = f"{long_day(self._words, when)} {short}"
        return self._dates[when]

    @cached_property
    def _zone(self) -> ZoneInfo:
        return zone(self._household.me.zone)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {form: title(self._household, form) for form in {each.format for each in self._talks}}

    @cached_property
    def _people(self) -> tuple[str, ...]:
        return tuple(each.id for each in self._household.people)

    def _said(self, entry: Entry) -> Iterator[str]:
        """Give all that is said of an entry."""
        yield self._dated(entry.at.astimezone(self._zone).date())
        if isinstance(entry, Agreement):
            yield from self._wordings.get(entry.id, ())
            return
        yield from (self._titles[entry.format], entry.format, entry.topic, entry.kept)
        for each in self._agreed(entry):
            yield from self._wordings.get(each, ())
        issue = self.issue(entry)
        yield from () if issue is None else (issue.happened, issue.feel, issue.need)
        yield from self._written.get(entry.id, ())
        for person in self._people:
            yield from (each.value for each in self._answers(entry, person) if isinstance(each.value, str))


def title(household: Household, form: str) -> str:
    """Return what a way to talk is called; of one that is not here any more, the name it had among the formats."""
    known = (each.title for each in household.catalog.talk_formats if each.id == form)
    return hour_title(household, form) or next(known, "") or _named(household, form)


def _named(household: Household, form: str) -> str:
    return shorten(one_line(form).replace("-", " "), TITLE_CELLS) or household.words("talks.some_way")


def state_told(household: Household, found: Standing) -> str:
    """Return in words how an agreement stands, and when to look at it again."""
    words, state, again = household.words, state_of(household, found), found.agreement.look_again
    own = "_alone" if household.alone and state is State.HOLDS else ""
    told = words(f"agreements.plain_state_{state}{own}", name=shorten(household.partner.name, TITLE_CELLS))
    if again is None or state in {State.DUE, State.LET_GO}:
        return told
    this_year = again.year == household.today().year
    return words("talks.state_again", state=told, day=day(words, again) + ("" if this_year else f" {again.year}"))


def folded(text: str) -> str:
    """Return a text without case and accents, as it is searched."""
    plain = text.casefold()
    return plain if plain.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
