"""Stands in for web's internal API in the conversation tests: a real HTTP server, held to the agreed protocol."""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

FIELDS = {"conversation", "key", "question", "email", "name", "brin"}
_CONVERSATION = re.compile(r"/internal/conversations/([^/]+)/(open-question|tickets)")


@dataclass
class FakeWeb:
    """What web keeps, and how it behaves. `down` refuses everything; `lose_replies` keeps tickets, but answers too late
    to be of use, as often as it says; `refuse` is an error code for the next tickets."""

    secret: str
    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    open_questions: dict[str, str] = field(default_factory=dict)
    answer_by: str | None = "2026-11-26"
    down: bool = False
    lose_replies: int = 0
    refuse: str | None = None

    def reset(self) -> None:
        self.tickets.clear()
        self.open_questions.clear()
        self.answer_by, self.down, self.lose_replies, self.refuse = "2026-11-26", False, 0, None

    def receive(self, method: str, path: str, authorization: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.down:
            return 503, {"error": {"code": "down", "what": "", "now": ""}}
        if authorization != f"Bearer {self.secret}":
            return 401, {"error": {"code": "unauthorized", "what": "", "now": ""}}
        if method == "POST" and path == "/internal/tickets":
            return self._add(body)
        found = _CONVERSATION.fullmatch(path)
        if method == "GET" and found:
            conversation = unquote(found[1])
            if found[2] == "open-question":
                return 200, {"text": self.open_questions.get(conversation)}
            return 200, {"tickets": [self._listed(one) for one in self._of(conversation)]}
        return 404, {"error": {"code": "not_found", "what": "", "now": ""}}

    def _add(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert set(body) == FIELDS, "a ticket holds exactly the agreed fields"
        if self.refuse:
            return 422, {"error": {"code": self.refuse, "what": "", "now": ""}}
        if not body["question"].strip():
            return 422, {"error": {"code": "empty_question", "what": "", "now": ""}}
        status = 200 if body["key"] in self.tickets else 201
        number = f"PO-{len(self.tickets) + 1:06d}"
        ticket = self.tickets.setdefault(body["key"], {**body, "number": number, "status": "new"})
        if self.lose_replies:
            self.lose_replies -= 1
            return 502, {}
        return status, {"number": ticket["number"], "link": self._link(ticket), "answer_by": self.answer_by}

    def _of(self, conversation: str) -> list[dict[str, Any]]:
        return [ticket for ticket in self.tickets.values() if ticket["conversation"] == conversation]

    def _listed(self, ticket: dict[str, Any]) -> dict[str, str]:
        return {"number": ticket["number"], "status": ticket["status"], "link": self._link(ticket)}

    @staticmethod
    def _link(ticket: dict[str, Any]) -> str:
        return f"http://school.test/ticket/{ticket['key']}"


def serve(web: FakeWeb) -> ThreadingHTTPServer:
    """Serve a FakeWeb on a free port of the loopback, in a thread, until `shutdown`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("GET", {})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._reply("POST", json.loads(self.rfile.read(length)))

        def _reply(self, method: str, body: dict[str, Any]) -> None:
            status, answer = web.receive(method, self.path, self.headers.get("Authorization", ""), body)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
