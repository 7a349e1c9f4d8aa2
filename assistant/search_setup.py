"""The search of the assistant: passages with the packs' words, lexical at once, vectors as soon as they can be had."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable

import structlog

from assistant.settings import Settings
from knowledge.asked import load_asked
from knowledge.corpus import Corpus
from knowledge.embeddings import make_encoder
from knowledge.passages import Passage, make_passages
from knowledge.retriever import Retriever
from knowledge.segments import Segments
from knowledge.vector_index import VectorIndex
from knowledge.vector_keeping import VectorKeeper
from knowledge.vector_units import units_of
from scoring import Pack

log = structlog.get_logger()


def aliases(packs: Iterable[Pack]) -> dict[str, str]:
    """Clause id → what people call what it asks for, from the rule packs."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pack in packs:
        for item in pack.items.values():
            # Aspects and events cite sentences that say much else too.
            if item.kind not in ("aspect", "event"):
                words = " ".join(item.says).replace("/", " ")
                found[f"{item.cite.document_id}:{item.cite.clause_id}"].append(f"{item.title} {words}")
    return {clause: " ".join(texts) for clause, texts in found.items()}


def passages_of(corpus: Corpus, packs: Iterable[Pack]) -> tuple[Passage, ...]:
    """All passages with their aliases; those of a document that is as it was are not made again."""
    known, asked = aliases(packs), load_asked(corpus)
    words: defaultdict[str, list[tuple[str, object]]] = defaultdict(list)
    for clause, said in (*known.items(), *asked.items()):
        words[clause.partition(":")[0]].append((clause, said))
    made: list[Passage] = []
    for document in corpus.documents:
        state = (document, corpus.source(document.id), words[document.id])
        before = _PASSAGES.get(document.id)
        if before is None or before[0] != state:
            own = make_passages(corpus, known, asked, only=document.id)
            before = _PASSAGES[document.id] = (state, own)
        made += before[1]
    return tuple(made)


_PASSAGES: dict[str, tuple[object, tuple[Passage, ...]]] = {}
"""Document id → what its passages were made of, and they; the latest state only."""


def build_index(
    settings: Settings, passages: tuple[Passage, ...], progress: Callable[[int], None] | None
) -> None:
    """Make the vector index anew."""
    index = VectorIndex(
        make_encoder(settings.embedding_model), folder=settings.index_dir, url=settings.chroma_url
    )
    index.build(passages, progress, anew=True)


def vectors_needed(passages: tuple[Passage, ...]) -> int:
    """How many vectors the index of these passages holds."""
    return len(units_of(passages))


class Search:
    """What search keeps from one state of the texts to the next: counted documents, encoder, vectors."""

    def __init__(self, settings: Settings) -> None:
        self._segments = Segments()
        self._index: VectorIndex | None = None
        self._keeper: VectorKeeper | None = None
        try:
            encoder = make_encoder(settings.embedding_model)
            self._index = VectorIndex(encoder, folder=settings.index_dir, url=settings.chroma_url)
            self._keeper = VectorKeeper(self._index)
        except Exception as exc:
            log.warning("vectors_unavailable", why=str(exc))

    def retriever(self, corpus: Corpus, passages: tuple[Passage, ...]) -> Retriever:
        """Search over the passages; lexical at once, by meaning as far as vectors are there, more as they come."""
        if self._keeper is not None:
            self._keeper.keep(passages)
        found = Retriever(corpus, passages, self._index, segments=self._segments)
        if self._keeper is not None:
            self._keeper.checked(_PATIENCE)
        return found

    def whole(self, timeout: float) -> bool:
        """Wait until every passage has its vector; False when that takes longer or cannot be."""
        return self._keeper is not None and self._keeper.done(timeout)

    def close(self) -> None:
        """Stop working in the background."""
        if self._keeper is not None:
            self._keeper.close()


_PATIENCE = 5.0
"""Seconds that a start waits to learn whether the vectors are whole; search answers without them, too."""
_SEARCHES: dict[tuple[object, ...], Search] = {}
_OPENING = threading.Lock()


def search_of(settings: Settings) -> Search:
    """The search of an installation; one a process, since encoder and counts are kept for the next state of the texts."""
    key = (settings.index_dir.absolute(), settings.chroma_url, settings.embedding_model)
    with _OPENING:
        if key not in _SEARCHES:
            _SEARCHES[key] = Search(settings)
        return _SEARCHES[key]


def make_retriever(settings: Settings, corpus: Corpus, passages: tuple[Passage, ...]) -> Retriever:
    """Search over the passages; asked again after a text was added, only that text is worked on."""
    return search_of(settings).retriever(corpus, passages)
