"""What the ticket use cases need from outside, as Protocols."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from bot.mail.model import Letter
from bot.tickets.model import Author, Entry, EntryKind, Intake, Status, Ticket


class Tickets(Protocol):
    """Tickets and their entries. Times are aware and in UTC."""

    def add(self, intake: Intake, answer_by: date | None, now: datetime) -> tuple[Ticket, bool]:
        """Keep a new ticket; return it and True. A key that was used before returns that ticket and False."""
        ...

    def get(self, number: str) -> Ticket:
        """Return a ticket by its number. Raises NotFound."""
        ...

    def by_secret(self, secret: str) -> Ticket:
        """Return a ticket by the secret of its link. Raises NotFound."""
        ...

    def of_conversation(self, conversation_id: str) -> Sequence[Ticket]:
        """Return the tickets of a conversation, oldest first."""
        ...

    def listed(
        self, statuses: Sequence[Status], agent_id: int | None = None, limit: int = 50, offset: int = 0
    ) -> Sequence[Ticket]:
        """Return tickets in these statuses, oldest change first; with `agent_id` only those that this agent holds."""
        ...

    def count(self, statuses: Sequence[Status], agent_id: int | None = None) -> int: ...

    def change(self, ticket: Ticket, status: Status, agent_id: int | None, now: datetime) -> Ticket:
        """Keep a new status and holder; return the changed ticket.

        Raises:
            Conflict: the kept version is not `ticket.version`.
        """
        ...

    def note(
        self, ticket: Ticket, author: Author, name: str | None, kind: EntryKind, text: str, now: datetime
    ) -> Entry:
        """Add a line to the history and return it."""
        ...

    def entries(self, ticket: Ticket) -> Sequence[Entry]:
        """Return the history, oldest first."""
        ...


class Outbox(Protocol):
    """Letters that are owed. They are saved with what they tell about and sent later."""

    def owe(self, letter: Letter, now: datetime) -> None: ...


class Notices(Protocol):
    """Tells an open chat what happened to its ticket."""

    def agent_replied(self, conversation_id: str, ticket: Ticket, agent: str, text: str, now: datetime) -> None: ...

    def status_changed(self, conversation_id: str, ticket: Ticket, now: datetime) -> None: ...


class TicketUnit(Protocol):
    """One transaction. Nothing is kept unless `commit` is called."""

    @property
    def tickets(self) -> Tickets: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def notices(self) -> Notices: ...

    def commit(self) -> None: ...


class TicketUnits(Protocol):
    """Opens transactions: `with units() as unit: ...; unit.commit()`."""

    def __call__(self) -> AbstractContextManager[TicketUnit]: ...
