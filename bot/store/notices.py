"""Tells an open chat what happened to its ticket, as events; keeps the contract of `bot.tickets.ports.Notices`."""

from datetime import datetime

from bot.chat.model import EventKind
from bot.chat.ports import Events
from bot.tickets.model import Ticket


class EventNotices:
    """Notices in the transaction of the events that it is given."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def agent_replied(self, conversation_id: str, ticket: Ticket, agent: str, text: str, now: datetime) -> None:
        data = {"ticket": ticket.number, "text": text, "agent": agent}
        self._events.append(conversation_id, EventKind.AGENT_REPLY, data, now)

    def status_changed(self, conversation_id: str, ticket: Ticket, now: datetime) -> None:
        data = {"ticket": ticket.number, "status": ticket.status.value}
        self._events.append(conversation_id, EventKind.TICKET_STATUS, data, now)
