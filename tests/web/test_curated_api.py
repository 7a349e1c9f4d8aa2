"""Approved answers over HTTP and on the command line, and what /ask then says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import opened
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from assistant import commands, facade
from assistant.answering import Answerer
from assistant.curated.opening import CuratedLookup
from assistant.errors import CuratedAnswerNotFoundError, InputError
from assistant.facade import Assistant
from web.app import create_app

URL = "/api/v1/curated"
QUESTION = "三门峡铸造企业的申报资料每月几号前初审完"
LINE: dict[str, Any] = {
    "forms": [QUESTION],
    "answer": "各生态环境分局每月20日前完成当月初审〔1〕。",
    "clauses": [
        {"clause_id": "sanmenxia-grading-2022:s3.1", "quote": "每月 20 日前完成当月申报企业绩效分级初审工作"}
    ],
    "place": "三门峡市",
    "approved_by": "王工",
}


def assistant_with_curated(folder: Path) -> Assistant:
    """An assistant of its own whose search is the shared one."""
    desk = Assistant(opened.settings_in(folder), today=lambda: opened.TODAY)
    lookup = CuratedLookup(desk.settings.database, lambda: desk.curated)
    desk._answerer = Answerer(opened.corpus(), opened.answerer().retriever, opened.citer(), None, lookup)
    return desk


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(create_app(assistant_with_curated(tmp_path)), raise_server_exceptions=False)


def test_added_asked_reviewed_and_withdrawn(client: TestClient) -> None:
    assert client.get(URL).json() == []
    added = client.post(URL, json=[LINE])
    assert added.status_code == 201
    (answer,) = added.json()
    assert (answer["state"], answer["state_label"]) == ("approved", "已批准")
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert asked["answer"].startswith(LINE["answer"])
    assert asked["citations"][0]["status"] == "cycle_over"
    one = f"{URL}/{answer['id']}"
    assert client.post(f"{one}/review", json={"by": "李工", "approve": False}).json()["state"] == "to_review"
    assert [row["id"] for row in client.get(URL, params={"state": "to_review"}).json()] == [answer["id"]]
    assert client.post(f"{one}/review", json={"by": "李工"}).json()["state"] == "approved"
    assert client.post(f"{one}/withdraw", json={"by": "李工"}).json()["state"] == "withdrawn"
    assert len(client.get(one).json()["history"]) == 4
    asked = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert not any("审定" in note for note in asked["notes"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("get", "/nothing", None, 404),
        ("post", "/nothing/withdraw", {"by": "王工"}, 404),
        ("post", "/nothing/withdraw", {}, 422),
        ("post", "/nothing/review", {"by": "王工", "x": 1}, 422),
        ("get", "?state=lost", None, 422),
        ("post", "", {**LINE, "answer": "每月25日前〔1〕。"}, 422),
        ("post", "", [], 422),
    ],
)
def test_faults_leave_in_the_one_shape(
    client: TestClient, method: str, path: str, body: Any, status: int
) -> None:
    answer = client.request(method.upper(), URL + path, json=body)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "detail", "hint"}


def test_the_same_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = assistant_with_curated(tmp_path / "data")
    monkeypatch.setattr(facade, "Assistant", lambda: desk)
    monkeypatch.setattr("assistant.log.keep_log", lambda: None)
    run = CliRunner()
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps(LINE, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert "加入 1 条" in run.invoke(commands.app, ["curated", "add", str(file)]).output
    listed = json.loads(run.invoke(commands.app, ["curated", "list", "--json"]).output)
    assert [answer["forms"] for answer in listed] == [[QUESTION]]
    key = listed[0]["id"]
    aside = run.invoke(commands.app, ["curated", "review", key, "--by", "李工", "--put-aside"])
    assert "待复核" in aside.output
    assert key in run.invoke(commands.app, ["curated", "list", "--state", "to_review"]).output
    change = tmp_path / "change.json"
    change.write_text('{"answer": "分局每月20日前初审完〔1〕。"}', encoding="utf-8")
    again = run.invoke(
        commands.app, ["curated", "review", key, "--by", "李工", "--with", str(change), "--json"]
    )
    assert json.loads(again.output)["answer"] == "分局每月20日前初审完〔1〕。"
    assert "已撤回" in run.invoke(commands.app, ["curated", "withdraw", key, "--by", "李工"]).output


def test_the_command_line_tells_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = assistant_with_curated(tmp_path / "data")
    monkeypatch.setattr(facade, "Assistant", lambda: desk)
    monkeypatch.setattr("assistant.log.keep_log", lambda: None)
    run = CliRunner()
    file = tmp_path / "answers.jsonl"
    assert isinstance(run.invoke(commands.app, ["curated", "add", str(file)]).exception, InputError)
    file.write_bytes("答案".encode("gbk"))
    assert "UTF-8" in str(run.invoke(commands.app, ["curated", "add", str(file)]).exception)
    file.write_text("{", encoding="utf-8")
    assert "第1行" in str(run.invoke(commands.app, ["curated", "add", str(file)]).exception)
    lost = run.invoke(commands.app, ["curated", "withdraw", "nothing", "--by", "王工"])
    assert isinstance(lost.exception, CuratedAnswerNotFoundError)
