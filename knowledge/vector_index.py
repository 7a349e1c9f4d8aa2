"""Nearness of meaning: an encoder and its vectors in ChromaDB, a cache that is checked and rebuilt, never the truth."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import structlog

from knowledge.embeddings import Encoder, Vectors, cosine_of, make_encoder, model_of
from knowledge.errors import StaleIndexError
from knowledge.held_vectors import HeldVectors
from knowledge.passages import Passage
from knowledge.vector_store import VectorStore
from knowledge.vector_units import (
    NO_DOCUMENT,
    Unit,
    digest_of,
    forget_shipped,
    owner_in,
    shipped_vectors,
    units_of,
)

_BATCH = 256
_EXACT = 100_000
"""Up to so many units of the documents in reach are compared one by one; beyond, Chroma's index is asked."""
_IN_REACH = 40
"""Vectors looked at when the documents in reach are known; more bring in what is only loosely near."""
_SAME = 0.98
"""Cosine from which a stored vector is taken for the one that its words have now."""
_PROBES = 3

log = structlog.get_logger()


class Stopped(Exception):
    """Filling was told to stop; what is stored stays, and the next start goes on from there."""


class VectorIndex:
    """The vectors of one encoder for one state of the passages, searchable while they are still being made."""

    def __init__(self, encoder: Encoder, *, folder: Path, url: str | None = None) -> None:
        self._encoder = encoder
        self.model = encoder.name
        self._store = VectorStore(encoder.name, folder=folder, url=url)
        self._where: tuple[Path, str | None] = (folder, url)
        self._held = HeldVectors((), {})
        self._stored: tuple[str, HeldVectors, Sequence[Unit]] | None = None
        self._latest: tuple[Sequence[Passage], tuple[Unit, ...]] = ((), ())
        self._elder: VectorIndex | None = None
        self._ahead: dict[str, Vectors] = {}
        self._based = False
        self._failed = False
        self.whole = False
        """Whether every passage has its vector."""
        self.on_loss: Callable[[], None] = lambda: None
        """Called when the store fails while in use."""

    def open(self, passages: Sequence[Passage]) -> None:
        """Use the collection that belongs to these passages.

        Raises:
            StaleIndexError: there is none, it cannot be read, or its count, its digest or a probe is wrong.
        """
        units = self._take(passages)
        try:
            stored = self._store.stored()
            if stored is None:
                raise StaleIndexError("检索索引尚未建立")
            if stored.count != len(units):
                raise StaleIndexError(f"检索索引有 {stored.count} 条，应有 {len(units)} 条")
            if stored.digest != (digest := digest_of(units)):
                raise StaleIndexError("检索索引与当前文本不一致")
            self._probe(units)
        except StaleIndexError:
            raise
        except Exception as exc:
            # Chroma has no one error for a folder that it cannot read.
            raise StaleIndexError("检索索引读不出来") from exc
        self._settled(units, digest, self._held)

    def build(
        self,
        passages: Sequence[Passage],
        progress: Callable[[int], None] | None = None,
        *,
        anew: bool = False,
        stop: threading.Event | None = None,
    ) -> None:
        """Store what is missing and take out what is too much; search goes on meanwhile with what is there.

        Args:
            passages: all that shall be found.
            progress: told how many vectors were settled each time.
            anew: nothing stored before is trusted.
            stop: when it is set, filling ends after the batch at hand.

        Raises:
            Stopped: `stop` was set.
        """
        units = self._take(passages)
        width = self._encoder.encode(["。"]).shape[1]
        found = None if anew else self._trusted(units, width)
        anew, self._based = found is None, False
        known = self._stored if found is not None else None
        as_left = known is not None and found is not None and (known[0], len(known[2])) == found
        held = self._store.begin(width, anew=anew, read=not as_left)
        if as_left and known is not None:
            held = {unit.id: unit.key for unit in known[2]}
        elif anew:
            self._stored = None
        self._based = not anew
        wanted = {unit.id: unit.key for unit in units}
        self._store.drop([name for name in held if name not in wanted])
        missing = [unit for unit in units if held.get(unit.id) != wanted[unit.id]]
        if progress and len(missing) < len(units):
            progress(len(units) - len(missing))
        self._fill(missing, progress, stop)
        self._probe(units)
        digest = digest_of(units)
        self._store.finish(width, digest)
        self._elder = None
        self._settled(units, digest)

    def lean_on_elder(self, passages: Sequence[Passage]) -> None:
        """Until this index is whole, use the whole one of the model that was set before, if it still can be used."""
        try:
            for model in self._store.other_models():
                folder, url = self._where
                elder = VectorIndex(make_encoder(model_of(model)), folder=folder, url=url)
                elder.open(passages)
                self._elder = elder
        except Exception as exc:
            log.info("older_vectors_unusable", why=str(exc))

    def search(self, text: str, limit: int, documents: Collection[str] | None = None) -> dict[str, float]:
        """Cosine of the nearest owners by id, through any of their texts; empty while nothing can be searched.

        Args:
            text: what is asked.
            limit: how many vectors are looked at in all documents.
            documents: only these, beside the questions that nothing answers; all when not given.
        """
        if self._elder is not None and not self.whole:
            return self._elder.search(text, limit, documents)
        nearest: dict[str, float] = {}
        for owner, cosine in self._near(text, limit, documents):
            nearest[owner] = max(nearest.get(owner, 0.0), cosine)
        return nearest

    def encode_ahead(self, texts: Sequence[str]) -> None:
        """Encode what will be asked next at once, which costs less than one by one; what is encoded already is left."""
        try:
            if not all(text in self._ahead for text in texts):
                self._ahead = dict(zip(texts, self._encoder.encode(texts), strict=True))
        except Exception as exc:
            self._lost(exc)

    def encoded(self, text: str) -> Vectors | None:
        """The vector of a text; None where it cannot be made."""
        try:
            ahead = self._ahead.get(text)
            return self._encoder.encode([text])[0] if ahead is None else ahead
        except Exception as exc:
            self._lost(exc)
            return None

    def warm(self, go_on: Callable[[], bool]) -> None:
        """Take what is stored into memory while nothing else is to be done; `go_on` is asked now and then."""
        held = self._held
        if self.whole:
            held.warm(self._store.vectors, go_on)
            if held.complete and held.size(held.all_documents) <= _EXACT and go_on():
                # No question will need the store, which holds all vectors in memory once more.
                self._store.close()

    def _near(self, text: str, limit: int, documents: Collection[str] | None) -> list[tuple[str, float]]:
        held = self._held
        if (vector := self.encoded(text)) is None:
            return []
        if documents is None:
            documents = held.all_documents
        else:
            documents, limit = (*documents, NO_DOCUMENT), _IN_REACH
        if held.size(documents) > _EXACT:
            documents = None
        if self._based:
            try:
                if documents is not None:
                    return held.nearest(vector, limit, documents, self._store.vectors)
                near = [(owner_in(name), cosine) for name, cosine in self._store.nearest(vector, limit)]
                return near if self.whole else near + held.nearest(vector, limit, held.documents, None)
            except Exception as exc:
                # A folder or server lost while running must not take the lexical search with it.
                self._lost(exc)
        if documents is not None:
            return held.nearest(vector, limit, documents, None)
        return held.nearest(vector, limit, held.documents, None)

    def _settled(self, units: Sequence[Unit], digest: str, held: HeldVectors | None = None) -> None:
        before = self._stored[1] if self._stored is not None else None
        self._held = held or HeldVectors(units, shipped_vectors(self._encoder.name), before)
        forget_shipped()
        self._stored = (digest, self._held, units)
        self._based = self.whole = True
        self._failed = False

    def _lost(self, exc: Exception) -> None:
        self._based = self.whole = False
        self._stored = None
        if not self._failed:
            self._failed = True
            log.warning("vectors_unavailable", why=str(exc))
        self.on_loss()

    def _take(self, passages: Sequence[Passage]) -> tuple[Unit, ...]:
        if self._latest[0] is not passages:
            self._latest = (passages, units_of(passages))
        units = self._latest[1]
        self.whole = False
        before = self._stored[1] if self._stored is not None else None
        self._held = HeldVectors(units, shipped_vectors(self._encoder.name), before)
        return units

    def _trusted(self, units: Sequence[Unit], width: int) -> tuple[str, int] | None:
        """Digest and count of what is stored, if it may be kept: of this width, and with the vectors that its words
        have now; else None.
        """
        try:
            stored = self._store.stored()
            if stored is None or stored.width != width:
                return None
            self._probe(units, some=True)
        except Exception:
            return None
        return stored.digest, stored.count

    def _probe(self, units: Sequence[Unit], *, some: bool = False) -> None:
        """Ask for a few units; with `some`, only those that are stored have to be right.

        Raises:
            StaleIndexError: one has another vector than its words, or is not found by it.
        """
        step = max(1, len(units) // _PROBES)
        probes = units[::step][:_PROBES]
        if not probes:
            return
        fresh = self._encoder.encode([unit.text for unit in probes])
        there = self._store.vectors([unit.id for unit in probes])
        for unit, vector in zip(probes, fresh, strict=True):
            stored = there.get(unit.id)
            if stored is None and some:
                continue
            if stored is None or stored.shape != vector.shape or cosine_of(stored, vector) < _SAME:
                raise StaleIndexError("检索索引中的向量与文本不符")
        if not some and not any(self._found(vector) for vector in fresh):
            raise StaleIndexError("检索索引没有返回应有的结果")

    def _found(self, vector: Vectors) -> bool:
        # The store searches by approximation: that one is missed now and then is no damage.
        return any(cosine >= _SAME for _, cosine in self._store.nearest(vector, 3))

    def _fill(
        self,
        units: Sequence[Unit],
        progress: Callable[[int], None] | None,
        stop: threading.Event | None,
    ) -> None:
        """Encode one batch while the batch before is being stored."""
        shipped = shipped_vectors(self._encoder.name)
        with ThreadPoolExecutor(1, "vectors") as storing:
            waiting: tuple[Future[None], Sequence[Unit]] | None = None
            for start in [*range(0, len(units), _BATCH), None]:
                if stop is not None and stop.is_set():
                    raise Stopped
                batch = () if start is None else units[start : start + _BATCH]
                vectors = self._vectors(batch, shipped) if batch else None
                if waiting is not None:
                    waiting[0].result()
                    if progress:
                        progress(len(waiting[1]))
                if vectors is not None:
                    self._held.learn(batch, vectors)
                    keys = {unit.id: unit.key for unit in batch}
                    try:
                        waiting = (storing.submit(self._store.put, keys, vectors), batch)
                    except RuntimeError as exc:
                        # The interpreter is going down and takes no more work.
                        raise Stopped from exc

    def _vectors(self, batch: Sequence[Unit], known: dict[str, Vectors]) -> Vectors:
        fresh = {unit.key: unit.text for unit in batch if unit.key not in known}
        if fresh:
            known = known | dict(zip(fresh, self._encoder.encode(list(fresh.values())), strict=True))
        return np.stack([known[unit.key] for unit in batch]).astype(np.float32)
