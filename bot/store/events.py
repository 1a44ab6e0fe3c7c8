"""What happened, in one order for all readers; keeps the contract of `bot.chat.ports.Events`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.chat.model import Event, EventKind
from bot.store.tables import events

# Any constant that no other lock of this database uses.
_ORDER_LOCK = 7_201_501


class SqlEvents:
    """The events within one transaction.

    PostgreSQL hands out ids before a commit, so two writers could become visible in the wrong order. Writers therefore
    take one lock, and hold it until their commit. To hold it shortly, and as the last of all locks (so that no two
    transactions can wait for each other), new events wait in memory until `flush`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[dict[str, Any]] = []

    def append(self, conversation_id: str, kind: EventKind, data: dict[str, str], now: datetime) -> None:
        self._waiting.append({"conversation_id": conversation_id, "kind": kind.value, "data": data, "at": now})

    def after(self, event_id: int, limit: int = 500) -> Sequence[Event]:
        return self._read(sa.select(events).where(events.c.id > event_id).order_by(events.c.id).limit(limit))

    def of(self, conversation_id: str, after: int = 0) -> Sequence[Event]:
        own = events.c.conversation_id == conversation_id
        return self._read(sa.select(events).where(own, events.c.id > after).order_by(events.c.id))

    def last_id(self) -> int:
        self.flush()
        return self._connection.execute(sa.select(sa.func.max(events.c.id))).scalar_one() or 0

    def flush(self) -> None:
        """Write the waiting events; called before a commit and before each look."""
        if not self._waiting:
            return
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ORDER_LOCK)))
        # One by one: a bulk insert does not promise the order of ids.
        for values in self._waiting:
            self._connection.execute(sa.insert(events).values(**values))
        self._waiting.clear()

    def _read(self, query: sa.Select[Any]) -> Sequence[Event]:
        self.flush()
        return [
            Event(row.id, row.conversation_id, EventKind(row.kind), row.data, row.at)
            for row in self._connection.execute(query)
        ]
