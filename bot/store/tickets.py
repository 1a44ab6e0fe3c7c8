"""Tickets and their entries in the database; keeps the contract of `bot.tickets.ports.Tickets`."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.errors import Conflict, NotFound
from bot.store.rows import insert_once
from bot.store.tables import accounts, entries, tickets
from bot.tickets.model import Author, Entry, EntryKind, Intake, Proposal, Status, Ticket

_NUMBER = re.compile(r"PO-(\d{6,12})")


class SqlTickets:
    """The tickets within one transaction.

    The secret of a ticket is made from a key and the salt in its row, so that a stolen database opens no ticket page.

    Args:
        connection: the transaction.
        link_key: the key of all secrets; with another key old links stop working.
    """

    def __init__(self, connection: Connection, link_key: bytes) -> None:
        self._connection = connection
        self._link_key = link_key

    def add(self, intake: Intake, answer_by: date | None, now: datetime) -> tuple[Ticket, bool]:
        salt = secrets.token_hex(16)
        values = {
            "key": intake.key,
            "salt": salt,
            "secret_hash": _hash(self._secret(salt)),
            "status": Status.NEW.value,
            "question": intake.question,
            "email": intake.email,
            "name": intake.name,
            "brin": intake.brin,
            "conversation_id": intake.conversation_id,
            "proposals": [asdict(proposal) for proposal in intake.proposals],
            "model": intake.model,
            "knowledge": intake.knowledge,
            "version": 1,
            "answer_by": answer_by,
            "opened_at": now,
            "changed_at": now,
        }
        # Looking first keeps the numbers close together: a refused insert uses up an id on PostgreSQL.
        standing = self._find(tickets.c.key == intake.key)
        if standing is not None:
            return standing, False
        new_id = insert_once(self._connection, tickets, "key", values)
        if new_id is None:
            return self._one(tickets.c.key == intake.key), False
        return self._one(tickets.c.id == new_id), True

    def get(self, number: str) -> Ticket:
        match = _NUMBER.fullmatch(number)
        if match is None or _number(int(match[1])) != number:
            raise NotFound(number)
        return self._one(tickets.c.id == int(match[1]))

    def by_secret(self, secret: str) -> Ticket:
        return self._one(tickets.c.secret_hash == _hash(secret))

    def of_conversation(self, conversation_id: str) -> Sequence[Ticket]:
        own = tickets.c.conversation_id == conversation_id
        return self._list(_SELECT.where(own).order_by(tickets.c.id))

    def listed(
        self, statuses: Sequence[Status], agent_id: int | None = None, limit: int = 50, offset: int = 0
    ) -> Sequence[Ticket]:
        query = _SELECT.where(*_in_queue(statuses, agent_id)).order_by(tickets.c.changed_at, tickets.c.id)
        return self._list(query.limit(limit).offset(offset))

    def count(self, statuses: Sequence[Status], agent_id: int | None = None) -> int:
        query = sa.select(sa.func.count()).select_from(tickets).where(*_in_queue(statuses, agent_id))
        return self._connection.execute(query).scalar_one()

    def change(self, ticket: Ticket, status: Status, agent_id: int | None, now: datetime) -> Ticket:
        changed = self._connection.execute(
            sa.update(tickets)
            .where(tickets.c.id == ticket.id, tickets.c.version == ticket.version)
            .values(status=status.value, agent_id=agent_id, version=tickets.c.version + 1, changed_at=now)
        )
        if changed.rowcount == 0:
            raise Conflict(f"{ticket.number} version {ticket.version}")
        return self._one(tickets.c.id == ticket.id)

    def note(
        self, ticket: Ticket, author: Author, name: str | None, kind: EntryKind, text: str, now: datetime
    ) -> Entry:
        values = {"author": author.value, "name": name, "kind": kind.value, "text": text, "at": now}
        entry_id = self._connection.execute(
            sa.insert(entries).values(ticket_id=ticket.id, **values).returning(entries.c.id)
        ).scalar_one()
        return Entry(entry_id, author, name, kind, text, now)

    def entries(self, ticket: Ticket) -> Sequence[Entry]:
        rows = self._connection.execute(
            sa.select(entries).where(entries.c.ticket_id == ticket.id).order_by(entries.c.id)
        )
        return [Entry(row.id, Author(row.author), row.name, EntryKind(row.kind), row.text, row.at) for row in rows]

    def _find(self, condition: sa.ColumnElement[bool]) -> Ticket | None:
        row = self._connection.execute(_SELECT.where(condition)).first()
        return None if row is None else self._ticket(row)

    def _one(self, condition: sa.ColumnElement[bool]) -> Ticket:
        ticket = self._find(condition)
        if ticket is None:
            raise NotFound("ticket")
        return ticket

    def _list(self, query: sa.Select[Any]) -> Sequence[Ticket]:
        return [self._ticket(row) for row in self._connection.execute(query)]

    def _secret(self, salt: str) -> str:
        digest = hmac.new(self._link_key, salt.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def _ticket(self, row: Row[Any]) -> Ticket:
        return Ticket(
            id=row.id,
            number=_number(row.id),
            secret=self._secret(row.salt),
            status=Status(row.status),
            question=row.question,
            email=row.email,
            name=row.name,
            brin=row.brin,
            conversation_id=row.conversation_id,
            proposals=tuple(Proposal(**proposal) for proposal in row.proposals),
            model=row.model,
            knowledge=row.knowledge,
            agent_id=row.agent_id,
            agent_name=row.agent_name,
            version=row.version,
            answer_by=row.answer_by,
            opened_at=row.opened_at,
            changed_at=row.changed_at,
        )


_SELECT = sa.select(tickets, accounts.c.name.label("agent_name")).select_from(
    tickets.outerjoin(accounts, accounts.c.id == tickets.c.agent_id)
)


def _in_queue(statuses: Sequence[Status], agent_id: int | None) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [tickets.c.status.in_([status.value for status in statuses])]
    if agent_id is not None:
        conditions.append(tickets.c.agent_id == agent_id)
    return conditions


def _number(ticket_id: int) -> str:
    return f"PO-{ticket_id:06d}"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
