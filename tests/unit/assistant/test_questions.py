"""The training and evaluation questions themselves: enough of them, labelled with known labels, kept apart."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.assistant.evaluation import read_questions, read_training
from bot.assistant.thresholds import read_thresholds
from bot.language.normalise import normalise

ROOT = Path(__file__).resolve().parents[3]
LEAST_A_TOPIC, LEAST_UNKNOWN = 40, 600


@pytest.fixture(scope="module")
def training():
    return read_training(ROOT / "data/nlu")


@pytest.fixture(scope="module")
def questions():
    return [q for some in read_questions(ROOT / "data/eval/validation").values() for q in some]


def key(text):
    return re.sub(r"\W+", " ", normalise(text, {})).strip() or text.strip()


def test_each_topic_has_enough_questions(training, knowledge):
    counts = Counter(training[1])
    assert {topic: counts[topic] for topic in knowledge.topics if counts[topic] < LEAST_A_TOPIC} == {}


def test_enough_unknown_questions_in_kinds(training):
    counts = Counter(label for label in training[1] if label.startswith("out_of_scope_"))
    assert len(counts) == 10
    assert sum(counts.values()) >= LEAST_UNKNOWN


def test_all_labels_are_in_the_domain(training, domain):
    assert set(training[1]) <= set(domain.intents)


def test_no_question_stands_twice(training):
    assert [text for text, number in Counter(map(key, training[0])).items() if number > 1] == []


def test_no_validation_question_stands_in_training(training, questions):
    known = set(map(key, training[0]))
    assert [question["text"] for question in questions if key(question["text"]) in known] == []


def test_gold_labels_are_known(training, questions):
    assert {label for question in questions for label in question["gold"]} <= {*training[1], "ESC"}


def test_the_products_thresholds_are_whole():
    limits = read_thresholds(ROOT / "data/thresholds.yml")
    assert limits.clarify < 1
    assert limits.part <= limits.alone <= limits.whole


def test_no_personal_data_in_questions(training):
    private = re.compile(r"\b\d{8,}\b|\b[A-Z]{2}\d{2}[A-Z]{4}\d|[\w.]+@(?!bron\.nl)[\w.]+\.\w|\b06[- ]?\d{8}\b")
    assert [text for text in training[0] if private.search(text)] == []
