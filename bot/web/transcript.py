"""A conversation as it is shown: turns, answers of agents and news of tickets, in the order in which they came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.model import Event, EventKind, Turn
from bot.chat.ports import ChatUnit


@dataclass(frozen=True)
class Entry:
    """One thing in a conversation: either a turn, or an event about a ticket.

    `is_last` says that its buttons can still be pressed; `chosen` is the payload of its button that was pressed next.
    """

    at: datetime
    turn: Turn | None = None
    event: Event | None = None
    is_last: bool = False
    chosen: str | None = None


@dataclass(frozen=True)
class Transcript:
    """All entries, and the id of the last event that is in them."""

    entries: tuple[Entry, ...]
    last_event: int


def read_transcript(unit: ChatUnit, conversation_id: str) -> Transcript:
    """Return what happened in a conversation so far; empty for an unknown one."""
    # Events first: what happens between the two reads is then told again by the stream, and not missed.
    events = unit.events.of(conversation_id)
    turns = unit.journal.turns(conversation_id)
    told = [Entry(event.at, event=event) for event in events if event.kind is not EventKind.TURN]
    entries = sorted([*_turn_entries(turns), *told], key=lambda entry: entry.at)
    return Transcript(tuple(entries), events[-1].id if events else 0)


def _turn_entries(turns: Sequence[Turn]) -> Iterable[Entry]:
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        yield Entry(
            turn.asked_at,
            turn=turn,
            is_last=following is None,
            chosen=following.payload if following else None,
        )
