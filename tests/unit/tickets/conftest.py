"""The stores on a database of their own, for tests of use cases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.unit import SqlUnits


@pytest.fixture
def units(tmp_path: Path) -> Iterator[SqlUnits]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    upgrade(url)
    units = SqlUnits(open_engine(url), b"a key for tests, not for anything else")
    yield units
    units.close()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
