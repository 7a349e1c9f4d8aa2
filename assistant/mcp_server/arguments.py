"""What each tool takes, as JSON Schema; the checks themselves are those of the interface, with its messages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.requests import LONGEST_TEXT

Day = Annotated[
    str | None,
    Field(description="按哪一天的状态看，写成 2026-11-22；不填为今天", pattern=r"^\d{4}-\d{2}-\d{2}$"),
]
SchemeId = Annotated[str, Field(description="方案编号，用 schemes 工具查看，例如 sanmenxia-grading-2022")]
Facts = Annotated[
    dict[str, Any],
    Field(
        description=(
            "已经知道的事实，没有写的按未知处理，不要替企业猜。计分方案按条目编号："
            '{"1.05": {"status": "met|not_met|unknown|not_applicable", "ratio": 0.5}, "6.03": {"value": 42, "unit": "%"}}；'
            '分级方案：{"units": [{"name": "铸造车间", "industry": "铸造", "aspects": {"装备水平": "A"}}],'
            ' "events": {"filed_on_time": true}}。'
        ),
        examples=[{"1.01": {"status": "met"}}, {"units": [{"aspects": {"污染治理技术": "B"}}], "events": {}}],
    ),
]
Proof = Annotated[
    Literal["declared", "document", "third_party", "department", "onsite", "online"] | None,
    Field(description="最低证据级别，低于它的事实按未知处理；默认 declared，即全部计入"),
]
Short = Annotated[str | None, Field(max_length=100)]


class Arguments(BaseModel):
    """Base: what is not named is refused."""

    model_config = ConfigDict(extra="forbid")


class AskArguments(Arguments):
    """POST /ask."""

    question: Annotated[str, Field(description="问题，用中文原话即可", min_length=1, max_length=LONGEST_TEXT)]
    region: Annotated[Short, Field(description="企业所在地，例如 聊城市")] = None
    industry: Annotated[Short, Field(description="行业，例如 铸造")] = None
    as_of: Day = None


class SchemesArguments(Arguments):
    """GET /schemes, or GET /schemes/{id}."""

    scheme: Annotated[
        str | None, Field(description="方案编号；不填时列出全部方案，填了给出这个方案的全部条目")
    ] = None


class AssessArguments(Arguments):
    """POST /schemes/{id}/assess."""

    scheme: SchemeId
    facts: Facts
    as_of: Day = None
    proof: Proof = None


class EnterpriseArguments(Arguments):
    """Who the plan is for."""

    name: Short = None
    region: Short = None
    industry: Short = None
    current: Short = None
    target: Short = None


class PlanArguments(AssessArguments):
    """POST /schemes/{id}/plan."""

    enterprise: Annotated[EnterpriseArguments | None, Field(description="企业：name、region、industry")] = (
        None
    )
    target: Annotated[str | None, Field(description="目标：pass 或等级（A、B……）；不填为通过线或上一级")] = (
        None
    )
    measures: Annotated[
        list[dict[str, Any]] | None,
        Field(
            description=(
                '可选的措施：[{"id": "m1", "title": "…", "items": {"1.05": 1.0}, "cost": 12.5, "months": 3}]，'
                "cost 的单位是万元；分级方案的 items 写方面到等级。不填时按条目逐条给出，不含费用"
            )
        ),
    ] = None
    budget: Annotated[float | None, Field(description="预算（万元）；不限就不填", ge=0)] = None
    deadline: Annotated[Day, Field(description="期限，例如 2027-06-30；不限就不填")] = None
    objective: Annotated[
        Literal["cost", "months", "count"] | None,
        Field(description="先比什么：费用、时间或措施个数，默认 cost"),
    ] = None


class ClauseArguments(Arguments):
    """One clause, verbatim."""

    document_id: Annotated[
        str, Field(description="文本编号，引用中的 document_id，例如 liaocheng-grading-2020", max_length=200)
    ]
    clause_id: Annotated[
        str,
        Field(description="条款编号，引用中的 clause_id，或原文印的编号，例如 三、（一）", max_length=300),
    ]
    as_of: Day = None


def input_schema(arguments: type[Arguments]) -> dict[str, Any]:
    """The schema without what is written for programmers: titles made of field names, docstrings."""
    schema: dict[str, Any] = _without_titles(arguments.model_json_schema())
    for model in (schema, *schema.get("$defs", {}).values()):
        model.pop("description", None)
    return schema


def _without_titles(part: Any, named: bool = False) -> Any:
    """`named` inside `properties`, where keys are names of fields and a field may itself be called title."""
    if isinstance(part, list):
        return [_without_titles(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _without_titles(value, key in ("properties", "$defs"))
        for key, value in part.items()
        if named or key != "title"
    }
