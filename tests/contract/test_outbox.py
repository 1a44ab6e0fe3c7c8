"""The contracts of `bot.tickets.ports.Outbox` and `bot.mail.ports.DueLetters`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.mail.model import Letter, LetterKind

LEASE = timedelta(minutes=2)


def letter(key: str = "k1", recipient: str = "school@example.nl") -> Letter:
    return Letter(key, LetterKind.TICKET_ANSWERED, recipient, "PO-000001", {"answer": "Ja \u2013 \u20ac"})


@pytest.fixture
def owed(units, now):
    """Three letters, the middle one due first."""
    with units() as unit:
        unit.outbox.owe(letter("k1"), now)
        unit.outbox.owe(letter("k2"), now - timedelta(hours=1))
        unit.outbox.owe(letter("k3"), now + timedelta(hours=1))
        unit.commit()


def take(units, lease, now, limit=10):
    with units() as unit:
        taken = unit.outbox.take_due(lease, now, LEASE, limit)
        unit.commit()
    return [one.letter.key for one in taken]


def test_a_letter_comes_back_whole(units, now):
    with units() as unit:
        unit.outbox.owe(letter(), now)
        unit.commit()
    with units() as unit:
        (owed,) = unit.outbox.take_due("a", now, LEASE, 1)
    assert owed.letter == letter()
    assert (owed.tries, owed.error, owed.due_at) == (0, "", now)


def test_a_key_is_owed_once(units, now):
    with units() as unit:
        unit.outbox.owe(letter(), now)
        unit.outbox.owe(letter(recipient="other@example.nl"), now)
        assert [one.letter for one in unit.outbox.owed()] == [letter()]
        unit.outbox.mark_sent("k1", now)
        unit.outbox.owe(letter(), now)
        assert unit.outbox.owed() == []


def test_due_letters_are_taken_once_longest_due_first(units, owed, now):
    assert take(units, "a", now) == ["k2", "k1"]
    assert take(units, "b", now) == []
    assert take(units, "b", now + timedelta(hours=2)) == ["k2", "k1", "k3"]


def test_limit(units, owed, now):
    assert take(units, "a", now, limit=1) == ["k2"]
    assert take(units, "a", now, limit=1) == ["k1"]
    assert take(units, "a", now, limit=1) == []


def test_a_lease_ends(units, owed, now):
    assert take(units, "a", now) == ["k2", "k1"]
    assert take(units, "b", now + LEASE - timedelta(seconds=1)) == []
    assert take(units, "b", now + LEASE) == ["k2", "k1"]


def test_sent_letters_are_never_taken_again(units, owed, now):
    take(units, "a", now)
    with units() as unit:
        unit.outbox.mark_sent("k2", now)
        unit.commit()
    assert take(units, "b", now + timedelta(days=1)) == ["k1", "k3"]


def test_a_failure_is_counted_and_waits(units, owed, now):
    take(units, "a", now)
    with units() as unit:
        unit.outbox.mark_failed("k2", "a", "550 no", now + timedelta(minutes=5))
        unit.commit()
    assert take(units, "b", now + timedelta(minutes=4)) == ["k1"]
    with units() as unit:
        failed = next(one for one in unit.outbox.owed() if one.letter.key == "k2")
        assert (failed.tries, failed.error, failed.due_at) == (1, "550 no", now + timedelta(minutes=5))
    assert take(units, "c", now + timedelta(minutes=5)) == ["k2"]


def test_who_lost_the_lease_cannot_free_the_letter(units, owed, now):
    take(units, "a", now, limit=1)
    take(units, "b", now + LEASE, limit=1)
    with units() as unit:
        unit.outbox.mark_failed("k2", "a", "too slow", now)
        unit.commit()
        assert next(one for one in unit.outbox.owed() if one.letter.key == "k2").tries == 0
    assert "k2" not in take(units, "c", now + LEASE)


def test_a_failure_after_it_was_sent_changes_nothing(units, owed, now):
    take(units, "a", now, limit=1)
    with units() as unit:
        unit.outbox.mark_sent("k2", now)
        unit.outbox.mark_failed("k2", "a", "?", now)
        assert [one.letter.key for one in unit.outbox.owed()] == ["k1", "k3"]


def test_parallel_senders_never_take_the_same(units, now):
    keys = [f"k{number}" for number in range(30)]
    with units() as unit:
        for key in keys:
            unit.outbox.owe(letter(key), now)
        unit.commit()

    def work(sender: int) -> list[str]:
        mine: list[str] = []
        while taken := take(units, f"s{sender}", now, limit=2):
            mine += taken
        return mine

    with ThreadPoolExecutor(6) as pool:
        taken = [key for part in pool.map(work, range(6)) for key in part]
    assert sorted(taken) == sorted(keys)
