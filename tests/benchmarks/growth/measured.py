"""One size: how long indexing takes, what it costs in memory, how long questions take."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.evaluation.question_lines import read_sets
from assistant.requests import read_ask
from assistant.search_setup import passages_of
from knowledge.corpus import Corpus
from knowledge.embeddings import make_encoder
from knowledge.query import understand
from knowledge.retriever import Retriever
from knowledge.segments import Segments
from knowledge.vector_index import VectorIndex
from knowledge.vector_keeping import VectorKeeper
from knowledge.vector_units import units_of
from scoring import load_scheme, scheme_ids
from tests.benchmarks.figures import Spread, over, seconds_of
from tests.benchmarks.growth.stand_in import StandIn
from tests.benchmarks.growth.texts import invented, places

_QUESTIONS = Path(__file__).parents[2] / "evaluation"
_DAY = date(2026, 11, 22)
_ENCODED = 1024
"""Passages encoded in earnest to learn how fast that goes."""
_WAIT = 3600.0


@dataclass(frozen=True, slots=True)
class Size:
    """The figures of one size; times in seconds, memory in megabytes."""

    documents: int
    clauses: int
    passages: int
    distinct: int
    """Passages that say what no other says."""
    prepared: float
    """Cutting the texts into passages; processor time."""
    lexical: float
    """Counting all texts and putting the arrays together; wall-clock time."""
    lexical_processor: float
    """The same, of processor time."""
    added: float
    """The same for one text more."""
    encoded_per_second: float
    vectors: int
    stored: float
    """Storing them in Chroma, in the background."""
    vectors_added: float
    """The same for one text more, until the index is whole again."""
    opened: float
    """Opening what is stored, as after a restart."""
    memory: float
    search: tuple[float, float]
    """p50 and p95; so are the others."""
    search_anywhere: tuple[float, float]
    search_processor: tuple[float, float]
    """Processor time of the thread that searches, which a busy machine lengthens less; city known."""
    search_anywhere_processor: tuple[float, float]
    search_while_filling: tuple[float, float]
    answer: tuple[float, float]
    answer_processor: float
    """Processor time of one answer."""

    def as_json(self) -> dict[str, object]:
        """For the process that asked."""
        return asdict(self)


def measured(documents: int) -> Size:
    """Builds everything of one size and asks."""
    shipped = Corpus.load()
    more = list(invented(shipped, documents - len(shipped.documents) + 1))
    corpus, grown = shipped.joined(more[:-1]), shipped.joined(more)
    packs = [load_scheme(name) for name in scheme_ids()]
    prepared = time.process_time()
    passages = passages_of(corpus, packs)
    prepared = time.process_time() - prepared
    Retriever(shipped, passages_of(shipped, packs), None)  # Dictionaries are read once, whatever the size.
    segments, made = Segments(), []
    processor = time.process_time()
    lexical = seconds_of(lambda: made.append(Retriever(corpus, passages, None, segments=segments)))
    processor = time.process_time() - processor
    with_one_more = passages_of(grown, packs)
    added = seconds_of(lambda: made.append(Retriever(grown, with_one_more, None, segments=segments)))
    made.clear()
    units = units_of(passages)
    encoder = make_encoder(None)
    foreign = [unit.text for unit in units if unit.document.startswith("invented")]
    texts = foreign or [unit.text for unit in units]
    samples = texts[:: max(1, len(texts) // _ENCODED)][:_ENCODED]
    encoder.encode(samples[:8])
    rate = len(samples) / seconds_of(lambda: encoder.encode(samples))
    questions = _questions(shipped)
    with tempfile.TemporaryDirectory() as folder:
        index = VectorIndex(StandIn(encoder, samples), folder=Path(folder))
        keeper = VectorKeeper(index)
        retriever = Retriever(corpus, passages, index, segments=segments)
        started = time.perf_counter()
        keeper.keep(passages)
        keeper.checked(_WAIT)
        _searched(retriever, questions[:5], True)
        filling = _searched(retriever, questions[:60], True)
        if not keeper.done(_WAIT):
            raise TimeoutError(f"{len(units)} vectors were not stored in {_WAIT} s")
        stored = time.perf_counter() - started
        index.warm(lambda: True)
        for placed in (True, False):
            _searched(retriever, questions[:10], placed)
        here, anywhere = _searched(retriever, questions, True), _searched(retriever, questions, False)
        own = [_searched(retriever, questions, placed, time.thread_time) for placed in (True, False)]
        answerer = Answerer(corpus, retriever, Citer(corpus))
        bodies = [{"question": question, "region": region} for question, region in questions]
        answer_processor = time.process_time()
        answered = over(lambda body: answerer.answer(read_ask(body, _DAY)), bodies)
        answer_processor = (time.process_time() - answer_processor) / answered.count
        later = StandIn(encoder, samples)
        again = VectorIndex(later, folder=Path(folder))
        later.fill(foreign)
        reopened = seconds_of(lambda: again.open(passages))
        longer = seconds_of(lambda: (keeper.keep(with_one_more), keeper.done(_WAIT)))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        keeper.close()
    clauses = sum(
        clause.end > clause.start for document in corpus.documents for clause in corpus.clauses(document.id)
    )
    return Size(
        len(corpus.documents),
        clauses,
        len(passages),
        len({passage.text for passage in passages}),
        prepared,
        lexical,
        processor,
        added,
        rate,
        len(units),
        stored,
        longer,
        reopened,
        memory,
        _both(here),
        _both(anywhere),
        _both(own[0]),
        _both(own[1]),
        _both(filling),
        _both(answered),
        answer_processor,
    )


def _questions(corpus: Corpus) -> list[tuple[str, str]]:
    """The dev questions, each from another city; those that name a shipped place keep it."""
    cities = places(corpus)
    lines = [line for one in read_sets(_QUESTIONS, "dev") for line in one.lines]
    homes = [line.body().get("region") for line in lines]
    return [
        (line.question, str(home or cities[7 * number % len(cities)].name))
        for number, (line, home) in enumerate(zip(lines, homes, strict=True))
    ]


def _searched(
    retriever: Retriever,
    questions: list[tuple[str, str]],
    placed: bool,
    clock: Callable[[], float] = time.perf_counter,
) -> Spread:
    def ask(asked: object) -> object:
        question, region = asked  # type: ignore[misc]
        query = understand(retriever.corrected(question), region=region if placed else None)
        return retriever.search(query, 12)

    return over(ask, questions, clock)


def _both(spread: Spread) -> tuple[float, float]:
    return spread.p50, spread.p95
