"""Accounts of agents in the database; keeps the contract of `bot.accounts.ports.Accounts`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.accounts.model import Account, Role
from bot.errors import Conflict, NotFound
from bot.store.rows import insert_once
from bot.store.tables import accounts, sessions


class SqlAccounts:
    """The accounts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, login: str, name: str, role: Role, password_hash: str, now: datetime) -> Account:
        values = {
            "login": login,
            "name": name,
            "role": role.value,
            "password_hash": password_hash,
            "failures": 0,
            "created_at": now,
        }
        new_id = insert_once(self._connection, accounts, "login", values)
        if new_id is None:
            raise Conflict("taken")
        return self.get(new_id)

    def get(self, account_id: int) -> Account:
        row = self._connection.execute(sa.select(accounts).where(accounts.c.id == account_id)).first()
        if row is None:
            raise NotFound("account")
        return _account(row)

    def by_login(self, login: str) -> Account | None:
        row = self._connection.execute(sa.select(accounts).where(accounts.c.login == login)).first()
        return None if row is None else _account(row)

    def all(self) -> Sequence[Account]:
        return [_account(row) for row in self._connection.execute(sa.select(accounts).order_by(accounts.c.id))]

    def count(self) -> int:
        return self._connection.execute(sa.select(sa.func.count()).select_from(accounts)).scalar_one()

    def record_failure(self, account_id: int, locked_until: datetime | None, limit: int = 10) -> None:
        failures = accounts.c.failures + 1
        self._connection.execute(
            sa.update(accounts)
            .where(accounts.c.id == account_id)
            .values(
                failures=failures,
                locked_until=sa.case(
                    (failures % limit == 0, sa.literal(locked_until, accounts.c.locked_until.type)),
                    else_=accounts.c.locked_until,
                ),
            )
        )

    def record_success(self, account_id: int) -> None:
        self._connection.execute(
            sa.update(accounts).where(accounts.c.id == account_id).values(failures=0, locked_until=None)
        )

    def set_password(self, account_id: int, password_hash: str) -> None:
        self._connection.execute(
            sa.update(accounts)
            .where(accounts.c.id == account_id)
            .values(password_hash=password_hash, failures=0, locked_until=None)
        )
        self._connection.execute(sa.delete(sessions).where(sessions.c.account_id == account_id))


def _account(row: Row[Any]) -> Account:
    kept = row._asdict()
    return Account(**{**kept, "role": Role(kept["role"])})
