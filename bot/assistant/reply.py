"""The shape of one reply: its messages, as Rasa carries them and as web gets them. No choice of words here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

NOTICE = "notice"
# Under this key the messages travel in Rasa's own message, beside the `text` that `rasa shell` shows.
MESSAGES = "reply"
TAKEN = "taken"


@dataclass(frozen=True)
class ReplyMessage:
    """One message to the asker, as in the chat API.

    `sources` hold title, date, url, section; `buttons` hold title and payload.
    """

    text: str
    kind: str = NOTICE
    topics: tuple[str, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    buttons: tuple[dict[str, str], ...] = ()

    def led_by(self, lead: str) -> "ReplyMessage":
        """Return the message with a paragraph before its own text."""
        return replace(self, text=f"{lead}\n\n{self.text}")


def to_rasa(messages: Sequence[ReplyMessage], taken: str | None = None) -> dict[str, Any]:
    """Return Rasa's message for a reply.

    Args:
        messages: at least one.
        taken: the field of the ticket form that the asker's message filled, None when it filled none.
    """
    response: dict[str, Any] = {
        "text": "\n\n".join(message.text for message in messages),
        "buttons": [dict(button) for button in messages[-1].buttons],
        MESSAGES: [asdict(message) for message in messages],
    }
    if taken:
        response[TAKEN] = taken
    return response


def from_rasa(response: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the messages in one of Rasa's messages, ready for JSON; a message that is not ours is a notice."""
    if response.get(MESSAGES):
        return [
            {
                "text": message["text"],
                "kind": message["kind"],
                "topics": list(message["topics"]),
                "sources": list(message["sources"]),
                "buttons": list(message["buttons"]),
            }
            for message in response[MESSAGES]
        ]
    custom = response.get("custom") or {}
    text = response.get("text")
    if not text:
        return []
    return [
        {
            "text": text,
            "kind": custom.get("kind", NOTICE),
            "topics": list(custom.get("topics", ())),
            "sources": [],
            "buttons": buttons_of(response.get("buttons") or ()),
        }
    ]


def buttons_of(buttons: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return buttons with nothing but what the chat API names."""
    return [{"title": str(button["title"]), "payload": str(button["payload"])} for button in buttons]
