"""The asker's page of a ticket."""

import pytest

from bot.accounts.model import Role
from bot.tickets import cases
from bot.tickets.calendar import answer_by
from bot.tickets.intake import check_intake
from bot.tickets.model import Status
from tests.unit.web.conftest import words


@pytest.fixture
def ticket(client, parts):
    with parts.units() as unit:
        now = parts.clock.now()
        agent = unit.accounts.add("agent@school.nl", "Agnes", Role.AGENT, "-", now)
        intake = check_intake("Mag het <b>zonder</b>?", "a@school.nl", None, None, key="k")
        ticket = cases.open_ticket(unit, intake, parts.links, answer_by(now), now)
        unit.commit()
    assert agent.id == 1
    return ticket


def move(parts, ticket, *steps):
    with parts.units() as unit:
        now = parts.clock.now()
        for step in steps:
            ticket = unit.tickets.get(ticket.number)
            if step == "claim":
                cases.claim(unit, ticket.number, ticket.version, 1, now)
            elif step == "reply":
                cases.reply(unit, ticket.number, ticket.version, 1, "Agnes", "Dat mag.", parts.links, now)
            else:
                cases.close(unit, ticket.number, ticket.version, 1, "Agnes", parts.links, now)
        unit.commit()


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ((), "Ontvangen"),
        (("claim",), "In behandeling"),
        (("claim", "reply"), "Beantwoord"),
        (("claim", "reply", "close"), "Afgerond"),
    ],
)
def test_the_stage_is_told_in_plain_words(client, parts, ticket, steps, stage):
    move(parts, ticket, *steps)
    page = client.get(f"/ticket/{ticket.secret}")
    assert f"Nu: {stage}" in words(page.text)
    assert page.text.count('aria-current="step"') == 1
    assert ("Dat mag." in page.text) == ("reply" in steps)


def test_the_page_is_kept_from_caches_searchers_and_other_sites(client, ticket):
    for path in (f"/ticket/{ticket.secret}", f"/ticket/{ticket.secret}/verstuurd"):
        page = client.get(path)
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in page.headers["x-robots-tag"]
        assert "<b>" not in page.text


def test_adding_opens_an_answered_ticket_again(client, parts, ticket):
    move(parts, ticket, "claim", "reply")
    moved = client.post(f"/ticket/{ticket.secret}", data={"text": "En in België? bsn 111222333"})
    assert moved.status_code == 303
    page = client.get(moved.headers["location"])
    assert "Uw aanvulling is toegevoegd." in words(page.text)
    assert "En in België?" in words(page.text)
    assert "111222333" not in page.text
    with parts.units() as unit:
        assert unit.tickets.get(ticket.number).status is Status.NEW


def test_adding_twice_the_same_adds_once(client, ticket):
    for _ in range(2):
        client.post(f"/ticket/{ticket.secret}", data={"text": "En nu?"})
    assert words(client.get(f"/ticket/{ticket.secret}").text).count("En nu?") == 1


@pytest.mark.parametrize(
    ("text", "said"), [("  ", "Er staat nog geen aanvulling."), ("x" * 5001, "hooguit 5000 tekens")]
)
def test_an_error_stands_at_the_field(client, ticket, text, said):
    page = client.post(f"/ticket/{ticket.secret}", data={"text": text})
    assert page.status_code == 422
    assert said in words(page.text)
    assert 'aria-invalid="true" autofocus' in page.text


def test_wrong_and_unknown_look_the_same(client, ticket):
    wrong = ticket.secret[:-1] + ("A" if ticket.secret[-1] != "A" else "B")
    pages = {client.get(f"/ticket/{secret}").text for secret in (wrong, "x", "x" * 300, ticket.number, "%00")}
    assert len(pages) == 1
    assert client.get(f"/ticket/{wrong}/verstuurd").status_code == 404
    assert client.post(f"/ticket/{wrong}", data={"text": "x"}).status_code == 404


def test_ten_wrong_links_lock_for_a_while(client, ticket):
    seen = [client.get(f"/ticket/wrong-{n}").status_code for n in range(12)]
    assert seen == [404] * 10 + [429] * 2
    assert client.get(f"/ticket/{ticket.secret}").status_code == 429
