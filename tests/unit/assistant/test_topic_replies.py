from datetime import date

import pytest

from bot.assistant.topic_replies import TopicReplies
from bot.knowledge.model import Knowledge
from tests.unit.assistant.trackers import part

TODAY = date(2026, 11, 23)
DAYS = [date(2021, 7, 1), date(2022, 2, 1), date(2022, 5, 1), date(2023, 1, 15), TODAY]
REASONS = [
    "fault",
    "supplier_contract",
    "other_sector",
    "legal",
    "compensation",
    "staff_change",
    "other_duo",
    "inspection",
    "pupil_data",
    "other",
]


@pytest.mark.parametrize("day", [TODAY])
def test_every_topic_is_answered_with_a_dated_source(topics: TopicReplies, knowledge: Knowledge, day: date):
    for topic in knowledge.topics:
        message = topics.answer(topic, day)
        assert message is not None, topic
        assert (message.kind, message.topics) == ("answer", (topic,))
        assert message.sources, topic
        for source in message.sources:
            assert source["title"], topic
            assert source["date"], topic
            assert source["url"] or source["section"], topic


def test_the_buttons_of_an_answer_are_topics_that_exist(topics: TopicReplies, knowledge: Knowledge):
    payloads = {f"/{topic}" for topic in knowledge.topics} | {"/medewerker"}
    for topic in knowledge.topics:
        message = topics.answer(topic, TODAY)
        assert message is not None
        assert {button["payload"] for button in message.buttons} <= payloads
        assert len({button["title"] for button in message.buttons}) == len(message.buttons)


def test_an_answer_that_needs_a_person_offers_one(topics: TopicReplies, knowledge: Knowledge):
    with_helpdesk = [topic.id for topic in knowledge.topics.values() if topic.helpdesk]
    assert with_helpdesk
    for topic in with_helpdesk:
        message = topics.answer(topic, TODAY)
        assert message is not None
        assert message.buttons[-1]["payload"] == "/medewerker"


def test_a_topic_without_knowledge_has_no_answer(topics: TopicReplies):
    assert topics.answer("bestaat_niet", TODAY) is None


def test_a_choice_holds_three_topics_at_most_and_always_a_person(topics: TopicReplies, knowledge: Knowledge):
    message = topics.clarify(list(knowledge.topics)[:5], "utter_clarify", ())
    assert message.kind == "clarify"
    assert message.topics == tuple(knowledge.topics)[:3]
    assert [button["payload"] for button in message.buttons[:-1]] == [f"/{topic}" for topic in message.topics]
    assert message.buttons[-1]["payload"] == "/medewerker"


def test_a_choice_leaves_out_what_is_no_topic(topics: TopicReplies):
    assert topics.clarify(["medewerker", "kosten"], "utter_clarify", ()).topics == ("kosten",)


def test_a_choice_of_nothing_is_an_escalation(topics: TopicReplies):
    assert topics.clarify(["bestaat_niet"], "utter_clarify", ()).kind == "escalate"


@pytest.mark.parametrize("reason", [None, *(f"out_of_scope_{reason}" for reason in REASONS)])
def test_it_says_plainly_that_it_does_not_know_and_offers_a_person(topics: TopicReplies, reason: str | None):
    message = topics.escalate(reason, 1, ())
    assert message.kind == "escalate"
    assert message.text.startswith("Dat weet ik niet")
    assert "helpdesk@bron.nl" in message.text
    assert message.buttons[0]["payload"] == "/medewerker"


def test_a_fault_is_for_the_supplier(topics: TopicReplies):
    assert "leverancier van eHerkenning" in topics.escalate("out_of_scope_fault", 1, ()).text


def test_a_fault_is_for_the_supplier_after_another_miss_too_but_not_twice(topics: TopicReplies):
    message = topics.escalate("out_of_scope_fault", 2, ())
    assert "leverancier van eHerkenning" in message.text
    assert topics.escalate("out_of_scope_fault", 3, {message.text}).text != message.text


def test_the_second_miss_has_other_words(topics: TopicReplies):
    first = topics.escalate(None, 1, ())
    second = topics.escalate(None, 2, {first.text})
    third = topics.escalate(None, 3, {second.text})
    assert len({first.text, second.text, third.text}) == 3
    assert all("helpdesk@bron.nl" in message.text for message in (first, second, third))


def test_several_questions_are_answered_in_order_with_one_choice_and_one_message_for_the_rest(topics: TopicReplies):
    parts = [
        part("wat kost het", "answer", "kosten"),
        part("hoe laat is het", "escalate"),
        part("iets met niveaus", "clarify", "welk_niveau", "niveaus_overzicht"),
        part("mag digid", "answer", "digid_verschil"),
        part("iets met kosten", "clarify", "kosten", "kosten_bedrag"),
        part("regent het", "escalate"),
    ]
    messages = topics.several(parts, TODAY, ())
    assert [message.kind for message in messages] == ["answer", "answer", "clarify", "escalate"]
    assert [message.topics for message in messages[:2]] == [("kosten",), ("digid_verschil",)]
    assert "iets met niveaus" in messages[2].text
    for quoted in ("hoe laat is het", "iets met kosten", "regent het"):
        assert f"“{quoted}”" in messages[3].text
    assert messages[3].buttons[0]["payload"] == "/medewerker"


def test_the_same_question_twice_is_answered_once(topics: TopicReplies):
    parts = [part("wat kost het", "answer", "kosten"), part("en de kosten", "answer", "kosten")]
    assert len(topics.several(parts, TODAY, ())) == 1


def test_small_talk_beside_a_question_is_answered_too(topics: TopicReplies):
    parts = [part("hallo", "answer", "groet"), part("wat kost het", "answer", "kosten")]
    assert [message.kind for message in topics.several(parts, TODAY, ())] == ["smalltalk", "answer"]


def test_asking_for_a_person_beside_a_question_gives_the_button(topics: TopicReplies):
    parts = [part("wat kost het", "answer", "kosten"), part("bel mij", "answer", "medewerker")]
    answer, person = topics.several(parts, TODAY, ())
    assert (answer.kind, person.kind) == ("answer", "escalate")
    assert person.buttons[0]["payload"] == "/medewerker"


@pytest.mark.parametrize("day", DAYS)
def test_an_answer_that_cannot_be_given_on_a_day_is_none_and_never_an_error(
    topics: TopicReplies, knowledge: Knowledge, day: date
):
    for topic in knowledge.topics:
        message = topics.answer(topic, day)
        assert message is None or message.text
