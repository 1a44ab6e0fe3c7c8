"""The check: the real knowledge passes it, and each way of spoiling that knowledge is found."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.knowledge.check import check, due_for_review
from bot.knowledge.model import Certainty, Citation, Knowledge, Window
from bot.knowledge.references import dependents


def with_fact(knowledge: Knowledge, fact_id: str, **changes: object) -> Knowledge:
    fact = replace(knowledge.facts[fact_id], **changes)
    return replace(knowledge, facts={**knowledge.facts, fact_id: fact})


def with_topic(knowledge: Knowledge, topic_id: str, **changes: object) -> Knowledge:
    topic = replace(knowledge.topics[topic_id], **changes)
    return replace(knowledge, topics={**knowledge.topics, topic_id: topic})


def with_sentence(knowledge: Knowledge, topic_id: str, **changes: object) -> Knowledge:
    """Change the first sentence of a topic."""
    first, *rest = knowledge.topics[topic_id].sentences
    return with_topic(knowledge, topic_id, sentences=(replace(first, **changes), *rest))


def found(knowledge: Knowledge) -> set[tuple[str, str]]:
    """Return subject and rule of what the check finds, but for the reading that every change asks for."""
    return {(one.subject, one.rule) for one in check(knowledge) if one.rule != "unapproved"}


def test_the_knowledge_may_go_live(real):
    assert [str(finding) for finding in check(real)] == []


def test_every_fact_and_source_is_used(real):
    assert [fact_id for fact_id in real.facts if not dependents(real, fact_id)] == []
    cited = {citation.source for fact in real.facts.values() for citation in fact.citations}
    assert set(real.sources) - cited == set()


def test_a_missing_topic_is_found(real):
    topics = {key: value for key, value in real.topics.items() if key != "inlogwijze"}
    assert ("inlogwijze", "missing_topic") in found(replace(real, topics=topics))


def test_a_dangling_reference_is_found(real):
    assert found(with_topic(real, "kosten", next=("gone", "makelaars"))) == {("kosten", "dangling")}
    assert found(with_fact(real, "cost_level", replaced_by="gone")) == {("cost_level", "dangling")}


def test_a_fact_without_source_is_found(real):
    assert ("cost_level", "no_source") in found(with_fact(real, "cost_level", citations=()))


def test_certainty_without_a_second_source_is_found(real):
    one = (Citation("uwv_apply", "kosten"),)
    assert found(with_fact(real, "cost_varies", citations=one)) == {("cost_varies", "one_source")}
    assert found(with_fact(real, "cost_varies", citations=one, certainty=Certainty.MEDIUM)) == set()


def test_a_fact_that_is_told_before_its_source_is_found(real):
    early = with_fact(real, "token_switch_date", told=Window(date(2021, 6, 14), None))
    assert found(early) == {("token_switch_date", "before_source")}


def test_a_sentence_without_fact_is_found(real):
    assert found(with_sentence(real, "makelaars", facts=())) == {("makelaars", "no_fact")}


def test_an_uncertain_fact_may_not_be_said(real):
    low = found(with_fact(real, "cost_level", certainty=Certainty.LOW))
    assert low == {(topic, "low_certainty") for topic in dependents(real, "cost_level")}
    unknown = found(with_fact(real, "cost_level", certainty=Certainty.UNKNOWN))
    assert unknown == {(topic, "unknown_as_fact") for topic in dependents(real, "cost_level")}


def test_unknown_needs_an_unknown_fact(real):
    assert found(with_sentence(real, "makelaars", unknown=True)) == {("makelaars", "not_unknown")}


def test_what_is_not_plain_is_found(real):
    text = "Tevens dient u " + " ".join(["lange"] * 70) + " zinnen te lezen."
    rules = {rule for subject, rule in found(with_sentence(real, "makelaars", text=text)) if subject == "makelaars"}
    assert rules == {"average_words", "long_sentence", "avoided_word", "length"}


def test_titles_and_next_topics_have_bounds(real):
    assert found(with_topic(real, "kosten", title="x" * 46)) == {("kosten", "long_title")}
    assert found(with_topic(real, "kosten", next=("makelaars",))) == {("kosten", "next_topics")}
    assert found(with_topic(real, "kosten", next=("kosten", "makelaars"))) == {("kosten", "next_topics")}
    assert found(with_topic(real, "kosten", keywords=())) == {("kosten", "no_keywords")}


def test_a_day_without_answer_is_found(real):
    later = Window(date(2022, 1, 1), None)
    sentences = tuple(replace(sentence, said=later) for sentence in real.topics["makelaars"].sentences)
    assert found(with_topic(real, "makelaars", sentences=sentences)) == {("makelaars", "no_answer")}


FACTS = ["token_switch_date", "letter_newsletter", "supplier_resellers", "law_in_force", "letter_level_3"]


@pytest.mark.parametrize("fact_id", FACTS)
def test_an_expired_fact_turns_exactly_its_topics_red(real, fact_id):
    start = real.facts[fact_id].told.start or real.checklist.days[0]
    expired = with_fact(real, fact_id, told=Window(start, start + timedelta(days=1)))
    assert {rule for _, rule in found(expired)} == {"too_late"}
    assert {subject for subject, _ in found(expired)} & real.topics.keys() == set(dependents(real, fact_id))


def test_an_expired_fact_spares_what_was_only_said_before(real):
    expired = with_fact(real, "letter_newsletter", told=Window(date(2021, 6, 14), date(2024, 1, 1)))
    assert set(dependents(real, "letter_newsletter")) == {"nieuwsbrief", "over_de_brief", "planning"}
    assert {subject for subject, _ in found(expired)} & real.topics.keys() == {"nieuwsbrief", "planning"}


@pytest.mark.parametrize("fact_id", FACTS)
def test_a_fact_that_starts_later_turns_exactly_its_topics_red(real, fact_id):
    late = with_fact(real, fact_id, told=Window(date(2026, 1, 1), None))
    assert {rule for _, rule in found(late)} == {"too_early"}
    assert {subject for subject, _ in found(late)} & real.topics.keys() == set(dependents(real, fact_id))


@pytest.mark.parametrize("fact_id", FACTS)
def test_a_changed_fact_asks_to_read_exactly_its_topics(real, fact_id):
    changed = with_fact(real, fact_id, statement="Something else.")
    red = {one.subject for one in check(changed)}
    assert {one.rule for one in check(changed)} == {"unapproved"}
    assert red == set(dependents(real, fact_id))


def test_a_milestone_without_ground_turns_the_timeline_red(real):
    first, *rest = real.milestones
    early = replace(first, facts=("law_in_force",))
    assert found(replace(real, milestones=(early, *rest))) == {("planning", "too_early"), (first.id, "too_early")}


def test_topics_due_for_review(real):
    assert due_for_review(real, date(2026, 11, 23)) == ()
    assert set(due_for_review(real, date(2027, 6, 1))) == set(real.topics)


def test_a_finding_reads_as_one_line(real):
    (finding,) = [one for one in check(with_topic(real, "kosten", title="x" * 46)) if one.rule == "long_title"]
    assert str(finding) == "kosten: long_title: 46 characters"
