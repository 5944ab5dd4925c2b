"""The whole flow of steps as one machine: nobody learns anything of what is closed, and no draft is lost.

Two worlds go side by side. Ana does the same in both. Ben does things that are nobody's business (drafts, passing,
keeping private) in the one world and other such things, or nothing, in the other one. Whatever Ana can know, from
records, from what may be opened, from how far each step has come, from what is suggested, is the same in both.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui.checkin.flow import Draft, DraftAnswer, finish, from_data, revision, to_data
from tui.checkin.opening import History, open_together, openable, pairs, visible, waiting
from tui.checkin.path import Standing, StepState, Suggestion, state, suggest
from tui.core.ids import Ids
from tui.core.records import Answer, Opening, Share, Sitting, Value

START = datetime(2026, 11, 1, 18, tzinfo=UTC)
ANA, BEN = "ana", "ben"
BOTH = (ANA, BEN)
STEPS = ("before", "close")
QUESTIONS = {"before": ("before.a", "before.b"), "close": ("close.a", "close.wishes")}
WISHES = "close.wishes"

PEOPLE = st.sampled_from(BOTH)
STEP = st.sampled_from(STEPS)
PLACE = st.integers(0, 1)
TEXTS = st.text(min_size=1, max_size=3)
CHOSEN = st.lists(st.sampled_from(("hug", "kiss", "walk")), min_size=1, unique=True).map(tuple)
OPEN = st.sampled_from((Share.TOGETHER, Share.NOW))


@dataclass
class World:
    """What is written down: records, and each person's drafts as the bytes on the disk."""

    names: str
    sittings: list[Sitting] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    drafts: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def history(self) -> History:
        return History(sittings=self.sittings, answers=self.answers, openings=self.openings)

    def draft(self, who: str, step: str) -> Draft:
        kept = from_data(step, json.loads(self.drafts.get((who, step), "null")))
        sitting = waiting(self.history, step, who)
        if not kept.begun and sitting is not None:
            return revision(sitting, self.history.of(sitting.id))
        return kept

    def keep(self, who: str, draft: Draft) -> None:
        self.drafts[who, draft.step] = json.dumps(to_data(draft))

    def confirm(self, who: str, step: str, now: datetime, name: str) -> None:
        held, draft = waiting(self.history, step, who), self.draft(who, step)
        draft = Draft(step=step, sitting=held.id if held else name, answers=draft.answers)
        sitting, answers = finish(draft, QUESTIONS[step], by=who, now=now, ids=Ids())
        self.sittings = [*(each for each in self.sittings if each.id != sitting.id), sitting]
        self.answers = [*(each for each in self.answers if each.sitting != sitting.id), *answers]
        self.drafts.pop((who, step), None)

    def knows(self, me: str, *, done_today: bool) -> tuple[object, ...]:
        """Return all that `me` can know."""
        history = self.history
        drafts = [step for who, step in self.drafts if who == me and self.draft(who, step).begun]
        states: dict[str, StepState] = {step: state(history, step, me, drafted=step in drafts) for step in STEPS}
        to_open = [step for step in STEPS if openable(history, step, BOTH)]
        said: Suggestion = suggest(
            Standing(steps=STEPS, states=states, drafts=drafts, to_open=to_open, done_today=done_today)
        )
        records = [*self.sittings, *self.answers, *self.openings]
        seen = [each for each in records if visible(history, each, me)]
        shown = [pairs(history, opening) for opening in self.openings]
        return states, to_open, said, sorted(seen, key=lambda each: each.id), shown


