"""What holds for one grade is no answer about another."""

from __future__ import annotations

import pytest
from opened import answerer, corpus

from knowledge.asked_grades import of_asked_grades, of_other_grades
from knowledge.finding import Finder, Finding
from knowledge.query import understand


def found(question: str, region: str | None = None) -> Finding:
    return Finder(corpus(), answerer().retriever).find(understand(question, region=region))


@pytest.mark.parametrize("question", ["B级企业红色预警要停产吗", "C级的厂预警期间能自主减排不"])
def test_a_rule_for_the_best_grade_does_not_answer_for_the_next(question: str) -> None:
    finding = found(question, "三门峡市")
    for hit in finding.hits[:1]:
        assert not of_other_grades(finding.query, hit.passage)


def test_the_grade_asked_about_is_answered() -> None:
    finding = found("A级企业预警期间可以自主采取减排措施吗", "三门峡市")
    assert finding.answerable
    assert "A 级" in finding.hits[0].passage.text


def test_a_question_without_a_grade_leaves_all() -> None:
    query = understand("预警期间能自主减排吗", region="三门峡市")
    searched = answerer().retriever.search(query, 12)
    assert of_asked_grades(query, searched) is searched


def test_where_the_best_is_of_another_grade_only_the_asked_grade_may_answer() -> None:
    query = understand("B级企业红色预警要停产吗", region="三门峡市")
    searched = answerer().retriever.search(query, 12)
    assert of_other_grades(query, searched.hits[0].passage)
    kept = of_asked_grades(query, searched).hits
    assert all("B" in hit.passage.text for hit in kept)


@pytest.mark.parametrize("question", ["开封那边的规定是啥", "聊城有啥政策", "三门峡的文件要求"])
def test_rules_as_such_are_asked_back_about(question: str) -> None:
    assert found(question).reason == "unclear"


def test_a_matter_beside_a_place_is_no_question_for_rules_as_such() -> None:
    assert found("聊城对多厂区申报有啥规定").answerable
