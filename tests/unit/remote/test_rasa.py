"""The channel to Rasa, over real HTTP: what it carries, and that every failure is the same failure."""

import asyncio
import socket
from datetime import date

import pytest

from bot.chat.model import Kind
from bot.errors import AssistantUnavailable
from bot.remote.rasa import RasaAssistant

TODAY = date(2026, 11, 23)


def _reply(url, secret="rasa-secret-of-tests", timeout=5.0, text="Wat kost het?", payload=None):
    async def ask():
        assistant = RasaAssistant(url, secret, timeout)
        try:
            return await assistant.reply("c_1", "t_1", text, payload, TODAY)
        finally:
            await assistant.close()

    return asyncio.run(ask())


def _health(url, secret="rasa-secret-of-tests"):
    return asyncio.run(RasaAssistant(url, secret, 5.0).health())


def test_a_question_goes_out_as_the_protocol_says(rasa):
    _reply(rasa.url)
    _reply(rasa.url, text=None, payload="/kosten")
    common = {"conversation": "c_1", "message_id": "t_1", "today": "2026-11-23"}
    assert rasa.heard == [
        {**common, "text": "Wat kost het?", "payload": None},
        {**common, "text": None, "payload": "/kosten"},
    ]


def test_the_whole_reply_comes_in(rasa):
    reply = _reply(rasa.url)
    (message,) = reply.messages
    assert (message.kind, message.topics) == (Kind.ANSWER, ("kosten",))
    assert message.sources[0].section == "Kosten"
    assert message.buttons[1].payload == "/makelaars"
    assert [(one.topic, one.confidence) for one in reply.ranking] == [("kosten", 0.83), ("makelaars", 0.1)]
    assert reply.parts[0].decision == "answer"
    assert (reply.model, reply.knowledge) == ("model-1", "knowledge-1")


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"\xff\xfe",
        [],
        {},
        {"messages": []},
        {"messages": [{"text": "", "kind": "answer"}]},
        {"messages": [{"text": "x", "kind": "other"}]},
        {"messages": [{"text": "x", "kind": "answer", "buttons": [{"title": "x"}]}]},
        {"messages": [{"text": "x", "kind": "answer"}], "ranking": [{"topic": "a", "confidence": 7}]},
    ],
)
def test_what_cannot_be_read_is_unavailable(rasa, body):
    rasa.body = body
    with pytest.raises(AssistantUnavailable):
        _reply(rasa.url)


@pytest.mark.parametrize("status", [204, 302, 401, 404, 500, 503])
def test_any_other_status_is_unavailable(rasa, status):
    rasa.status = status
    with pytest.raises(AssistantUnavailable):
        _reply(rasa.url)


def test_too_slow_is_unavailable(rasa):
    rasa.seconds = 1.5
    with pytest.raises(AssistantUnavailable):
        _reply(rasa.url, timeout=0.2)


def test_down_is_unavailable():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(AssistantUnavailable):
        _reply(url)
    with pytest.raises(AssistantUnavailable):
        _health(url)


def test_a_wrong_secret_is_unavailable(rasa):
    with pytest.raises(AssistantUnavailable):
        _reply(rasa.url, secret="another secret")


def test_health_tells_the_versions(rasa):
    assert _health(rasa.url)["language_model"] == "spacy.blank(nl)"
    rasa.status = 500
    with pytest.raises(AssistantUnavailable):
        _health(rasa.url)


def test_the_text_of_a_question_is_never_in_the_error(rasa):
    rasa.body = {"messages": [{"text": "geheim antwoord", "kind": "other"}]}
    with pytest.raises(AssistantUnavailable) as failed:
        _reply(rasa.url, text="geheime vraag")
    assert "geheim" not in str(failed.value)
