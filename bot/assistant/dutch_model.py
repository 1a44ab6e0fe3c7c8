"""The one component that decides which Dutch spaCy model is used, and cuts questions into words with it.

The named model when it is installed, else a saved blank Dutch pipeline: the same tokeniser, without lemmas.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.model import InvalidModelError
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from bot.assistant import fingerprints, question_normaliser

logger = logging.getLogger(__name__)

WORDS = "words"
"""The property of a message that holds its words, from the normalised text."""
STAND_IN = "spacy.blank(nl)"
_UNUSED = ["parser", "ner"]
_SIGNS = {"+"}


@dataclass(frozen=True)
class DutchPipeline:
    """A spaCy pipeline and what it is called: the package with its version, or `STAND_IN`."""

    name: str
    language: Language

    def words(self, texts: Iterable[str]) -> list[list[str]]:
        """Return the words of each text: lemmas where the pipeline has them, lower case, without punctuation."""
        return [
            [(token.lemma_ or token.text).lower() for token in document if token.text in _SIGNS or _says(token.text)]
            for document in self.language.pipe(texts)
        ]


def find_pipeline(package: str) -> DutchPipeline:
    """Return the named Dutch model when it is installed and fits, else the stand-in."""
    if not spacy.util.is_package(package):
        return DutchPipeline(STAND_IN, spacy.blank("nl"))
    language = spacy.load(package, exclude=_UNUSED)
    return DutchPipeline(f"{package} {language.meta['version']}", language)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class DutchModel(GraphComponent):
    """Sets `WORDS` on messages. A model that was trained with the one pipeline is not served with the other."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"model": "nl_core_news_sm"}

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make a changed or newly installed Dutch model retrain."""
        return fingerprints.addition(facts=[find_pipeline(config.get("model", "nl_core_news_sm")).name])

    def __init__(self, pipeline: DutchPipeline, storage: ModelStorage, resource: Resource) -> None:
        self.pipeline = pipeline
        self.language_model = pipeline.name
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DutchModel:
        pipeline = find_pipeline(config["model"])
        logger.info("Dutch language model: %s", pipeline.name)
        return cls(pipeline, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Store which pipeline it is; the stand-in itself is stored too, a package is not."""
        with self._storage.write_to(self._resource) as folder:
            (folder / "pipeline.json").write_text(json.dumps({"name": self.pipeline.name}))
            if self.pipeline.name == STAND_IN:
                self.pipeline.language.to_disk(folder / "stand_in")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DutchModel:
        """Load what the model was trained with.

        Raises:
            InvalidModelError: this environment has another Dutch model than the one it was trained with.
        """
        found = find_pipeline(config["model"])
        with model_storage.read_from(resource) as folder:
            trained_with = json.loads((folder / "pipeline.json").read_text())["name"]
            if trained_with != found.name:
                raise InvalidModelError(
                    f"This model was trained with {trained_with}, here is {found.name}. Remedy: train again."
                )
            if found.name == STAND_IN:
                found = DutchPipeline(STAND_IN, spacy.load(folder / "stand_in"))
        logger.info("Dutch language model: %s", found.name)
        return cls(found, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the words of each message that has a normalised text."""
        with_text = [message for message in messages if message.get(question_normaliser.CLEAN)]
        found = self.pipeline.words(message.get(question_normaliser.CLEAN) for message in with_text)
        for message, words in zip(with_text, found, strict=True):
            message.set(WORDS, words)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the words of the training questions."""
        self.process(training_data.training_examples)
        return training_data


def _says(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
