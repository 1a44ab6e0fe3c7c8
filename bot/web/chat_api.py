"""The chat API: ask, look back, listen. The shapes are in chat_models.py."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.chat.ask import Asked
from bot.chat.model import Event, EventKind
from bot.web import conversation
from bot.web.chat_entry import ask
from bot.web.chat_models import (
    AgentReplyOut,
    ChatReply,
    ChatRequest,
    ErrorReply,
    History,
    PageReply,
    TicketStatusOut,
    TurnOut,
    example_error,
    messages_out,
    turn_out,
)
from bot.web.event_stream import EventStream
from bot.web.pages import fragment
from bot.web.refusals import Refusal
from bot.web.transcript import Entry, read_transcript
from bot.wiring import Parts

router = APIRouter(prefix="/api/chat", tags=["chat"])

_HEARTBEAT_SECONDS = 15
_LARGEST_ID = 2**62


def _errors(**codes: str) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of an address: status (as `s404`) and what it means with its codes."""
    described: dict[int | str, dict[str, Any]] = {}
    for status, meaning in codes.items():
        code = meaning.partition(" ")[0].strip(",:")
        described[int(status[1:])] = {
            "model": ErrorReply,
            "description": meaning,
            "content": {"application/json": {"example": example_error(code)}},
        }
    return described


@router.post(
    "",
    summary="Ask a question or press a button",
    response_model=ChatReply,
    responses=_errors(
        s400="invalid_json: the body is no JSON in UTF-8",
        s403="sender_forged, payload_not_offered: not made by this server, or not shown in this conversation",
        s404="conversation_gone: the conversation was removed",
        s413="body_too_large: more than 64 KiB",
        s415="json_only: another content type",
        s422="empty_message, message_too_long, control_characters, message_and_payload, invalid_request",
        s429="rate_limited, busy: see the header Retry-After (seconds)",
        s500="internal: our fault",
    ),
)
async def post_message(
    request: Request,
    body: ChatRequest,
    x_chat_page: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Answer a message. Questions that the assistant cannot answer now are kept, and get a `notice`."""
    parts: Parts = request.app.state.parts
    asked = Asked(body.message, body.payload, body.id)
    if not conversation.is_page(request):
        known = conversation.unsigned(parts.settings, body.sender) if body.sender is not None else None
        turn = await ask(request, known, asked)
        reply = ChatReply(**_reply_values(parts, turn.conversation_id, turn))
        return _json(reply.model_dump(mode="json"))
    turn = await ask_from_page(request, asked)
    html = fragment(request, "chat/turn.html", entry=Entry(turn.asked_at, turn=turn, is_last=True))
    reply = PageReply(**_reply_values(parts, turn.conversation_id, turn), html=html)
    response = _json(reply.model_dump(mode="json"))
    conversation.keep(response, parts.settings, turn.conversation_id)
    return response


async def ask_from_page(request: Request, asked: Asked) -> Any:
    """Ask in the conversation of the cookie; one that is gone gives way to a new one."""
    known = conversation.of_cookie(request)
    try:
        return await ask(request, known, asked)
    except Refusal as refusal:
        if refusal.code != "conversation_gone":
            raise
        return await ask(request, None, asked)


@router.get(
    "/history",
    summary="Look back",
    response_model=History,
    responses=_errors(
        s403="sender_forged: not made by this server",
        s404="conversation_gone: there is no such conversation",
        s422="invalid_request: see the description",
    ),
)
async def get_history(request: Request, sender: Annotated[str | None, Query()] = None) -> Response:
    """Return the conversation so far. Our own page leaves `sender` out: its cookie counts."""
    parts: Parts = request.app.state.parts
    known = _conversation(request, sender)

    def read() -> History:
        with parts.units() as unit:
            if not unit.journal.exists(known):
                raise Refusal(404, "conversation_gone")
            found = read_transcript(unit, known)
        return History(
            sender=conversation.signed(parts.settings, known),
            entries=[_entry_out(entry) for entry in found.entries],
            last_event=found.last_event,
        )

    history = await run_in_threadpool(read)
    return _json(history.model_dump(mode="json"))


@router.get(
    "/events",
    summary="Listen",
    response_class=EventSourceResponse,
    responses=_errors(
        s403="sender_forged: not made by this server",
        s404="conversation_gone: there is no such conversation",
        s422="invalid_request: see the description",
    ),
)
async def get_events(
    request: Request,
    sender: Annotated[str | None, Query()] = None,
    after: Annotated[int, Query(ge=0, le=_LARGEST_ID, description="Where to begin; Last-Event-ID wins.")] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Stream what happens as Server-Sent Events: `turn`, `agent_reply` and `ticket_status`, shaped as in the history.

    Our own page leaves `sender` out: its cookie counts, and each event also holds `html`.
    """
    parts: Parts = request.app.state.parts
    stream: EventStream = request.app.state.events
    known = _conversation(request, sender)
    if last_event_id and last_event_id.isdecimal() and len(last_event_id) < 19:
        after = int(last_event_id)

    def missed() -> list[Event]:
        with parts.units() as unit:
            if not unit.journal.exists(known):
                raise Refusal(404, "conversation_gone")
            return list(unit.events.of(known, after))

    async def told() -> AsyncIterator[ServerSentEvent]:
        last = after
        with stream.listening(known) as listener:
            for event in await run_in_threadpool(missed):
                last = event.id
                yield await run_in_threadpool(_sse, request, event, sender is None)
            while (next_event := await listener.get()) is not None:
                if next_event.id > last:
                    last = next_event.id
                    yield await run_in_threadpool(_sse, request, next_event, sender is None)

    await run_in_threadpool(missed)
    return EventSourceResponse(told(), ping=_HEARTBEAT_SECONDS, headers={"Cache-Control": "no-store"})


def _conversation(request: Request, sender: str | None) -> str:
    parts: Parts = request.app.state.parts
    known = conversation.unsigned(parts.settings, sender) if sender is not None else conversation.of_cookie(request)
    if known is None:
        raise Refusal(404, "conversation_gone")
    return known


def _sse(request: Request, event: Event, with_html: bool) -> ServerSentEvent:
    entry = Entry(event.at, event=event)
    if event.kind is EventKind.TURN:
        parts: Parts = request.app.state.parts
        with parts.units() as unit:
            entry = Entry(event.at, turn=unit.journal.turn(event.data["turn"]), is_last=True)
    data = _entry_out(entry).model_dump(mode="json")
    if with_html:
        data["html"] = fragment(request, "chat/turn.html" if entry.turn else "chat/event.html", entry=entry)
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), event=event.kind.value, id=str(event.id))


def _entry_out(entry: Entry) -> TurnOut | AgentReplyOut | TicketStatusOut:
    if entry.turn is not None:
        return turn_out(entry.turn)
    assert entry.event is not None
    at, data = entry.at.isoformat(), entry.event.data
    if entry.event.kind is EventKind.AGENT_REPLY:
        return AgentReplyOut(at=at, ticket=data["ticket"], text=data["text"])
    return TicketStatusOut(at=at, ticket=data["ticket"], status=data["status"])


def _reply_values(parts: Parts, conversation_id: str, turn: Any) -> dict[str, Any]:
    sender = conversation.signed(parts.settings, conversation_id)
    return {"sender": sender, "messages": messages_out(turn.reply.messages if turn.reply else ())}


def _json(content: Any) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})
