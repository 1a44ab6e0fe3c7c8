"""Remembers against which facts an answer was last read, so that a changed fact asks for a new reading of
exactly the topics that rest on it. The fingerprints stand in `approved.yml`, which only `approve` writes."""

import hashlib
from collections.abc import Collection
from pathlib import Path

from bot.knowledge.load import APPROVED, load_knowledge
from bot.knowledge.model import Knowledge, KnowledgeError, Topic
from bot.knowledge.references import facts_of

_HEADER = "# Written by bot.knowledge.approval.approve: somebody read these answers against their facts.\n"


def fingerprint(knowledge: Knowledge, topic: Topic) -> str:
    """Return a short hash of all that the facts of a topic say and rest on."""
    facts = [knowledge.facts[fact_id] for fact_id in sorted(facts_of(knowledge, topic))]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def unapproved(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the topics whose facts changed since the answer was last read against them."""
    return tuple(
        topic.id
        for topic in knowledge.topics.values()
        if knowledge.approved.get(topic.id) != fingerprint(knowledge, topic)
    )


def approve(folder: Path, topic_ids: Collection[str] | None = None) -> tuple[str, ...]:
    """Write down that somebody has read these topics' answers against their facts as they stand now.

    Args:
        folder: the folder with the knowledge.
        topic_ids: the topics that were read; None means all.

    Returns:
        the ids of the topics that were not approved before.

    Raises:
        KnowledgeError: the knowledge cannot be read, or there is no such topic.
    """
    knowledge = load_knowledge(folder)
    missing = sorted(set(topic_ids or ()) - knowledge.topics.keys())
    if missing:
        raise KnowledgeError(f"{', '.join(missing)}: no such topic")
    stale = unapproved(knowledge)
    read = tuple(topic_id for topic_id in stale if topic_ids is None or topic_id in topic_ids)
    approved = {key: value for key, value in knowledge.approved.items() if key in knowledge.topics}
    approved.update({topic_id: fingerprint(knowledge, knowledge.topics[topic_id]) for topic_id in read})
    lines = [f'{topic_id}: "{value}"\n' for topic_id, value in sorted(approved.items())]
    (folder / APPROVED).write_text(_HEADER + ("".join(lines) or "{}\n"), encoding="utf-8")
    return read
