import pytest

from bot.accounts.model import Role
from bot.accounts.setup import setup_token

GOOD = {"name": "Cor Bakker", "login": "cor@voorbeeld.nl", "password": "p" * 12, "again": "p" * 12}


def _link(desk) -> str:
    return f"/console/setup/{setup_token(desk.parts.settings.secret_key)}"


def _make(desk, browser, **changed):
    link = _link(desk)
    return browser.post(link, csrf=browser.get(link).value("csrf"), **{**GOOD, **changed})


def test_makes_an_admin_who_is_logged_in(empty_desk):
    browser = empty_desk.browser()
    page = _make(empty_desk, browser)
    assert (page.status, page.headers["location"]) == (303, "/console")
    assert "Cor Bakker" in browser.get("/console").words
    with empty_desk.parts.units() as unit:
        assert unit.accounts.by_login("cor@voorbeeld.nl").role is Role.ADMIN


def test_the_link_works_once(empty_desk):
    late = empty_desk.browser()
    csrf = late.get(_link(empty_desk)).value("csrf")
    _make(empty_desk, empty_desk.browser())
    assert late.get(_link(empty_desk)).status == 404
    assert late.post(_link(empty_desk), csrf=csrf, **{**GOOD, "login": "d@voorbeeld.nl"}).status == 404
    with empty_desk.parts.units() as unit:
        assert unit.accounts.count() == 1


def test_another_link_is_not_there(empty_desk):
    assert empty_desk.browser().get("/console/setup/x").status == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"login": ""}, "login"),
        ({"login": "cor"}, "login"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"password": "p" * 11, "again": "p" * 11}, "password"),
        ({"password": ""}, "password"),
        ({"password": "cor@voorbeeld.nl", "again": "cor@voorbeeld.nl"}, "password"),
        ({"again": "q" * 12}, "again"),
    ],
)
def test_says_at_the_field_what_is_wrong(empty_desk, changed, field):
    page = _make(empty_desk, empty_desk.browser(), **changed)
    assert page.status == 422
    assert f'id="{field}-error"' in page.text
    assert f'href="#{field}"' in page.text
    assert "p" * 11 not in page.text
    with empty_desk.parts.units() as unit:
        assert unit.accounts.count() == 0


def test_all_that_is_wrong_is_said_at_once(empty_desk):
    page = _make(empty_desk, empty_desk.browser(), name="", login="", password="kort")
    assert [field for field in ("name", "login", "password") if f'href="#{field}"' in page.text] == [
        "name",
        "login",
        "password",
    ]
