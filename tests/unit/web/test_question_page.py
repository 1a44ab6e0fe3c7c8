"""The form for a question to the helpdesk, as a browser without JavaScript uses it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.tickets.model import Status
from tests.unit.web.conftest import field, words

FILLED = {"question": "Mag het zonder KvK?", "email": "anna@school.nl", "name": "Anna", "brin": "12ab"}


@pytest.fixture
def key(client):
    return field(client.get("/vraag").text, "key")


def post(client, key, step="check", **changed):
    return client.post("/vraag", data={"key": key, "step": step, **FILLED, **changed})


def tickets(parts):
    with parts.units() as unit:
        return unit.tickets.listed(list(Status))


def owed(parts):
    with parts.units() as unit:
        return unit.outbox.owed()


def test_first_a_check_and_then_a_ticket_with_number_and_link(client, parts, key):
    check = post(client, key)
    assert check.status_code == 200
    assert tickets(parts) == []
    assert "Mag het zonder KvK?" in words(check.text)
    sent = post(client, key, step="send")
    assert sent.status_code == 303
    (ticket,) = tickets(parts)
    assert (ticket.question, ticket.email, ticket.name, ticket.brin) == (
        "Mag het zonder KvK?",
        "anna@school.nl",
        "Anna",
        "12AB",
    )
    page = client.get(sent.headers["location"])
    assert ticket.number in words(page.text)
    assert parts.links(ticket) in page.text
    assert "donderdag 26 november 2026" in words(page.text)
    assert parts.links(ticket) == f"http://testserver/ticket/{ticket.secret}"


def test_the_confirmation_is_owed_by_mail(make_client):
    client = make_client(BRON_MAIL="smtp", BRON_SMTP_HOST="127.0.0.1", BRON_SMTP_PORT="9")
    post(client, field(client.get("/vraag").text, "key"), step="send")
    (one,) = owed(client.app.state.parts)
    assert one.letter.recipient == "anna@school.nl"


def test_double_clicks_and_retries_give_one_ticket(client, parts, key):
    with ThreadPoolExecutor(8) as pool:
        places = {sent.headers["location"] for sent in pool.map(lambda _: post(client, key, step="send"), range(24))}
    assert len(places) == 1
    assert len(tickets(parts)) == 1


def test_two_forms_give_two_tickets(client, parts, key):
    post(client, key, step="send")
    post(client, field(client.get("/vraag").text, "key"), step="send")
    assert len(tickets(parts)) == 2


@pytest.mark.parametrize("key", ["", "abc", "x" * 5000])
def test_a_key_that_is_not_ours_shows_the_form_again(client, parts, key):
    page = post(client, key, step="send")
    assert page.status_code == 422
    assert "Mag het zonder KvK?" in page.text
    assert tickets(parts) == []
    assert post(client, field(page.text, "key"), step="send").status_code == 303


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("question", " ", "Er staat nog geen vraag."),
        ("question", "x" * 5001, "hooguit 5000 tekens"),
        ("email", "anna@", "Dit e-mailadres klopt niet."),
        ("name", "<b>", "Deze naam kunnen wij niet gebruiken."),
        ("brin", "ABCD", "Dit BRIN-nummer klopt niet."),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_an_error_stands_at_its_field_and_gets_the_focus(client, parts, key, step, name, value, said):
    page = post(client, key, step=step, **{name: value})
    assert page.status_code == 422
    assert said in words(page.text)
    assert f'id="{name}-problem"' in page.text
    assert page.text.count("autofocus") == 1
    assert 'aria-invalid="true" autofocus' in page.text
    assert "Anna" in page.text or name == "name"
    assert tickets(parts) == []


def test_all_errors_are_told_at_once(client, key):
    page = post(client, key, question="", email="x", brin="y")
    assert page.text.count('aria-invalid="true"') == 3
    assert "Er gaat nog iets mis bij 3 vakken." in words(page.text)


def test_each_field_can_be_changed_from_the_check_page(client, key):
    for name in ("question", "email", "name", "brin"):
        page = post(client, key, step=f"change-{name}")
        assert page.status_code == 200
        assert page.text.count("autofocus") == 1
        assert field(page.text, "key") == key
        assert "Mag het zonder KvK?" in page.text


def test_only_a_question_is_needed(client, parts, key):
    check = post(client, key, email="", name=" ", brin="")
    assert "Niet ingevuld" in words(check.text)
    sent = post(client, key, step="send", email="", name=" ", brin="")
    (ticket,) = tickets(parts)
    assert (ticket.email, ticket.name, ticket.brin) == (None, None, None)
    assert "Bewaar deze link goed" in words(client.get(sent.headers["location"]).text)
    assert owed(parts) == []


def test_personal_data_is_left_out_and_said(client, parts, key):
    check = post(client, key, question="Het bsn is 111222333")
    assert "111222333" not in check.text
    assert "burgerservicenummer weggelaten" in words(check.text)
    post(client, key, step="send", question="Het bsn is 111222333")
    assert "111222333" not in tickets(parts)[0].question


def test_the_form_knows_the_open_question_and_the_ticket_the_conversation(client, parts):
    client.post("/", data={"message": "Dat weet u vast niet"})
    page = client.get("/vraag")
    assert ">Dat weet u vast niet</textarea>" in page.text
    assert "laatste vraag uit het gesprek" in words(page.text)
    post(client, field(page.text, "key"), step="send")
    (ticket,) = tickets(parts)
    assert ticket.conversation_id
    assert [(one.topic, one.confidence) for one in ticket.proposals] == [("kosten", 0.83), ("makelaars", 0.1)]
    assert (ticket.model, ticket.knowledge) == ("model-1", "knowledge-1")
    home = words(client.get("/").text)
    assert f"{ticket.number} : Ontvangen" in home
    assert ">Dat weet u vast niet</textarea>" not in client.get("/vraag").text


def test_the_form_sets_no_cookie(client, key):
    assert "set-cookie" not in post(client, key).headers
    assert "set-cookie" not in post(client, key, step="send").headers
