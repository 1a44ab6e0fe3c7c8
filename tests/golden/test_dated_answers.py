"""Golden texts of every answer that depends on the day, for five days, with the sources under them.

After a change on purpose, write them again and read the difference before you keep it:
    BRON_WRITE_GOLDEN=1 python -m pytest tests/golden/test_dated_answers.py
"""

import os
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.compose import compose
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Answer, Topic

HERE = Path(__file__).resolve().parent
ANSWERS = HERE / "answers"
KNOWLEDGE = load_knowledge(HERE.parents[1] / "data" / "knowledge")
DAYS = [date(2021, 7, 1), date(2022, 2, 1), date(2022, 5, 1), date(2023, 1, 15), date(2026, 11, 23)]
WRITE = os.environ.get("BRON_WRITE_GOLDEN") == "1"


def is_dated(topic: Topic) -> bool:
    return topic.tells_timeline or any(one.said.start or one.said.end for one in topic.sentences)


DATED = [topic.id for topic in KNOWLEDGE.topics.values() if is_dated(topic)]


def golden_text(answer: Answer) -> str:
    """Return the text, a line of dashes, and a line for each source."""
    sources = [" | ".join(part for part in (s.title, s.date, s.url, s.section) if part) for s in answer.sources]
    return "\n".join([answer.text, "---", *sources, ""])


@pytest.mark.parametrize("topic", DATED)
@pytest.mark.parametrize("day", DAYS, ids=date.isoformat)
def test_dated_answer(day, topic):
    path = ANSWERS / day.isoformat() / f"{topic}.txt"
    text = golden_text(compose(KNOWLEDGE, topic, day))
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_golden_text_is_left_over():
    expected = {f"{day.isoformat()}/{topic}.txt" for day in DAYS for topic in DATED}
    assert {str(path.relative_to(ANSWERS)) for path in ANSWERS.rglob("*.txt")} == expected
