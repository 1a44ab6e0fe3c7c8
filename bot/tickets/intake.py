"""Checks what somebody typed to make a ticket. Masking happens before; keeping happens in `cases.py`."""

import unicodedata
from collections.abc import Callable

from stdnum.exceptions import ValidationError
from stdnum.nl import brin as brin_number

from bot.errors import InvalidInput
from bot.mail.addresses import check_address
from bot.tickets.model import Intake, Proposal

QUESTION_LIMIT = 5_000
NAME_LIMIT = 100
_KEY_LIMIT = 200


def check_intake(
    question: str,
    email: str | None,
    name: str | None,
    brin: str | None,
    *,
    key: str,
    conversation_id: str | None = None,
    proposals: tuple[Proposal, ...] = (),
    model: str = "",
    knowledge: str = "",
) -> Intake:
    """Return the intake, stripped and checked. Empty optional fields become None.

    Args:
        question: at most 5 000 characters.
        email: optional; without it no letter can be sent.
        name: optional, one line of at most 100 characters.
        brin: optional, four characters, or six with the location.
        key: as in `Intake`, 1 to 200 characters.

    Raises:
        InvalidInput: `empty_question`, `too_long`, `invalid_email`, `invalid_name` or `invalid_brin`, with its field;
            `invalid_key` when the key is empty or too long.
    """
    if not 0 < len(key) <= _KEY_LIMIT:
        raise InvalidInput("invalid_key", "key")
    return Intake(
        key=key,
        question=check_text(question, "question", "empty_question"),
        email=_optional(email, check_address),
        name=_optional(name, check_name),
        brin=_optional(brin, check_brin),
        conversation_id=conversation_id,
        proposals=proposals,
        model=model,
        knowledge=knowledge,
    )


def check_text(text: str, field: str, empty: str, limit: int = QUESTION_LIMIT) -> str:
    """Return a text of more lines without what cannot be kept or shown.

    Args:
        text: what a person typed.
        field: the name of the field, for the error.
        empty: the error's code when nothing is left.
        limit: in characters.

    Raises:
        InvalidInput: the code of `empty`, or `too_long`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if not clean:
        raise InvalidInput(empty, field)
    if len(clean) > limit:
        raise InvalidInput("too_long", field)
    return clean


def check_name(text: str) -> str:
    """Return a name: one line with at least one letter. Raises InvalidInput `invalid_name`."""
    name = " ".join(text.split())
    letters = any(c.isalpha() for c in name)
    unfit = any(unicodedata.category(c) in ("Cc", "Cs") or c in "<>@" for c in name)
    if not letters or unfit or len(name) > NAME_LIMIT:
        raise InvalidInput("invalid_name", "name")
    return name


def check_brin(text: str) -> str:
    """Return a BRIN in capitals without spaces. Raises InvalidInput `invalid_brin`."""
    try:
        checked: str = brin_number.validate(text.upper())
    except ValidationError:
        raise InvalidInput("invalid_brin", "brin") from None
    return checked


def _optional(text: str | None, check: Callable[[str], str]) -> str | None:
    return check(text) if text and text.strip() else None
