"""The whole product as journey tests use it: real processes, and a real SMTP server that keeps what it gets."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], object], what: str, seconds: float = 30) -> object:
    """Return the first true value of the condition; fail with `what` when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if value := condition():
                return value
        time.sleep(0.2)
    pytest.fail(f"waited {seconds} s in vain: {what}")


@dataclass
class Mailbox:
    """A real SMTP server that keeps what it gets."""

    letters: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]


@dataclass
class Product:
    """The running product. `call` speaks to its chat API as any other channel would."""

    url: str
    var: Path
    process: subprocess.Popen[bytes]

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ask(self, text: str, sender: str | None = None) -> dict:
        status, reply = self.call("POST", "/api/chat", {"message": text, "sender": sender})
        assert status == 200, reply
        return reply

    def press(self, payload: str, sender: str) -> dict:
        status, reply = self.call("POST", "/api/chat", {"payload": payload, "sender": sender})
        assert status == 200, reply
        return reply

    def is_ready(self) -> bool:
        return self.call("GET", "/ready")[0] == 200

    def command(self, *words: str, typed: str = "") -> str:
        """Run `python -m bot ...` on this product's database."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env={**os.environ, "BRON_VAR": str(self.var)},
            input=typed,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self, mark: str) -> None:
        """Kill the process whose command line holds `mark`, without a chance to say goodbye."""
        command = ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = [int(line.split()[0]) for line in listed.splitlines() if mark in line]
        assert len(found) == 1, listed
        os.kill(found[0], signal.SIGKILL)


@contextlib.contextmanager
def running(var: Path, **settings: str) -> Iterator[Product]:
    """Start the product on a folder of its own, wait until all of it answers, and stop it as Ctrl-C does."""
    port = free_port()
    environ = {
        **os.environ,
        "BRON_VAR": str(var),
        "BRON_PORT": str(port),
        "BRON_RATE_LIMIT": "0",
        "BRON_RASA_URL": f"http://127.0.0.1:{free_port()}",
        "BRON_ACTIONS_URL": f"http://127.0.0.1:{free_port()}",
        **settings,
    }
    with (var / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=environ, stdout=log, stderr=log
        )
    product = Product(f"http://127.0.0.1:{port}", var, process)
    try:
        wait_until(
            lambda: process.poll() is not None or product.is_ready(),
            f"the product to be ready; see {var}",
            START_SECONDS,
        )
        assert process.poll() is None, (var / "serve.log").read_text()
        yield product
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
