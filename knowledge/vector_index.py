"""The vectors in ChromaDB: a cache that is checked and rebuilt, never the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embeddings import Encoder, Vectors
from knowledge.errors import StaleIndexError
from knowledge.passages import Passage

SHIPPED = Path(__file__).parent / "vectors"
"""Vectors of the shipped texts, by text hash, one file a model."""

_BATCH = 512


def text_key(passage: Passage) -> str:
    """What a vector belongs to: the words that were encoded."""
    return hashlib.sha256(encoded_text(passage).encode()).hexdigest()[:32]


def encoded_text(passage: Passage) -> str:
    """The words that stand for a passage in vector space."""
    return f"{passage.clause.title} {passage.text}".strip()


class VectorIndex:
    """One Chroma collection for one encoder and one state of the passages."""

    def __init__(self, encoder: Encoder, *, folder: Path, url: str | None = None) -> None:
        self._encoder = encoder
        self._folder = folder
        self._url = url
        self._client: Any = None
        self._collection: Any = None

    def open(self, passages: Sequence[Passage]) -> None:
        """Use the collection that belongs to these passages.

        Raises:
            StaleIndexError: there is none, or its count or probe query is wrong.
        """
        name = _collection_name(self._encoder.name, passages)
        client = self._connect()
        if name not in {collection.name for collection in client.list_collections()}:
            raise StaleIndexError("检索索引尚未建立，或与当前文本不一致")
        collection = client.get_collection(name, embedding_function=None)
        if collection.count() != len(passages):
            raise StaleIndexError(f"检索索引有 {collection.count()} 条，应有 {len(passages)} 条")
        self._collection = collection
        if passages and not self.search(encoded_text(passages[0]), 1):
            raise StaleIndexError("检索索引没有返回结果")

    def build(self, passages: Sequence[Passage], progress: Callable[[int], None] | None = None) -> None:
        """Make the collection anew; `progress` is told how many passages were added each time."""
        client = self._connect()
        name = _collection_name(self._encoder.name, passages)
        for collection in client.list_collections():
            client.delete_collection(collection.name)
        collection = client.create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )
        cached = shipped_vectors(self._encoder.name)
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            collection.add(
                ids=[passage.id for passage in batch],
                embeddings=self._vectors(batch, cached),
                metadatas=[{"document": passage.clause.document_id} for passage in batch],
            )
            if progress:
                progress(len(batch))
        self._collection = collection

    def search(self, text: str, limit: int) -> dict[str, float]:
        """Cosine of the nearest passages by id; empty when no collection is open."""
        if self._collection is None:
            return {}
        found = self._collection.query(
            query_embeddings=self._encoder.encode([text]), n_results=limit, include=["distances"]
        )
        return {
            id_: 1.0 - distance for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        }

    def _vectors(self, batch: Sequence[Passage], cached: dict[str, Vectors]) -> Vectors:
        known = dict(cached)
        fresh = {
            text_key(passage): encoded_text(passage) for passage in batch if text_key(passage) not in cached
        }
        if fresh:
            known |= dict(zip(fresh, self._encoder.encode(list(fresh.values())), strict=True))
        return np.stack([known[text_key(passage)] for passage in batch])

    def _connect(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            quiet = Settings(anonymized_telemetry=False)
            if self._url:
                host, _, port = self._url.rpartition("//")[2].partition(":")
                ssl = self._url.startswith("https")
                port_number = int(port or (443 if ssl else 80))
                self._client = chromadb.HttpClient(host=host, port=port_number, ssl=ssl, settings=quiet)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
        return self._client


def _collection_name(model: str, passages: Sequence[Passage]) -> str:
    digest = hashlib.sha256(model.encode())
    for passage in passages:
        digest.update(passage.id.encode() + text_key(passage).encode())
    return f"lvping-{digest.hexdigest()[:24]}"


def shipped_vectors(model: str) -> dict[str, Vectors]:
    """Vectors that came with the package for this model, by text key; empty for any other model."""
    path = SHIPPED / f"{model}.npz"
    if not path.is_file():
        return {}
    with np.load(path) as stored:
        keys, vectors = stored["keys"], stored["vectors"].astype(np.float32)
    return dict(zip(keys.tolist(), vectors, strict=True))


def write_shipped(encoder: Encoder, passages: Sequence[Passage], folder: Path = SHIPPED) -> Path:
    """Write the vectors of the shipped texts, for the next release of the package."""
    keys = [text_key(passage) for passage in passages]
    vectors = encoder.encode([encoded_text(passage) for passage in passages]).astype(np.float16)
    folder.mkdir(exist_ok=True)
    path = folder / f"{encoder.name}.npz"
    np.savez_compressed(path, keys=np.array(keys), vectors=vectors)
    return path
