"""The search without each of its parts, question by question beside the whole, and what that loses."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.evaluation.hearing import hearing
from assistant.evaluation.intervals import CONFIDENCE, RESAMPLES, SEED
from assistant.evaluation.marking import Hearing, marked
from assistant.evaluation.question_lines import QuestionLine
from assistant.search_setup import passages_of
from knowledge import retriever
from knowledge.corpus import Corpus
from knowledge.embeddings import make_encoder
from knowledge.hits import Hit
from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.vector_index import VectorIndex
from scoring import load_scheme, scheme_ids
from tests.benchmarks.retrieval.ours import ChangedRetriever, RememberingEncoder, vectors_of
from tests.benchmarks.retrieval.parts import PARTS, Part

FIGURES = {
    "recall_at_1": "recall@1",
    "ndcg_at_10": "nDCG@10",
    "first": "First citation",
    "answer": "Answer right",
    "refusal": "Refused rightly",
}
"""Those that are shown."""
_JUDGED = ("recall_at_1", "ndcg_at_10")

_WHOLE = Part("", "")

Marks = tuple[Mapping[str, float], ...]
"""Of each question, in their order."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a figure loses without a part, in points of a hundred, with its interval."""

    value: float
    lower: float
    upper: float

    def __str__(self) -> str:
        return f"{self.value:+.1f} ({self.lower:+.1f} … {self.upper:+.1f})"


@dataclass(frozen=True, slots=True)
class Without:
    """The losses without a part, by figure."""

    part: Part
    losses: Mapping[str, Loss]

    @property
    def verdict(self) -> str:
        """Whether chance explains what is lost: by the figures that do not rest on the decision to refuse."""
        judged = [self.losses[name] for name in _JUDGED if name in self.losses]
        loses, gains = any(loss.lower > 0 for loss in judged), any(loss.upper < 0 for loss in judged)
        if loses and gains:
            return "mixed"
        return "yes" if loses else "**harms**" if gains else "not shown"


def _as_found(_query: Query, hits: tuple[Hit, ...], *_told: object) -> tuple[Hit, ...]:
    """The passages in the order of words, meaning, place and shape; scores as shares of the first."""
    return tuple(replace(hit, score=hit.score / hits[0].score) for hit in hits)


class Bench:
    """Puts questions to the search without a part."""

    def __init__(self, folder: Path, today: date) -> None:
        self._folder, self._today = folder, today
        self._corpus = Corpus.load()
        self._passages = passages_of(self._corpus, [load_scheme(name) for name in scheme_ids()])
        self._encoder = RememberingEncoder(make_encoder(None))
        self._indexes: dict[tuple[Passage, ...], VectorIndex] = {}
        self._asking: tuple[Part, Hearing] | None = None

    def marks(self, lines: Sequence[QuestionLine], part: Part | None = None) -> Marks:
        """The marks of the whole search, or of the search without a part."""
        part = part or _WHOLE
        if self._asking is None or self._asking[0] is not part:
            self._asking = (part, self._hearing(part))
        ask = self._asking[1]
        with nullcontext() if part.order else patch.object(retriever, "ranked", _as_found):
            return tuple(marked(line, ask(line)).marks for line in lines)

    def _hearing(self, part: Part) -> Hearing:
        passages = part.passages(self._passages)
        if passages not in self._indexes:
            folder = self._folder / str(len(self._indexes))
            self._indexes[passages] = vectors_of(passages, self._encoder, folder)
        vectors = self._indexes[passages]
        search = ChangedRetriever(
            self._corpus, passages, vectors, part.weights, part.change, spelling=part.spelling
        )
        answerer = Answerer(self._corpus, search, Citer(self._corpus))
        return hearing(answerer, self._corpus, search, self._today)


def ablated(
    groups: Mapping[str, Sequence[QuestionLine]],
    today: date,
    progress: Callable[[str], None] = lambda name: None,
) -> dict[str, tuple[Marks, tuple[Without, ...]]]:
    """Of each group of questions the marks of the whole search, and the losses without each part."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        bench = Bench(Path(folder), today)
        progress("the whole")
        whole = {name: bench.marks(lines) for name, lines in groups.items()}
        without: dict[str, list[Without]] = {name: [] for name in groups}
        for part in PARTS:
            progress(part.name)
            for name, lines in groups.items():
                left = bench.marks(lines, part)
                losses = {figure: loss_of(whole[name], left, figure) for figure in FIGURES}
                without[name].append(Without(part, losses))
        return {name: (whole[name], tuple(without[name])) for name in groups}


def loss_of(whole: Marks, left: Marks, figure: str) -> Loss:
    """What a figure loses, over the questions it applies to; the interval by the bootstrap of paired differences."""
    pairs = zip(whole, left, strict=True)
    lost = np.array([100 * (one[figure] - other[figure]) for one, other in pairs if figure in one])
    drawn = np.random.default_rng(SEED).integers(0, len(lost), (RESAMPLES, len(lost)))
    tail = (1 - CONFIDENCE) / 2
    lower, upper = np.quantile(lost[drawn].mean(axis=1), (tail, 1 - tail))
    return Loss(float(lost.mean()), float(lower), float(upper))


def loss_table(without: Sequence[Without]) -> Iterator[str]:
    """One line a part."""
    yield f"| Without | What it is | {' | '.join(FIGURES.values())} | Earns its place |"
    yield f"| --- | --- | {' | '.join(['---'] * len(FIGURES))} | --- |"
    for one in without:
        cells = " | ".join(str(loss) for loss in one.losses.values())
        yield f"| {one.part.name} | {one.part.what} | {cells} | {one.verdict} |"
