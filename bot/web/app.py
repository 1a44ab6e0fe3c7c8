"""Puts the web side together: routes, what surrounds them, and the work that goes on beside requests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from bot.errors import BronError
from bot.web import chat_api, chat_page, costs_page, health, internal_api, question_page, ticket_page, topics_page
from bot.web.asgi import BodyLimit, InternalGuard, RequestLog, SecurityHeaders
from bot.web.chat_entry import limits_for
from bot.web.console.routes import router as console_router
from bot.web.event_stream import EventStream
from bot.web.pages import STATIC
from bot.web.refusals import Refusal, on_http_error, on_invalid_request, on_product_error, on_refusal
from bot.wiring import Parts

_DRAIN_SECONDS = 15
_ABOUT = (
    "Ask the digital assistant of Helpdesk BRON po. Texts to people are in Dutch. Every error has the shape "
    '`{"error": {"code", "what", "now"}}`.'
)


def create_app(parts: Parts) -> FastAPI:
    """Make the application.

    Args:
        parts: what it works with; the database must be up to date.
    """
    app = FastAPI(
        title="Helpdesk BRON po, digital assistant",
        version="1",
        description=_ABOUT,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.parts = parts
    app.state.limits = limits_for(parts.settings.rate_limit)
    app.state.events = EventStream(parts.units)
    for one in (chat_api, health, internal_api, chat_page, costs_page, question_page, ticket_page, topics_page):
        app.include_router(one.router)
    app.include_router(console_router)
    app.mount("/static", _Revalidated(directory=STATIC), name="static")
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(BronError, on_product_error)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(HTTPException, on_http_error)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(InternalGuard, secret=parts.settings.internal_secret)
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, is_https=parts.settings.public_url.startswith("https://"))
    return app


class _Revalidated(StaticFiles):
    """Static files that a browser may keep but must ask about, so that a page never meets an older script."""

    def file_response(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        return response


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    await app.state.events.start()
    app.state.sending = asyncio.create_task(parts.sender.run())
    try:
        yield
    finally:
        await app.state.events.stop()
        app.state.sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await app.state.sending
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                await parts.chat.drain()
        await parts.assistant.close()
        parts.units.close()
