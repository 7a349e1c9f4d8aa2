"""Approved answers: the list to review, adding, approving again, withdrawing."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from web.access import Desk
from web.body import Body
from web.described import READ, WRITE, takes

router = APIRouter(prefix="/curated", tags=["curated"])

_ADD = takes(
    forms="问法的列表",
    answer="答案，Markdown，最多 500 字，可用〔1〕等标出条款",
    clauses="引用的条款：clause_id 和 quote（与原文逐字一致）",
    place="适用地区，不限填 null",
    approved_by="审定人",
    holds_from="从哪天起可用，可空",
    holds_until="到哪天为止，可空",
)
_REVIEW = takes(
    by="复核人",
    approve="true 再次批准，false 转入待复核",
    reason="原因",
    forms="要改的问法",
    answer="要改的答案",
)
_WITHDRAW = takes(by="撤回人", reason="原因")


@router.get("", responses=WRITE)
def listed(desk: Desk, state: str | None = None) -> list[dict[str, Any]]:
    """All answers or those of a state; what rests on changed clauses is in review."""
    return desk.curated.listed(state)


@router.post("", status_code=201, responses=WRITE, openapi_extra=_ADD)
def add(desk: Desk, body: Body) -> list[dict[str, Any]]:
    """The answers added, one or a list, all or none."""
    return desk.curated.add(body)


@router.get("/{answer_id}", responses=READ)
def one(desk: Desk, answer_id: str) -> dict[str, Any]:
    """One answer with its history."""
    return desk.curated.one(answer_id)


@router.post("/{answer_id}/review", responses=WRITE, openapi_extra=_REVIEW)
def review(desk: Desk, answer_id: str, body: Body) -> dict[str, Any]:
    """The answer approved again, or put aside."""
    return desk.curated.review(answer_id, body)


@router.post("/{answer_id}/withdraw", responses=WRITE, openapi_extra=_WITHDRAW)
def withdraw(desk: Desk, answer_id: str, body: Body) -> dict[str, Any]:
    """The answer, given to nobody any more."""
    return desk.curated.withdraw(answer_id, body)
