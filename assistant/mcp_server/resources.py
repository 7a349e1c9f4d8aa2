"""The texts as resources: each text whole, each clause by itself, verbatim."""

from __future__ import annotations

from urllib.parse import unquote

from assistant.errors import InputError
from assistant.facade import Assistant

SCHEME = "lvping://"
DOCUMENT = SCHEME + "documents/{document_id}"
CLAUSE = SCHEME + "documents/{document_id}/clauses/{clause_id}"
_LONGEST = 1000


def listed(assistant: Assistant) -> list[tuple[str, str, str, str]]:
    """URI, id, title and standing of each text."""
    return [
        (
            f"{SCHEME}documents/{one.id}",
            one.id,
            one.title,
            f"{one.place.name}，{standing}。{one.status_remark or ''}",
        )
        for one, standing in assistant.clauses.texts()
    ]


def read(assistant: Assistant, uri: str) -> str:
    """The words behind a URI, verbatim.

    Raises:
        InputError: no URI of a text or clause.
        ClauseNotFoundError: no such text or clause.
    """
    parts = [unquote(part) for part in uri.removeprefix(SCHEME).split("/")]
    if not uri.startswith(SCHEME) or len(uri) > _LONGEST or parts[0] != "documents":
        raise InputError(f"没有资源“{uri[:80]}”；可用的形式：{DOCUMENT} 和 {CLAUSE}")
    if len(parts) == 2:
        return assistant.clauses.source(parts[1])
    if len(parts) == 4 and parts[2] == "clauses":
        return str(assistant.clauses.one(parts[1], parts[3])["text"])
    raise InputError(f"没有资源“{uri[:80]}”；可用的形式：{DOCUMENT} 和 {CLAUSE}")
