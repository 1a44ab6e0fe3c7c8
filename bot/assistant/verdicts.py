"""Judges a decision against the gold topics of a question, in the words of the scoring of the chat API."""

from collections.abc import Mapping
from typing import Any

from bot.assistant.decision import ANSWER, CLARIFY, ESCALATE, Decision, Labels

UNKNOWN = "ESC"
VERDICTS = ("right", "recovered", "partial", "missed", "soft", "wrong")
_PERSON = "medewerker"


def judge(question: Mapping[str, Any], decision: Decision, labels: Labels) -> str:
    """Return one of `VERDICTS`.

    right: answered with a gold topic, of several questions with all; or a question that is not known was refused.
    recovered: the choice that was offered holds a gold topic. partial: of several questions some were answered.
    missed: refused, or only asked to rephrase. soft: a choice was offered where nothing is known.
    wrong: answered with another topic, or answered at all where nothing is known.

    Args:
        question: with `gold`, the ids of topics or `ESC`, and `multi` when all of them are asked.
    """
    gold = set(question["gold"])
    answered = {part.intent for part in decision.parts if part.decision == ANSWER and part.intent not in labels.form}
    offered = {topic for part in decision.parts if part.decision == CLARIFY for topic in part.topics}
    if UNKNOWN in gold:
        if answered - {_PERSON}:
            return "wrong"
        refused = _PERSON in answered or any(part.decision == ESCALATE for part in decision.parts)
        return "right" if refused or not offered else "soft"
    hit = answered & gold
    if hit:
        return "right" if not question.get("multi") or hit == gold else "partial"
    if offered & gold:
        return "recovered"
    return "wrong" if answered else "missed"
