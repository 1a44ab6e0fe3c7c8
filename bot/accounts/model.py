"""Agents of the helpdesk and their log-in. No storage, no HTTP."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an account may do. `admin` also manages accounts."""

    AGENT = "agent"
    ADMIN = "admin"


@dataclass(frozen=True)
class Account:
    """Somebody who works in the console.

    `login` is the e-mail address, lower case. `failures` counts wrong passwords since the last right one;
    `locked_until` is set after too many.
    """

    id: int
    login: str
    name: str
    role: Role
    password_hash: str
    failures: int
    locked_until: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class Session:
    """A log-in that is going on. `csrf` must come back with every form; `expires_at` moves with use."""

    id: str
    account_id: int
    csrf: str
    expires_at: datetime
