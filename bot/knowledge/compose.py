"""Composes the answer on a topic for one day: which sentences are said, which sources stand under them."""

from collections.abc import Iterable
from datetime import date

from bot.knowledge.model import Answer, Citation, Knowledge, KnowledgeError, Phase, Sentence, SourceRef, Topic
from bot.knowledge.timeline import moments

LIST_MARK = "- "


def compose(knowledge: Knowledge, topic_id: str, today: date) -> Answer:
    """Return what is said about a topic on a day.

    Args:
        knowledge: all knowledge.
        topic_id: a topic in it.
        today: the day for which the answer must be right.

    Raises:
        KnowledgeError: there is no such topic, or it has nothing to say on that day.
    """
    topic = knowledge.topics.get(topic_id)
    if topic is None:
        raise KnowledgeError(f"{topic_id}: no such topic")
    text = _text(knowledge, topic, today)
    if not text:
        raise KnowledgeError(f"{topic_id}: nothing to say on {today.isoformat()}")
    return Answer(
        topic=topic.id,
        title=topic.title,
        text=text,
        sources=_sources(knowledge, facts_said(knowledge, topic, today), today),
        next=topic.next,
        helpdesk=topic.helpdesk,
        acting_role=topic.acting_role,
    )


def facts_said(knowledge: Knowledge, topic: Topic, today: date) -> tuple[str, ...]:
    """Return the ids of the facts that a topic tells on a day, in the order of the telling, each once."""
    ids: list[str] = []
    for sentence in _said(topic, today):
        ids.extend(sentence.facts)
        if sentence.timeline:
            ids.extend(fact for moment in moments(knowledge, today) for fact in moment.milestone.facts)
    return tuple(dict.fromkeys(ids))


def _said(topic: Topic, today: date) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in topic.sentences if today in sentence.said)


def _text(knowledge: Knowledge, topic: Topic, today: date) -> str:
    text = ""
    previous = ""
    for sentence in _said(topic, today):
        piece = timeline_text(knowledge, today) if sentence.timeline else sentence.text
        text += _join(previous, piece, sentence.paragraph or sentence.timeline) + piece
        previous = piece
    return text


def _join(previous: str, piece: str, paragraph: bool) -> str:
    """Return what parts two pieces: list lines stand under each other, what follows a list starts anew."""
    if not previous:
        return ""
    listed, was_listed = piece.startswith(LIST_MARK), previous.splitlines()[-1].startswith(LIST_MARK)
    if paragraph or (was_listed and not listed):
        return "\n\n"
    return "\n" if listed else " "


def timeline_text(knowledge: Knowledge, today: date) -> str:
    """Return the milestones that are known on a day, a paragraph for each phase: a heading and list lines."""
    known = moments(knowledge, today)
    paragraphs = []
    for phase in Phase:
        lines = [f"{LIST_MARK}{one.milestone.when}: {one.label}" for one in known if one.phase is phase]
        if lines:
            paragraphs.append("\n".join([knowledge.phrases.phases[phase], *lines]))
    return "\n\n".join(paragraphs)


def _sources(knowledge: Knowledge, fact_ids: Iterable[str], today: date) -> tuple[SourceRef, ...]:
    """Return each source once, in the order of the facts, with all sections of it that the facts name."""
    sections: dict[str, list[str]] = {}
    for fact_id in fact_ids:
        for citation in _readable(knowledge, knowledge.facts[fact_id].citations, today):
            named = sections.setdefault(citation.source, [])
            if citation.where not in named:
                named.append(citation.where)
    return tuple(_reference(knowledge, source, named) for source, named in sections.items())


def _readable(knowledge: Knowledge, citations: tuple[Citation, ...], today: date) -> tuple[Citation, ...]:
    """Leave out sources that did not exist yet on that day."""
    return tuple(
        citation
        for citation in citations
        if (first := knowledge.sources[citation.source].available_from) is None or first <= today
    )


def _reference(knowledge: Knowledge, source_id: str, sections: list[str]) -> SourceRef:
    source = knowledge.sources[source_id]
    return SourceRef(source.title, source.shown_date, source.url, "; ".join(sections))
