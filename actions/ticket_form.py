"""The ticket form in Rasa: reads the tracker, lets form_turn decide, sends the ticket, names the texts."""

import logging
import uuid
from collections.abc import Mapping
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.fields import load_form_words
from actions.form_turn import (
    BRIN,
    CONFIRM,
    EMAIL,
    FIELDS,
    NAME,
    QUESTION,
    Course,
    Said,
    Turn,
    next_field,
    take_turn,
)
from actions.mishap import report
from actions.open_question import FORM, find_open_question, was_sent
from actions.web_api import Intake, TicketRefused, WebApi, WebUnavailable
from bot.settings import Settings, read_settings

logger = logging.getLogger(__name__)

REQUESTED = "requested_slot"
_PREFIX = "ticket_"
# Field to ask again, and what to say, when web refuses a ticket.
_REFUSED = {
    "invalid_email": (EMAIL, "say_email_odd"),
    "invalid_brin": (BRIN, "say_brin_invalid"),
    "empty_question": (QUESTION, "say_question_needed"),
    "too_long": (QUESTION, "say_question_too_long"),
}


class ValidateTicketForm(FormValidationAction):
    """Runs on every message while the form is open, when it starts, and when it comes back after an answer.

    Args:
        settings: read from the environment when None, as in the action server.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        settings = settings or read_settings()
        self._web = WebApi(settings)
        self._words = load_form_words(settings.data / "language")

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Return the slots that change; none when the message is not for the form."""
        try:
            return await self._run(dispatcher, tracker)
        except Exception as error:
            report(error)
            open_field = str(tracker.get_slot(REQUESTED) or f"{_PREFIX}{QUESTION}")
            return _ask(Turn(ask=open_field.removeprefix(_PREFIX), lead="say_mishap"))

    async def _run(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        since = _since_last_message(tracker.events)
        if any(event.get("event") == "active_loop" and event.get("name") == FORM for event in since):
            return await self._start(tracker)
        asked = str(tracker.get_slot(REQUESTED) or "").removeprefix(_PREFIX) or next_field(_values(tracker))
        if any(event.get("event") == "action" and event.get("name") != FORM for event in since):
            return _ask(Turn(ask=asked, lead="say_back"))
        turn = take_turn(_said(tracker), _values(tracker), asked, self._words)
        if turn.course is Course.ELSEWHERE:
            return []
        if turn.course is Course.STOP:
            draft = tracker.get_slot(f"{_PREFIX}{QUESTION}")
            dispatcher.utter_message(response="say_form_stopped" if draft else "say_form_stopped_empty")
            return _end(draft)
        if turn.course is Course.SEND:
            return await self._send(dispatcher, tracker)
        return _ask(turn)

    async def _start(self, tracker: Tracker) -> list[EventType]:
        question = find_open_question(tracker.events)
        if question is None and not was_sent(tracker.events):
            question = await self._kept_question(tracker.sender_id)
        values: dict[str, str | None] = {**dict.fromkeys(FIELDS), QUESTION: question}
        turn = Turn(ask=next_field(values), lead="say_question_prefilled" if question else None, values=values)
        return [SlotSet(f"{_PREFIX}key", uuid.uuid4().hex), *_ask(turn)]

    async def _kept_question(self, conversation: str) -> str | None:
        """Ask web, which also knows what was said before the tracker's present session."""
        try:
            return await self._web.open_question(conversation)
        except WebUnavailable:
            return None

    async def _send(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        values = _values(tracker)
        intake = Intake(
            conversation=tracker.sender_id,
            key=str(tracker.get_slot(f"{_PREFIX}key")),
            question=values[QUESTION] or "",
            email=values[EMAIL] or None,
            name=values[NAME] or None,
            brin=values[BRIN] or None,
        )
        try:
            receipt = await self._web.send(intake)
        except TicketRefused as refused:
            field, lead = _REFUSED.get(refused.code, (CONFIRM, "say_ticket_failed"))
            return _ask(Turn(ask=field, lead=lead))
        except WebUnavailable as error:
            logger.warning("ticket not sent: %s", error)
            return _ask(Turn(ask=CONFIRM, lead="say_ticket_failed"))
        dispatcher.utter_message(response="say_ticket_sent", email=intake.email, **vars(receipt))
        return [*_end(None), SlotSet(f"{_PREFIX}number", receipt.number)]


def _since_last_message(events: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    last = max((index for index, event in enumerate(events) if event.get("event") == "user"), default=-1)
    return events[last + 1 :]


def _said(tracker: Tracker) -> Said:
    message = tracker.latest_message
    text = str(message.get("text") or "")
    fields = [one.get("value") for one in message.get("entities") or () if one.get("entity") == "field"]
    # The channel lets no typed text begin with a slash: what does, is a button.
    return Said(
        typed=None if text.startswith("/") else text,
        intent=str((message.get("intent") or {}).get("name") or ""),
        field=fields[0] if fields else None,
    )


def _values(tracker: Tracker) -> dict[str, str | None]:
    return {field: tracker.get_slot(f"{_PREFIX}{field}") for field in FIELDS}


def _ask(turn: Turn) -> list[EventType]:
    return [
        *(SlotSet(f"{_PREFIX}{field}", value) for field, value in turn.values.items()),
        SlotSet(f"{_PREFIX}lead", turn.lead),
        SlotSet(f"{_PREFIX}taken", turn.taken),
        SlotSet(REQUESTED, f"{_PREFIX}{turn.ask}"),
    ]


def _end(draft: str | None) -> list[EventType]:
    cleared = [f"{_PREFIX}{name}" for name in (*FIELDS, CONFIRM, "key", "lead", "taken")]
    return [
        *(SlotSet(slot, None) for slot in cleared),
        SlotSet(f"{_PREFIX}draft", draft),
        SlotSet(f"{_PREFIX}stage", "ended"),
        SlotSet(REQUESTED, None),
    ]
