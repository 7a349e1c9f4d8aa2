"""An encoder that is quick, the same on every run, and counts what it is asked to encode."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from knowledge.embeddings import Vectors
from knowledge.tokens import bigrams

WIDTH = 64


class BigramEncoder:
    """Texts that share bigrams lie near each other."""

    def __init__(self, name: str = "bigrams-64") -> None:
        self.name = name
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram in bigrams(text) or ["∅"]:
                vectors[row, crc32(gram.encode()) % WIDTH] += 1.0
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


class BrokenEncoder:
    """A model that cannot be used."""

    name = "broken"

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise RuntimeError("no weights")
