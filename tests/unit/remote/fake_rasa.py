"""A tiny real HTTP server that speaks Rasa's side of the `web` channel.

Also runs alone: `python fake_rasa.py PORT SECRET`.
What it answers depends on words in the text, so that a browser can drive it too.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SOURCE = {"title": "Brief 'Vooraankondiging'", "date": "14 juni 2021", "url": None, "section": "Kosten"}
PAGE = {"title": "DUO: eHerkenning", "date": "2022", "url": "https://duo.nl/zakelijk/", "section": "inleiding"}
NEXT = [
    {"title": "Hoeveel kost eHerkenning precies?", "payload": "/kosten_bedrag"},
    {"title": "Bij wie koop ik eHerkenning?", "payload": "/makelaars"},
]
ANSWER = {
    "text": "Ja, eHerkenning kost geld.\n\nReken met:\n- een vast bedrag per persoon\n- een bedrag per jaar.",
    "kind": "answer",
    "topics": ["kosten"],
    "sources": [SOURCE, PAGE, PAGE, SOURCE],
    "buttons": NEXT,
}
UNKNOWN = {
    "text": "Dat weet ik niet. Een medewerker kan uw vraag beantwoorden. Mailen kan ook: helpdesk@bron.nl.",
    "kind": "escalate",
    "topics": [],
    "sources": [],
    "buttons": [{"title": "Stel mijn vraag aan de helpdesk", "payload": "/medewerker"}],
}


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # the usual 5 makes a crowd wait for seconds
    daemon_threads = True


class FakeRasa:
    """Listens on a free port of the loopback until `stop`.

    `heard` holds the requests in the order of arrival. `seconds` delays replies; `status` and `body` replace them.
    """

    def __init__(self, secret: str = "rasa-secret-of-tests", port: int = 0) -> None:
        self.secret, self.heard = secret, list[dict[str, Any]]()
        self.seconds, self.status, self.body = 0.0, 200, None
        self._server = _Server(("127.0.0.1", port), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply_to(self, asked: dict[str, Any]) -> dict[str, Any]:
        text = (asked["text"] or asked["payload"]).lower()
        messages = [UNKNOWN] if "weet" in text or "medewerker" in text else [ANSWER]
        if "leeg" in text:
            messages = []
        decision = "escalate" if messages == [UNKNOWN] else "answer"
        return {
            "messages": messages,
            "ranking": [{"topic": "kosten", "confidence": 0.83}, {"topic": "makelaars", "confidence": 0.1}],
            "parts": [{"text": asked["text"] or "", "topics": ["kosten"], "decision": decision}],
            "model": "model-1",
            "knowledge": "knowledge-1",
        }

    def _handler(fake) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path != "/webhooks/web/":
                    return self._send(404, {})
                health = {"status": "ok", "model": "model-1", "language_model": "spacy.blank(nl)", "knowledge": "k"}
                self._send(fake.status, health)

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path != "/webhooks/web/messages" or not self._is_trusted():
                    return self._send(401, {})
                fake.heard.append(asked)
                time.sleep(fake.seconds + (4 if "traag" in (asked["text"] or "") else 0))
                self._send(fake.status, fake.body if fake.body is not None else fake.reply_to(asked))

            def _is_trusted(self) -> bool:
                return self.headers.get("Authorization") == f"Bearer {fake.secret}"

            def _send(self, status: int, body: Any) -> None:
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except OSError:
                    self.close_connection = True  # the asker went away, as it may

            def log_message(self, *args: object) -> None:
                pass

        return Handler


if __name__ == "__main__":
    FakeRasa(sys.argv[2], int(sys.argv[1]))
    threading.Event().wait()
