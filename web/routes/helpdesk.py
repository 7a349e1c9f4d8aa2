"""The helpdesk: inbox, drafts, approval, figures; the interface and the two pages."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import HTMLResponse, PlainTextResponse

from assistant.helpdesk.bodies import read_wanted
from assistant.helpdesk.cases import REASONS
from assistant.helpdesk.evaluation_lines import as_jsonl
from assistant.helpdesk.states import STATES
from assistant.store.helpdesk import Wanted
from web.access import Desk
from web.body import Body
from web.described import READ, WRITE, errors, takes
from web.downloads import as_file

router = APIRouter(prefix="/helpdesk", tags=["helpdesk"])
pages = APIRouter(prefix="/helpdesk", include_in_schema=False, default_response_class=HTMLResponse)

_STEP = errors(400, 404, 409, 413, 422, 503)
_WHO = {"version": "看到的版本号", "by": "谁：姓名或工号"}
_HAND_OVER = takes(
    question="问题",
    region="地区，可空",
    industry="行业，可空",
    as_of="日期，可空",
    answer="没有解决问题的那段答案，可空",
    conversation="对话编号，可空",
)
_ANSWER = {
    "answer": "答案，Markdown，最多 500 字，用〔1〕等标出条款",
    "clauses": "引用的条款：clause_id 和 quote（与原文逐字一致）",
    "forms": "问法的列表",
    "place": "适用地区，不限填 null",
    "holds_from": "从哪天起可用，可空",
    "holds_until": "到哪天为止，可空",
}
_DRAFT = takes(**_WHO, **_ANSWER)
_CHECK = takes(**_ANSWER)
_APPROVE = takes(**_WHO, draft_sha256="读取时给出的值，审定只对看过的那一稿有效")
_REASON = takes(**_WHO, reason="原因")
_SPLIT = takes(**_WHO, questions="要分出的问法编号")

Words = Annotated[str | None, Query(max_length=200)]
Whole = Annotated[int, Query(ge=0, le=10**6)]


def _wanted(
    state: Words = None,
    reason: Words = None,
    place: Words = None,
    handed_over: bool | None = None,
    q: Words = None,
) -> Wanted:
    return read_wanted(state, reason, place, handed_over, q)


Filter = Annotated[Wanted, Depends(_wanted)]


@router.post("/questions", status_code=201, responses=WRITE, openapi_extra=_HAND_OVER)
def hand_over(desk: Desk, body: Body) -> dict[str, Any]:
    """The case that a question or a whole answer was handed over to."""
    talk_id = body.get("conversation") if isinstance(body, dict) else None
    talk = desk.store.load(talk_id) if talk_id is not None else None
    return desk.helpdesk.reception.hand_over(body, talk)


@router.get("/cases", responses=errors(422))
def listed(desk: Desk, wanted: Filter, limit: Whole = 50, offset: Whole = 0) -> dict[str, Any]:
    """A page of the inbox."""
    return desk.helpdesk.listed(wanted, limit, offset)


@router.get("/cases/{case_id}", responses=READ)
def one(desk: Desk, case_id: str) -> dict[str, Any]:
    """A case with its questions, its draft or a proposal of one, and the clauses beside it."""
    return desk.helpdesk.one(case_id)


@router.post("/cases/{case_id}/draft", responses=_STEP, openapi_extra=_DRAFT)
def draft(desk: Desk, case_id: str, body: Body) -> dict[str, Any]:
    """The case with the draft saved."""
    return desk.helpdesk.draft(case_id, body)


@router.post("/cases/{case_id}/approve", responses=_STEP, openapi_extra=_APPROVE)
def approve(desk: Desk, case_id: str, body: Body) -> dict[str, Any]:
    """The case approved, its draft among the approved answers."""
    return desk.helpdesk.approve(case_id, body)


@router.post("/cases/{case_id}/send-back", responses=_STEP, openapi_extra=_REASON)
def send_back(desk: Desk, case_id: str, body: Body) -> dict[str, Any]:
    """The case sent back to whoever wrote the draft."""
    return desk.helpdesk.send_back(case_id, body)


@router.post("/cases/{case_id}/close", responses=_STEP, openapi_extra=_REASON)
def close(desk: Desk, case_id: str, body: Body) -> dict[str, Any]:
    """The case closed."""
    return desk.helpdesk.close(case_id, body)


@router.post("/cases/{case_id}/reopen", responses=_STEP, openapi_extra=_REASON)
def reopen(desk: Desk, case_id: str, body: Body) -> dict[str, Any]:
    """The case open again."""
    return desk.helpdesk.reopen(case_id, body)


@router.post("/cases/{case_id}/split", responses=_STEP, openapi_extra=_SPLIT)
def split(desk: Desk, case_id: str, body: Body) -> dict[str, Any]:
    """A new case of some of its questions."""
    return desk.helpdesk.split(case_id, body)


@router.get("/cases/{case_id}/evaluation", response_class=PlainTextResponse, responses=errors(404, 422))
def evaluation_of(desk: Desk, case_id: str) -> Response:
    """The case as lines of a set of evaluation questions."""
    return _jsonl(as_jsonl(desk.helpdesk.evaluation(case_id)))


@router.get("/evaluation", response_class=PlainTextResponse, responses=errors())
def evaluation(desk: Desk) -> Response:
    """All settled cases as lines of a set of evaluation questions."""
    return _jsonl(as_jsonl(desk.helpdesk.evaluation()))


@router.post("/check", responses=errors(400, 413, 422), openapi_extra=_CHECK)
def check(desk: Desk, body: Body) -> dict[str, Any]:
    """What keeps a draft from being approved, and its clauses as they stand."""
    return desk.helpdesk.check(body)


@router.get("/clauses", responses=errors(422))
def clauses(desk: Desk, q: str = "", region: Words = None, industry: Words = None) -> list[dict[str, Any]]:
    """The clauses near any words."""
    return desk.helpdesk.clauses(q, region, industry)


@router.get("/statistics", responses=errors(422))
def statistics(desk: Desk, days: Whole = 30, within: Whole = 7) -> dict[str, Any]:
    """What was asked, refused and asked again in the last days."""
    return desk.helpdesk.statistics(days, within)


@router.get("/export", response_class=Response, responses=errors(422))
def export(desk: Desk, wanted: Filter, format: Words = "csv") -> Response:
    """The cases as a file."""
    return as_file(desk.helpdesk.export(format or "", wanted))


@pages.get("")
def overview(request: Request) -> HTMLResponse:
    """The inbox."""
    return _page(request, "helpdesk.html", states=STATES, reasons=REASONS)


@pages.get("/{case_id}")
def case(request: Request, desk: Desk, case_id: str) -> HTMLResponse:
    """One case: question, draft and clauses side by side."""
    return _page(request, "helpdesk_case.html", case=desk.helpdesk.one(case_id))


def _jsonl(text: str) -> Response:
    named = 'attachment; filename="questions-helpdesk.jsonl"'
    return Response(
        text, media_type="application/x-ndjson; charset=utf-8", headers={"Content-Disposition": named}
    )


def _page(request: Request, name: str, **context: Any) -> HTMLResponse:
    page: HTMLResponse = request.app.state.pages.TemplateResponse(request, name, context)
    return page
