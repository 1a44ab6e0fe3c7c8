"""The one model that ranks topics: logistic regression, and how near a question is to the known ones. No Rasa."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, load_npz, save_npz
from sklearn.linear_model import LogisticRegression

UNKNOWN = "out_of_scope_"
"""What the labels of questions that the assistant cannot answer begin with."""


@dataclass(frozen=True)
class Scores:
    """How a question was read.

    ranking: all labels with their confidence, likeliest first; together 1.
    closeness: how much nearer it is to a known question than to one out of scope, -1 to 1.
    novelty: the share of its words that no known question has, 0 to 1.
    """

    ranking: list[tuple[str, float]]
    closeness: float
    novelty: float


class TopicModel:
    """Ranks labels for questions.

    Args:
        labels: all labels, in the order of the columns of `coefficients`.
        coefficients: one column a label, one row a feature, float32.
        intercepts: one a label.
        known: the rows of the training questions, unit length.
        in_scope: for each of those rows whether its label is one that can be answered.
        words: all words of the questions that can be answered.
    """

    def __init__(
        self,
        labels: Sequence[str],
        coefficients: np.ndarray,
        intercepts: np.ndarray,
        known: csr_matrix,
        in_scope: np.ndarray,
        words: Collection[str],
    ) -> None:
        self.labels = list(labels)
        self._coefficients = coefficients
        self._intercepts = intercepts
        self._known = known
        self._in_scope = in_scope
        self._words = frozenset(words)

    @classmethod
    def fit(
        cls, rows: csr_matrix, words: Sequence[Sequence[str]], labels: Sequence[str], strength: float
    ) -> "TopicModel":
        """Learn from questions with their labels.

        Args:
            rows: one row a question.
            words: the words of each question.
            labels: the label of each row; at least three different ones.
            strength: C of the logistic regression: higher follows the training questions more closely.
        """
        learned = LogisticRegression(C=strength, max_iter=200, tol=1e-3).fit(rows, labels)
        in_scope = np.array([not label.startswith(UNKNOWN) for label in labels])
        coefficients = np.ascontiguousarray(learned.coef_.T.astype(np.float32))
        intercepts = learned.intercept_.astype(np.float32)
        own = {word for one, inside in zip(words, in_scope, strict=True) if inside for word in one}
        return cls(list(learned.classes_), coefficients, intercepts, _unit(rows), in_scope, own)

    def read(self, rows: csr_matrix, words: Sequence[Sequence[str]]) -> list[Scores]:
        """Return how each question was read, in order."""
        found = []
        for shares, closeness, one in zip(self.confidences(rows), self.closeness(rows), words, strict=True):
            ranking = [(self.labels[place], float(shares[place])) for place in np.argsort(-shares)]
            found.append(Scores(ranking, float(closeness), self.novelty(one)))
        return found

    def novelty(self, words: Sequence[str]) -> float:
        """Return the share of words, 0 to 1, that no question that can be answered ever had."""
        return sum(word not in self._words for word in words) / len(words) if words else 1.0

    def confidences(self, rows: csr_matrix) -> np.ndarray:
        """Return one row a question with the confidence of each label; a row adds up to 1."""
        heights = rows @ self._coefficients + self._intercepts
        heights = np.exp(heights - heights.max(axis=1, keepdims=True))
        return np.asarray(heights / heights.sum(axis=1, keepdims=True))

    def closeness(self, rows: csr_matrix) -> np.ndarray:
        """Return for each question how much nearer it is to a known question than to one that is out of scope.

        From -1 to 1: the cosine with the nearest question in scope less that with the nearest one out of scope.
        """
        cosines = np.asarray((self._known @ _unit(rows).T).todense())
        inside = cosines[self._in_scope].max(axis=0, initial=0.0)
        outside = cosines[~self._in_scope].max(axis=0, initial=0.0)
        return np.asarray(inside - outside)

    def save(self, folder: Path) -> None:
        """Write the model to a folder as arrays, without any code in it."""
        save_npz(folder / "known.npz", self._known)
        np.savez_compressed(
            folder / "topics.npz",
            labels=np.array(self.labels),
            coefficients=self._coefficients,
            intercepts=self._intercepts,
            in_scope=self._in_scope,
            words=np.array(sorted(self._words)),
        )

    @classmethod
    def load(cls, folder: Path) -> "TopicModel":
        """Read a model that `save` wrote.

        Raises:
            OSError: there is none.
        """
        with np.load(folder / "topics.npz", allow_pickle=False) as kept:
            return cls(
                [str(label) for label in kept["labels"]],
                kept["coefficients"],
                kept["intercepts"],
                load_npz(folder / "known.npz"),
                kept["in_scope"],
                [str(word) for word in kept["words"]],
            )


def _unit(rows: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)))
    return csr_matrix(rows.multiply(1 / np.maximum(lengths, 1e-9)), dtype=np.float32)
