"""The chat API over the running product: every topic, unknown questions, and the contract's edges."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.journey

TOPICS = {
    topic["id"]: topic
    for path in sorted((ROOT / "data" / "knowledge").glob("*.yml"))
    for topic in (yaml.safe_load(path.read_text(encoding="utf-8")) or [])
    if isinstance(topic, dict) and "answer" in topic
}
UNKNOWN = yaml.safe_load((Path(__file__).parent / "unknown_questions.yml").read_text(encoding="utf-8"))


def test_all_topics_are_there():
    assert len(TOPICS) == 36


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_answers_its_own_question(product, topic):
    reply = product.ask(TOPICS[topic]["title"])
    answers = [message for message in reply["messages"] if message["kind"] == "answer"]
    assert [topic] in [message["topics"] for message in answers], reply["messages"]
    for message in answers:
        assert message["sources"]
        for source in message["sources"]:
            assert source["title"]
            assert source["date"]
            assert source.get("url") or source.get("section")


@pytest.mark.parametrize("question", UNKNOWN)
def test_unknown_questions_go_to_the_helpdesk(product, question):
    reply = product.ask(question)
    kinds = [message["kind"] for message in reply["messages"]]
    assert "escalate" in kinds, reply["messages"]
    assert "answer" not in kinds


@pytest.mark.parametrize("wish", ["medewerker", "Kan ik iemand spreken?", "ik wil een mens aan de lijn"])
def test_a_person_is_one_turn_away(product, wish):
    reply = product.ask(wish)
    assert [message["kind"] for message in reply["messages"]] == ["escalate", "form"]
    assert "helpdesk@bron.nl" in " ".join(message["text"] for message in reply["messages"])


def test_a_ticket_over_the_api(product):
    reply = product.ask("Wie betaalt de schade als iemand met mijn account fraudeert?")
    sender = reply["sender"]
    assert "escalate" in [message["kind"] for message in reply["messages"]]
    product.press("/medewerker", sender)
    product.ask("geen adres", sender)
    product.ask("secretariaat@school.example", sender)
    reply = product.ask("overslaan", sender)
    # A question in the middle is answered and the form goes on.
    reply = product.ask("Welk niveau van eHerkenning heb ik nodig?", sender)
    assert "welk_niveau" in [topic for message in reply["messages"] for topic in message["topics"]]
    assert reply["messages"][-1]["kind"] == "form"
    reply = product.ask("99ZZZ", sender)
    assert reply["messages"][-1]["kind"] == "form"
    reply = product.ask("12ab", sender)
    summary = reply["messages"][-1]
    assert "secretariaat@school.example" in summary["text"]
    assert "12AB" in summary["text"]
    reply = product.press("/affirm", sender)
    confirmation = reply["messages"][-1]
    assert confirmation["kind"] == "ticket"
    number = re.search(r"PO-\d{6}", confirmation["text"])
    assert number
    shown = product.command("tickets", "show", number.group())
    assert "fraudeert" in shown
    assert "12AB" in shown


@pytest.mark.parametrize("text", ["/restart", "/session_start", "/back", '/change_field{"field": "email"}', "/affirm"])
def test_a_slash_is_text_and_never_a_command(product, text):
    sender = product.ask("Kost eHerkenning geld?")["sender"]
    reply = product.ask(text, sender)
    assert [message["kind"] for message in reply["messages"]] == ["escalate"]
    # It was read as a question that nobody knows, and can be sent as such.
    form = product.press("/medewerker", sender)["messages"][-1]
    assert text.lstrip("/") in form["text"]


def test_only_offered_payloads_are_taken(product):
    sender = product.ask("Wat is eHerkenning?")["sender"]
    status, reply = product.call("POST", "/api/chat", {"payload": "/restart", "sender": sender})
    assert status == 403
    assert set(reply["error"]) == {"code", "what", "now"}


def test_a_forged_sender_is_refused(product):
    sender = product.ask("Wat is eHerkenning?")["sender"]
    forged = sender[:-3] + ("aaa" if not sender.endswith("aaa") else "bbb")
    assert product.call("POST", "/api/chat", {"message": "hallo", "sender": forged})[0] == 403


def test_the_same_id_returns_the_same_reply(product):
    sender = product.ask("Wat is eHerkenning?")["sender"]
    body = {"message": "Kost eHerkenning geld?", "sender": sender, "id": "a1"}
    assert product.call("POST", "/api/chat", body) == product.call("POST", "/api/chat", body)


@pytest.mark.parametrize("message", ["", "   ", "x" * 5000])
def test_empty_and_too_long_messages_say_what_is_wrong(product, message):
    status, reply = product.call("POST", "/api/chat", {"message": message, "sender": None})
    assert 400 <= status < 500
    assert reply["error"]["what"]
    assert reply["error"]["now"]


def test_personal_numbers_are_not_kept(product):
    # 111222333 passes the eleven test and is nobody's number.
    reply = product.ask("De leerling heeft BSN 111222333, klopt dat in het register?")
    assert "111222333" not in str(reply)
    for name in ["bron.db", "bron.db-wal", "rasa-tracker.db"]:
        for path in product.var.rglob(name):
            assert b"111222333" not in path.read_bytes()
