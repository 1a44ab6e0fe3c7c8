"""`python -m bot tickets`: looks at tickets. It changes nothing; that is the console's work."""

from collections.abc import Sequence
from datetime import datetime

from bot.cli.table import print_table
from bot.clock import AMSTERDAM
from bot.errors import NotFound
from bot.settings import Settings
from bot.tickets.model import Entry, Status, Ticket
from bot.wiring import open_units

_PAGE = 200
_QUESTION_WIDTH = 60


def list_tickets(settings: Settings, statuses: Sequence[str] | None = None) -> None:
    """Print tickets, the one that changed longest ago first.

    Args:
        settings: the product's settings.
        statuses: only these; all when None or empty.
    """
    wanted = [Status(status) for status in statuses or list(Status)]
    found: list[Ticket] = []
    with open_units(settings)() as unit:
        while page := unit.tickets.listed(wanted, limit=_PAGE, offset=len(found)):
            found += page
    rows = [
        (
            ticket.number,
            ticket.status.value,
            ticket.answer_by.isoformat() if ticket.answer_by else "-",
            ticket.agent_name or "-",
            _short(ticket.question),
        )
        for ticket in found
    ]
    print_table(("number", "status", "answer by", "agent", "question"), rows)


def show_ticket(settings: Settings, number: str) -> None:
    """Print one ticket with its history.

    Raises:
        NotFound: there is no such ticket; the text names it.
    """
    with open_units(settings)() as unit:
        try:
            ticket = unit.tickets.get(number.strip().upper())
        except NotFound:
            raise NotFound(f"there is no ticket {number}") from None
        entries = unit.tickets.entries(ticket)
    for name, value in _fields(ticket):
        print(f"{name:<11}{value}")
    print(f"\n{ticket.question}\n")
    for entry in entries:
        _print_entry(entry)


def _fields(ticket: Ticket) -> list[tuple[str, str]]:
    proposals = ", ".join(f"{one.topic} {one.confidence:.0%}" for one in ticket.proposals)
    return [
        ("number", ticket.number),
        ("status", f"{ticket.status.value} (version {ticket.version})"),
        ("opened", _moment(ticket.opened_at)),
        ("answer by", ticket.answer_by.isoformat() if ticket.answer_by else "-"),
        ("agent", ticket.agent_name or "-"),
        ("e-mail", ticket.email or "-"),
        ("name", ticket.name or "-"),
        ("BRIN", ticket.brin or "-"),
        ("proposals", proposals or "-"),
        ("model", ticket.model or "-"),
        ("knowledge", ticket.knowledge or "-"),
    ]


def _print_entry(entry: Entry) -> None:
    print(f"{_moment(entry.at)}  {entry.name or entry.author.value}  {entry.kind.value}")
    for line in entry.text.splitlines():
        print(f"    {line}")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUESTION_WIDTH else line[: _QUESTION_WIDTH - 1] + "…"
