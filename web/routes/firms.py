"""Firms that are looked after: the interface and the two pages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from assistant.portfolio.exchange import exported, take_in
from assistant.portfolio.explained import explain_body, explain_firm
from assistant.portfolio.handing_over import LARGEST as LARGEST_TALK
from assistant.portfolio.handing_over import hand_over, take_over
from assistant.portfolio.sheets import LARGEST
from web.access import Desk
from web.body import Body
from web.described import READ, TAKE_FILE, UPLOAD, WRITE, takes
from web.downloads import as_file
from web.uploads import uploaded

router = APIRouter(tags=["firms"])
pages = APIRouter(prefix="/firms", include_in_schema=False, default_response_class=HTMLResponse)

_FIRM = takes(
    name="企业名称",
    region="所在地",
    industry="行业",
    schemes="方案的列表：编号，或含 scheme、target 的对象",
    facts="事实，按方案；只用于新建",
    revision="读到的版本号，别人改过时拒绝；只用于修改",
)
_FACTS = takes(
    scheme="方案编号",
    facts="事实：条目到内容，null 表示去掉；分级方案写 0.unit、0.运输方式、events.bribery",
    source="谁说的，可空",
    revision="读到的版本号，可空",
)
_DECIDE = takes(accept="确认的台账号码", reject="不要的台账号码", revision="读到的版本号，可空")
_COMPARE = takes(
    scheme="方案编号",
    before="一边：firm 和 state（状态号，null 是现在）",
    after="另一边，写法相同",
    as_of="按哪一天计算，可空",
)
_EXPLAIN = takes(
    facts="事实，按条目编号",
    **{"for": "boss、officer 或 inspector"},
    target="目标，可空",
    measures="措施，给了才说费用和时间",
    enterprise="企业：name、region、industry",
)


@router.get("/firms", responses=READ)
def firms(request: Request, desk: Desk) -> dict[str, Any]:
    """The list, filtered by q, scheme, region, industry, state; sorted by changed, name, standing, blocking or deadline."""
    return desk.firms.listed(dict(request.query_params))


@router.post("/firms", status_code=201, responses=WRITE, openapi_extra=_FIRM)
def create(desk: Desk, body: Body) -> dict[str, Any]:
    """A new firm."""
    return desk.firms.create(body)


@router.get("/firms/export", response_class=Response, responses=READ)
def export(desk: Desk, format: str = "jsonl") -> Response:
    """All firms as jsonl or xlsx."""
    return as_file(exported(desk.firms, format))


@router.post("/firms/import", responses=UPLOAD, openapi_extra=TAKE_FILE)
async def import_(request: Request, desk: Desk) -> dict[str, Any]:
    """How many firms of the uploaded jsonl or xlsx were added and changed; all or none."""
    async with uploaded(request, LARGEST) as (path, name):
        return await run_in_threadpool(take_in, desk.firms, path, name)


@router.post("/firms/compare", responses=WRITE, openapi_extra=_COMPARE)
def compare(desk: Desk, body: Body) -> dict[str, Any]:
    """Two states of a firm, or two firms, side by side."""
    return desk.firms.compare(body)


@router.get("/firms/{firm_id}", responses=READ)
def one(desk: Desk, firm_id: str, as_of: str | None = None, history: bool = False) -> dict[str, Any]:
    """A firm with its ledger, kept states, talks and standings."""
    return desk.firms.one(firm_id, as_of=as_of, history=history)


@router.post("/firms/{firm_id}", responses=WRITE, openapi_extra=_FIRM)
def update(desk: Desk, firm_id: str, body: Body) -> dict[str, Any]:
    """The firm with another name, place, industry or schemes."""
    return desk.firms.update(firm_id, body)


@router.delete("/firms/{firm_id}", responses=READ)
def remove(desk: Desk, firm_id: str) -> dict[str, Any]:
    """The firm is taken out with its ledger and kept states; its talks stay."""
    return desk.firms.remove(firm_id)


@router.post("/firms/{firm_id}/facts", responses=WRITE, openapi_extra=_FACTS)
def enter(desk: Desk, firm_id: str, body: Body) -> dict[str, Any]:
    """The firm after facts of one scheme were entered; like schemes are offered them."""
    return desk.firms.enter(firm_id, body)


@router.post("/firms/{firm_id}/confirm", responses=WRITE, openapi_extra=_DECIDE)
def decide(desk: Desk, firm_id: str, body: Body) -> dict[str, Any]:
    """The firm after waiting entries were taken or refused."""
    return desk.firms.decide(firm_id, body)


@router.post("/firms/{firm_id}/states", responses=WRITE, openapi_extra=takes(name="名称，可空"))
def keep(desk: Desk, firm_id: str, body: Body) -> dict[str, Any]:
    """The firm after its present state was kept."""
    return desk.firms.keep(firm_id, body)


@router.post("/firms/{firm_id}/talks", responses=WRITE, openapi_extra=takes(conversation="对话编号"))
def attach(desk: Desk, firm_id: str, body: Body) -> dict[str, Any]:
    """The firm after a talk was attached; what was confirmed in it waits for a yes."""
    return desk.firms.attach(firm_id, body)


@router.get("/firms/{firm_id}/explain", responses=READ)
def explained(request: Request, desk: Desk, firm_id: str, scheme: str) -> dict[str, Any]:
    """The firm's result explained; the query parameter `for` is boss, officer or inspector."""
    return explain_firm(desk.firms, firm_id, scheme, request.query_params.get("for") or "boss")


@router.post("/schemes/{scheme_id}/explain", responses=WRITE, openapi_extra=_EXPLAIN)
def explained_facts(desk: Desk, scheme_id: str, body: Body) -> dict[str, Any]:
    """The result of these facts explained for boss, officer or inspector."""
    return explain_body(desk.firms, scheme_id, body)


@router.get("/handovers/{conversation_id}", response_class=Response, responses=READ)
def give(desk: Desk, conversation_id: str) -> Response:
    """A talk with its ledger in one sealed file."""
    return as_file(hand_over(desk.store, conversation_id))


@router.post("/handovers", responses=UPLOAD, openapi_extra=TAKE_FILE)
async def take(request: Request, desk: Desk) -> dict[str, Any]:
    """What became of an uploaded talk: added, continued, same or older."""
    async with uploaded(request, LARGEST_TALK) as (path, _):
        return await run_in_threadpool(lambda: take_over(desk.store, path, desk.firms.packs()))


@pages.get("")
def overview(request: Request, desk: Desk) -> HTMLResponse:
    """All firms with where they stand."""
    query = dict(request.query_params)
    listed = desk.firms.listed(query)
    return _page(request, "firms.html", listed=listed, query=query, schemes=desk.schemes())


@pages.get("/{firm_id}")
def firm(request: Request, desk: Desk, firm_id: str) -> HTMLResponse:
    """One firm."""
    found = desk.firms.one(firm_id)
    titles = {scheme["id"]: scheme["title"] for scheme in desk.schemes()}
    return _page(request, "firm.html", firm=found, titles=titles, schemes=desk.schemes())


def _page(request: Request, name: str, **context: Any) -> HTMLResponse:
    page: HTMLResponse = request.app.state.pages.TemplateResponse(request, name, context)
    return page
