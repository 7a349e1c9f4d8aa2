"""Run as a program: the real application under uvicorn, searching by words alone, which opens in a moment."""

from __future__ import annotations

import sys

import uvicorn

import assistant.facade
from knowledge.corpus import Corpus
from knowledge.passages import Passage
from knowledge.retriever import Retriever
from web.app import create_app


def by_words(_: object, corpus: Corpus, passages: tuple[Passage, ...]) -> Retriever:
    """Search without vectors."""
    return Retriever(corpus, passages, None)


if __name__ == "__main__":
    assistant.facade.make_retriever = by_words
    uvicorn.run(create_app(), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
