"""Whether questions can be answered."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from assistant.chat_model import model_json
from web.access import Desk

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz(desk: Desk) -> dict[str, Any]:
    """`{"status": "ok", …}`; the server listens only once the assistant is ready."""
    return desk.health()


@router.get("/api/v1/model")
def model(desk: Desk) -> dict[str, Any]:
    """The language model: whether one is configured, how it fares, what became of its words. No address, no key."""
    return model_json(desk.model)
