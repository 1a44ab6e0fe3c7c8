"""Asks Rasa over its `web` channel. What Rasa sends is checked here; nothing of HTTP goes further."""

import asyncio
from datetime import date
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.chat.model import Button, Kind, Message, Part, RankedTopic, Reply, SourceNote
from bot.errors import AssistantUnavailable

_MESSAGES, _HEALTH = "/webhooks/web/messages", "/webhooks/web/"
_HEALTH_SECONDS = 3.0


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())


class _Source(_Checked):
    title: str
    date: str
    url: str | None = None
    section: str | None = None


class _Button(_Checked):
    title: str
    payload: str


class _Message(_Checked):
    text: str = Field(min_length=1)
    kind: Kind
    topics: tuple[str, ...] = ()
    sources: tuple[_Source, ...] = ()
    buttons: tuple[_Button, ...] = ()


class _Ranked(_Checked):
    topic: str
    confidence: float = Field(ge=0, le=1.000001)


class _Part(_Checked):
    text: str
    topics: tuple[str, ...] = ()
    decision: str


class _Reply(_Checked):
    messages: tuple[_Message, ...]
    ranking: tuple[_Ranked, ...] = ()
    parts: tuple[_Part, ...] = ()
    model: str = ""
    knowledge: str = ""


class _Health(_Checked):
    status: str
    model: str
    language_model: str
    knowledge: str


class RasaAssistant:
    """Implements bot.chat.ports.Assistant.

    Args:
        url: where Rasa listens, without a slash at the end.
        secret: shared with the channel.
        timeout: the most seconds that a whole reply may take.
    """

    def __init__(self, url: str, secret: str, timeout: float) -> None:
        self._timeout = timeout
        # The machine's proxy settings are for the outside world, not for a neighbour on the loopback.
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=timeout,
            trust_env=False,
            verify=url.startswith("https://"),  # reading all certificates takes long and plain http needs none
        )

    async def reply(
        self, conversation_id: str, turn_id: str, text: str | None, payload: str | None, today: date
    ) -> Reply:
        """See bot.chat.ports.Assistant."""
        body = {
            "conversation": conversation_id,
            "message_id": turn_id,
            "text": text,
            "payload": payload,
            "today": today.isoformat(),
        }
        try:
            heard = _Reply.model_validate_json(await self._ask("POST", _MESSAGES, self._timeout, body))
        except ValidationError as error:
            raise AssistantUnavailable(f"unreadable reply, {error.error_count()} errors") from None
        if not heard.messages:
            raise AssistantUnavailable("no messages")
        return _reply_of(heard)

    async def health(self) -> dict[str, str]:
        """See bot.chat.ports.Assistant."""
        try:
            found = _Health.model_validate_json(await self._ask("GET", _HEALTH, min(_HEALTH_SECONDS, self._timeout)))
        except ValidationError:
            raise AssistantUnavailable("unreadable health") from None
        if found.status != "ok":
            raise AssistantUnavailable(f"status {found.status}")
        return found.model_dump()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, seconds: float, body: dict[str, Any] | None = None) -> bytes:
        try:
            # httpx counts each step apart; a reply that trickles in would never end without this.
            async with asyncio.timeout(seconds):
                response = await self._client.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise AssistantUnavailable(type(error).__name__) from error
        if response.status_code != 200:
            raise AssistantUnavailable(f"status {response.status_code}")
        return response.content


def _reply_of(heard: _Reply) -> Reply:
    return Reply(
        messages=tuple(_message_of(one) for one in heard.messages),
        ranking=tuple(RankedTopic(one.topic, min(one.confidence, 1.0)) for one in heard.ranking[:3]),
        parts=tuple(Part(one.text, one.topics, one.decision) for one in heard.parts),
        model=heard.model,
        knowledge=heard.knowledge,
    )


def _message_of(heard: _Message) -> Message:
    return Message(
        text=heard.text,
        kind=heard.kind,
        topics=heard.topics,
        sources=tuple(SourceNote(one.title, one.date, one.url, one.section) for one in heard.sources),
        buttons=tuple(Button(one.title, one.payload) for one in heard.buttons),
    )
