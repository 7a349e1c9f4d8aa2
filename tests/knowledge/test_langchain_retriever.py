"""The search as LangChain uses it, with LangChain itself."""

from __future__ import annotations

import ast
import asyncio
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import opened
import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from knowledge.langchain_retriever import ClauseRetriever, clause_documents

ROOT = Path(__file__).parents[2]
DAY = date(2022, 7, 1)
QUESTION = "企业申报材料由谁初审"
KEYS = {"document_id", "clause_id", "number", "title", "place", "status", "start", "end", "url"}


def retriever(**settings: Any) -> ClauseRetriever:
    whole = {"region": "三门峡市", "as_of": DAY, **settings}
    return ClauseRetriever(corpus=opened.corpus(), search=opened.lexical(), **whole)


def test_a_question_gets_verbatim_passages_with_where_they_stand() -> None:
    found = retriever(limit=3).invoke(QUESTION)
    assert isinstance(retriever(), BaseRetriever)
    assert 0 < len(found) <= 3
    assert {one.metadata["place"] for one in found} <= {"三门峡市", "河南省"}
    assert found[0].metadata["document_id"] == "sanmenxia-grading-2022"
    assert any("初审" in one.page_content for one in found)
    for one in found:
        told = one.metadata
        assert set(told) == KEYS | {"score"}
        clause = opened.corpus().clause(told["clause_id"])
        assert opened.corpus().source(told["document_id"])[told["start"] : told["end"]] == one.page_content
        assert clause.start <= told["start"] < told["end"] <= clause.end
        assert told["number"] == clause.number
        # Where the program's own citations lead.
        cited = opened.citer().passage(clause, told["start"], told["end"], DAY)
        assert (told["url"], told["title"], told["status"]) == (cited["url"], cited["title"], cited["status"])
    scores = [one.metadata["score"] for one in found]
    assert scores == sorted(scores, reverse=True)


def test_the_answer_of_the_program_rests_on_the_same_passage() -> None:
    settings = {"corpus": opened.corpus(), "search": opened.answerer().retriever, "as_of": DAY}
    found = ClauseRetriever(**settings, region="三门峡市").invoke(QUESTION)
    answer = opened.assistant().ask({"question": QUESTION, "region": "三门峡市"})
    assert found[0].metadata["clause_id"] == answer["citations"][0]["clause_id"]


def test_what_no_text_answers_gets_nothing_unless_the_nearest_is_wanted() -> None:
    question = "今天股票涨了吗"
    assert retriever().invoke(question) == []
    assert retriever(nearest=True, limit=2).invoke("初审以后多久能拿到补贴款") != []
    assert len(retriever(nearest=True, limit=2).invoke(QUESTION)) == 2


def test_a_place_that_no_text_reaches_gets_nothing_even_so() -> None:
    assert retriever(region="广州市", nearest=True).invoke(QUESTION) == []


def test_a_place_in_the_question_goes_before_the_asker_s() -> None:
    found = retriever().invoke("聊城市企业申报材料由谁初审")
    assert {one.metadata["document_id"] for one in found} == {"liaocheng-grading-2020"}


def test_the_status_is_that_of_the_day() -> None:
    assert retriever().invoke(QUESTION)[0].metadata["status"] == "in_force"
    assert retriever(as_of=opened.TODAY).invoke(QUESTION)[0].metadata["status"] == "cycle_over"


def test_it_works_in_chains_batches_and_loops() -> None:
    chain = retriever(limit=1) | RunnableLambda(lambda found: [one.metadata["clause_id"] for one in found])
    alone = chain.invoke(QUESTION)
    assert len(alone) == 1
    assert chain.batch([QUESTION, "今天股票涨了吗"]) == [alone, []]
    assert asyncio.run(chain.ainvoke(QUESTION)) == alone


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 13}, {"regoin": "三门峡市"}])
def test_wrong_settings_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        retriever(**wrong)


def test_every_clause_with_words_becomes_a_document() -> None:
    corpus = opened.corpus()
    made = {one.id: one for one in clause_documents(corpus, DAY)}
    clauses = [clause for document in corpus.documents for clause in corpus.clauses(document.id)]
    assert list(made) == [clause.id for clause in clauses if clause.end > clause.start]
    for clause in clauses:
        if clause.end > clause.start:
            one = made[clause.id]
            assert one.page_content == corpus.text(clause)
            assert set(one.metadata) == KEYS
            assert one.metadata["clause_id"] == clause.id
            assert one.metadata["place"] == corpus.document(clause.document_id).place.name


def test_examples_in_the_paper_run(monkeypatch: pytest.MonkeyPatch) -> None:
    opened.answerer()
    monkeypatch.setenv("LVPING_DATA_DIR", str(opened.data_folder()))
    paper = (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", paper, re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "docs/langchain.md", "exec"), names)
    assert "〔1〕" in names["written"]
    assert "初审" in names["written"]
    assert "〔4〕" not in names["written"]
    assert "没有条款回答这个问题。" in names["refused"]
    assert "〔1〕" not in names["refused"]
    stored = names["store"].get_by_ids(names["ids"][:1])[0]
    assert isinstance(stored, Document)
    assert set(stored.metadata) == KEYS


# --- nothing else needs it ---


def test_no_module_of_the_program_imports_it() -> None:
    for package in ("scoring", "knowledge", "prompts", "assistant", "web"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import | ast.ImportFrom)
                    else []
                )
                module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
                assert not any("langchain_retriever" in name for name in (*names, module)), path


def test_searching_does_not_load_langchain() -> None:
    code = (
        "import sys, assistant.facade, knowledge.finding; print([n for n in sys.modules if 'langchain' in n])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
