"""Whether questions can be answered."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from web.access import Desk

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz(desk: Desk) -> dict[str, Any]:
    """`{"status": "ok", …}`; the server listens only once the assistant is ready."""
    return desk.health()
