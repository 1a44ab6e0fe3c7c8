"""Asks web's internal API: new tickets, open questions, stages. The only file here that uses the network."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.errors import BronError
from bot.settings import Settings

WRITE_SECONDS = 8.0
READ_SECONDS = 3.0


class WebUnavailable(BronError):
    """Web did not answer, or not as agreed. Whether it did what was asked is not known."""

    code = "web_unavailable"


class TicketRefused(BronError):
    """Web cannot take the ticket as it is.

    `code` is invalid_email, invalid_brin, empty_question or too_long.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Intake:
    """What a ticket is made from. `key` makes it once; None is what was left out."""

    conversation: str
    key: str
    question: str
    email: str | None
    name: str | None
    brin: str | None


@dataclass(frozen=True)
class Receipt:
    """A ticket that web keeps. `answer_by` is an ISO day or None."""

    number: str
    link: str
    answer_by: str | None


class WebApi:
    """Web's internal API.

    Args:
        settings: holds the address and the shared secret.
    """

    def __init__(self, settings: Settings) -> None:
        self._url = settings.internal_url
        self._headers = {"Authorization": f"Bearer {settings.internal_secret}"}

    async def send(self, intake: Intake) -> Receipt:
        """Make a ticket; the same key again gives the same ticket.

        Raises:
            TicketRefused: a field cannot be used.
            WebUnavailable: no usable reply.
        """
        status, body = await self._call("POST", "/internal/tickets", WRITE_SECONDS, json=vars(intake))
        if status == 422:
            raise TicketRefused(str((body.get("error") or {}).get("code")))
        if status not in (200, 201) or not body.get("number") or not body.get("link"):
            raise WebUnavailable(str(status))
        return Receipt(body["number"], body["link"], body.get("answer_by"))

    async def open_question(self, conversation: str) -> str | None:
        """Return the last question that was not answered, None when there is none. Raises WebUnavailable."""
        body = await self._get(f"/internal/conversations/{quote(conversation, safe='')}/open-question")
        return body.get("text") or None

    async def tickets(self, conversation: str) -> list[dict[str, str]]:
        """Return number, status and link of the tickets of a conversation. Raises WebUnavailable."""
        body = await self._get(f"/internal/conversations/{quote(conversation, safe='')}/tickets")
        return list(body.get("tickets") or ())

    async def _get(self, path: str) -> dict[str, Any]:
        status, body = await self._call("GET", path, READ_SECONDS)
        if status != 200:
            raise WebUnavailable(str(status))
        return body

    async def _call(self, method: str, path: str, seconds: float, **options: Any) -> tuple[int, dict[str, Any]]:
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with (
                aiohttp.ClientSession(headers=self._headers, timeout=timeout) as session,
                session.request(method, self._url + path, **options) as reply,
            ):
                body = await reply.json()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise WebUnavailable(type(error).__name__) from None
        if not isinstance(body, dict):
            raise WebUnavailable("shape")
        return reply.status, body
