"""The shapes of the chat API: what comes in and what goes out. Part of a public contract; see /openapi.json."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

from bot.chat.model import Kind, Message, Turn
from bot.web.refusals import CodedValueError

_ANSWER: dict[str, Any] = {
    "text": "...",
    "kind": "answer",
    "topics": ["kosten"],
    "sources": [{"title": "...", "date": "14 juni 2021", "url": None, "section": "..."}],
    "buttons": [{"title": "...", "payload": "/makelaars"}],
}


class ChatRequest(BaseModel):
    """A message, or the payload of a button that was sent before in this conversation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"message": "Wat kost eHerkenning?", "sender": None, "id": "6f0b5a0e-6f3c-4b57-9a3e-1f1f0a4be0c1"},
                {"payload": "/makelaars", "sender": "c_....signature"},
            ]
        }
    )

    message: Annotated[StrictStr | None, Field(description="What the user typed; always text, never a command.")] = None
    payload: Annotated[
        StrictStr | None, Field(max_length=500, description="Of a button in this conversation; then no message.")
    ] = None
    sender: Annotated[StrictStr | None, Field(description="From the last reply; null for a new conversation.")] = None
    id: Annotated[
        StrictStr | None,
        Field(
            min_length=1,
            max_length=100,
            pattern=r"^[A-Za-z0-9._:-]+$",
            description="Made by the client; the same id again returns the same reply. "
            "For a first message (no sender) only a random UUID (version 4) is recognised.",
        ),
    ] = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if self.message is not None and self.payload is not None:
            raise CodedValueError("message_and_payload")
        if self.message is None and not self.payload:
            raise CodedValueError("empty_message")
        return self


class SourceOut(BaseModel):
    title: str
    date: str
    url: str | None = None
    section: str | None = None


class ButtonOut(BaseModel):
    title: str
    payload: str


class MessageOut(BaseModel):
    """One message to the user. An `answer` has at least one source."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ANSWER]})

    text: str
    kind: Kind
    topics: list[str]
    sources: list[SourceOut]
    buttons: list[ButtonOut]


class ChatReply(BaseModel):
    """The reply, and the sender to give with the next message."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"sender": "c_....signature", "messages": [_ANSWER]}]})

    sender: str
    messages: list[MessageOut]


class PageReply(ChatReply):
    """The reply to our own chat page, with the turn as HTML."""

    html: str


class TurnOut(BaseModel):
    """A message of the user, and the reply to it; `messages` is null as long as there is none."""

    type: Literal["turn"] = "turn"
    at: str
    turn: str
    id: str | None
    text: str
    payload: str | None
    messages: list[MessageOut] | None


class AgentReplyOut(BaseModel):
    """An answer of the helpdesk to a ticket of this conversation."""

    type: Literal["agent_reply"] = "agent_reply"
    at: str
    ticket: str
    text: str


class TicketStatusOut(BaseModel):
    """What became of a ticket of this conversation: new, claimed, answered or closed."""

    type: Literal["ticket_status"] = "ticket_status"
    at: str
    ticket: str
    status: str


EntryOut = Annotated[TurnOut | AgentReplyOut | TicketStatusOut, Field(discriminator="type")]


class History(BaseModel):
    """The conversation so far, oldest first. `last_event` is where the event stream goes on."""

    sender: str
    entries: list[EntryOut]
    last_event: int


class ErrorOut(BaseModel):
    """What happened, and what the user can do now, in Dutch. `code` is for programs."""

    code: str
    what: str
    now: str


class ErrorReply(BaseModel):
    error: ErrorOut


def messages_out(messages: tuple[Message, ...]) -> list[MessageOut]:
    """Return messages in the API's shape."""
    return [
        MessageOut(
            text=one.text,
            kind=one.kind,
            topics=list(one.topics),
            sources=[SourceOut(title=s.title, date=s.date, url=s.url, section=s.section) for s in one.sources],
            buttons=[ButtonOut(title=b.title, payload=b.payload) for b in one.buttons],
        )
        for one in messages
    ]


def turn_out(turn: Turn) -> TurnOut:
    """Return a turn in the API's shape."""
    return TurnOut(
        at=turn.asked_at.isoformat(),
        turn=turn.id,
        id=turn.client_id,
        text=turn.text,
        payload=turn.payload,
        messages=messages_out(turn.reply.messages) if turn.reply else None,
    )


def example_error(code: str) -> dict[str, Any]:
    """Return an example of an error for the API's description."""
    return {"error": {"code": code, "what": "...", "now": "..."}}
