"""Finds topics by words, without the assistant. Plain and predictable; understanding a question is the assistant's."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.knowledge.compose import compose
from bot.knowledge.model import Knowledge, KnowledgeError, Topic

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_PART = 4
_TITLE, _KEYWORDS, _ANSWER = 8.0, 6.0, 1.0


def search_topics(knowledge: Knowledge, query: str, today: date, ignored: Sequence[str] = ()) -> list[Topic]:
    """Return the topics that hold words of the query, best first; none when no word is found.

    A word that few topics hold counts more than one that nearly all hold.

    Args:
        knowledge: all knowledge.
        query: what somebody looks for.
        today: the day for which the answers are read.
        ignored: words that say nothing about the subject ("hoe", "wat").
    """
    wanted = [word for word in dict.fromkeys(words_of(query)) if word not in ignored and len(word) > 1]
    places = {topic.id: _places(knowledge, topic, today) for topic in knowledge.topics.values()}
    scores = dict.fromkeys(places, 0.0)
    for word in wanted:
        matches = {topic_id: _score(word, places[topic_id]) for topic_id in places}
        found = {topic_id: score for topic_id, score in matches.items() if score}
        rarity = math.log(1 + len(scores) / max(1, len(found)))
        for topic_id, score in found.items():
            scores[topic_id] += score * rarity
    best = sorted(scores, key=lambda topic_id: -scores[topic_id])
    return [knowledge.topics[topic_id] for topic_id in best if scores[topic_id] > 0]


def words_of(text: str) -> list[str]:
    """Return the words of a text in plain small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _places(knowledge: Knowledge, topic: Topic, today: date) -> list[tuple[float, set[str]]]:
    texts = (_TITLE, topic.title), (_KEYWORDS, " ".join(topic.keywords)), (_ANSWER, _answer(knowledge, topic, today))
    return [(weight, set(words_of(text))) for weight, text in texts]


def _score(word: str, places: list[tuple[float, set[str]]]) -> float:
    return sum(weight * _match(word, have) for weight, have in places)


def _match(word: str, have: set[str]) -> float:
    """Dutch glues words together, so a longer word also counts, half, when it is a part of one."""
    if word in have:
        return 1.0
    if len(word) < _SHORTEST_PART:
        return 0.0
    return 0.5 * any(word in other or (len(other) >= _SHORTEST_PART and other in word) for other in have)


def _answer(knowledge: Knowledge, topic: Topic, today: date) -> str:
    try:
        return compose(knowledge, topic.id, today).text
    except KnowledgeError:
        return ""
