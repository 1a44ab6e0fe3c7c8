"""Rasa component: decides about a message and folds its parts back into it. The rules are in decision.py."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant import decision, fingerprints, thresholds
from bot.assistant.decision import ESCALATE, Decision, Part, Reading, Thresholds
from bot.assistant.question_splitter import PART_OF
from bot.assistant.topic_classifier import READING

PARTS = "parts"
"""The output property with one entry a question: see `decision.Part.as_output`."""
_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DecisionClassifier(GraphComponent):
    """Sets the intent, its ranking and `PARTS` of the first message, and returns that one alone."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"thresholds": "data/thresholds.yml", "dialogue": [], "courtesies": [], "form": []}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make changed thresholds or rules retrain."""
        path = Path({**cls.get_default_config(), **config}["thresholds"])
        return fingerprints.addition([decision, thresholds], [path])

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, limits: Thresholds | None = None
    ) -> None:
        self._path = Path(config["thresholds"])
        self._labels = decision.labels_from(config)
        self._storage = storage
        self._resource = resource
        self._limits = limits

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DecisionClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Store the thresholds with the model.

        Raises:
            ThresholdsError: they cannot be read.
        """
        self._limits = thresholds.read_thresholds(self._path)
        with self._storage.write_to(self._resource) as folder:
            (folder / "thresholds.json").write_text(json.dumps(asdict(self._limits)))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DecisionClassifier:
        with model_storage.read_from(resource) as folder:
            limits = Thresholds(**json.loads((folder / "thresholds.json").read_text()))
        return cls(config, model_storage, resource, limits)

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide on each message that was sent, with the parts that were split from it."""
        if self._limits is None:
            return messages
        sent = [message for message in messages if message.get(PART_OF) is None]
        for place, message in enumerate(sent):
            parts = [one for one in messages if one.get(PART_OF) == place]
            whole = _reading(message)
            if whole is None:
                nothing = Part(message.get(TEXT) or "", ESCALATE, ESCALATE, 0.0, (), ())
                _tell(message, Decision(ESCALATE, 0.0, (nothing,)), ())
            else:
                read = [reading for reading in map(_reading, parts) if reading is not None]
                _tell(message, decision.decide_message(whole, read, self._limits, self._labels), whole.scores.ranking)
        return sent


def _reading(message: Message) -> Reading | None:
    found = message.get(READING)
    return None if found is None else Reading(message.get(TEXT), found)


def _tell(message: Message, decided: Decision, ranking: Any) -> None:
    intent = {INTENT_NAME_KEY: decided.intent, PREDICTED_CONFIDENCE_KEY: decided.confidence}
    ranked = [{INTENT_NAME_KEY: label, PREDICTED_CONFIDENCE_KEY: share} for label, share in ranking[:_RANKED]]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)
    message.set(PARTS, [part.as_output() for part in decided.parts], add_to_output=True)
