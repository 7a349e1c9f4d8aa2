"""Which documents reach an asker, and the passages of these: what a question is looked for in at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from knowledge.corpus import Corpus
from knowledge.documents import Document
from knowledge.query import Query
from knowledge.segments import Segment
from knowledge.term_counts import Whole

_Array = TypeVar("_Array", bound=npt.NDArray[Any])
_MOST, _MANY = 0.5, 200
"""Share of all passages, and number of documents, up to which documents are searched one by one."""


@dataclass(frozen=True)
class Scope:
    """The passages of some documents, one document after the other, counted anew from 0."""

    parts: tuple[int, ...]
    """Places of the documents among the segments, in their order."""
    sizes: tuple[int, ...]
    """How many passages each of these has."""
    passages: Whole | None
    """Places of the passages in the whole index; None when the scope is the whole index."""
    size: int

    @property
    def within(self) -> tuple[int, ...] | None:
        """The documents as the indexes take them: None for all."""
        return None if self.passages is None else self.parts

    def of(self, values: _Array) -> _Array:
        """Those of some values, one a passage of the whole index, that belong to the scope."""
        return values if self.passages is None else values[self.passages]  # type: ignore[return-value]

    def local(self, places: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Places in the scope of those of some passages that belong to it, by their places in the whole index."""
        sought = np.asarray(places, dtype=np.int64)
        if self.passages is None:
            return sought
        near = np.searchsorted(self.passages, sought)
        there = near < self.size
        there[there] = self.passages[near[there]] == sought[there]
        return near[there]

    def whole(self, place: int) -> int:
        """The place in the whole index of a passage of the scope."""
        return place if self.passages is None else int(self.passages[place])

    @cached_property
    def part_of(self) -> Whole:
        """For each passage the place of its document among `parts`."""
        return np.repeat(np.arange(len(self.parts), dtype=np.int32), self.sizes)

    def each(self, by_part: Sequence[float]) -> npt.NDArray[np.float32]:
        """A value a document given to each of its passages."""
        return np.array(by_part, dtype=np.float32)[self.part_of]


class Reach:
    """Documents by the places that they reach."""

    def __init__(self, corpus: Corpus, segments: Sequence[Segment]) -> None:
        self._everywhere = tuple(document.id for document in corpus.documents)
        self._for_place: defaultdict[str, list[tuple[int, Document]]] = defaultdict(list)
        for order, document in enumerate(corpus.documents):
            self._for_place[document.reaches].append((order, document))
        self.place_of = {document.id: document.reaches for document in corpus.documents}
        """The name of the place that each document is for."""
        self.names = tuple(segment.document_id for segment in segments)
        """The documents in the order of the index; those without passages are left out."""
        self._part_of = {name: place for place, name in enumerate(self.names)}
        self._sizes = [len(segment.passages) for segment in segments]
        self._starts = np.cumsum([0, *self._sizes])
        self._all = Scope(tuple(range(len(self.names))), tuple(self._sizes), None, int(self._starts[-1]))

    def documents_for(self, query: Query) -> tuple[str, ...]:
        """The documents whose rules reach the asker, nearest first; all when no place is known.

        Where a question names several places apart from each other, the documents of each.
        """
        if query.region is None:
            return self._everywhere
        chains = [home.chain for home in query.homes]
        ranked = [
            (min(chain.index(name) for chain in chains if document.holds_in(chain)), order, document.id)
            for name in {name for chain in chains for name in chain}
            for order, document in self._for_place.get(name, ())
            if any(document.holds_in(chain) for chain in chains)
        ]
        return tuple(document_id for _, _, document_id in sorted(ranked))

    def everywhere(self, documents: Sequence[str]) -> bool:
        """Whether these are all documents."""
        return len(documents) == len(self._everywhere)

    def scope(self, documents: Sequence[str]) -> Scope:
        """The passages of some documents; all passages where these are most of them."""
        parts = sorted(self._part_of[name] for name in documents if name in self._part_of)
        sizes = tuple(self._sizes[part] for part in parts)
        if len(parts) > _MANY or sum(sizes) > _MOST * self._all.size:
            return self._all
        places = [np.arange(self._starts[part], self._starts[part + 1]) for part in parts]
        passages = np.concatenate([np.zeros(0, dtype=np.int64), *places]).astype(np.int32)
        return Scope(tuple(parts), sizes, passages, len(passages))

    def nearest(self, query: Query, reach: Sequence[str]) -> list[str]:
        """The documents in reach of the nearest places, the asker's or above them, that have any."""
        if query.region is None:
            return []
        having, chains = {self.place_of[name] for name in reach}, [home.chain for home in query.homes]
        nearest = {next((place for place in chain if place in having), None) for chain in chains}
        return [name for name in reach if self.place_of[name] in nearest]

    def without_text(self, query: Query) -> tuple[str, ...]:
        """Names of the asker's place and those above it that have no text of their own."""
        chain = query.region.chain if query.region else ()
        return tuple(takewhile(lambda name: name not in self._for_place, chain))
