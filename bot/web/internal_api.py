"""What the action server asks: make a ticket, find the open question, list a conversation's tickets.

Behind the shared secret; see InternalGuard in asgi.py.
"""

from fastapi import APIRouter
from pydantic import BaseModel, StrictStr
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.errors import InvalidInput, NotFound
from bot.web.ticket_intake import Filled, keep_ticket, open_question_of
from bot.wiring import Parts

router = APIRouter(prefix="/internal", include_in_schema=False)


class TicketRequest(BaseModel):
    """What the ticket form collected. `key` makes one ticket of all tries."""

    conversation: StrictStr
    key: StrictStr
    question: StrictStr
    email: StrictStr | None = None
    name: StrictStr | None = None
    brin: StrictStr | None = None


@router.post("/tickets")
async def post_ticket(request: Request, body: TicketRequest) -> JSONResponse:
    """Make a ticket, or return the one that this key made before."""
    parts: Parts = request.app.state.parts
    filled = Filled(f"form:{body.key}", body.question, body.email, body.name, body.brin, body.conversation)

    def keep() -> tuple[dict[str, str | None], bool]:
        with parts.units() as unit:
            if not unit.journal.exists(body.conversation):
                raise NotFound("conversation")
            before = {ticket.id for ticket in unit.tickets.of_conversation(body.conversation)}
            ticket = keep_ticket(parts, unit, filled, is_in_turn=True)
            unit.commit()
        answer_by = ticket.answer_by.isoformat() if ticket.answer_by else None
        made = {"number": ticket.number, "link": parts.links(ticket), "answer_by": answer_by}
        return made, ticket.id not in before

    try:
        made, is_new = await run_in_threadpool(keep)
    except InvalidInput as error:
        text = parts.texts.error(error.code, limit=5000)
        shape = {"code": error.code, "field": error.field, "what": text.what, "now": text.now}
        return JSONResponse({"error": shape}, 422)
    return JSONResponse(made, 201 if is_new else 200)


@router.get("/conversations/{conversation_id}/open-question")
async def get_open_question(request: Request, conversation_id: str) -> JSONResponse:
    """Return the last question that the assistant could not answer."""
    parts: Parts = request.app.state.parts

    def read() -> str | None:
        with parts.units() as unit:
            found = open_question_of(unit, conversation_id, is_in_turn=True)
        return found.text if found else None

    return JSONResponse({"text": await run_in_threadpool(read)})


@router.get("/conversations/{conversation_id}/tickets")
async def get_tickets(request: Request, conversation_id: str) -> JSONResponse:
    """Return the tickets of a conversation, oldest first."""
    parts: Parts = request.app.state.parts

    def read() -> list[dict[str, str]]:
        with parts.units() as unit:
            tickets = unit.tickets.of_conversation(conversation_id)
        return [{"number": one.number, "status": one.status.value, "link": parts.links(one)} for one in tickets]

    return JSONResponse({"tickets": await run_in_threadpool(read)})
