"""Reads a conversation's tracker: what was asked, what was said to it. Changes nothing, chooses no words."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.reply import MESSAGES

CLARIFY = "clarify"
ESCALATE = "escalate"
MISSES = frozenset({CLARIFY, ESCALATE})


def asked_day(tracker: DialogueStateTracker) -> date | None:
    """Return the day that web named with the message, None when it named none."""
    message = tracker.latest_message
    named = (message.metadata or {}).get("today") if message else None
    try:
        return date.fromisoformat(named) if named else None
    except ValueError:
        return None


def parts(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """Return the questions that were found in the last message, in order; empty for a button."""
    message = tracker.latest_message
    return list((message.parse_data or {}).get("parts") or ()) if message else []


def last_texts(tracker: DialogueStateTracker) -> frozenset[str]:
    """Return the texts of the reply before this one and those already said in this one."""
    texts: set[str] = set()
    for event in _bots(tracker, 2):
        texts.update([event.text or "", *(message["text"] for message in _messages(event))])
    return frozenset(texts - {""})


def last_offer(tracker: DialogueStateTracker, kind: str) -> dict[str, Any] | None:
    """Return the last message of a kind in the reply before this one, None when it had none of that kind."""
    return next((one for event in _bots(tracker, 2) for one in reversed(_messages(event)) if one["kind"] == kind), None)


def pressed_button(tracker: DialogueStateTracker) -> bool:
    """Say whether the last message was a button; the channel lets no typed text start with a slash."""
    return bool(tracker.latest_message and (tracker.latest_message.text or "").startswith("/"))


def _messages(event: BotUttered) -> list[dict[str, Any]]:
    return list((event.metadata or {}).get(MESSAGES) or ())


def _bots(tracker: DialogueStateTracker, turns: int) -> Iterator[BotUttered]:
    """Go through what was said in the last turns, latest first."""
    users = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            users += 1
            if users == turns:
                return
        elif isinstance(event, BotUttered):
            yield event


def misses_in_a_row(tracker: DialogueStateTracker) -> int:
    """Return how many messages in a row, the last one included, were not understood."""
    return sum(1 for _ in takewhile(lambda intent: intent in MISSES, _intents_backwards(tracker)))


def clarified_just_before(tracker: DialogueStateTracker) -> bool:
    """Say whether the message before the last one was answered with a choice of topics."""
    intents = list(zip(range(2), _intents_backwards(tracker), strict=False))
    return len(intents) == 2 and intents[1][1] == CLARIFY


def _intents_backwards(tracker: DialogueStateTracker) -> Iterator[str | None]:
    return (event.intent_name for event in reversed(tracker.events) if isinstance(event, UserUttered))
