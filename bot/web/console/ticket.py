"""One ticket: its page, and the forms on it. What a move means is decided by bot.tickets.cases."""

from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.errors import Conflict, InvalidInput
from bot.store.unit import SqlUnit
from bot.tickets import cases
from bot.tickets.model import EntryKind
from bot.web.console.guard import CurrentParts, CurrentVisitor, Visitor
from bot.web.console.pages import page, words_of
from bot.web.console.proposals import answer_of, draft_of
from bot.web.console.ticket_view import view_of
from bot.web.console.words import Problem
from bot.wiring import Parts

# Moves that would throw away what was typed: said once before it happens.
SILENT = ("release", "close", "reopen")
DONE = ("claim", "release", "reply", "close", "reopen")


def show(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Show a ticket."""
    return _page(number, request, parts, visitor)


def state(number: str, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Tell an open page which version the ticket has by now."""
    with parts.units() as unit:
        return JSONResponse({"version": unit.tickets.get(number).version})


def draft(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Put the answer of a topic behind what was typed and show the page again: the way without JavaScript."""
    typed = visitor.form.get("text", "").rstrip()
    answer = answer_of(visitor.form.get("use", ""), parts.knowledge, parts.clock.today())
    pieces = [piece for piece in (typed, draft_of(answer, words_of(request)) if answer else "") if piece]
    return _page(number, request, parts, visitor, typed="\n\n".join(pieces), is_drafted=True)


def claim(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Take the ticket."""

    def move(unit: SqlUnit, version: int, now: datetime) -> None:
        cases.claim(unit, number, version, visitor.account.id, now)

    return _act("claim", move, number, request, parts, visitor)


def release(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Give the ticket back to the queue."""

    def move(unit: SqlUnit, version: int, now: datetime) -> None:
        cases.release(unit, number, version, visitor.account.id, now)

    return _act("release", move, number, request, parts, visitor)


def reply(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Send the typed answer to the asker."""
    account, text = visitor.account, visitor.form.get("text", "")

    def move(unit: SqlUnit, version: int, now: datetime) -> None:
        cases.reply(unit, number, version, account.id, account.name, text, parts.links, now)

    return _act("reply", move, number, request, parts, visitor)


def close(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Close the ticket."""
    account = visitor.account

    def move(unit: SqlUnit, version: int, now: datetime) -> None:
        cases.close(unit, number, version, account.id, account.name, parts.links, now)

    return _act("close", move, number, request, parts, visitor)


def reopen(number: str, request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Put the ticket back in the queue."""
    account = visitor.account

    def move(unit: SqlUnit, version: int, now: datetime) -> None:
        cases.reopen(unit, number, version, account.id, account.name, now)

    return _act("reopen", move, number, request, parts, visitor)


def _act(
    name: str,
    move: Callable[[SqlUnit, int, datetime], None],
    number: str,
    request: Request,
    parts: Parts,
    visitor: Visitor,
) -> Response:
    """Make a move on the version that the agent saw; when that is no longer the last, show what happened since."""
    form = visitor.form
    if name in SILENT and form.get("text", "").strip() and not form.get("warned"):
        problem = words_of(request).problem("unsent_text")
        return _page(number, request, parts, visitor, typed=form.get("text", ""), problem=problem, is_warned=True)
    try:
        with parts.units() as unit:
            move(unit, _whole(form.get("version", "")), parts.clock.now())
            unit.commit()
    except Conflict as error:
        if name == "reply" and _is_repeat(number, parts, visitor):
            return _done(number, name)
        return _page(
            number,
            request,
            parts,
            visitor,
            typed=form.get("text", ""),
            since=_whole(form.get("seen", "")),
            problem=words_of(request).problem(error.code),
        )
    except InvalidInput as error:
        problem = words_of(request).problem(error.code)
        return _page(number, request, parts, visitor, typed=form.get("text", ""), text_problem=problem)
    return _done(number, name)


def _done(number: str, name: str) -> Response:
    return RedirectResponse(f"/console/tickets/{number}?done={name}", status_code=303)


def _is_repeat(number: str, parts: Parts, visitor: Visitor) -> bool:
    """Tell whether this very answer was sent from this very page already: a form that was sent twice."""
    seen, text = _whole(visitor.form.get("seen", "")), visitor.form.get("text", "").strip()
    with parts.units() as unit:
        later = [entry for entry in unit.tickets.entries(unit.tickets.get(number)) if entry.id > seen]
    return any(
        entry.kind is EntryKind.REPLY and entry.name == visitor.account.name and entry.text == text for entry in later
    )


def _page(
    number: str,
    request: Request,
    parts: Parts,
    visitor: Visitor,
    *,
    typed: str = "",
    since: int | None = None,
    problem: Problem | None = None,
    text_problem: Problem | None = None,
    is_drafted: bool = False,
    is_warned: bool = False,
) -> Response:
    done = request.query_params.get("done")
    return page(
        request,
        "ticket.html",
        422 if text_problem or is_warned else 409 if problem else 200,
        view=view_of(number, visitor.account, parts, words_of(request), since),
        typed=typed,
        longest=cases.REPLY_LIMIT,
        problem=problem,
        text_problem=text_problem,
        is_drafted=is_drafted,
        is_warned=is_warned,
        done=done if done in DONE and request.method == "GET" else None,
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0
