"""Says no: every error as JSON for the API or as a page for people, in Dutch, always with what one can do now."""

from dataclasses import dataclass, field
from typing import Any

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.errors import BronError, Conflict, Forbidden, InvalidInput, NotFound
from bot.web.pages import page

_log = structlog.get_logger("web")
_JSON_PATHS = ("/api/", "/internal", "/health", "/ready", "/openapi.json")
_BY_STATUS = {400: "invalid_json", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}


@dataclass
class Refusal(Exception):
    """Ends a request.

    Args:
        status: the HTTP status. code: names the words. values: fill the words in. headers: added to the response.
    """

    status: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def too_many(code: str, seconds: int) -> Refusal:
    """Return the refusal for somebody who must wait."""
    return Refusal(429, code, {"seconds": seconds}, {"Retry-After": str(seconds)})


def error_body(request: Request, code: str, **values: object) -> dict[str, dict[str, str]]:
    """Return the API's error shape."""
    parts = request.app.state.parts
    text = parts.texts.error(code, **{"limit": parts.settings.message_limit, **values})
    return {"error": {"code": code, "what": text.what, "now": text.now}}


def refuse(request: Request, refusal: Refusal) -> Response:
    """Make the response of a refusal."""
    body = error_body(request, refusal.code, **refusal.values)
    if request.url.path.startswith(_JSON_PATHS):
        return JSONResponse(body, refusal.status, headers={"Cache-Control": "no-store", **refusal.headers})
    response = page(request, "error.html", status=refusal.status, **body["error"])
    response.headers.update(refusal.headers)
    return response


def on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refuse(request, error)


def on_product_error(request: Request, error: Exception) -> Response:
    """Answer an error that the product raised on purpose."""
    assert isinstance(error, BronError)
    statuses = ((InvalidInput, 422), (NotFound, 404), (Forbidden, 403), (Conflict, 409))
    status = next((status for kind, status in statuses if isinstance(error, kind)), 500)
    if status == 500:
        _log.error("failed", error=type(error).__name__, code=error.code)
    return refuse(request, Refusal(status, error.code))


def on_http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework itself refuses."""
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "invalid_input")
    return refuse(request, Refusal(error.status_code, code, headers=dict(error.headers or {})))


def on_invalid_request(request: Request, error: Exception) -> Response:
    """Answer a request that does not fit the description of the API. What was sent is never repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if request.method == "POST" and not _is_json(request):
        return refuse(request, Refusal(415, "json_only"))
    if first["type"] == "json_invalid":
        return refuse(request, Refusal(400, "invalid_json"))
    place = [str(step) for step in first["loc"] if step not in ("body", "query", "path")]
    if first["type"] == "string_unicode":
        return refuse(request, Refusal(422, "control_characters"))
    if first["type"] == "value_error" and isinstance(cause := first.get("ctx", {}).get("error"), CodedValueError):
        return refuse(request, Refusal(422, cause.code))
    return refuse(request, Refusal(422, "invalid_request", {"field": place[0] if place else "body"}))


class CodedValueError(ValueError):
    """A rule between fields that was broken; the code names the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
