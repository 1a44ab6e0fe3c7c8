"""The chat API: its contract, its errors, and that nobody gets in anybody else's conversation."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def ask(client, message="Wat kost het?", sender=None, **more):
    return client.post("/api/chat", json={"message": message, "sender": sender, **more})


def code_of(response):
    error = response.json()["error"]
    assert set(error) == {"code", "what", "now"}
    assert error["what"].endswith(".")
    assert error["now"].endswith(".")
    return response.status_code, error["code"]


def test_a_reply_has_exactly_the_promised_shape(client):
    reply = ask(client).json()
    assert set(reply) == {"sender", "messages"}
    (message,) = reply["messages"]
    assert set(message) == {"text", "kind", "topics", "sources", "buttons"}
    assert set(message["sources"][0]) == {"title", "date", "url", "section"}
    assert set(message["buttons"][0]) == {"title", "payload"}


def test_the_sender_goes_on_with_the_conversation(client, rasa):
    first = ask(client).json()["sender"]
    assert ask(client, sender=first).json()["sender"] == first
    assert ask(client).json()["sender"] != first
    assert len({asked["conversation"] for asked in rasa.heard}) == 2


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "A", lambda s: "c_x" + s, lambda s: "", lambda s: "é"]
)
def test_a_forged_sender_is_refused(client, rasa, change):
    sender = change(ask(client).json()["sender"])
    heard = len(rasa.heard)
    assert code_of(ask(client, sender=sender)) == (403, "sender_forged")
    assert client.get("/api/chat/history", params={"sender": sender}).status_code == 403
    assert client.get("/api/chat/events", params={"sender": sender}).status_code == 403
    assert len(rasa.heard) == heard


def test_a_plain_api_call_sets_and_uses_no_cookie(client):
    response = ask(client)
    assert "set-cookie" not in response.headers
    page = client.post("/api/chat", json={"message": "Hallo"}, headers={"X-Chat-Page": "1"})
    assert "bron_conversation" in page.cookies
    assert ask(client).json()["sender"] != page.json()["sender"]


def test_a_button_must_be_offered_and_text_is_never_a_command(client, rasa):
    sender = ask(client).json()["sender"]
    pressed = client.post("/api/chat", json={"payload": "/makelaars", "sender": sender})
    assert pressed.status_code == 200
    assert (rasa.heard[-1]["text"], rasa.heard[-1]["payload"]) == (None, "/makelaars")
    assert code_of(client.post("/api/chat", json={"payload": "/restart", "sender": sender})) == (
        403,
        "payload_not_offered",
    )
    ask(client, "/restart", sender)
    assert (rasa.heard[-1]["text"], rasa.heard[-1]["payload"]) == ("/restart", None)


def test_the_same_id_returns_the_same_reply(client, rasa):
    sender = ask(client).json()["sender"]
    replies = [ask(client, f"vraag {n}", sender, id="a-1").json() for n in range(3)]
    assert replies[0] == replies[1] == replies[2]
    assert [asked["text"] for asked in rasa.heard] == ["Wat kost het?", "vraag 0"]


def test_the_same_id_while_the_first_is_still_running(client, rasa):
    rasa.seconds = 0.3
    sender = ask(client).json()["sender"]
    with ThreadPoolExecutor(5) as pool:
        replies = list(pool.map(lambda _: ask(client, "twee", sender, id="a-2").json(), range(5)))
    assert all(reply == replies[0] for reply in replies)
    assert len(rasa.heard) == 2


def test_a_first_message_may_be_sent_again(client, rasa):
    mark = str(uuid.uuid4())
    assert ask(client, id=mark).json() == ask(client, id=mark).json()
    assert len(rasa.heard) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"message": ""}, (422, "empty_message")),
        ({"message": " \n "}, (422, "empty_message")),
        ({}, (422, "empty_message")),
        ({"message": None, "payload": ""}, (422, "empty_message")),
        ({"message": "a" * 2001}, (422, "message_too_long")),
        ({"message": "a\u0000b"}, (422, "control_characters")),
        ({"message": "a\ud800b"}, (422, "control_characters")),
        ({"message": "a", "payload": "/kosten"}, (422, "message_and_payload")),
        ({"message": 3}, (422, "invalid_request")),
        ({"message": ["a"]}, (422, "invalid_request")),
        ({"message": "a", "sender": 1}, (422, "invalid_request")),
        ({"message": "a", "id": ""}, (422, "invalid_request")),
        ({"message": "a", "id": "x" * 101}, (422, "invalid_request")),
        ({"message": "a", "id": "\u0000"}, (422, "invalid_request")),
        ([], (422, "invalid_request")),
        (None, (422, "invalid_request")),
        ("hallo", (422, "invalid_request")),
    ],
)
def test_what_cannot_be_used_is_refused_in_the_same_shape(client, rasa, body, expected):
    response = client.post("/api/chat", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert code_of(response) == expected
    assert rasa.heard == []


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (b"{", "application/json", (400, "invalid_json")),
        (b"", "application/json", (422, "invalid_request")),
        (b'{"message": "\xff"}', "application/json", (400, "invalid_json")),
        (b"[" * 60_000, "application/json", (400, "invalid_json")),
        (b'{"message": "hallo"}', "text/plain", (415, "json_only")),
        (b"message=hallo", "application/x-www-form-urlencoded", (415, "json_only")),
        (b'{"message": "' + b"a" * 70_000 + b'"}', "application/json", (413, "body_too_large")),
    ],
)
def test_bodies_that_are_no_json_or_too_large(client, content, kind, expected):
    assert code_of(client.post("/api/chat", content=content, headers={"Content-Type": kind})) == expected


def test_a_body_of_untold_length_is_limited_too(client):
    response = client.post(
        "/api/chat", content=(b"x" * 8192 for _ in range(20)), headers={"Content-Type": "application/json"}
    )
    assert code_of(response) == (413, "body_too_large")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: (
            st.dictionaries(st.sampled_from(["message", "payload", "sender", "id", "x"]), x) | st.lists(x, max_size=3)
        ),
        max_leaves=6,
    )
)
def test_nothing_that_is_sent_ends_in_a_server_error(client, body):
    response = client.post("/api/chat", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code < 500
    if response.status_code != 200:
        code_of(response)


def test_too_many_messages_of_one_conversation(make_client):
    client = make_client(BRON_RATE_LIMIT="3")
    sender = ask(client).json()["sender"]
    assert [ask(client, sender=sender).status_code for _ in range(3)] == [200] * 3
    refused = ask(client, sender=sender)
    assert code_of(refused) == (429, "rate_limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert ask(client).status_code == 200


def test_sending_again_is_not_counted(make_client):
    client = make_client(BRON_RATE_LIMIT="3")
    sender = ask(client).json()["sender"]
    assert [ask(client, sender=sender, id="a").status_code for _ in range(9)] == [200] * 9


def test_too_many_new_conversations(make_client):
    client = make_client(BRON_RATE_LIMIT="1")
    seen = [ask(client).status_code for _ in range(101)]
    assert seen == [200] * 100 + [429]


@pytest.mark.parametrize(
    "trouble", [{"status": 500}, {"body": {"messages": []}}, {"body": b"<html>"}, {"seconds": 4.0}]
)
def test_when_rasa_fails_the_user_gets_a_way_on(make_client, rasa, trouble):
    client = make_client(BRON_ASSISTANT_TIMEOUT="1")
    for name, value in trouble.items():
        setattr(rasa, name, value)
    reply = ask(client).json()
    (message,) = reply["messages"]
    assert message["kind"] == "notice"
    assert "/onderwerpen" in message["text"]
    assert "/vraag" in message["text"]
    pressed = client.post("/api/chat", json={"payload": message["buttons"][0]["payload"], "sender": reply["sender"]})
    assert pressed.json()["messages"][0]["kind"] == "answer"
    assert pressed.json()["messages"][0]["sources"]


def test_personal_data_never_reaches_rasa(client, rasa):
    reply = ask(client, "mijn bsn is 111222333").json()
    assert "111222333" not in json.dumps(rasa.heard)
    assert [message["kind"] for message in reply["messages"]] == ["notice", "answer"]
    history = client.get("/api/chat/history", params={"sender": reply["sender"]}).text
    assert "111222333" not in history


def test_the_history_is_complete_and_in_order(client):
    sender = ask(client, "een").json()["sender"]
    for text in ("twee", "drie"):
        ask(client, text, sender)
    history = client.get("/api/chat/history", params={"sender": sender}).json()
    assert [entry["text"] for entry in history["entries"]] == ["een", "twee", "drie"]
    assert all(entry["messages"] for entry in history["entries"])
    assert history["sender"] == sender
    assert history["last_event"] == 3


def test_a_history_needs_a_sender(client):
    assert code_of(client.get("/api/chat/history")) == (404, "conversation_gone")


def test_the_description_names_all_errors_with_examples(client):
    described = client.get("/openapi.json").json()
    post = described["paths"]["/api/chat"]["post"]
    assert set(post["responses"]) == {"200", "400", "403", "404", "413", "415", "422", "429", "500"}
    for status in set(post["responses"]) - {"200"}:
        assert "error" in post["responses"][status]["content"]["application/json"]["example"]
    assert described["components"]["schemas"]["ChatRequest"]["examples"]
    assert not [path for path in described["paths"] if path.startswith(("/internal", "/console"))]
    assert not [path for path in ("/docs", "/redoc") if client.get(path).status_code != 404]


def test_unknown_addresses_and_methods_keep_the_shape(client):
    assert code_of(client.get("/api/nothing")) == (404, "not_found")
    assert code_of(client.get("/api/chat")) == (405, "method_not_allowed")
