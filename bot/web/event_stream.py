"""Hands what happens in conversations to whoever listens in this process. One reader of the store for all listeners."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator

import structlog

from bot.chat.model import Event
from bot.chat.ports import ChatUnits

_SECONDS = 0.5
_SECONDS_AFTER_FAILURE = 5.0
_LONGEST_QUEUE = 200

_log = structlog.get_logger("web")
Listener = asyncio.Queue[Event | None]


class EventStream:
    """Reads events after the last id that it saw and passes them on, in order.

    Args:
        units: opens transactions.
    """

    def __init__(self, units: ChatUnits) -> None:
        self._units = units
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._last = 0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin at the newest event; what came before is read by each listener itself."""
        self._last = await asyncio.to_thread(self._newest)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop reading and end all listeners."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for listener in [one for group in self._listeners.values() for one in group]:
            self._put(listener, None)

    @contextlib.contextmanager
    def listening(self, conversation_id: str) -> Iterator[Listener]:
        """Give a queue of the conversation's events; None in it ends the listening."""
        listener: Listener = asyncio.Queue(_LONGEST_QUEUE)
        self._listeners[conversation_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    async def _follow(self) -> None:
        while True:
            try:
                for event in await asyncio.to_thread(self._newer):
                    self._last = event.id
                    for listener in tuple(self._listeners.get(event.conversation_id, ())):
                        self._put(listener, event)
                await asyncio.sleep(_SECONDS)
            except Exception as error:
                _log.error("events cannot be read", error=type(error).__name__)
                await asyncio.sleep(_SECONDS_AFTER_FAILURE)

    def _put(self, listener: Listener, event: Event | None) -> None:
        if listener.full():
            # Too slow: it is ended, and comes back with the id of the last event that it did see.
            while not listener.empty():
                listener.get_nowait()
            event = None
        listener.put_nowait(event)

    def _newest(self) -> int:
        with self._units() as unit:
            return unit.events.last_id()

    def _newer(self) -> list[Event]:
        with self._units() as unit:
            return list(unit.events.after(self._last))
