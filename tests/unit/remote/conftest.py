"""A real HTTP server that speaks Rasa's side of the channel."""

from collections.abc import Iterator

import pytest

from tests.unit.remote.fake_rasa import FakeRasa


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    rasa = FakeRasa()
    yield rasa
    rasa.stop()
