"""Talks: start, say, confirm, resume, plan."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from assistant.facade import Document
from web.access import Desk
from web.body import Body
from web.described import CONFIRM, PLAN, READ, SAY, START, TAKE_FILE, UPLOAD, WRITE
from web.downloads import as_file
from web.streaming import streamed, wants_events
from web.uploads import uploaded

router = APIRouter(prefix="/conversations", tags=["conversations"])


@router.post("", responses=WRITE, openapi_extra=START)
def start(desk: Desk, body: Body) -> dict[str, Any]:
    """A new talk."""
    return desk.start(body)


@router.get("", responses=READ)
def conversations(desk: Desk) -> list[dict[str, Any]]:
    """All talks, the last one first."""
    return desk.conversations()


@router.get("/{conversation_id}", responses=READ)
def conversation(desk: Desk, conversation_id: str) -> dict[str, Any]:
    """The whole of a talk."""
    return desk.conversation(conversation_id)


@router.post("/{conversation_id}/messages", response_model=None, responses=WRITE, openapi_extra=SAY)
def say(desk: Desk, request: Request, conversation_id: str, body: Body) -> dict[str, Any] | Response:
    """The reply to a message, whole or as events."""
    if wants_events(request):
        return streamed(lambda: desk.say(conversation_id, body))
    return desk.say(conversation_id, body)


@router.post("/{conversation_id}/confirm", responses=WRITE, openapi_extra=CONFIRM)
def confirm(desk: Desk, conversation_id: str, body: Body) -> dict[str, Any]:
    """The talk's result after proposed facts were accepted or rejected."""
    return desk.confirm(conversation_id, body)


@router.post("/{conversation_id}/files", status_code=201, responses=UPLOAD | READ, openapi_extra=TAKE_FILE)
async def attach(request: Request, desk: Desk, conversation_id: str) -> JSONResponse:
    """What a file shows, proposed with its place in the file; 200 when the file is known already."""
    attachments = desk.attachments
    async with uploaded(request, attachments.limits.size) as (path, name):
        reply = await run_in_threadpool(attachments.take, conversation_id, path, name)
    return JSONResponse(reply, 201 if reply["outcome"] == "taken" else 200)


@router.post("/{conversation_id}/plan", response_model=None, responses=WRITE, openapi_extra=PLAN)
def plan(
    desk: Desk, conversation_id: str, body: Body, format: str | None = None
) -> dict[str, Any] | Response:
    """The plan from the talk's confirmed facts, as data or as a document."""
    made = desk.conversation_plan(conversation_id, body, format)
    return as_file(made) if isinstance(made, Document) else made
