"""The channel between web and Rasa: whole messages in, whole replies out. Decides nothing about the dialogue."""

import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import DEFAULT_INTENTS
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.assistant.knowledge_nlg import KnowledgeNlg
from bot.assistant.reply import TAKEN, from_rasa
from bot.settings import read_settings

logger = logging.getLogger(__name__)

NAME = "web"
RANKED = 3
_PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)(?P<entities>\{.*\})?")
_CONVERSATION = re.compile(r"[\w.-]{1,200}")
# Kinds that only the ticket form sends: what was typed then is a field, not a question.
_FORM_KINDS = frozenset({"form", "ticket"})

Parsed = dict[str, Any]


class Refused(Exception):
    """The request cannot be used. `code` tells web why; `status` is the HTTP status."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


class WebOutput(OutputChannel):
    """Keeps the messages of one reply, in order. `taken` is the form field that the asker's message filled."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.taken: str | None = None

    @classmethod
    def name(cls) -> str:
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.taken = message.get(TAKEN) or self.taken
        self.messages.extend(from_rasa(message))


class WebChannel(InputChannel):
    """Answers web's requests; anyone without the shared secret is refused.

    Args:
        secret: what web sends as bearer token.
    """

    def __init__(self, secret: str) -> None:
        self._authorization = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WebChannel":
        """Make the channel when Rasa starts; the secret comes from the settings."""
        settings = read_settings()
        # Rasa's SQLite tracker store stands in this folder and does not make it itself.
        settings.var.mkdir(parents=True, exist_ok=True)
        return cls(settings.rasa_secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes `GET /` (health) and `POST /messages`."""
        routes = Blueprint("bron_web")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return await self._answer(request, self._health)

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            return await self._answer(request, lambda request: self._reply(request, on_new_message))

        return routes

    async def _answer(self, request: Request, handler: Callable[[Request], Awaitable[dict[str, Any]]]) -> HTTPResponse:
        given = (request.headers.get("authorization") or "").encode()
        try:
            if not hmac.compare_digest(given, self._authorization):
                raise Refused("unauthorized", 401)
            return response.json(await handler(request), ensure_ascii=False)
        except Refused as refused:
            return response.json({"error": {"code": refused.code}}, status=refused.status)
        except Exception as error:
            # The message of an exception may quote what the asker typed: only its kind and place are told.
            logger.error("%s at %s", type(error).__name__, _place(error))
            return response.json({"error": {"code": "internal"}}, status=500)

    async def _health(self, request: Request) -> dict[str, Any]:
        return {"status": "ok", **_versions(_agent(request)), "language_model": _language_model(_agent(request))}

    async def _reply(self, request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> dict[str, Any]:
        agent = _agent(request)
        message = _message(request)
        # Parsed here and not by the dialogue, because the reply tells web what was understood.
        parsed = message.parse_data or await agent.processor.parse_message(message)
        message.parse_data = parsed
        await on_new_message(message)
        output: WebOutput = message.output_channel
        return {
            "messages": output.messages,
            **_understood(parsed, output, topics=_nlg(agent).knowledge.topics),
            **_versions(agent),
        }


def _agent(request: Request) -> Agent:
    agent = getattr(request.app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        raise Refused("no_model", 503)
    return agent


def _nlg(agent: Agent) -> KnowledgeNlg:
    nlg = agent.processor.nlg
    if not isinstance(nlg, KnowledgeNlg):
        raise Refused("no_knowledge", 503)
    return nlg


def _versions(agent: Agent) -> dict[str, str]:
    return {"model": agent.model_id or "", "knowledge": _nlg(agent).knowledge.version}


def _language_model(agent: Agent) -> str:
    """Return what the component with a `language_model` says that it runs on; Rasa has no public way to ask one."""
    nodes = getattr(agent.processor.graph_runner, "_instantiated_nodes", {}).values()
    named = (getattr(getattr(node, "_component", None), "language_model", None) for node in nodes)
    return next((str(name) for name in named if isinstance(name, str)), "")


def _message(request: Request) -> UserMessage:
    """Return the request as Rasa's message. Raises Refused."""
    try:
        body = json.loads(request.body)
    except ValueError:
        raise Refused("no_json") from None
    if not isinstance(body, dict):
        raise Refused("no_json")
    conversation, text, payload = (body.get(name) for name in ("conversation", "text", "payload"))
    if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
        raise Refused("invalid_conversation")
    if (text is None) == (payload is None) or not isinstance(text or payload, str):
        raise Refused("text_or_payload")
    parsed = parse_payload(payload) if payload else None
    return UserMessage(
        text=payload or as_plain_text(str(text)),
        output_channel=WebOutput(),
        sender_id=conversation,
        parse_data=parsed,
        input_channel=NAME,
        message_id=body.get("message_id"),
        metadata={"today": body.get("today")},
    )


def as_plain_text(text: str) -> str:
    """Return a text that Rasa cannot take for a command: it reads a leading slash as one."""
    return text.strip().lstrip("/ \t\n") or "?"


def parse_payload(payload: str) -> Parsed:
    """Return what a button means, in the shape that Rasa's NLU gives for a text.

    Raises:
        Refused: it is no payload of ours.
    """
    match = _PAYLOAD.fullmatch(payload)
    if match is None or match["intent"] in DEFAULT_INTENTS:
        raise Refused("invalid_payload")
    try:
        entities = json.loads(match["entities"] or "{}")
    except ValueError:
        raise Refused("invalid_payload") from None
    intent = {"name": match["intent"], "confidence": 1.0}
    return {
        "text": payload,
        "intent": intent,
        "entities": [
            {"entity": name, "value": value, "start": 0, "end": len(payload)} for name, value in entities.items()
        ],
        "intent_ranking": [intent],
        "parts": [],
    }


def _understood(parsed: Parsed, output: WebOutput, topics: Mapping[str, Any]) -> dict[str, Any]:
    """Return `ranking` and `parts`: what web keeps of how the message was understood."""
    ranking = [
        {"topic": one["name"], "confidence": round(float(one["confidence"]), 4)}
        for one in parsed.get("intent_ranking") or ()
        if one.get("name") in topics
    ][:RANKED]
    text = str(parsed.get("text") or "")
    if output.taken == "question":
        return {"ranking": ranking, "parts": [{"text": text, "topics": [], "decision": "escalate"}]}
    if output.taken or (output.messages and all(one["kind"] in _FORM_KINDS for one in output.messages)):
        return {"ranking": [], "parts": []}
    name = (parsed.get("intent") or {}).get("name")
    parts = [
        {"text": part.get("text", ""), "topics": list(part.get("topics") or ()), "decision": part.get("decision")}
        for part in parsed.get("parts") or ()
    ]
    if not parts and name in topics:
        parts = [{"text": text, "topics": [name], "decision": "answer"}]
    return {"ranking": ranking, "parts": parts}


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
