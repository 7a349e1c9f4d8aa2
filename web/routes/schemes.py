"""Schemes, assessments and plans from facts that the caller holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from assistant.facade import Document
from web.access import Desk
from web.body import Body
from web.described import ASSESS, GAPS, PLAN, READ, WHAT_IF, WRITE
from web.downloads import as_file

router = APIRouter(prefix="/schemes", tags=["schemes"])


@router.get("", responses=READ)
def schemes(desk: Desk) -> list[dict[str, Any]]:
    """All schemes."""
    return desk.schemes()


@router.get("/{scheme_id}", responses=READ)
def scheme(desk: Desk, scheme_id: str) -> dict[str, Any]:
    """One scheme with its items, each with its clause."""
    return desk.scheme(scheme_id)


@router.post("/{scheme_id}/assess", responses=WRITE, openapi_extra=ASSESS)
def assess(desk: Desk, scheme_id: str, body: Body) -> dict[str, Any]:
    """The assessment of these facts."""
    return desk.assess(scheme_id, body)


@router.post("/{scheme_id}/gaps", responses=WRITE, openapi_extra=GAPS)
def gaps(desk: Desk, scheme_id: str, body: Body) -> dict[str, Any]:
    """The smallest sets of requirements whose change reaches the target."""
    return desk.gaps(scheme_id, body)


@router.post("/{scheme_id}/what-if", responses=WRITE, openapi_extra=WHAT_IF)
def what_if(desk: Desk, scheme_id: str, body: Body) -> dict[str, Any]:
    """The result of these facts and of the changed ones; nothing is saved."""
    return desk.trials.what_if(scheme_id, body)


@router.post("/{scheme_id}/sensitivity", responses=WRITE, openapi_extra=ASSESS)
def sensitivity(desk: Desk, scheme_id: str, body: Body) -> dict[str, Any]:
    """The single facts that would flip the result, and how near values are to their limits."""
    return desk.trials.sensitivity(scheme_id, body)


@router.post("/{scheme_id}/dossier", response_class=Response, responses=WRITE, openapi_extra=ASSESS)
def dossier(desk: Desk, scheme_id: str, body: Body) -> Response:
    """Facts, result and trace, sealed in an archive that can be recomputed."""
    return as_file(Document(desk.trials.dossier(scheme_id, body), "application/zip", f"{scheme_id}.zip"))


@router.post("/{scheme_id}/plan", response_model=None, responses=WRITE, openapi_extra=PLAN)
def plan(desk: Desk, scheme_id: str, body: Body, format: str | None = None) -> dict[str, Any] | Response:
    """The plan from these facts, as data or as a document."""
    if format is None:
        return desk.plan(scheme_id, body)
    return as_file(desk.plan_document(scheme_id, body, format))
