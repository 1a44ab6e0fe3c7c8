"""The texts in bot/domain: plain, complete, and with buttons that lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain

from bot.knowledge.model import Knowledge
from bot.knowledge.wording import count_words, lint, sentences

ROOT = Path(__file__).resolve().parents[3]
KINDS = {"answer", "clarify", "escalate", "form", "ticket", "smalltalk", "notice"}
# A sentence of an address or a field is no sentence to count.
_SPACED = re.compile(r"\{\w+\}|https?://\S+\w|\S+@\S+\w")


def texts(domain: Domain) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, variations in domain.responses.items():
        for variation in variations:
            yield name, variation


def test_every_text_is_plain_dutch(domain: Domain, knowledge: Knowledge):
    faults = []
    for name, variation in texts(domain):
        plain = _SPACED.sub("x", variation["text"])
        faults += [f"{name}: {rule}: {detail}" for rule, detail in lint(plain, knowledge.checklist.avoided_words)]
    assert faults == []


def test_the_check_on_plain_dutch_can_fail(knowledge: Knowledge):
    long = "Dit is een zin met " + "heel " * 20 + "veel woorden."
    assert count_words(sentences(long)[0]) > 20
    assert [rule for rule, _ in lint(long, knowledge.checklist.avoided_words)]


def test_every_kind_is_one_of_the_chat_api(domain: Domain):
    assert {(variation.get("custom") or {}).get("kind", "notice") for _, variation in texts(domain)} <= KINDS


def test_every_button_leads_to_an_intent(domain: Domain):
    payloads = {button["payload"] for _, variation in texts(domain) for button in variation.get("buttons") or ()}
    assert {re.match(r"/(\w+)", payload)[1] for payload in payloads} <= set(domain.intents)


def test_every_text_that_code_names_is_in_the_domain(domain: Domain):
    code = [*(ROOT / "actions").glob("*.py"), *(ROOT / "bot" / "assistant").glob("*.py")]
    named = {name for path in code for name in re.findall(r'"((?:say|utter)_[a-z_]*[a-z])"', path.read_text())}
    assert named
    assert {name for name in named if name not in domain.responses} <= {"utter_ask_ticket"}


def test_every_part_in_the_domain_is_named_by_code(domain: Domain):
    code = "".join(path.read_text() for path in [*(ROOT / "actions").glob("*.py"), *(ROOT / "bot").rglob("*.py")])
    made = re.compile(r"say_(escalate|email|name|brin|stage)_\w+")
    unused = [name for name in domain.responses if name.startswith("say_") and name not in code]
    assert [name for name in unused if not made.fullmatch(name)] == []


def test_every_topic_has_an_intent_a_rule_and_a_response(domain: Domain, knowledge: Knowledge):
    rules = (ROOT / "data" / "rules" / "topics.yml").read_text(encoding="utf-8")
    for topic in knowledge.topics:
        assert topic in domain.intents
        assert f"utter_{topic}" in domain.responses
        assert f"- intent: {topic}\n      - action: utter_{topic}\n" in rules
