"""Making accounts, logging in and out. Unless a function says otherwise, the commit is its caller's."""

from datetime import datetime, timedelta

from bot.accounts.model import Account, Role, Session
from bot.accounts.passwords import hash_password, is_password
from bot.accounts.ports import AccountUnit
from bot.errors import Forbidden, InvalidInput
from bot.mail.addresses import check_address

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1_000
WRONG_PASSWORDS = 10
LOCKED_FOR = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(minutes=60)
# A session's end is moved in steps, so that not every page that is looked at writes to the database.
_STEP = timedelta(minutes=1)


class WrongLogin(Forbidden):
    """The log-in name or the password is wrong; which of the two is nobody's business."""

    code = "wrong_login"


class Locked(Forbidden):
    """Too many wrong passwords. `until` is the end of the lock, aware."""

    code = "locked"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until = until


def add_account(unit: AccountUnit, login: str, name: str, role: Role, password: str, now: datetime) -> Account:
    """Make an account.

    Args:
        login: an e-mail address; capitals do not count.
        name: as colleagues and askers see it.

    Raises:
        InvalidInput: `invalid_email`, `invalid_name` or `weak_password`.
        Conflict: the log-in name is taken.
    """
    login = check_address(login, "login").lower()
    name = " ".join(name.split())
    if not name or len(name) > 100 or not name.isprintable():
        raise InvalidInput("invalid_name", "name")
    _check_password(password, login)
    return unit.accounts.add(login, name, role, hash_password(password), now)


def log_in(
    unit: AccountUnit, login: str, password: str, now: datetime, lifetime: timedelta = SESSION_LIFETIME
) -> tuple[Account, Session]:
    """Start a session. A wrong password is counted and committed here; the session is the caller's to commit.

    Raises:
        WrongLogin: unknown name or wrong password, after the same work.
        Locked: after ten wrong passwords, for fifteen minutes, whatever the password.
    """
    account = unit.accounts.by_login(login.strip().lower())
    if account is not None and account.locked_until is not None and account.locked_until > now:
        raise Locked(account.locked_until)
    # Text that is too long to be anybody's password is not worth hashing whole.
    tried = password if len(password) <= LONGEST_PASSWORD else ""
    is_right = is_password(tried, None if account is None else account.password_hash)
    if account is None:
        raise WrongLogin
    if not is_right:
        unit.accounts.record_failure(account.id, now + LOCKED_FOR, WRONG_PASSWORDS)
        unit.commit()
        raise WrongLogin
    if account.failures or account.locked_until:
        unit.accounts.record_success(account.id)
    return unit.accounts.get(account.id), unit.sessions.add(account.id, now + lifetime, now)


def log_out(unit: AccountUnit, session_id: str) -> None:
    """End a session; an unknown one is ended already."""
    unit.sessions.end(session_id)


def session_of(
    unit: AccountUnit, session_id: str, now: datetime, lifetime: timedelta = SESSION_LIFETIME
) -> tuple[Account, Session] | None:
    """Return who is logged in and move the end of the session on; None when there is no such session any more."""
    session = unit.sessions.get(session_id, now)
    if session is None:
        return None
    if now + lifetime - session.expires_at >= _STEP:
        unit.sessions.extend(session_id, now + lifetime)
        session = Session(session.id, session.account_id, session.csrf, now + lifetime)
    return unit.accounts.get(session.account_id), session


def set_password(unit: AccountUnit, account_id: int, password: str) -> None:
    """Replace the password; all sessions of the account end.

    Raises:
        NotFound: there is no such account.
        InvalidInput: `weak_password`.
    """
    account = unit.accounts.get(account_id)
    _check_password(password, account.login)
    unit.accounts.set_password(account_id, hash_password(password))


def _check_password(password: str, login: str) -> None:
    is_name = password.strip().lower() == login
    if is_name or not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidInput("weak_password", "password")
