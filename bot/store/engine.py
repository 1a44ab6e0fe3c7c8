"""Opens a database so that SQLite and PostgreSQL behave alike for the stores. No tables, no queries."""

import time
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

# SQLite lets waiting writers try at random moments: on a busy machine one of many can be unlucky for seconds.
_BUSY_SECONDS = 30
_READING = ("SELECT", "PRAGMA", "BEGIN")


def open_engine(url: str) -> Engine:
    """Open the database that the stores use; a folder that SQLite needs is made.

    On both databases a transaction sees what others commit while it runs, and writers of one row wait for each other.
    On SQLite a transaction takes the write lock at its first write, so readers never wait.

    Args:
        url: `sqlite:///path` or `postgresql://user@host/name`.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, foreign_keys=True)
    return _postgresql(parsed)


def open_for_migration(url: str) -> Engine:
    """Open the database with foreign keys unchecked on SQLite, where changing a table means replacing it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, foreign_keys=False)
    return _postgresql(parsed)


def _postgresql(url: URL) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    # The pool holds as many connections as the web process has threads that use it.
    return sa.create_engine(url, isolation_level="READ COMMITTED", pool_size=10, max_overflow=40, pool_pre_ping=True)


def _sqlite(url: URL, *, foreign_keys: bool) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}, pool_size=10, max_overflow=40
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, record: object) -> None:
        connection.isolation_level = None  # no BEGIN by the driver: `begin_to_write` decides
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @sa.event.listens_for(engine, "before_cursor_execute")
    def begin_to_write(
        connection: Connection, cursor: Any, statement: str, parameters: object, context: object, many: bool
    ) -> None:
        if not cursor.connection.in_transaction and not statement.lstrip().upper().startswith(_READING):
            cursor.execute("BEGIN IMMEDIATE")

    return engine


def _use_wal(connection: SqliteConnection) -> None:
    """Switch to write-ahead logging. SQLite does not wait for this lock by itself when two processes start at once."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
