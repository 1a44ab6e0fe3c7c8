"""One suite for every database that the product can use. PostgreSQL skips, with the reason, when it cannot be reached.

`BRON_TEST_POSTGRESQL` names another server (`postgresql+psycopg://user@host:port/`).
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.engine import open_engine
from bot.store.migrate import upgrade
from bot.store.tables import metadata
from bot.store.unit import SqlUnits

SERVER = os.environ.get("BRON_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/")
LINK_KEY = b"a key for tests, not for anything else"


@contextmanager
def scratch_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of a new, empty database and remove it afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'made' / 'store.db'}"
        return
    server = sa.create_engine(SERVER + "postgres", isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"bron_test_{secrets.token_hex(6)}"
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    except sa.exc.OperationalError as error:
        pytest.skip(f"no PostgreSQL to test on: {str(error.orig).splitlines()[0]}")
    try:
        yield SERVER + name
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    with scratch_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database that is up to date, one for the whole run."""
    with scratch_database(request.param, tmp_path_factory.mktemp("store")) as url:
        upgrade(url)
        yield url


@pytest.fixture(scope="session")
def engine(url: str) -> Iterator[sa.Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def units(engine: sa.Engine) -> SqlUnits:
    """The stores, empty."""
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))
    return SqlUnits(engine, LINK_KEY)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
