"""Every answer says what it must on each day, and nothing that nobody could know yet. The patterns are data."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge.compose import compose
from bot.knowledge.load import load_knowledge

HERE = Path(__file__).resolve().parent
KNOWLEDGE = load_knowledge(HERE.parents[1] / "data" / "knowledge")
RULES = yaml.safe_load((HERE / "must_say.yml").read_text(encoding="utf-8"))


def cases(kind: str) -> list[tuple[date, str, list[str]]]:
    return [(day, topic, found) for rule in RULES for day in rule["days"] for topic, found in rule[kind].items()]


def matches(day: date, topic: str, patterns: list[str]) -> dict[str, bool]:
    text = compose(KNOWLEDGE, topic, day).text
    return {pattern: re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None for pattern in patterns}


@pytest.mark.parametrize(("day", "topic", "patterns"), cases("say"))
def test_must_say(day, topic, patterns):
    assert [pattern for pattern, found in matches(day, topic, patterns).items() if not found] == []


@pytest.mark.parametrize(("day", "topic", "patterns"), cases("never"))
def test_must_not_say(day, topic, patterns):
    assert [pattern for pattern, found in matches(day, topic, patterns).items() if found] == []


def test_every_topic_has_something_to_say():
    assert set(RULES[0]["say"]) == set(KNOWLEDGE.topics)
