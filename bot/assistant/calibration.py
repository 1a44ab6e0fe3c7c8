"""Chooses the thresholds on questions whose reading is known: what a mistake costs, and the search. No files."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.assistant.decision import Labels, Reading, Thresholds, decide_message
from bot.assistant.verdicts import judge

COSTS: Mapping[str, Mapping[str, float]] = {
    "in_scope": {"wrong": 3.0, "missed": 1.0, "recovered": 0.4},
    "multi": {"wrong": 3.0, "missed": 1.0, "recovered": 0.6, "partial": 0.5},
    "near_miss": {"wrong": 1.0, "soft": 0.05},
    "other": {"wrong": 4.0, "soft": 0.5},
    "dialogue": {"wrong": 2.0, "missed": 0.5, "recovered": 0.5, "soft": 0.5},
}
"""What a question costs by kind and verdict. A wrong answer is far worse than "dat weet ik niet"."""

LIMITS: Mapping[tuple[str, str], float] = {
    ("in_scope", "wrong"): 0.015,
    ("in_scope", "missed"): 0.02,
    ("in_scope", "recovered"): 0.06,
    ("multi", "wrong"): 0.03,
    ("near_miss", "wrong"): 0.04,
    ("near_miss", "soft"): 0.10,
    ("other", "wrong"): 0.005,
    ("other", "soft"): 0.01,
}
"""The share of a kind that may get this verdict at most: the goals, some with room, since new questions are harder."""

START = Thresholds(
    answer=0.0,
    closeness=3.5,
    novelty=7.5,
    dialogue=0.5,
    clarify=0.3,
    choice=0.05,
    part=0.5,
    alone=3.0,
    whole=3.0,
    unknown=0.6,
)
"""Where the search starts. `closeness`, `novelty` and `alone` stay: see decision page 3."""

_STEPS: Mapping[str, Sequence[float]] = {
    "answer": np.arange(0.0, 2.01, 0.1),
    "dialogue": np.arange(0.4, 0.91, 0.05),
    "clarify": np.arange(0.1, 0.96, 0.05),
    "choice": np.arange(0.02, 0.21, 0.02),
    "part": np.arange(0.0, 3.01, 0.25),
    "whole": np.arange(0.0, 6.01, 0.5),
    "unknown": np.arange(0.3, 0.96, 0.05),
}
"""Nothing is answered below even odds: there too many questions by authors unseen in training got a wrong answer."""
_ROUNDS = 3
_OVER_LIMIT = 50.0
_NEAR = 3


@dataclass(frozen=True)
class Case:
    """A question with its kind, and how its whole and its parts were read. `whole` is None without content."""

    question: Mapping[str, Any]
    kind: str
    whole: Reading | None
    parts: Sequence[Reading]


def verdict(case: Case, thresholds: Thresholds, labels: Labels) -> str:
    """Return the verdict on a case; what has no content is always refused."""
    if case.whole is None:
        return "right" if "ESC" in case.question["gold"] else "missed"
    return judge(case.question, decide_message(case.whole, case.parts, thresholds, labels), labels)


def tally(cases: Sequence[Case], thresholds: Thresholds, labels: Labels) -> dict[str, Counter[str]]:
    """Return the verdicts by kind."""
    found: dict[str, Counter[str]] = {}
    for case in cases:
        found.setdefault(case.kind, Counter())[verdict(case, thresholds, labels)] += 1
    return found


def cost(verdicts: Mapping[str, Counter[str]]) -> float:
    """Return what the verdicts cost: the mean a question by kind, added up, and much more for what is over a limit."""
    total = 0.0
    for kind, counts in verdicts.items():
        number = sum(counts.values())
        total += sum(COSTS[kind].get(one, 0.0) * count for one, count in counts.items()) / number
        for (limited, one), limit in LIMITS.items():
            if limited == kind:
                total += _OVER_LIMIT * max(0.0, counts[one] / number - limit)
    return total


def calibrate(cases: Sequence[Case], labels: Labels) -> Thresholds:
    """Return the thresholds with the least cost, found one at a time.

    Each value is judged together with its neighbours, and of values that cost the same the middle is taken: new
    questions fall a little otherwise, so a threshold close to a mistake is no good threshold.
    """
    best = START
    for _ in range(_ROUNDS):
        for name, values in _STEPS.items():
            costs = [cost(tally(cases, replace(best, **{name: float(value)}), labels)) for value in values]
            best = replace(best, **{name: round(float(values[_middle(_smooth(costs))]), 3)})
    return best


def _smooth(costs: Sequence[float]) -> list[float]:
    """Return the mean of each cost with its neighbours on both sides."""
    return [float(np.mean(costs[max(0, place - _NEAR) : place + _NEAR + 1])) for place in range(len(costs))]


def _middle(costs: Sequence[float]) -> int:
    """Return the place in the middle of the longest run of least costs."""
    least = min(costs) + 1e-9
    runs: list[list[int]] = [[]]
    for place, one in enumerate(costs):
        if one <= least:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    longest = max(runs, key=len)
    return longest[len(longest) // 2]
