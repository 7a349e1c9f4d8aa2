"""Approved answers come before composed ones, carry their clauses, and are pulled back when these no longer stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import opened
import pytest
from newer_editions import BEGINS, FIRST_REVIEW, OLD, edition_2023, text_of
from opened import TODAY, corpus

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.curated.desk import Curated
from assistant.curated.opening import CuratedLookup
from assistant.errors import CuratedAnswerNotFoundError, InputError
from assistant.requests import AskRequest
from assistant.search_setup import passages_of
from assistant.store.conversations import Conversations
from assistant.store.curated_answers import CuratedAnswers
from assistant.store.database import make_sessions, open_database
from knowledge.corpus import Corpus
from knowledge.retriever import Retriever

QUESTION = "三门峡铸造企业的申报资料每月几号前初审完"
QUOTE = "每月 20 日前完成当月申报企业绩效分级初审工作"
LINE: dict[str, Any] = {
    "forms": [QUESTION, "三门峡铸造企业初审每月截止到几号"],
    "answer": "各生态环境分局每月20日前完成当月初审〔1〕，请至少提前准备好材料。",
    "clauses": [{"clause_id": f"{OLD}:{FIRST_REVIEW}", "quote": QUOTE}],
    "place": "三门峡市",
    "approved_by": "王工",
}
LINE["answer"] = LINE["answer"].replace("请至少提前", "请提前")


class Bench:
    """Approved answers over a database in a folder and a corpus that a test may exchange."""

    def __init__(self, folder: Path, texts: Corpus) -> None:
        self.texts = texts
        sessions = make_sessions(open_database(f"sqlite:///{folder / 'x.sqlite3'}"))
        Conversations(sessions).ensure_organisation()
        self.store = CuratedAnswers(sessions)
        self.curated = Curated(self.store, lambda: self.texts, today=lambda: TODAY)
        self._retriever = Retriever(corpus(), opened.passages(), None)

    def ask(
        self, question: str, region: str | None = None, industry: str | None = None, as_of: date = TODAY
    ) -> Any:
        answerer = Answerer(corpus(), self._retriever, Citer(corpus()), None, self.curated)
        return answerer.answer(AskRequest(question, region, industry, as_of)).as_json()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, corpus())


def approved(answer: dict[str, Any]) -> bool:
    return any("审定" in note for note in answer["notes"])


def test_an_approved_answer_is_given_with_its_clause(bench: Bench) -> None:
    bench.curated.add(LINE)
    answer = bench.ask(QUESTION)
    assert answer["answer"].startswith(LINE["answer"])
    assert approved(answer) and any("王工" in note for note in answer["notes"])
    (citation,) = answer["citations"]
    assert citation["clause_id"] == f"{OLD}:{FIRST_REVIEW}"
    assert "".join(citation["quote"].split()) == "".join(QUOTE.split())
    assert answer["answerable"] and answer["reason"] is None
    assert any("周期已过" in note for note in answer["notes"])


@pytest.mark.parametrize(
    ("question", "region", "industry", "as_of"),
    [
        ("三门峡水泥企业的申报资料每月几号前初审完", None, None, TODAY),
        ("聊城铸造企业的申报资料每月几号前初审完", None, None, TODAY),
        ("铸造企业的申报资料每月几号前初审完", None, None, TODAY),
        ("铸造企业的申报资料每月几号前初审完", "洛阳市", None, TODAY),
        (QUESTION, None, "水泥", TODAY),
        (QUESTION, None, None, date(2022, 1, 1)),
        ("三门峡和洛阳铸造企业的申报资料每月几号前初审完", None, None, TODAY),
    ],
)
def test_place_industry_and_day_must_fit(
    bench: Bench, question: str, region: str | None, industry: str | None, as_of: date
) -> None:
    bench.curated.add(LINE)
    assert not approved(bench.ask(question, region, industry, as_of))


@pytest.mark.parametrize("region", ["三门峡市", "灵宝市", "三门峡"])
def test_a_citys_answer_serves_its_counties(bench: Bench, region: str) -> None:
    bench.curated.add(LINE)
    assert approved(bench.ask("铸造企业的申报资料每月几号前初审完", region))


def test_a_provinces_answer_serves_no_city_with_a_text_of_its_own(bench: Bench) -> None:
    source = corpus().text(corpus().clause("henan-performance-uplift-2021:s2.dash-2"))
    henan = {"clause_id": "henan-performance-uplift-2021:s2.dash-2", "quote": source.strip()[:30]}
    bench.curated.add(
        LINE
        | {"answer": "见省里的方案〔1〕。", "clauses": [henan], "place": "河南省", "forms": [QUESTION[3:]]}
    )
    assert approved(bench.ask("铸造企业的申报资料每月几号前初审完", "洛阳市"))
    assert not approved(bench.ask("铸造企业的申报资料每月几号前初审完", "三门峡市"))


def test_dates_limit_its_use(bench: Bench) -> None:
    bench.curated.add(LINE | {"holds_from": "2022-07-01", "holds_until": "2022-12-31"})
    assert approved(bench.ask(QUESTION, as_of=date(2022, 7, 1)))
    assert approved(bench.ask(QUESTION, as_of=date(2022, 12, 31)))
    assert not approved(bench.ask(QUESTION, as_of=date(2022, 6, 30)))
    assert not approved(bench.ask(QUESTION))


# --- pulled back ---


def superseded() -> Corpus:
    return corpus().joined([edition_2023(corpus(), clauses=(FIRST_REVIEW,))])


def changed() -> Corpus:
    return corpus().joined([text_of(corpus(), OLD, {"成熟一个培育一个": "成熟一家培育一家"}, id=OLD)])


def gone() -> Corpus:
    return Corpus.load(only=["liaocheng-grading-2020"])


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (superseded, ("2023-06-01", "已被取代", "2023年")),
        (changed, ("文字已改变",)),
        (gone, ("已不在文件库",)),
    ],
)
def test_it_is_pulled_back_when_its_clause_no_longer_stands(
    bench: Bench, later: Any, why: tuple[str, ...]
) -> None:
    bench.curated.add(LINE)
    assert approved(bench.ask(QUESTION))
    bench.texts = later()
    assert not approved(bench.ask(QUESTION))
    (answer,) = bench.curated.listed("to_review")
    assert all(word in answer["reason"] for word in why)
    assert [event["what"] for event in answer["history"]] == ["approved", "to_review"]
    assert answer["history"][-1]["by"] == "系统"
    bench.texts = corpus()
    assert not approved(bench.ask(QUESTION))


def test_the_list_pulls_back_by_itself_and_leaves_the_others(bench: Bench) -> None:
    other = {"clause_id": f"{OLD}:s6.2", "quote": "有权向当地生态环境主管部门举报"}
    bench.curated.add(
        [
            LINE,
            LINE
            | {"forms": ["三门峡评级结果不实向谁举报"], "answer": "向当地举报〔1〕。", "clauses": [other]},
        ]
    )
    bench.texts = superseded()
    assert [answer["state"] for answer in bench.curated.listed()].count("to_review") == 1
    assert len(bench.curated.listed("approved")) == 1
    assert bench.curated.swept() == 0


def test_it_is_not_pulled_back_before_the_newer_text_takes_effect(bench: Bench) -> None:
    later = edition_2023(corpus(), issued=date(2027, 1, 1), effective_from=date(2027, 3, 1))
    bench.curated.add(LINE)
    bench.texts = corpus().joined([later])
    assert approved(bench.ask(QUESTION)) and BEGINS < TODAY


def test_approved_again_it_is_given_again(bench: Bench) -> None:
    (added,) = bench.curated.add(LINE)
    bench.curated.review(added["id"], {"by": "李工", "approve": False, "reason": "有人反映不清楚"})
    assert not approved(bench.ask(QUESTION))
    again = bench.curated.review(added["id"], {"by": "李工", "answer": "分局每月20日前初审完〔1〕。"})
    assert (again["state"], again["approved_by"], again["reason"]) == ("approved", "李工", "")
    assert bench.ask(QUESTION)["answer"].startswith("分局每月20日前")
    bench.curated.withdraw(added["id"], {"by": "李工", "reason": "不再需要"})
    assert not approved(bench.ask(QUESTION))
    history = bench.curated.one(added["id"])["history"]
    assert [event["what"] for event in history] == ["approved", "to_review", "approved", "withdrawn"]


def test_it_cannot_be_approved_on_a_superseded_clause(bench: Bench) -> None:
    (added,) = bench.curated.add(LINE)
    bench.texts = superseded()
    with pytest.raises(InputError, match="已被取代"):
        bench.curated.review(added["id"], {"by": "李工"})
    with pytest.raises(InputError, match="已被取代"):
        bench.curated.add(LINE)


# --- what may come in ---


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"answer": "每月25日前初审〔1〕。"}, "25日"),
        ({"answer": "最多20日〔1〕。"}, "最多"),
        ({"answer": "每月20日前〔2〕。"}, "〔2〕"),
        ({"answer": "长" * 501}, "500"),
        ({"clauses": [{"clause_id": f"{OLD}:s99", "quote": QUOTE}]}, "s99"),
        ({"clauses": [{"clause_id": f"{OLD}:s4", "quote": QUOTE}]}, "没有这句引文"),
        ({"clauses": [{"clause_id": f"{OLD}:{FIRST_REVIEW}", "quote": "每月 25 日前完成"}]}, "没有这句引文"),
        ({"clauses": []}, "至少"),
        ({"forms": []}, "至少"),
        ({"forms": ["几分"]}, "太笼统"),
        ({"place": "火星"}, "火星"),
        ({"approved_by": ""}, "approved_by"),
        ({"holds_from": "2023-02-30"}, "日期"),
        ({"holds_from": "2023-02-01", "holds_until": "2023-01-01"}, "早于"),
        ({"unknown": 1}, "没有这一项"),
    ],
)
def test_what_no_clause_carries_is_refused_and_nothing_added(
    bench: Bench, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(InputError) as caught:
        bench.curated.add([LINE, LINE | wrong])
    assert told in caught.value.detail and "第2条" in caught.value.detail
    assert bench.curated.listed() == []


@pytest.mark.parametrize("body", [None, 3, "x", [], [None], {"forms": "x"}])
def test_any_other_body_is_refused(bench: Bench, body: object) -> None:
    with pytest.raises(InputError):
        bench.curated.add(body)


def test_an_unknown_id_and_a_nameless_reviewer_are_told(bench: Bench) -> None:
    with pytest.raises(CuratedAnswerNotFoundError):
        bench.curated.one("nothing")
    with pytest.raises(CuratedAnswerNotFoundError):
        bench.curated.withdraw("nothing", {"by": "王工"})
    with pytest.raises(InputError, match="by"):
        bench.curated.withdraw("nothing", {})
    with pytest.raises(InputError, match="state"):
        bench.curated.listed("lost")


# --- beside other programs ---


def test_what_another_program_adds_is_found_at_once(tmp_path: Path) -> None:
    one, other = Bench(tmp_path, corpus()), Bench(tmp_path, corpus())
    assert not approved(one.ask(QUESTION))
    (added,) = other.curated.add(LINE)
    assert approved(one.ask(QUESTION))
    other.curated.withdraw(added["id"], {"by": "王工"})
    assert not approved(one.ask(QUESTION))


def test_without_a_database_questions_are_answered_and_none_is_made(tmp_path: Path) -> None:
    def never() -> Curated:
        raise AssertionError("opened")

    lookup = CuratedLookup(f"sqlite:///{tmp_path / 'none.sqlite3'}", never)
    retriever = Retriever(corpus(), passages_of(corpus(), opened.packs()), None)
    answerer = Answerer(corpus(), retriever, Citer(corpus()), None, lookup)
    assert answerer.answer(AskRequest(QUESTION, None, None, TODAY)).answerable
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_does_not_keep_from_answering(tmp_path: Path) -> None:
    from sqlalchemy.exc import OperationalError

    file = tmp_path / "x.sqlite3"
    file.write_bytes(b"not a database")

    def broken() -> Curated:
        raise OperationalError("x", None, Exception("file is not a database"))

    lookup = CuratedLookup(f"sqlite:///{file}", broken)
    assert lookup.find(opened.answerer().answer(AskRequest(QUESTION, None, None, TODAY)).query, TODAY) is None


def test_it_is_stored_with_hash_and_edition(bench: Bench) -> None:
    (added,) = bench.curated.add(LINE)
    (clause,) = json.loads(json.dumps(added))["clauses"]
    assert len(clause["clause_sha256"]) == 64
    assert clause["document_sha256"] == corpus().document(OLD).sha256
    assert clause["edition"] == corpus().document(OLD).edition
    assert replace(bench.store.load(added["id"]), id="") != bench.store.load(added["id"])
