"""The channel itself: who may ask, what is refused, and what happens when the action server is gone."""

import pytest

from tests.conversations.product import Conversation, Product, ask
from tests.conversations.test_dialogue import COSTS, PERSON, UNKNOWN

TEXT = {"conversation": "c_channel", "message_id": "m1", "text": "hallo", "payload": None, "today": "2026-11-23"}


def test_health_tells_the_versions(product: Product):
    status, body = ask("GET", f"{product.url}/webhooks/web/")
    assert (status, body["status"]) == (200, "ok")
    assert body["model"]
    assert body["knowledge"]
    assert body["language_model"]


@pytest.mark.parametrize("secret", [None, "", "another-secret-altogether"])
def test_without_the_secret_nothing_is_told(product: Product, secret: str | None):
    for method, path, body in (("GET", "", None), ("POST", "messages", TEXT)):
        status, reply = ask(method, f"{product.url}/webhooks/web/{path}", body, secret)
        assert (status, reply) == (401, {"error": {"code": "unauthorized"}})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "no_json"),
        (b"[1]", "no_json"),
        ({**TEXT, "text": None}, "text_or_payload"),
        ({**TEXT, "payload": "/kosten"}, "text_or_payload"),
        ({**TEXT, "text": 7}, "text_or_payload"),
        ({**TEXT, "conversation": None}, "invalid_conversation"),
        ({**TEXT, "conversation": "../x"}, "invalid_conversation"),
        ({**TEXT, "text": None, "payload": "/restart"}, "invalid_payload"),
        ({**TEXT, "text": None, "payload": "/kosten{"}, "invalid_payload"),
        ({**TEXT, "text": None, "payload": "kosten"}, "invalid_payload"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_code(product: Product, body: object, code: str):
    status, reply = ask("POST", f"{product.url}/webhooks/web/messages", body)
    assert (status, reply) == (400, {"error": {"code": code}})


@pytest.mark.parametrize("path", ["conversations/c_1/tracker", "model", "model/parse", "webhooks/rest/webhook"])
def test_nothing_else_of_rasa_is_reachable(product: Product, path: str):
    assert ask("GET", f"{product.url}/{path}")[0] in (404, 405)
    assert ask("POST", f"{product.url}/{path}", {})[0] in (404, 405)


def test_without_actions_answers_go_on_and_the_form_says_what_to_do(product: Product):
    with product.without_actions():
        chat = product.talk(COSTS)
        assert chat.kinds == ["answer"]
        chat.say(PERSON)
        assert chat.kinds == ["escalate", "notice"]
        assert "http://school.test/vraag" in chat.text
        chat.say(COSTS)
        assert chat.kinds == ["answer"]
    chat.say(PERSON)
    assert chat.kinds == ["escalate", "form"]


def test_a_form_survives_actions_that_are_away_for_a_while(product: Product):
    chat = product.talk(UNKNOWN[0])
    chat.press("Stel mijn vraag aan de helpdesk")
    with product.without_actions():
        # Web shows a notice of its own for an empty reply.
        assert chat.say("jan@school.nl") == []
    chat.say("jan@school.nl")
    assert "Wat is uw naam?" in chat.text


def test_what_people_type_is_in_no_log(product: Product):
    chat: Conversation = product.talk("zeldzaamwoord over een leerling", PERSON, "nogzeldzamer", "geheim@school.nl")
    with product.without_actions():
        chat.say("Jan Zeldzaam")
    logs = product.logs()
    assert logs
    for word in ("zeldzaamwoord", "nogzeldzamer", "geheim@school.nl", "Jan Zeldzaam"):
        assert word not in logs
