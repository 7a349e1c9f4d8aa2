"""Every way of searching put to the same questions in one run, and the tables of what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

from assistant.evaluation.intervals import mean_of
from assistant.evaluation.question_lines import QuestionLine
from assistant.search_setup import passages_of
from knowledge.corpus import Corpus
from knowledge.embeddings import make_encoder
from knowledge.retriever import Retriever
from scoring import load_scheme, scheme_ids
from tests.benchmarks.figures import Spread, milliseconds
from tests.benchmarks.retrieval.asked import BUDGETS, DEEP, DEPTH, Searcher, quality
from tests.benchmarks.retrieval.chunks import recursive_chunks
from tests.benchmarks.retrieval.ours import ChangedRetriever, Ours, no_synonyms, vectors_of, without_curated
from tests.benchmarks.retrieval.plain_bm25 import JiebaBm25
from tests.benchmarks.retrieval.plain_haystack import Haystack, default_pieces
from tests.benchmarks.retrieval.plain_langchain import LangChainChroma

_QUALITY = (
    *("recall_at_1", "recall_at_3", "recall_at_5", "recall_at_10"),
    *("ndcg_at_10", "first", "whole_at_5"),
    *(f"within_{budget}" for budget in BUDGETS),
)
_WITH_INTERVAL = frozenset({"recall_at_1", "recall_at_5"})
_PLACES = ("the question alone", "place given")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of searching, with or without the asker's place, and what it earned."""

    name: str
    pieces: int
    place: str
    marks: Mapping[str, tuple[Mapping[str, float], ...]]
    """Group of sets → the marks of its answerable questions."""
    seconds: Spread
    """Of every question, answerable or not."""
    first: float
    """Mean characters of the first piece."""
    ten: float
    """Mean characters of the first ten."""


def searchers(folder: Path) -> Iterator[Searcher]:
    """All of them, over the five texts and with the bundled encoder."""
    corpus, encoder = Corpus.load(), make_encoder(None)
    passages = passages_of(corpus, [load_scheme(name) for name in scheme_ids()])
    retriever = Retriever(corpus, passages, vectors_of(passages, encoder, folder / "whole"))
    yield Ours("**this search**", corpus, retriever, len(passages))
    bare = without_curated(passages)
    plain = ChangedRetriever(
        corpus, bare, vectors_of(bare, encoder, folder / "bare"), change=no_synonyms, spelling=False
    )
    yield Ours("this search, nothing written for it", corpus, plain, len(bare))
    chunks, pieces = recursive_chunks(corpus), default_pieces(corpus)
    yield LangChainChroma(chunks, encoder)
    yield JiebaBm25(chunks)
    yield Haystack("Haystack BM25", pieces, encoder, "bm25")
    yield Haystack("Haystack embedding", pieces, encoder, "embedding")
    yield Haystack("Haystack BM25, recursive chunks", chunks, encoder, "bm25")
    yield Haystack("Haystack embedding, recursive chunks", chunks, encoder, "embedding")
    yield Haystack("Haystack both joined, recursive chunks", chunks, encoder, "bm25", "embedding")


def compared(
    groups: Mapping[str, Sequence[QuestionLine]], progress: Callable[[str], None] = lambda name: None
) -> tuple[Way, ...]:
    """What every way earned, with each use of the place."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        ways = []
        for searcher in searchers(Path(folder)):
            for place in _PLACES:
                progress(f"{searcher.name}, {place}")
                ways.append(_way(searcher, place, groups))
        return tuple(ways)


def _way(searcher: Searcher, place: str, groups: Mapping[str, Sequence[QuestionLine]]) -> Way:
    seconds, lengths, marks = [], [], {}
    for name, lines in groups.items():
        searcher.search(lines[0].question, _region(lines[0], place), DEPTH)
        earned = []
        for line in lines:
            region = _region(line, place)
            started = perf_counter()
            ten = searcher.search(line.question, region, DEPTH)
            seconds.append(perf_counter() - started)
            lengths.append([len(words) for _, words in ten])
            if line.answerable:
                short = sum(lengths[-1]) < max(BUDGETS)
                earned.append(
                    quality(line, ten, searcher.search(line.question, region, DEEP) if short else ten)
                )
        marks[name] = tuple(earned)
    found = [length for length in lengths if length]
    first, ten_long = fmean(length[0] for length in found), fmean(sum(length) for length in found)
    return Way(searcher.name, searcher.pieces, place, marks, Spread(tuple(seconds)), first, ten_long)


def _region(line: QuestionLine, place: str) -> str | None:
    return (line.region or "") if place == _PLACES[1] else None


def quality_table(ways: Sequence[Way], group: str) -> Iterator[str]:
    """The quality over one group of questions."""
    budgets = " | ".join(f"In {budget:,} characters" for budget in BUDGETS)
    yield f"| Way | Place | recall@1 | @3 | @5 | @10 | nDCG@10 | First right | Whole in 5 | {budgets} |"
    yield f"| --- | --- | --- | ---: | --- | ---: | ---: | ---: | ---: |{' ---: |' * len(BUDGETS)}"
    for way in ways:
        cells = [_cell([marks[name] for marks in way.marks[group]], name) for name in _QUALITY]
        yield f"| {way.name} | {_given(way)} | {' | '.join(cells)} |"


def cost_table(ways: Sequence[Way]) -> Iterator[str]:
    """How much is returned, and how long it takes, over all questions."""
    yield "| Way | Place | Pieces to choose from | Characters of the first | of the first ten | p50 | p95 |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for way in ways:
        times = f"{milliseconds(way.seconds.p50)} | {milliseconds(way.seconds.p95)}"
        yield f"| {way.name} | {_given(way)} | {way.pieces} | {way.first:,.0f} | {way.ten:,.0f} | {times} |"


def _given(way: Way) -> str:
    return "given" if way.place == _PLACES[1] else "–"


def _cell(earned: Sequence[float], name: str) -> str:
    figure = mean_of(earned)
    span = f" ({figure.lower:.2f}–{figure.upper:.2f})" if name in _WITH_INTERVAL else ""
    return f"{figure.value:.2f}{span}"
