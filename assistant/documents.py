"""Files that the assistant makes to be saved."""

from __future__ import annotations

from dataclasses import dataclass

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
"""The media type of each format of a plan."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be downloaded."""

    content: bytes
    media_type: str
    filename: str
