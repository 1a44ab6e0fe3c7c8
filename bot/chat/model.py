"""What a conversation is made of: questions, replies, and what the assistant thought. No storage, no HTTP."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a message is for; part of the chat API's contract."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ESCALATE = "escalate"
    FORM = "form"
    TICKET = "ticket"
    SMALLTALK = "smalltalk"
    NOTICE = "notice"
    ERROR = "error"


@dataclass(frozen=True)
class Button:
    """A quick reply. `payload` comes back unchanged when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class SourceNote:
    """Where an answer comes from, as the reader sees it. `date` is Dutch text; one of `url` and `section` is set."""

    title: str
    date: str
    url: str | None = None
    section: str | None = None


@dataclass(frozen=True)
class Message:
    """One message to the asker."""

    text: str
    kind: Kind
    topics: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class RankedTopic:
    """A topic that the assistant considered. `confidence` runs from 0 to 1."""

    topic: str
    confidence: float


@dataclass(frozen=True)
class Part:
    """One question found in a message. `decision` is answer, clarify or escalate."""

    text: str
    topics: tuple[str, ...]
    decision: str


@dataclass(frozen=True)
class Reply:
    """All that the assistant said to one message, with what it needs to be explained later.

    `ranking` holds at most three topics, best first. `model` and `knowledge` are version marks; both are empty
    when web itself replied because the assistant was not there.
    """

    messages: tuple[Message, ...]
    ranking: tuple[RankedTopic, ...] = ()
    parts: tuple[Part, ...] = ()
    model: str = ""
    knowledge: str = ""


@dataclass(frozen=True)
class Turn:
    """One message of the asker and the reply to it.

    `position` counts from 1 within the conversation. `text` is masked. `payload` is set when a button was pressed; then
    `text` is the button's title. `reply` is None until the assistant answered.
    """

    id: str
    conversation_id: str
    position: int
    client_id: str | None
    text: str
    payload: str | None
    asked_at: datetime
    reply: Reply | None
    answered_at: datetime | None


class EventKind(StrEnum):
    """What can be told to an open chat besides the replies to its own messages."""

    TURN = "turn"
    AGENT_REPLY = "agent_reply"
    TICKET_STATUS = "ticket_status"


@dataclass(frozen=True)
class Event:
    """Something that happened in a conversation. `id` grows; a reader asks for what came after the last id it saw.

    `data` is what the page needs to show it: for `agent_reply` {"ticket", "text", "agent"}; for `ticket_status`
    {"ticket", "status"}; for `turn` {"turn"} (the id of the turn that was answered).
    """

    id: int
    conversation_id: str
    kind: EventKind
    data: dict[str, str]
    at: datetime
