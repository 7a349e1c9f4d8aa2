"""The pages that people read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from web.access import Desk
from web.library_shelf import shelf
from web.source_page import blocks, clauses_in, outline, quoted_span

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

LONGEST_TEXT = 5000
"""Characters of one message, as the assistant takes them; the page tells it while writing."""

Offset = Annotated[int | None, Query(ge=0, le=10**9)]
Words = Annotated[str | None, Query(max_length=2000)]


def _page(request: Request, name: str, **context: Any) -> HTMLResponse:
    page: HTMLResponse = request.app.state.pages.TemplateResponse(request, name, context)
    return page


@router.get("/")
def workspace(request: Request, desk: Desk) -> HTMLResponse:
    """The workspace: talk on the left, scorecard on the right."""
    return _page(request, "workspace.html", schemes=desk.schemes(), longest=LONGEST_TEXT)


@router.get("/library")
def library(request: Request, desk: Desk, place: Words = None, q: Words = None) -> HTMLResponse:
    """The list of texts; of many, those of one place or with some words in their title or number."""
    return _page(request, "library.html", shelf=shelf(desk.library(), place or "", q or ""))


@router.get("/library/{document_id}")
def document(
    request: Request,
    desk: Desk,
    document_id: str,
    start: Offset = None,
    end: Offset = None,
    quote: Words = None,
) -> HTMLResponse:
    """A whole text, the quoted words marked."""
    found = desk.document(document_id)
    mark = quoted_span(found, start, end, quote)
    wanted = mark is not None or (start is None and quote is None)
    shown = blocks(found, mark)
    return _page(
        request, "document.html", document=found, blocks=shown, outline=outline(found), found_mark=wanted
    )


@router.get("/library/{document_id}/fragment")
def fragment(
    request: Request,
    desk: Desk,
    document_id: str,
    start: Offset = None,
    end: Offset = None,
    quote: Words = None,
    clause: Words = None,
) -> HTMLResponse:
    """The clause that holds the quoted words, for the side panel."""
    found = desk.document(document_id)
    mark = quoted_span(found, start, end, quote)
    chosen = clauses_in(found, mark, clause)
    shown = blocks(found, mark, chosen)
    return _page(request, "fragment.html", document=found, blocks=shown, clauses=chosen)
