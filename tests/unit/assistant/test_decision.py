"""Answer, offer a choice, or say that it is not known."""

import pytest

from bot.assistant.decision import Labels, Reading, Thresholds, certainty, decide, decide_message
from bot.assistant.topic_model import Scores

LABELS = Labels(
    dialogue=frozenset({"groet", "medewerker"}), courtesies=frozenset({"groet"}), form=frozenset({"affirm"})
)
LIMITS = Thresholds(
    answer=0.0,
    closeness=2.0,
    novelty=4.0,
    dialogue=0.5,
    clarify=0.4,
    choice=0.1,
    part=0.5,
    alone=2.0,
    whole=4.0,
    unknown=0.6,
)


def reading(text="vraag", closeness=0.0, novelty=0.0, **shares):
    ranking = sorted(shares.items(), key=lambda pair: -pair[1])
    return Reading(text, Scores(ranking, closeness, novelty))


def test_answers_a_sure_topic():
    part = decide(reading(kosten=0.8, deadline=0.1), LIMITS, LABELS)
    assert (part.decision, part.intent, part.topics) == ("answer", "kosten", ("kosten",))
    assert part.ranking == (("kosten", 0.8), ("deadline", 0.1))


def test_offers_at_most_three_topics_that_are_likely_enough():
    part = decide(reading(a=0.3, b=0.25, c=0.2, d=0.15, e=0.05), LIMITS, LABELS)
    assert (part.decision, part.intent, part.topics) == ("clarify", "clarify", ("a", "b", "c"))


def test_never_offers_what_is_no_topic():
    part = decide(reading(a=0.3, groet=0.25, out_of_scope_other=0.2, affirm=0.1, b=0.15), LIMITS, LABELS)
    assert part.topics == ("a", "b")


def test_refuses_with_the_kind_of_unknown():
    part = decide(reading(out_of_scope_fault=0.7, kosten=0.2), LIMITS, LABELS)
    assert (part.decision, part.intent, part.reason, part.topics) == ("escalate", "escalate", "out_of_scope_fault", ())


def test_refuses_without_a_kind_when_no_unknown_leads():
    part = decide(reading(groet=0.4, out_of_scope_other=0.3, kosten=0.2), LIMITS, LABELS)
    assert (part.decision, part.reason) == ("escalate", None)


@pytest.mark.parametrize(("scores", "sure"), [({"novelty": 0.5}, False), ({"closeness": -0.8}, False), ({}, True)])
def test_strange_words_and_distance_count(scores, sure):
    part = decide(reading(kosten=0.75, deadline=0.1, **scores), LIMITS, LABELS)
    assert (part.decision == "answer") is sure


def test_certainty_is_the_log_odds_with_both_signals():
    scores = Scores([("kosten", 0.5)], closeness=0.25, novelty=0.125)
    assert certainty(scores, LIMITS) == pytest.approx(0.0)


@pytest.mark.parametrize("label", ["groet", "medewerker", "affirm"])
def test_follows_dialogue_and_form(label):
    assert decide(reading(**{label: 0.6, "kosten": 0.3}), LIMITS, LABELS).intent == label


def whole(**shares):
    return reading("geheel", **(shares or {"kosten": 0.6, "deadline": 0.35}))


def test_two_known_parts_are_several():
    found = decide_message(whole(), [reading("een", kosten=0.9), reading("twee", deadline=0.8)], LIMITS, LABELS)
    assert found.intent == "several"
    assert [(part.text, part.topics) for part in found.parts] == [("een", ("kosten",)), ("twee", ("deadline",))]
    assert found.confidence == 0.8


def test_parts_with_the_same_answer_are_one_question():
    found = decide_message(whole(kosten=0.7), [reading(kosten=0.9), reading(kosten=0.8)], LIMITS, LABELS)
    assert (found.intent, [part.text for part in found.parts]) == ("kosten", ["geheel"])


def test_a_very_sure_whole_is_not_split():
    found = decide_message(whole(kosten=0.99), [reading(kosten=0.9), reading(deadline=0.9)], LIMITS, LABELS)
    assert found.intent == "kosten"


def test_a_courtesy_beside_a_question_is_left_out():
    found = decide_message(whole(), [reading(groet=0.99), reading(kosten=0.9)], LIMITS, LABELS)
    assert found.intent == "kosten"


def test_the_unknown_part_beside_an_answer_is_named():
    parts = [reading("een", kosten=0.9), reading("twee", out_of_scope_compensation=0.8)]
    found = decide_message(whole(kosten=0.7), parts, LIMITS, LABELS)
    assert [part.decision for part in found.parts] == ["answer", "escalate"]
    assert found.parts[1].reason == "out_of_scope_compensation"


def test_in_an_unknown_message_a_lone_answer_must_be_very_sure():
    unknown = reading("twee", out_of_scope_fault=0.9)
    message = whole(out_of_scope_fault=0.8)
    asked = "wat kost het per jaar"
    assert decide_message(message, [reading(asked, kosten=0.8), unknown], LIMITS, LABELS).intent == "escalate"
    assert decide_message(message, [reading(asked, kosten=0.95), unknown], LIMITS, LABELS).intent == "several"


def test_a_few_words_beside_something_unknown_lean_on_it():
    parts = [reading("kan ik bezwaar maken", out_of_scope_legal=0.9), reading("en bij wie", kosten=0.99)]
    assert decide_message(whole(out_of_scope_legal=0.9), parts, LIMITS, LABELS).intent == "escalate"


def test_unclear_parts_leave_the_message_whole():
    parts = [reading(kosten=0.3, deadline=0.3), reading(out_of_scope_other=0.9)]
    found = decide_message(whole(out_of_scope_other=0.8), parts, LIMITS, LABELS)
    assert found.intent == "escalate"
    assert len(found.parts) == 1


def test_output_has_the_shape_of_the_contract():
    output = decide(reading("vraag", kosten=0.8), LIMITS, LABELS).as_output()
    assert output == {
        "text": "vraag",
        "decision": "answer",
        "topics": ["kosten"],
        "ranking": [{"topic": "kosten", "confidence": 0.8}],
        "reason": None,
    }
