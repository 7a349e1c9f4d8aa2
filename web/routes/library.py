"""The texts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from web.access import Desk
from web.described import READ

router = APIRouter(prefix="/library", tags=["library"])


@router.get("", responses=READ)
def library(desk: Desk) -> list[dict[str, Any]]:
    """All documents, with their standing and what the copies lack."""
    return desk.library()


@router.get("/{document_id}", responses=READ)
def document(desk: Desk, document_id: str) -> dict[str, Any]:
    """One document: its source text and where each clause stands in it."""
    return desk.document(document_id)
