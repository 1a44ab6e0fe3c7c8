"""What a ticket is and which moves it may make. No storage, no HTTP."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.errors import IllegalMove


class Status(StrEnum):
    """Where a ticket stands. A new or reopened ticket waits for an agent; an answered one waits for the asker."""

    NEW = "new"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"


class Move(StrEnum):
    """What can be done to a ticket."""

    CLAIM = "claim"
    RELEASE = "release"
    REPLY = "reply"
    CLOSE = "close"
    REOPEN = "reopen"
    ADD = "add"


_AFTER: dict[Move, dict[Status, Status]] = {
    Move.CLAIM: {Status.NEW: Status.CLAIMED, Status.ANSWERED: Status.CLAIMED},
    Move.RELEASE: {Status.CLAIMED: Status.NEW},
    Move.REPLY: {Status.CLAIMED: Status.ANSWERED, Status.ANSWERED: Status.ANSWERED},
    Move.CLOSE: {Status.CLAIMED: Status.CLOSED, Status.ANSWERED: Status.CLOSED, Status.NEW: Status.CLOSED},
    Move.REOPEN: {Status.ANSWERED: Status.NEW, Status.CLOSED: Status.NEW},
    Move.ADD: {
        Status.NEW: Status.NEW,
        Status.CLAIMED: Status.CLAIMED,
        Status.ANSWERED: Status.NEW,
        Status.CLOSED: Status.NEW,
    },
}


def status_after(status: Status, move: Move) -> Status:
    """Return the status that follows.

    Raises:
        IllegalMove: the move cannot be made from this status.
    """
    try:
        return _AFTER[move][status]
    except KeyError:
        raise IllegalMove(f"{move} from {status}") from None


class Author(StrEnum):
    """Who wrote an entry of a ticket."""

    ASKER = "asker"
    AGENT = "agent"
    SYSTEM = "system"


class EntryKind(StrEnum):
    """What an entry of a ticket is: a text, or a note of what happened."""

    REPLY = "reply"
    ADDITION = "addition"
    MOVE = "move"


@dataclass(frozen=True)
class Entry:
    """A line of the ticket's history. `name` is the agent's display name, None for the asker."""

    id: int
    author: Author
    name: str | None
    kind: EntryKind
    text: str
    at: datetime


@dataclass(frozen=True)
class Proposal:
    """A topic that the assistant considered for the open question. `confidence` runs from 0 to 1."""

    topic: str
    confidence: float


@dataclass(frozen=True)
class Intake:
    """What a ticket is made from. Texts are masked; the address and BRIN are checked.

    `key` makes a ticket once: the same key returns the same ticket. `conversation_id` is None for a question that was
    left on the form page.
    """

    key: str
    question: str
    email: str | None
    name: str | None
    brin: str | None
    conversation_id: str | None
    proposals: tuple[Proposal, ...] = ()
    model: str = ""
    knowledge: str = ""


@dataclass(frozen=True)
class Ticket:
    """A question for the helpdesk.

    `number` is what people say (`PO-000123`). `secret` is the part behind the link to its page. `agent_id` is who
    works on it. `version` grows with every change; a writer names the version that it saw. `answer_by` is the expected
    day of an answer.
    """

    id: int
    number: str
    secret: str
    status: Status
    question: str
    email: str | None
    name: str | None
    brin: str | None
    conversation_id: str | None
    proposals: tuple[Proposal, ...]
    model: str
    knowledge: str
    agent_id: int | None
    agent_name: str | None
    version: int
    answer_by: date | None
    opened_at: datetime
    changed_at: datetime
