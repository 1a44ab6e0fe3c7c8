"""Remembers for a while which conversation a first message opened, so that sending it again opens no second one."""

import re
import time
from collections import OrderedDict

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_SECONDS = 15 * 60.0
_MOST = 20_000


class FirstMessages:
    """Conversation ids by the client's own id of the first message, kept in this process only.

    Only a random UUID counts: whoever knows it may join the conversation, so it must be unguessable, and a counter
    ("1") would throw strangers together.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def conversation_of(self, client_id: str | None) -> str | None:
        """Return the conversation that this message opened, or None."""
        conversation_id, until = self._known.get((client_id or "").lower(), ("", 0.0))
        return conversation_id if until > time.monotonic() else None

    def remember(self, client_id: str | None, conversation_id: str) -> None:
        if client_id is None or not _UUID.fullmatch(client_id):
            return
        now = time.monotonic()
        self._known[client_id.lower()] = (conversation_id, now + _SECONDS)
        while self._known and (len(self._known) > _MOST or next(iter(self._known.values()))[1] < now):
            self._known.popitem(last=False)
