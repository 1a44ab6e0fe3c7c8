"""The vectors of a question: n-grams of words and characters, and centred sentence vectors. No Rasa in here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer


class NgramVectors:
    """TF-IDF of words (1-2) and of characters inside words (2-5), each half a unit vector times the weight.

    Args:
        weight: what each half is multiplied by.
    """

    def __init__(self, weight: float = 1.0) -> None:
        self.weight = weight
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+", lowercase=False, dtype=np.float32
        )
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, lowercase=False, dtype=np.float32
        )

    def fit(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> "NgramVectors":
        """Learn the vocabulary.

        Args:
            texts: normalised questions.
            words: the words of each question, from the tokeniser.
        """
        self._words.fit([" ".join(one) for one in words])
        self._characters.fit(texts)
        return self

    def transform(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> csr_matrix:
        """Return one row a question."""
        halves = [self._words.transform([" ".join(one) for one in words]), self._characters.transform(texts)]
        return csr_matrix(hstack(halves) * self.weight, dtype=np.float32)

    def state(self) -> dict[str, Any]:
        """Return all that was learned, as plain lists and numbers."""
        return {
            "weight": self.weight,
            **{name: _learned(half) for name, half in (("words", self._words), ("characters", self._characters))},
        }

    @classmethod
    def restored(cls, state: Mapping[str, Any]) -> "NgramVectors":
        """Return the vectors that `state` was taken from."""
        made = cls(state["weight"])
        for name, half in (("words", made._words), ("characters", made._characters)):
            half.vocabulary_ = {term: place for place, term in enumerate(state[name]["terms"])}
            half.idf_ = np.asarray(state[name]["idf"], dtype=np.float32)
        return made


class CentredVectors:
    """Sentence vectors with the mean of the known questions taken off, as unit vectors times the weight.

    What all questions here share says nothing about which one it is; without the mean the rest stands out.
    """

    def __init__(self, centre: np.ndarray, weight: float) -> None:
        self.centre = centre
        self.weight = weight

    @classmethod
    def fit(cls, raw: np.ndarray, weight: float) -> "CentredVectors":
        """Learn the mean of the vectors of the known questions, one row each."""
        return cls(raw.mean(axis=0), weight)

    def transform(self, raw: np.ndarray) -> np.ndarray:
        """Return float32 rows; a row that equals the mean stays zero."""
        moved = raw - self.centre
        lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        return (moved / np.maximum(lengths, 1e-9) * self.weight).astype(np.float32)


def beside_each_other(blocks: Iterable[csr_matrix | np.ndarray]) -> csr_matrix:
    """Return the blocks of the same questions as one matrix."""
    return csr_matrix(hstack([csr_matrix(block) for block in blocks]), dtype=np.float32)


def _learned(half: TfidfVectorizer) -> dict[str, Any]:
    terms = sorted(half.vocabulary_, key=half.vocabulary_.__getitem__)
    return {"terms": terms, "idf": [round(float(value), 6) for value in half.idf_]}
