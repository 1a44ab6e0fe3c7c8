"""The pages for people who may not pass or ask for what is not there."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.web.console.pages import page, words_of


def refusal(request: Request, status: int, code: str) -> HTMLResponse:
    """Say plainly why not and what one can do.

    Args:
        status: the HTTP status.
        code: the error code whose words are shown.
    """
    return page(request, "refusal.html", status, problem=words_of(request).problem(code))
