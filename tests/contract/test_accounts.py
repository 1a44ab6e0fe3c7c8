"""The contracts of `bot.accounts.ports`: Accounts and Sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.accounts.model import Role
from bot.errors import Conflict, NotFound


@pytest.fixture
def account(units, now):
    with units() as unit:
        account = unit.accounts.add("anna@example.nl", "Anna", Role.ADMIN, "hash", now)
        unit.commit()
    return account


def test_accounts_come_back_as_they_were_made(units, account, now):
    with units() as unit:
        other = unit.accounts.add("ben@example.nl", "Ben", Role.AGENT, "hash2", now)
        assert unit.accounts.get(account.id) == account
        assert unit.accounts.by_login("anna@example.nl") == account
        assert unit.accounts.by_login("ANNA@example.nl") is None
        assert unit.accounts.all() == [account, other]
        assert unit.accounts.count() == 2
        with pytest.raises(NotFound):
            unit.accounts.get(other.id + 1)
    assert (account.role, account.failures, account.locked_until, account.created_at) == (Role.ADMIN, 0, None, now)


def test_a_name_is_taken_once(units, account, now):
    with units() as unit:
        with pytest.raises(Conflict):
            unit.accounts.add("anna@example.nl", "Anna 2", Role.AGENT, "x", now)
        assert unit.accounts.count() == 1


def test_parallel_additions_of_one_name(units, now):
    def add(number: int) -> bool:
        with units() as unit:
            try:
                unit.accounts.add("ben@example.nl", f"Ben {number}", Role.AGENT, "x", now)
            except Conflict:
                return False
            unit.commit()
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(16))) == 1


def test_parallel_failures_all_count(units, account, now):
    until = now + timedelta(minutes=15)

    def fail(number: int) -> None:
        with units() as unit:
            unit.accounts.record_failure(account.id, until, limit=24)
            unit.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fail, range(23)))
        with units() as unit:
            assert (unit.accounts.get(account.id).failures, unit.accounts.get(account.id).locked_until) == (23, None)
        fail(24)
    with units() as unit:
        assert unit.accounts.get(account.id).locked_until == until
        unit.accounts.record_failure(account.id, until + timedelta(days=1), limit=24)
        assert unit.accounts.get(account.id).locked_until == until
        unit.accounts.record_success(account.id)
        assert unit.accounts.get(account.id) == account


def test_a_new_password_ends_sessions_and_lock(units, account, now):
    with units() as unit:
        other = unit.accounts.add("ben@example.nl", "Ben", Role.AGENT, "x", now)
        own, foreign = (unit.sessions.add(one.id, now + timedelta(hours=1), now) for one in (account, other))
        unit.accounts.record_failure(account.id, now + timedelta(hours=1), limit=1)
        unit.accounts.set_password(account.id, "new hash")
        changed = unit.accounts.get(account.id)
        assert (changed.password_hash, changed.failures, changed.locked_until) == ("new hash", 0, None)
        assert unit.sessions.get(own.id, now) is None
        assert unit.sessions.get(foreign.id, now) == foreign


def test_sessions_expire_extend_and_end(units, account, now):
    end = now + timedelta(hours=1)
    with units() as unit:
        session = unit.sessions.add(account.id, end, now)
        assert unit.sessions.get(session.id, end - timedelta(seconds=1)) == session
        assert unit.sessions.get(session.id, end) is None
        unit.sessions.extend(session.id, end + timedelta(hours=1))
        assert unit.sessions.get(session.id, end).expires_at == end + timedelta(hours=1)
        unit.sessions.end(session.id)
        assert unit.sessions.get(session.id, now) is None
        unit.sessions.end("unknown")


def test_sessions_cannot_be_guessed(units, account, now):
    with units() as unit:
        made = [unit.sessions.add(account.id, now + timedelta(hours=1), now) for _ in range(10)]
        assert len({one.id for one in made} | {one.csrf for one in made}) == 20
        assert all(len(one.id) >= 43 and len(one.csrf) >= 43 for one in made)
        assert unit.sessions.get(made[0].id[:-1], now) is None
        assert unit.sessions.get("\ud800", now) is None
