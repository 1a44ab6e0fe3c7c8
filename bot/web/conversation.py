"""Which conversation a request belongs to: a signed value, in the JSON or in the chat page's cookie."""

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import Forbidden
from bot.settings import Settings
from bot.wiring import Parts, derived_key

COOKIE = "bron_conversation"
PAGE_HEADER = "X-Chat-Page"
_LONGEST = 200


class SenderForged(Forbidden):
    """A sender that this server did not make."""

    code = "sender_forged"


def signed(settings: Settings, conversation_id: str) -> str:
    """Return the value that stands for a conversation outside this server."""
    return _signer(settings).sign(conversation_id).decode()


def unsigned(settings: Settings, sender: str) -> str:
    """Return the conversation of a signed value. Raises SenderForged."""
    try:
        if len(sender) > _LONGEST or not sender.isascii():
            raise SenderForged
        return _signer(settings).unsign(sender).decode()
    except BadSignature:
        raise SenderForged from None


def of_cookie(request: Request) -> str | None:
    """Return the conversation in the cookie; None when there is none or it is not ours."""
    parts: Parts = request.app.state.parts
    value = request.cookies.get(COOKIE)
    if not value:
        return None
    try:
        return unsigned(parts.settings, value)
    except SenderForged:
        return None


def is_page(request: Request) -> bool:
    """Whether the request comes from our own chat page. Other sites cannot send this header without our consent."""
    return request.headers.get(PAGE_HEADER) == "1"


def keep(response: Response, settings: Settings, conversation_id: str) -> None:
    """Set the cookie. It ends with the browser session: school computers are often shared."""
    response.set_cookie(
        COOKIE,
        signed(settings, conversation_id),
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https://"),
        path="/",
    )


def forget(response: Response, settings: Settings) -> None:
    """Remove the cookie."""
    response.delete_cookie(
        COOKIE, httponly=True, samesite="lax", secure=settings.public_url.startswith("https://"), path="/"
    )


def _signer(settings: Settings) -> Signer:
    return Signer(derived_key(settings, "sender"), salt=b"sender")
