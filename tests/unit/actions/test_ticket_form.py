import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ticket_form import ValidateTicketForm
from bot.settings import Settings
from tests.conversations.fake_web import FakeWeb

FULL = {
    "ticket_question": "Hoe zit het?",
    "ticket_email": "j@school.nl",
    "ticket_name": "",
    "ticket_brin": "",
    "ticket_key": "key-1",
}


def listen() -> dict[str, Any]:
    return {"event": "action", "name": "action_listen"}


def user(text: str, intent: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "parts": []}}


class Form:
    """Runs the action as Rasa does and keeps what it answers."""

    def __init__(self, settings: Settings) -> None:
        self._action = ValidateTicketForm(settings)
        self.said: list[dict[str, Any]] = []

    def run(self, slots: dict[str, Any], *events: dict[str, Any], entities: Any = ()) -> dict[str, Any]:
        """Return the slots that the action sets."""
        text, intent = next(
            (event["text"], event["parse_data"]["intent"]) for event in reversed(events) if event["event"] == "user"
        )
        latest = {"text": text, "intent": intent, "entities": entities}
        tracker = Tracker("c_1", slots, latest, list(events), False, None, {"name": "ticket_form"}, "action_listen")
        dispatcher = CollectingDispatcher()
        set_slots = asyncio.run(self._action.run(dispatcher, tracker, {}))
        self.said = dispatcher.messages
        return {event["name"]: event["value"] for event in set_slots}


@pytest.fixture
def form(settings: Settings) -> Form:
    return Form(settings)


def start(*before: dict[str, Any]) -> list[dict[str, Any]]:
    begun = [user("medewerker", "medewerker"), {"event": "action", "name": "utter_medewerker"}]
    return [*before, *begun, {"event": "active_loop", "name": "ticket_form"}]


def test_it_starts_with_the_question_that_was_not_answered(form: Form):
    found = form.run({}, *start(user("iets raars", "escalate")))
    assert found["ticket_question"] == "iets raars"
    assert (found["requested_slot"], found["ticket_lead"]) == ("ticket_email", "say_question_prefilled")
    assert found["ticket_key"]


def test_every_run_has_a_key_of_its_own(form: Form):
    assert form.run({}, *start())["ticket_key"] != form.run({}, *start())["ticket_key"]


def test_without_an_open_question_it_asks_web_and_then_the_user(form: Form, web: FakeWeb):
    web.open_questions["c_1"] = "van vorige week"
    assert form.run({}, *start())["ticket_question"] == "van vorige week"
    web.open_questions.clear()
    assert form.run({}, *start())["requested_slot"] == "ticket_question"
    web.down = True
    assert form.run({}, *start())["requested_slot"] == "ticket_question"


def test_the_message_that_starts_the_form_fills_no_field(form: Form):
    found = form.run({"requested_slot": "ticket_name"}, *start())
    assert found["ticket_name"] is None
    assert found["ticket_question"] is None


def test_after_an_answer_in_the_middle_the_open_field_comes_back(form: Form):
    slots = {**FULL, "ticket_name": None, "requested_slot": "ticket_name"}
    events = [user("wat kost het", "kosten"), {"event": "action", "name": "utter_kosten"}]
    found = form.run(slots, *events, {"event": "action", "name": "ticket_form"})
    assert found == {"ticket_lead": "say_back", "ticket_taken": None, "requested_slot": "ticket_name"}


def test_a_question_in_the_middle_is_left_to_the_dialogue(form: Form):
    slots = {**FULL, "requested_slot": "ticket_confirm"}
    assert form.run(slots, listen(), user("wat kost het", "kosten")) == {}


def test_sending_keeps_one_ticket_and_clears_the_form(form: Form, web: FakeWeb):
    found = form.run({**FULL, "requested_slot": "ticket_confirm"}, listen(), user("/affirm", "affirm"))
    assert found["ticket_number"] == "PO-000001"
    assert found["requested_slot"] is None
    assert all(found[slot] is None for slot in FULL)
    kept = web.tickets["key-1"]
    assert (kept["question"], kept["email"], kept["name"], kept["brin"]) == ("Hoe zit het?", "j@school.nl", None, None)
    (said,) = form.said
    assert (said["response"], said["number"]) == ("say_ticket_sent", "PO-000001")


def test_web_that_fails_keeps_the_form_open_and_the_key(form: Form, web: FakeWeb):
    slots = {**FULL, "requested_slot": "ticket_confirm"}
    web.lose_replies = 1
    found = form.run(slots, listen(), user("/affirm", "affirm"))
    assert (found["requested_slot"], found["ticket_lead"]) == ("ticket_confirm", "say_ticket_failed")
    assert "ticket_key" not in found
    assert form.run(slots, listen(), user("/affirm", "affirm"))["ticket_number"] == "PO-000001"
    assert len(web.tickets) == 1


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("invalid_email", "ticket_email"),
        ("invalid_brin", "ticket_brin"),
        ("too_long", "ticket_question"),
        ("something_new", "ticket_confirm"),
    ],
)
def test_a_refused_field_is_asked_again(form: Form, web: FakeWeb, code: str, asked: str):
    web.refuse = code
    found = form.run({**FULL, "requested_slot": "ticket_confirm"}, listen(), user("/affirm", "affirm"))
    assert found["requested_slot"] == asked
    assert found["ticket_lead"]


def test_stopping_sends_nothing_and_keeps_the_question(form: Form, web: FakeWeb):
    found = form.run({**FULL, "requested_slot": "ticket_name"}, listen(), user("stop", "cancel"))
    assert (found["requested_slot"], found["ticket_question"]) == (None, None)
    assert found["ticket_draft"] == "Hoe zit het?"
    assert web.tickets == {}
    assert form.said[0]["response"] == "say_form_stopped"


def test_an_unforeseen_error_never_leaves_the_action(form: Form, caplog: pytest.LogCaptureFixture):
    slots = {**FULL, "requested_slot": "ticket_email"}
    found = form.run(slots, listen(), user("geheim", "escalate"), entities=7)
    assert (found["ticket_lead"], found["requested_slot"]) == ("say_mishap", "ticket_email")
    assert "TypeError" in caplog.text
    assert "geheim" not in caplog.text
