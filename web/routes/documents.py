"""Ingesting files: upload, drafts, confirmation, removal; the interface and the two pages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse

from web.access import Desk
from web.body import Body
from web.described import CONFIRM_TEXT, READ, TAKE_FILE, UPLOAD, WRITE
from web.source_page import blocks
from web.uploads import uploaded

router = APIRouter(prefix="/documents", tags=["documents"])
pages = APIRouter(prefix="/documents", include_in_schema=False, default_response_class=HTMLResponse)


@router.post("", status_code=201, responses=UPLOAD, openapi_extra=TAKE_FILE)
async def take(request: Request, desk: Desk) -> JSONResponse:
    """A draft of the uploaded file; 200 when the file or its text is known already."""
    documents = desk.documents
    async with uploaded(request, documents.limits.size) as (path, name):
        result = await run_in_threadpool(documents.take, path, name)
    return JSONResponse(result, 201 if result["outcome"] == "drafted" else 200)


@router.get("", responses=READ)
def listed(desk: Desk) -> list[dict[str, Any]]:
    """All ingested texts in short, drafts first."""
    return desk.documents.listed()


@router.get("/{document_id}", responses=READ)
def one(desk: Desk, document_id: str) -> dict[str, Any]:
    """A draft or an ingested text with its guesses and its structure."""
    return desk.documents.one(document_id)


@router.post("/{document_id}/confirm", responses=WRITE, openapi_extra=CONFIRM_TEXT)
def confirm(desk: Desk, document_id: str, body: Body) -> dict[str, Any]:
    """The text, from now on part of the corpus; one that is already is described anew."""
    return desk.documents.confirm(document_id, body)


@router.delete("/{document_id}", responses=WRITE)
def remove(desk: Desk, document_id: str) -> dict[str, Any]:
    """What was taken away."""
    return desk.documents.remove(document_id)


@pages.get("")
def overview(request: Request, desk: Desk) -> HTMLResponse:
    """Upload, drafts and ingested texts."""
    listed = desk.documents.listed()
    drafts = [entry for entry in listed if entry["state"] == "draft"]
    active = [entry for entry in listed if entry["state"] == "active"]
    most = desk.documents.limits.size // 2**20
    return _page(request, "documents.html", drafts=drafts, active=active, most=most)


@pages.get("/{document_id}")
def check(request: Request, desk: Desk, document_id: str) -> HTMLResponse:
    """One text beside the form in which a person describes it."""
    documents = desk.documents
    found, whole = documents.one(document_id), documents.whole(document_id)
    others = [entry for entry in desk.library() if entry["id"] != document_id]
    return _page(request, "document_check.html", document=found, blocks=blocks(whole, None), others=others)


def _page(request: Request, name: str, **context: Any) -> HTMLResponse:
    page: HTMLResponse = request.app.state.pages.TemplateResponse(request, name, context)
    return page
