"""The tools: name, words for the model that calls them, what they take, what they give."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.errors import InputError
from assistant.facade import Assistant
from assistant.mcp_server.arguments import (
    Arguments,
    AskArguments,
    AssessArguments,
    ClauseArguments,
    PlanArguments,
    SchemesArguments,
)
from assistant.requests import read_body, read_optional

LIMIT = 1_000_000
"""Bytes of the arguments of one call, as of a request body of the interface."""

Result = dict[str, Any]
Runs = Callable[[Assistant, Mapping[str, Any]], Result]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool; `gives` are the fields that every result has, with their JSON types."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    gives: Mapping[str, str]
    run: Runs

    def output_schema(self) -> dict[str, Any]:
        """What every result holds; further fields are those of the interface."""
        return {
            "type": "object",
            "properties": {name: {"type": kind} for name, kind in self.gives.items()},
            "required": list(self.gives),
        }


def call(tool: Tool, assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    """The result of a call.

    Raises:
        InputError and the errors of the layers below: the arguments are not right.
    """
    read_body(arguments, tuple(tool.arguments.model_fields))
    _check_storable(arguments)
    for name, field in tool.arguments.model_fields.items():
        if field.is_required() and name not in arguments:
            raise InputError(f"缺少参数 {name}：{field.description}")
    return tool.run(assistant, arguments)


def _check_storable(arguments: Mapping[str, Any]) -> None:
    """Raise where the arguments are no JSON that the interface would take either."""
    try:
        size = len(json.dumps(arguments, ensure_ascii=False, allow_nan=False).encode("utf-8"))
    except (UnicodeEncodeError, RecursionError) as exc:
        raise InputError("参数里有不完整的文字或嵌套太深的内容") from exc
    except ValueError as exc:
        raise InputError("参数里有 NaN 或 Infinity，不是数；没有数值时请填 null") from exc
    if size > LIMIT:
        raise InputError(f"参数共 {size} 字节，最多 {LIMIT} 字节；请分几次提交")


def _scheme_of(arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    scheme = arguments["scheme"]
    if not isinstance(scheme, str):
        raise InputError("scheme：应为方案编号，用 schemes 工具查看")
    return scheme, {name: value for name, value in arguments.items() if name != "scheme"}


def _ask(assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    return assistant.ask(arguments)


def _schemes(assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    wanted = read_optional(arguments.get("scheme"), "scheme")
    return {"schemes": assistant.schemes()} if wanted is None else {"schemes": [assistant.scheme(wanted)]}


def _assess(assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    return assistant.assess(*_scheme_of(arguments))


_OF_NEXT = ("scheme", "kind", "as_of", "verdict", "score", "grade", "leading", "settled")


def _next_questions(assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    whole = _assess(assistant, arguments)
    told = {name: whole[name] for name in _OF_NEXT if name in whole}
    return told | {name: whole[name] for name in ("next_questions", "screenings", "assumptions", "notes")}


def _plan(assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    return assistant.plan(*_scheme_of(arguments))


def _clause(assistant: Assistant, arguments: Mapping[str, Any]) -> Result:
    document = read_optional(arguments["document_id"], "document_id", 200)
    clause = read_optional(arguments["clause_id"], "clause_id", 300)
    if document is None or clause is None:
        raise InputError("document_id 和 clause_id 都要填；它们在每条引用里都有")
    return assistant.clauses.one(document, clause, arguments.get("as_of"))


TOOLS = (
    Tool(
        "ask",
        "问规定",
        "用库内文本回答环保绩效分级、绿色工厂方面的规定问题，每句话有条款原文出处（citations，quote 逐字来自原文）。"
        "answerable 为 false 时库内没有依据，请如实转告，不要自行补充。转述时保留 notes（文本是否过期、适用地区）。",
        AskArguments,
        {"answer": "string", "answerable": "boolean", "citations": "array", "notes": "array"},
        _ask,
    ),
    Tool(
        "schemes",
        "方案清单",
        "列出可以评估的方案；填 scheme 时给出它的全部条目、问法、证明材料、时间节点和条款出处。",
        SchemesArguments,
        {"schemes": "array"},
        _schemes,
    ),
    Tool(
        "assess",
        "评估",
        "按方案计算得分或等级。结果是区间：lower/confirmed 是未知全部按不满足，upper/reachable 是未知全部按满足；没说的全年事件按没有发生计，notes 里写明。"
        "得分、等级和结论只能照这里的结果说。只写企业自己说过的事实，没说的不要填。",
        AssessArguments,
        {"scheme": "string", "kind": "string", "next_questions": "array", "gaps": "array", "notes": "array"},
        _assess,
    ),
    Tool(
        "next_questions",
        "下一步该问什么",
        "还能改变结论的未知条目，最能见分晓的在前，含问法、理由和条款出处；已经无关紧要的不再问。",
        AssessArguments,
        {"scheme": "string", "settled": "boolean", "next_questions": "array", "screenings": "array"},
        _next_questions,
    ),
    Tool(
        "plan",
        "提升方案初稿",
        "在预算和期限内选出达到目标的措施并重新计算；做不到时说明哪些要求互相冲突。这是初稿，费用只来自所给的措施。",
        PlanArguments,
        {"feasible": "boolean", "chosen": "array", "before": "object", "conflicts": "array"},
        _plan,
    ),
    Tool(
        "clause",
        "看条款原文",
        "一个条款的逐字原文、编号、上下级、状态（征求意见稿、周期已过等）和链接。",
        ClauseArguments,
        {"clause_id": "string", "number": "string", "text": "string", "status": "string", "url": "string"},
        _clause,
    ),
)
"""All tools; each only reads."""
