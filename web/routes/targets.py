"""Many firms against the shares that a text asks for."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from web.access import Desk
from web.body import Body
from web.described import WRITE, takes

router = APIRouter(prefix="/schemes", tags=["schemes"])

_TARGETS = takes(
    factories="企业的列表，每家含 enterprise（name、region、county、industry）和 facts，最多 2000 家",
    city="只统计这个城市，可空",
    as_of="评估日期，默认今天",
)


@router.post("/{scheme_id}/targets", responses=WRITE, openapi_extra=_TARGETS)
def targets(desk: Desk, scheme_id: str, body: Body) -> dict[str, Any]:
    """Shares of these firms by city and industry group, beside the targets."""
    return desk.targets(scheme_id, body)
