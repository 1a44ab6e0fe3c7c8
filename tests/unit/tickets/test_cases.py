"""What each use case keeps, owes and tells."""

from datetime import date, timedelta

import pytest

from bot.accounts.model import Role
from bot.chat.model import EventKind
from bot.errors import Conflict, IllegalMove, InvalidInput, NotFound
from bot.mail.model import LetterKind
from bot.tickets import cases
from bot.tickets.model import Author, EntryKind, Intake, Status

DAY = date(2026, 11, 26)


def links(ticket):
    return f"https://example.nl/ticket/{ticket.secret}"


def intake(key="k", **changes):
    given = {"question": "Wat kost het?", "email": "s@example.nl", "name": None, "brin": None, "conversation_id": "c_1"}
    return Intake(key=key, **{**given, **changes})


@pytest.fixture
def unit(units):
    with units() as unit:
        yield unit


@pytest.fixture
def anna(unit, now):
    return unit.accounts.add("anna@example.nl", "Anna", Role.AGENT, "x", now)


@pytest.fixture
def ben(unit, now):
    return unit.accounts.add("ben@example.nl", "Ben", Role.AGENT, "x", now)


@pytest.fixture
def ticket(unit, now):
    return cases.open_ticket(unit, intake(), links, DAY, now)


@pytest.fixture
def claimed(unit, ticket, anna, now):
    return cases.claim(unit, ticket.number, ticket.version, anna.id, now)


@pytest.fixture
def answered(unit, claimed, anna, now):
    return cases.reply(unit, claimed.number, claimed.version, anna.id, "Anna", "Niets.", links, now)


def letters(unit):
    return [one.letter for one in unit.outbox.owed()]


def told(unit):
    return [(event.kind, event.data) for event in unit.events.of("c_1")]


def test_opening_keeps_the_ticket_and_owes_a_letter(unit, ticket):
    assert unit.tickets.get(ticket.number) == ticket
    (letter,) = letters(unit)
    assert (letter.kind, letter.recipient, letter.thread) == (LetterKind.TICKET_OPENED, "s@example.nl", ticket.number)
    assert letter.values == {
        "number": ticket.number,
        "question": "Wat kost het?",
        "link": f"https://example.nl/ticket/{ticket.secret}",
        "answer_by": "2026-11-26",
    }


def test_opening_again_with_the_same_key(unit, ticket, now):
    assert cases.open_ticket(unit, intake(question="anders"), links, None, now) == ticket
    assert len(letters(unit)) == 1


def test_opening_again_after_the_letter_left(unit, ticket, now):
    unit.outbox.mark_sent(letters(unit)[0].key, now)
    cases.open_ticket(unit, intake(), links, None, now)
    assert letters(unit) == []


def test_without_an_address_no_letter_is_owed(unit, anna, now):
    ticket = cases.open_ticket(unit, intake(email=None), links, DAY, now)
    ticket = cases.claim(unit, ticket.number, ticket.version, anna.id, now)
    ticket = cases.reply(unit, ticket.number, ticket.version, anna.id, "Anna", "Niets.", links, now)
    cases.close(unit, ticket.number, ticket.version, anna.id, "Anna", links, now)
    assert letters(unit) == []
    assert [entry.kind for entry in unit.tickets.entries(ticket)] == [EntryKind.MOVE, EntryKind.REPLY, EntryKind.MOVE]


def test_without_a_conversation_nobody_is_told(unit, anna, now):
    ticket = cases.open_ticket(unit, intake(conversation_id=None), links, DAY, now)
    ticket = cases.claim(unit, ticket.number, ticket.version, anna.id, now)
    ticket = cases.reply(unit, ticket.number, ticket.version, anna.id, "Anna", "Niets.", links, now)
    cases.close(unit, ticket.number, ticket.version, anna.id, "Anna", links, now)
    assert unit.events.last_id() == 0


