"""What surrounds every response."""

import base64
import hashlib

import pytest


@pytest.mark.parametrize(
    "path", ["/", "/onderwerpen", "/vraag", "/ticket/x", "/nergens", "/health", "/static/chat.js", "/console"]
)
def test_every_response_keeps_others_out(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_script_is_the_one_that_the_page_was_made_with(client):

    digest = hashlib.sha384(client.get("/static/chat.js").content).digest()
    assert f'integrity="sha384-{base64.b64encode(digest).decode()}"' in client.get("/").text


def test_what_the_chat_page_needs_is_small(client):
    names = ("tokens.css", "base.css", "chat.css", "chat.js", "icon.svg")
    assert sum(len(client.get(f"/static/{name}").content) for name in names) < 60_000


def test_static_files_are_asked_about_each_time(client):
    first = client.get("/static/chat.css")
    assert first.headers["cache-control"] == "no-cache"
    assert client.get("/static/chat.css", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_the_log_tells_what_happened_and_nothing_of_people(client, capsys):
    client.post("/api/chat", json={"message": "geheime vraag"})
    client.get("/ticket/secret-of-a-link")
    logged = capsys.readouterr().out
    assert "/api/chat" in logged
    assert "/ticket/{secret}" in logged
    assert "geheime" not in logged
    assert "secret-of-a-link" not in logged
    assert "testclient" not in logged
