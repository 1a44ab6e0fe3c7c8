"""The API of the action server: closed for all others, one ticket for one key."""

import pytest

from bot.tickets.model import Status
from tests.unit.web.conftest import SECRET

HEADERS = {"Authorization": f"Bearer {SECRET}"}
FORM = {"key": "k-1", "question": "Mag het zonder KvK?", "email": "a@school.nl", "name": None, "brin": "12ab"}


@pytest.fixture
def conversation(client, rasa):
    client.post("/api/chat", json={"message": "Dat weet u niet"})
    return rasa.heard[0]["conversation"]


def post(client, conversation, headers=HEADERS, **changed):
    body = {"conversation": conversation, **FORM, **changed}
    return client.post("/internal/tickets", json=body, headers=headers)


@pytest.mark.parametrize("headers", [{}, {"Authorization": SECRET}, {"Authorization": "Bearer é"}])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/internal/tickets"),
        ("GET", "/internal/tickets"),
        ("GET", "/internal/conversations/c/tickets"),
        ("GET", "/internal"),
        ("GET", "/internal/nothing"),
    ],
)
def test_without_the_secret_it_does_not_exist(client, method, path, headers):
    encoded = {name: value.encode() for name, value in headers.items()}
    response = client.request(method, path, headers=encoded, content=b"{")
    nowhere = client.get("/api/nothing")
    assert (response.status_code, response.json()) == (404, nowhere.json())


def test_a_ticket_is_made_once_and_carries_what_the_assistant_thought(client, parts, conversation):
    first, again = post(client, conversation), post(client, conversation, question="Anders")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["answer_by"] == "2026-11-26"
    with parts.units() as unit:
        (ticket,) = unit.tickets.listed(list(Status))
    assert first.json() == {"number": ticket.number, "link": parts.links(ticket), "answer_by": "2026-11-26"}
    assert ticket.proposals[0].topic == "kosten"
    assert (ticket.model, ticket.brin, ticket.conversation_id) == ("model-1", "12AB", conversation)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"email": "x"}, "invalid_email"),
        ({"brin": "x"}, "invalid_brin"),
        ({"question": " "}, "empty_question"),
        ({"question": "x" * 5001}, "too_long"),
        ({"name": "1"}, "invalid_name"),
    ],
)
def test_what_cannot_be_used_is_said(client, conversation, changed, code):
    response = post(client, conversation, **changed)
    assert response.status_code == 422
    error = response.json()["error"]
    assert error["code"] == code
    assert error["what"]
    assert error["now"]


def test_an_unknown_conversation_gets_no_ticket(client):
    assert post(client, "c_unknown").status_code == 404


def test_the_open_question_and_the_tickets(client, conversation):
    base = f"/internal/conversations/{conversation}"
    assert client.get(f"{base}/open-question", headers=HEADERS).json() == {"text": "Dat weet u niet"}
    assert client.get(f"{base}/tickets", headers=HEADERS).json() == {"tickets": []}
    made = post(client, conversation).json()
    tickets = client.get(f"{base}/tickets", headers=HEADERS).json()["tickets"]
    assert tickets == [{"number": made["number"], "status": "new", "link": made["link"]}]


def test_the_message_that_is_being_answered_is_not_the_open_question(client, parts, conversation):
    with parts.units() as unit:
        unit.journal.begin_turn(conversation, None, "ik wil een mens spreken", None, parts.clock.now())
        unit.commit()
    told = client.get(f"/internal/conversations/{conversation}/open-question", headers=HEADERS).json()
    assert told == {"text": "Dat weet u niet"}


def test_an_unknown_conversation_has_nothing(client):
    base = "/internal/conversations/c_unknown"
    assert client.get(f"{base}/open-question", headers=HEADERS).json() == {"text": None}
    assert client.get(f"{base}/tickets", headers=HEADERS).json() == {"tickets": []}
