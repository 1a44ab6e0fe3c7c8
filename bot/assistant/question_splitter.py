"""Rasa component: puts the questions that a message may hold behind it as messages of their own.

Where to split is in bot/language/split.py; decision_classifier.py decides about the parts and folds them back.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant import fingerprints
from bot.language import split
from bot.language.normalise import MAX_LENGTH

PART_OF = "part_of"
"""The property of a part that holds the place in the list of the message that it was split from."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class QuestionSplitter(GraphComponent):
    """Makes `[message]` into `[message, part, part, ...]`. Rasa itself only looks at the first one."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make a changed way of splitting retrain."""
        return fingerprints.addition([split])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionSplitter:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the parts of each message at the end; the payload of a button has none."""
        parts = []
        for place, message in enumerate(messages):
            text = message.get(TEXT) or ""
            if not text.startswith(INTENT_MESSAGE_PREFIX):
                parts += [Message({TEXT: part, PART_OF: place}) for part in split.split_questions(text[:MAX_LENGTH])]
        return [*messages, *parts]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training questions whole: each has one label."""
        return training_data
