"""Plans that the document tests share, made by the core from fixed facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prompts import UpgradePlanContext, plan_context
from prompts.plan_contacts import Whereabouts
from scoring.industry.indicator_loader import shipped_response_tables, with_indicators
from scoring.plan.plan_request import read_plan_request
from scoring.plan.planning import Plan, make_plan
from scoring.rules.loader import load_pack, load_scheme
from scoring.rules.pack import Cite, Pack

TODAY = date(2026, 11, 22)
SAMPLE = Path(__file__).parent / "sample_pack"
HOSTILE = "甲&乙<script>|{{7*7}}{% x %}=1+1`#$[a](http://a.cn)\n**粗**\x00\u202e"
HOSTILE_SHOWN = "甲&乙<script>|{{7*7}}{% x %}=1+1`#$[a](http://a.cn) **粗**"

MEASURES = [
    {"id": "m1", "title": "更换除尘器", "items": {"1.01": 1}, "cost": 12.5, "months": 3},
    {"id": "m2", "title": "编制制度", "items": {"2.01": 1}, "months": 1},
    {"id": "m3", "title": "官网公布", "items": {"2.02": 1}, "cost": 40, "months": 2},
]
FACTS = {"1.01": {"status": "not_met"}, "1.02": {"status": "not_met"}, "2.02": {"status": "not_met"}}

ASPECTS = (
    "装备水平",
    "污染治理技术",
    "排放限值",
    "无组织管控",
    "监测监控水平",
    "环境管理水平",
    "运输方式",
    "运输管控",
)


NINE = [
    "工艺装备",
    "能源类型",
    "原辅材料",
    "污染治理技术",
    "有组织排放",
    "无组织排放",
    "监测监控",
    "环境管理",
    "运输监管",
]


def citing(cite: Cite) -> dict[str, Any]:
    return {
        "document_id": cite.document_id,
        "clause_id": f"{cite.document_id}:{cite.clause_id}",
        "title": "示例评价办法",
        "number": f"第{cite.clause_id}条",
        "quote": cite.quote,
        "status": "draft",
        "url": "/library/sample",
    }


def planned(pack: Pack, body: dict[str, Any]) -> Plan:
    return make_plan(pack, read_plan_request(pack, body, today=TODAY))


def context(
    scheme: str | None,
    body: dict[str, Any],
    enterprise: dict[str, str | None] | None = None,
    where: Whereabouts | None = None,
) -> UpgradePlanContext:
    pack = load_pack(SAMPLE) if scheme is None else equipped(load_scheme(scheme))
    return plan_context(pack, planned(pack, body), enterprise or {}, citing, where)


def equipped(pack: Pack) -> Pack:
    """A ladder with the tables of consequences that come with the program."""
    return with_indicators(pack, (), shipped_response_tables()) if pack.kind == "ladder" else pack


def sample(**also: Any) -> UpgradePlanContext:
    body = {"facts": FACTS, "measures": MEASURES, "budget": 80, "deadline": "2027-06-30", **also}
    return context(None, body, {"name": "示例机械厂", "region": "示例市", "industry": None})


def hostile() -> UpgradePlanContext:
    measures = [
        {
            "id": "=cmd|' /C calc'!A1",
            "title": HOSTILE,
            "items": {"1.01": 1, "2.01": 1},
            "cost": 1,
            "months": 1,
        }
    ]
    body = {"facts": FACTS, "measures": [*measures, {**MEASURES[2], "id": "m3"}]}
    return context(None, body, {"name": HOSTILE, "region": HOSTILE, "industry": HOSTILE})


def ladder(**also: Any) -> UpgradePlanContext:
    units = [
        {"name": "铸造车间", "industry": "铸造", "aspects": dict.fromkeys(ASPECTS[:6], "C")},
        {
            "name": "涂装线",
            "industry": "工业涂装",
            "aspects": {**dict.fromkeys(ASPECTS, "A"), "运输方式": "C"},
        },
    ]
    body = {"facts": {"units": units, "events": {"bribery": False}}, "target": "B", **also}
    return context(
        "liaocheng-grading-2020", body, {"name": "聊城某厂", "region": "聊城市", "industry": "铸造"}
    )


def province(where: Whereabouts | None = None, **also: Any) -> UpgradePlanContext:
    """A firm of two industries, in different batches, between two of their dates."""
    units = [
        {"name": "熟料线", "industry": "水泥", "aspects": dict.fromkeys(NINE, "C")},
        {"name": "涂装线", "industry": "工业涂装", "aspects": dict.fromkeys(NINE, "B")},
    ]
    body = {"facts": {"units": units}, "target": "A", "as_of": "2021-08-20", **also}
    return context("henan-grading-2021", body, {"name": "某水泥厂", "region": "洛阳市"}, where)


def classes(**also: Any) -> UpgradePlanContext:
    """A class B firm under the text that tells levels of warnings apart."""
    units = [{"name": "厂", "industry": "水泥", "aspects": {"差异化指标": "B"}}]
    return context("zhengzhou-control-class-2019", {"facts": {"units": units}, "target": "A", **also})


def sanmenxia(where: Whereabouts | None = None, region: str | None = None) -> UpgradePlanContext:
    """A firm under the text whose contacts have districts."""
    units = [{"name": "铸造车间", "industry": "铸造", "aspects": dict.fromkeys(NINE, "C")}]
    body = {"facts": {"units": units}, "target": "B"}
    return context("sanmenxia-grading-2022", body, {"region": region}, where)


def routes(**also: Any) -> UpgradePlanContext:
    """Three routes to choose from, one of them a chain, and a row to choose among the smallest sets."""
    measures = [
        {
            "id": "slow",
            "title": "自行改造",
            "items": {"1.01": 1},
            "cost": 10,
            "months": 9,
            "requires": ["base"],
        },
        {"id": "base", "title": "编制制度", "items": {"2.01": 1}, "cost": 1, "months": 2},
        {"id": "quick", "title": "整体外包", "items": {"1.01": 1, "2.01": 1}, "cost": 50, "months": 1},
        {"id": "open", "title": "购买设备", "items": {"1.01": 1}, "months": 3},
    ]
    return context(None, {"facts": FACTS, "measures": measures, **also})
