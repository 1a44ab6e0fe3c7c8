"""Use cases that many call at once, on every database: one wins, nothing doubles."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.accounts.model import Role
from bot.chat.model import EventKind
from bot.errors import Conflict
from bot.mail.model import LetterKind
from bot.tickets import cases
from bot.tickets.model import EntryKind, Intake, Status


def links(ticket):
    return f"https://example.nl/ticket/{ticket.secret}"


def intake(key="k"):
    return Intake(key, "Wat kost het?", "school@example.nl", None, None, "c_1")


@pytest.fixture
def agents(units, now):
    with units() as unit:
        made = [unit.accounts.add(f"a{n}@example.nl", f"Agent {n}", Role.AGENT, "x", now) for n in range(8)]
        unit.commit()
    return made


@pytest.fixture
def ticket(units, now):
    with units() as unit:
        ticket = cases.open_ticket(unit, intake(), links, None, now)
        unit.commit()
    return ticket


def at_once(units, call, inputs):
    """Call with each input in a transaction of its own; return the results, None for a conflict."""

    def one(given):
        with units() as unit:
            try:
                result = call(unit, given)
            except Conflict:
                return None
            unit.commit()
            return result

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, inputs))


def test_one_form_sent_many_times(units, now):
    made = at_once(units, lambda unit, _: cases.open_ticket(unit, intake(), links, None, now), range(24))
    assert len({ticket.number for ticket in made}) == 1
    with units() as unit:
        assert unit.tickets.count(list(Status)) == 1
        assert [one.letter.kind for one in unit.outbox.owed()] == [LetterKind.TICKET_OPENED]


def test_one_claim_wins(units, ticket, agents, now):
    won = at_once(units, lambda unit, a: cases.claim(unit, ticket.number, ticket.version, a.id, now), agents)
    (claimed,) = [one for one in won if one]
    with units() as unit:
        assert unit.tickets.get(ticket.number) == claimed
        assert len(unit.tickets.entries(ticket)) == 1


def test_one_reply_sent_many_times(units, ticket, agents, now):
    anna = agents[0]
    with units() as unit:
        seen = cases.claim(unit, ticket.number, ticket.version, anna.id, now)
        unit.commit()

    def reply(unit, number):
        return cases.reply(unit, seen.number, seen.version, anna.id, anna.name, f"Antwoord {number}", links, now)

    assert sum(one is not None for one in at_once(units, reply, range(16))) == 1
    with units() as unit:
        (entry,) = [one for one in unit.tickets.entries(ticket) if one.kind is EntryKind.REPLY]
        (letter,) = [one.letter for one in unit.outbox.owed() if one.letter.kind is LetterKind.TICKET_ANSWERED]
        (event,) = [one for one in unit.events.of("c_1") if one.kind is EventKind.AGENT_REPLY]
    assert entry.text == letter.values["answer"] == event.data["text"]


def test_what_askers_add_is_never_refused_for_an_agents_move(units, ticket, agents, now):
    def act(unit, number):
        if number % 2:
            return cases.add_information(unit, ticket.secret, f"Nog iets {number}", now)
        current = unit.tickets.get(ticket.number)
        return cases.claim(unit, ticket.number, current.version, agents[number % 8].id, now)

    done = at_once(units, act, range(16))
    with units() as unit:
        entries = unit.tickets.entries(ticket)
        assert unit.tickets.get(ticket.number).version == 1 + len(entries)
    added = {entry.text for entry in entries if entry.kind is EntryKind.ADDITION}
    assert added == {f"Nog iets {number}" for number in range(1, 16, 2)}
    assert all(one is not None for one in done[1::2])
