"""Commands that look at the knowledge: check all of it, or print one answer for a day."""

from datetime import date

from bot.clock import clock_for
from bot.errors import BronError
from bot.knowledge.approval import approve
from bot.knowledge.check import check
from bot.knowledge.compose import compose
from bot.knowledge.load import load_knowledge
from bot.settings import Settings


class KnowledgeFaulty(BronError):
    """The check found something; each line says where."""

    code = "knowledge_faulty"


def check_knowledge(settings: Settings) -> None:
    """Check facts, sources, dates and language; print how much was checked.

    Raises:
        KnowledgeFaulty: with every finding.
    """
    knowledge = load_knowledge(settings.data / "knowledge")
    findings = check(knowledge)
    if findings:
        raise KnowledgeFaulty("\n".join(["the knowledge has faults:", *map(str, findings)]))
    print(f"{len(knowledge.topics)} topics, {len(knowledge.facts)} facts, {len(knowledge.sources)} sources: no faults")


def show_answer(settings: Settings, topic: str, on: date | None) -> None:
    """Print what the assistant says on a topic.

    Args:
        settings: where the knowledge stands.
        topic: a topic id.
        on: the day to answer for; None for today.
    """
    answer = compose(load_knowledge(settings.data / "knowledge"), topic, on or clock_for(settings.fixed_now).today())
    print(f"{answer.title}\n\n{answer.text}\n")
    for source in answer.sources:
        print(f"  {source.title}, {source.date} ({source.url or source.section})")


def approve_answers(settings: Settings, topics: list[str]) -> None:
    """Record that somebody reread the answers whose facts or texts changed.

    Args:
        settings: where the knowledge stands.
        topics: topic ids; empty for all that changed.
    """
    approved = approve(settings.data / "knowledge", topics or None)
    print("\n".join(approved) or "nothing had changed")
