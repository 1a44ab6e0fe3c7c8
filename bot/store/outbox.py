"""Letters that are owed, and their sending.

Keeps the contracts of `bot.tickets.ports.Outbox` and `bot.mail.ports.DueLetters`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.mail.model import Letter, LetterKind
from bot.mail.ports import OwedLetter
from bot.store.rows import insert_once
from bot.store.tables import letters


class SqlOutbox:
    """The outbox within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owe(self, letter: Letter, now: datetime) -> None:
        values = {
            "key": letter.key,
            "kind": letter.kind.value,
            "recipient": letter.recipient,
            "thread": letter.thread,
            "values": letter.values,
            "owed_at": now,
            "due_at": now,
            "tries": 0,
            "error": "",
        }
        insert_once(self._connection, letters, "key", values)

    def take_due(self, lease: str, now: datetime, duration: timedelta, limit: int) -> Sequence[OwedLetter]:
        free = sa.and_(
            letters.c.sent_at.is_(None),
            letters.c.due_at <= now,
            sa.or_(letters.c.leased_until.is_(None), letters.c.leased_until <= now),
        )
        ids = self._connection.execute(
            sa.select(letters.c.id)
            .where(free)
            .order_by(letters.c.due_at, letters.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
        # The condition is asked again because on SQLite the look above takes no lock.
        rows = self._connection.execute(
            sa.update(letters)
            .where(letters.c.id.in_(list(ids)), free)
            .values(lease=lease, leased_until=now + duration)
            .returning(*letters.c)
        ).all()
        return [_owed(row) for row in sorted(rows, key=lambda row: (row.due_at, row.id))]

    def mark_sent(self, key: str, now: datetime) -> None:
        self._connection.execute(
            sa.update(letters)
            .where(letters.c.key == key, letters.c.sent_at.is_(None))
            .values(sent_at=now, tries=letters.c.tries + 1, error="", lease=None, leased_until=None)
        )

    def mark_failed(self, key: str, lease: str, error: str, due_at: datetime) -> None:
        self._connection.execute(
            sa.update(letters)
            .where(letters.c.key == key, letters.c.lease == lease, letters.c.sent_at.is_(None))
            .values(due_at=due_at, tries=letters.c.tries + 1, error=error, lease=None, leased_until=None)
        )

    def owed(self) -> Sequence[OwedLetter]:
        rows = self._connection.execute(
            sa.select(letters).where(letters.c.sent_at.is_(None)).order_by(letters.c.due_at, letters.c.id)
        )
        return [_owed(row) for row in rows]


def _owed(row: Row[Any]) -> OwedLetter:
    kept = row._mapping
    letter = Letter(
        key=kept["key"],
        kind=LetterKind(kept["kind"]),
        recipient=kept["recipient"],
        thread=kept["thread"],
        values=kept["values"],
    )
    return OwedLetter(letter=letter, tries=kept["tries"], error=kept["error"], due_at=kept["due_at"])
