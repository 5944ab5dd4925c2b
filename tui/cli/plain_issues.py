"""The board line by line: hear what is on it, raise something, talk about it, note what was agreed, park, close."""

from collections.abc import Iterator

from msgspec.structs import replace

from tui.catalog.dates import long_day
from tui.checkin.issues import PARTS, Act, Wording, grouped, lies_still, offered, topic
from tui.cli.plain_ask import InputEndedError, number, read_patiently
from tui.cli.plain_talk import talk
from tui.cli.say import complain, say
from tui.core.errors import InputError, NearerError
from tui.core.records import Issue, IssueState
from tui.core.text import one_line, shorten
from tui.household import Household
from tui.household.issue_words import agreed_draft, draft, keep_agreed, keep_draft, put_on_the_board
from tui.household.issues import agree, agreed_on, board, move, not_talked, take_into_talk, talk_about

NAME_CELLS = 40
TOPIC_CELLS = 100
FORMAT = "speaker-listener"
OPENINGS = "openings"
RAISE, HELP, MORE, NO, NONE = "r", "w", "m", "n", "x"
"""What is typed in the list, and while something is raised."""

KEYS = {
    Act.TALK: ("t", "talk_about"),
    Act.AGREE: ("a", "agreed_on"),
    Act.PARK: ("p", "park"),
    Act.TAKE_UP: ("u", "take_up"),
    Act.CLOSE: ("c", "close_issue"),
}
"""What is typed to do something with an issue, and the name of the words for it."""

REWORD = ("e", "reword")
AGAIN = {IssueState.IN_TALK: "nothing_yet", IssueState.AGREED: "open_again", IssueState.CLOSED: "open_again"}
"""What it is called to bring an issue back, where it is not taken up from its rest."""

SAID = {Act.PARK: "board.said_park", Act.TAKE_UP: "board.said_take_up", Act.CLOSE: "board.said_close"}


def issues(household: Household) -> int:
    """Show the board and do what is typed, until it is left; return the exit code. Drafts are kept as they grow."""
    on_board = _Board(household)
    try:
        on_board.run()
    except InputEndedError:
        if on_board.writing:
            complain(household.words, InputError("issue_left"))
        return int(on_board.writing or on_board.talk_left)
    return 0


