"""The own account (password) and, for an admin, the accounts of all agents."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.accounts import cases
from bot.errors import Conflict, InvalidInput
from bot.web.console.guard import CurrentAdmin, CurrentParts, CurrentVisitor, Visitor, give_session
from bot.web.console.login import locked, start_session
from bot.web.console.new_account import NewAccount, problems_of
from bot.web.console.pages import page, words_of
from bot.web.console.words import Problem
from bot.wiring import Parts


def show_own(request: Request, visitor: CurrentVisitor) -> Response:
    """Show who is logged in and the form for another password."""
    return _own(request, {}, 200)


def change_password(request: Request, parts: CurrentParts, visitor: CurrentVisitor) -> Response:
    """Replace the own password; all other sessions end, this browser gets a new one."""
    words, form = words_of(request), visitor.form
    current, password = form.get("current", ""), form.get("password", "")
    if password != form.get("again", ""):
        return _own(request, {"again": words.problem("passwords_differ")}, 422)
    account, now = visitor.account, parts.clock.now()
    try:
        with parts.units() as unit:
            # Logging in counts wrong tries too: an open console is no way around the lock-out.
            cases.log_in(unit, account.login, current, now)
            cases.set_password(unit, account.id, password)
            unit.commit()
    except cases.Locked as error:
        return _own(request, {"current": locked(error, words, now)}, 422)
    except cases.WrongLogin:
        return _own(request, {"current": words.problem("wrong_password")}, 422)
    except InvalidInput as error:
        return _own(request, {"password": words.problem(error.code)}, 422)
    session = start_session(parts, account.login, password, None, now)
    response = RedirectResponse("/console/account?done=password", status_code=303)
    give_session(response, parts, session)
    return response


def show_all(request: Request, parts: CurrentParts, visitor: CurrentAdmin) -> Response:
    """Show all accounts and the form for another one."""
    return _all(request, parts, visitor, NewAccount(), {}, 200)


def add(request: Request, parts: CurrentParts, visitor: CurrentAdmin) -> Response:
    """Make an account with a first password that the admin passes on."""
    wanted, words = NewAccount.from_form(visitor.form), words_of(request)
    problems = problems_of(wanted, words)
    if not problems:
        try:
            with parts.units() as unit:
                account = cases.add_account(
                    unit, wanted.login, wanted.name, wanted.role, wanted.password, parts.clock.now()
                )
                unit.commit()
            return RedirectResponse(f"/console/accounts?done={account.id}", status_code=303)
        except (InvalidInput, Conflict) as error:
            problems = wanted.problem_at(error, words)
    return _all(request, parts, visitor, wanted, problems, 422)


def _own(request: Request, problems: dict[str, Problem], status: int) -> Response:
    is_changed = request.query_params.get("done") == "password" and not problems
    return page(request, "account.html", status, field_problems=problems, is_changed=is_changed)


def _all(
    request: Request,
    parts: Parts,
    visitor: Visitor,
    wanted: NewAccount,
    problems: dict[str, Problem],
    status: int,
) -> Response:
    with parts.units() as unit:
        accounts = unit.accounts.all()
    done = request.query_params.get("done")
    added = next((one for one in accounts if str(one.id) == done and not problems), None)
    return page(
        request,
        "accounts.html",
        status,
        accounts=accounts,
        now=parts.clock.now(),
        wanted=wanted,
        field_problems=problems,
        added=added,
    )
