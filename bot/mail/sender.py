"""Sends the letters that are owed, one after the other, for as long as the product runs."""

import asyncio
import secrets
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.mail.ports import LetterUnits, OwedLetter
from bot.mail.render import render
from bot.mail.transports import Transport

# How long after the first, second, third and every later failure a letter is tried again.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# A try ends well before its lease does, so that two senders never hold the same letter.
LEASE = timedelta(minutes=2)
_LONGEST_TRY = 60.0
_ERROR_LENGTH = 500

_log = structlog.get_logger(__name__)


class Sender:
    """One of any number of senders on the same outbox.

    A letter that was sent but could not be marked so (the process was killed in between) is sent again when its lease
    has ended, with the same Message-ID.

    Args:
        units: opens transactions; used in threads.
        transport: how messages leave.
        clock: tells which letters are due.
        address: `Name <address>` of the product.
        pause: seconds between two looks when nothing is due.
    """

    def __init__(
        self, units: LetterUnits, transport: Transport, clock: Clock, address: str, pause: float = 1.0
    ) -> None:
        self._units = units
        self._transport = transport
        self._clock = clock
        self._address = address
        self._pause = pause
        self._lease = secrets.token_urlsafe(16)
        self._unmarked: set[str] = set()

    async def run(self) -> None:
        """Send what is due until the task is cancelled. No failure ends it."""
        while True:
            try:
                await self.send_due()
            except Exception as error:  # the database may be away for a while; letters stay owed
                _log.warning("mail_sender_stumbled", error=type(error).__name__)
            await asyncio.sleep(self._pause)

    async def send_due(self) -> int:
        """Send all letters that are due now.

        Returns:
            How many left.
        """
        sent = 0
        while (owed := await asyncio.to_thread(self._take)) is not None:
            sent += await self._try(owed)
        return sent

    async def _try(self, owed: OwedLetter) -> bool:
        key = owed.letter.key
        if key not in self._unmarked:
            try:
                async with asyncio.timeout(_LONGEST_TRY):
                    await self._transport.send(render(owed.letter, self._address, self._clock.now()))
            except Exception as error:  # also a letter that cannot be made must not stop the others
                await asyncio.to_thread(self._mark_failed, owed, f"{error}" or type(error).__name__)
                _log.warning("letter_not_sent", key=key, tries=owed.tries + 1, error=type(error).__name__)
                return False
            self._unmarked.add(key)
        await asyncio.to_thread(self._mark_sent, key)
        self._unmarked.discard(key)
        _log.info("letter_sent", key=key, tries=owed.tries + 1)
        return True

    def _take(self) -> OwedLetter | None:
        with self._units() as unit:
            taken = unit.outbox.take_due(self._lease, self._clock.now(), LEASE, limit=1)
            unit.commit()
        return taken[0] if taken else None

    def _mark_sent(self, key: str) -> None:
        with self._units() as unit:
            unit.outbox.mark_sent(key, self._clock.now())
            unit.commit()

    def _mark_failed(self, owed: OwedLetter, error: str) -> None:
        due_at = self._clock.now() + WAITS[min(owed.tries, len(WAITS) - 1)]
        with self._units() as unit:
            unit.outbox.mark_failed(owed.letter.key, self._lease, error[:_ERROR_LENGTH], due_at)
            unit.commit()
