"""Finds the question that the helpdesk should get: the last one in the conversation that was not answered."""

from collections.abc import Iterable, Mapping
from typing import Any

FORM = "ticket_form"
MISSED = frozenset({"escalate", "clarify"})
PERSON = "medewerker"
# Said around questions; never a question for the helpdesk.
NO_QUESTION = frozenset(
    {"groet", "bedankt", "afscheid", "bot_identiteit", "wat_kun_je", "privacy", "ticket_status", PERSON}
    | {"affirm", "deny", "skip", "cancel", "change_field"}
)

Event = Mapping[str, Any]


def find_open_question(events: Iterable[Event]) -> str | None:
    """Return the open question, None when there is none.

    A question in a form that was stopped counts; what was typed as a field of the form, or was sent as a ticket, does
    not. When the last thing done is a press on the helpdesk's button, the last question counts even if it was answered:
    the button stands under that answer.

    Args:
        events: the tracker's events, oldest first.
    """
    question: str | None = None
    last: str | None = None
    in_form = False
    pressed = False
    for event in events:
        kind = event.get("event")
        if kind == "active_loop":
            in_form = event.get("name") == FORM
        elif _sets(event, "ticket_draft"):
            question = last = str(event["value"])
        elif _sets(event, "ticket_number"):
            question = last = None
        elif kind == "user":
            pressed = str(event.get("text") or "").startswith(f"/{PERSON}")
            if not in_form:
                question, last = _after(event, question, last)
    return last if pressed and last else question


def was_sent(events: Iterable[Event]) -> bool:
    """Say whether a ticket was sent in this conversation."""
    return any(_sets(event, "ticket_number") for event in events)


def _sets(event: Event, slot: str) -> bool:
    return event.get("event") == "slot" and event.get("name") == slot and bool(event.get("value"))


def _after(event: Event, question: str | None, last: str | None) -> tuple[str | None, str | None]:
    text = str(event.get("text") or "").strip()
    parse = event.get("parse_data") or {}
    intent = (parse.get("intent") or {}).get("name")
    if not text or text.startswith("/") or intent in NO_QUESTION:
        return question, last
    if intent == "several":
        parts = parse.get("parts") or ()
        left = _parts(parts, "escalate") or _parts(parts, "clarify")
        return (left or question), (left or text)
    if intent in MISSED or str(intent).startswith("out_of_scope"):
        return text, text
    return question, text


def _parts(parts: Iterable[Event], decision: str) -> str:
    """Return the parts with this decision as one text. What is not known goes before what is only unclear."""
    return " ".join(str(part.get("text") or "").strip() for part in parts if part.get("decision") == decision).strip()
