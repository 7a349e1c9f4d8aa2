"""The helpdesk over HTTP: what is refused arrives, is drafted, approved, answered; two at once; attacks stay text."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import opened
import pytest
from fastapi.testclient import TestClient
from helpdesks import MONEY, SITES, assistant_with_helpdesk, sites_draft

from assistant.evaluation.question_lines import QuestionLine
from assistant.facade import Assistant
from assistant.helpdesk.offering import OFFER
from web.app import create_app

URL = "/api/v1/helpdesk"


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    return assistant_with_helpdesk(tmp_path)


@pytest.fixture
def client(desk: Assistant) -> TestClient:
    return TestClient(create_app(desk), raise_server_exceptions=False)


def cases(client: TestClient, **wanted: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{URL}/cases", params=wanted)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["cases"]
    return found


def one(client: TestClient, case_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{URL}/cases/{case_id}").json()
    return found


def a_case(client: TestClient) -> dict[str, Any]:
    assert client.post("/api/v1/ask", json=MONEY).json()["answerable"] is False
    return one(client, cases(client)[0]["id"])


def step(client: TestClient, case: dict[str, Any], name: str, by: str = "坐席甲", **fields: Any) -> Any:
    body = {"version": case["version"], "by": by} | fields
    return client.post(f"{URL}/cases/{case['id']}/{name}", json=body)


def approved(client: TestClient) -> dict[str, Any]:
    drafted = step(client, a_case(client), "draft", **sites_draft()).json()
    done = step(client, drafted, "approve", "组长", draft_sha256=drafted["draft_sha256"])
    assert done.status_code == 200, done.text
    found: dict[str, Any] = done.json()
    return found


# --- arriving ---


def test_a_refused_question_arrives_with_its_clauses(client: TestClient) -> None:
    answer = client.post("/api/v1/ask", json=MONEY).json()
    assert answer["reason"] == "not_in_corpus" and any("待办" in note for note in answer["notes"])
    (case,) = cases(client)
    assert (case["question"], case["region"], case["state"]) == (MONEY["question"], "聊城市", "open")
    (asked,) = one(client, case["id"])["questions"]
    assert asked["reason"] == "not_in_corpus" and asked["channel"] == "ask" and not asked["handed_over"]
    assert asked["near"] and all(len(entry["clause_sha256"]) == 64 for entry in asked["near"])
    assert "没有写到" in asked["answer"]


def test_an_answered_question_is_counted_and_not_put_in_the_inbox(client: TestClient) -> None:
    sites = {"question": "聊城的企业有三个厂区，能一起申报吗"}
    assert client.post("/api/v1/ask", json=sites).json()["answerable"]
    client.post("/api/v1/ask", json=MONEY)
    client.post("/api/v1/ask", json={"question": "？？"})
    figures = client.get(f"{URL}/statistics").json()
    assert (figures["asked"], figures["answered"], figures["refused"]) == (3, 1, 2)
    reasons = {row["reason"]: row["count"] for row in figures["refused_by_reason"]}
    assert reasons["not_in_corpus"] == 1 and reasons["unclear"] == 1
    assert len(cases(client)) == 2
    assert [row["asked"] for row in figures["by_day"]] == [3]


def test_similar_questions_are_one_case_and_count_as_asked_again(client: TestClient) -> None:
    for question in ("评上A级给多少补贴", "A级补贴多少钱", "评上B级给多少补贴"):
        client.post("/api/v1/ask", json=MONEY | {"question": question})
    found = {case["question"]: case["asked"] for case in cases(client)}
    assert found == {"评上A级给多少补贴": 2, "评上B级给多少补贴": 1}
    figures = client.get(f"{URL}/statistics").json()
    assert (figures["repeated"], figures["top"][0]["count"]) == (1, 2)


def test_switched_off_nothing_is_recorded_or_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LVPING_INBOX", "off")
    client = TestClient(create_app(assistant_with_helpdesk(tmp_path)), raise_server_exceptions=False)
    answer = client.post("/api/v1/ask", json=MONEY).json()
    assert not any("待办" in note for note in answer["notes"])
    refused = client.post(f"{URL}/questions", json={"question": "转一下"})
    assert refused.status_code == 422 and "LVPING_INBOX" in refused.json()["detail"]
    talk = client.post("/api/v1/conversations", json={"enterprise": {"region": "聊城市"}}).json()["id"]
    reply = client.post(f"/api/v1/conversations/{talk}/messages", json={"text": "评上A级给多少补贴"}).json()
    assert OFFER not in reply["reply"]
    assert client.get(f"{URL}/cases").json()["total"] == 0
    assert client.get(f"{URL}/statistics").json()["asked"] == 0


# --- talks ---


def say(client: TestClient, talk: str, text: str) -> dict[str, Any]:
    reply = client.post(f"/api/v1/conversations/{talk}/messages", json={"text": text})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_a_refusal_in_a_talk_offers_the_helpdesk_and_a_yes_takes_it(client: TestClient) -> None:
    firm = {"name": "大宝铸造有限公司", "region": "聊城市"}
    started = {"role": "helpdesk", "enterprise": firm}
    talk = client.post("/api/v1/conversations", json=started).json()["id"]
    say(client, talk, "大宝铸造有限公司有三个厂区想一起申报，行不行")
    refusal = say(client, talk, "那评上A级给多少补贴")
    assert refusal["kind"] == "refusal" and refusal["reply"].endswith(OFFER)
    assert "没有写到" in refusal["reply"] and "查找范围" in refusal["reply"] and "建议向" in refusal["reply"]
    taken = say(client, talk, "要")
    assert "已转入待办" in taken["reply"]
    (case,) = cases(client)
    (asked,) = one(client, case["id"])["questions"]
    assert asked["handed_over"] and asked["role"] == "helpdesk" and asked["channel"] == "talk"
    assert "三个厂区" in asked["context"][0]["text"]
    assert "大宝" not in json.dumps(one(client, case["id"]), ensure_ascii=False)


def test_a_no_is_heard_and_a_bare_yes_elsewhere_is_not_for_the_helpdesk(client: TestClient) -> None:
    talk = client.post("/api/v1/conversations", json={"enterprise": {"region": "聊城市"}}).json()["id"]
    say(client, talk, "好的")
    assert cases(client) == []
    say(client, talk, "评上A级给多少补贴")
    assert "不转" in say(client, talk, "不用了")["reply"]
    (case,) = cases(client)
    assert not case["handed_over"]
    assert "已转入" in say(client, talk, "转人工")["reply"]
    (case,) = cases(client)
    assert case["handed_over"] and case["asked"] == 1


def test_an_answer_that_does_not_serve_is_handed_over_whole(client: TestClient) -> None:
    talk = client.post("/api/v1/conversations", json={"enterprise": {"region": "聊城市"}}).json()["id"]
    answer = say(client, talk, "有三个厂区，能一起申报吗")
    body = {"question": "有三个厂区，能一起申报吗", "answer": answer["reply"], "conversation": talk}
    done = client.post(f"{URL}/questions", json=body)
    assert done.status_code == 201
    again = client.post(f"{URL}/questions", json=body).json()
    assert again["case"] == done.json()["case"]
    (asked,) = one(client, again["case"])["questions"]
    assert asked["reason"] == "handed_over" and "一厂一策" in asked["answer"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"question": " "}, 422),
        ({"question": "\u200b\u202e"}, 422),
        ({"question": "问", "who": "张三"}, 422),
        ({"question": "问", "as_of": "明天"}, 422),
        ({"question": "问", "conversation": "nope"}, 404),
        ([1], 422),
    ],
)
def test_a_wrong_body_is_refused(client: TestClient, body: Any, status: int) -> None:
    answer = client.post(f"{URL}/questions", json=body)
    assert answer.status_code == status and set(answer.json()) == {"error", "detail", "hint"}


# --- drafting and approving ---


def test_from_refusal_to_the_approved_answer(client: TestClient) -> None:
    case = a_case(client)
    assert not case["saved"] and case["draft"]["clauses"] and case["near"][0]["status_label"]
    assert case["near"][0]["edition"] and len(case["near"][0]["clause_sha256"]) == 64
    done = approved(client)
    assert (done["state"], done["unmatched"], done["faults"]) == ("approved", [], [])
    form = sites_draft()["forms"][0]  # type: ignore[index]
    answer = client.post("/api/v1/ask", json={"question": form}).json()
    assert answer["answer"].startswith("不行，要分别申报") and any("组长" in note for note in answer["notes"])
    curated = client.get("/api/v1/curated").json()
    assert [entry["id"] for entry in curated] == [done["answer_id"]]
    told = [(entry["what"], entry["by"]) for entry in done["trail"]]
    assert told == [("received", "系统"), ("draft", "坐席甲"), ("approve", "组长")]
    assert done["trail"][1]["draft"]["answer"] == done["draft"]["answer"]


def test_only_the_draft_that_was_seen_is_approved(client: TestClient) -> None:
    case = a_case(client)
    first = step(client, case, "draft", **sites_draft()).json()
    second = step(client, first, "draft", "坐席乙", **sites_draft() | {"answer": "要分别申报〔1〕。"}).json()
    stale = step(client, first, "approve", "组长", draft_sha256=first["draft_sha256"])
    assert stale.status_code == 409 and stale.json()["error"] == "HelpdeskConflictError"
    other = step(client, second, "approve", "组长", draft_sha256=first["draft_sha256"])
    assert other.status_code == 409
    assert step(client, second, "approve", "组长").status_code == 422
    assert one(client, case["id"])["state"] == "drafted"


def test_of_two_at_once_one_is_told_who_was_faster(client: TestClient) -> None:
    case = a_case(client)
    answers: list[Any] = []
    gate = threading.Barrier(2)

    def write(by: str) -> None:
        gate.wait()
        answers.append(step(client, case, "draft", by, **sites_draft()))

    people = [threading.Thread(target=write, args=(name,)) for name in ("坐席甲", "坐席乙")]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409).json()
    winner = one(client, case["id"])["drafted_by"]
    assert winner in refused["detail"] and "第2版" in refused["detail"] and "刷新" in refused["hint"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"clauses": []}, "至少引用一条"),
        ({"answer": "不行，30日内分别申报〔1〕。"}, "30日"),
        ({"answer": "不行，要分别申报〔2〕。"}, "〔2〕"),
        ({"answer": ""}, "还没有写"),
        ({"forms": []}, "问法"),
        ({"forms": ["掉级"]}, "太笼统"),
    ],
)
def test_a_draft_without_ground_is_saved_and_not_approved(
    client: TestClient, change: dict[str, Any], told: str
) -> None:
    saved = step(client, a_case(client), "draft", **sites_draft() | change)
    assert saved.status_code == 200, saved.text
    case = saved.json()
    assert any(told in f"{fault['where']}{fault['what']}" for fault in case["faults"])
    refused = step(client, case, "approve", draft_sha256=case["draft_sha256"])
    assert refused.status_code == 422 and told in refused.json()["detail"]
    assert client.get("/api/v1/curated").json() == []


def test_a_quote_must_be_verbatim(client: TestClient) -> None:
    clauses = [dict(sites_draft()["clauses"][0]) | {"quote": SITES.replace("多个", "几个")}]  # type: ignore[index]
    body = {**sites_draft(), "clauses": clauses}
    faults = client.post(f"{URL}/check", json=body).json()["faults"]
    assert any(fault["where"] == "条款〔1〕" and "逐字" in fault["what"] for fault in faults)


def test_an_edited_answer_has_to_be_approved_anew(client: TestClient) -> None:
    done = approved(client)
    edited = step(client, done, "draft", **sites_draft() | {"answer": "要分别申报〔1〕。"}).json()
    assert edited["state"] == "drafted"
    assert [entry["state"] for entry in client.get("/api/v1/curated").json()] == ["to_review"]
    again = step(client, edited, "approve", "组长", draft_sha256=edited["draft_sha256"]).json()
    assert again["answer_id"] == done["answer_id"]
    assert [entry["state"] for entry in client.get("/api/v1/curated").json()] == ["approved"]


def test_an_answer_withdrawn_elsewhere_brings_its_case_back(client: TestClient) -> None:
    done = approved(client)
    client.post(f"/api/v1/curated/{done['answer_id']}/withdraw", json={"by": "主任", "reason": "口径变了"})
    (case,) = cases(client, state="drafted")
    assert "口径变了" in case["remark"]
    assert one(client, case["id"])["trail"][-1]["what"] == "recheck"


def test_a_changed_clause_brings_the_case_back(client: TestClient, desk: Assistant) -> None:
    done = approved(client)
    document = done["clauses"][0]["document_id"]
    found = [entry for entry in opened.corpus().documents if entry.id != document]
    desk._corpus = type(opened.corpus()).load(only=[entry.id for entry in found])
    (case,) = cases(client, state="drafted")
    assert document in case["remark"]
    assert one(client, case["id"])["clauses"][0]["gone"]


def test_sent_back_closed_and_opened_again(client: TestClient) -> None:
    case = step(client, a_case(client), "draft", **sites_draft()).json()
    assert step(client, case, "send-back").status_code == 422
    back = step(client, case, "send-back", "组长", reason="请补条款").json()
    assert (back["state"], back["remark"]) == ("sent_back", "请补条款")
    closed = step(client, back, "close", reason="线下答复").json()
    assert closed["state"] == "closed"
    wrong = step(client, closed, "draft", **sites_draft())
    assert wrong.status_code == 422 and "重新打开" in wrong.json()["detail"]
    client.post("/api/v1/ask", json=MONEY)
    assert [(row["state"], row["asked"]) for row in cases(client)] == [("closed", 2)]
    client.post(f"{URL}/questions", json=MONEY)
    assert [(row["state"], row["asked"]) for row in cases(client)] == [("open", 3)]


def test_a_group_can_be_taken_apart(client: TestClient) -> None:
    for question in ("评上A级给多少补贴", "A级补贴多少钱"):
        client.post("/api/v1/ask", json=MONEY | {"question": question})
    (case,) = cases(client)
    whole = one(client, case["id"])
    every = [question["id"] for question in whole["questions"]]
    assert step(client, whole, "split", questions=every).status_code == 422
    assert step(client, whole, "split", questions=["nope"]).status_code == 422
    parted = step(client, whole, "split", questions=every[1:]).json()
    assert parted["question"] == "A级补贴多少钱" and len(parted["questions"]) == 1
    assert {row["question"]: row["asked"] for row in cases(client)} == {
        "评上A级给多少补贴": 1,
        "A级补贴多少钱": 1,
    }


# --- what leaves ---


def test_a_settled_case_is_a_line_of_an_evaluation_set(client: TestClient) -> None:
    case = a_case(client)
    early = client.get(f"{URL}/cases/{case['id']}/evaluation")
    assert early.status_code == 422
    done = approved(client)
    answer = client.get(f"{URL}/cases/{done['id']}/evaluation")
    assert "attachment" in answer.headers["content-disposition"]
    lines = [QuestionLine.model_validate(json.loads(line)) for line in answer.text.splitlines()]
    assert [(line.question, line.answerable, line.reason) for line in lines] == [
        (MONEY["question"], True, None)
    ]
    (gold,) = lines[0].gold
    assert opened.corpus().source(gold.document_id).count(gold.quote) == 1
    assert client.get(f"{URL}/evaluation").text == answer.text


def test_a_case_closed_without_an_answer_must_be_refused(client: TestClient) -> None:
    closed = step(client, a_case(client), "close", reason="文本没有").json()
    (line,) = client.get(f"{URL}/cases/{closed['id']}/evaluation").text.splitlines()
    read = QuestionLine.model_validate(json.loads(line))
    assert (read.answerable, read.reason, read.gold) == (False, "not_in_corpus", ())


HOSTILE = (
    '=HYPERLINK("http://x") <img src=x onerror=alert(1)> [点](javascript:alert(1))\u202e A级补贴\u200b多少'
)


def test_what_users_write_stays_text_everywhere(client: TestClient) -> None:
    client.post("/api/v1/ask", json={"question": HOSTILE, "region": "聊城市"})
    client.post(f"{URL}/questions", json={"question": HOSTILE, "region": "聊城市"})
    case = cases(client)[0]
    assert "\u202e" not in case["question"] and "\u200b" not in case["question"]
    page = client.get(f"/helpdesk/{case['id']}", headers={"Accept": "text/html"})
    assert page.status_code == 200 and "<img src=x" not in page.text
    assert "<img src=x" not in client.get("/helpdesk", headers={"Accept": "text/html"}).text
    table = client.get(f"{URL}/export", params={"format": "csv"})
    assert table.content.startswith(b"\xef\xbb\xbf") and "\"'=HYPERLINK" in table.text
    assert client.get(f"{URL}/export", params={"format": "exe"}).status_code == 422
    assert client.get(f"{URL}/export", params={"format": "xlsx"}).content.startswith(b"PK")


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"reason": "x"}, {"limit": 0}, {"limit": 999}, {"offset": 10**6}]
)
def test_a_wrong_filter_is_refused(client: TestClient, query: dict[str, Any]) -> None:
    answer = client.get(f"{URL}/cases", params=query)
    assert answer.status_code == 422 and answer.json()["detail"]


def test_filters_find_what_they_name(client: TestClient) -> None:
    client.post("/api/v1/ask", json=MONEY)
    client.post("/api/v1/ask", json=MONEY | {"region": "三门峡市"})
    client.post(f"{URL}/questions", json={"question": "环保税能减多少", "region": "聊城市"})
    assert {case["region"] for case in cases(client, place="三门峡市")} == {"三门峡市"}
    assert [case["question"] for case in cases(client, q="环保税")] == ["环保税能减多少"]
    assert [case["question"] for case in cases(client, handed_over=True)] == ["环保税能减多少"]
    assert cases(client, q="%") == []


def test_no_such_case(client: TestClient) -> None:
    answer = client.get(f"{URL}/cases/nope")
    assert answer.status_code == 404 and "没有编号" in answer.json()["detail"]
    assert client.get("/helpdesk/nope", headers={"Accept": "text/html"}).status_code == 404


def test_other_clauses_are_found_by_words(client: TestClient) -> None:
    found = client.get(f"{URL}/clauses", params={"q": "弄虚作假", "region": "三门峡市"}).json()
    assert found and all(clause["clause_id"].startswith("sanmenxia") for clause in found)
    assert client.get(f"{URL}/clauses", params={"q": ""}).status_code == 422