class _Board:
    """The board for one person."""

    def __init__(self, household: Household) -> None:
        self.household = household
        self.words = household.words
        self.writing = self.talk_left = False

    def run(self) -> None:
        """List what is there, and do what is typed, until an empty line."""
        if self.household.alone:
            say(self.words("board.alone"))
        while True:
            listed = self._list()
            say(self.words("board.plain_what"))
            typed = read_patiently(self.words).casefold()
            if not typed:
                return
            self._try(typed, listed)
            self.household.catch_up()

    def _list(self) -> list[Issue]:
        listed = [each for _, group in grouped(board(self.household)) for each in group]
        if not listed:
            say(self.words("board.plain_empty"))
        for place, issue in enumerate(listed, 1):
            still = "_still" if lies_still(issue, self.household.now()) else ""
            named = {"number": place, "topic": shorten(topic(issue), TOPIC_CELLS), "state": self._state(issue)}
            say(self.words(f"board.plain_item{still}", name=self._name(issue), **named))
        return listed

    def _try(self, typed: str, listed: list[Issue]) -> None:
        try:
            if typed == RAISE:
                self._write(None)
            elif typed == HELP:
                say(_plain(self.household.catalog.help("professional").text))
            elif listed:
                self._one(listed[number(typed, 1, len(listed)) - 1])
            else:
                say(self.words("board.plain_not_understood"))
        except NearerError as error:
            say(self.words.error(error))

    def _state(self, issue: Issue) -> str:
        return self.words(f"board.plain_state_{issue.state}")

    def _name(self, issue: Issue) -> str:
        person = self.household.person(issue.by)
        return shorten(person.name, NAME_CELLS) if person is not None else ""

    # One issue

    def _one(self, issue: Issue) -> None:
        """Tell an issue whole, and do what is typed."""
        self._tell(issue)
        keys = {key: (act, what) for act, (key, what) in self._offered(issue)}
        told = ", ".join(
            self.words("board.plain_act", key=key, what=self.words(f"commands.{what}"))
            for key, (_, what) in keys.items()
        )
        say(self.words("board.plain_acts", acts=told))
        typed = read_patiently(self.words).casefold()
        if typed in keys:
            self._act(issue, keys[typed][0])
        elif typed:
            say(self.words("board.plain_not_understood"))

    def _tell(self, issue: Issue) -> None:
        local = self.household.local(issue.at)
        when = long_day(self.words, local)
        say(self.words("board.plain_chosen", name=self._name(issue), day=when, state=self._state(issue)))
        for part in PARTS:
            if getattr(issue, part):
                say(self.words("board.plain_part", label=self.words(f"board.{part}"), text=getattr(issue, part)))
        agreed = agreed_on(self.household, issue)
        if agreed:
            say(self.words("board.plain_part", label=self.words("board.agreed"), text=agreed))
        if lies_still(issue, self.household.now()):
            say(self.words("board.still_parked" if issue.state is IssueState.PARKED else "board.still"))

    def _offered(self, issue: Issue) -> Iterator[tuple[Act | None, tuple[str, str]]]:
        """Give what can be done with an issue, with its key and the name of its words; None stands for its words."""
        there = offered(issue, self.household.now())
        for act, (key, what) in KEYS.items():
            if act in there:
                yield act, (key, AGAIN.get(issue.state, what) if act is Act.TAKE_UP else what)
        if issue.by == self.household.me.id:
            yield None, REWORD

    def _act(self, issue: Issue, act: Act | None) -> None:
        match act:
            case None:
                self._write(issue)
            case Act.TALK:
                self._talk(issue)
            case Act.AGREE:
                self._agree(issue)
            case _:
                move(self.household, issue.id, act)
                say(self.words(SAID[act]))

    # A talk, and what came of it

    def _talk(self, issue: Issue) -> None:
        for other in take_into_talk(self.household, issue.id):
            say(self.words("board.put_back", topic=shorten(topic(other), TOPIC_CELLS)))
        went = self.household.now()
        try:
            self.talk_left = self._held(issue) != 0
            if self.talk_left:  # why is said already
                raise InputEndedError
        finally:
            not_talked(self.household, "", since=went)
        now = next((each for each in board(self.household) if each.id == issue.id), None)
        held = talk_about(self.household, now, since=went) if now is not None else None
        if held is not None and not held.running:
            self._came_of_it(issue, held.id)

    def _held(self, issue: Issue) -> int:
        there = {each.id for each in self.household.catalog.talk_formats}
        goes_on = talk_about(self.household, issue)
        if goes_on is not None and goes_on.slow:
            from tui.cli.plain_slow import slow_talk

            return slow_talk(self.household, "", topic(issue))
        return talk(self.household, FORMAT if FORMAT in there else "", topic(issue))

    def _came_of_it(self, issue: Issue, held: str) -> None:
        say(self.words("board.plain_by_talk"))
        typed = read_patiently(self.words).casefold()
        if typed == KEYS[Act.AGREE][0]:
            self._agree(issue, held)
        elif typed == KEYS[Act.PARK][0]:
            move(self.household, issue.id, Act.PARK, talk=held)
            say(self.words("board.said_park"))
        else:
            move(self.household, issue.id, Act.TAKE_UP, talk=held)
            say(self.words("board.said_nothing_yet"))

    def _agree(self, issue: Issue, held: str = "") -> None:
        household, kept = self.household, agreed_draft(self.household, issue.id)
        say(self.words("board.plain_agreed_so_far", text=kept) if kept else self.words("board.plain_agreed"))
        text = one_line(read_patiently(self.words)) or kept
        if not text or (kept and text == NONE):
            return
        keep_agreed(household, issue.id, text, since=kept, person=household.me.id)
        agree(household, issue.id, text, talk=held)
        say(self.words("board.said_agreed"))

    # Words

    def _write(self, issue: Issue | None) -> None:
        """Ask for the three parts, and put them on the board once that is confirmed."""
        words = draft(self.household, issue)
        say(self.words("board.raise_hint" if issue is None else "board.reword_hint"))
        if issue is None:
            self._openings()
        self.writing = True
        for part in PARTS:
            words = self._part(words, part)
        say(self.words("board.plain_raise" if issue is None else "board.plain_save"))
        typed = read_patiently(self.words).casefold()
        self.writing = False
        if typed.startswith(NO):
            say(self.words("board.plain_draft_kept"))
            return
        put_on_the_board(self.household, words)
        say(self.words("board.said_raised" if issue is None else "board.said_reworded"))

    def _openings(self) -> None:
        """Tell ways to begin, one after the other, as long as another one is asked for."""
        try:
            openings = self.household.catalog.phrases(OPENINGS).phrases
        except NearerError:  # a pack need not have any
            return
        for opening in openings:
            say(self.words("board.plain_opening", text=opening.text))
            say(self.words("board.example", text=opening.example))
            say(self.words("board.plain_more"))
            if read_patiently(self.words).casefold() != MORE:
                return

    def _part(self, words: Wording, part: str) -> Wording:
        """Ask for one part; each line is kept as it comes. An empty line leaves what was written before."""
        label, hint = self.words(f"board.{part}"), self.words(f"board.{part}_hint")
        say(self.words("board.plain_part_ask", label=label, hint=hint))
        if getattr(words, part):
            say(self.words("board.plain_part_kept", text=getattr(words, part)))
        text = ""
        while line := read_patiently(self.words):
            text = f"{text}\n{line}" if text else line
            words = self._keep(words, part, text)
        return words

    def _keep(self, words: Wording, part: str, text: str) -> Wording:
        said = replace(words, **{part: text})
        return keep_draft(self.household, said, since=words, person=self.household.me.id)


def _plain(markdown: str) -> str:
    """Return a text without the marks that a screen reader would read out."""
    return markdown.replace("**", "").replace("*", "").strip()
