"""The fewest requirements on the command line, over HTTP and inside a plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from assistant.commands import app
from assistant.facade import Assistant
from assistant.settings import Settings
from web.app import create_app

FACTORY, CITY = "zhengzhou-green-factory", "liaocheng-grading-2020"
UNITS = [
    {"name": "铸造车间", "aspects": {"运输方式": "C", "装备水平": "A"}},
    {"name": "涂装线", "aspects": {}},
]


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    """An assistant of which nothing but the schemes is opened."""
    return Assistant(Settings(data_dir=tmp_path))


def told(tmp_path: Path, body: Any, *arguments: str) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    scheme, *options = arguments
    ran = CliRunner().invoke(app, ["gaps", scheme, str(path), *options], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_the_command_tells_how_many_are_needed_and_which(tmp_path: Path) -> None:
    body = {"facts": {"1.05": {"status": "not_met"}, "1.01": {"status": "not_met"}}}
    out = told(tmp_path, body, FACTORY, "--most", "2")
    assert "最少要补" in out and "必不可少" in out and "1.01" in out
    assert "第 1 组" in out and "第 2 组" in out and "第 3 组" not in out and "--most" in out
    assert "要整改" in out and "补证明" in out


def test_aspects_are_named_by_their_unit(tmp_path: Path) -> None:
    out = told(tmp_path, {"facts": {"units": UNITS}}, CITY, "--target", "B")
    assert "第2个单元的装备水平（补证明或说清，到 B）" in out.replace("\n", "")
    assert "· 运输方式（要整改，到 B）" in out


def test_a_target_out_of_reach_is_told_with_its_reason(tmp_path: Path) -> None:
    body = {"facts": {"units": UNITS, "events": {"bribery": True}}, "target": "B"}
    assert "不是措施能改变的" in told(tmp_path, body, CITY).replace("\n", "")
    out = told(tmp_path, {"facts": {}}, "zhengzhou-green-performance-2019")
    assert "不能选出达标的路线" in out and "没有可计算的达标线" in out.replace("\n", "")


def test_a_held_target_needs_nothing(tmp_path: Path, desk: Assistant) -> None:
    rows = [item["id"] for item in desk.scheme(FACTORY)["items"]]
    out = told(tmp_path, {"facts": {row: {"status": "met"} for row in rows}}, FACTORY)
    assert "已达到目标" in out


@pytest.mark.parametrize("scheme", [FACTORY, CITY])
def test_every_way_gives_the_same_sets(scheme: str, tmp_path: Path, desk: Assistant) -> None:
    facts: Any = {"1.01": {"status": "not_met"}} if scheme == FACTORY else {"units": UNITS}
    target = "pass" if scheme == FACTORY else "B"
    body = {"facts": facts, "target": target, "as_of": "2026-11-22"}
    printed = json.loads(told(tmp_path, body, scheme, "--json"))
    client = TestClient(create_app(desk))
    response = client.post(f"/api/v1/schemes/{scheme}/gaps", json=body)
    planned = client.post(f"/api/v1/schemes/{scheme}/plan", json=body).json()
    refused = client.post(f"/api/v1/schemes/{scheme}/gaps", json={**body, "most": 0})
    assert response.status_code == 200
    assert response.json() == printed
    assert planned["gap_sets"] == {key: value for key, value in printed.items() if key != "scheme"}
    assert refused.status_code == 422 and "most" in refused.json()["detail"]
    needs = printed["needs"]
    assert all(need["citation"]["quote"] for need in needs.values())
    assert all(
        set(one["items"]) <= set(needs) and len(one["items"]) == printed["size"] for one in printed["sets"]
    )
