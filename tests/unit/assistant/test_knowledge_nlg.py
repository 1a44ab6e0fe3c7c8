import asyncio
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.assistant.knowledge_nlg import KnowledgeNlg
from bot.assistant.reply import MESSAGES, ReplyMessage
from bot.settings import Settings, read_settings
from tests.unit.assistant.trackers import MakeTracker, asked, part, said


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    environ = {
        "BRON_VAR": str(tmp_path_factory.mktemp("var")),
        "BRON_FIXED_NOW": "2026-11-23T10:00:00",
        "BRON_PUBLIC_URL": "http://school.test",
    }
    return read_settings(environ)


@pytest.fixture(scope="module")
def nlg(domain: Domain, settings: Settings) -> KnowledgeNlg:
    return KnowledgeNlg(None, domain, settings)


def messages(nlg: KnowledgeNlg, name: str, tracker: DialogueStateTracker, **values: Any) -> list[dict[str, Any]]:
    response = asyncio.run(nlg.generate(name, tracker, "web", **values))
    assert response is not None
    return list(response[MESSAGES])


def only(nlg: KnowledgeNlg, name: str, tracker: DialogueStateTracker, **values: Any) -> dict[str, Any]:
    (message,) = messages(nlg, name, tracker, **values)
    return message


def test_rasa_gives_it_the_texts_when_the_model_is_loaded(domain: Domain, settings: Settings, tracker: MakeTracker):
    bare = KnowledgeNlg(None, None, settings)
    assert asyncio.run(bare.generate("utter_groet", tracker(asked("hoi", "groet")), "web")) is None
    bare.responses = domain.responses
    assert only(bare, "utter_groet", tracker(asked("hoi", "groet")))["kind"] == "smalltalk"


def test_an_answer_is_composed_for_the_day_that_web_names(nlg: KnowledgeNlg, tracker: MakeTracker):
    then = only(nlg, "utter_deadline", tracker(asked("x", "deadline", today="2021-07-01")))["text"]
    now = only(nlg, "utter_deadline", tracker(asked("x", "deadline", today="2026-11-23")))["text"]
    assert then != now
    assert only(nlg, "utter_deadline", tracker(asked("x", "deadline")))["text"] == now


def test_the_domains_own_text_of_a_topic_is_never_shown(nlg: KnowledgeNlg, domain: Domain, tracker: MakeTracker):
    assert set(nlg.knowledge.topics) <= set(domain.intents)
    for topic in nlg.knowledge.topics:
        text = only(nlg, f"utter_{topic}", tracker(asked("x", topic)))["text"]
        assert text != domain.responses[f"utter_{topic}"][0]["text"]


def test_the_same_answer_again_is_never_word_for_word_the_same(nlg: KnowledgeNlg, tracker: MakeTracker):
    events: list[Any] = []
    texts = []
    for _ in range(6):
        events.append(asked("wat kost het", "kosten"))
        message = only(nlg, "utter_kosten", tracker(*events))
        texts.append(message["text"])
        events.append(said(ReplyMessage(message["text"], message["kind"])))
    assert all(before != after for before, after in zip(texts, texts[1:], strict=False))
    assert all(text.endswith(texts[0]) for text in texts)


def test_the_first_greeting_says_that_it_is_a_computer(nlg: KnowledgeNlg, tracker: MakeTracker):
    message = only(nlg, "utter_groet", tracker(asked("hoi", "groet")))
    assert "digitale assistent" in message["text"]
    assert message["topics"] == ("groet",)


@pytest.mark.parametrize("intent", ["groet", "bedankt", "afscheid", "bot_identiteit", "wat_kun_je", "privacy"])
def test_small_talk_has_its_kind_and_topic(nlg: KnowledgeNlg, tracker: MakeTracker, intent: str):
    message = only(nlg, f"utter_{intent}", tracker(asked("x", intent)))
    assert (message["kind"], message["topics"]) == ("smalltalk", (intent,))


def test_a_second_choice_in_a_row_becomes_an_offer_of_a_person(nlg: KnowledgeNlg, tracker: MakeTracker):
    doubt = [part("x", "clarify", "kosten", "makelaars")]
    first = tracker(asked("x", "clarify", doubt))
    assert only(nlg, "utter_clarify", first)["kind"] == "clarify"
    second = only(nlg, "utter_clarify", tracker(asked("x", "clarify", doubt), asked("y", "clarify", doubt)))
    assert second["kind"] == "escalate"
    assert [button["payload"] for button in second["buttons"]] == ["/medewerker", "/kosten", "/makelaars"]


def test_the_reason_chooses_the_words_of_an_escalation(nlg: KnowledgeNlg, tracker: MakeTracker):
    fault = [part("x", "escalate", reason="out_of_scope_fault")]
    plain = only(nlg, "utter_escalate", tracker(asked("x", "escalate", [part("x", "escalate")])))
    assert only(nlg, "utter_escalate", tracker(asked("x", "escalate", fault)))["text"] != plain["text"]


def test_yes_to_a_choice_asks_which_one_and_no_offers_a_person(nlg: KnowledgeNlg, tracker: MakeTracker):
    before = [asked("x", "clarify"), said(ReplyMessage("Welke?", "clarify", ("kosten", "makelaars")))]
    yes = only(nlg, "utter_affirm_outside", tracker(*before, asked("ja", "affirm")))
    assert (yes["kind"], yes["topics"]) == ("clarify", ("kosten", "makelaars"))
    assert only(nlg, "utter_deny_outside", tracker(*before, asked("nee", "deny")))["kind"] == "escalate"


def test_sending_twice_says_that_it_was_sent(nlg: KnowledgeNlg, tracker: MakeTracker):
    again = tracker(asked("/affirm", "affirm"), ticket_number="PO-000007")
    assert "PO-000007" in only(nlg, "utter_affirm_outside", again)["text"]
    later = tracker(asked("ja", "affirm"), ticket_number="PO-000007")
    assert "PO-000007" not in only(nlg, "utter_affirm_outside", later)["text"]


def test_a_form_that_cannot_start_shows_another_way(nlg: KnowledgeNlg, tracker: MakeTracker):
    message = only(nlg, "utter_form_unavailable", tracker(asked("x", "medewerker")))
    assert message["kind"] == "notice"
    assert "http://school.test/vraag" in message["text"]


def test_an_unknown_response_is_none(nlg: KnowledgeNlg, tracker: MakeTracker):
    assert asyncio.run(nlg.generate("utter_none", tracker(asked("x", "kosten")), "web")) is None


def test_a_message_in_which_nothing_was_found_still_gets_a_reply(nlg: KnowledgeNlg, tracker: MakeTracker):
    assert only(nlg, "utter_several", tracker(asked("x", "several")))["text"]
