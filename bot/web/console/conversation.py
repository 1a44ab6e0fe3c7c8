"""A ticket's conversation in one order: what asker and assistant said, what agents replied, what was added later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.chat.model import Kind, SourceNote, Turn
from bot.knowledge.model import Knowledge
from bot.tickets.model import Author, Entry, EntryKind, Ticket
from bot.web.console.proposals import title_of

# Longer conversations show their beginning folded in; what led to the ticket stays in sight.
SHOWN_AT_ONCE = 8


class Speaker(StrEnum):
    """Whose words a line holds."""

    ASKER = "asker"
    ASSISTANT = "assistant"
    AGENT = "agent"


@dataclass(frozen=True)
class Line:
    """One message. `kind` and `topics` (titles) belong to the assistant, `name` to an agent.

    `is_open` marks the question that the ticket is about, `is_button` a quick reply that was pressed,
    `is_addition` what the asker added on the ticket's page.
    """

    speaker: Speaker
    text: str
    at: datetime
    kind: Kind | None = None
    topics: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    name: str | None = None
    is_open: bool = False
    is_button: bool = False
    is_addition: bool = False


def lines_of(ticket: Ticket, turns: Sequence[Turn], entries: Sequence[Entry], knowledge: Knowledge) -> list[Line]:
    """Return the whole conversation, oldest first.

    Args:
        ticket: the ticket that the conversation led to.
        turns: the turns of its conversation; empty when the question was left on the form page.
        entries: the ticket's history; notes of moves are left out.
        knowledge: knows the titles of topics.
    """
    open_turn = open_turn_of(ticket, turns)
    lines: list[Line] = []
    for turn in turns:
        lines += _lines_of_turn(turn, turn is open_turn, knowledge)
    lines += [_line_of_entry(entry) for entry in entries if entry.kind is not EntryKind.MOVE]
    return sorted(lines, key=lambda line: line.at)


def open_turn_of(ticket: Ticket, turns: Sequence[Turn]) -> Turn | None:
    """Return the turn that asked what the ticket is about, or None.

    That is the last one before the ticket whose text, or a part of it, is the ticket's question; the asker may have
    changed the question, then it is the last one that the assistant could not answer.
    """
    asked = [turn for turn in turns if turn.asked_at <= ticket.opened_at and turn.payload is None]
    question = _plain(ticket.question)
    for turn in reversed(asked):
        parts = turn.reply.parts if turn.reply else ()
        if question in {_plain(turn.text), *(_plain(part.text) for part in parts)}:
            return turn
    for turn in reversed(asked):
        if turn.reply and any(part.decision == "escalate" for part in turn.reply.parts):
            return turn
    return None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip("?!. ")


def _lines_of_turn(turn: Turn, is_open: bool, knowledge: Knowledge) -> list[Line]:
    is_button = turn.payload is not None
    lines = [Line(Speaker.ASKER, turn.text, turn.asked_at, is_open=is_open, is_button=is_button)]
    for message in turn.reply.messages if turn.reply else ():
        lines.append(
            Line(
                Speaker.ASSISTANT,
                message.text,
                turn.answered_at or turn.asked_at,
                kind=message.kind,
                # Greetings and the like have no title: their kind says it all.
                topics=tuple(title_of(topic, knowledge) for topic in message.topics if topic in knowledge.topics),
                sources=message.sources,
            )
        )
    return lines


def _line_of_entry(entry: Entry) -> Line:
    speaker = Speaker.AGENT if entry.author is Author.AGENT else Speaker.ASKER
    is_addition = entry.kind is EntryKind.ADDITION
    return Line(speaker, entry.text, entry.at, name=entry.name, is_addition=is_addition)
