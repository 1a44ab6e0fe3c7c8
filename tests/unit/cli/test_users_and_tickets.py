from datetime import datetime, timezone

import pytest

from bot.accounts import cases as account_cases
from bot.accounts.model import Role
from bot.cli.tickets import list_tickets, show_ticket
from bot.cli.users import CannotChange, add_user, change_password, list_users
from bot.errors import NotFound
from bot.settings import read_settings
from bot.tickets import cases
from bot.tickets.intake import check_intake
from bot.tickets.model import Proposal
from bot.wiring import open_units, prepare_database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


@pytest.fixture
def settings(tmp_path):
    settings = read_settings({"BRON_VAR": str(tmp_path), "BRON_FIXED_NOW": NOW.isoformat()})
    prepare_database(settings)
    return settings


def _typing(password):
    return lambda: password


def _log_in(settings, login, password):
    with open_units(settings)() as unit:
        return account_cases.log_in(unit, login, password, NOW)[0]


def test_an_account_that_was_added_can_log_in(settings, capsys):
    add_user(settings, "Anna@Voorbeeld.nl", "Anna de Wit", "admin", _typing("een lange zin"))
    assert capsys.readouterr().out == "added anna@voorbeeld.nl (admin)\n"
    assert _log_in(settings, "anna@voorbeeld.nl", "een lange zin").role is Role.ADMIN


@pytest.mark.parametrize(
    ("login", "name", "password", "said"),
    [
        ("anna", "Anna", "een lange zin", "e-mail address"),
        ("a@voorbeeld.nl", "", "een lange zin", "name"),
        ("a@voorbeeld.nl", "Anna", "kort", "12 characters"),
    ],
)
def test_says_what_is_wrong(settings, login, name, password, said):
    with pytest.raises(CannotChange, match=said):
        add_user(settings, login, name, "agent", _typing(password))


def test_one_account_an_address(settings):
    add_user(settings, "a@voorbeeld.nl", "Anna", "agent", _typing("een lange zin"))
    with pytest.raises(CannotChange, match="already"):
        add_user(settings, "a@voorbeeld.nl", "Andere Anna", "agent", _typing("een lange zin"))


def test_a_new_password_takes_the_place_of_the_old(settings):
    add_user(settings, "a@voorbeeld.nl", "Anna", "agent", _typing("een lange zin"))
    change_password(settings, "A@voorbeeld.nl", _typing("een andere zin"))
    assert _log_in(settings, "a@voorbeeld.nl", "een andere zin").name == "Anna"
    with pytest.raises(account_cases.WrongLogin):
        _log_in(settings, "a@voorbeeld.nl", "een lange zin")


def test_no_password_for_nobody(settings):
    with pytest.raises(CannotChange, match="no account"):
        change_password(settings, "a@voorbeeld.nl", _typing("een lange zin"))


def test_lists_accounts_with_their_lock(settings, capsys):
    for login in ("a@voorbeeld.nl", "b@voorbeeld.nl"):
        add_user(settings, login, "Agent", "agent", _typing("een lange zin"))
    with open_units(settings)() as unit:
        for _ in range(10):
            with pytest.raises(account_cases.WrongLogin):
                account_cases.log_in(unit, "b@voorbeeld.nl", "iets anders", NOW)
    capsys.readouterr()
    list_users(settings)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [
        ["login", "name", "role", "locked"],
        ["a@voorbeeld.nl", "Agent", "agent", "no"],
        ["b@voorbeeld.nl", "Agent", "agent", "until", "10:15"],
    ]


def _add_ticket(settings, question):
    return _add_tickets(settings, [question])[0]


def _add_tickets(settings, questions):
    with open_units(settings)() as unit:
        tickets = [_open(unit, question) for question in questions]
        unit.commit()
    return tickets


def _open(unit, question):
    intake = check_intake(
        question, "s@voorbeeld.nl", None, "12ab", key=question, proposals=(Proposal("kosten", 0.83),), model="m7"
    )
    return cases.open_ticket(unit, intake, lambda ticket: "", None, NOW)


def test_lists_tickets_by_status(settings, capsys):
    first, second = _add_ticket(settings, "Mag de\nhond ook?"), _add_ticket(settings, "x" * 80)
    with open_units(settings)() as unit:
        cases.close(unit, second.number, second.version, 1, "Anna", lambda ticket: "", NOW)
        unit.commit()
    list_tickets(settings)
    all_lines = capsys.readouterr().out.splitlines()
    list_tickets(settings, ["closed"])
    closed_lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in all_lines] == ["number", first.number, second.number]
    assert all_lines[1].endswith("Mag de hond ook?")
    assert [line.split()[0] for line in closed_lines] == ["number", second.number]


def test_lists_more_tickets_than_fit_one_look(settings, capsys):
    _add_tickets(settings, [f"vraag {number}" for number in range(205)])
    list_tickets(settings)
    assert len(capsys.readouterr().out.splitlines()) == 206


def test_shows_a_ticket_with_its_history(settings, capsys):
    number = _add_ticket(settings, "Mag de hond ook?").number
    with open_units(settings)() as unit:
        cases.add_information(unit, unit.tickets.get(number).secret, "Het is een\nkleine hond.", NOW)
        unit.commit()
    show_ticket(settings, number.lower())
    shown = capsys.readouterr().out
    for said in ("12AB", "s@voorbeeld.nl", "kosten 83%", "m7", "Mag de hond ook?", "    kleine hond.", "10:00  asker"):
        assert said in shown


def test_names_the_ticket_that_does_not_exist(settings):
    with pytest.raises(NotFound, match="PO-000009"):
        show_ticket(settings, "PO-000009")
