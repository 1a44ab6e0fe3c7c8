"""The first account, made by who holds the one-time link. Once an account exists, the link is not there any more."""

import hmac

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.accounts import cases
from bot.accounts.model import Role
from bot.accounts.setup import setup_token
from bot.errors import Conflict, InvalidInput, NotFound
from bot.web.console.guard import CurrentGuest, CurrentParts, Guest, give_form_cookie, give_session, lifetime_of
from bot.web.console.new_account import NewAccount, problems_of
from bot.web.console.pages import page, words_of
from bot.web.console.words import Problem
from bot.wiring import Parts


def show(token: str, request: Request, parts: CurrentParts, guest: CurrentGuest) -> Response:
    """Show the form for the first account."""
    _check(token, parts)
    return _form(request, parts, guest, NewAccount(), {}, 200)


def make(token: str, request: Request, parts: CurrentParts, guest: CurrentGuest) -> Response:
    """Make the first account, an admin, and log it in."""
    _check(token, parts)
    wanted = NewAccount.from_form(guest.form)
    words, now = words_of(request), parts.clock.now()
    problems = problems_of(wanted, words)
    if problems:
        return _form(request, parts, guest, wanted, problems, 422)
    try:
        with parts.units() as unit:
            cases.add_account(unit, wanted.login, wanted.name, Role.ADMIN, wanted.password, now)
            # Counted after the writing: of two that came at once, only one is the first.
            if unit.accounts.count() != 1:
                raise NotFound
            _, session = cases.log_in(unit, wanted.login, wanted.password, now, lifetime_of(parts))
            unit.commit()
    except InvalidInput as error:
        return _form(request, parts, guest, wanted, wanted.problem_at(error, words), 422)
    except Conflict:
        raise NotFound from None
    response = RedirectResponse("/console", status_code=303)
    give_session(response, parts, session)
    return response


def _check(token: str, parts: Parts) -> None:
    """Raise NotFound unless this is the link and nobody has an account yet."""
    is_link = hmac.compare_digest(token.encode(), setup_token(parts.settings.secret_key).encode())
    with parts.units() as unit:
        if not is_link or unit.accounts.count():
            raise NotFound


def _form(
    request: Request, parts: Parts, guest: Guest, wanted: NewAccount, problems: dict[str, Problem], status: int
) -> Response:
    response = page(request, "setup.html", status, csrf=guest.csrf, wanted=wanted, field_problems=problems)
    give_form_cookie(response, parts, guest)
    return response
