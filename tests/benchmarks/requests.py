"""What is sent: the questions of the evaluation sets, a firm that has answered everything, a plan, talks."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from scoring import load_scheme

SCHEME = "zhengzhou-green-factory"
_EVALUATION = Path(__file__).parents[1] / "evaluation"


def questions() -> list[dict[str, Any]]:
    """All questions of the development sets, as bodies of POST /ask; each occurs once."""
    names = ("question", "region", "industry", "as_of")
    lines = _lines("questions-dev.jsonl") + _lines("questions-dev-2.jsonl")
    return [{name: line[name] for name in names} for line in lines]


def full_factory() -> dict[str, Any]:
    """An assessment of a factory with a fact for each of the 116 items: most met, some in part, some not."""
    facts: dict[str, Any] = {}
    for number, item in enumerate(load_scheme(SCHEME).items.values()):
        if item.kind in ("optional", "bonus") and number % 3 == 0:
            facts[item.id] = {"status": "met", "ratio": 0.5}
        elif item.kind in ("optional", "bonus") and number % 7 == 0:
            facts[item.id] = {"status": "not_met"}
        else:
            facts[item.id] = {"status": "met"}
    facts["6.03"] = {"value": 42, "unit": "%"}
    facts["1.19"] = {"status": "not_met"}
    return {"as_of": "2026-11-22", "facts": facts}


def half_factory() -> dict[str, Any]:
    """The same factory while every second item is still unknown."""
    body = full_factory()
    known = list(body["facts"].items())[::2]
    return {**body, "facts": dict(known)}


def plan() -> dict[str, Any]:
    """A plan for that half-known factory: a missing requirement, three measures, a budget and a deadline."""
    body = half_factory()
    body["facts"]["1.19"] = {"status": "not_met"}
    measures = [
        {"id": "m1", "title": "分类计量改造", "items": {"1.19": 1.0}, "cost": 12.5, "months": 3},
        {"id": "m2", "title": "屋顶光伏", "items": {"3.03": 1.0, "B.01": 1.0}, "cost": 40, "months": 6},
        {"id": "m3", "title": "能源管理中心", "items": {"3.02": 1.0}, "cost": 18, "months": 4},
    ]
    wishes = {
        "target": None,
        "measures": measures,
        "budget": 80,
        "deadline": "2027-06-30",
        "objective": "cost",
    }
    firm = {"name": "某机械有限公司", "region": "郑州市", "industry": "机械"}
    return {**body, **wishes, "enterprise": firm}


def talks() -> list[tuple[str, list[str]]]:
    """Talks of up to ten messages: scheme and what the firm says, from the statements of the development set."""
    by_scheme: defaultdict[str, list[str]] = defaultdict(list)
    for line in _lines("utterances-dev.jsonl"):
        by_scheme[line["scheme"]].append(line["text"])
    return [
        (scheme, said[start : start + 10])
        for scheme, said in by_scheme.items()
        for start in range(0, len(said), 10)
    ]


def _lines(name: str) -> list[dict[str, Any]]:
    text = (_EVALUATION / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]
