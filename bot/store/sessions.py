"""Log-ins that are going on, in the database; keeps the contract of `bot.accounts.ports.Sessions`."""

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts.model import Session
from bot.store.tables import sessions


class SqlSessions:
    """The sessions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account_id: int, expires_at: datetime, now: datetime) -> Session:
        # Ended log-ins are of no use to anybody; each new one clears them away.
        self._connection.execute(sa.delete(sessions).where(sessions.c.expires_at <= now))
        session = Session(secrets.token_urlsafe(32), account_id, secrets.token_urlsafe(32), expires_at)
        self._connection.execute(
            sa.insert(sessions).values(
                id_hash=_hash(session.id),
                account_id=account_id,
                csrf=session.csrf,
                created_at=now,
                expires_at=expires_at,
            )
        )
        return session

    def get(self, session_id: str, now: datetime) -> Session | None:
        row = self._connection.execute(
            sa.select(sessions).where(sessions.c.id_hash == _hash(session_id), sessions.c.expires_at > now)
        ).first()
        return None if row is None else Session(session_id, row.account_id, row.csrf, row.expires_at)

    def extend(self, session_id: str, expires_at: datetime) -> None:
        self._connection.execute(
            sa.update(sessions).where(sessions.c.id_hash == _hash(session_id)).values(expires_at=expires_at)
        )

    def end(self, session_id: str) -> None:
        self._connection.execute(sa.delete(sessions).where(sessions.c.id_hash == _hash(session_id)))


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode("utf-8", "surrogatepass")).hexdigest()
