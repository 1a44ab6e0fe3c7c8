"""The real application on a fresh SQLite database and a fake Rasa, spoken to over HTTP."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
import uvicorn
from starlette.testclient import TestClient

from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Knowledge
from bot.settings import ROOT, read_settings
from bot.web.app import create_app
from bot.wiring import Parts, build, prepare_database
from tests.unit.remote.fake_rasa import FakeRasa

SECRET = "internal-secret-of-tests"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
MakeClient = Callable[..., TestClient]


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    rasa = FakeRasa()
    yield rasa
    rasa.stop()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is up to date, to copy: migrating takes longer than a test."""
    folder = tmp_path_factory.mktemp("empty")
    prepare_database(read_settings({"BRON_VAR": str(folder)}))
    return folder / "bron.db"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The product's own knowledge, which never changes: reading it takes longer than a test."""
    return load_knowledge(ROOT / "data" / "knowledge")


@pytest.fixture
def make_parts(tmp_path: Path, empty_database: Path, rasa: FakeRasa, knowledge: Knowledge) -> Callable[..., Parts]:
    def make(**changed: str) -> Parts:
        shutil.copy(empty_database, tmp_path / "bron.db")
        environ = {
            "BRON_VAR": str(tmp_path),
            "BRON_RASA_URL": rasa.url,
            "BRON_ACTIONS_URL": "http://127.0.0.1:9",
            "BRON_RASA_SECRET": rasa.secret,
            "BRON_INTERNAL_SECRET": SECRET,
            "BRON_PUBLIC_URL": "http://testserver",
            "BRON_RATE_LIMIT": "0",
            "BRON_ASSISTANT_TIMEOUT": "2",
            "BRON_FIXED_NOW": "2026-11-23T10:00:00+01:00",
        }
        return build(read_settings({**environ, **changed}), knowledge)

    return make


@pytest.fixture
def make_client(make_parts: Callable[..., Parts]) -> Iterator[MakeClient]:
    opened: list[TestClient] = []

    def make(**changed: str) -> TestClient:
        client = TestClient(create_app(make_parts(**changed)), follow_redirects=False)
        opened.append(client.__enter__())
        return opened[-1]

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    return make_client()


@pytest.fixture
def parts(client: TestClient) -> Parts:
    return client.app.state.parts


def field(html: str, name: str) -> str:
    """Return the value of the first field with this name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no field {name}"
    return unescape(found[1])


def words(html: str) -> str:
    """Return the text without tags, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


class Server:
    """The application on a real port; can be stopped and started again on the same one."""

    def __init__(self, make_parts: Callable[[int], Parts]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.parts = make_parts(self.port)
        self.start()

    def start(self) -> None:
        # The assistant's client ends with the application, so each start gets parts of its own on the same settings.
        self.parts = build(self.parts.settings)
        config = uvicorn.Config(create_app(self.parts), port=self.port, log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def server(make_parts: Callable[..., Parts]) -> Iterator[Server]:
    server = Server(lambda port: make_parts(BRON_PUBLIC_URL=f"http://127.0.0.1:{port}", BRON_PORT=str(port)))
    yield server
    server.stop()
