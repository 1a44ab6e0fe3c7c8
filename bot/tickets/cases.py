"""What can be done with a ticket. The moves stand in `model.py`; these functions leave the commit to their caller."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from bot.errors import Conflict
from bot.mail.model import Letter, LetterKind
from bot.tickets.intake import check_text
from bot.tickets.model import Author, EntryKind, Intake, Move, Status, Ticket, status_after
from bot.tickets.ports import TicketUnit

REPLY_LIMIT = 20_000
_ADD_TRIES = 5

# Gives the full address of the page of a ticket.
Links = Callable[[Ticket], str]


def open_ticket(unit: TicketUnit, intake: Intake, links: Links, answer_by: date | None, now: datetime) -> Ticket:
    """Keep a new ticket and, when there is an address, the letter that confirms it.

    The same key again returns the ticket that stands there and owes no second letter.
    """
    ticket, is_new = unit.tickets.add(intake, answer_by, now)
    if is_new:
        expected = {"answer_by": answer_by.isoformat() if answer_by else ""}
        _owe(unit, ticket, LetterKind.TICKET_OPENED, "opened", links, expected, now)
    return ticket


def claim(unit: TicketUnit, number: str, version: int, agent_id: int, now: datetime) -> Ticket:
    """Let an agent hold the ticket.

    Args:
        number: of the ticket.
        version: of the ticket as the agent saw it.

    Raises:
        NotFound: there is no such ticket.
        Conflict: it changed meanwhile, or (IllegalMove) somebody holds it already.
    """
    ticket = _seen(unit, number, version)
    changed = unit.tickets.change(ticket, status_after(ticket.status, Move.CLAIM), agent_id, now)
    return _moved(unit, changed, Move.CLAIM, changed.agent_name, now)


def release(unit: TicketUnit, number: str, version: int, agent_id: int, now: datetime) -> Ticket:
    """Give the ticket back to all. Raises as `claim`, and Conflict when another agent holds it."""
    ticket = _seen(unit, number, version)
    status = status_after(ticket.status, Move.RELEASE)
    changed = unit.tickets.change(_held(ticket, agent_id), status, None, now)
    return _moved(unit, changed, Move.RELEASE, ticket.agent_name, now)


def reply(
    unit: TicketUnit,
    number: str,
    version: int,
    agent_id: int,
    agent_name: str,
    text: str,
    links: Links,
    now: datetime,
) -> Ticket:
    """Keep an agent's answer, owe its letter when there is an address, and tell the open chat.

    Args:
        number: of the ticket.
        version: of the ticket as the agent saw it.
        agent_name: as the asker may see it.
        text: the answer, at most 20 000 characters.

    Raises:
        InvalidInput: `empty_reply` or `too_long`.
        NotFound: there is no such ticket.
        Conflict: it changed meanwhile, the agent does not hold it, or (IllegalMove) it cannot be answered now.
    """
    text = check_text(text, "text", "empty_reply", REPLY_LIMIT)
    ticket = _seen(unit, number, version)
    status = status_after(ticket.status, Move.REPLY)
    changed = unit.tickets.change(_held(ticket, agent_id), status, agent_id, now)
    entry = unit.tickets.note(changed, Author.AGENT, agent_name, EntryKind.REPLY, text, now)
    _owe(unit, changed, LetterKind.TICKET_ANSWERED, f"answer-{entry.id}", links, {"answer": text}, now)
    if changed.conversation_id is not None:
        unit.notices.agent_replied(changed.conversation_id, changed, agent_name, text, now)
    return changed


def close(
    unit: TicketUnit, number: str, version: int, agent_id: int, agent_name: str, links: Links, now: datetime
) -> Ticket:
    """End the ticket and owe the letter that says so.

    Raises as `claim`, and Conflict when another agent works on it.
    """
    ticket = _seen(unit, number, version)
    status = status_after(ticket.status, Move.CLOSE)
    if ticket.status is Status.CLAIMED:
        _held(ticket, agent_id)
    changed = unit.tickets.change(ticket, status, ticket.agent_id, now)
    _owe(unit, changed, LetterKind.TICKET_CLOSED, f"closed-{changed.version}", links, {}, now)
    return _moved(unit, changed, Move.CLOSE, agent_name, now)


def reopen(unit: TicketUnit, number: str, version: int, agent_id: int, agent_name: str, now: datetime) -> Ticket:
    """Put an answered or closed ticket back in the queue, held by nobody. Raises as `claim`."""
    ticket = _seen(unit, number, version)
    changed = unit.tickets.change(ticket, status_after(ticket.status, Move.REOPEN), None, now)
    return _moved(unit, changed, Move.REOPEN, agent_name, now)


def add_information(unit: TicketUnit, secret: str, text: str, now: datetime) -> Ticket:
    """Keep what the asker adds on the page of the ticket; an answered or closed ticket goes back in the queue.

    The same text twice in a row is kept once. An agent who is busy with the ticket sees a new version.

    Raises:
        NotFound: there is no ticket with this secret.
        InvalidInput: `empty_addition` or `too_long`.
        Conflict: the ticket kept changing under our hands.
    """
    text = check_text(text, "text", "empty_addition")
    for _ in range(_ADD_TRIES - 1):
        # The asker names no version: what an agent or another tab did meanwhile is no reason to refuse it.
        with suppress(Conflict):
            return _add(unit, secret, text, now)
    return _add(unit, secret, text, now)


def _add(unit: TicketUnit, secret: str, text: str, now: datetime) -> Ticket:
    before = unit.tickets.by_secret(secret)
    if _was_added_last(unit, before, text):
        return before
    status = status_after(before.status, Move.ADD)
    changed = unit.tickets.change(before, status, before.agent_id if status is Status.CLAIMED else None, now)
    unit.tickets.note(changed, Author.ASKER, None, EntryKind.ADDITION, text, now)
    if changed.status is not before.status and changed.conversation_id is not None:
        unit.notices.status_changed(changed.conversation_id, changed, now)
    return changed


def _was_added_last(unit: TicketUnit, ticket: Ticket, text: str) -> bool:
    entries = unit.tickets.entries(ticket)
    return bool(entries) and entries[-1].kind is EntryKind.ADDITION and entries[-1].text == text


def _seen(unit: TicketUnit, number: str, version: int) -> Ticket:
    """Return the ticket if it is still as it was seen; `change` guards the moment between."""
    ticket = unit.tickets.get(number)
    if ticket.version != version:
        raise Conflict(f"{number} is at version {ticket.version}, not {version}")
    return ticket


def _held(ticket: Ticket, agent_id: int) -> Ticket:
    if ticket.agent_id != agent_id:
        raise Conflict(f"{ticket.number} is held by another agent")
    return ticket


def _moved(unit: TicketUnit, ticket: Ticket, move: Move, agent_name: str | None, now: datetime) -> Ticket:
    unit.tickets.note(ticket, Author.AGENT, agent_name, EntryKind.MOVE, move.value, now)
    if ticket.conversation_id is not None:
        unit.notices.status_changed(ticket.conversation_id, ticket, now)
    return ticket


def _owe(
    unit: TicketUnit,
    ticket: Ticket,
    kind: LetterKind,
    occasion: str,
    links: Links,
    values: dict[str, str],
    now: datetime,
) -> None:
    if ticket.email is None:
        return
    common = {"number": ticket.number, "question": ticket.question, "link": links(ticket)}
    letter = Letter(f"{ticket.number}-{occasion}", kind, ticket.email, ticket.number, {**common, **values})
    unit.outbox.owe(letter, now)
