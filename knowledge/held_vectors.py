"""Vectors of some documents in memory: near ones are found exactly, and without ChromaDB where the package has them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.embeddings import Vectors
from knowledge.vector_units import Unit

_ROWS = 20_000
"""Vectors kept while they are being made, for questions to documents not stored yet; 40 MB of 512 numbers each."""
_FETCHED_ROWS = 200_000
"""Vectors kept that were read from the store, in half precision; 200 MB of 512 numbers each."""
_AT_ONCE = 1000

Fetch = Callable[[Sequence[str]], Mapping[str, Vectors]]


@dataclass(frozen=True, slots=True)
class _Held:
    owners: tuple[str, ...]
    vectors: npt.NDArray[np.floating[Any]]


class HeldVectors:
    """The vectors that the package knows, those just made, and those of the documents that were asked for last."""

    def __init__(
        self, units: Sequence[Unit], shipped: Mapping[str, Vectors], before: HeldVectors | None = None
    ) -> None:
        """Takes the vectors that are at hand.

        Args:
            units: all that shall be found.
            shipped: vectors that come with the package, by key.
            before: what was held for an earlier state of the texts; documents that are as they were keep theirs.
        """
        self._units: dict[str, list[Unit]] = {}
        for document, group in groupby(units, key=lambda unit: unit.document):
            self._units.setdefault(document, []).extend(group)
        self._made: dict[str, list[_Held]] = {}
        self._absent: dict[str, list[Unit]] = {}
        self._fetched: OrderedDict[str, _Held] = OrderedDict()
        self._rows = 0
        for document, own in self._units.items():
            if before is not None and before._units.get(document) == own:
                self._take_over(document, before)
                continue
            known = [unit for unit in own if unit.key in shipped] if shipped else []
            if known:
                self._made[document] = [
                    _held(known, np.stack([shipped[unit.key] for unit in known]).astype(np.float32))
                ]
            if len(known) < len(own):
                self._absent[document] = [unit for unit in own if unit.key not in shipped]
        self._changing = threading.Lock()

    def _take_over(self, document: str, before: HeldVectors) -> None:
        for mine, other in ((self._made, before._made), (self._absent, before._absent)):
            if document in other:
                mine[document] = other[document]  # type: ignore[assignment]
        if (fetched := before._fetched.get(document)) is not None:
            self._fetched[document] = fetched

    @property
    def all_documents(self) -> Collection[str]:
        """Those that have units, be their vectors here or not."""
        return self._units.keys()

    @property
    def documents(self) -> tuple[str, ...]:
        """Those of which there are vectors here."""
        return tuple(self._made)

    @property
    def complete(self) -> bool:
        """Whether the vectors of all documents are here, as far as there are any."""
        return all(document in self._fetched for document, units in self._absent.items() if units)

    def size(self, documents: Collection[str]) -> int:
        """How many units the documents have."""
        return sum(len(self._units.get(document, ())) for document in documents)

    def learn(self, units: Sequence[Unit], vectors: Vectors) -> None:
        """Vectors just made; with too many of them the later ones are found only when all are stored."""
        places: dict[str, list[int]] = {}
        for place, unit in enumerate(units):
            places.setdefault(unit.document, []).append(place)
        with self._changing:
            for document, own in places.items():
                self._fetched.pop(document, None)
                if self._rows + len(own) <= _ROWS:
                    self._rows += len(own)
                    part = _held([units[place] for place in own], vectors[own])
                    self._made[document] = [*self._made.get(document, ()), part]
                    made = {units[place].id for place in own}
                    self._absent[document] = [u for u in self._absent.get(document, ()) if u.id not in made]

    def nearest(
        self, vector: Vectors, limit: int, documents: Collection[str], fetch: Fetch | None
    ) -> list[tuple[str, float]]:
        """Owners of the nearest units of some documents with their cosines, at most `limit`, best first.

        Args:
            vector: of length one.
            limit: how many units.
            documents: where to look.
            fetch: gives stored vectors by unit id; without it only what is here is looked at.
        """
        if fetch is not None:
            absent = [d for d in documents if d in self._absent and d not in self._fetched]
            if absent:
                self._fetch(absent, fetch)
        there: list[_Held] = []
        for document in documents:
            there += self._made.get(document, ())
            if (fetched := self._fetched.get(document)) is not None and len(fetched.owners):
                there.append(fetched)
        if not there:
            return []
        cosines = np.concatenate([one.vectors.astype(np.float32, copy=False) @ vector for one in there])
        ends = np.cumsum([len(one.owners) for one in there])
        best = np.argpartition(-cosines, limit)[:limit] if len(cosines) > limit else np.arange(len(cosines))
        best = best[np.argsort(-cosines[best], kind="stable")]
        parts = np.searchsorted(ends, best, side="right")
        return [
            (there[part].owners[at - ends[part]], float(cosines[at]))
            for part, at in zip(parts, best, strict=True)
        ]

    def warm(self, fetch: Fetch, go_on: Callable[[], bool]) -> None:
        """Read the vectors of all documents, as far as they find room, so that no question waits for them."""
        batch: list[str] = []
        rows = 0
        for document, units in tuple(self._absent.items()):
            rows += len(units)
            if rows > _FETCHED_ROWS:
                break
            batch.append(document)
            if self.size(batch) >= _AT_ONCE:
                if not go_on():
                    return
                self._fetch(batch, fetch)
                batch = []
        if batch and go_on():
            self._fetch(batch, fetch)

    def _fetch(self, documents: Sequence[str], fetch: Fetch) -> None:
        absent = {document: self._absent[document] for document in documents}
        found = fetch([unit.id for own in absent.values() for unit in own])
        fresh: dict[str, _Held] = {}
        for document in documents:
            own = [unit for unit in absent[document] if unit.id in found]
            vectors = np.stack([found[unit.id] for unit in own]) if own else np.zeros((0, 1), np.float32)
            lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
            fresh[document] = _held(own, (vectors / lengths).astype(np.float16))
        with self._changing:
            self._fetched |= fresh
            rows = sum(len(one.owners) for one in self._fetched.values())
            while rows > _FETCHED_ROWS and len(self._fetched) > len(fresh):
                rows -= len(self._fetched.popitem(last=False)[1].owners)


def _held(units: Sequence[Unit], vectors: npt.NDArray[np.floating[Any]]) -> _Held:
    return _Held(tuple(unit.owner for unit in units), vectors)
