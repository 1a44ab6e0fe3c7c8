"""Finds the question that the assistant could not answer, for whoever will answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.model import Kind, RankedTopic, Turn


@dataclass(frozen=True)
class OpenQuestion:
    """A question that still waits for a person, with what the assistant thought of it."""

    text: str
    turn_id: str
    ranking: tuple[RankedTopic, ...]
    model: str
    knowledge: str


def open_question(turns: Sequence[Turn], handled_until: datetime | None = None) -> OpenQuestion | None:
    """Return the last question without an answer, or None.

    Args:
        turns: the conversation, oldest first.
        handled_until: questions asked up to this moment are in a ticket already.
    """
    answered_by_button = False
    for turn in reversed(turns):
        kinds = {message.kind for message in turn.reply.messages} if turn.reply else set()
        if Kind.TICKET in kinds or (handled_until is not None and turn.asked_at <= handled_until):
            return None
        if turn.payload is not None:
            answered_by_button = answered_by_button or Kind.ANSWER in kinds
            continue
        text = _unanswered_text(turn, kinds, answered_by_button)
        answered_by_button = False
        if text:
            reply = turn.reply
            return OpenQuestion(
                text,
                turn.id,
                reply.ranking if reply else (),
                reply.model if reply else "",
                reply.knowledge if reply else "",
            )
    return None


def _unanswered_text(turn: Turn, kinds: set[Kind], answered_by_button: bool) -> str | None:
    if turn.reply is None:
        return turn.text
    unknown = "\n".join(part.text for part in turn.reply.parts if part.decision == "escalate")
    if unknown:
        return unknown
    # What was typed in a field of the ticket form, or to begin it (asking for a person), is not the question.
    if Kind.FORM in kinds or Kind.ANSWER in kinds:
        return None
    if Kind.ESCALATE in kinds:
        return turn.text
    if Kind.CLARIFY in kinds:
        return None if answered_by_button else turn.text
    # Only what web itself says has no model: then the assistant never saw the question.
    return turn.text if Kind.NOTICE in kinds and not turn.reply.model else None
