"""The chat page: works with plain forms, and is made quicker by static/chat.js. Also: new conversation, transcript."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.chat.ask import Asked
from bot.errors import Forbidden, InvalidInput
from bot.tickets.model import Ticket
from bot.web import conversation
from bot.web.chat_api import ask_from_page
from bot.web.origin import same_site
from bot.web.pages import page, plain_text
from bot.web.refusals import Refusal, error_body
from bot.web.transcript import Transcript, read_transcript
from bot.wiring import Parts

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show(request: Request) -> Response:
    """Show the conversation of the cookie, or the start of a new one."""
    return await _show(request)


@router.post("/", dependencies=[Depends(same_site)])
async def post(
    request: Request,
    message: Annotated[str | None, Form()] = None,
    payload: Annotated[str | None, Form()] = None,
    id: Annotated[str | None, Form()] = None,
) -> Response:
    """Take a message or a pressed button of the plain form, and go back to the page at the newest message."""
    asked = Asked(None if payload else message or "", payload or None, _client_id(id))
    try:
        turn = await ask_from_page(request, asked)
    except InvalidInput as error:
        return await _show(request, 422, error.code, message or "")
    except Forbidden as error:
        return await _show(request, 403, error.code, message or "")
    except Refusal as refusal:
        response = await _show(request, refusal.status, refusal.code, message or "", **refusal.values)
        response.headers.update(refusal.headers)
        return response
    response = RedirectResponse(f"/#{turn.id}", status_code=303)
    conversation.keep(response, request.app.state.parts.settings, turn.conversation_id)
    return response


@router.post("/gesprek/nieuw", dependencies=[Depends(same_site)])
async def begin_anew(request: Request) -> Response:
    """Leave the conversation behind; the browser forgets it."""
    response = RedirectResponse("/", status_code=303)
    conversation.forget(response, request.app.state.parts.settings)
    return response


@router.get("/gesprek/bewaren")
async def download(request: Request) -> Response:
    """Give the conversation as a text file, with the sources of the answers."""
    parts: Parts = request.app.state.parts
    transcript, _ = await run_in_threadpool(_read, parts, conversation.of_cookie(request))
    if not transcript.entries:
        raise Refusal(404, "not_found")
    text = plain_text(request, "chat/transcript.txt", entries=transcript.entries, now=parts.clock.now())
    headers = {
        "Content-Disposition": f'attachment; filename="gesprek-{parts.clock.today().isoformat()}.txt"',
        "Cache-Control": "no-store",
    }
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


async def _show(request: Request, status: int = 200, problem: str = "", typed: str = "", **values: object) -> Response:
    parts: Parts = request.app.state.parts
    transcript, tickets = await run_in_threadpool(_read, parts, conversation.of_cookie(request))
    return page(
        request,
        "chat/page.html",
        status,
        entries=transcript.entries,
        last_event=transcript.last_event,
        tickets=[(ticket, parts.links(ticket)) for ticket in tickets],
        starters=parts.fallback.starter_buttons(),
        problem=error_body(request, problem, **values)["error"] if problem else None,
        typed=typed,
    )


def _read(parts: Parts, conversation_id: str | None) -> tuple[Transcript, list[Ticket]]:
    if conversation_id is None:
        return Transcript((), 0), []
    with parts.units() as unit:
        transcript = read_transcript(unit, conversation_id)
        return transcript, list(unit.tickets.of_conversation(conversation_id))


def _client_id(given: str | None) -> str:
    try:
        return str(uuid.UUID(given or ""))
    except ValueError:
        return str(uuid.uuid4())
