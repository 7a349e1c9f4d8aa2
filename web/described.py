"""What /openapi.json says of bodies and errors; the checks themselves are the assistant's."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class ErrorOut(BaseModel):
    """The one shape of an error."""

    error: str
    """Class of the error."""
    detail: str
    """What is wrong, in Chinese."""
    hint: str
    """What to do about it, in Chinese."""


_MEANINGS = {
    400: "请求体不是可用的 JSON",
    404: "没有这个方案、文件、对话或地址",
    409: "别人已经改过，请先读取最新的",
    413: "请求体太大",
    415: "不支持的文件种类",
    422: "内容不符合要求，detail 说明是哪一处",
    500: "系统内部出错",
    503: "暂时不能完成，可以稍后再试",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route with these errors; 500 always."""
    return {status: {"model": ErrorOut, "description": _MEANINGS[status]} for status in (*statuses, 500)}


READ = errors(404)
UPLOAD = errors(400, 413, 415, 422)
WRITE = errors(400, 404, 413, 422, 503)


def takes(**fields: str) -> dict[str, Any]:
    """The `openapi_extra=` of a route whose JSON body has these fields, each with its meaning."""
    schema = {"type": "object", "properties": {name: {"description": text} for name, text in fields.items()}}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


ASK = takes(question="问题", region="地区，可空", industry="行业，可空", as_of="按哪一天的状态回答，可空")
ASSESS = takes(facts="事实，按条目编号", as_of="评估日期，默认今天", proof="最低证据级别，默认 declared")
GAPS = takes(
    facts="事实，按条目编号",
    as_of="评估日期，默认今天",
    proof="最低证据级别，默认 declared",
    target="pass、等级，或 null（上一级）",
    most="最多列出几组，1 到 50，默认 5",
)
WHAT_IF = takes(
    facts="事实，按条目编号",
    changes="试改的事实：条目到内容，null 表示去掉；分级方案写 0.运输方式、events.bribery",
    as_of="评估日期，默认今天",
    proof="最低证据级别，默认 declared",
)
PLAN = takes(
    facts="事实，按条目编号",
    enterprise="企业：name、region、industry",
    target="pass、等级，或 null（上一级）",
    measures="措施清单，每项含 id、title、items、cost、months，可含 requires（先做哪些）、excludes（不能与哪些同选）；不给时由规则包提出",
    budget="预算（万元），不限填 null",
    deadline="期限，不限填 null",
    objective="cost、months 或 count",
)
START = takes(scheme="方案编号，可空", enterprise="企业：name、region、industry，可空", role="角色")
SAY = takes(
    text="这一轮说的话，最多 5000 字",
    key="这一轮的名字，最多 64 字，可空；没收到回复时用同一个 key 再发，不会重复登记",
)
CONFIRM = takes(accept="确认的提议编号", reject="否定的提议编号")
TAKE_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "一个文件"}},
                }
            }
        },
    }
}
CONFIRM_TEXT = takes(
    title="标题，必填",
    place="适用地区，必填，例如 河南省洛阳市；全国性的写 全国",
    status="必填：draft、in_force、cycle_over 或 superseded",
    number="文号；不写按推测的填，null 表示没有，以下各项相同",
    issuer="发文单位",
    issued="印发日期",
    effective_from="施行日期",
    cycle_until="年度周期的最后一天",
    expires="有效期的最后一天",
    year="年度",
    short_title="简称",
    edition="版本",
    status_remark="状态说明，随引用显示",
    supersedes="取代的文件：document_id、clauses（all 或条款编号的列表）、from（从哪天起）",
)
