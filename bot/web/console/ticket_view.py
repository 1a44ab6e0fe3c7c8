"""All that the page of one ticket shows, read in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.accounts.model import Account
from bot.errors import IllegalMove
from bot.tickets.model import Author, Entry, EntryKind, Move, Status, Ticket, status_after
from bot.web.console.conversation import SHOWN_AT_ONCE, Line, lines_of
from bot.web.console.proposals import Suggestion, suggestion_of
from bot.web.console.words import Due, Words
from bot.wiring import Parts

_BUTTONS = (Move.CLAIM, Move.RELEASE, Move.REPLY, Move.CLOSE, Move.REOPEN)


@dataclass(frozen=True)
class Happening:
    """One line of the history: who did what."""

    who: str
    what: str
    at: str
    text: str = ""


@dataclass(frozen=True)
class TicketView:
    """One ticket as an agent sees it.

    `earlier` is folded in, `lines` stands open. `moves` are those that this agent may make now. `seen` is the id of
    the last entry on the page; what has a higher one happened later. `reached` says in words where an answer arrives.
    `meanwhile` is what happened while the agent was busy, oldest first; `history` has the latest first.
    """

    ticket: Ticket
    due: Due
    age: str
    earlier: Sequence[Line]
    lines: Sequence[Line]
    suggestions: Sequence[Suggestion]
    history: Sequence[Happening]
    moves: frozenset[Move]
    is_mine: bool
    seen: int
    reached: str
    last_reply: Entry | None
    meanwhile: Sequence[Happening]


def view_of(number: str, account: Account, parts: Parts, words: Words, since: int | None = None) -> TicketView:
    """Read a ticket.

    Args:
        number: its number.
        account: who looks at it.
        parts: the product's parts.
        words: the Dutch words.
        since: the last entry that the agent had seen, when a move of his came too late.

    Raises:
        NotFound: there is no such ticket.
    """
    with parts.units() as unit:
        ticket = unit.tickets.get(number)
        entries = unit.tickets.entries(ticket)
        turns = unit.journal.turns(ticket.conversation_id) if ticket.conversation_id else ()
    today = parts.clock.today()
    lines = lines_of(ticket, turns, entries, parts.knowledge)
    folded = _folded(lines)
    return TicketView(
        ticket=ticket,
        due=words.due(ticket.answer_by, today, ticket.status in (Status.NEW, Status.CLAIMED)),
        age=words.age(ticket.opened_at, parts.clock.now()),
        earlier=lines[:folded],
        lines=lines[folded:],
        suggestions=[suggestion_of(proposal, parts.knowledge, words, today) for proposal in ticket.proposals],
        history=[_happening(entry, words, is_short=True) for entry in reversed(entries)],
        moves=_moves(ticket, account),
        is_mine=_holds(ticket, account),
        seen=max((entry.id for entry in entries), default=0),
        reached=_reached(ticket, words),
        last_reply=next((entry for entry in reversed(entries) if entry.kind is EntryKind.REPLY), None),
        meanwhile=[]
        if since is None
        else [_happening(entry, words, is_short=False) for entry in entries if entry.id > since],
    )


def _holds(ticket: Ticket, account: Account) -> bool:
    return ticket.agent_id == account.id


def _moves(ticket: Ticket, account: Account) -> frozenset[Move]:
    """Return the moves whose buttons are of use to this agent now."""
    possible = set()
    for move in _BUTTONS:
        try:
            status_after(ticket.status, move)
        except IllegalMove:
            continue
        possible.add(move)
    if not _holds(ticket, account):
        possible -= {Move.REPLY, Move.RELEASE}
        if ticket.status is Status.CLAIMED:
            possible -= {Move.CLOSE}
    elif ticket.status is Status.ANSWERED:
        possible -= {Move.CLAIM}
    return frozenset(possible)


def _folded(lines: Sequence[Line]) -> int:
    """Return how many lines at the beginning are folded in: never the open question or what came after it."""
    if len(lines) <= SHOWN_AT_ONCE:
        return 0
    marked = next((index for index, line in enumerate(lines) if line.is_open), len(lines))
    return min(marked, len(lines) - SHOWN_AT_ONCE)


def _reached(ticket: Ticket, words: Words) -> str:
    """Return where an answer arrives, in words."""
    ways = []
    if ticket.email:
        ways.append(words.of("sent_to", "mail", email=ticket.email))
    if ticket.conversation_id:
        ways.append(words.of("sent_to", "chat"))
    page = words.of("sent_to", "page")
    return f"{', '.join(ways)} {words.of('sent_to', 'and')} {page}" if ways else page


def _happening(entry: Entry, words: Words, *, is_short: bool) -> Happening:
    who = entry.name or words.of("who", entry.author.value)
    at = words.moment(entry.at)
    if entry.kind is EntryKind.MOVE:
        return Happening(who, words.of("moves", entry.text), at)
    what = words.of("moves", "reply" if entry.author is Author.AGENT else "add")
    return Happening(who, what, at, "" if is_short else entry.text)
