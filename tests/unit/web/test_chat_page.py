"""The chat page with plain forms, as a browser without JavaScript uses it."""

import re

import pytest

from bot.chat.model import EventKind
from tests.unit.web.conftest import field, words


def post(client, **fields):
    return client.post("/", data=fields)


def test_the_first_visit_stores_nothing_and_says_who_answers(client):
    page = client.get("/")
    assert "set-cookie" not in page.headers
    said = words(page.text)
    assert "digitale assistent" in said
    assert "computer" in said
    assert "Typ geen persoonsgegevens van leerlingen" in said
    assert page.text.count('class="choice"') == 5


def test_a_page_asks_nothing_of_other_sites_and_holds_no_inline_code(client):
    for path in ("/", "/onderwerpen", "/onderwerpen/kosten", "/vraag", "/nergens"):
        html = client.get(path).text
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', html)
        assert not re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|javascript:", html)
        assert '<html lang="nl">' in html


def test_a_question_is_answered_on_the_page(client):
    moved = post(client, message="Wat kost het?")
    assert moved.status_code == 303
    cookie = moved.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age" not in cookie
    page = client.get("/")
    assert f'id="{moved.headers["location"].removeprefix("/#")}"' in page.text
    said = words(page.text)
    assert "Wat kost het?" in said
    assert "Ja, eHerkenning kost geld." in said
    assert "14 juni 2021" in said


def test_the_cookie_is_secure_on_https(make_client):
    client = make_client(BRON_PUBLIC_URL="https://chat.example")
    moved = post(client, message="Hallo")
    assert "secure" in moved.headers["set-cookie"].lower()
    assert "strict-transport-security" in moved.headers


def test_a_pressed_button_is_marked_and_old_buttons_are_off(client):
    post(client, message="Wat kost het?")
    post(client, payload="/makelaars")
    html = client.get("/").text
    chosen = re.findall(r'<button class="choice" type="submit" disabled aria-pressed="true">.*?</button>', html)
    assert len(chosen) == 1
    assert "Bij wie koop ik eHerkenning?" in chosen[0]
    assert len(re.findall(r'<button class="choice" type="submit" aria-pressed="false">', html)) == 2


def test_a_form_that_is_sent_twice_is_one_question(client, rasa):
    mark = field(client.get("/").text, "id")
    post(client, message="Wat kost het?", id=mark)
    post(client, message="Wat kost het?", id=mark)
    assert len(rasa.heard) == 1
    assert client.get("/").text.count('data-turn="t_') == 1


@pytest.mark.parametrize(("typed", "said"), [("", "Er staat geen vraag"), ("x" * 2001, "hooguit 2000 tekens")])
def test_an_error_stands_at_the_field_and_keeps_the_text(client, typed, said):
    page = post(client, message=typed)
    assert page.status_code == 422
    assert said in words(page.text)
    assert 'aria-invalid="true" autofocus' in page.text
    assert f">{typed}</textarea>" in page.text


def test_what_people_type_is_never_markup(client):
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    post(client, message=nasty)
    html = client.get("/").text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert nasty in words(html.replace("&lt;", "‹").replace("&gt;", "›")).replace("‹", "<").replace("›", ">")


def test_what_rasa_says_is_never_markup(client, rasa):
    link = {"title": "<b>x</b>", "date": "<i>", "url": 'https://duo.nl/"><script>', "section": None}
    button = {"title": "<u>x", "payload": '/kosten{"a": "<"}'}
    rasa.body = {
        "messages": [{"text": "<script>x</script> **", "kind": "answer", "sources": [link], "buttons": [button]}]
    }
    post(client, message="Hallo")
    html = client.get("/").text
    assert not re.findall(r"<script>|<b>|<i>|<u>", html)
    assert post(client, payload='/kosten{"a": "<"}').status_code == 303


def test_a_source_with_another_kind_of_address_gets_no_link(client, rasa):
    link = {"title": "Bron", "date": "2021", "url": "javascript:alert(1)", "section": None}
    rasa.body = {"messages": [{"text": "x", "kind": "answer", "sources": [link]}]}
    post(client, message="Hallo")
    assert "javascript:" not in client.get("/").text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
@pytest.mark.parametrize("path", ["/", "/gesprek/nieuw", "/vraag", "/ticket/x"])
def test_forms_of_other_sites_are_refused(client, headers, path):
    refused = client.post(path, data={"message": "Hallo"}, headers=headers)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://testserver"}]
)
def test_our_own_forms_are_taken(client, headers):
    assert client.post("/", data={"message": "Hallo"}, headers=headers).status_code == 303


def test_a_forged_cookie_begins_a_new_conversation(client):
    client.cookies.set("bron_conversation", "c_x.forged")
    assert client.get("/").status_code == 200
    assert post(client, message="Hallo").status_code == 303


def test_a_new_conversation_leaves_the_old_one(client):
    post(client, message="Wat kost het?")
    assert client.post("/gesprek/nieuw").status_code == 303
    assert "Wat kost het?" not in words(client.get("/").text)


def test_the_transcript_holds_texts_and_sources(client):
    post(client, message="Wat kost het?")
    saved = client.get("/gesprek/bewaren")
    assert saved.headers["content-disposition"] == 'attachment; filename="gesprek-2026-11-23.txt"'
    assert "Wat kost het?" in saved.text
    assert "Bron: Brief 'Vooraankondiging', 14 juni 2021, Kosten" in saved.text
    client.post("/gesprek/nieuw")
    assert client.get("/gesprek/bewaren").status_code == 404


def test_a_question_without_an_answer_can_be_asked_again(client, parts, rasa):
    post(client, message="Hallo")
    conversation = rasa.heard[0]["conversation"]
    with parts.units() as unit:
        unit.journal.begin_turn(
            conversation, "3f2b0a52-92f1-4b47-a5a4-f7f9d8b2c111", "Blijft liggen", None, parts.clock.now()
        )
        unit.commit()
    html = client.get("/").text
    assert "Er is nog geen antwoord" in html
    waiting = html[html.index("data-unanswered") :]
    assert post(client, id=field(waiting, "id"), message=field(waiting, "message")).status_code == 303
    assert "Er is nog geen antwoord" not in client.get("/").text


def test_answers_and_news_of_the_helpdesk_stand_in_the_conversation(client, parts, rasa):
    post(client, message="Hallo")
    conversation = rasa.heard[0]["conversation"]
    with parts.units() as unit:
        told = {"ticket": "PO-000001", "text": "Dat mag.\n- echt", "agent": "Anna"}
        unit.events.append(conversation, EventKind.AGENT_REPLY, told, parts.clock.now())
        unit.events.append(
            conversation, EventKind.TICKET_STATUS, {"ticket": "PO-000001", "status": "claimed"}, parts.clock.now()
        )
        unit.commit()
    said = words(client.get("/").text)
    assert "Helpdesk antwoord op uw vraag PO-000001 Dat mag." in said
    assert "Uw vraag PO-000001: in behandeling" in said
    assert "Anna" not in said


def test_only_what_is_new_is_read_out(client):
    post(client, message="Wat kost het?")
    html = client.get("/").text
    log = html[html.index('role="log"') :]
    assert 'aria-live="polite"' in log
    assert "Wat kost het?" not in log[: log.index("</ol>")]
