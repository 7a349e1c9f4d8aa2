"""Rows of the helpdesk as the plain records that everything above the database works with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from assistant.helpdesk.cases import Case, Channel, Question, Received, draft_from
from assistant.helpdesk.states import ACTIONS, State
from assistant.store.helpdesk_tables import HelpdeskCaseRow, HelpdeskQuestionRow, HelpdeskTrailRow

STEPS: dict[str, str] = {str(name): label for name, label in ACTIONS.items()} | {
    "received": "收到",
    "split": "分开",
    "removed": "移除",
}
"""What a step of the trail is called in Chinese."""


def case_of(row: HelpdeskCaseRow) -> Case:
    """A row as a case."""
    return Case(
        id=row.id, state=cast(State, row.state), version=row.version, question=row.question, place=row.place,
        industry=row.industry, reason=row.reason, asked=row.asked, handed_over=row.handed_over, remark=row.remark,
        draft=draft_from(row.draft) if row.draft else None, drafted_by=row.drafted_by,
        approved_sha256=row.approved_sha256, answer_id=row.answer_id, created_at=_told(row.created_at),
        last_asked_at=_told(row.last_asked_at),
    )  # fmt: skip


def question_of(row: HelpdeskQuestionRow) -> Question:
    """A row as a question."""
    received = Received(
        text=row.text, place=row.place, industry=row.industry, as_of=row.as_of, role=row.role, reason=row.reason,
        near=tuple(row.near), channel=cast(Channel, row.channel), talk_id=row.talk_id, context=tuple(row.context),
        answer=row.answer, handed_over=row.handed_over,
    )  # fmt: skip
    return Question(row.id, received, _told(row.created_at))


def step_of(row: HelpdeskTrailRow) -> dict[str, Any]:
    """A row of the trail as it is shown."""
    return {
        "version": row.version,
        "at": _told(row.at),
        "by": row.by,
        "what": row.what,
        "what_label": STEPS.get(row.what, row.what),
        "remark": row.remark,
        "draft": row.draft,
    }


def _told(at: datetime) -> str:
    """ISO with its zone, which SQLite does not keep."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat(timespec="seconds")
