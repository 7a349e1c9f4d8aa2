"""The search of the assistant: passages with the packs' words, lexical at once, vectors as soon as they can be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import structlog

from assistant.settings import Settings
from knowledge.asked import load_asked
from knowledge.corpus import Corpus
from knowledge.embeddings import make_encoder
from knowledge.errors import StaleIndexError
from knowledge.passages import Passage, make_passages
from knowledge.retriever import Retriever
from knowledge.vector_index import VectorIndex, units_of
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
    """All passages with their aliases."""
    return make_passages(corpus, aliases(packs), load_asked(corpus))


def build_index(
    settings: Settings, passages: tuple[Passage, ...], progress: Callable[[int], None] | None
) -> None:
    """Make the vector index anew."""
    index = VectorIndex(
        make_encoder(settings.embedding_model), folder=settings.index_dir, url=settings.chroma_url
    )
    index.build(passages, progress)


def vectors_needed(passages: tuple[Passage, ...]) -> int:
    """How many vectors the index of these passages holds."""
    return len(units_of(passages))


def make_retriever(settings: Settings, corpus: Corpus, passages: tuple[Passage, ...]) -> Retriever:
    """Search over the passages; without vectors when they cannot be had, which is logged and still answers."""
    try:
        encoder = make_encoder(settings.embedding_model)
        index = VectorIndex(encoder, folder=settings.index_dir, url=settings.chroma_url)
        try:
            index.open(passages)
        except StaleIndexError as exc:
            log.info("index_rebuilt", why=str(exc))
            index.build(passages)
    except Exception as exc:
        log.warning("vectors_unavailable", why=str(exc))
        return Retriever(corpus, passages, None)
    return Retriever(corpus, passages, index)
