import re

import pytest

from bot.web.console.guard import OpenRoute, PollRoute, SignedInRoute
from bot.web.console.routes import router

# A new address that is open to everybody has to be added here too, by somebody who means it.
OPEN = {"/console/login", "/console/setup/{token}"}
ROUTES = [(route, method) for route in router.routes for method in sorted(route.methods)]
GUARDED = [(route, method) for route, method in ROUTES if route.path not in OPEN]


def _name(value):
    return getattr(value, "path", value)


def _path(route, desk) -> str:
    number = desk.add_ticket()
    return re.sub(r"\{token\}", "x", route.path.replace("{number}", number))


def test_every_route_has_a_guard():
    assert len(router.routes) >= 19
    assert [route.path for route in router.routes if not isinstance(route, SignedInRoute)] == []


def test_only_log_in_and_set_up_are_open():
    assert {route.path for route in router.routes if isinstance(route, OpenRoute)} == OPEN


@pytest.mark.parametrize(("route", "method"), GUARDED, ids=_name)
def test_refuses_without_a_session(desk, route, method):
    page = desk.browser().request(method, _path(route, desk))
    if isinstance(route, PollRoute):
        assert page.status == 401
    elif method == "GET":
        assert page.status == 303
        assert page.headers["location"].startswith("/console/login")
    else:
        assert page.status in (303, 413)
        assert "location" not in page.headers or page.headers["location"] == "/console/login"
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("route", "method"), GUARDED, ids=_name)
def test_refuses_with_a_session_that_nobody_has(desk, route, method):
    browser = desk.browser()
    browser.take_session("x" * 43)
    path = _path(route, desk)
    page = browser.post(path) if method == "POST" else browser.request(method, path)
    assert page.status == (401 if isinstance(route, PollRoute) else 303)


@pytest.mark.parametrize("route", [route for route, method in ROUTES if method == "POST"], ids=_name)
def test_refuses_a_post_without_the_right_csrf_token(desk, anna, bram, route):
    path = _path(route, desk)
    before = desk.ticket("PO-000001")
    of_somebody_else = bram.get("/console").value("csrf")
    for fields in ({}, *({"csrf": token} for token in ("", "x", "é", of_somebody_else))):
        page = anna.post(path, **fields, version="1", text="Dag")
        assert page.status == 403
        assert page.headers["cache-control"] == "no-store"
    assert desk.ticket("PO-000001") == before


@pytest.mark.parametrize(("route", "method"), [(r, m) for r, m in ROUTES if m == "GET"], ids=_name)
def test_no_page_is_kept_by_caches(desk, anna, route, method):
    page = anna.get(_path(route, desk))
    assert page.status in (200, 303, 404)
    assert page.headers["cache-control"] == "no-store"


def test_a_form_that_is_too_large_is_refused(desk, anna):
    number = desk.add_ticket()
    page = anna.post(f"/console/tickets/{number}/reply", csrf="x", text="a" * 300_000)
    assert page.status == 413


def test_a_form_of_another_kind_has_no_token(desk, anna, runner):
    csrf = anna.get("/console").value("csrf")
    sent = anna.client.post("/console/logout", files={"csrf": (None, csrf)})
    assert runner.run(sent).status_code == 403


def test_a_session_lasts_longer_with_use(desk, anna):
    for _ in range(3):
        desk.pass_time(minutes=50)
        assert anna.get("/console").status == 200
    desk.pass_time(minutes=61)
    assert anna.get("/console").status == 303


def test_a_page_that_stands_open_does_not_keep_the_session_alive(desk, anna):
    number = desk.add_ticket()
    for _ in range(7):
        desk.pass_time(minutes=10)
        anna.get("/console/rows")
        last = anna.get(f"/console/tickets/{number}/state")
    assert last.status == 401


def test_an_agent_may_not_manage_accounts(desk, bram):
    assert bram.get("/console/accounts").status == 403
    csrf = bram.get("/console").value("csrf")
    fields = {"login": "c@voorbeeld.nl", "name": "Cor", "password": "p" * 14, "again": "p" * 14}
    assert bram.post("/console/accounts", csrf=csrf, role="admin", **fields).status == 403
    with desk.parts.units() as unit:
        assert unit.accounts.count() == 2


def test_an_unknown_ticket_is_a_page_that_does_not_exist(anna):
    for number in ("PO-999999", "PO-1", "x", "PO-000000000001", "PO-%31%00"):
        assert anna.get(f"/console/tickets/{number}").status == 404
