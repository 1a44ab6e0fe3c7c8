"""What the sender of letters needs from outside, as Protocols."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.mail.model import Letter


@dataclass(frozen=True)
class OwedLetter:
    """A letter that was not sent yet. `tries` counts the failed ones; `error` is the last failure's text or empty."""

    letter: Letter
    tries: int
    error: str
    due_at: datetime


class DueLetters(Protocol):
    """Letters that wait to be sent. Times are aware and in UTC."""

    def take_due(self, lease: str, now: datetime, duration: timedelta, limit: int) -> Sequence[OwedLetter]:
        """Take letters whose time has come, longest due first, for nobody else until the lease ends.

        Args:
            lease: names the one who takes, unguessable for others.
            duration: after which a letter that was neither marked sent nor failed is free again.
        """
        ...

    def mark_sent(self, key: str, now: datetime) -> None:
        """Keep that the letter left; it is never taken again."""
        ...

    def mark_failed(self, key: str, lease: str, error: str, due_at: datetime) -> None:
        """Count a failed try and free the letter for `due_at`. Does nothing when the lease went to another."""
        ...

    def owed(self) -> Sequence[OwedLetter]:
        """Return all letters that were not sent yet, longest due first."""
        ...


class LetterUnit(Protocol):
    """One transaction. Nothing is kept unless `commit` is called."""

    @property
    def outbox(self) -> DueLetters: ...

    def commit(self) -> None: ...


class LetterUnits(Protocol):
    """Opens transactions: `with units() as unit: ...; unit.commit()`."""

    def __call__(self) -> AbstractContextManager[LetterUnit]: ...
