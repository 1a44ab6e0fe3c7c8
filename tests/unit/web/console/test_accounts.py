import pytest

OLD, NEW = "een lange zin als wachtwoord", "een andere lange zin"
NEW_AGENT = {"name": "Cor Bakker", "login": "cor@voorbeeld.nl", "role": "agent", "password": NEW, "again": NEW}


def _change(browser, **fields):
    csrf = browser.get("/console/account").value("csrf")
    return browser.post("/console/account", csrf=csrf, **{"current": OLD, "password": NEW, "again": NEW, **fields})


def _add(browser, **fields):
    csrf = browser.get("/console/accounts").value("csrf")
    return browser.post("/console/accounts", csrf=csrf, **{**NEW_AGENT, **fields})


def test_a_new_password_ends_the_other_sessions_only(desk, anna):
    elsewhere = desk.browser("anna@voorbeeld.nl")
    page = _change(anna)
    assert (page.status, page.headers["location"]) == (303, "/console/account?done=password")
    assert "Uw wachtwoord is veranderd" in anna.get("/console/account?done=password").words
    assert elsewhere.get("/console").status == 303
    assert desk.browser().log_in("anna@voorbeeld.nl", OLD).status == 401
    assert desk.browser().log_in("anna@voorbeeld.nl", NEW).status == 303


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"current": "iets anders"}, "current"),
        ({"again": "iets anders"}, "again"),
        ({"password": "kort", "again": "kort"}, "password"),
    ],
)
def test_a_password_stays_when_something_is_wrong(desk, anna, fields, field):
    page = _change(anna, **fields)
    assert page.status == 422
    assert f'id="{field}-error"' in page.text
    assert desk.browser().log_in("anna@voorbeeld.nl", OLD).status == 303


def test_guessing_the_current_password_locks_too(desk, anna):
    for _ in range(10):
        _change(anna, current="iets anders")
    assert "te vaak een verkeerd wachtwoord" in _change(anna).words
    assert desk.browser().log_in("anna@voorbeeld.nl", OLD).status == 429


def test_an_admin_adds_an_agent_who_can_log_in(desk, anna):
    page = _add(anna)
    assert page.status == 303
    shown = anna.get(page.headers["location"])
    assert "Het account voor Cor Bakker is gemaakt." in shown.words
    assert "cor@voorbeeld.nl" in shown.words
    cor = desk.browser()
    assert cor.log_in("cor@voorbeeld.nl", NEW).status == 303
    assert cor.get("/console/accounts").status == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"login": "bram@voorbeeld.nl"}, "login"),
        ({"login": "x"}, "login"),
        ({"password": "p", "again": "p"}, "password"),
    ],
)
def test_an_account_that_cannot_be_made_is_explained(desk, anna, fields, field):
    page = _add(anna, **fields)
    assert page.status == 422
    assert f'id="{field}-error"' in page.text
    assert 'value="Cor Bakker"' in page.text
    with desk.parts.units() as unit:
        assert unit.accounts.count() == 2


def test_a_locked_account_is_shown(desk, anna):
    for _ in range(10):
        desk.browser().log_in("bram@voorbeeld.nl", "iets heel anders")
    assert "geblokkeerd tot ma 23 nov 2026, 10:15" in anna.get("/console/accounts").words
