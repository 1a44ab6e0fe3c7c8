"""Rasa and the action server, started once for all conversation tests, with a fake web that is clean for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.fake_web import FakeWeb, serve
from tests.conversations.product import SECRET, Conversation, Product


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    web = FakeWeb(SECRET)
    server = serve(web)
    folder: Path = tmp_path_factory.mktemp("product")
    product = Product(folder, web, f"http://127.0.0.1:{server.server_port}")
    try:
        product.start()
        yield product
    finally:
        product.stop()
        server.shutdown()


@pytest.fixture
def product(started: Product) -> Product:
    started.web.reset()
    return started


@pytest.fixture
def web(product: Product) -> FakeWeb:
    return product.web


@pytest.fixture
def chat(product: Product) -> Conversation:
    """A new conversation."""
    return product.talk()
