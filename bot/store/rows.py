"""Writing a row once. What the rows mean stands with each store."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_once(connection: Connection, table: sa.Table, unique: str, values: dict[str, Any]) -> int | None:
    """Insert a row unless one with the same value in column `unique` stands there.

    Waits for another transaction that is writing the same value.

    Returns:
        The id of the new row, or None when nothing was written.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=[unique]).returning(table.c.id)
    return connection.execute(statement).scalar_one_or_none()
