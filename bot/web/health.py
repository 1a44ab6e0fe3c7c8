"""Tells whether the process runs, and whether each part of the product does its work."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.errors import AssistantUnavailable
from bot.wiring import Parts

router = APIRouter(tags=["health"])

_SECONDS = 4.0
Probe = Callable[[Request], Awaitable[dict[str, Any]]]
_EXAMPLE = {
    "status": "ok",
    "parts": {
        "database": {"status": "ok"},
        "rasa": {
            "status": "ok",
            "model": "...",
            "language_model": "nl_core_news_sm 3.8.0",
            "knowledge": "0123456789ab",
        },
        "actions": {"status": "ok"},
        "mail": {"status": "ok", "owed": 0},
    },
}


@router.get("/health", summary="Whether this process runs")
async def health() -> dict[str, str]:
    """Answer as long as the process can answer anything."""
    return {"status": "ok"}


@router.get(
    "/ready",
    summary="Whether each part works",
    responses={
        200: {"content": {"application/json": {"example": _EXAMPLE}}},
        503: {"description": "The chat cannot answer", "content": {"application/json": {"example": _EXAMPLE}}},
    },
)
async def ready(request: Request) -> JSONResponse:
    """Ask each part. `status` is `ok`, `degraded` (the chat answers, but not all works) or `down` (503)."""
    names = list(_PROBES)
    found = await asyncio.gather(*(_probed(probe, request) for probe in _PROBES.values()))
    parts = dict(zip(names, found, strict=True))
    is_up = {name: part["status"] == "ok" for name, part in parts.items()}
    # Plain answers do not need the action server; what does need it gets the notice.
    can_answer = is_up["database"] and is_up["rasa"]
    status = "down" if not can_answer else "ok" if all(is_up.values()) else "degraded"
    return JSONResponse(
        {"status": status, "parts": parts}, 200 if can_answer else 503, headers={"Cache-Control": "no-store"}
    )


async def _probed(probe: Probe, request: Request) -> dict[str, Any]:
    try:
        async with asyncio.timeout(_SECONDS):
            return await probe(request)
    except Exception as error:
        # Any failure of a part is what this page is for; its text may hold addresses, so only its kind is told.
        return {"status": "down", "error": type(error).__name__}


async def _database(request: Request) -> dict[str, Any]:
    parts: Parts = request.app.state.parts

    def look() -> None:
        with parts.units() as unit:
            unit.events.last_id()

    await run_in_threadpool(look)
    return {"status": "ok"}


async def _rasa(request: Request) -> dict[str, Any]:
    parts: Parts = request.app.state.parts
    try:
        return dict(await parts.assistant.health())
    except AssistantUnavailable as error:
        return {"status": "down", "error": str(error)}


async def _actions(request: Request) -> dict[str, Any]:
    parts: Parts = request.app.state.parts
    url = parts.settings.actions_url
    async with httpx.AsyncClient(trust_env=False, timeout=_SECONDS, verify=url.startswith("https://")) as client:
        response = await client.get(f"{url}/health")
    return {"status": "ok" if response.status_code == 200 else "down"}


async def _mail(request: Request) -> dict[str, Any]:
    parts: Parts = request.app.state.parts

    def look() -> tuple[int, int]:
        with parts.units() as unit:
            owed = unit.outbox.owed()
        return len(owed), sum(1 for one in owed if one.tries > 0)

    owed, failing = await run_in_threadpool(look)
    is_sending = not request.app.state.sending.done()
    return {"status": "ok" if is_sending and not failing else "down", "owed": owed, "failing": failing}


_PROBES: dict[str, Probe] = {"database": _database, "rasa": _rasa, "actions": _actions, "mail": _mail}
