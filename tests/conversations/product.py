"""Starts Rasa and the action server as the product does, and talks to them as web does."""

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
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conversations.fake_web import FakeWeb

ROOT = Path(__file__).resolve().parents[2]
SECRET = "conversation-tests-only"
READY_SECONDS = 180
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "OMP_NUM_THREADS": "1",
    "SANIC_HOST": "127.0.0.1",
}

Message = dict[str, Any]


@dataclass(frozen=True)
class Ports:
    """Where the processes listen."""

    rasa: int
    actions: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, ports: Ports, web_url: str) -> dict[str, str]:
    """Return what the supervisor gives its processes, with everything that is kept in `folder`."""
    return {
        **os.environ,
        **QUIET,
        "BRON_VAR": str(folder),
        "BRON_ACTIONS_URL": f"http://127.0.0.1:{ports.actions}",
        "BRON_TRACKER_URL": f"sqlite:///{folder}/rasa.db",
        "BRON_INTERNAL_URL": web_url,
        "BRON_PUBLIC_URL": "http://school.test",
        "BRON_SECRET_KEY": SECRET,
        "BRON_RASA_SECRET": SECRET,
        "BRON_INTERNAL_SECRET": SECRET,
    }


def trained_model(folder: Path, env: dict[str, str]) -> Path:
    """Return a model of the project as it stands.

    That is the one that BRON_TEST_MODEL names, the product's own when it is newer than all that it is made from, or
    else one that is trained in `folder`.
    """
    named = os.environ.get("BRON_TEST_MODEL")
    if named:
        return Path(named)
    made_from = [ROOT / name for name in ("config.yml", "data", "bot/domain", "bot/assistant", "bot/language")]
    newest = max(path.stat().st_mtime for top in made_from for path in [top, *top.rglob("*")] if path.suffix != ".pyc")
    models = [path for path in (ROOT / "models").glob("bron-*.tar.gz") if path.stat().st_mtime > newest]
    return max(models, key=lambda path: path.stat().st_mtime) if models else _train(folder, env)


def _train(folder: Path, env: dict[str, str]) -> Path:
    command = ["train", "--domain", "bot/domain", "--data", "data/nlu", "data/rules", "--out", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "rasa", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-3000:]
    return max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)


@contextlib.contextmanager
def running(arguments: list[str], env: dict[str, str], url: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python module until it answers at `url`; stop it at the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True
        )
        try:
            _wait(process, url, log)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()[-3000:]
        if ask("GET", url)[0] == 200:
            return
        time.sleep(0.25)
    raise AssertionError(f"{url} stayed silent: {log.read_text()[-3000:]}")


class Product:
    """Rasa and the action server, running on a folder of their own, with a fake web beside them.

    Args:
        folder: for logs, tracker store and model. web: what the actions find as web's internal API.
    """

    def __init__(self, folder: Path, web: FakeWeb, web_url: str) -> None:
        self._folder = folder
        self._ports = Ports(free_port(), free_port())
        self._env = environment(folder, self._ports, web_url)
        self._processes = contextlib.ExitStack()
        self._actions = contextlib.ExitStack()
        self.web = web
        self.url = f"http://127.0.0.1:{self._ports.rasa}"

    def start(self) -> None:
        model = trained_model(self._folder, self._env)
        self._start_actions()
        arguments = ["rasa", "run", "--model", str(model), "--port", str(self._ports.rasa), "--interface", "127.0.0.1"]
        files = ["--endpoints", "bot/domain/endpoints.yml", "--credentials", "bot/domain/credentials.yml"]
        health = f"{self.url}/webhooks/web/"
        self._processes.enter_context(running(arguments + files, self._env, health, self._folder / "rasa.log"))

    def stop(self) -> None:
        self._processes.close()
        self._actions.close()

    @contextlib.contextmanager
    def without_actions(self) -> Iterator[None]:
        """Kill the action server for a while."""
        self._actions.close()
        try:
            yield
        finally:
            self._start_actions()

    def logs(self) -> str:
        """Return all that the processes have logged."""
        return "".join(path.read_text(errors="replace") for path in sorted(self._folder.glob("*.log")))

    def talk(self, *texts: str, today: str = "2026-11-23") -> "Conversation":
        """Begin a conversation with these texts."""
        conversation = Conversation(self.url, today)
        for text in texts:
            conversation.say(text)
        return conversation

    def _start_actions(self) -> None:
        arguments = ["rasa_sdk", "--actions", "actions", "--port", str(self._ports.actions)]
        health = f"http://127.0.0.1:{self._ports.actions}/health"
        self._actions.enter_context(running(arguments, self._env, health, self._folder / "actions.log"))


def ask(method: str, url: str, body: Any = None, secret: str | None = SECRET) -> tuple[int, dict[str, Any]]:
    """Return status and JSON of a request; status 0 when nobody answers."""
    headers = {"Content-Type": "application/json"}
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")
    except (urllib.error.URLError, OSError):
        return 0, {}


class Conversation:
    """One conversation over the channel. Remembers the last reply; presses only buttons that were offered.

    Args:
        url: Rasa's address. today: the day that web names.
    """

    def __init__(self, url: str, today: str = "2026-11-23") -> None:
        self.id = f"c_{uuid.uuid4().hex}"
        self._url = f"{url}/webhooks/web/messages"
        self._today = today
        self.reply: dict[str, Any] = {"messages": []}

    @property
    def messages(self) -> list[Message]:
        return list(self.reply["messages"])

    @property
    def kinds(self) -> list[str]:
        return [message["kind"] for message in self.messages]

    @property
    def topics(self) -> list[str]:
        return [topic for message in self.messages for topic in message["topics"]]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        return {button["title"]: button["payload"] for message in self.messages for button in message["buttons"]}

    def say(self, text: str) -> list[Message]:
        return self._post(text=text)

    def press(self, title: str) -> list[Message]:
        return self._post(payload=self.buttons[title])

    def send(self, payload: str) -> list[Message]:
        """Press a button of an earlier message."""
        return self._post(payload=payload)

    def _post(self, text: str | None = None, payload: str | None = None) -> list[Message]:
        body = {"conversation": self.id, "message_id": uuid.uuid4().hex, "today": self._today}
        status, self.reply = ask("POST", self._url, {**body, "text": text, "payload": payload})
        assert status == 200, self.reply
        return self.messages
