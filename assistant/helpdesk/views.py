"""A case as staff see it: its questions, the draft, and the clauses beside it."""

from __future__ import annotations

from typing import Any

from assistant.helpdesk.approving import bound_to, faults_of
from assistant.helpdesk.cases import Case, Draft
from assistant.helpdesk.drafting import MOST_NEAR, Near, beside, cited, nearest, proposed
from assistant.helpdesk.parts import Parts
from assistant.helpdesk.states import ACTIONS, MOVES
from knowledge.query import understand


def whole_case(parts: Parts, case: Case) -> dict[str, Any]:
    """A case with everything that is needed to answer it; `draft` is a proposal as long as nobody saved one."""
    near = near_of(parts, case.question, case.place, case.industry)
    draft = case.draft or proposed(near, parts.corpus(), case.question, case.place)
    return {
        **case.as_json(),
        "actions": [step for step in ACTIONS if (case.state, step) in MOVES and step != "recheck"],
        "questions": [question.as_json() for question in parts.cases.questions(case.id)],
        "trail": parts.cases.trail(case.id),
        "saved": case.draft is not None,
        "draft": draft.as_json(),
        "draft_sha256": bound_to(parts.corpus(), draft),
        "clauses": quoted(parts, draft),
        "near": [beside(parts.citer(), parts.corpus(), entry, parts.today()) for entry in near],
        "faults": checked(parts, draft),
    }


def near_of(parts: Parts, question: str, place: str | None, industry: str | None) -> tuple[Near, ...]:
    """The clauses near a question as they are found today."""
    query = understand(question, region=place, industry=industry, as_of=parts.today())
    hits = parts.answerer().retriever.search(query, 3 * MOST_NEAR).hits
    return nearest(hits, parts.corpus(), query)


def quoted(parts: Parts, draft: Draft) -> list[dict[str, Any]]:
    """The clauses of a draft in the order of its marks, as they stand today."""
    return [
        cited(parts.citer(), parts.corpus(), clause_id, quote, parts.today(), n)
        for n, (clause_id, quote) in enumerate(draft.clauses, 1)
    ]


def checked(parts: Parts, draft: Draft) -> list[dict[str, str]]:
    """What keeps a draft from being approved, each with its place."""
    return [fault.as_json() for fault in faults_of(parts.corpus(), draft, parts.today())]


def row_of(case: Case) -> tuple[Any, ...]:
    """A case as a row of the table to save."""
    shown = case.as_json()
    draft = case.draft
    clauses = "\n".join(f"{clause_id} “{quote}”" for clause_id, quote in draft.clauses) if draft else ""
    return (
        case.id, shown["state_label"], case.question, case.place, case.industry, shown["reason_label"], case.asked,
        "是" if case.handed_over else "", case.created_at[:16], case.last_asked_at[:16], draft.text if draft else "",
        clauses, case.remark,
    )  # fmt: skip