def test_claiming(unit, claimed, anna):
    assert (claimed.status, claimed.agent_id, claimed.agent_name) == (Status.CLAIMED, anna.id, "Anna")
    (entry,) = unit.tickets.entries(claimed)
    assert (entry.author, entry.name, entry.kind, entry.text) == (Author.AGENT, "Anna", EntryKind.MOVE, "claim")
    assert told(unit) == [(EventKind.TICKET_STATUS, {"ticket": claimed.number, "status": "claimed"})]


def test_claiming_what_another_holds(unit, ticket, claimed, ben, now):
    with pytest.raises(Conflict):
        cases.claim(unit, ticket.number, ticket.version, ben.id, now)
    with pytest.raises(IllegalMove):
        cases.claim(unit, claimed.number, claimed.version, ben.id, now)
    assert unit.tickets.get(ticket.number) == claimed


def test_releasing(unit, claimed, anna, ben, now):
    with pytest.raises(Conflict):
        cases.release(unit, claimed.number, claimed.version, ben.id, now)
    free = cases.release(unit, claimed.number, claimed.version, anna.id, now)
    assert (free.status, free.agent_id) == (Status.NEW, None)
    assert [(entry.name, entry.text) for entry in unit.tickets.entries(free)] == [
        ("Anna", "claim"),
        ("Anna", "release"),
    ]


def test_replying(unit, answered, now):
    assert answered.status is Status.ANSWERED
    entry = unit.tickets.entries(answered)[-1]
    assert (entry.author, entry.name, entry.kind, entry.text) == (Author.AGENT, "Anna", EntryKind.REPLY, "Niets.")
    letter = letters(unit)[-1]
    assert (letter.kind, letter.values["answer"], letter.thread) == (
        LetterKind.TICKET_ANSWERED,
        "Niets.",
        answered.number,
    )
    assert told(unit)[-1] == (
        EventKind.AGENT_REPLY,
        {"ticket": answered.number, "text": "Niets.", "agent": "Anna"},
    )


def test_replying_twice_owes_two_letters(unit, answered, anna, now):
    cases.reply(unit, answered.number, answered.version, anna.id, "Anna", "Toch iets.", links, now)
    answers = [letter for letter in letters(unit) if letter.kind is LetterKind.TICKET_ANSWERED]
    assert [letter.values["answer"] for letter in answers] == ["Niets.", "Toch iets."]
    assert len({letter.key for letter in answers}) == 2


def test_only_who_holds_the_ticket_replies(unit, claimed, answered, ticket, anna, ben, now):
    before = (letters(unit), told(unit))
    with pytest.raises(Conflict):
        cases.reply(unit, answered.number, answered.version, ben.id, "Ben", "Ik ook.", links, now)
    with pytest.raises(Conflict):  # the same reply sent twice: the second saw an old version
        cases.reply(unit, claimed.number, claimed.version, anna.id, "Anna", "Niets.", links, now)
    fresh = cases.open_ticket(unit, intake("k2", email=None), links, DAY, now)
    with pytest.raises(IllegalMove):
        cases.reply(unit, fresh.number, fresh.version, anna.id, "Anna", "Niets.", links, now)
    assert (letters(unit), told(unit)) == before
    assert unit.tickets.get(answered.number) == answered


@pytest.mark.parametrize(("text", "code"), [(" \n", "empty_reply"), ("x" * (cases.REPLY_LIMIT + 1), "too_long")])
def test_a_reply_that_cannot_be_sent(unit, claimed, anna, now, text, code):
    with pytest.raises(InvalidInput) as caught:
        cases.reply(unit, claimed.number, claimed.version, anna.id, "Anna", text, links, now)
    assert (caught.value.code, caught.value.field) == (code, "text")


def test_closing(unit, answered, anna, now):
    closed = cases.close(unit, answered.number, answered.version, anna.id, "Anna", links, now)
    assert closed.status is Status.CLOSED
    assert letters(unit)[-1].kind is LetterKind.TICKET_CLOSED
    assert told(unit)[-1] == (EventKind.TICKET_STATUS, {"ticket": closed.number, "status": "closed"})
    with pytest.raises(IllegalMove):
        cases.close(unit, closed.number, closed.version, anna.id, "Anna", links, now)
    assert len(letters(unit)) == 3


