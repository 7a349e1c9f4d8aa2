"""A reply as server-sent events."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from fastapi import Request
from starlette.responses import StreamingResponse

from web.errors import told_error

_PIECE = re.compile(r".{1,12}", re.DOTALL)
_PATIENCE = 1.5
"""Seconds in which a fault still gets a status of its own; afterwards the stream has begun."""
_BREATH = 2.0
"""Seconds between signs of life, so that nothing on the way takes the line for dead."""
_MAKING = ThreadPoolExecutor(40, thread_name_prefix="reply")

Reply = dict[str, Any]


def wants_events(request: Request) -> bool:
    """Whether the caller asked for a stream."""
    return "text/event-stream" in request.headers.get("accept", "").lower()


def streamed(make: Callable[[], Reply]) -> StreamingResponse:
    """`token` for each piece of the reply, then `citations`, then `done` with the whole body.

    A reply that takes long, as with a slow model, is announced by comments; `error` in the shape of every error comes
    when it fails behind them. A caller who hangs up changes nothing: the turn is made and kept, and is there to read.
    """
    # NOTE: the reply is checked as a whole against the core before a word of it is shown, hence pieces of a
    # finished text and not a model's raw output.
    making = _MAKING.submit(make)
    try:
        making.result(timeout=_PATIENCE)
    except TimeoutError:
        if making.done():
            raise
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(making), media_type="text/event-stream", headers=headers)


def _events(making: Future[Reply]) -> Iterator[str]:
    while True:
        try:
            reply = making.result(timeout=_BREATH)
            break
        except TimeoutError as exc:
            if making.done():
                yield _event("error", told_error(exc))
                return
            yield ": \n\n"
        except Exception as exc:
            yield _event("error", told_error(exc))
            return
    for piece in _PIECE.findall(str(reply.get("reply", ""))):
        yield _event("token", {"text": piece})
    yield _event("citations", reply.get("citations", []))
    yield _event("done", reply)


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
