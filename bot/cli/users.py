"""`python -m bot users`: accounts of the console. The rules for them are in bot.accounts."""

import getpass
import sys
from collections.abc import Callable
from datetime import datetime

from bot.accounts import cases
from bot.accounts.model import Account, Role
from bot.cli.table import print_table
from bot.clock import AMSTERDAM, clock_for
from bot.errors import BronError, Conflict, InvalidInput
from bot.settings import Settings
from bot.wiring import open_units

_REMEDIES = {
    "weak_password": "the password needs at least 12 characters and must not be the log-in name",
    "invalid_name": "the name needs 1 to 100 characters",
    "invalid_email": "the log-in name must be an e-mail address, as name@school.nl",
}


class CannotChange(BronError):
    """The account cannot be made or changed; the text says why and what to do."""

    code = "cannot_change"


def read_password() -> str:
    """Return the password that is typed, twice; or one line of standard input when that is no terminal.

    Raises:
        CannotChange: the two differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise CannotChange("the two passwords differ; try again")
    return password


def add_user(settings: Settings, login: str, name: str, role: str, ask: Callable[[], str] = read_password) -> None:
    """Make an account.

    Args:
        settings: the product's settings.
        login: e-mail address.
        name: what askers see under an answer.
        role: `agent` or `admin`.
        ask: gives the password.

    Raises:
        CannotChange: the address is taken or cannot be used, or the password is too weak.
    """
    password = ask()
    try:
        with open_units(settings)() as unit:
            account = cases.add_account(unit, login, name, Role(role), password, _now(settings))
            unit.commit()
    except Conflict:
        raise CannotChange(f"{login} has an account already; see: users list") from None
    except InvalidInput as error:
        raise CannotChange(_REMEDIES.get(error.code, error.code)) from None
    print(f"added {account.login} ({account.role})")


def list_users(settings: Settings) -> None:
    """Print all accounts, oldest first."""
    with open_units(settings)() as unit:
        accounts = unit.accounts.all()
    now = _now(settings)
    rows = [(one.login, one.name, one.role.value, _lock(one, now)) for one in accounts]
    print_table(("login", "name", "role", "locked"), rows)


def change_password(settings: Settings, login: str, ask: Callable[[], str] = read_password) -> None:
    """Give an account another password, end its sessions and lift its lock.

    Raises:
        CannotChange: there is no such account, or the password is too weak.
    """
    units = open_units(settings)
    with units() as unit:
        account = unit.accounts.by_login(login.strip().lower())
    if account is None:
        raise CannotChange(f"{login} has no account; see: users list")
    password = ask()
    try:
        with units() as unit:
            cases.set_password(unit, account.id, password)
            unit.commit()
    except InvalidInput as error:
        raise CannotChange(_REMEDIES.get(error.code, error.code)) from None
    print(f"changed the password of {account.login}; its sessions ended")


def _lock(account: Account, now: datetime) -> str:
    if account.locked_until is None or account.locked_until <= now:
        return "no"
    return f"until {account.locked_until.astimezone(AMSTERDAM):%H:%M}"


def _now(settings: Settings) -> datetime:
    return clock_for(settings.fixed_now).now()
