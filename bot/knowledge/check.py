"""Checks over all knowledge: is every sentence proven, said only while its facts hold, and plain?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.knowledge.approval import unapproved
from bot.knowledge.compose import compose, facts_said
from bot.knowledge.model import Certainty, Fact, Knowledge, KnowledgeError, Milestone, Sentence, Topic, Window
from bot.knowledge.references import dangling
from bot.knowledge.wording import count_words, lint

TITLE_LENGTH = 45
FEWEST_WORDS, MOST_WORDS = 60, 135
NEXT_TOPICS = (2, 3)


@dataclass(frozen=True)
class Finding:
    """Something that is wrong. `subject` is the id of a topic, fact or milestone; `rule` is stable."""

    subject: str
    rule: str
    detail: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.subject, self.rule, self.detail) if part)


def check(knowledge: Knowledge) -> tuple[Finding, ...]:
    """Return all that is wrong with the knowledge; empty when it may go live.

    The checklist says which topics must be there and for which days every answer is composed and read. From the
    first of these days on, no sentence may stand outside the window of a fact that it tells.
    """
    absent = [topic_id for topic_id in knowledge.checklist.topics if topic_id not in knowledge.topics]
    missing = [Finding(topic_id, "missing_topic", "") for topic_id in absent]
    broken = [Finding(owner, "dangling", f"{kind}: {target}") for kind, owner, target in dangling(knowledge)]
    if broken:
        return (*missing, *broken)  # The other checks follow these references.
    found = [*missing]
    for fact in knowledge.facts.values():
        found.extend(_fact(knowledge, fact))
    for milestone in knowledge.milestones:
        found.extend(_milestone(knowledge, milestone))
    for topic in knowledge.topics.values():
        found.extend(_topic(knowledge, topic))
        for day in knowledge.checklist.days:
            found.extend(_answer(knowledge, topic, day))
    found.extend(Finding(topic_id, "unapproved", "a fact changed") for topic_id in unapproved(knowledge))
    return tuple(dict.fromkeys(found))


def due_for_review(knowledge: Knowledge, today: date) -> tuple[str, ...]:
    """Return the ids of the topics whose day of review has come."""
    return tuple(topic.id for topic in knowledge.topics.values() if topic.review <= today)


def _fact(knowledge: Knowledge, fact: Fact) -> Iterator[Finding]:
    sources = {citation.source for citation in fact.citations}
    if not sources:
        yield Finding(fact.id, "no_source", "")
        return
    # The letter is proof enough of what the letter says; anything else that is certain needs a second source.
    is_letter = any(knowledge.sources[source].url is None for source in sources)
    if fact.certainty is Certainty.HIGH and len(sources) < 2 and not is_letter:
        yield Finding(fact.id, "one_source", "high certainty needs two")
    known = _first_source(knowledge, fact)
    if fact.told.start is not None and known is not None and fact.told.start < known:
        yield Finding(fact.id, "before_source", f"{fact.told.start} is before its first source, {known}")


def _first_source(knowledge: Knowledge, fact: Fact) -> date | None:
    """Return the first day on which a source of the fact existed, None when one has always been there."""
    days = [knowledge.sources[citation.source].available_from for citation in fact.citations]
    return min((day for day in days if day is not None), default=None) if None not in days else None


def _milestone(knowledge: Knowledge, milestone: Milestone) -> Iterator[Finding]:
    if not milestone.facts:
        yield Finding(milestone.id, "no_fact", milestone.label)
    for rule, detail in _proof(knowledge, milestone.facts, milestone.told, milestone.unknown):
        yield Finding(milestone.id, rule, detail)
        for topic in knowledge.topics.values():
            if topic.tells_timeline:
                yield Finding(topic.id, rule, detail)


def _topic(knowledge: Knowledge, topic: Topic) -> Iterator[Finding]:
    if len(topic.title) > TITLE_LENGTH:
        yield Finding(topic.id, "long_title", f"{len(topic.title)} characters")
    if not topic.keywords:
        yield Finding(topic.id, "no_keywords", "")
    if not NEXT_TOPICS[0] <= len(set(topic.next)) <= NEXT_TOPICS[1] or topic.id in topic.next:
        yield Finding(topic.id, "next_topics", ", ".join(topic.next))
    for sentence in topic.sentences:
        if not sentence.facts and not sentence.timeline:
            yield Finding(topic.id, "no_fact", sentence.text)
        for rule, detail in _sentence(knowledge, sentence):
            yield Finding(topic.id, rule, f"{detail}: {sentence.text}")


def _sentence(knowledge: Knowledge, sentence: Sentence) -> Iterator[tuple[str, str]]:
    certainties = {knowledge.facts[fact_id].certainty for fact_id in sentence.facts}
    if sentence.unknown and Certainty.UNKNOWN not in certainties:
        yield "not_unknown", "marked unknown without an unknown fact"
    yield from _proof(knowledge, sentence.facts, sentence.said, sentence.unknown)


def _proof(knowledge: Knowledge, fact_ids: Iterable[str], said: Window, unknown: bool) -> Iterator[tuple[str, str]]:
    """Yield why facts do not carry what is said about them in a window, as rule and detail."""
    first = knowledge.checklist.days[0]
    for fact_id in fact_ids:
        fact = knowledge.facts[fact_id]
        if fact.certainty is Certainty.LOW:
            yield "low_certainty", fact_id
        if fact.certainty is Certainty.UNKNOWN and not unknown:
            yield "unknown_as_fact", fact_id
        start = max(said.start or first, first)
        known = fact.told.start or _first_source(knowledge, fact)
        if known is not None and start < known:
            yield "too_early", f"{fact_id} may be told from {known}"
        end = fact.told.end
        if end is not None and (said.end is None or said.end > end):
            yield "too_late", f"{fact_id} may be told until {end}"


def _answer(knowledge: Knowledge, topic: Topic, day: date) -> Iterator[Finding]:
    try:
        answer = compose(knowledge, topic.id, day)
    except KnowledgeError as error:
        yield Finding(topic.id, "no_answer", str(error))
        return
    if not answer.sources or not facts_said(knowledge, topic, day):
        yield Finding(topic.id, "no_source", day.isoformat())
    if any(not ref.date or not (ref.url or ref.section) for ref in answer.sources):
        yield Finding(topic.id, "bare_source", day.isoformat())
    words = count_words(answer.text)
    if words < FEWEST_WORDS or (words > MOST_WORDS and not topic.tells_timeline):
        yield Finding(topic.id, "length", f"{words} words on {day}")
    for rule, detail in lint(answer.text, knowledge.checklist.avoided_words):
        yield Finding(topic.id, rule, detail)
