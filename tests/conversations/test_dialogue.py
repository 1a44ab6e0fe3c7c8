"""Questions and answers over the channel: what is known, what is doubtful, what is not known."""

import random

import pytest

from bot.knowledge.load import load_knowledge
from tests.conversations.product import ROOT, Conversation, Product

TOPICS = sorted(load_knowledge(ROOT / "data" / "knowledge").topics)
COSTS = "Wat kost eHerkenning?"
LEVEL = "Welk niveau hebben wij nodig?"
UNKNOWN = ["Wie wordt de nieuwe minister-president?", "Hoe bak ik een appeltaart?", "Wat voor weer wordt het morgen?"]
PERSON = "Ik wil een medewerker spreken"


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_answers_with_a_source_and_a_date(chat: Conversation, topic: str):
    (message,) = chat.send(f"/{topic}")
    assert (message["kind"], message["topics"]) == ("answer", [topic])
    assert len(message["text"]) > 40
    assert message["sources"]
    assert all(source["title"] and source["date"] for source in message["sources"])
    assert all(source["url"] or source["section"] for source in message["sources"])


def test_a_typed_question_is_answered_and_understood(chat: Conversation):
    (message,) = chat.say(COSTS)
    assert message["kind"] == "answer"
    assert message["topics"][0] in ("kosten", "kosten_bedrag")
    assert chat.reply["ranking"][0]["topic"] == message["topics"][0]
    assert chat.reply["parts"] == [{"text": COSTS, "topics": message["topics"], "decision": "answer"}]
    assert chat.reply["model"]
    assert chat.reply["knowledge"]


def test_the_day_of_the_request_decides_what_is_said(product: Product):
    then, now = product.talk(today="2021-07-01"), product.talk(today="2026-11-23")
    assert then.send("/deadline")[0]["text"] != now.send("/deadline")[0]["text"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("hallo", "groet"),
        ("dank je wel", "bedankt"),
        ("tot ziens", "afscheid"),
        ("ben je een robot?", "bot_identiteit"),
        ("wat kun je allemaal?", "wat_kun_je"),
        ("wat gebeurt er met mijn gegevens in deze chat?", "privacy"),
        ("hoe staat het met mijn eerdere vraag?", "ticket_status"),
    ],
)
def test_small_talk_is_small_talk(chat: Conversation, text: str, topic: str):
    (message,) = chat.say(text)
    assert (message["kind"], message["topics"]) == ("smalltalk", [topic])


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_known_is_said_plainly_with_a_way_to_a_person(chat: Conversation, text: str):
    (message,) = chat.say(text)
    assert message["kind"] == "escalate"
    assert "Dat weet ik niet" in message["text"]
    assert "helpdesk@bron.nl" in message["text"]
    assert message["buttons"][0]["payload"] == "/medewerker"
    assert chat.reply["parts"][0]["decision"] == "escalate"


def test_the_second_miss_offers_a_person_in_other_words(product: Product):
    chat = product.talk(UNKNOWN[0])
    first = chat.text
    chat.say(UNKNOWN[1])
    assert chat.kinds == ["escalate"]
    assert chat.text != first
    assert "medewerker" in chat.text


def test_several_questions_are_answered_each_and_the_unknown_one_is_offered(product: Product):
    chat = product.talk(f"{COSTS} {UNKNOWN[0]}")
    assert chat.kinds == ["answer", "escalate"]
    assert UNKNOWN[0].rstrip("?") in chat.messages[1]["text"]
    assert [part["decision"] for part in chat.reply["parts"]] == ["answer", "escalate"]
    chat.press("Stuur dit deel aan de helpdesk")
    assert UNKNOWN[0].rstrip("?") in chat.text
    assert COSTS not in chat.text


def test_the_same_answer_is_never_given_twice_in_the_same_words(product: Product):
    chat = product.talk()
    texts = []
    for _ in range(4):
        chat.say(COSTS)
        texts.append(chat.text)
    assert all(before != after for before, after in zip(texts, texts[1:], strict=False))


def test_no_reply_is_ever_repeated_whatever_is_said(product: Product):
    chance = random.Random(20261123)
    texts = [
        "hallo",
        COSTS,
        LEVEL,
        *UNKNOWN,
        PERSON,
        "ja",
        "nee",
        "stop",
        "jan@school.nl",
        "overslaan",
        "12AB",
        "/start",
    ]
    for _ in range(8):
        chat = product.talk()
        before = ""
        for _ in range(25):
            offered = list(chat.buttons)
            if offered and chance.random() < 0.3:
                chat.press(chance.choice(offered))
            else:
                chat.say(chance.choice(texts))
            assert chat.messages
            assert chat.text != before
            before = chat.text


@pytest.mark.parametrize("text", ["/restart", "/kosten", "/", "//back", '/medewerker{"field": "x"}'])
def test_a_typed_slash_is_no_command(product: Product, text: str):
    chat = product.talk(UNKNOWN[0], text)
    assert chat.messages
    assert "form" not in chat.kinds
    chat.say(PERSON)
    assert "form" in chat.kinds


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{ticket_number} {0[x]}", "' OR 1=1 --", "😀😀", "a" * 10_000, "?" * 200]
)
def test_hostile_input_gets_a_polite_reply(chat: Conversation, text: str):
    assert chat.say(text)
    assert "alert(1)" not in chat.text
