"""Makes pages from templates. Which values a page needs is said by the module that shows it."""

import base64
import hashlib
import uuid
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.clock import AMSTERDAM
from bot.language.texts import Texts
from bot.web.rich_text import linked, rich_text

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_plain = Environment(
    loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.filters["rich"] = rich_text
_environment.filters["linked"] = linked


@cache
def integrity(name: str) -> str:
    """Return the hash of a static file, by which a browser checks that it got the right one."""
    digest = hashlib.sha384((STATIC / name).read_bytes()).digest()
    return "sha384-" + base64.b64encode(digest).decode()


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Show a template. Pages hold what one person asked, so they are never kept by caches.

    Args:
        template: the file's name in the folder of templates.
        status: the HTTP status.
        values: what the template needs besides `texts`, `path` and the date helpers.
    """
    html = fragment(request, template, **values)
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})


def fragment(request: Request, template: str, **values: Any) -> str:
    """Fill a template in and return its text."""
    return _environment.get_template(template).render(**_shared(request), **values)


def plain_text(request: Request, template: str, **values: Any) -> str:
    """Fill in a template that is no HTML."""
    return _plain.get_template(template).render(**_shared(request), **values)


def _shared(request: Request) -> dict[str, Any]:
    texts: Texts = request.app.state.parts.texts
    return {
        "texts": texts,
        "path": request.url.path,
        "message_limit": request.app.state.parts.settings.message_limit,
        "integrity": integrity,
        "new_id": lambda: str(uuid.uuid4()),
        "day": texts.day,
        "moment": lambda at: _moment(texts, at),
        "local": lambda at: at.astimezone(AMSTERDAM),
    }


def _moment(texts: Texts, at: datetime) -> str:
    here = at.astimezone(AMSTERDAM)
    return texts.say("moment", day=texts.day(date(here.year, here.month, here.day)), time=f"{here:%H:%M}")
