from http.cookies import SimpleCookie

import pytest

WRONG = "Deze combinatie van e-mailadres en wachtwoord klopt niet."


def _session_cookie(page):
    cookie = SimpleCookie(page.headers["set-cookie"])
    return cookie["bron_console"]


@pytest.mark.parametrize("login", ["anna@voorbeeld.nl", " Anna@Voorbeeld.NL "])
def test_lets_in_who_knows_the_password(desk, login):
    browser = desk.browser()
    page = browser.log_in(login)
    assert (page.status, page.headers["location"]) == (303, "/console")
    assert "Anna de Wit" in browser.get("/console").words


def test_the_session_cookie_is_only_for_the_console(desk):
    cookie = _session_cookie(desk.browser().log_in("anna@voorbeeld.nl"))
    assert cookie["httponly"]
    assert not cookie["secure"]
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/console"


def test_over_https_the_cookie_is_secure(secure_desk):
    assert _session_cookie(secure_desk.browser().log_in("anna@voorbeeld.nl"))["secure"]


def test_unknown_and_wrong_look_the_same(desk):
    wrong = desk.browser().log_in("anna@voorbeeld.nl", "iets heel anders")
    unknown = desk.browser().log_in("niemand@voorbeeld.nl", "iets heel anders")
    assert wrong.status == unknown.status == 401
    assert WRONG in wrong.words
    assert wrong.words == unknown.words


def test_the_typed_address_stays_and_the_password_does_not(desk):
    page = desk.browser().log_in("anna@voorbeeld.nl", "iets heel anders")
    assert 'value="anna@voorbeeld.nl"' in page.text
    assert "iets heel anders" not in page.text


@pytest.mark.parametrize(("login", "password", "field"), [("", "x", "login"), ("a@voorbeeld.nl", "", "password")])
def test_an_empty_field_is_pointed_out(desk, login, password, field):
    page = desk.browser().log_in(login, password)
    assert page.status == 422
    assert f'href="#{field}"' in page.text
    assert f'aria-describedby="{field}-error"' in page.text


def test_ten_wrong_passwords_lock_and_the_page_says_so(desk):
    browser = desk.browser()
    for _ in range(10):
        assert browser.log_in("anna@voorbeeld.nl", "iets heel anders").status == 401
    page = browser.log_in("anna@voorbeeld.nl")
    assert page.status == 429
    assert "Inloggen kan 15 minuten niet" in page.words
    desk.pass_time(minutes=15, seconds=1)
    assert browser.log_in("anna@voorbeeld.nl").status == 303


def test_log_in_gives_a_new_session_and_ends_the_old_one(desk, anna):
    old = anna.client.cookies["bron_console"]
    stolen = desk.browser()
    stolen.take_session(old)
    assert stolen.get("/console").status == 200
    other = desk.browser()
    token = other.get("/console/login").value("csrf")
    other.take_session(old)
    page = other.post("/console/login", csrf=token, login="anna@voorbeeld.nl", password=_password())
    assert page.status == 303
    assert _session_cookie(page).value != old
    assert stolen.get("/console").status == 303


def _password():
    return "een lange zin als wachtwoord"


def test_log_out_ends_the_session_in_the_store(desk, anna):
    kept = anna.client.cookies["bron_console"]
    page = anna.post("/console/logout", csrf=anna.get("/console").value("csrf"))
    assert (page.status, page.headers["location"]) == (303, "/console/login?done=signed_out")
    assert "bron_console" not in anna.client.cookies
    anna.take_session(kept)
    assert anna.get("/console").status == 303


def test_goes_back_to_the_page_that_was_asked(desk):
    number = desk.add_ticket()
    browser = desk.browser()
    login = browser.get(f"/console/tickets/{number}?x=1").headers["location"]
    wanted = browser.get(login).value("next")
    page = browser.log_in("anna@voorbeeld.nl", next=wanted)
    assert page.headers["location"] == f"/console/tickets/{number}?x=1"


@pytest.mark.parametrize(
    "next",
    ["https://evil.example/", "//evil.example", "/", "/consolex", "/console/\\evil", "/console/\r\nX: 1", "console"],
)
def test_never_goes_to_another_place(desk, next):
    assert desk.browser().log_in("anna@voorbeeld.nl", next=next).headers["location"] == "/console"


def test_who_is_logged_in_skips_the_form(anna):
    page = anna.get("/console/login?next=/console/account")
    assert (page.status, page.headers["location"]) == (303, "/console/account")


def test_a_form_of_another_browser_is_refused(desk):
    token = desk.browser().get("/console/login").value("csrf")
    other = desk.browser()
    other.get("/console/login")
    page = other.post("/console/login", csrf=token, login="anna@voorbeeld.nl", password=_password())
    assert page.status == 403
