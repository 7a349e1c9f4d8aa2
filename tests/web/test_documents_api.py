"""Ingesting over the interface: one file a request, limits before bytes, errors in the one shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import facade
from assistant.facade import Assistant
from assistant.settings import Settings
from knowledge.retriever import Retriever
from web.app import create_app

TEXT = """开封市重点行业绩效分级管理办法

第一条 为规范绩效分级管理，制定本办法。

第二条 申报企业应当在每年10月17日前向所在县区生态环境分局提交绩效分级申报材料。

第三条 本办法自2024年1月1日起施行。
"""
SAID = {"title": "开封市重点行业绩效分级管理办法", "place": "开封市", "status": "in_force"}
PATH = "/api/v1/documents"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(
        facade, "make_retriever", lambda settings, corpus, passages: Retriever(corpus, passages, None)
    )
    nothing = {"database_url": None, "chroma_url": None, "embedding_model": None, "llm_base_url": None}
    assistant = Assistant(Settings(data_dir=tmp_path / "data", llm_model=None, llm_api_key=None, **nothing))
    with TestClient(create_app(assistant), raise_server_exceptions=False) as client:
        yield client


def sent(client: TestClient, content: bytes, name: str = "办法.txt") -> Any:
    return client.post(PATH, files={"file": (name, content)})


def test_upload_check_confirm_ask_remove(client: TestClient) -> None:
    response = sent(client, TEXT.encode())
    assert response.status_code == 201
    draft = response.json()["document"]
    assert sent(client, TEXT.encode()).status_code == 200
    assert [entry["id"] for entry in client.get(PATH).json()] == [draft["id"]]
    assert client.get(f"{PATH}/{draft['id']}").json()["guesses"]["place"]["value"] == "开封市"
    assert client.get(f"/library/{draft['id']}").status_code == 404

    wrong = client.post(f"{PATH}/{draft['id']}/confirm", json=SAID | {"place": "乌有市"})
    assert wrong.status_code == 422 and "乌有市" in wrong.json()["detail"]
    done = client.post(f"{PATH}/{draft['id']}/confirm", json=SAID)
    assert done.status_code == 200 and done.json()["state"] == "active"

    asked = {"question": "绩效分级申报材料要在几月几号前提交给县区生态环境分局", "region": "开封市"}
    first = client.post("/api/v1/ask", json=asked).json()["citations"][0]
    assert (first["document_id"], first["number"]) == (draft["id"], "第二条")
    page = client.get(first["url"])
    assert page.status_code == 200 and "<mark>" in page.text and "10月17日" in page.text
    assert SAID["title"] in client.get("/library").text

    assert client.delete(f"{PATH}/{draft['id']}").json()["removed"] == "active"
    assert client.get(f"/library/{draft['id']}").status_code == 404
    assert client.delete(f"{PATH}/{draft['id']}").status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "error"),
    [
        (b"", 422, "FileEmptyError"),
        (b"\0\1\2" * 100, 415, "UnsupportedFileError"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, 415, "LegacyFileError"),
        (b"PK\x03\x04broken", 422, "CorruptFileError"),
    ],
)
def test_a_bad_file_is_told(client: TestClient, content: bytes, status: int, error: str) -> None:
    response = sent(client, content, "../<b>坏.docx")
    told = response.json()
    assert (response.status_code, told["error"]) == (status, error)
    assert "坏" in told["detail"] and ".." not in told["detail"] and told["hint"]
    assert client.get(PATH).json() == []


def test_too_large_a_file_is_refused_before_it_is_received(client: TestClient) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(10**9)}
    response = client.post(PATH, content=b"", headers=headers)
    assert (response.status_code, response.json()["error"]) == (413, "UploadTooLargeError")


def test_too_large_a_body_of_unknown_length_is_cut_off(client: TestClient) -> None:
    received = 0

    def endless() -> Iterator[bytes]:
        nonlocal received
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(80):
            received += 1
            yield b"a" * 2**20

    response = client.post(
        PATH, content=endless(), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert (response.status_code, response.json()["error"]) == (413, "UploadTooLargeError")


@pytest.mark.parametrize(
    "body", [{"content": b"x"}, {"data": {"a": "b"}}, {"files": {"other": ("a.txt", b"x")}}]
)
def test_a_body_without_a_file_is_told(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post(PATH, **body)
    assert (response.status_code, response.json()["error"]) == (400, "BrokenUploadError")


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"{", 400), (b"[]", 422), (b'{"x": 1}', 422), (b'{"title": 5}', 422)]
)
def test_a_wrong_description_changes_nothing(client: TestClient, body: bytes, status: int) -> None:
    draft = sent(client, TEXT.encode()).json()["document"]["id"]
    response = client.post(f"{PATH}/{draft}/confirm", content=body)
    assert response.status_code == status and set(response.json()) == {"error", "detail", "hint"}
    assert client.get(f"{PATH}/{draft}").json()["state"] == "draft"


def test_another_site_cannot_upload(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    response = client.post(PATH, files={"file": ("a.txt", TEXT.encode())}, headers=headers)
    assert response.status_code == 403 and client.get(PATH).json() == []


def test_names_and_words_of_a_file_stay_words_on_the_page(client: TestClient) -> None:
    text = (
        TEXT.replace("开封市重点", "<script>alert(1)</script>开封市重点")
        + "\n第四条 <img src=x onerror=alert(1)>\n"
    )
    draft = sent(client, text.encode(), "<script>alert(2)</script>.txt").json()["document"]
    for path in ("/documents", f"/documents/{draft['id']}"):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img src=x" not in page.text
    assert client.get("/documents/text-000000000000").status_code == 404
