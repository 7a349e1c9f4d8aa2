"""Answers overheard: what a talk asked while it made up its reply, without the talk having to tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from assistant.answering import Answer, Answerer
from assistant.requests import AskRequest

Heard = list[tuple[AskRequest, Answer]]
_listener: ContextVar[Heard | None] = ContextVar("helpdesk_listener", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """Everything that this thread asks inside the block, with its answers, in order."""
    heard: Heard = []
    token = _listener.set(heard)
    try:
        yield heard
    finally:
        _listener.reset(token)


class OverheardAnswerer(Answerer):
    """Answers as any other; who listens hears it."""

    def answer(self, request: AskRequest) -> Answer:
        """The answer to a question; never raises for a question that is merely odd."""
        answer = super().answer(request)
        if (heard := _listener.get()) is not None:
            heard.append((request, answer))
        return answer
