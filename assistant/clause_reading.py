"""One clause of a text, whole and verbatim, by its id or its printed number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from assistant.citing import STATUS_LABELS, Citer
from assistant.errors import InputError
from assistant.requests import read_date
from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.documents import Document

_MOST_NAMED = 8


class Opened(Protocol):
    """An assistant as far as its clauses are read."""

    @property
    def corpus(self) -> Corpus:
        """The texts."""

    @property
    def citer(self) -> Citer:
        """Makes citations."""


class ClauseReader:
    """Gives clauses with their standing."""

    def __init__(self, assistant: Opened, today: Callable[[], date] = date.today) -> None:
        self._assistant = assistant
        self._today = today

    def texts(self) -> list[tuple[Document, str]]:
        """All texts, each with its standing in words."""
        today = self._today()
        return [(one, STATUS_LABELS[one.status_on(today)]) for one in self._assistant.corpus.documents]

    def source(self, document_id: str) -> str:
        """The whole of a text, verbatim.

        Raises:
            ClauseNotFoundError: no such text.
        """
        return self._assistant.corpus.source(document_id)

    def one(self, document_id: str, clause_id: str, as_of: object = None) -> dict[str, Any]:
        """The clause with its standing on a day, where it is nested and what is nested in it.

        Args:
            document_id: `liaocheng-grading-2020` and the like.
            clause_id: `s3.1`, `liaocheng-grading-2020:s3.1`, or the number as printed, such as 三、（一）.
            as_of: the day of the standing, such as 2022-07-01; None for today.

        Raises:
            ClauseNotFoundError: no such text or clause.
            InputError: no such day, or a printed number that several clauses bear.
        """
        day = read_date(as_of, "as_of", self._today())
        corpus, document = self._assistant.corpus, self._assistant.corpus.document(document_id)
        clause = _found(corpus, document_id, clause_id)
        cited = self._assistant.citer.passage(clause, clause.start, clause.end, day)
        return {
            "document_id": document.id,
            "clause_id": clause.id,
            "title": document.title,
            "short_title": document.short_title,
            "place": document.place.name,
            "number": clause.number,
            "heading": clause.title,
            "path": list(clause.path),
            "kind": clause.kind,
            "text": corpus.text(clause),
            "cells": [list(cell) for cell in clause.cells],
            "children": [
                {"clause_id": child.id, "number": child.number, "heading": child.title}
                for child in corpus.children(clause)
            ],
            "status": cited["status"],
            "status_label": cited["status_label"],
            "status_remark": document.status_remark,
            "url": cited["url"],
        }


def _found(corpus: Corpus, document_id: str, wanted: str) -> Clause:
    bare = wanted.removeprefix(f"{document_id}:").strip()
    printed = [clause for clause in corpus.clauses(document_id) if _plain(clause.number) == _plain(bare)]
    if any(clause.local_id == bare for clause in corpus.clauses(document_id)) or not printed:
        return corpus.clause(f"{document_id}:{bare}")
    if len(printed) > 1:
        named = "、".join(clause.id for clause in printed[:_MOST_NAMED])
        raise InputError(
            f"clause_id：“{bare[:40]}”在这份文本里有 {len(printed)} 处：{named}；请用其中一个编号"
        )
    return printed[0]


def _plain(number: str) -> str:
    """A printed number without blanks and with one form of bracket, as people type it."""
    return "".join(number.split()).replace("(", "（").replace(")", "）")
