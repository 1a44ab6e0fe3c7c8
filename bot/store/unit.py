"""One transaction over all stores. Each stored thing has its own file beside this one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection, Engine

from bot.store.accounts import SqlAccounts
from bot.store.events import SqlEvents
from bot.store.journal import SqlJournal
from bot.store.notices import EventNotices
from bot.store.outbox import SqlOutbox
from bot.store.sessions import SqlSessions
from bot.store.tickets import SqlTickets


class SqlUnit:
    """One transaction. Nothing is kept unless `commit` is called; after it a next transaction begins by itself."""

    def __init__(self, connection: Connection, link_key: bytes) -> None:
        self._connection = connection
        self.journal = SqlJournal(connection)
        self.events = SqlEvents(connection)
        self.tickets = SqlTickets(connection, link_key)
        self.outbox = SqlOutbox(connection)
        self.notices = EventNotices(self.events)
        self.accounts = SqlAccounts(connection)
        self.sessions = SqlSessions(connection)

    def commit(self) -> None:
        self.events.flush()
        self._connection.commit()


class SqlUnits:
    """Opens transactions: `with units() as unit: ...; unit.commit()`. Safe to share between threads.

    Args:
        engine: an engine of `bot.store.engine.open_engine`, on a database that is up to date.
        link_key: the key from which the secrets of ticket pages are made.
    """

    def __init__(self, engine: Engine, link_key: bytes) -> None:
        self._engine = engine
        self._link_key = link_key

    @contextmanager
    def __call__(self) -> Iterator[SqlUnit]:
        with self._engine.connect() as connection:  # closing it rolls back what was not committed
            yield SqlUnit(connection, self._link_key)

    def close(self) -> None:
        """Close all idle connections."""
        self._engine.dispose()
