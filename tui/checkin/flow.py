"""One person's way through one step: a draft that grows answer by answer, and becomes records when it is finished.

Any question can be passed, any answer changed until the end. A draft is plain data, so that it survives leaving,
quitting and a crash.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from tui.core.ids import Ids
from tui.core.records import Answer, Share, Sitting, Value


class DraftAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer on its way: `value` None means passed, or not come to yet."""

    value: Value | None = None
    share: Share = Share.TOGETHER


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A step begun and not finished. `position` counts pages: 0 is the reading, 1 the first question.

    `sitting` is the id of the finished sitting that it changes, empty for a new one.
    """

    step: str
    sitting: str = ""
    position: int = 0
    answers: dict[str, DraftAnswer] = {}

    def at(self, position: int, pages: int) -> "Draft":
        """Return the draft opened at `position`, kept between the reading (0) and the end (`pages`)."""
        return msgspec.structs.replace(self, position=max(0, min(position, pages)))

    def with_answer(self, question: str, answer: DraftAnswer) -> "Draft":
        """Return the draft with this answer to `question`, in place of an earlier one."""
        return msgspec.structs.replace(self, answers={**self.answers, question: answer})

    @property
    def begun(self) -> bool:
        """Whether there is anything in it worth keeping."""
        return self.position > 0 or any(answer.value is not None for answer in self.answers.values())


def finish(
    draft: Draft, questions: Sequence[str], *, by: str, now: datetime, ids: Ids
) -> tuple[Sitting, tuple[Answer, ...]]:
    """Return the records of a finished draft: a sitting, and an answer to each of the `questions` (ids, in order)."""
    sitting = Sitting(id=draft.sitting or ids.new(), by=by, at=now, step=draft.step)
    empty = DraftAnswer()
    return sitting, tuple(
        Answer(
            id=f"{sitting.id}.{question}",
            by=by,
            at=now,
            sitting=sitting.id,
            step=draft.step,
            question=question,
            value=given.value,
            share=given.share,
        )
        for question in questions
        for given in (draft.answers.get(question, empty),)
    )


def revision(sitting: Sitting, answers: Mapping[str, Answer]) -> Draft:
    """Return a draft that changes a finished sitting which has not been opened."""
    given = {question: DraftAnswer(value=each.value, share=each.share) for question, each in answers.items()}
    return Draft(step=sitting.step, sitting=sitting.id, answers=given)


def to_data(draft: Draft) -> object:
    """Return a draft as plain JSON data."""
    return msgspec.to_builtins(draft)


def from_data(step: str, data: object) -> Draft:
    """Return the draft in `data`; an empty one when there is none that can be read."""
    if not isinstance(data, Mapping):
        return Draft(step=step)
    try:
        draft = msgspec.convert(data, Draft)
    except msgspec.ValidationError:
        return Draft(step=step)
    return draft if draft.step == step else Draft(step=step)
