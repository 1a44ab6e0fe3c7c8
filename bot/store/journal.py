"""Conversations and their turns in the database; keeps the contract of `bot.chat.ports.Journal`."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.chat.model import Button, Reply, Turn
from bot.errors import NotFound
from bot.store.replies import reply_from_json, reply_to_json
from bot.store.tables import conversations, offers, turns


class SqlJournal:
    """The journal within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_conversation(self, now: datetime) -> str:
        conversation_id = f"c_{secrets.token_urlsafe(24)}"
        self._connection.execute(sa.insert(conversations).values(id=conversation_id, opened_at=now, changed_at=now))
        return conversation_id

    def exists(self, conversation_id: str) -> bool:
        found = self._connection.execute(sa.select(conversations.c.id).where(conversations.c.id == conversation_id))
        return found.first() is not None

    def begin_turn(
        self, conversation_id: str, client_id: str | None, text: str, payload: str | None, now: datetime
    ) -> Turn:
        # This update is also the lock that puts parallel questions of one conversation in order.
        locked = self._connection.execute(
            sa.update(conversations).where(conversations.c.id == conversation_id).values(changed_at=now)
        )
        if locked.rowcount == 0:
            raise NotFound(conversation_id)
        if client_id is not None and (standing := self._of_client(conversation_id, client_id)) is not None:
            return standing
        turn = Turn(
            id=f"t_{secrets.token_urlsafe(16)}",
            conversation_id=conversation_id,
            position=self._last_position(conversation_id) + 1,
            client_id=client_id,
            text=text,
            payload=payload,
            asked_at=now,
            reply=None,
            answered_at=None,
        )
        self._connection.execute(
            sa.insert(turns).values(
                id=turn.id,
                conversation_id=conversation_id,
                position=turn.position,
                client_id=client_id,
                text=text,
                payload=payload,
                asked_at=now,
            )
        )
        return turn

    def finish_turn(self, turn_id: str, reply: Reply, now: datetime) -> None:
        kept = self._connection.execute(
            sa.update(turns)
            .where(turns.c.id == turn_id, turns.c.answered_at.is_(None))
            .values(reply=reply_to_json(reply), answered_at=now)
            .returning(turns.c.conversation_id)
        ).scalar_one_or_none()
        if kept is None:
            self.turn(turn_id)  # raises when there is no such turn
            return
        buttons = [button for message in reply.messages for button in message.buttons]
        if buttons:
            self._connection.execute(
                sa.insert(offers),
                [{"conversation_id": kept, "payload": b.payload, "title": b.title} for b in buttons],
            )

    def turn(self, turn_id: str) -> Turn:
        row = self._connection.execute(sa.select(turns).where(turns.c.id == turn_id)).first()
        if row is None:
            raise NotFound(turn_id)
        return _turn(row)

    def turns(self, conversation_id: str) -> Sequence[Turn]:
        rows = self._connection.execute(
            sa.select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.position)
        )
        return [_turn(row) for row in rows]

    def offered(self, conversation_id: str, payload: str) -> Button | None:
        row = self._connection.execute(
            sa.select(offers.c.title, offers.c.payload)
            .where(offers.c.conversation_id == conversation_id, offers.c.payload == payload)
            .order_by(offers.c.id.desc())
            .limit(1)
        ).first()
        return None if row is None else Button(title=row.title, payload=row.payload)

    def _of_client(self, conversation_id: str, client_id: str) -> Turn | None:
        row = self._connection.execute(
            sa.select(turns).where(turns.c.conversation_id == conversation_id, turns.c.client_id == client_id)
        ).first()
        return None if row is None else _turn(row)

    def _last_position(self, conversation_id: str) -> int:
        last = self._connection.execute(
            sa.select(sa.func.max(turns.c.position)).where(turns.c.conversation_id == conversation_id)
        ).scalar_one()
        return last or 0


def _turn(row: Row[Any]) -> Turn:
    kept = row._asdict()
    reply = kept.pop("reply")
    return Turn(**kept, reply=None if reply is None else reply_from_json(reply))
