"""Who may pass: every console route needs a log-in and every POST a CSRF token, unless its route class says otherwise.

The pages that are shown to people who may not pass are in refusals.py.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.accounts import cases
from bot.accounts.model import Account, Role, Session
from bot.errors import Forbidden, NotFound
from bot.web.console.refusals import refusal
from bot.wiring import Parts

SESSION_COOKIE = "bron_console"
FORM_COOKIE = "bron_console_form"
COOKIE_PATH = "/console"
_LARGEST_FORM = 256 * 1024
_LONGEST_FORM_COOKIE = 8 * 3600

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True)
class Visitor:
    """Who asks. `form` holds the last value of each field of a POST, empty for a GET."""

    account: Account
    session: Session
    form: Mapping[str, str]

    @property
    def csrf(self) -> str:
        return self.session.csrf


@dataclass(frozen=True)
class Guest:
    """Somebody without a session. `csrf` belongs to the nonce in the form cookie."""

    nonce: str
    csrf: str
    form: Mapping[str, str]


class _SignedOut(Exception):
    """No session, or one that has ended."""


class _Refused(Exception):
    """The request is not let in; `status` and `code` say why."""

    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code


class SignedInRoute(APIRoute):
    """A page or form of the console: the session is looked up and made to last longer."""

    async def admit(self, request: Request) -> None:
        form = await _read_form(request)
        visitor = await run_in_threadpool(_visitor, request, form, True)
        if visitor is None:
            raise _SignedOut
        _check_csrf(request, form, visitor.csrf)
        request.state.visitor = visitor

    def signed_out(self, request: Request) -> Response:
        """Send to the log-in page, and back afterwards to what a GET asked for."""
        target = "/console/login"
        if request.method == "GET" and request.url.path != "/console":
            query = f"?{request.url.query}" if request.url.query else ""
            target += "?next=" + quote(request.url.path + query, safe="")
        return RedirectResponse(target, status_code=303)

    def get_route_handler(self) -> Handler:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                await self.admit(request)
                response = await inner(request)
            except _SignedOut:
                response = self.signed_out(request)
            except _Refused as error:
                response = refusal(request, error.status, error.code)
            except Forbidden:
                response = refusal(request, 403, "forbidden")
            except NotFound:
                response = refusal(request, 404, "not_found")
            response.headers["Cache-Control"] = "no-store"
            return response

        return handle


class PollRoute(SignedInRoute):
    """Asked by a script in an open page: must not keep the session alive, and says 401 instead of moving on."""

    async def admit(self, request: Request) -> None:
        visitor = await run_in_threadpool(_visitor, request, {}, False)
        if visitor is None:
            raise _SignedOut
        request.state.visitor = visitor

    def signed_out(self, request: Request) -> Response:
        return JSONResponse({"signed_out": True}, status_code=401)


class OpenRoute(SignedInRoute):
    """Log-in and set-up: no session needed. A POST is bound to the browser by a nonce in a cookie."""

    async def admit(self, request: Request) -> None:
        form = await _read_form(request)
        nonce = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
        csrf = _guest_csrf(parts_of(request), nonce)
        _check_csrf(request, form, csrf)
        request.state.guest = Guest(nonce, csrf, form)


def parts_of(request: Request) -> Parts:
    """Return the product's parts, as create_app was given them."""
    parts: Parts = request.app.state.parts
    return parts


def visitor_of(request: Request) -> Visitor:
    """Return who is logged in; only behind a SignedInRoute or PollRoute."""
    visitor: Visitor = request.state.visitor
    return visitor


def guest_of(request: Request) -> Guest:
    """Return the guest; only behind an OpenRoute."""
    guest: Guest = request.state.guest
    return guest


def admin_of(request: Request) -> Visitor:
    """Return who is logged in. Raises Forbidden when that is not an admin."""
    visitor = visitor_of(request)
    if visitor.account.role is not Role.ADMIN:
        raise Forbidden
    return visitor


CurrentParts = Annotated[Parts, Depends(parts_of)]
CurrentVisitor = Annotated[Visitor, Depends(visitor_of)]
CurrentGuest = Annotated[Guest, Depends(guest_of)]
CurrentAdmin = Annotated[Visitor, Depends(admin_of)]


def give_session(response: Response, parts: Parts, session: Session) -> None:
    """Put the session in the browser, only for the console and only for requests from this site."""
    response.set_cookie(
        SESSION_COOKIE,
        session.id,
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=_is_secure(parts),
    )


def take_session(response: Response, parts: Parts) -> None:
    """Remove the session from the browser."""
    response.delete_cookie(SESSION_COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict", secure=_is_secure(parts))


def give_form_cookie(response: Response, parts: Parts, guest: Guest) -> None:
    """Keep the guest's nonce in the browser, so that the form that was shown can come back."""
    response.set_cookie(
        FORM_COOKIE,
        guest.nonce,
        max_age=_LONGEST_FORM_COOKIE,
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=_is_secure(parts),
    )


def lifetime_of(parts: Parts) -> timedelta:
    """Return how long a session lasts after its last use."""
    return timedelta(minutes=parts.settings.session_minutes)


def session_id_of(request: Request) -> str | None:
    """Return the session id that the browser sent, not yet checked."""
    return request.cookies.get(SESSION_COOKIE)


def _is_secure(parts: Parts) -> bool:
    return parts.settings.public_url.startswith("https://")


def _visitor(request: Request, form: Mapping[str, str], is_use: bool) -> Visitor | None:
    """Look the session up; with `is_use` its end moves on."""
    session_id = session_id_of(request)
    if not session_id:
        return None
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.units() as unit:
        if is_use:
            found = cases.session_of(unit, session_id, now, lifetime_of(parts))
            unit.commit()
        else:
            session = unit.sessions.get(session_id, now)
            found = (unit.accounts.get(session.account_id), session) if session else None
    return Visitor(found[0], found[1], form) if found else None


def _guest_csrf(parts: Parts, nonce: str) -> str:
    key = parts.settings.secret_key.encode()
    return hmac.new(key, b"console form " + nonce.encode(), hashlib.sha256).hexdigest()


def _check_csrf(request: Request, form: Mapping[str, str], expected: str) -> None:
    if request.method in ("GET", "HEAD"):
        return
    if not hmac.compare_digest(form.get("csrf", "").encode(), expected.encode()):
        raise _Refused(403, "csrf")


async def _read_form(request: Request) -> Mapping[str, str]:
    """Read the fields of a POST; the size is checked before anything is read."""
    if request.method != "POST":
        return {}
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LARGEST_FORM:
        raise _Refused(413, "too_long")
    # The console's own forms are urlencoded; anything else has no fields and so no CSRF token.
    body = (await request.body()).decode("ascii", "replace")
    try:
        fields = parse_qsl(body, keep_blank_values=True, max_num_fields=50, errors="replace")
    except ValueError:
        raise _Refused(413, "too_long") from None
    return {name: value.replace("\r\n", "\n").replace("\x00", "") for name, value in fields}
