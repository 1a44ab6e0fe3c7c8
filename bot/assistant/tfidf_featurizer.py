"""Rasa component: n-grams of words and characters. The arithmetic is in question_vectors.py."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant import fingerprints, question_vectors
from bot.assistant.dutch_model import WORDS
from bot.assistant.question_normaliser import CLEAN
from bot.assistant.question_vectors import NgramVectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TfidfFeaturizer(GraphComponent):
    """Adds one sparse sentence feature to each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"weight": 1.0}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make changed arithmetic retrain."""
        return fingerprints.addition([question_vectors])

    def __init__(self, vectors: NgramVectors, name: str, storage: ModelStorage, resource: Resource) -> None:
        self._vectors = vectors
        self._name = name
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TfidfFeaturizer:
        return cls(NgramVectors(config["weight"]), execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary of the training questions and store it."""
        examples = [example for example in training_data.intent_examples if example.get(CLEAN)]
        self._vectors.fit([one.get(CLEAN) for one in examples], [one.get(WORDS) for one in examples])
        with self._storage.write_to(self._resource) as folder:
            (folder / "ngrams.json").write_text(json.dumps(self._vectors.state()), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TfidfFeaturizer:
        with model_storage.read_from(resource) as folder:
            vectors = NgramVectors.restored(json.loads((folder / "ngrams.json").read_text(encoding="utf-8")))
        return cls(vectors, execution_context.node_name, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message with a normalised text."""
        found = [message for message in messages if message.get(CLEAN)]
        if found:
            rows = self._vectors.transform([one.get(CLEAN) for one in found], [one.get(WORDS) for one in found])
            for place, message in enumerate(found):
                message.add_features(Features(rows[place].tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to the training questions."""
        self.process(training_data.training_examples)
        return training_data
