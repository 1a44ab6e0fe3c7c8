"""Rasa component: ranks all intents for a question. The model is in topic_model.py, what follows in decision.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from bot.assistant import fingerprints, question_vectors, topic_model
from bot.assistant.dutch_model import WORDS
from bot.assistant.question_normaliser import CLEAN
from bot.assistant.question_vectors import beside_each_other
from bot.assistant.topic_model import TopicModel

READING = "reading"
"""The property of a message that holds its `topic_model.Scores`."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Sets `READING` on each message that has words; the featurizers before it carry their own weights."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 20.0}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make changed arithmetic retrain."""
        return fingerprints.addition([question_vectors, topic_model])

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: TopicModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the training questions and store the model."""
        examples = [example for example in training_data.intent_examples if example.get(CLEAN)]
        labels = [example.get(INTENT) for example in examples]
        words = [example.get(WORDS) for example in examples]
        model = TopicModel.fit(_rows(examples), words, labels, self._config["strength"])
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TopicModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the reading of each message that has words."""
        found = [message for message in messages if message.get(CLEAN)]
        if self._model is not None and found:
            read = self._model.read(_rows(found), [message.get(WORDS) for message in found])
            for message, scores in zip(found, read, strict=True):
                message.set(READING, scores)
        return messages


def _rows(messages: Sequence[Message]) -> csr_matrix:
    return csr_matrix(vstack([_row(message) for message in messages]), dtype=np.float32)


def _row(message: Message) -> csr_matrix:
    _, sparse = message.get_sparse_features(TEXT)
    _, dense = message.get_dense_features(TEXT)
    return beside_each_other([one.features for one in (sparse, dense) if one is not None])
