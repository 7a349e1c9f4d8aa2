"""The web application."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from assistant.facade import Assistant
from web.errors import add_error_handlers
from web.headers import SafeHeaders
from web.labels import standing
from web.memory import give_back
from web.routes import (
    ask,
    conversations,
    curated,
    documents,
    firms,
    health,
    helpdesk,
    library,
    pages,
    schemes,
    targets,
)

_HERE = Path(__file__).parent


def create_app(assistant: Assistant | None = None) -> FastAPI:
    """The application around an assistant, which is opened when the server starts."""
    # NOTE: FastAPI's own documentation pages load scripts from another host; the description itself stays.
    app = FastAPI(title="绿评", version="0.1.0", docs_url=None, redoc_url=None, lifespan=_opened)
    app.state.assistant = assistant if assistant is not None else Assistant()
    app.state.pages = Jinja2Templates(directory=_HERE / "templates")
    app.state.pages.env.filters["standing"] = standing
    app.add_middleware(SafeHeaders)
    add_error_handlers(app)
    for topic in (ask, schemes, targets, conversations, library, documents, curated, helpdesk, firms):
        app.include_router(topic.router, prefix="/api/v1")
    app.include_router(health.router)
    app.include_router(pages.router)
    app.include_router(documents.pages)
    app.include_router(helpdesk.pages)
    app.include_router(firms.pages)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    return app


@asynccontextmanager
async def _opened(app: FastAPI) -> AsyncIterator[None]:
    # What is opened here stays: looking through it for garbage, now or with every later collection, is in vain.
    gc.disable()
    try:
        await run_in_threadpool(app.state.assistant.prepare)
        gc.freeze()
        give_back()
    finally:
        gc.enable()
    yield
