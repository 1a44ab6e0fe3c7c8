"""The asker's page of a ticket, behind the secret link: how it stands, the answers, and room to add something."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import InvalidInput, NotFound
from bot.tickets.cases import add_information
from bot.tickets.intake import QUESTION_LIMIT
from bot.tickets.model import Entry, EntryKind, Status, Ticket
from bot.web.origin import same_site
from bot.web.pages import page
from bot.web.refusals import Refusal, error_body, too_many
from bot.wiring import Parts

router = APIRouter(include_in_schema=False)

_LONGEST_SECRET = 200
_STAGES = (Status.NEW, Status.CLAIMED, Status.ANSWERED, Status.CLOSED)


@router.get("/ticket/{secret}")
async def show(request: Request, secret: str, toegevoegd: str = "") -> Response:
    """Show the ticket."""
    return await _show(request, secret, is_added=toegevoegd == "ja")


@router.get("/ticket/{secret}/verstuurd")
async def show_sent(request: Request, secret: str) -> Response:
    """Confirm that the question was sent: number, link, and what happens next."""
    parts: Parts = request.app.state.parts
    ticket, _ = await _found(request, secret)
    return _private(page(request, "ticket/sent.html", ticket=ticket, link=parts.links(ticket)))


@router.post("/ticket/{secret}", dependencies=[Depends(same_site)])
async def add(request: Request, secret: str, text: Annotated[str, Form()] = "") -> Response:
    """Add what the asker forgot or wants to ask further; an answered ticket opens again."""
    parts: Parts = request.app.state.parts
    ticket, _ = await _found(request, secret)
    if seconds := request.app.state.limits.messages.take(ticket.number):
        raise too_many("rate_limited", seconds)

    def keep() -> None:
        with parts.units() as unit:
            add_information(unit, secret, parts.mask(text).text, parts.clock.now())
            unit.commit()

    try:
        await run_in_threadpool(keep)
    except InvalidInput as error:
        return await _show(request, secret, 422, error.code, text)
    return RedirectResponse(f"/ticket/{secret}?toegevoegd=ja#stand", status_code=303)


async def _show(
    request: Request, secret: str, status: int = 200, problem: str = "", typed: str = "", is_added: bool = False
) -> Response:
    ticket, entries = await _found(request, secret)
    response = page(
        request,
        "ticket/page.html",
        status,
        ticket=ticket,
        entries=[entry for entry in entries if entry.kind is not EntryKind.MOVE],
        stages=_STAGES,
        problem=error_body(request, problem, limit=QUESTION_LIMIT)["error"] if problem else None,
        typed=typed,
        is_added=is_added,
        limit=QUESTION_LIMIT,
    )
    return _private(response)


async def _found(request: Request, secret: str) -> tuple[Ticket, list[Entry]]:
    """Return the ticket and its history. A wrong secret and an unknown one look the same, and are counted."""
    parts: Parts = request.app.state.parts
    misses = request.app.state.limits.misses
    asker = request.client.host if request.client else "-"
    if seconds := misses.wait(asker):
        raise too_many("too_many_tries", seconds)

    def read() -> tuple[Ticket, list[Entry]]:
        if len(secret) > _LONGEST_SECRET:
            raise NotFound("ticket")
        with parts.units() as unit:
            ticket = unit.tickets.by_secret(secret)
            return ticket, list(unit.tickets.entries(ticket))

    try:
        return await run_in_threadpool(read)
    except NotFound:
        misses.take(asker)
        raise Refusal(404, "not_found") from None


def _private(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
