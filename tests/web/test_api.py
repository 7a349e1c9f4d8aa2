"""The interface: shapes of answers, of events and files, and of every error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fakes import FakeAssistant
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from assistant.errors import InputError
from knowledge.errors import StaleIndexError
from scoring import FactError, PackError, UnknownItemError, UnknownSchemeError
from web.errors import STATUS

GREEN = "zhengzhou-green-factory"
WRITES = (
    "/api/v1/ask",
    f"/api/v1/schemes/{GREEN}/assess",
    f"/api/v1/schemes/{GREEN}/gaps",
    f"/api/v1/schemes/{GREEN}/what-if",
    f"/api/v1/schemes/{GREEN}/sensitivity",
    f"/api/v1/schemes/{GREEN}/dossier",
    f"/api/v1/schemes/{GREEN}/targets",
    f"/api/v1/schemes/{GREEN}/plan",
    "/api/v1/conversations",
    "/api/v1/conversations/c1/messages",
    "/api/v1/conversations/c1/confirm",
    "/api/v1/conversations/c1/plan",
)
READS = (
    "/api/v1/schemes",
    f"/api/v1/schemes/{GREEN}",
    "/api/v1/conversations",
    "/api/v1/conversations/c1",
    "/api/v1/library",
    f"/api/v1/library/{GREEN}",
)
TRIED_APART = (
    "/api/v1/documents",
    f"/api/v1/documents/{GREEN}",
    f"/api/v1/documents/{GREEN}/confirm",
    "/api/v1/conversations/c1/files",
    "/api/v1/curated",
    "/api/v1/curated/a1",
    "/api/v1/curated/a1/review",
    "/api/v1/curated/a1/withdraw",
    "/api/v1/helpdesk/questions",
    "/api/v1/helpdesk/cases",
    "/api/v1/helpdesk/cases/h1",
    *(f"/api/v1/helpdesk/cases/h1/{step}" for step in ("draft", "approve", "send-back", "close", "reopen")),
    "/api/v1/helpdesk/cases/h1/split",
    "/api/v1/helpdesk/cases/h1/evaluation",
    *(f"/api/v1/helpdesk/{name}" for name in ("evaluation", "check", "clauses", "statistics", "export")),
    "/api/v1/firms",
    *(f"/api/v1/firms/{name}" for name in ("export", "import", "compare", "f1")),
    *(f"/api/v1/firms/f1/{step}" for step in ("facts", "confirm", "states", "talks", "explain")),
    f"/api/v1/schemes/{GREEN}/explain",
    "/api/v1/handovers",
    "/api/v1/handovers/c1",
)
"""In test_documents_api.py, test_curated_api.py, test_firms_api.py and test_helpdesk_api.py, around a real assistant."""


def assert_error(response: Any, status: int, error: str | None = None) -> dict[str, str]:
    assert response.status_code == status, response.text
    body: dict[str, str] = response.json()
    assert set(body) == {"error", "detail", "hint"}
    assert all(isinstance(text, str) and text for text in body.values())
    assert any("一" <= letter <= "鿿" for letter in body["detail"]), body
    assert error is None or body["error"] == error
    return body


def test_lists_above_are_all_the_routes(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    filled = {path.replace("{scheme_id}", GREEN).replace("{conversation_id}", "c1") for path in described}
    filled = {
        path.replace("{document_id}", GREEN)
        .replace("{answer_id}", "a1")
        .replace("{case_id}", "h1")
        .replace("{firm_id}", "f1")
        for path in filled
    }
    assert filled == {*WRITES, *READS, *TRIED_APART, "/healthz", "/api/v1/model"}


def test_the_assistant_is_ready_before_the_first_request(client: TestClient, desk: FakeAssistant) -> None:
    assert desk.prepared
    assert client.get("/healthz").json()["status"] == "ok"


def test_without_a_model_there_is_nothing_to_tell_of_one(client: TestClient) -> None:
    told = client.get("/api/v1/model").json()
    assert (told["configured"], told["name"], told["state"]) == (False, None, "none")
    assert told["counters"]["wording"]["asked"] == 0


def test_question_to_answer(client: TestClient) -> None:
    body = client.post("/api/v1/ask", json={"question": "多少分？"}).json()
    assert set(body) == {"answer", "answerable", "reason", "citations", "notes"}
    assert body["citations"][0]["quote"] == "得分85分（含）以上的"


def test_talk_from_start_to_plan(client: TestClient) -> None:
    talk = client.post("/api/v1/conversations", json={"scheme": GREEN, "role": "officer"}).json()["id"]
    before = client.get(f"/api/v1/conversations/{talk}").json()["assessment"]["score"]
    path = f"/api/v1/conversations/{talk}"
    reply = client.post(f"{path}/messages", json={"text": "2.05 环境管理体系：满足"}).json()
    assert [fact["item"] for fact in reply["proposed"]] == ["2.05"]
    after = client.post(f"{path}/confirm", json={"accept": ["p1"], "reject": []}).json()["assessment"][
        "score"
    ]
    assert after["lower"] > before["lower"]
    assert client.post(f"{path}/plan", json={}).json()["feasible"] is True
    assert [entry["id"] for entry in client.get("/api/v1/conversations").json()] == [talk]


def test_stream_carries_the_same_body(client: TestClient) -> None:
    talk = client.post("/api/v1/conversations", json={"scheme": None}).json()["id"]
    path = f"/api/v1/conversations/{talk}/messages"
    response = client.post(path, json={"text": "多少分？"}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    parts = [
        dict(line.split(": ", 1) for line in part.split("\n")) for part in response.text.split("\n\n") if part
    ]
    events = [(part["event"], json.loads(part["data"])) for part in parts]
    done = events[-1][1]
    assert [name for name, _ in events][-2:] == ["citations", "done"]
    assert "".join(data["text"] for name, data in events if name == "token") == done["reply"]
    assert events[-2][1] == done["citations"]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "md"])
@pytest.mark.parametrize("owner", [f"schemes/{GREEN}", "conversations/c1"])
def test_plan_as_a_file_with_a_chinese_name(client: TestClient, kind: str, owner: str) -> None:
    client.post("/api/v1/conversations", json={"scheme": GREEN})
    response = client.post(f"/api/v1/{owner}/plan?format={kind}", json={"facts": {}})
    assert response.content == b"plan"
    disposition = response.headers["content-disposition"]
    assert disposition.endswith(f"filename*=UTF-8''%E6%8F%90%E5%8D%87%E6%96%B9%E6%A1%88.{kind}")


def test_unknown_format_is_told(client: TestClient) -> None:
    path = f"/api/v1/schemes/{GREEN}/plan?format=exe"
    assert_error(client.post(path, json={"facts": {}}), 422, "UnknownFormatError")


BROKEN = {
    "empty": b"",
    "blank": b" \n",
    "cut": b'{"facts": {',
    "no utf-8": '{"question": "多少"}'.encode("gbk"),
    "NaN": b'{"facts": {"1.05": {"ratio": NaN}}}',
    "infinity": b'{"budget": Infinity}',
    "too large a number": b'{"budget": 1e999}',
    "too long a number": b'{"budget": ' + b"9" * 5000 + b"}",
    "too deep": b"[" * 100_000,
    "half a letter": b'{"question": "\\ud800"}',
    "said twice": b'{"facts": {}, "facts": {}}',
}


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_broken_json_is_one_chinese_sentence(client: TestClient, path: str, raw: bytes) -> None:
    assert_error(client.post(path, content=raw), 400, "BrokenJsonError")


@pytest.mark.parametrize("path", WRITES)
def test_too_large_a_body_is_refused(client: TestClient, path: str) -> None:
    assert_error(client.post(path, content=b" " * 1_000_001), 413)
    streamed = client.post(path, content=(b" " * 100_000 for _ in range(11)))
    assert_error(streamed, 413)


@pytest.mark.parametrize("path", [*WRITES, *READS])
@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (UnknownSchemeError("没有这个方案"), 404),
        (UnknownItemError("没有这个条目"), 422),
        (FactError("这条事实写错了"), 422),
        (InputError("内容写错了"), 422),
        (StaleIndexError("索引过期"), 503),
        (PackError(["规则包坏了"]), 500),
        (RuntimeError("secret inside"), 500),
        (KeyError("x"), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_every_route_tells_errors_alike(
    client: TestClient, desk: FakeAssistant, path: str, failure: Exception, status: int
) -> None:
    client.post("/api/v1/conversations", json={"scheme": GREEN})
    desk.failure = failure
    body = {"question": "x", "facts": {}, "text": "x", "accept": [], "reject": []}
    response = client.post(path, json=body) if path in WRITES else client.get(path)
    told = assert_error(response, status)
    assert "secret" not in response.text and "坏了" not in told["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/../app.py", 404),
        ("DELETE", "/api/v1/schemes", 405),
        ("GET", "/api/v1/ask", 405),
        ("PUT", "/healthz", 405),
        ("GET", "/api/v1/schemes/none", 404),
        ("GET", "/api/v1/library/none", 404),
        ("GET", "/api/v1/conversations/none", 404),
        ("GET", "/library/none", 404),
        ("GET", f"/library/{GREEN}?start=abc", 422),
    ],
)
def test_wrong_addresses_and_methods_keep_the_shape(
    client: TestClient, method: str, path: str, status: int
) -> None:
    assert_error(client.request(method, path), status)


@pytest.mark.parametrize("path", ["/", "/library", "/healthz", "/static/base.css", "/api/v1/nothing"])
def test_headers_keep_pages_to_this_host(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_another_site_cannot_write(client: TestClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert_error(client.post("/api/v1/conversations", json={}, headers=foreign), 403)
    assert client.get("/healthz", headers=foreign).status_code == 200


def test_status_table_holds_client_errors_only_below_500() -> None:
    assert set(STATUS.values()) <= {400, 404, 409, 413, 415, 422, 503}


def test_the_log_of_a_fault_has_no_local_values(client: TestClient, desk: FakeAssistant) -> None:
    desk.failure = RuntimeError("broken")
    with capture_logs() as logged:
        client.post("/api/v1/ask", json={"question": "公司机密"})
    assert [entry["event"] for entry in logged] == ["request_failed"]
    assert "broken" in logged[0]["trace"] and "公司机密" not in str(logged) and "exc_info" not in logged[0]
