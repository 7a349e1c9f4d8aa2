"""ChromaDB, embedded or a server: one collection a model, which says of itself whether it is whole."""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embeddings import Vectors

_PREFIX = "lvping-"
_PAGE = 2000
_TIMEOUT = 20.0
"""Seconds until a server that says nothing counts as lost."""
_BUSY = re.compile(r"locked|busy", re.IGNORECASE)
"""Another process is writing; that is no damage."""
_CLIENTS = threading.Lock()
"""Chroma keeps one table of its clients a process; it must not be emptied while a client is being made."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a collection says of itself."""

    model: str
    width: int
    digest: str
    """Of the units it was filled with; empty until it is whole."""
    count: int


class VectorStore:
    """The collection of one model; opens nothing before the first use."""

    def __init__(self, model: str, *, folder: Path, url: str | None = None) -> None:
        self.model = model
        self._name = _PREFIX + hashlib.sha256(model.encode()).hexdigest()[:24]
        self._folder = folder
        self._url = url
        self._client: Any = None
        self._collection: Any = None

    def stored(self) -> Stored | None:
        """The collection as it is now; None when there is none."""
        client = self._connect()
        if self._name not in {collection.name for collection in client.list_collections()}:
            self._collection = None
            return None
        self._collection = client.get_collection(self._name, embedding_function=None)
        said = self._collection.metadata or {}
        return Stored(
            str(said.get("model", "")),
            int(said.get("width", 0)),
            str(said.get("digest", "")),
            int(self._collection.count()),
        )

    def other_models(self) -> tuple[str, ...]:
        """Models that have a whole collection beside this one's."""
        said = [c.metadata or {} for c in self._own_collections() if c.name != self._name]
        return tuple(str(one["model"]) for one in said if one.get("model") and one.get("digest"))

    def begin(self, width: int, *, anew: bool, read: bool = True) -> dict[str, str]:
        """Open or make the collection for vectors of a width, and mark it as not whole.

        Returns:
            Unit id → key of what it holds already; nothing unless `read`, for one who knows it.
        """
        try:
            return self._begun(width, anew, read)
        except Exception as exc:
            if self._url or not self._folder.is_dir() or _BUSY.search(str(exc)):
                raise
            self._wipe()
            return self._begun(width, anew, read)

    def _begun(self, width: int, anew: bool, read: bool) -> dict[str, str]:
        client = self._connect()
        if anew and self._name in {collection.name for collection in client.list_collections()}:
            client.delete_collection(self._name)
        self._collection = client.get_or_create_collection(
            self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
            metadata=self._said(width, ""),
        )
        self._collection.modify(metadata=self._said(width, ""))
        held: dict[str, str] = {}
        for offset in range(0, self._collection.count() if read else 0, _PAGE):
            page = self._collection.get(limit=_PAGE, offset=offset, include=["metadatas"])
            held |= {
                name: str((about or {}).get("key", ""))
                for name, about in zip(page["ids"], page["metadatas"], strict=True)
            }
        return held

    def put(self, keys: dict[str, str], vectors: Vectors) -> None:
        """Store vectors under unit ids, beside the keys of their words."""
        self._opened().upsert(
            ids=list(keys), embeddings=vectors, metadatas=[{"key": key} for key in keys.values()]
        )

    def drop(self, ids: Sequence[str]) -> None:
        """Take units out."""
        for batch in _batches(ids):
            self._opened().delete(ids=list(batch))

    def finish(self, width: int, digest: str) -> None:
        """Mark the collection as whole; in our own folder those of other models are taken away."""
        self._opened().modify(metadata=self._said(width, digest))
        for collection in self._own_collections() if self._url is None else ():
            if collection.name != self._name:
                self._client.delete_collection(collection.name)

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Ids of the nearest units with their cosines."""
        found = self._opened().query(query_embeddings=vector[None], n_results=limit, include=["distances"])
        return [(name, 1.0 - d) for name, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of the ids that are there."""
        found: dict[str, Vectors] = {}
        for batch in _batches(ids):
            page = self._opened().get(ids=list(batch), include=["embeddings"])
            found |= dict(zip(page["ids"], np.asarray(page["embeddings"], dtype=np.float32), strict=True))
        return found

    def _said(self, width: int, digest: str) -> dict[str, Any]:
        return {"model": self.model, "width": width, "digest": digest}

    def close(self) -> None:
        """Let go of what Chroma holds in memory; the next use opens it again."""
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            with _CLIENTS:
                client.close()

    def _opened(self) -> Any:
        if self._collection is None and (self._client is not None or self.stored() is None):
            raise LookupError("no collection")
        return self._collection

    def _own_collections(self) -> list[Any]:
        # A server may hold what belongs to others.
        return [c for c in self._connect().list_collections() if c.name.startswith(_PREFIX)]

    def _wipe(self) -> None:
        """Throw the folder away; everything in it can be made again from the texts."""
        from chromadb.api.shared_system_client import SharedSystemClient

        self._client = self._collection = None
        with _CLIENTS:
            SharedSystemClient.clear_system_cache()
        shutil.rmtree(self._folder)

    def _connect(self) -> Any:
        if self._client is None:
            import chromadb
            from chromadb.api.shared_system_client import SharedSystemClient
            from chromadb.config import Settings

            quiet = Settings(anonymized_telemetry=False)
            try:
                if self._url:
                    self._client = _remote(self._url, quiet)
                else:
                    self._folder.mkdir(parents=True, exist_ok=True)
                    with _CLIENTS:
                        self._client = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
            except Exception:
                # A start that failed is remembered and would fail every later one in this process.
                with _CLIENTS:
                    SharedSystemClient.clear_system_cache()
                raise
        return self._client


def _remote(url: str, settings: Any) -> Any:
    import chromadb

    host, _, port = url.rpartition("//")[2].rstrip("/").partition(":")
    ssl = url.startswith("https")
    client = chromadb.HttpClient(
        host=host, port=int(port or (443 if ssl else 80)), ssl=ssl, settings=settings
    )
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        # Chroma waits for ever by itself.
        session.timeout = _TIMEOUT
    return client


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))
