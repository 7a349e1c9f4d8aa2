"""The search and the clauses of the texts as LangChain knows them; nothing else in the program imports this module."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, PrivateAttr

from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.finding import Finder
from knowledge.query import understand
from knowledge.retriever import Retriever


class ClauseRetriever(BaseRetriever):
    """Passages of clauses for a question, best first; each document holds the verbatim words and says where they stand.

    A question that the texts do not answer gets no documents, so that a chain cannot make an answer of clauses about
    something else; with ``nearest`` it gets those that come nearest. Metadata of a document:

    ==================  ==================================================================
    ``document_id``     id of the text
    ``clause_id``       address of the clause, ``<document id>:<local id>``
    ``number``          as printed, with its parents
    ``title``           of the text
    ``place``           where the text holds
    ``status``          on the day: not_yet, draft, in_force, cycle_over or superseded
    ``start``, ``end``  offsets of ``page_content`` in the text, in characters
    ``url``             the page of the program that shows the words in the text
    ``score``           fused score of the search, comparable within one answer only
    ==================  ==================================================================
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    corpus: Corpus
    search: Retriever
    limit: int = Field(default=5, ge=1, le=12)
    """How many passages a question gets at most."""
    region: str | None = None
    """Where the asker is, when the question does not say."""
    industry: str | None = None
    as_of: date | None = None
    """The day of the statuses; the day of the question when not given."""
    nearest: bool = False
    """Whether a question that the texts do not answer gets the nearest passages instead of none."""

    _finder: Finder = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Makes ready what decides whether the texts answer."""
        super().model_post_init(context)
        self._finder = Finder(self.corpus, self.search)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it by name
    ) -> list[Document]:
        day = self.as_of or date.today()
        understood = understand(
            self.search.corrected(query), region=self.region, industry=self.industry, as_of=day
        )
        hits = self._finder.find(understood).hits
        if not hits and self.nearest:
            hits = self.search.search(understood, self.limit).hits
        found: list[Document] = []
        for hit in hits[: self.limit]:
            passage = hit.passage
            document = _document(self.corpus, hit.clause, passage.start, passage.end, day, passage.id)
            document.metadata["score"] = hit.score
            found.append(document)
        return found


def clause_documents(corpus: Corpus, as_of: date | None = None) -> Iterator[Document]:
    """Each clause that has words of its own, in the order of the texts, for a vector store of one's own.

    Args:
        corpus: the texts.
        as_of: the day of the statuses; today when not given.

    Yields:
        The clause's own words, verbatim, with the metadata of `ClauseRetriever` except ``score``; the clause id is the
        id of the document.
    """
    day = as_of or date.today()
    for text in corpus.documents:
        for clause in corpus.clauses(text.id):
            if clause.end > clause.start:
                yield _document(corpus, clause, clause.start, clause.end, day, clause.id)


def _document(corpus: Corpus, clause: Clause, start: int, end: int, day: date, name: str) -> Document:
    text = corpus.document(clause.document_id)
    return Document(
        id=name,
        page_content=corpus.source(text.id)[start:end],
        metadata={
            "document_id": text.id,
            "clause_id": clause.id,
            "number": clause.number,
            "title": text.title,
            "place": text.place.name,
            "status": corpus.editions.standing(clause, day).status,
            "start": start,
            "end": end,
            "url": f"/library/{text.id}?start={start}&end={end}#{clause.local_id}",
        },
    )
