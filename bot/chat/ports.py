"""What the chat needs from outside: a journal that never forgets and an assistant that answers."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from bot.chat.model import Button, Event, EventKind, Reply, Turn


class Journal(Protocol):
    """Conversations as they happened. Times are aware and in UTC; texts are masked before they come here."""

    def open_conversation(self, now: datetime) -> str:
        """Make a conversation and return its id: unguessable, starting with `c_`."""
        ...

    def exists(self, conversation_id: str) -> bool: ...

    def begin_turn(
        self, conversation_id: str, client_id: str | None, text: str, payload: str | None, now: datetime
    ) -> Turn:
        """Write a question down and return its turn, without a reply.

        The same `client_id` in the same conversation returns the turn that stands there, with its reply if it has one.

        Raises:
            NotFound: there is no such conversation.
        """
        ...

    def finish_turn(self, turn_id: str, reply: Reply, now: datetime) -> None:
        """Write the reply down. A turn that has a reply keeps the one it has."""
        ...

    def turn(self, turn_id: str) -> Turn:
        """Return one turn. Raises NotFound."""
        ...

    def turns(self, conversation_id: str) -> Sequence[Turn]:
        """Return all turns, oldest first; empty for an unknown conversation."""
        ...

    def offered(self, conversation_id: str, payload: str) -> Button | None:
        """Return the latest button with this payload that was sent in this conversation, or None."""
        ...


class Events(Protocol):
    """What happened, in one order for all readers: an id that is visible is never followed by a lower one."""

    def append(self, conversation_id: str, kind: EventKind, data: dict[str, str], now: datetime) -> None: ...

    def after(self, event_id: int, limit: int = 500) -> Sequence[Event]:
        """Return events of all conversations with a higher id, in order."""
        ...

    def of(self, conversation_id: str, after: int = 0) -> Sequence[Event]:
        """Return the events of one conversation with a higher id than `after`, in order."""
        ...

    def last_id(self) -> int:
        """Return the highest id, 0 when there is none."""
        ...


class ChatUnit(Protocol):
    """One transaction. Nothing is kept unless `commit` is called."""

    @property
    def journal(self) -> Journal: ...

    @property
    def events(self) -> Events: ...

    def commit(self) -> None: ...


class ChatUnits(Protocol):
    """Opens transactions: `with units() as unit: ...; unit.commit()`."""

    def __call__(self) -> AbstractContextManager[ChatUnit]: ...


class Assistant(Protocol):
    """Answers one message of a conversation."""

    async def reply(
        self, conversation_id: str, turn_id: str, text: str | None, payload: str | None, today: date
    ) -> Reply:
        """Return the reply, with at least one message.

        Raises:
            AssistantUnavailable: down, slower than its time limit, or empty-handed.
        """
        ...

    async def health(self) -> dict[str, str]:
        """Return `status`, `model`, `language_model` and `knowledge`. Raises AssistantUnavailable."""
        ...
