"""A case that people have settled, as lines of a set of evaluation questions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from assistant.evaluation.question_lines import QuestionLine
from assistant.helpdesk.cases import Case, Draft, Question
from assistant.helpdesk.claims import claims
from knowledge.corpus import Corpus
from knowledge.errors import ClauseNotFoundError

TAG = "helpdesk"
_SHORTEST = 6
"""Characters of a gold quote."""


def lines_of(corpus: Corpus, case: Case, questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The lines of a case, one for each asking; empty when the case is not settled.

    An approved case gives questions that must be answered from its clauses; one that was closed without an answer
    gives questions that must be refused for the reason they were, unless the asker was sent here by a bad answer.
    """
    draft = case.draft if case.approved_sha256 else None
    if case.state not in ("approved", "closed"):
        return []
    gold = _gold(corpus, draft) if draft is not None else []
    lines: list[dict[str, Any]] = []
    for question in _once(questions):
        received = question.received
        if draft is None and received.reason == "handed_over":
            continue
        lines.append(
            {
                "id": f"hd-{case.id[:8]}-{len(lines) + 1:02d}",
                "question": received.text,
                "region": received.place,
                "industry": received.industry,
                "as_of": received.as_of.isoformat(),
                "answerable": bool(gold),
                "reason": None if gold else received.reason,
                "gold": gold,
                "must_contain": _figures(draft) if draft is not None and gold else [],
                "tags": [TAG, "correction" if gold else "refusal"],
            }
        )
    return [QuestionLine.model_validate(line).model_dump(mode="json") for line in lines]


def as_jsonl(lines: Iterable[dict[str, Any]]) -> str:
    """One line each, as the sets of questions are written."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _figures(draft: Draft) -> list[list[str]]:
    return [[claim] for claim in claims(draft.text) if any(char.isdigit() for char in claim)]


def _once(questions: Iterable[Question]) -> list[Question]:
    found: dict[tuple[str, str | None, str | None], Question] = {}
    for question in questions:
        received = question.received
        found.setdefault((received.text, received.place, received.industry), question)
    return list(found.values())


def _gold(corpus: Corpus, draft: Draft) -> list[dict[str, str]]:
    gold = []
    for clause_id, quote in draft.clauses:
        document_id = clause_id.partition(":")[0]
        try:
            span = corpus.locate(document_id, quote, within=corpus.clause(clause_id))
        except ClauseNotFoundError:
            continue
        if span is not None:
            gold.append({"document_id": document_id, "quote": _one_line(corpus.source(document_id), *span)})
    return gold


def _one_line(source: str, start: int, end: int) -> str:
    """The longest run of one source line in a quote that occurs once; else the longest, with its line about it."""
    runs = sorted((run.strip() for run in source[start:end].split("\n")), key=len, reverse=True)
    for run in runs:
        if len(run) >= _SHORTEST and source.count(run) == 1:
            return run
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", start)
    line = source[line_start : line_end if line_end >= 0 else len(source)].strip()
    return line if source.count(line) == 1 else runs[0]
