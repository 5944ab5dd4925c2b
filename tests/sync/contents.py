"""Records of many kinds, as people make and change them: each text holds a word that must never lie in the folder."""

from random import Random
from typing import Final

CANARY: Final = "canary"
"""Stands in every text."""

_MOMENT = "2026-12-0{}T1{}:00:00Z"
_RULES = ("", "", "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;UNTIL=20270101T000000Z", "FREQ=DAILY;COUNT=1")
_PLAN_STATES = ("proposed", "accepted", "declined", "cancelled", "done")

OWN: Final = frozenset({"small_step", "said", "consent", "revision", "busy_time", "sitting", "talk_now", "wish_move"})
"""Kinds that only their author changes (of those that are made here)."""

NEVER_CHANGED: Final = frozenset({"said", "consent", "revision", "wish_move", "opening"})


def text(random: Random) -> str:
    return f"{CANARY} {random.randrange(10**6)}"


def moment(random: Random) -> str:
    return _MOMENT.format(random.randrange(1, 9), random.randrange(9))


def fresh(random: Random) -> tuple[str, dict[str, object]]:
    """Return a kind and the fields of a new record of it, but for who made it."""
    say = text(random)
    made: list[tuple[str, dict[str, object]]] = [
        (
            "agreement",
            {"text": say, "source": "", "look_again": random.choice([None, "2026-12-24"]), "let_go": False},
        ),
        ("plan", {"what": say, "sequence": 0, "protected": False, "idea": "", **when(random)}),
        ("issue", {"happened": say, "feel": say, "need": say, "state": "raised", "touched": moment(random)}),
        ("small_step", {"when": say, "then": say, "was": [], "state": "tried", "share": "now"}),
        ("activity", {"text": say, "minutes": random.randrange(90), "wished": True, "share": "now"}),
        ("did", {"text": say, "idea": "", "again": random.random() < 0.5}),
        ("talk", {"format": "rising", "topic": say, "minutes": random.randrange(60), "kept": say}),
        ("couple", {"apart": random.random() < 0.5, "seed": say, "children": False, "new": False}),
        ("said", {"talk": "t1", "number": random.randrange(9), "turn": 0, "move": "say", "text": say}),
        ("revision", {"agreement": "a1", "text": f"{say}\n\n{say}", "parents": ["a1"]}),
        ("consent", {"agreement": "a1", "revision": "r1"}),
        ("sitting", {"step": "closeness"}),
        ("busy_time", {"since": moment(random), "until": moment(random), "spans": [[900, 1800]], "days": ["8-22"]}),
        ("talk_now", {"talk": "t1", "version": random.randrange(99), "floor": say}),
        ("wish_move", {"sitting": "s1", "question": "q", "number": 1, "commitment": "00ff", "points": []}),
        ("opening", {"step": "closeness", "sittings": ["s1", "s2"], "mutual": {"q": [say]}}),
        ("slow_talk", {"format": "rising", "topic": say, "first": 0, "parts": [{"id": "p", "turns": 2, "hours": 9}]}),
    ]
    # the first three are changed by both, and so matter most
    return made[random.choice([0, 1, 2]) if random.random() < 0.5 else random.randrange(len(made))]


def when(random: Random) -> dict[str, object]:
    """Return those fields of a plan that make sense only with one another."""
    return {
        "start": moment(random),
        "minutes": random.choice([30, 60, 90]),
        "zone": random.choice(["Europe/Berlin", "UTC"]),
        "state": random.choice(_PLAN_STATES),
        "repeat": random.choice(_RULES),
    }


def change(kind: str, held: dict[str, object], random: Random) -> dict[str, object]:
    """Return some fields of a record with new values; a field that is bound to others brings them all."""
    if kind == "plan" and random.random() < 0.6:
        return {"by": held["by"], "at": held["at"], **when(random), "sequence": random.randrange(9)}
    texts = [name for name in ("text", "what", "happened", "feel", "need", "when", "then", "topic", "kept", "floor",
                               "seed") if name in held]  # fmt: skip
    fields: dict[str, object] = {
        name: text(random) for name in random.sample(texts, random.randint(1, min(2, len(texts))) if texts else 0)
    }
    if kind == "issue":
        fields |= {"state": random.choice(["parked", "in_talk", "agreed"]), "touched": moment(random)}
    elif kind == "sitting":
        fields["step"] = random.choice(["hopes", "money"])
    elif kind == "busy_time":
        fields |= {"until": moment(random), "spans": [[0, 900 * random.randint(1, 5)]]}
    return fields
