"""The vectors in ChromaDB: a cache that is checked and rebuilt, never the truth."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from knowledge.embeddings import Encoder, Vectors
from knowledge.errors import StaleIndexError
from knowledge.passages import Passage
from knowledge.unanswered import Topic, topics

SHIPPED = Path(__file__).parent / "vectors"
"""Vectors of the shipped texts, by text hash, one file a model."""

_BATCH = 512
_DAMAGE = re.compile(r"not a database|malformed|hnsw", re.IGNORECASE)

log = structlog.get_logger()
_LAYOUT = 2
"""Raised when what is stored beside the vectors changes, so that an older collection is not taken for this one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One vector: a passage's own words, a question it answers, or a question that nothing answers."""

    id: str
    owner: str
    """Passage id, or the owner id of an unanswered topic."""
    text: str

    @property
    def key(self) -> str:
        """What the vector belongs to: the words that are encoded."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]


def owner_of(topic: Topic) -> str:
    """The id under which a topic's vectors are found."""
    return f"unanswered:{topic.id}"


def units_of(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """Everything that is encoded for these passages and for the topics that no text answers."""
    units: list[Unit] = []
    for passage in passages:
        units.append(Unit(passage.id, passage.id, f"{passage.clause.title} {passage.text}".strip()))
        units += [Unit(f"{passage.id}?{n}", passage.id, asked) for n, asked in enumerate(passage.asked)]
    for topic in topics():
        units += [
            Unit(f"{owner_of(topic)}?{n}", owner_of(topic), asked) for n, asked in enumerate(topic.asked)
        ]
    return tuple(units)


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
            StaleIndexError: there is none, it cannot be read, or its count or probe query is wrong.
        """
        units = units_of(passages)
        name = _collection_name(self._encoder.name, units)
        try:
            client = self._connect()
            known = {collection.name for collection in client.list_collections()}
            collection = client.get_collection(name, embedding_function=None) if name in known else None
            count = collection.count() if collection is not None else 0
        except Exception as exc:
            # Chroma has no one error for a folder that it cannot read.
            raise StaleIndexError("检索索引读不出来") from exc
        if collection is None:
            raise StaleIndexError("检索索引尚未建立，或与当前文本不一致")
        if count != len(units):
            raise StaleIndexError(f"检索索引有 {count} 条，应有 {len(units)} 条")
        self._collection = collection
        if units and units[0].owner not in self.search(units[0].text, 3):
            raise StaleIndexError("检索索引没有返回应有的结果")

    def build(self, passages: Sequence[Passage], progress: Callable[[int], None] | None = None) -> None:
        """Make the collection anew; `progress` is told how many vectors were added each time."""
        client = self._emptied()
        units = units_of(passages)
        name = _collection_name(self._encoder.name, units)
        collection = client.create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )
        cached = shipped_vectors(self._encoder.name)
        for start in range(0, len(units), _BATCH):
            batch = units[start : start + _BATCH]
            collection.add(
                ids=[unit.id for unit in batch],
                embeddings=self._vectors(batch, cached),
                metadatas=[{"owner": unit.owner} for unit in batch],
            )
            if progress:
                progress(len(batch))
        self._collection = collection

    def search(self, text: str, limit: int) -> dict[str, float]:
        """Cosine of the nearest owners by id, through any of their texts; empty while nothing can be searched."""
        if self._collection is None:
            return {}
        try:
            found = self._collection.query(
                query_embeddings=self._encoder.encode([text]),
                n_results=limit,
                include=["distances", "metadatas"],
            )
        except Exception as exc:
            # A folder or server lost while running must not take the lexical search with it.
            log.warning("vectors_unavailable", why=str(exc))
            return {}
        nearest: dict[str, float] = {}
        for about, distance in zip(found["metadatas"][0], found["distances"][0], strict=True):
            nearest[about["owner"]] = max(nearest.get(about["owner"], 0.0), 1.0 - distance)
        return nearest

    def _vectors(self, batch: Sequence[Unit], cached: dict[str, Vectors]) -> Vectors:
        known = dict(cached)
        fresh = {unit.key: unit.text for unit in batch if unit.key not in cached}
        if fresh:
            known |= dict(zip(fresh, self._encoder.encode(list(fresh.values())), strict=True))
        return np.stack([known[unit.key] for unit in batch])

    def _emptied(self) -> Any:
        """A client without collections; what cannot be read in our own folder is thrown away."""
        try:
            client = self._connect()
            for collection in client.list_collections():
                client.delete_collection(collection.name)
        except Exception as exc:
            if self._url or not _DAMAGE.search(str(exc)):
                raise
            from chromadb.api.shared_system_client import SharedSystemClient

            # Everything in the folder can be made again from the texts.
            self._client = None
            SharedSystemClient.clear_system_cache()
            shutil.rmtree(self._folder)
            client = self._connect()
        return client

    def _connect(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.api.shared_system_client import SharedSystemClient
            from chromadb.config import Settings

            quiet = Settings(anonymized_telemetry=False)
            if self._url:
                host, _, port = self._url.rpartition("//")[2].partition(":")
                ssl = self._url.startswith("https")
                port_number = int(port or (443 if ssl else 80))
                self._client = chromadb.HttpClient(host=host, port=port_number, ssl=ssl, settings=quiet)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                try:
                    self._client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
                except Exception:
                    # A start that failed is remembered and would fail every later one in this process.
                    SharedSystemClient.clear_system_cache()
                    raise
        return self._client


def _collection_name(model: str, units: Sequence[Unit]) -> str:
    digest = hashlib.sha256(f"{_LAYOUT} {model}".encode())
    for unit in units:
        digest.update(unit.id.encode() + unit.key.encode())
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
    texts = {unit.key: unit.text for unit in units_of(passages)}
    vectors = encoder.encode(list(texts.values())).astype(np.float16)
    folder.mkdir(exist_ok=True)
    path = folder / f"{encoder.name}.npz"
    np.savez_compressed(path, keys=np.array(list(texts)), vectors=vectors)
    return path
