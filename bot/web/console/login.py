"""Logging in and out. Wrong and unknown look the same; a lock says so plainly."""

import math
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.accounts import cases
from bot.accounts.model import Session
from bot.web.console.guard import (
    CurrentGuest,
    CurrentParts,
    CurrentVisitor,
    Guest,
    give_form_cookie,
    give_session,
    lifetime_of,
    session_id_of,
    take_session,
)
from bot.web.console.pages import page, words_of
from bot.web.console.words import Problem, Words
from bot.wiring import Parts

HOME = "/console"


def show(request: Request, parts: CurrentParts, guest: CurrentGuest) -> Response:
    """Show the log-in form, or go on when somebody is logged in already."""
    if _is_signed_in(request, parts):
        return RedirectResponse(_safe_target(request.query_params.get("next", "")), status_code=303)
    return _form(request, parts, guest, next=request.query_params.get("next", ""))


def enter(request: Request, parts: CurrentParts, guest: CurrentGuest) -> Response:
    """Check the password and start a new session; the one that the browser had ends."""
    login, password = guest.form.get("login", "").strip(), guest.form.get("password", "")
    target = guest.form.get("next", "")
    words = words_of(request)
    empty = {
        **({} if login else {"login": words.problem("empty_login")}),
        **({} if password else {"password": words.problem("empty_password")}),
    }
    if empty:
        return _form(request, parts, guest, next=target, login=login, field_problems=empty, status=422)
    now = parts.clock.now()
    try:
        session = start_session(parts, login, password, session_id_of(request), now)
    except cases.Locked as error:
        problem = locked(error, words, now)
        return _form(request, parts, guest, next=target, login=login, problem=problem, status=429)
    except cases.WrongLogin as error:
        problem = words.problem(error.code)
        return _form(request, parts, guest, next=target, login=login, problem=problem, status=401)
    response = RedirectResponse(_safe_target(target), status_code=303)
    give_session(response, parts, session)
    return response


def leave(request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """End the session, in the store and in the browser."""
    with parts.units() as unit:
        cases.log_out(unit, visitor.session.id)
        unit.commit()
    response = RedirectResponse("/console/login?done=signed_out", status_code=303)
    take_session(response, parts)
    return response


def start_session(parts: Parts, login: str, password: str, old_session_id: str | None, now: datetime) -> Session:
    """Log in with a new session id and end the old session of this browser, if it had one."""
    with parts.units() as unit:
        _, session = cases.log_in(unit, login, password, now, lifetime_of(parts))
        if old_session_id:
            cases.log_out(unit, old_session_id)
        unit.commit()
    return session


def locked(error: cases.Locked, words: Words, now: datetime) -> Problem:
    """Say that too many wrong passwords were tried, and for how many minutes nothing can be done."""
    minutes = max(1, math.ceil((error.until - now) / timedelta(minutes=1)))
    return words.problem(error.code, minutes=minutes)


def _is_signed_in(request: Request, parts: Parts) -> bool:
    session_id = session_id_of(request)
    if not session_id:
        return False
    with parts.units() as unit:
        return unit.sessions.get(session_id, parts.clock.now()) is not None


def _safe_target(target: str) -> str:
    """Return where to go after log-in: only to a page of the console, never to another site."""
    is_ours = target == HOME or target.startswith((HOME + "/", HOME + "?"))
    return target if is_ours and "\\" not in target and target.isprintable() else HOME


def _form(
    request: Request,
    parts: Parts,
    guest: Guest,
    *,
    next: str,
    login: str = "",
    problem: Problem | None = None,
    field_problems: dict[str, Problem] | None = None,
    status: int = 200,
) -> Response:
    response = page(
        request,
        "login.html",
        status,
        csrf=guest.csrf,
        next=next,
        login=login,
        problem=problem,
        field_problems=field_problems or {},
        is_signed_out=request.query_params.get("done") == "signed_out",
    )
    give_form_cookie(response, parts, guest)
    return response
