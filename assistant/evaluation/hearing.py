"""Questions put to the assistant as it is installed: what search ranks, what is answered, how long that takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import perf_counter

from assistant.answering import Answerer
from assistant.evaluation.figures import SetFigures, figures_of
from assistant.evaluation.marking import DEPTHS, Heard, Hearing, marked
from assistant.evaluation.question_lines import QuestionLine, QuestionSet
from assistant.requests import read_ask
from knowledge.corpus import Corpus
from knowledge.finding import Finder
from knowledge.query import understand
from knowledge.retriever import Retriever


def hearing(answerer: Answerer, corpus: Corpus, retriever: Retriever, today: date) -> Hearing:
    """What asks one question after the other.

    Args:
        answerer: whose answers and times are measured.
        corpus: its texts.
        retriever: its search.
        today: the day of questions that name none.
    """
    finder = Finder(corpus, retriever)

    def heard(line: QuestionLine) -> Heard:
        request = read_ask(line.body(), today)
        started = perf_counter()
        answer = answerer.answer(request).as_json()
        seconds = perf_counter() - started
        query = understand(
            retriever.corrected(line.question), region=request.region, industry=request.industry
        )
        # What is refused was searched all the same; search is measured apart from the decision to refuse.
        hits = finder.find(query).hits or retriever.search(query, DEPTHS[-1]).hits
        found = tuple(
            (
                hit.clause.document_id,
                corpus.source(hit.clause.document_id)[hit.passage.start : hit.passage.end],
            )
            for hit in hits[: DEPTHS[-1]]
        )
        return Heard(found, answer, seconds)

    return heard


def measured(questions: QuestionSet, ask: Hearing, progress: Callable[[], None] = lambda: None) -> SetFigures:
    """The figures of a set, each question asked once; `progress` is called after each."""
    marks = []
    for line in questions.lines:
        marks.append(marked(line, ask(line)))
        progress()
    return figures_of(questions.name, marks)
