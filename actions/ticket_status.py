"""Tells how the questions of this conversation stand. Never looks anything up by e-mail address."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.mishap import report
from actions.web_api import WebApi, WebUnavailable
from bot.settings import Settings, read_settings


class TicketStatus(Action):
    """Asks web for the tickets of the conversation.

    Args:
        settings: read from the environment when None, as in the action server.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._web = WebApi(settings or read_settings())

    def name(self) -> str:
        return "action_ticket_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Name the response that fits; no slot changes."""
        try:
            tickets: list[dict[str, str]] | None = await self._web.tickets(tracker.sender_id)
        except WebUnavailable:
            tickets = None
        except Exception as error:
            report(error)
            tickets = None
        if tickets is None:
            dispatcher.utter_message(response="say_ticket_status_down")
        elif tickets:
            dispatcher.utter_message(response="say_ticket_status", tickets=tickets)
        else:
            dispatcher.utter_message(response="say_ticket_status_unknown")
        return []
