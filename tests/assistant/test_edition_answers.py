"""Answers name the edition that holds, show both texts where they disagree, and keep places apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from newer_editions import ADJUSTMENT, FIRST_REVIEW, NEW, OLD, edition_2023, text_of
from opened import TODAY, corpus, packs

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.requests import AskRequest
from assistant.search_setup import passages_of
from assistant.side_by_side import figures
from knowledge.corpus import Corpus, CorpusText
from knowledge.retriever import Retriever

PROVINCE = "henan-grading-2022"
LATE = {"每月 20 日前完成当月申报企业绩效分级初审工作": "每月 25 日前完成当月申报企业绩效分级初审工作"}


def of_the_province(changes: dict[str, str]) -> CorpusText:
    place = corpus().document("henan-performance-uplift-2021").place
    return text_of(
        corpus(),
        OLD,
        changes,
        id=PROVINCE,
        short_title="省细则",
        title="河南省实施细则",
        place=place,
        year=2021,
    )


def answerer(*texts: CorpusText) -> Answerer:
    whole: Corpus = corpus().joined(texts)
    return Answerer(whole, Retriever(whole, passages_of(whole, packs()), None), Citer(whole))


WHOLE = answerer(edition_2023(corpus()))
IN_PART = answerer(edition_2023(corpus(), clauses=(FIRST_REVIEW, ADJUSTMENT)))
DIFFERING = answerer(of_the_province(LATE))
AGREEING = answerer(of_the_province({}))


def ask(who: Answerer, question: str, region: str | None = "三门峡市", as_of: date = TODAY) -> dict[str, Any]:
    return who.answer(AskRequest(question, region, None, as_of)).as_json()


def told(answer: dict[str, Any], *words: str) -> bool:
    return any(all(word in note for word in words) for note in answer["notes"])


@pytest.mark.parametrize("who", [WHOLE, IN_PART])
def test_the_new_edition_answers_and_says_what_it_replaced(who: Answerer) -> None:
    answer = ask(who, "每月几号前完成当月申报企业绩效分级初审工作")
    assert answer["answer"].startswith("**每月 10 日前。**")
    assert answer["citations"][0]["document_id"] == NEW
    assert {c["status"] for c in answer["citations"]} <= {"in_force", "cycle_over"}
    assert told(answer, "2023-06-01", "取代", "三门峡市2022年")
    assert told(answer, "部分条款") == (who is IN_PART)


@pytest.mark.parametrize("who", [WHOLE, IN_PART])
def test_the_older_edition_answers_for_its_day(who: Answerer) -> None:
    answer = ask(who, "每月几号前完成当月申报企业绩效分级初审工作", as_of=date(2022, 7, 1))
    assert answer["answer"].startswith("**每月 20 日前。**")
    assert answer["citations"][0]["status"] == "in_force"
    assert not told(answer, "取代")


@pytest.mark.parametrize("who", [WHOLE, IN_PART])
def test_the_old_text_by_name_is_marked_and_the_newer_named(who: Answerer) -> None:
    answer = ask(who, "2022年那个细则里每月几号前完成初审")
    first = answer["citations"][0]
    assert (first["document_id"], first["status"], first["status_label"]) == (OLD, "superseded", "已被取代")
    assert "20 日" in answer["answer"] and "已被取代" in answer["answer"]
    assert told(answer, "已被取代", "2023-06-01", "三门峡市2023年")


@pytest.mark.parametrize("as_of", [date(2022, 7, 1), date(2023, 5, 31), date(2023, 6, 1), TODAY])
@pytest.mark.parametrize(
    "question", ["动态调整什么时候开展", "绩效分级有哪些评审流程", "弄虚作假的企业怎么评", "谁负责初审"]
)
def test_no_citation_is_superseded_unless_asked_for(question: str, as_of: date) -> None:
    for who in (WHOLE, IN_PART):
        assert "superseded" not in {c["status"] for c in ask(who, question, as_of=as_of)["citations"]}


def test_texts_that_disagree_are_shown_nearest_first_with_place_and_year() -> None:
    answer = ask(DIFFERING, "每月几号前完成当月申报企业绩效分级初审")
    assert [c["document_id"] for c in answer["citations"]] == [OLD, PROVINCE]
    text = answer["answer"]
    assert text.index("三门峡市（2022年）") < text.index("河南省（2021年）")
    assert "20 日" in text and "25 日" in text
    assert told(answer, "不一致", "三门峡市（2022年）", "河南省（2021年）")
    assert len(text) <= 500


def test_texts_that_agree_are_not_called_differing() -> None:
    answer = ask(AGREEING, "每月几号前完成当月申报企业绩效分级初审")
    assert answer["citations"][0]["document_id"] == OLD
    assert not told(answer, "说法不一致")


def test_the_shipped_texts_disagree_on_the_target() -> None:
    answer = ask(WHOLE, "AB级占比目标是多少", as_of=date(2022, 7, 1))
    assert "20%" in answer["answer"] and "15" in answer["answer"]
    assert answer["citations"][0]["document_id"] == OLD
    assert told(answer, "不一致", "河南省（2021年）")


def test_the_city_of_another_province_hears_nothing_of_it() -> None:
    answer = ask(DIFFERING, "每月几号前完成当月申报企业绩效分级初审", "聊城市")
    assert {c["document_id"] for c in answer["citations"]} <= {"liaocheng-grading-2020"}


def test_two_places_are_answered_from_their_own_texts() -> None:
    answer = ask(WHOLE, "三门峡和聊城的应急减排清单几号前上报", None, date(2022, 7, 1))
    assert [c["document_id"] for c in answer["citations"]] == [OLD, "liaocheng-grading-2020"]
    assert "三门峡市（2022年）" in answer["answer"] and "聊城市（2020年）" in answer["answer"]


def test_of_two_places_one_without_a_text_is_named() -> None:
    answer = ask(WHOLE, "三门峡和石家庄每月几号前完成初审", None)
    assert {c["document_id"] for c in answer["citations"]} == {NEW}
    assert told(answer, "没有石家庄市的文件")
    neither = ask(WHOLE, "济南和石家庄每月几号前完成初审", None)
    assert (neither["answerable"], neither["reason"]) == (False, "other_place")


def test_two_counties_of_one_city_get_one_answer() -> None:
    answer = ask(WHOLE, "灵宝和渑池的企业每月几号前完成初审", None)
    assert len(answer["citations"]) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2022年8月底前", "8月31日前", True),
        ("不低于 20%", "20%以上", True),
        ("每月 20 日前", "每月二十日前", True),
        ("2022年10月底", "8月底", False),
        ("15%", "20%", False),
        ("三个月", "3个月", False),
    ],
)
def test_facts_are_compared_by_their_figures(one: str, other: str, same: bool) -> None:
    assert (figures(one) == figures(other)) == same


TO_COME = answerer(
    edition_2023(
        corpus(),
        title="三门峡市绩效分级评定实施细则",
        year=2026,
        issued=date(2026, 11, 1),
        effective_from=date(2027, 1, 1),
    )
)


def test_a_text_to_come_is_announced_and_never_in_force_before_its_day() -> None:
    answer = ask(TO_COME, "每月几号前完成当月申报企业绩效分级初审工作")
    assert answer["citations"][0]["document_id"] == OLD
    assert told(answer, "自2027-01-01起将由《三门峡市绩效分级评定实施细则》取代")
    called = ask(TO_COME, "新细则每月几号前完成当月申报企业绩效分级初审工作")
    first = called["citations"][0]
    assert (first["document_id"], first["status"], first["status_label"]) == (NEW, "draft", "尚未施行")
    assert told(called, "自2027-01-01起施行", "尚未生效")
    later = ask(TO_COME, "每月几号前完成当月申报企业绩效分级初审工作", as_of=date(2027, 1, 1))
    assert (later["citations"][0]["document_id"], later["citations"][0]["status"]) == (NEW, "in_force")


def test_a_refusal_names_the_text_to_come() -> None:
    answer = ask(TO_COME, "第九十九条怎么规定")
    assert not answer["answerable"]
    assert told(answer, "《三门峡市绩效分级评定实施细则》自2027-01-01起施行", "没有用来回答")
