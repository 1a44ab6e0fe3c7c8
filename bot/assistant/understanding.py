"""The whole way from a text to its scores outside Rasa, made of the parts that the components are made of.

For measuring and calibrating quickly; the product runs the pipeline of config.yml, which sets this one too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix

from bot.assistant.decision import Labels, Reading, labels_from
from bot.assistant.dutch_model import DutchPipeline, find_pipeline
from bot.assistant.question_vectors import CentredVectors, NgramVectors, beside_each_other
from bot.assistant.topic_model import TopicModel
from bot.language.clean import Cleaner
from bot.language.words import read_word_lists

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Recipe:
    """What config.yml sets, as far as it concerns understanding.

    `sentence_weights` maps the name of a sentence featurizer in the pipeline to its weight.
    """

    word_lists: Path
    dutch_model: str
    ngram_weight: float
    sentence_weights: Mapping[str, float]
    strength: float
    thresholds: Path
    labels: Labels


def read_recipe(config: Path) -> Recipe:
    """Read the recipe from config.yml.

    Raises:
        KeyError: a component of the pipeline is missing.
    """
    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    steps: dict[str, dict[str, Any]] = {step["name"].rpartition(".")[2]: step for step in pipeline}
    return Recipe(
        word_lists=Path(steps["QuestionNormaliser"]["word_lists"]),
        dutch_model=steps["DutchModel"]["model"],
        ngram_weight=steps["TfidfFeaturizer"]["weight"],
        sentence_weights={n: steps[n]["weight"] for n in ("UseFeaturizer", "E5Featurizer") if n in steps},
        strength=steps["TopicClassifier"]["strength"],
        thresholds=Path(steps["DecisionClassifier"]["thresholds"]),
        labels=labels_from(steps["DecisionClassifier"]),
    )


class Understanding:
    """Reads texts as the product does.

    Use `fit` to make one.
    """

    def __init__(
        self,
        cleaner: Cleaner,
        pipeline: DutchPipeline,
        ngrams: NgramVectors,
        sentences: Sequence[tuple[Encode, CentredVectors]],
        model: TopicModel,
    ) -> None:
        self._cleaner = cleaner
        self._pipeline = pipeline
        self._ngrams = ngrams
        self._sentences = sentences
        self._model = model

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], recipe: Recipe, encoders: Mapping[str, Encode]
    ) -> Understanding:
        """Learn from the training questions.

        Args:
            texts: the questions.
            labels: the label of each.
            recipe: from `read_recipe`.
            encoders: by the name of the featurizer; one that is not here is done without.
        """
        cleaner = Cleaner.fit(texts, read_word_lists(recipe.word_lists))
        clean = [cleaner.clean(text) for text in texts]
        kept = [place for place, text in enumerate(clean) if text]
        clean = [clean[place] for place in kept]
        pipeline = find_pipeline(recipe.dutch_model)
        words = pipeline.words(clean)
        ngrams = NgramVectors(recipe.ngram_weight).fit(clean, words)
        sentences = [
            (encoders[name], CentredVectors.fit(encoders[name](sorted(set(clean))), weight))
            for name, weight in recipe.sentence_weights.items()
            if name in encoders
        ]
        rows = _rows(ngrams, sentences, clean, words)
        model = TopicModel.fit(rows, words, [labels[place] for place in kept], recipe.strength)
        return cls(cleaner, pipeline, ngrams, sentences, model)

    def read(self, texts: Sequence[str]) -> list[Reading | None]:
        """Return how each text is read; None for a text without content."""
        clean = [self._cleaner.clean(text) for text in texts]
        kept = [place for place, text in enumerate(clean) if text]
        found: list[Reading | None] = [None] * len(texts)
        if kept:
            some = [clean[place] for place in kept]
            words = self._pipeline.words(some)
            scores = self._model.read(_rows(self._ngrams, self._sentences, some, words), words)
            for place, one in zip(kept, scores, strict=True):
                found[place] = Reading(texts[place], one)
        return found


def _rows(
    ngrams: NgramVectors,
    sentences: Sequence[tuple[Encode, CentredVectors]],
    clean: Sequence[str],
    words: Sequence[Sequence[str]],
) -> csr_matrix:
    dense = [vectors.transform(encode(clean)) for encode, vectors in sentences]
    return beside_each_other([ngrams.transform(clean, words), *dense])
