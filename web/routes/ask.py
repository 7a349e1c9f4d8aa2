"""One question, one answer with its clauses."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from web.access import Desk
from web.body import Body
from web.described import ASK, WRITE

router = APIRouter(tags=["ask"])


@router.post("/ask", responses=WRITE, openapi_extra=ASK)
def ask(desk: Desk, body: Body) -> dict[str, Any]:
    """The answer to a question, with verbatim citations."""
    return desk.helpdesk.reception.ask(body)
