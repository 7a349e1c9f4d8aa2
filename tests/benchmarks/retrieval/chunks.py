"""The five texts cut for general retrieval: plain pieces of text that only know their document and its place."""

from __future__ import annotations

from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from knowledge.corpus import Corpus
from knowledge.places import resolve
from knowledge.query import understand

SIZE = 500
OVERLAP = 50


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one text."""

    document_id: str
    place: str
    """Where its document holds."""
    text: str


def recursive_chunks(corpus: Corpus) -> tuple[Chunk, ...]:
    """LangChain's recursive pieces of every text, with its own separators."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    return tuple(
        Chunk(document.id, document.place.name, text)
        for document in corpus.documents
        for text in splitter.split_text(corpus.source(document.id))
    )


def places_for(question: str, region: str | None) -> list[str]:
    """The places whose rules reach the asker, the nearest first; none when the place is not known.

    The same reading of place that this project's own search uses, so that a filter is as good as it can be.
    """
    told = understand(question, region=region).region or (resolve(region) if region else None)
    return list(told.chain) if told else []
