"""What every way of searching earns is counted alike, and each way finds a plain thing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.question_lines import QuestionLine, QuestionSet
from knowledge.corpus import Corpus
from knowledge.embeddings import Vectors
from tests.benchmarks.retrieval.asked import Searcher, cut, quality, reached
from tests.benchmarks.retrieval.page import write_part
from tests.benchmarks.retrieval.question_groups import grouped, named

DOCUMENT = "sanmenxia-grading-2022"
GOLD = "绩效分级申报工作每年开展一次"


def line(*quotes: str, tags: tuple[str, ...] = ("date",)) -> QuestionLine:
    gold = [{"document_id": DOCUMENT, "quote": quote} for quote in quotes]
    return QuestionLine.model_validate(
        {"id": "t", "question": "几号前", "region": None, "industry": None, "as_of": None, "answerable": True}
        | {"reason": None, "gold": gold, "must_contain": [["一次"]], "tags": list(tags)}
    )


def test_words_are_cut_where_the_budget_ends() -> None:
    assert cut([("a", "一二三"), ("b", "四五六"), ("c", "七")], 5) == ([("a", "一二三"), ("b", "四五")], 1)
    assert cut([("a", "一二三"), ("b", "四五六")], 3) == ([("a", "一二三")], 1)


def test_a_piece_that_holds_the_words_counts_and_a_part_of_them_only_in_the_lenient_marking() -> None:
    whole, part = (DOCUMENT, f"前文。{GOLD}。后文"), (DOCUMENT, GOLD[:6])
    assert reached(line(GOLD), [whole]) == 1
    assert reached(line(GOLD), [part], whole=1) == 1
    assert reached(line(GOLD), [part]) == 0


def test_the_words_of_another_document_do_not_count() -> None:
    assert reached(line(GOLD), [("liaocheng-grading-2020", GOLD)]) == 0


def test_where_all_supports_are_needed_each_gives_its_share() -> None:
    asked = line(GOLD, "自主减排", tags=("needs-all",))
    assert reached(asked, [(DOCUMENT, GOLD)]) == 0.5
    assert reached(line(GOLD, "自主减排"), [(DOCUMENT, GOLD)]) == 1


def test_a_long_piece_before_the_words_pushes_them_out_of_the_budget() -> None:
    found = [(DOCUMENT, "无" * 490), (DOCUMENT, GOLD)]
    marks = quality(line(GOLD), found, found)
    assert marks["recall_at_3"] == 1
    assert marks["first"] == 0
    assert marks["within_500"] == 0
    assert marks["within_2000"] == 1


def test_a_part_of_the_page_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_part("one", ["first"], page)
    write_part("growth", ["grown"], page)
    write_part("one", ["second"], page)
    text = page.read_text(encoding="utf-8")
    assert "first" not in text
    assert text.index("second") < text.index("grown")
    assert text.count("<!-- one -->") == text.count("<!-- /one -->") == 1


def test_sets_kept_apart_are_never_mixed_with_those_the_search_was_made_with() -> None:
    names = ("dev-2", "dev", "dev-99", "test-2", "test")
    sets = [QuestionSet(name, (line(GOLD),)) for name in names]
    assert named(sets) == {"dev": "dev-2, dev", "dev-99": "dev-99", "test": "test-2, test"}
    assert {group: len(lines) for group, lines in grouped(sets).items()} == {"dev": 2, "dev-99": 1, "test": 2}


class _Counting:
    """Vectors of how often some characters occur."""

    name = "counting"

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = np.array([[text.count(c) + 0.01 for c in "的级月日报企业评价表"] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float32)


def test_each_way_keeps_to_the_place_that_is_given() -> None:
    for module in ("langchain_chroma", "langchain_text_splitters", "haystack", "rank_bm25"):
        pytest.importorskip(module)
    from tests.benchmarks.retrieval.chunks import recursive_chunks
    from tests.benchmarks.retrieval.plain_bm25 import JiebaBm25
    from tests.benchmarks.retrieval.plain_haystack import Haystack, default_pieces
    from tests.benchmarks.retrieval.plain_langchain import LangChainChroma

    corpus, encoder = Corpus.load(), _Counting()
    chunks = recursive_chunks(corpus)
    assert len(default_pieces(corpus)) == len(corpus.documents)
    assert all(chunk.text in corpus.source(chunk.document_id) for chunk in chunks)
    ways: list[Searcher] = [
        LangChainChroma(chunks, encoder),
        JiebaBm25(chunks),
        Haystack("both", chunks, encoder, "bm25", "embedding"),
    ]
    for way in ways:
        anywhere = way.search("绩效分级申报几月几日前", None, 71)
        here = way.search("绩效分级申报几月几日前", "聊城市", 71)
        assert len({document for document, _ in anywhere}) == 5
        assert {document for document, _ in here} == {"liaocheng-grading-2020"}
