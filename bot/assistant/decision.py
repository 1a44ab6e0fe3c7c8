"""Decides what to do with a question that was ranked: answer it, offer a choice, or say that it is not known."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.assistant.topic_model import UNKNOWN, Scores

ANSWER, CLARIFY, ESCALATE, SEVERAL = "answer", "clarify", "escalate", "several"
MOST_CHOICES = 3
_LEAST_SHARE = 1e-4
_LEANING = 3
"""A question of so few words ("en bij wie dan") leans on the one before it, and is unknown when that is."""


@dataclass(frozen=True)
class Thresholds:
    """Where the decisions lie; confidences are from 0 to 1, certainties are log-odds. Made by evaluation.py.

    answer: least certainty of the first topic to answer it.
    closeness, novelty: how much these count in the certainty, see `certainty`.
    dialogue: least confidence to follow a greeting and the like.
    clarify: least confidence of all topics together to offer a choice.
    choice: least confidence of a topic to be offered.
    part: least certainty to answer one question of several when another one is answered too.
    alone: least certainty to answer a question of a message that as a whole is not known.
    whole: from this certainty of the whole message on it is one question, whatever its parts say.
    unknown: least confidence that one question of several is not known, to say so beside an answer.
    """

    answer: float
    closeness: float
    novelty: float
    dialogue: float
    clarify: float
    choice: float
    part: float
    alone: float
    whole: float
    unknown: float


@dataclass(frozen=True)
class Labels:
    """What the labels that are no topic are for. Labels that begin with `topic_model.UNKNOWN` need not be told.

    `courtesies` are those that mean nothing beside a question.
    """

    dialogue: frozenset[str]
    courtesies: frozenset[str]
    form: frozenset[str]

    def is_topic(self, label: str) -> bool:
        """Whether the label is something that the assistant answers from its knowledge."""
        return not (label.startswith(UNKNOWN) or label in self.dialogue or label in self.form)


@dataclass(frozen=True)
class Reading:
    """A text and how it was read."""

    text: str
    scores: Scores


@dataclass(frozen=True)
class Part:
    """What is done with one question.

    `intent` is the topic, or the dialogue or form intent, of an answer, and else the decision itself.
    """

    text: str
    decision: str
    intent: str
    confidence: float
    topics: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    reason: str | None = None

    def as_output(self) -> dict[str, object]:
        """Return the part as the dialogue and the channel read it."""
        return {
            "text": self.text,
            "decision": self.decision,
            "topics": list(self.topics),
            "ranking": [{"topic": topic, "confidence": confidence} for topic, confidence in self.ranking],
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Decision:
    """What is done with a message: the intent that the dialogue follows, and its questions in order."""

    intent: str
    confidence: float
    parts: tuple[Part, ...]


def decide_message(whole: Reading, parts: Sequence[Reading], thresholds: Thresholds, labels: Labels) -> Decision:
    """Decide on a message.

    Args:
        whole: the whole message.
        parts: the questions that it may consist of, in order; empty when there is no sign of more than one.

    Returns:
        One part for the whole message, or `several` with two parts or more.
    """
    single = decide(whole, thresholds, labels)
    if not parts or (single.decision == ANSWER and certainty(whole.scores, thresholds) >= thresholds.whole):
        return Decision(single.intent, single.confidence, (single,))
    # Two answers back each other up; one beside something unclear has to be as sure as any other answer. When the
    # message as a whole is not known, either has to be surer still: its parts may only look known without the rest.
    sure = replace(thresholds, answer=thresholds.alone)
    refused = single.decision == ESCALATE
    both = sure if refused and single.confidence >= thresholds.unknown else replace(thresholds, answer=thresholds.part)
    for limits, least in ((both, 2), (sure if refused else thresholds, 1)):
        found = _merged([decide(part, limits, labels) for part in parts], labels)
        if refused and any(part.decision == ANSWER and len(part.text.split()) <= _LEANING for part in found):
            continue
        if sum(part.decision == ANSWER for part in found) >= least and _stands(found, single, thresholds):
            return Decision(SEVERAL, min(part.confidence for part in found), tuple(found))
    return Decision(single.intent, single.confidence, (single,))


def decide(reading: Reading, thresholds: Thresholds, labels: Labels) -> Part:
    """Decide on one question by itself."""
    ranking = reading.scores.ranking
    topics = [(label, confidence) for label, confidence in ranking if labels.is_topic(label)]
    first, confidence = ranking[0]
    part = Part(reading.text, ESCALATE, ESCALATE, confidence, (), tuple(topics[:MOST_CHOICES]))
    if first in labels.form or first in labels.dialogue:
        if confidence >= thresholds.dialogue:
            return replace(part, decision=ANSWER, intent=first, topics=(first,))
    elif labels.is_topic(first) and certainty(reading.scores, thresholds) >= thresholds.answer:
        return replace(part, decision=ANSWER, intent=first, topics=(first,))
    choice = tuple(label for label, share in topics[:MOST_CHOICES] if share >= thresholds.choice)
    known = sum(share for _, share in topics)
    if choice and known >= thresholds.clarify:
        return replace(part, decision=CLARIFY, intent=CLARIFY, confidence=known, topics=choice)
    return replace(part, reason=first if first.startswith(UNKNOWN) else None)


def certainty(scores: Scores, thresholds: Thresholds) -> float:
    """Return how sure the first label is, as a log-odds: 0 is an even chance before closeness and novelty count.

    Closeness and novelty catch what the model alone is sure of for the wrong reason: the frame of a known question
    around words that no known question has.
    """
    share = min(max(scores.ranking[0][1], _LEAST_SHARE), 1 - _LEAST_SHARE)
    odds = math.log(share / (1 - share))
    return odds + thresholds.closeness * scores.closeness - thresholds.novelty * scores.novelty


def labels_from(config: Mapping[str, Collection[str]]) -> Labels:
    """Return the labels that a configuration names under `dialogue`, `courtesies` and `form`."""
    return Labels(frozenset(config["dialogue"]), frozenset(config["courtesies"]), frozenset(config["form"]))


def _merged(parts: Sequence[Part], labels: Labels) -> list[Part]:
    """Return the parts without courtesies, and those that get the same answer as one."""
    kept: list[Part] = []
    for part in parts:
        if part.decision == ANSWER and part.intent in labels.courtesies | labels.form:
            continue
        same = [
            i
            for i, other in enumerate(kept)
            if part.decision == ANSWER == other.decision and part.intent == other.intent
        ]
        if same:
            kept[same[0]] = replace(kept[same[0]], text=f"{kept[same[0]].text} {part.text}")
        else:
            kept.append(part)
    return kept


def _stands(parts: Sequence[Part], single: Part, thresholds: Thresholds) -> bool:
    """Whether the parts say more than the message as a whole, and surely enough."""
    answers = [part for part in parts if part.decision == ANSWER]
    unknown = [part for part in parts if part.reason and part.confidence >= thresholds.unknown]
    if len(parts) < 2 or len(answers) > 1:
        return len(parts) > 1
    if single.decision == ANSWER:
        return bool(unknown) and answers[0].intent == single.intent
    return single.decision == CLARIFY or bool(unknown)
