"""What messages and replies leave in a tracker."""

from collections.abc import Callable
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.reply import ReplyMessage, to_rasa

MakeTracker = Callable[..., DialogueStateTracker]


def asked(text: str, intent: str, parts: list[dict[str, Any]] | None = None, today: str | None = None) -> UserUttered:
    """Return what a message leaves in a tracker."""
    parse = {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": [], "parts": parts or []}
    return UserUttered(text, parse["intent"], [], parse, metadata={"today": today})


def part(text: str, decision: str, *topics: str, reason: str | None = None) -> dict[str, Any]:
    """Return one question as the NLU finds it in a message."""
    return {"text": text, "decision": decision, "topics": list(topics), "ranking": [], "reason": reason}


def said(*messages: ReplyMessage) -> BotUttered:
    """Return what a reply leaves in a tracker."""
    response = to_rasa(messages)
    return BotUttered(response.pop("text"), {"buttons": response.pop("buttons")}, response)