class Flow(RuleBasedStateMachine):
    """Two people, two worlds, any order of events."""

    def __init__(self) -> None:
        super().__init__()
        self.worlds = (World("one"), World("two"))
        self.now = START
        self.meant: dict[tuple[str, str], dict[str, DraftAnswer]] = {}

    def at(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def say(
        self, who: str, step: str, place: int, value: Value | None, share: Share, worlds: tuple[World, ...]
    ) -> None:
        question = QUESTIONS[step][place]
        given = DraftAnswer(value=value, share=Share.MUTUAL if question == WISHES else share)
        for world in worlds:
            world.keep(who, world.draft(who, step).with_answer(question, given).at(place + 1, 3))

    def open_in_one(self, step: str) -> bool:
        """Whether Ben has something for Ana in this step, which is not to be touched in one world alone."""
        return any(
            answer.share is not Share.PRIVATE and answer.value is not None
            for world in self.worlds
            if (sitting := waiting(world.history, step, BEN)) is not None
            for answer in world.history.of(sitting.id).values()
        )

    # Ana, the same in both worlds

    @rule(step=STEP, place=PLACE, text=TEXTS, chosen=CHOSEN, share=st.sampled_from((*Share,)[:3]))
    def ana_writes(self, step: str, place: int, text: str, chosen: tuple[str, ...], share: Share) -> None:
        value: Value = chosen if QUESTIONS[step][place] == WISHES else text
        self.say(ANA, step, place, value, share, self.worlds)
        held = self.meant.setdefault((ANA, step), dict(self.worlds[0].draft(ANA, step).answers))
        held[QUESTIONS[step][place]] = self.worlds[0].draft(ANA, step).answers[QUESTIONS[step][place]]

    @rule(step=STEP)
    def ana_confirms(self, step: str) -> None:
        now, name = self.at(), f"ana{self.now:%m%d%H%M}"
        for world in self.worlds:
            world.confirm(ANA, step, now, name)
        self.meant.pop((ANA, step), None)

    # Ben, differently in each world, but so that it is nobody's business

    @rule(step=STEP, place=PLACE, text=TEXTS, share=st.sampled_from(Share), world=st.integers(0, 1))
    def ben_drafts_in_one_world(self, step: str, place: int, text: str, share: Share, world: int) -> None:
        self.say(BEN, step, place, text, share, (self.worlds[world],))

    @rule(step=STEP, passes=st.booleans(), text=TEXTS, world=st.integers(0, 1))
    @precondition(lambda self: not all(self.open_in_one(step) for step in STEPS))
    def ben_keeps_it_to_himself_in_one_world(self, step: str, passes: bool, text: str, world: int) -> None:
        if self.open_in_one(step) or step == "close":
            return
        here = self.worlds[world]
        answers = {each: DraftAnswer(value=None if passes else text, share=Share.PRIVATE) for each in QUESTIONS[step]}
        here.keep(BEN, Draft(step=step, position=1, answers=answers))
        here.confirm(BEN, step, self.at(), f"ben{self.now:%m%d%H%M}")

    @rule(world=st.integers(0, 1))
    def ben_passes_every_wish_in_one_world(self, world: int) -> None:
        if not self.open_in_one("close"):
            answers = {"close.a": DraftAnswer(share=Share.PRIVATE), WISHES: DraftAnswer(share=Share.MUTUAL)}
            self.worlds[world].keep(BEN, Draft(step="close", position=1, answers=answers))
            self.worlds[world].confirm(BEN, "close", self.at(), f"ben{self.now:%m%d%H%M}")

    # Ben, for Ana: the same in both worlds

    @rule(step=STEP, text=TEXTS, share=OPEN, chosen=CHOSEN)
    def ben_answers(self, step: str, text: str, share: Share, chosen: tuple[str, ...]) -> None:
        now, name = self.at(), f"ben{self.now:%m%d%H%M}"
        gives_way = not self.open_in_one(step)
        for world in self.worlds:
            held = waiting(world.history, step, BEN)
            if held is not None and gives_way:  # what he kept to himself so far gives way
                world.sittings.remove(held)
                world.answers = [each for each in world.answers if each.sitting != held.id]
            first, second = QUESTIONS[step]
            wishes = second == WISHES
            given = {
                first: DraftAnswer(value=text, share=share),
                second: DraftAnswer(value=chosen if wishes else text, share=Share.MUTUAL if wishes else share),
            }
            world.keep(BEN, Draft(step=step, position=1, answers=given))
            world.confirm(BEN, step, now, name)

    @rule(step=STEP, by=PEOPLE)
    def they_open(self, step: str, by: str) -> None:
        now, name = self.at(), f"open{self.now:%m%d%H%M}"
        for world in self.worlds:
            opening = open_together(world.history, step, BOTH, by=by, now=now, ids=_Fixed(name))
            if opening is not None:
                world.openings.append(opening)

    # What holds

    @invariant()
    def ana_knows_the_same_in_both_worlds(self) -> None:
        one, other = (world.knows(ANA, done_today=False) for world in self.worlds)
        assert one == other

    @invariant()
    def nothing_of_bens_that_is_closed_is_among_it(self) -> None:
        for world in self.worlds:
            history = world.history
            for each in world.answers:
                if each.by == BEN and visible(history, each, ANA):
                    assert each.value is not None
                    assert each.share is Share.NOW or (each.share is Share.TOGETHER and history.opened(each.sitting))

    @invariant()
    def no_draft_is_lost(self) -> None:
        for (who, step), answers in self.meant.items():
            for world in self.worlds:
                held = world.draft(who, step).answers
                assert {each: held[each] for each in answers} == answers


class _Fixed(Ids):
    """Gives one id, the same in both worlds."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def new(self) -> str:
        return self._name


TestFlow = Flow.TestCase
