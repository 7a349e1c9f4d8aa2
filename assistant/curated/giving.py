"""An approved answer as it is given: its text with marks, its clauses as citations, who approved it."""

from __future__ import annotations

import re
from datetime import date

from assistant.citing import Citation, Citer
from assistant.curated.answers import CuratedAnswer
from knowledge.corpus import Corpus

_MARK = re.compile(r"〔\d{1,2}〕")


def given(
    answer: CuratedAnswer, corpus: Corpus, citer: Citer, as_of: date
) -> tuple[str, tuple[Citation, ...]]:
    """The text and the citations that its marks stand for; clauses without a mark are named at the end."""
    citations = []
    for n, basis in enumerate(answer.basis, 1):
        clause = corpus.clause(basis.clause_id)
        start, end = corpus.locate(clause.document_id, basis.quote, within=clause) or (
            clause.start,
            clause.end,
        )
        citations.append(citer.passage(clause, start, end, as_of, n))
    marked = set(_MARK.findall(answer.text))
    sources = "；".join(
        f"《{c['title']}》{c['number']}（{c['status_label']}）{_unmarked(c['n'], marked)}" for c in citations
    )
    return f"{answer.text}\n\n依据：{sources}", tuple(citations)


def approved_note(answer: CuratedAnswer) -> str:
    """Who approved the answer and when."""
    return f"本答案由{answer.approved_by}于{answer.approved_at[:10]}审定"


def _unmarked(n: int, marked: set[str]) -> str:
    mark = f"〔{n}〕"
    return "" if mark in marked else mark
