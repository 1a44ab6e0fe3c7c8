"""Accounts, log-in, lock and sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.accounts import cases
from bot.accounts.model import Role
from bot.errors import Conflict, InvalidInput, NotFound

PASSWORD = "correct horse battery"


@pytest.fixture
def anna(units, now):
    with units() as unit:
        anna = cases.add_account(unit, " Anna@Example.NL ", " Anna  Bos ", Role.AGENT, PASSWORD, now)
        unit.commit()
    return anna


def log_in(units, now, password=PASSWORD, login="anna@example.nl"):
    with units() as unit:
        found = cases.log_in(unit, login, password, now)
        unit.commit()
        return found


def fail(units, now, times):
    for _ in range(times):
        with pytest.raises(cases.WrongLogin):
            log_in(units, now, "wrong password")


def test_an_account_as_it_is_kept(anna):
    assert (anna.login, anna.name, anna.role) == ("anna@example.nl", "Anna Bos", Role.AGENT)
    assert PASSWORD not in anna.password_hash


@pytest.mark.parametrize(
    ("login", "name", "password", "code", "field"),
    [
        ("anna", "Anna", PASSWORD, "invalid_email", "login"),
        ("b@example.nl", " ", PASSWORD, "invalid_name", "name"),
        ("b@example.nl", "x" * 101, PASSWORD, "invalid_name", "name"),
        ("b@example.nl", "Be\x00n", PASSWORD, "invalid_name", "name"),
        ("b@example.nl", "Ben", "elevenchars", "weak_password", "password"),
        ("b@example.nl", "Ben", "x" * 1001, "weak_password", "password"),
        ("ben.bos@example.nl", "Ben", "Ben.Bos@Example.nl", "weak_password", "password"),
    ],
)
def test_what_cannot_be_an_account(units, now, login, name, password, code, field):
    with units() as unit:
        with pytest.raises(InvalidInput) as caught:
            cases.add_account(unit, login, name, Role.AGENT, password, now)
        assert (caught.value.code, caught.value.field) == (code, field)
        assert unit.accounts.count() == 0


def test_twelve_characters_are_enough(units, now):
    with units() as unit:
        cases.add_account(unit, "b@example.nl", "Ben", Role.AGENT, "twelve chars", now)


def test_a_taken_name(units, anna, now):
    with units() as unit, pytest.raises(Conflict):
        cases.add_account(unit, "ANNA@example.nl", "Anna 2", Role.AGENT, PASSWORD, now)


def test_logging_in(units, anna, now):
    account, session = log_in(units, now, login=" ANNA@example.nl ")
    assert account == anna
    assert (session.account_id, session.expires_at) == (anna.id, now + timedelta(hours=1))
    assert log_in(units, now)[1].id != session.id


def test_wrong_and_unknown_look_the_same(units, anna, now):
    errors = []
    for login, password in (("anna@example.nl", "wrong"), ("nobody@example.nl", PASSWORD), ("", ""), ("\x01", "x")):
        with pytest.raises(cases.WrongLogin) as caught:
            log_in(units, now, password, login)
        errors.append((type(caught.value), caught.value.code, str(caught.value)))
    assert len(set(errors)) == 1


def test_ten_wrong_ones_lock_for_fifteen_minutes(units, anna, now):
    fail(units, now, 10)
    for moment in (now, now + timedelta(minutes=14, seconds=59)):
        with pytest.raises(cases.Locked) as caught:
            log_in(units, moment)
        assert (caught.value.code, caught.value.until) == ("locked", now + timedelta(minutes=15))
    assert log_in(units, now + timedelta(minutes=15))[0].failures == 0


def test_after_a_lock_there_are_ten_tries_again(units, anna, now):
    fail(units, now, 10)
    later = now + timedelta(minutes=16)
    fail(units, later, 9)
    fail(units, later, 1)
    with pytest.raises(cases.Locked):
        log_in(units, later)


def test_a_right_one_forgets_the_wrong_ones(units, anna, now):
    fail(units, now, 9)
    log_in(units, now)
    fail(units, now, 9)
    assert log_in(units, now)[0] == anna


def test_parallel_tries_all_count(units, anna, now):
    def attempt(number: int) -> str:
        try:
            log_in(units, now, f"wrong password {number}")
        except (cases.WrongLogin, cases.Locked) as error:
            return error.code
        return "in"

    with ThreadPoolExecutor(8) as pool:
        assert "in" not in set(pool.map(attempt, range(16)))
    with pytest.raises(cases.Locked):
        log_in(units, now)


def test_a_session_moves_on_with_use(units, anna, now):
    _, session = log_in(units, now)
    later = now + timedelta(minutes=40)
    with units() as unit:
        account, moved = cases.session_of(unit, session.id, later)
        unit.commit()
    assert account == anna
    assert (moved.id, moved.csrf, moved.expires_at) == (session.id, session.csrf, later + timedelta(hours=1))
    with units() as unit:
        assert cases.session_of(unit, session.id, now + timedelta(minutes=99)) is not None
        assert cases.session_of(unit, session.id, now + timedelta(minutes=160)) is None
        assert cases.session_of(unit, "unknown", now) is None


def test_a_look_within_a_minute_writes_nothing(units, anna, now):
    _, session = log_in(units, now)
    with units() as unit:
        assert cases.session_of(unit, session.id, now + timedelta(seconds=59)) == (anna, session)


def test_the_lifetime_can_be_set(units, anna, now):
    quarter = timedelta(minutes=15)
    with units() as unit:
        _, session = cases.log_in(unit, anna.login, PASSWORD, now, quarter)
        assert session.expires_at == now + quarter
        found = cases.session_of(unit, session.id, now + timedelta(minutes=10), quarter)
        assert found is not None
        assert found[1].expires_at == now + timedelta(minutes=25)


def test_logging_out(units, anna, now):
    _, session = log_in(units, now)
    with units() as unit:
        cases.log_out(unit, session.id)
        cases.log_out(unit, session.id)
        assert cases.session_of(unit, session.id, now) is None


def test_a_new_password(units, anna, now):
    _, session = log_in(units, now)
    with units() as unit:
        with pytest.raises(InvalidInput):
            cases.set_password(unit, anna.id, "too short")
        with pytest.raises(NotFound):
            cases.set_password(unit, anna.id + 1, "another long one")
        cases.set_password(unit, anna.id, "another long one")
        unit.commit()
        assert cases.session_of(unit, session.id, now) is None
    fail(units, now, 1)
    assert log_in(units, now, "another long one")[0].id == anna.id
