"""The real parts, opened once a run and shared by all tests that only read from them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.facade import Assistant
from assistant.search_setup import passages_of
from assistant.settings import Settings
from knowledge.corpus import Corpus
from knowledge.passages import Passage
from knowledge.retriever import Retriever
from scoring import Pack, load_scheme, scheme_ids

TODAY = date(2026, 11, 22)
"""The day on which the tests take place."""


@cache
def data_folder() -> Path:
    """A data folder whose search index is built by the first who opens it; gone when the run ends."""
    folder = Path(tempfile.mkdtemp(prefix="lvping-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def settings_in(folder: Path) -> Settings:
    """Settings of an installation in this folder that heeds no variables of the environment."""
    nothing = {"database_url": None, "chroma_url": None, "embedding_model": None}
    return Settings(data_dir=folder, llm_base_url=None, llm_model=None, llm_api_key=None, **nothing)


@cache
def corpus() -> Corpus:
    """The five texts."""
    return Corpus.load()


@cache
def packs() -> tuple[Pack, ...]:
    """The rule packs that come with the program."""
    return tuple(load_scheme(name) for name in scheme_ids())


@cache
def passages() -> tuple[Passage, ...]:
    """What search finds, with the words of the packs and the askings."""
    return passages_of(corpus(), packs())


@cache
def assistant() -> Assistant:
    """The whole assistant, for what leaves no trace in a talk."""
    return Assistant(settings_in(data_folder()), today=lambda: TODAY)


@cache
def answerer() -> Answerer:
    """Answers with vectors, as installed."""
    return assistant().answerer


@cache
def citer() -> Citer:
    """Makes citations."""
    return Citer(corpus())


def assistant_in(folder: Path) -> Assistant:
    """A new assistant on this folder, as after a restart; only the search index is shared."""
    fresh = Assistant(settings_in(folder), today=lambda: TODAY)
    fresh._answerer = answerer()
    fresh._corpus = corpus()
    return fresh


@cache
def lexical() -> Retriever:
    """Search without vectors: opened in a moment, and what is left when the index cannot be had."""
    return Retriever(corpus(), passages(), None)
