"""A letter that the product owes somebody. Its words live in the template folder of its kind."""

from dataclasses import dataclass, field
from enum import StrEnum


class LetterKind(StrEnum):
    """Which letter; also the name of its template folder."""

    TICKET_OPENED = "ticket_opened"
    TICKET_ANSWERED = "ticket_answered"
    TICKET_CLOSED = "ticket_closed"


@dataclass(frozen=True)
class Letter:
    """One letter to one person.

    `key` names it for ever: the same key is sent once and becomes its Message-ID. `thread` groups letters on one
    ticket. `values` fill the template.
    """

    key: str
    kind: LetterKind
    recipient: str
    thread: str
    values: dict[str, str] = field(default_factory=dict)
