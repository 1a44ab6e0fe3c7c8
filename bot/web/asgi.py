"""What surrounds every request: size limit, security headers, the internal API's secret, the log line. No routes."""

import hmac
import logging
import time
import traceback
import uuid
from pathlib import Path

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.refusals import Refusal, refuse

LARGEST_BODY = 64 * 1024
# The console takes longer texts than the chat and keeps its own limit.
_LARGER = ("/console",)
_LARGEST_THERE = 512 * 1024

_log = structlog.get_logger("web")

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """Adds the headers that keep other sites and foreign scripts out."""

    def __init__(self, app: ASGIApp, is_https: bool) -> None:
        self._app = app
        self._headers = dict(_HEADERS)
        if is_https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses bodies that are too large, also when their length is not told beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        largest = _LARGEST_THERE if scope["path"].startswith(_LARGER) else LARGEST_BODY
        told = Headers(scope=scope).get("content-length", "0")
        body = await _read(receive, largest) if told.isdecimal() and int(told) <= largest else None
        if body is None:
            await refuse(Request(scope), Refusal(413, "body_too_large"))(scope, receive, send)
            return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_read() -> Message:
            return waiting.pop() if waiting else await receive()

        await self._app(scope, receive_read, send)


class InternalGuard:
    """Hides the internal API from everybody without the shared secret: it looks as if it did not exist."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._expected = f"Bearer {secret}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"] + "/").startswith("/internal/"):
            given = Headers(scope=scope).get("authorization", "").encode()
            if not hmac.compare_digest(given, self._expected):
                await refuse(Request(scope), Refusal(404, "not_found"))(scope, receive, send)
                return
        await self._app(scope, receive, send)


class RequestLog:
    """Writes one line a request: what, how it ended, how long. No texts, no addresses, no secrets of links."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, is_started = time.monotonic(), 500, False
        structlog.contextvars.bind_contextvars(request=uuid.uuid4().hex[:12])

        async def send_noting(message: Message) -> None:
            nonlocal status, is_started
            if message["type"] == "http.response.start":
                status, is_started = message["status"], True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:
            # The text of an error may hold what somebody typed (a database error shows its values): only places go out.
            _log.error("crash", error=type(error).__name__, places=_places(error))
            if not is_started:
                await refuse(Request(scope), Refusal(500, "internal"))(scope, receive, send_noting)
        finally:
            route = getattr(scope.get("route"), "path", None) or "-"
            took = round((time.monotonic() - started) * 1000)
            _log.info("request", method=scope["method"], route=route, status=status, ms=took)
            structlog.contextvars.clear_contextvars()


def configure_logs() -> None:
    """Write logs as JSON lines. Uvicorn's access log is off: it holds addresses and the secrets of links."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.getLogger("uvicorn.access").disabled = True


def _places(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


async def _read(receive: Receive, largest: int) -> bytes | None:
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += message.get("body", b"")
        if len(body) > largest:
            return None
        if not message.get("more_body"):
            return body
