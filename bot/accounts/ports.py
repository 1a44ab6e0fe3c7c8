"""What the accounts need from outside, as Protocols."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bot.accounts.model import Account, Role, Session


class Accounts(Protocol):
    """Accounts by id and by log-in name. Times are aware and in UTC."""

    def add(self, login: str, name: str, role: Role, password_hash: str, now: datetime) -> Account:
        """Keep a new account. Raises Conflict when the log-in name is taken."""
        ...

    def get(self, account_id: int) -> Account:
        """Return an account. Raises NotFound."""
        ...

    def by_login(self, login: str) -> Account | None: ...

    def all(self) -> Sequence[Account]: ...

    def count(self) -> int: ...

    def record_failure(self, account_id: int, locked_until: datetime | None, limit: int = 10) -> None:
        """Count one wrong password, in one statement so that parallel tries all count.

        Each time that `limit` more were counted, the account is locked until `locked_until`.
        """
        ...

    def record_success(self, account_id: int) -> None:
        """Forget wrong passwords and the lock."""
        ...

    def set_password(self, account_id: int, password_hash: str) -> None:
        """Replace the password, forget wrong ones and the lock, and end all its sessions."""
        ...


class Sessions(Protocol):
    """Log-ins that are going on. Only a hash of the id is stored."""

    def add(self, account_id: int, expires_at: datetime, now: datetime) -> Session: ...

    def get(self, session_id: str, now: datetime) -> Session | None:
        """Return a session that has not expired, or None."""
        ...

    def extend(self, session_id: str, expires_at: datetime) -> None: ...

    def end(self, session_id: str) -> None: ...


class AccountUnit(Protocol):
    """One transaction. Nothing is kept unless `commit` is called."""

    @property
    def accounts(self) -> Accounts: ...

    @property
    def sessions(self) -> Sessions: ...

    def commit(self) -> None: ...


class AccountUnits(Protocol):
    """Opens transactions: `with units() as unit: ...; unit.commit()`."""

    def __call__(self) -> AbstractContextManager[AccountUnit]: ...
