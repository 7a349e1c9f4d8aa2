"""An encoder that is quick, the same on every run, and counts what it is asked to encode."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from knowledge import vector_units
from knowledge.embeddings import Vectors
from knowledge.tokens import bigrams
from knowledge.unanswered import topics

WIDTH = 64
TOPICS = 300
"""Of all that no text answers, so that an index is made in a moment."""


@pytest.fixture(scope="module", autouse=True)
def few_topics() -> Iterator[None]:
    """For a module that imports it: every index holds the questions of a few topics."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vector_units, "topics", lambda: topics()[:TOPICS])
        yield


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


class GatedEncoder(BigramEncoder):
    """Encodes questions and probes at once, and many texts only while the gate is open."""

    def __init__(self, name: str = "bigrams-64", width: int = WIDTH) -> None:
        super().__init__(name)
        self.gate = threading.Event()
        self.width = width

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) > 8:
            assert self.gate.wait(60)
        return super().encode(texts)[:, : self.width]


def small_model(folder: Path, width: int, characters: str) -> str:
    """A sentence-transformers model with weights of chance; its path."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    words = {char: index for index, char in enumerate(["[UNK]", *sorted(set(characters))])}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=width)], device="cpu")
    model.save(str(folder))
    return str(folder)
