"""Puts the messages of one conversation in order. Within one process; conversations do not wait for each other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lanes:
    """One lane a conversation: who enters first, leaves first."""

    def __init__(self) -> None:
        self._tails: dict[str, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def turn_in(self, name: str) -> AsyncIterator[None]:
        """Wait for everybody who entered this lane before; let the next one in at the end."""
        ahead = self._tails.get(name)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tails[name] = mine
        try:
            if ahead is not None:
                # Shielded: whoever gives up waiting must not wake the ones behind before it is their turn.
                await asyncio.shield(ahead)
            yield
        finally:
            self._leave(name, ahead, mine)

    def _leave(self, name: str, ahead: asyncio.Future[None] | None, mine: asyncio.Future[None]) -> None:
        def open_up(_: object = None) -> None:
            if self._tails.get(name) is mine:
                del self._tails[name]
            mine.set_result(None)

        if ahead is None or ahead.done():
            open_up()
        else:
            ahead.add_done_callback(open_up)
