"""Makes the console's pages. Which values a page needs is said by the module that shows it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.web import pages
from bot.web.console.words import Words, load_words


def words_of(request: Request) -> Words:
    """Return the console's Dutch words."""
    return load_words(request.app.state.parts.settings.data)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Show a template of templates/console.

    Args:
        template: the file's name in that folder.
        status: the HTTP status.
        values: what the template needs besides what all pages have, `words` and `visitor` (None for a guest).
    """
    return HTMLResponse(fragment(request, template, **values), status_code=status)


def fragment(request: Request, template: str, **values: Any) -> str:
    """Fill a template of templates/console in and return its text."""
    visitor = getattr(request.state, "visitor", None)
    return pages.fragment(request, f"console/{template}", words=words_of(request), visitor=visitor, **values)
