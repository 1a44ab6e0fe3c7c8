"""The words of the form, and web's internal API as a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.fields import FormWords, load_form_words
from bot.settings import Settings, read_settings
from tests.conversations.fake_web import FakeWeb, serve

ROOT = Path(__file__).resolve().parents[3]
SECRET = "unit-tests-only-secret"


@pytest.fixture(scope="session")
def words() -> FormWords:
    return load_form_words(ROOT / "data" / "language")


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb(SECRET)


@pytest.fixture
def settings(web: FakeWeb, tmp_path: Path) -> Iterator[Settings]:
    """Settings that point at the fake web, which serves until the test ends."""
    server = serve(web)
    environ = {"BRON_VAR": str(tmp_path), "BRON_INTERNAL_SECRET": SECRET}
    yield read_settings({**environ, "BRON_INTERNAL_URL": f"http://127.0.0.1:{server.server_port}"})
    server.shutdown()
    server.server_close()
