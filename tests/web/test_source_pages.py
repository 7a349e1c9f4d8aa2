"""The texts as pages: every word there, the quoted words marked, nothing of theirs read as markup."""

from __future__ import annotations

import html
import re

import pytest
from fakes import FakeAssistant
from fastapi.testclient import TestClient

from knowledge.corpus import Corpus
from web.source_page import blocks
from web.source_runs import find, runs

CORPUS = Corpus.load()
DOCUMENTS = [document.id for document in CORPUS.documents]
UNSEEN = re.compile(r"[\s#*|]+|<[^>]+>|^-|-{3,}", re.MULTILINE)


def words_of(page: str) -> str:
    return UNSEEN.sub("", html.unescape(re.sub(r"<[^>]+>", "", page)))


def marked(page: str) -> str:
    return UNSEEN.sub("", html.unescape("".join(re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL))))


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_page_shows_every_clause_whole(client: TestClient, document_id: str) -> None:
    shown = words_of(client.get(f"/library/{document_id}").text)
    for clause in CORPUS.clauses(document_id):
        if clause.cells:
            assert all(UNSEEN.sub("", value) in shown for _, value in clause.cells), clause.id
        elif clause.kind != "table":
            assert UNSEEN.sub("", CORPUS.text(clause)) in shown, clause.id


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_any_clause_can_be_marked_whole(client: TestClient, desk: FakeAssistant, document_id: str) -> None:
    document = desk.document(document_id)
    for clause in CORPUS.clauses(document_id):
        if clause.end == clause.start:
            continue
        cited = [block for block in blocks(document, (clause.start, clause.end)) if any_marked(block)]
        assert cited, clause.id


def any_marked(block: object) -> bool:
    rows = getattr(block, "rows", None)
    parts = [getattr(block, "words", ())]
    if rows:
        parts = [*block.headers, *(cell for row in rows for cell in row.cells)]  # type: ignore[attr-defined]
    return any(run.marked for part in parts for run in part)


def test_quote_by_offsets_and_by_words(client: TestClient) -> None:
    source = CORPUS.source("zhengzhou-green-factory")
    start = source.index("得分85分")
    by_offset = client.get(f"/library/zhengzhou-green-factory?start={start}&end={start + 11}").text
    assert marked(by_offset) == source[start : start + 11]
    by_words = client.get(
        "/library/zhengzhou-green-factory", params={"quote": "1.2倍及以上，2倍及以上为满分"}
    ).text
    assert marked(by_words) == "1.2倍及以上，2倍及以上为满分"


def test_quote_that_is_not_there_is_said(client: TestClient) -> None:
    page = client.get("/library/zhengzhou-green-factory", params={"quote": "<script>没有这句话"}).text
    assert "没有在原文中找到" in page and "<script>没有" not in page
    beyond = client.get("/library/zhengzhou-green-factory?start=5&end=99999999").text
    assert "没有在原文中找到" in beyond


def test_fragment_holds_the_clause_and_its_place(client: TestClient) -> None:
    source = CORPUS.source("zhengzhou-green-factory")
    start = source.index("得分85分")
    page = client.get(f"/library/zhengzhou-green-factory/fragment?start={start}&end={start + 11}").text
    assert "第五条" in page and "第三章" in page and "第六条" not in page and "<html" not in page
    row = client.get("/library/zhengzhou-green-factory/fragment?clause=t2.6.02").text
    assert "表2 6.02" in row and "2倍及以上为满分" in row


def test_gaps_of_the_copy_are_shown(client: TestClient) -> None:
    assert "这一部分在现有文本中缺失" in client.get("/library/zhengzhou-green-performance-2019").text


def test_typesetting_marks_are_no_words() -> None:
    source = "## 二、**目标**\nO<sub>3</sub>污染"
    shown = runs(source, 0, len(source), find(source, "目标O"))
    assert "".join(run.text for run in shown) == "二、目标\nO3污染"
    assert [run.shift for run in shown if run.text == "3"] == ["sub"]
    assert "".join(run.text for run in shown if run.marked) == "目标\nO"


def test_page_errors_are_pages(client: TestClient) -> None:
    response = client.get("/library/none", headers={"Accept": "text/html"})
    assert response.status_code == 404 and "<html" in response.text and "知识库中没有" in response.text
