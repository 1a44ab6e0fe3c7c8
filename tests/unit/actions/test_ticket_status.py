import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ticket_status import TicketStatus
from actions.web_api import Intake, WebApi
from bot.settings import Settings
from tests.conversations.fake_web import FakeWeb


def told(settings: Settings, conversation: str = "c_1") -> dict[str, Any]:
    tracker = Tracker(conversation, {}, {"text": "status"}, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    assert asyncio.run(TicketStatus(settings).run(dispatcher, tracker, {})) == []
    (message,) = dispatcher.messages
    return message


def test_tickets_of_this_conversation_are_told(settings: Settings):
    asyncio.run(WebApi(settings).send(Intake("c_1", "key-1", "Hoe zit het?", None, None, None)))
    message = told(settings)
    assert message["response"] == "say_ticket_status"
    assert [ticket["number"] for ticket in message["tickets"]] == ["PO-000001"]


def test_tickets_of_another_conversation_are_never_told(settings: Settings):
    asyncio.run(WebApi(settings).send(Intake("c_1", "key-1", "Hoe zit het?", "j@school.nl", None, None)))
    assert told(settings, "c_2")["response"] == "say_ticket_status_unknown"


def test_when_web_is_down_it_says_so(settings: Settings, web: FakeWeb):
    web.down = True
    assert told(settings)["response"] == "say_ticket_status_down"
