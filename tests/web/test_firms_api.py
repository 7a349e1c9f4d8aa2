"""Firms over HTTP: the routes, their errors, files up and down, the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import opened
import pytest
from fastapi.testclient import TestClient

from assistant.facade import Assistant
from web.app import create_app

CITY, PROVINCE = "sanmenxia-grading-2022", "henan-grading-2021"


@pytest.fixture
def real(tmp_path: Path) -> Assistant:
    return opened.assistant_in(tmp_path)


@pytest.fixture
def client(real: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(real), raise_server_exceptions=False) as client:
        yield client


def made(client: TestClient) -> str:
    body = {"name": "<b>甲厂</b>", "region": "灵宝市", "schemes": [CITY, PROVINCE]}
    answer = client.post("/api/v1/firms", json=body)
    assert answer.status_code == 201
    firm = str(answer.json()["id"])
    facts = {"scheme": CITY, "facts": {"0.unit": {"name": "铸造", "industry": "铸造"}, "0.运输监管": "C"}}
    assert client.post(f"/api/v1/firms/{firm}/facts", json=facts).status_code == 200
    return firm


def test_a_firm_from_first_fact_to_comparison(client: TestClient) -> None:
    firm = made(client)
    whole = client.get(f"/api/v1/firms/{firm}").json()
    numbers = [entry["number"] for entry in whole["ledger"] if entry["state"] == "proposed"]
    taken = client.post(f"/api/v1/firms/{firm}/confirm", json={"accept": numbers}).json()
    assert taken["waiting"] == 0
    assert (
        client.post(f"/api/v1/firms/{firm}/states", json={"name": "前"}).json()["states"][0]["name"] == "前"
    )
    client.post(f"/api/v1/firms/{firm}/facts", json={"scheme": CITY, "facts": {"0.运输监管": "B"}})
    sides = {"before": {"firm": firm, "state": 1}, "after": {"firm": firm}}
    found = client.post("/api/v1/firms/compare", json={"scheme": CITY, **sides}).json()
    assert found["facts"]["changed"][0]["after"] == "B"
    assert client.get("/api/v1/firms", params={"region": "三门峡市"}).json()["total"] == 1
    told = client.get(f"/api/v1/firms/{firm}/explain", params={"scheme": CITY, "for": "officer"}).json()
    assert told["for"] == "officer" and told["citations"]


def test_a_firm_is_taken_out(client: TestClient) -> None:
    firm = made(client)
    assert client.delete(f"/api/v1/firms/{firm}").json() == {"id": firm, "removed": "<b>甲厂</b>"}
    assert client.get(f"/api/v1/firms/{firm}").status_code == 404
    assert client.delete(f"/api/v1/firms/{firm}").status_code == 404
    assert client.get("/api/v1/firms").json()["total"] == 0


def test_faults_have_their_status(client: TestClient) -> None:
    firm = made(client)
    assert client.get("/api/v1/firms/nope").status_code == 404
    assert client.get("/api/v1/firms", params={"sort": "x"}).status_code == 422
    stale = client.post(f"/api/v1/firms/{firm}", json={"name": "乙", "revision": 1})
    assert stale.status_code == 409 and "别人" in stale.json()["detail"]
    assert client.post("/api/v1/firms", json={"name": 1}).status_code == 422
    assert client.get("/api/v1/handovers/nope").status_code == 404
    assert client.post("/api/v1/handovers", files={"file": ("x.zip", b"PK")}).status_code == 422
    assert client.post(f"/api/v1/schemes/{CITY}/explain", json={"facts": {}, "for": "x"}).status_code == 422
    assert client.get("/api/v1/firms/export", params={"format": "pdf"}).status_code == 422


def test_files_go_up_and_down(client: TestClient, real: Assistant) -> None:
    made(client)
    lines = client.get("/api/v1/firms/export").content
    assert json.loads(lines)["name"] == "<b>甲厂</b>"
    again = client.post("/api/v1/firms/import", files={"file": ("企业.jsonl", lines)})
    assert again.json() == {"added": 0, "changed": 1, "facts": 0}
    assert client.get("/api/v1/firms/export", params={"format": "xlsx"}).content[:2] == b"PK"
    talk = real.store.start(CITY, "consultant", {"name": "甲"})
    sealed = client.get(f"/api/v1/handovers/{talk}").content
    assert client.post("/api/v1/handovers", files={"file": ("x.zip", sealed)}).json()["outcome"] == "same"


def test_pages_show_firms_and_no_markup_of_theirs(client: TestClient) -> None:
    firm = made(client)
    for path in ("/firms", f"/firms/{firm}"):
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200 and "&lt;b&gt;甲厂" in page.text and "<b>甲厂" not in page.text
    assert "等待您确认" in client.get(f"/firms/{firm}", headers={"Accept": "text/html"}).text
    assert client.get("/firms/nope", headers={"Accept": "text/html"}).status_code == 404
