"""A made document as a file to save."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response

from assistant.facade import Document


def as_file(document: Document) -> Response:
    """The document under its own name; Chinese names go in the extended form that browsers read."""
    suffix = document.filename.rpartition(".")[2]
    name = quote(document.filename, safe="")
    return Response(
        document.content,
        media_type=document.media_type,
        headers={"Content-Disposition": f"attachment; filename=\"plan.{suffix}\"; filename*=UTF-8''{name}"},
    )
