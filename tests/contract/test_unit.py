"""What one transaction promises, whatever it holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.accounts.model import Role
from bot.chat.model import EventKind
from bot.errors import NotFound
from bot.mail.model import Letter, LetterKind
from bot.tickets.model import Intake


def test_nothing_is_kept_without_a_commit(units, now):
    with units() as unit:
        conversation = unit.journal.open_conversation(now)
        unit.events.append(conversation, EventKind.TURN, {"turn": "t"}, now)
        ticket, _ = unit.tickets.add(Intake("k", "q", None, None, None, None), None, now)
        unit.outbox.owe(Letter("k", LetterKind.TICKET_OPENED, "a@example.nl", "t"), now)
        unit.accounts.add("a@example.nl", "A", Role.AGENT, "hash", now)
    with units() as unit:
        assert not unit.journal.exists(conversation)
        assert unit.events.last_id() == 0
        assert unit.outbox.owed() == []
        assert unit.accounts.count() == 0
        with pytest.raises(NotFound):
            unit.tickets.get(ticket.number)


def test_an_error_in_the_middle_keeps_nothing(units, now):
    def fail_halfway() -> None:
        with units() as unit:
            unit.tickets.add(Intake("k", "q", None, None, None, None), None, now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with units() as unit:
        assert unit.tickets.add(Intake("k", "q", None, None, None, None), None, now)[1] is True


def test_a_unit_goes_on_after_a_commit(units, now):
    with units() as unit:
        first = unit.journal.open_conversation(now)
        unit.commit()
        second = unit.journal.open_conversation(now)
    with units() as unit:
        assert unit.journal.exists(first)
        assert not unit.journal.exists(second)


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_it_commits(units, now):
    with units() as writer, units() as reader:
        conversation = writer.journal.open_conversation(now)
        assert not reader.journal.exists(conversation)
        writer.commit()
        assert reader.journal.exists(conversation)


def test_a_unit_that_looked_before_it_wrote_still_can_write(units, now):
    """On SQLite a transaction that began by reading could not, once another wrote."""
    with units() as slow:
        assert slow.events.last_id() == 0
        with units() as quick:
            quick.journal.open_conversation(now)
            quick.commit()
        conversation = slow.journal.open_conversation(now)
        slow.commit()
    with units() as unit:
        assert unit.journal.exists(conversation)


def test_many_writers_all_succeed(units, now):
    def write(number: int) -> str:
        with units() as unit:
            conversation = unit.journal.open_conversation(now)
            unit.journal.begin_turn(conversation, None, f"vraag {number}", None, now)
            unit.events.append(conversation, EventKind.TURN, {"turn": "t"}, now)
            unit.commit()
            return conversation

    with ThreadPoolExecutor(12) as pool:
        made = set(pool.map(write, range(60)))
    with units() as unit:
        assert len(made) == 60
        assert {event.conversation_id for event in unit.events.after(0)} == made


def test_a_moment_without_a_zone_is_refused(units, now):
    with units() as unit, pytest.raises(Exception, match="time zone"):
        unit.journal.open_conversation(now.replace(tzinfo=None))


def test_moments_come_back_as_they_were(units, now):
    later = now + timedelta(days=200)
    with units() as unit:
        account = unit.accounts.add("a@example.nl", "A", Role.ADMIN, "hash", now)
        assert account.created_at == now
        assert account.created_at.utcoffset() == timedelta(0)
        unit.accounts.record_failure(account.id, later, limit=1)
        assert unit.accounts.get(account.id).locked_until == later
