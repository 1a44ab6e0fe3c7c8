"""What the featurizers of sentence vectors share: centring, storing, and doing without when the package is absent."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.model import InvalidModelError
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assistant import fingerprints, question_vectors, sentence_encoders
from bot.assistant.fingerprints import ABSENT
from bot.assistant.question_normaliser import CLEAN
from bot.assistant.question_vectors import CentredVectors
from bot.assistant.sentence_encoders import E5Encoder, RememberingEncoder, SentenceEncoder, UseEncoder

logger = logging.getLogger(__name__)

_KEPT = "sentences.npz"
_TRAINING_WORKERS = 2
Self = TypeVar("Self", bound="SentenceFeaturizer")


class SentenceFeaturizer(GraphComponent):
    """Adds one dense sentence feature to each message. Subclasses name the encoder and are registered with Rasa.

    Without the encoder's package training goes on without the feature, after a warning. A model that was trained with
    the feature is not served without it.
    """

    encoder: ClassVar[type[E5Encoder] | type[UseEncoder]]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"weight": 1.5, "memory": "var/vectors"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make a changed, newly installed or removed encoder retrain."""
        version = sentence_encoders.encoder_version(cls.encoder)
        return fingerprints.addition([question_vectors, sentence_encoders], facts=[version])

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        storage: ModelStorage,
        resource: Resource,
        vectors: CentredVectors | None = None,
        seen: dict[str, np.ndarray] | None = None,
    ) -> None:
        self._config = config
        self._name = name
        self._storage = storage
        self._resource = resource
        self._vectors = vectors
        self._seen = seen or {}
        self._encoder: SentenceEncoder | None = None

    @classmethod
    def create(
        cls: type[Self],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(config, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Encode the training questions once and store their vectors, so that the next step need not do it again."""
        version = sentence_encoders.encoder_version(self.encoder)
        texts = sorted({example.get(CLEAN) for example in training_data.intent_examples if example.get(CLEAN)})
        if version == ABSENT:
            logger.warning("%s is not installed: training goes on without its vectors", self.encoder.package)
            raw = np.zeros((0, 0), dtype=np.float32)
        else:
            raw = RememberingEncoder(self.encoder, Path(self._config["memory"]), _TRAINING_WORKERS).encode(texts)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _KEPT, version=version, texts=np.array(texts), raw=raw.astype(np.float16))
        return self._resource

    @classmethod
    def load(
        cls: type[Self],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Load what was learned.

        Raises:
            InvalidModelError: the encoder's package is another version than the one trained with, or absent.
        """
        with model_storage.read_from(resource) as folder, np.load(folder / _KEPT, allow_pickle=False) as kept:
            trained_with, texts, raw = str(kept["version"]), kept["texts"], kept["raw"].astype(np.float32)
        if trained_with == ABSENT:
            return cls(config, execution_context.node_name, model_storage, resource)
        here = sentence_encoders.encoder_version(cls.encoder)
        if here != trained_with:
            raise InvalidModelError(
                f"Trained with {cls.encoder.package} {trained_with}, here is {here}. Remedy: train again."
            )
        vectors = CentredVectors.fit(raw, config["weight"])
        seen = {str(text): row for text, row in zip(texts, raw, strict=True)}
        return cls(config, execution_context.node_name, model_storage, resource, vectors, seen)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message with a normalised text."""
        found = [message for message in messages if message.get(CLEAN)]
        if self._vectors is not None and found:
            rows = self._vectors.transform(self._raw([message.get(CLEAN) for message in found]))
            for message, row in zip(found, rows, strict=True):
                message.add_features(Features(row[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the feature to the training questions."""
        self.process(training_data.training_examples)
        return training_data

    def _raw(self, texts: list[str]) -> np.ndarray:
        unseen = [text for text in dict.fromkeys(texts) if text not in self._seen]
        fresh: dict[str, np.ndarray] = {}
        if unseen:
            if self._encoder is None:
                self._encoder = self.encoder()
            fresh = dict(zip(unseen, self._encoder.encode(unseen), strict=True))
        return np.stack([self._seen[text] if text in self._seen else fresh[text] for text in texts])
