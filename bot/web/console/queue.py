"""The lists of tickets: tabs with counts, pages of fifty, and the part of the page that keeps itself up to date."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.tickets.model import Status, Ticket
from bot.tickets.ports import Tickets
from bot.web.console.guard import CurrentParts, CurrentVisitor, Visitor
from bot.web.console.pages import fragment, page, words_of
from bot.web.console.proposals import Guess, guess_of
from bot.web.console.words import Due, Words
from bot.wiring import Parts

PAGE_SIZE = 50
_FIRST_WORDS = 100


@dataclass(frozen=True)
class Tab:
    """One list. `is_own` keeps the tickets of the visitor only; `is_waiting` says that a school waits for an answer."""

    id: str
    statuses: tuple[Status, ...]
    is_own: bool = False
    is_waiting: bool = True

    def agent_id(self, visitor: Visitor) -> int | None:
        return visitor.account.id if self.is_own else None


TABS = (
    Tab("new", (Status.NEW,)),
    Tab("mine", (Status.CLAIMED,), is_own=True),
    Tab("claimed", (Status.CLAIMED,)),
    Tab("answered", (Status.ANSWERED,), is_waiting=False),
    Tab("closed", (Status.CLOSED,), is_waiting=False),
)


@dataclass(frozen=True)
class Row:
    """One ticket in a list."""

    number: str
    first_words: str
    topic: Guess | None
    age: str
    opened: str
    due: Due
    holder: str | None
    is_mine: bool


@dataclass(frozen=True)
class View:
    """One page of one list, with the counts of all lists. `number` and `last` count from 1."""

    tab: Tab
    counts: dict[str, int]
    rows: Sequence[Row]
    number: int
    last: int
    total: int


def show(request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Show one list."""
    view = _view(request, parts, visitor)
    html = fragment(request, "queue_live.html", view=view, tabs=TABS)
    return page(request, "queue.html", view=view, live=html, mark=_mark(html))


def rows(request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Give the changing part of the page; 204 when it is what the page already shows, named by `mark`."""
    html = fragment(request, "queue_live.html", view=_view(request, parts, visitor), tabs=TABS)
    mark = _mark(html)
    if request.query_params.get("mark") == mark:
        return Response(status_code=204)
    return HTMLResponse(html, headers={"X-Mark": mark})


def _mark(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def _view(request: Request, parts: Parts, visitor: Visitor) -> View:
    wanted = request.query_params.get("tab", "new")
    tab = next((one for one in TABS if one.id == wanted), TABS[0])
    words = words_of(request)
    with parts.units() as unit:
        counts = {one.id: unit.tickets.count(one.statuses, one.agent_id(visitor)) for one in TABS}
        total = counts[tab.id]
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(1, _whole(request.query_params.get("page", "1"))), last)
        tickets = _tickets(unit.tickets, tab, visitor, number, total)
    listed = [_row(ticket, tab, parts, words, visitor) for ticket in tickets]
    return View(tab, counts, listed, number, last, total)


def _tickets(tickets: Tickets, tab: Tab, visitor: Visitor, number: int, total: int) -> Sequence[Ticket]:
    """Return one page: who waits longest first, or for lists where nobody waits the last change first."""
    start = (number - 1) * PAGE_SIZE
    agent_id = tab.agent_id(visitor)
    if tab.is_waiting:
        return tickets.listed(tab.statuses, agent_id, PAGE_SIZE, start)
    # The store lists oldest first; a page from the other end is the same list read backwards.
    first = max(0, total - start - PAGE_SIZE)
    return list(reversed(tickets.listed(tab.statuses, agent_id, total - start - first, first)))


def _row(ticket: Ticket, tab: Tab, parts: Parts, words: Words, visitor: Visitor) -> Row:
    today, now = parts.clock.today(), parts.clock.now()
    best = ticket.proposals[0] if ticket.proposals else None
    return Row(
        number=ticket.number,
        first_words=first_words(ticket.question),
        topic=guess_of(best, parts.knowledge, words) if best else None,
        age=words.age(ticket.opened_at, now),
        opened=words.moment(ticket.opened_at),
        due=words.due(ticket.answer_by, today, tab.is_waiting),
        holder=ticket.agent_name,
        is_mine=ticket.agent_id == visitor.account.id,
    )


def first_words(text: str, longest: int = _FIRST_WORDS) -> str:
    """Return the beginning of a text in one line, cut at a word.

    Args:
        text: any text.
        longest: the number of characters that it may have.
    """
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 1
