"""The contracts of `bot.tickets.ports`: Tickets and Notices."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.accounts.model import Role
from bot.chat.model import EventKind
from bot.errors import Conflict, NotFound
from bot.store.tables import metadata
from bot.store.unit import SqlUnits
from bot.tickets.model import Author, EntryKind, Intake, Proposal, Status

DAY = date(2026, 11, 26)


def intake(key: str = "k1", **changes: object) -> Intake:
    given = {
        "question": "Wat kost \u2018het\u2019?\nEn wanneer?",
        "email": "school@example.nl",
        "name": "J. de Vries",
        "brin": "05KO",
        "conversation_id": "c_1",
        "proposals": (Proposal("kosten", 0.5), Proposal("planning", 0.25)),
        "model": "m1",
        "knowledge": "k1",
    }
    return Intake(key=key, **{**given, **changes})


@pytest.fixture
def agent(units, now):
    with units() as unit:
        agent = unit.accounts.add("agent@example.nl", "Anna", Role.AGENT, "hash", now)
        unit.commit()
    return agent


@pytest.fixture
def ticket(units, now):
    with units() as unit:
        ticket, _ = unit.tickets.add(intake(), DAY, now)
        unit.commit()
    return ticket


def test_a_ticket_comes_back_as_it_was_made(units, ticket, now):
    with units() as unit:
        kept = unit.tickets.get(ticket.number)
    assert kept == ticket
    assert (kept.question, kept.email, kept.name, kept.brin) == (
        "Wat kost \u2018het\u2019?\nEn wanneer?",
        "school@example.nl",
        "J. de Vries",
        "05KO",
    )
    assert kept.number == f"PO-{kept.id:06d}"
    assert (kept.status, kept.version, kept.agent_id, kept.agent_name) == (Status.NEW, 1, None, None)
    assert kept.proposals == (Proposal("kosten", 0.5), Proposal("planning", 0.25))
    assert (kept.model, kept.knowledge, kept.answer_by, kept.opened_at, kept.changed_at) == ("m1", "k1", DAY, now, now)


def test_the_same_key_gives_the_same_ticket(units, ticket, now):
    with units() as unit:
        again, is_new = unit.tickets.add(intake(question="anders"), None, now + timedelta(days=1))
        other, other_is_new = unit.tickets.add(intake("k2"), None, now)
    assert (again, is_new) == (ticket, False)
    assert other_is_new
    assert other.id != ticket.id


def test_parallel_additions_with_one_key_make_one_ticket(units, now):
    def add(number: int) -> tuple[str, bool]:
        with units() as unit:
            ticket, is_new = unit.tickets.add(intake(f"k{number % 3}"), None, now)
            unit.commit()
            return ticket.number, is_new

    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(add, range(48)))
    assert len({number for number, _ in made}) == 3
    assert sum(is_new for _, is_new in made) == 3
    with units() as unit:
        assert unit.tickets.count(list(Status)) == 3


def test_the_secret_opens_the_ticket_and_is_nowhere_stored(units, ticket):
    assert len(ticket.secret) >= 43
    with units() as unit:
        assert unit.tickets.by_secret(ticket.secret) == ticket
        assert unit.tickets.get(ticket.number).secret == ticket.secret
        for wrong in ("", ticket.secret[:-1], ticket.secret.swapcase(), "\ud800", "x" * 5000):
            with pytest.raises(NotFound):
                unit.tickets.by_secret(wrong)


def test_no_table_holds_a_secret(units, engine, ticket, agent, now):
    with units() as unit:
        session = unit.sessions.add(agent.id, now + timedelta(hours=1), now)
        unit.commit()
    with engine.connect() as connection:
        stored = str([connection.execute(sa.select(table)).all() for table in metadata.sorted_tables])
    assert ticket.question.splitlines()[1] in stored
    assert ticket.secret not in stored
    assert session.id not in stored


def test_another_key_makes_other_secrets(units, engine, ticket):
    with SqlUnits(engine, b"another key")() as unit:
        other = unit.tickets.get(ticket.number)
        assert other.secret != ticket.secret


@pytest.mark.parametrize(
    "number",
    ["", "1", "PO-1", "po-000001", "PO-999999", "PO-000001 ", "PO-\u0661\u0661\u0661\u0661\u0661\u0661", "PO-0000001"],
)
def test_what_is_no_number_is_not_found(units, ticket, number):
    with units() as unit, pytest.raises(NotFound):
        unit.tickets.get(number)


def test_a_change_names_the_version_that_was_seen(units, ticket, agent, now):
    later = now + timedelta(hours=1)
    with units() as unit:
        changed = unit.tickets.change(ticket, Status.CLAIMED, agent.id, later)
        unit.commit()
    assert (changed.status, changed.agent_id, changed.agent_name) == (Status.CLAIMED, agent.id, "Anna")
    assert (changed.version, changed.changed_at, changed.opened_at) == (2, later, now)
    with units() as unit, pytest.raises(Conflict):
        unit.tickets.change(ticket, Status.CLOSED, None, later)
    with units() as unit:
        assert unit.tickets.get(ticket.number) == changed
        assert unit.tickets.change(changed, Status.NEW, None, later).agent_name is None


def test_of_parallel_changes_one_wins(units, ticket, agent, now):
    def change(number: int) -> bool:
        with units() as unit:
            try:
                unit.tickets.change(ticket, Status.CLAIMED, agent.id, now)
            except Conflict:
                return False
            unit.commit()
            return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(change, range(20))) == 1
    with units() as unit:
        assert unit.tickets.get(ticket.number).version == 2


def test_queues(units, agent, now):
    with units() as unit:
        made = [unit.tickets.add(intake(f"k{n}"), None, now + timedelta(minutes=n))[0] for n in range(5)]
        held = unit.tickets.change(made[0], Status.CLAIMED, agent.id, now + timedelta(hours=1))
        unit.commit()
    with units() as unit:
        assert unit.tickets.listed([Status.NEW]) == made[1:]
        assert unit.tickets.listed([Status.NEW, Status.CLAIMED]) == [*made[1:], held]
        assert unit.tickets.listed([Status.NEW], limit=2, offset=1) == made[2:4]
        assert unit.tickets.listed([Status.NEW], agent_id=agent.id) == []
        assert unit.tickets.listed(list(Status), agent_id=agent.id) == [held]
        assert unit.tickets.count([Status.NEW]) == 4
        assert unit.tickets.count(list(Status), agent_id=agent.id) == 1
        assert unit.tickets.listed([]) == []


def test_tickets_of_a_conversation(units, now):
    with units() as unit:
        first = unit.tickets.add(intake("a"), None, now + timedelta(hours=1))[0]
        second = unit.tickets.add(intake("b"), None, now)[0]
        unit.tickets.add(intake("c", conversation_id="c_2"), None, now)
        unit.tickets.add(intake("d", conversation_id=None), None, now)
        assert unit.tickets.of_conversation("c_1") == [first, second]
        assert unit.tickets.of_conversation("c_3") == []


def test_history(units, ticket, now):
    later = now + timedelta(minutes=1)
    with units() as unit:
        first = unit.tickets.note(ticket, Author.AGENT, "Anna", EntryKind.REPLY, "Ja.\nEcht.", later)
        second = unit.tickets.note(ticket, Author.ASKER, None, EntryKind.ADDITION, "Dank", now)
        unit.commit()
    with units() as unit:
        assert unit.tickets.entries(ticket) == [first, second]
    assert first.id < second.id
    assert (first.author, first.name, first.kind, first.text, first.at) == (
        Author.AGENT,
        "Anna",
        EntryKind.REPLY,
        "Ja.\nEcht.",
        later,
    )


def test_notices_are_events_of_the_conversation(units, ticket, now):
    with units() as unit:
        unit.notices.agent_replied("c_1", ticket, "Anna", "Ja.", now)
        unit.notices.status_changed("c_1", ticket, now)
        unit.commit()
    with units() as unit:
        told = [(event.kind, event.data) for event in unit.events.of("c_1")]
    assert told == [
        (EventKind.AGENT_REPLY, {"ticket": ticket.number, "text": "Ja.", "agent": "Anna"}),
        (EventKind.TICKET_STATUS, {"ticket": ticket.number, "status": "new"}),
    ]
