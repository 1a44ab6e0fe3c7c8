"""A reply of the assistant as JSON and back. No queries."""

from dataclasses import asdict
from typing import Any

from bot.chat.model import Button, Kind, Message, Part, RankedTopic, Reply, SourceNote


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """Return the reply as plain dicts and lists."""
    return asdict(reply)


def reply_from_json(kept: dict[str, Any]) -> Reply:
    """Return the reply that `reply_to_json` was given."""
    return Reply(
        messages=tuple(_message(message) for message in kept["messages"]),
        ranking=tuple(RankedTopic(**ranked) for ranked in kept["ranking"]),
        parts=tuple(
            Part(text=part["text"], topics=tuple(part["topics"]), decision=part["decision"]) for part in kept["parts"]
        ),
        model=kept["model"],
        knowledge=kept["knowledge"],
    )


def _message(kept: dict[str, Any]) -> Message:
    return Message(
        text=kept["text"],
        kind=Kind(kept["kind"]),
        topics=tuple(kept["topics"]),
        sources=tuple(SourceNote(**source) for source in kept["sources"]),
        buttons=tuple(Button(**button) for button in kept["buttons"]),
    )
