"""How a route reaches the assistant."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assistant.facade import Assistant


def assistant_of(request: Request) -> Assistant:
    """The assistant that the app was made with."""
    found: Assistant = request.app.state.assistant
    return found


Desk = Annotated[Assistant, Depends(assistant_of)]
