"""The model and its vectors survive saving, and its signals mean what they say."""

import json

import numpy as np
import pytest

from bot.assistant.question_vectors import CentredVectors, NgramVectors, beside_each_other
from bot.assistant.topic_model import TopicModel

TEXTS = [
    "wat kost het",
    "wie betaalt het",
    "welk niveau is nodig",
    "welk niveau vraagt duo",
    "bak een taart",
    "taart eten",
]
LABELS = ["kosten", "kosten", "niveau", "niveau", "out_of_scope_other", "out_of_scope_other"]
WORDS = [text.split() for text in TEXTS]


@pytest.fixture(scope="module")
def ngrams():
    return NgramVectors(2.0).fit(TEXTS, WORDS)


@pytest.fixture(scope="module")
def model(ngrams):
    return TopicModel.fit(ngrams.transform(TEXTS, WORDS), WORDS, LABELS, 50.0)


def read(model, ngrams, text):
    (scores,) = model.read(ngrams.transform([text], [text.split()]), [text.split()])
    return scores


def test_ranks_all_labels_and_confidences_add_up(model, ngrams):
    scores = read(model, ngrams, "wat kost dat")
    assert scores.ranking[0][0] == "kosten"
    assert {label for label, _ in scores.ranking} == set(LABELS)
    assert sum(share for _, share in scores.ranking) == pytest.approx(1.0, abs=1e-5)


def test_closeness_and_novelty(model, ngrams):
    known, unknown = read(model, ngrams, "wat kost het"), read(model, ngrams, "taart kopen")
    assert known.closeness > 0.5 > 0 > unknown.closeness
    assert known.novelty == 0.0
    assert unknown.novelty == 1.0


def test_saved_model_reads_the_same(model, ngrams, tmp_path):
    model.save(tmp_path)
    again = TopicModel.load(tmp_path)
    assert read(again, ngrams, "wat is nodig") == read(model, ngrams, "wat is nodig")


def test_restored_ngrams_are_the_same(ngrams):
    again = NgramVectors.restored(json.loads(json.dumps(ngrams.state())))
    text = ["wat kost een taart niveau"]
    words = [text[0].split()]
    assert np.allclose(again.transform(text, words).toarray(), ngrams.transform(text, words).toarray(), atol=1e-5)


def test_centred_vectors_are_unit_times_weight():
    raw = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]], dtype=np.float32)
    rows = CentredVectors.fit(raw, 1.5).transform(raw)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1.5, 1.5, 0.0])


def test_blocks_stand_beside_each_other():
    joined = beside_each_other([np.ones((2, 3), np.float32), np.zeros((2, 4), np.float32)])
    assert joined.shape == (2, 7)
