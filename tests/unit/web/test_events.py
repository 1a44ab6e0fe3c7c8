"""The event stream over a real connection: complete, in order, and resumed where it stopped."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.chat.model import EventKind

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Told:
    id: int
    kind: str
    data: dict


def listen(server, count, headers=None, cookies=None, then=None, **query):
    """Return the first `count` events; `then` is called once the stream is open."""
    told, fields = [], {}
    with (
        httpx.Client(timeout=20, cookies=cookies) as client,
        client.stream("GET", f"{server.url}/api/chat/events", params=query, headers=headers or {}) as stream,
    ):
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        if then:
            then()
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
            elif "event" in fields:
                told.append(Told(int(fields["id"]), fields["event"], json.loads(fields["data"])))
                fields = {}
                if len(told) == count:
                    return told
    return told


def ask(server, text, sender=None, **more):
    body = {"message": text, "sender": sender, **more}
    return httpx.post(f"{server.url}/api/chat", json=body, headers=more.pop("headers", None), timeout=20).json()


@pytest.fixture
def sender(server):
    return ask(server, "een")["sender"]


def test_what_was_missed_comes_first_and_then_what_happens(server, sender):
    told = listen(server, 2, sender=sender, then=lambda: ask(server, "twee", sender))
    assert [(one.kind, one.data["text"]) for one in told] == [("turn", "een"), ("turn", "twee")]
    assert told[0].data["messages"][0]["kind"] == "answer"
    assert "html" not in told[0].data


def test_it_goes_on_after_the_last_event_that_was_seen(server, sender):
    for text in ("twee", "drie"):
        ask(server, text, sender)
    first, second, third = listen(server, 3, sender=sender)
    assert first.id < second.id < third.id
    again = listen(server, 2, headers={"Last-Event-ID": str(first.id)}, sender=sender)
    assert [one.data["text"] for one in again] == ["twee", "drie"]
    assert listen(server, 1, sender=sender, after=second.id)[0].data["text"] == "drie"


def test_only_the_own_conversation_is_heard(server, sender):
    def others():
        for n in range(3):
            ask(server, f"ander {n}")
        ask(server, "twee", sender)

    told = listen(server, 1, sender=sender, after=1, then=others)
    assert told[0].data["text"] == "twee"


def test_the_helpdesk_is_heard_without_the_name_of_the_agent(server, sender, rasa):
    def reply():
        with server.parts.units() as unit:
            data = {"ticket": "PO-000001", "text": "Dat mag.", "agent": "Agnes"}
            unit.events.append(rasa.heard[0]["conversation"], EventKind.AGENT_REPLY, data, server.parts.clock.now())
            unit.commit()

    (told,) = listen(server, 1, sender=sender, after=1, then=reply)
    assert told.kind == "agent_reply"
    assert told.data == {"type": "agent_reply", "at": told.data["at"], "ticket": "PO-000001", "text": "Dat mag."}


def test_the_page_hears_html_by_its_cookie(server):
    reply = httpx.post(f"{server.url}/api/chat", json={"message": "een"}, headers={"X-Chat-Page": "1"})
    (told,) = listen(server, 1, cookies=dict(reply.cookies))
    assert 'class="message asker"' in told.data["html"]


@pytest.mark.parametrize("headers", [{"Last-Event-ID": "x"}, {"Last-Event-ID": "9" * 40}, {"Last-Event-ID": "-1"}])
def test_a_strange_last_id_is_ignored(server, sender, headers):
    assert listen(server, 1, headers=headers, sender=sender)[0].data["text"] == "een"


def test_a_signal_ends_the_streams_and_the_process(make_parts, rasa, tmp_path):
    """`python -m bot.web`, as the supervisor runs it: an open page must not keep it alive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    make_parts()
    given = {
        "BRON_VAR": str(tmp_path),
        "BRON_PORT": str(port),
        "BRON_RASA_URL": rasa.url,
        "BRON_RASA_SECRET": rasa.secret,
    }
    process = subprocess.Popen([sys.executable, "-m", "bot.web"], cwd=ROOT, env={**os.environ, **given})
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(400):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{url}/health")
                break
            time.sleep(0.05)
        sender = httpx.post(f"{url}/api/chat", json={"message": "een"}).json()["sender"]
        with httpx.stream("GET", f"{url}/api/chat/events", params={"sender": sender}, timeout=30) as stream:
            lines = stream.iter_lines()
            assert "turn" in next(line for line in lines if line.startswith("event"))
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(httpx.RemoteProtocolError):
                assert [line for line in lines if line.startswith("event")] == []
        assert process.wait(10) == 0
    finally:
        process.kill()
