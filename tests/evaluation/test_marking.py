"""What a question earns, held against rankings and answers made by hand."""

from __future__ import annotations

from math import log2

import pytest

from assistant.evaluation.marking import Heard, answer_marks, marked, search_marks
from assistant.evaluation.question_lines import QuestionLine
from assistant.evaluation.supporting import holds, supports

CITATION = {"document_id": "d", "quote": "分别于当月 20 日前\n由分局|局长签字"}
DAY, MONTH, OTHER = ("d", "当月20日前"), ("d", "月底前"), ("d", "别的话")


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        ("当月20日前由分局", True),
        ("各县初审，分别于当月20日前由分局局长签字确认", True),
        ("当月２０日前", True),
        ("PM<sub>2.5</sub>", False),
        ("25日前", False),
    ],
)
def test_words_support_by_holding_or_being_held(quote: str, right: bool) -> None:
    assert supports(CITATION["document_id"], CITATION["quote"], "d", quote) == right
    assert not supports(CITATION["document_id"], CITATION["quote"], "other", quote)


def test_a_quote_of_nothing_supports_nothing() -> None:
    assert not supports("d", " |\n", "d", "当月20日前")


def test_an_answer_needs_one_of_each_list() -> None:
    assert holds("**≥ 25 %**，必选", [["25%", "百分之二十五"], ["必选", "必须"]])
    assert not holds("≥25%", [["25%"], ["必选"]])
    assert holds("什么都行", [])


def question(**other: object) -> QuestionLine:
    gold = [{"document_id": document, "quote": quote} for document, quote in (DAY, MONTH)]
    whole = {
        "id": "q-1",
        "question": "几号前初审完",
        "region": None,
        "industry": None,
        "as_of": None,
        "answerable": True,
        "reason": None,
        "gold": gold,
        "must_contain": [["20日"]],
        "tags": [],
    }
    return QuestionLine.model_validate({**whole, **other})


def refused_question(reason: str, *tags: str) -> QuestionLine:
    return question(answerable=False, reason=reason, gold=[], must_contain=[], tags=list(tags))


def answer(**other: object) -> dict[str, object]:
    given = {"answerable": True, "reason": None, "citations": [CITATION], "answer": "每月20日前"}
    return {**given, **other}


def recalls(marks: dict[str, float]) -> list[float]:
    return [marks[f"recall_at_{depth}"] for depth in (1, 3, 5, 10)]


def test_one_support_is_enough_and_counts_at_the_first_passage_that_gives_it() -> None:
    marks = search_marks(question(), [OTHER, MONTH, DAY])
    assert recalls(marks) == [0, 1, 1, 1]
    assert marks["ndcg_at_10"] == pytest.approx(1 / log2(3))
    assert search_marks(question(), [DAY, OTHER])["ndcg_at_10"] == 1


def test_where_all_are_needed_each_gives_its_share_once() -> None:
    marks = search_marks(question(tags=["needs-all"]), [DAY, DAY, OTHER, MONTH])
    assert recalls(marks) == [0.5, 0.5, 1, 1]
    assert marks["ndcg_at_10"] == pytest.approx((1 + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert search_marks(question(tags=["needs-all"]), [MONTH, DAY])["ndcg_at_10"] == 1


def test_the_eleventh_passage_is_too_late() -> None:
    marks = search_marks(question(), [OTHER] * 10 + [DAY])
    assert set(marks.values()) == {0}


def test_a_question_that_finds_nothing_counts_as_nothing() -> None:
    marks = search_marks(question(), [])
    assert (recalls(marks), marks["ndcg_at_10"]) == ([0, 0, 0, 0], 0)


def test_search_is_not_measured_on_what_no_text_answers() -> None:
    assert search_marks(refused_question("off_topic"), [DAY]) == {}


def test_marks_of_an_answered_question() -> None:
    assert answer_marks(question(), answer()) == {
        "first": 1,
        "within_3": 1,
        "citation_precision": 1,
        "citation_recall": 1,
        "answer": 1,
        "over_refusal": 0,
    }
    all_needed = answer_marks(question(tags=["needs-all"]), answer())
    assert (all_needed["first"], all_needed["within_3"], all_needed["citation_recall"]) == (1, 0, 0.5)
    refused = answer_marks(question(), answer(answerable=False, citations=[], answer="没有"))
    assert refused == {
        "first": 0,
        "within_3": 0,
        "citation_precision": 0,
        "citation_recall": 0,
        "answer": 0,
        "over_refusal": 1,
    }


def test_each_citation_that_supports_nothing_lowers_the_precision() -> None:
    other = {"document_id": "d", "quote": "别的话"}
    marks = answer_marks(question(), answer(citations=[other, other, other, CITATION]))
    assert (marks["citation_precision"], marks["citation_recall"]) == (0.25, 1)
    assert (marks["first"], marks["within_3"]) == (0, 0)


@pytest.mark.parametrize(
    ("reason", "tags", "marks"),
    [
        ("other_place", [], {"refusal": 1, "reason": 1}),
        ("off_topic", [], {"refusal": 1, "reason": 0}),
        ("off_topic", ["reason-open"], {"refusal": 1, "reason": 1}),
    ],
)
def test_marks_of_a_refused_question(reason: str, tags: list[str], marks: dict[str, float]) -> None:
    line = refused_question("other_place", *tags)
    assert answer_marks(line, answer(answerable=False, reason=reason, citations=[])) == marks
    assert answer_marks(line, answer()) == {"refusal": 0, "reason": 0}


def test_a_question_carries_the_marks_of_its_search_and_its_answer() -> None:
    both = marked(question(), Heard((DAY,), answer(), 0.25))
    assert {"recall_at_1", "ndcg_at_10", "first", "over_refusal"} <= set(both.marks)
    assert (both.found, both.seconds) == (True, 0.25)
    assert not marked(question(), Heard((), answer(), 0.25)).found
