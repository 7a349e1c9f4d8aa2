"""Vectors that cost nothing, spread like those of the real encoder, so that a large index can be filled in a benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from knowledge.embeddings import Encoder, Vectors

_SINGLE = 8
"""Questions and probes come in fewer texts than this, passages in more."""
_POOL = 400


class StandIn:
    """Encodes questions in earnest; of many texts each gets a known vector with some noise, always the same."""

    def __init__(self, encoder: Encoder, samples: Sequence[str]) -> None:
        self.name = encoder.name
        """The same, so that the shipped texts have their shipped vectors."""
        self._encoder = encoder
        self._pool = encoder.encode(list(samples[:_POOL]))
        self._filled: set[str] = set()

    def fill(self, texts: Sequence[str]) -> None:
        """From now on these texts have stand-ins, as if they had been encoded before."""
        self._filled.update(texts)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        if len(texts) > _SINGLE:
            self._filled.update(texts)
        drawn = [self._drawn(text) if text in self._filled else None for text in texts]
        earnest = [text for text, vector in zip(texts, drawn, strict=True) if vector is None]
        fresh = iter(self._encoder.encode(earnest)) if earnest else iter(())
        return np.stack([next(fresh) if vector is None else vector for vector in drawn])

    def _drawn(self, text: str) -> Vectors:
        chance = np.random.default_rng(crc32(text.encode()))
        near = self._pool[chance.integers(len(self._pool))]
        vector = near + 0.6 * chance.normal(size=near.shape) / np.sqrt(near.size)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
