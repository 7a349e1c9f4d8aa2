"""A reply as server-sent events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import Request
from starlette.responses import StreamingResponse

_PIECE = re.compile(r".{1,12}", re.DOTALL)


def wants_events(request: Request) -> bool:
    """Whether the caller asked for a stream."""
    return "text/event-stream" in request.headers.get("accept", "").lower()


def as_events(reply: dict[str, Any]) -> StreamingResponse:
    """`token` for each piece of the reply, then `citations`, then `done` with the whole body."""
    # NOTE: the reply is checked as a whole against the core before a word of it is shown, hence pieces of a
    # finished text and not a model's raw output.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(reply), media_type="text/event-stream", headers=headers)


def _events(reply: dict[str, Any]) -> Iterator[str]:
    for piece in _PIECE.findall(str(reply.get("reply", ""))):
        yield _event("token", {"text": piece})
    yield _event("citations", reply.get("citations", []))
    yield _event("done", reply)


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
