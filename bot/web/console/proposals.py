"""What the assistant thought of a ticket's question, and what the knowledge says about it today."""

from dataclasses import dataclass
from datetime import date

from bot.knowledge.compose import compose
from bot.knowledge.model import Answer, Knowledge, KnowledgeError
from bot.tickets.model import Proposal
from bot.web.console.words import Words

# A reply to a school names what it rests on, not all that was read for it.
_MOST_SOURCES = 3


@dataclass(frozen=True)
class Guess:
    """A topic that the assistant considered, with its confidence in words and in whole percents."""

    topic: str
    title: str
    words: str
    percent: int


@dataclass(frozen=True)
class Suggestion:
    """A guess with what the knowledge says about it today, and that as the beginning of a reply.

    `answer` is None when it says nothing; then `draft` is empty.
    """

    guess: Guess
    answer: Answer | None
    draft: str


def guess_of(proposal: Proposal, knowledge: Knowledge, words: Words) -> Guess:
    """Put one proposal in words."""
    return Guess(
        proposal.topic,
        title_of(proposal.topic, knowledge),
        words.confidence(proposal.confidence),
        round(proposal.confidence * 100),
    )


def suggestion_of(proposal: Proposal, knowledge: Knowledge, words: Words, today: date) -> Suggestion:
    """Put one proposal in words, with the answer as of a day."""
    answer = answer_of(proposal.topic, knowledge, today)
    draft = draft_of(answer, words) if answer else ""
    return Suggestion(guess_of(proposal, knowledge, words), answer, draft)


def title_of(topic: str, knowledge: Knowledge) -> str:
    """Return a topic's title; its id when the knowledge does not have it."""
    found = knowledge.topics.get(topic)
    return found.title if found else topic


def answer_of(topic: str, knowledge: Knowledge, today: date) -> Answer | None:
    """Return the answer on a topic as of a day; None when there is nothing to say."""
    try:
        return compose(knowledge, topic, today)
    except KnowledgeError:
        return None


def draft_of(answer: Answer, words: Words) -> str:
    """Return an answer as plain text to start a reply from, with its first sources under it."""
    lines = [
        ", ".join(part for part in (source.title, source.date, source.url or source.section) if part)
        for source in answer.sources[:_MOST_SOURCES]
    ]
    if not lines:
        return answer.text
    return "\n".join([answer.text, "", words.of("draft", "sources"), *(f"- {line}" for line in lines)])
