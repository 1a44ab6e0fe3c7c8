"""What points to what: dangling references, and which topics rest on which facts."""

from collections.abc import Iterator

from bot.knowledge.model import Knowledge, Topic


def dangling(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield each reference to something that does not exist: kind and id of the owner, and the missing id."""
    for fact in knowledge.facts.values():
        for citation in fact.citations:
            if citation.source not in knowledge.sources:
                yield "fact", fact.id, citation.source
        if fact.replaced_by is not None and fact.replaced_by not in knowledge.facts:
            yield "fact", fact.id, fact.replaced_by
    for milestone in knowledge.milestones:
        for fact_id in milestone.facts:
            if fact_id not in knowledge.facts:
                yield "milestone", milestone.id, fact_id
    for topic in knowledge.topics.values():
        for fact_id in dict.fromkeys(fact for sentence in topic.sentences for fact in sentence.facts):
            if fact_id not in knowledge.facts:
                yield "topic", topic.id, fact_id
        for following in topic.next:
            if following not in knowledge.topics:
                yield "topic", topic.id, following


def facts_of(knowledge: Knowledge, topic: Topic) -> tuple[str, ...]:
    """Return the ids of all facts that a topic tells on any day, each once."""
    ids = [fact for sentence in topic.sentences for fact in sentence.facts]
    if topic.tells_timeline:
        ids.extend(fact for milestone in knowledge.milestones for fact in milestone.facts)
    return tuple(dict.fromkeys(ids))


def dependents(knowledge: Knowledge, fact_id: str) -> tuple[str, ...]:
    """Return the ids of the topics whose answer rests on a fact, on whatever day."""
    return tuple(topic.id for topic in knowledge.topics.values() if fact_id in facts_of(knowledge, topic))