def test_closing_what_another_works_on(unit, claimed, ben, now):
    with pytest.raises(Conflict):
        cases.close(unit, claimed.number, claimed.version, ben.id, "Ben", links, now)


def test_closing_an_unclaimed_ticket(unit, ticket, ben, now):
    closed = cases.close(unit, ticket.number, ticket.version, ben.id, "Ben", links, now)
    assert unit.tickets.entries(closed)[-1].name == "Ben"


def test_reopening_and_closing_again(unit, answered, anna, ben, now):
    closed = cases.close(unit, answered.number, answered.version, anna.id, "Anna", links, now)
    again = cases.reopen(unit, closed.number, closed.version, ben.id, "Ben", now)
    assert (again.status, again.agent_id) == (Status.NEW, None)
    assert told(unit)[-1] == (EventKind.TICKET_STATUS, {"ticket": again.number, "status": "new"})
    cases.close(unit, again.number, again.version, ben.id, "Ben", links, now)
    assert [letter.kind for letter in letters(unit)].count(LetterKind.TICKET_CLOSED) == 2
    with pytest.raises(Conflict):
        cases.reopen(unit, again.number, again.version, ben.id, "Ben", now)


@pytest.mark.parametrize("move", [cases.claim, cases.release])
def test_an_unknown_ticket(unit, anna, now, move):
    with pytest.raises(NotFound):
        move(unit, "PO-000099", 1, anna.id, now)


def test_adding_to_an_open_ticket(unit, claimed, now):
    changed = cases.add_information(unit, claimed.secret, "  Nog iets.\r\n", now + timedelta(minutes=1))
    assert (changed.status, changed.agent_id, changed.version) == (
        Status.CLAIMED,
        claimed.agent_id,
        claimed.version + 1,
    )
    entry = unit.tickets.entries(changed)[-1]
    assert (entry.author, entry.name, entry.kind, entry.text) == (
        Author.ASKER,
        None,
        EntryKind.ADDITION,
        "Nog iets.",
    )
    assert len(told(unit)) == 1


def test_adding_reopens(unit, answered, now):
    changed = cases.add_information(unit, answered.secret, "Niet duidelijk.", now)
    assert (changed.status, changed.agent_id) == (Status.NEW, None)
    assert told(unit)[-1] == (EventKind.TICKET_STATUS, {"ticket": changed.number, "status": "new"})
    assert len(letters(unit)) == 2


def test_adding_the_same_twice(unit, answered, now):
    once = cases.add_information(unit, answered.secret, "Niet duidelijk.", now)
    assert cases.add_information(unit, answered.secret, "Niet duidelijk.", now) == once
    cases.add_information(unit, answered.secret, "Iets anders.", now)
    added = [entry.text for entry in unit.tickets.entries(once) if entry.kind is EntryKind.ADDITION]
    assert added == ["Niet duidelijk.", "Iets anders."]


def test_an_agent_sees_that_something_was_added(unit, claimed, anna, now):
    cases.add_information(unit, claimed.secret, "Nog iets.", now)
    with pytest.raises(Conflict):
        cases.reply(unit, claimed.number, claimed.version, anna.id, "Anna", "Niets.", links, now)


@pytest.mark.parametrize(("text", "code"), [("", "empty_addition"), ("x" * 5001, "too_long")])
def test_an_addition_that_cannot_be_kept(unit, ticket, now, text, code):
    with pytest.raises(InvalidInput) as caught:
        cases.add_information(unit, ticket.secret, text, now)
    assert caught.value.code == code


def test_adding_needs_the_secret(unit, ticket, now):
    with pytest.raises(NotFound):
        cases.add_information(unit, ticket.number, "Nog iets.", now)
