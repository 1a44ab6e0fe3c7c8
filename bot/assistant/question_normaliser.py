"""Rasa component: one spelling for every question, with typing errors mended. How is in bot/language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant import fingerprints
from bot.language import clean, normalise, spell, words
from bot.language.clean import Cleaner

CLEAN = "clean"
"""The property of a message that holds its text in one spelling. The text itself stays as typed."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class QuestionNormaliser(GraphComponent):
    """Sets `CLEAN` on messages. The word lists are stored with the model."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"word_lists": "data/language"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make changed word lists or rules of spelling retrain."""
        folder = Path({**cls.get_default_config(), **config}["word_lists"])
        return fingerprints.addition([clean, normalise, spell, words], facts=[words.word_lists_digest(folder)])

    def __init__(self, folder: Path, storage: ModelStorage, resource: Resource, cleaner: Cleaner | None = None) -> None:
        self._folder = folder
        self._storage = storage
        self._resource = resource
        self._cleaner = cleaner

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionNormaliser:
        return cls(Path(config["word_lists"]), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the training questions and store them."""
        texts = [example.get(TEXT) for example in training_data.intent_examples if example.get(TEXT)]
        self._cleaner = Cleaner.fit(texts, words.read_word_lists(self._folder))
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(self._cleaner.state()), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionNormaliser:
        with model_storage.read_from(resource) as folder:
            cleaner = Cleaner(**json.loads((folder / "words.json").read_text(encoding="utf-8")))
        return cls(Path(config["word_lists"]), model_storage, resource, cleaner)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the text in one spelling on each message."""
        if self._cleaner is not None:
            for message in messages:
                message.set(CLEAN, self._cleaner.clean(message.get(TEXT) or ""))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set it on the training questions."""
        self.process(training_data.training_examples)
        return training_data
