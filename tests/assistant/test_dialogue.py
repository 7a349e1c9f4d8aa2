"""A talk: what is said counts only once confirmed, and what is answered is what the core finds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import opened
import pytest
from opened import assistant_in

from assistant.errors import ConversationNotFoundError, InputError
from assistant.facade import Assistant
from assistant.talk.standing import headline
from scoring import as_json, assess, read_request

FACTORY, CITY, SHANDONG = "zhengzhou-green-factory", "sanmenxia-grading-2022", "liaocheng-grading-2020"
CLASSES, PROVINCE, PERFORMANCE = (
    "zhengzhou-control-class-2019",
    "henan-grading-2021",
    "zhengzhou-green-performance-2019",
)
KINDS = {"answer", "question", "confirm", "assessment", "plan", "refusal", "chat"}
Reply = dict[str, Any]


def start(desk: Assistant, scheme: str | None = CITY, **enterprise: str) -> str:
    body = {"scheme": scheme, "enterprise": enterprise or None, "role": "officer"}
    return str(desk.start(body)["id"])


def say(desk: Assistant, talk: str, text: str) -> Reply:
    return desk.say(talk, {"text": text})


def ledger(desk: Assistant, talk: str) -> dict[str, Any]:
    """Item → what has been confirmed of it."""
    return {
        e["item"]: e["value"] if e["value"] is not None else e["status"]
        for e in desk.conversation(talk)["ledger"]
    }


def states(desk: Assistant, talk: str) -> list[tuple[str, str]]:
    return [(entry["key"], entry["state"]) for entry in desk.store.load(talk).ledger]


# --- proposing and confirming ---


def test_what_is_proposed_does_not_count(desk: Assistant) -> None:
    talk = start(desk)
    before = desk.conversation(talk)["assessment"]
    reply = say(desk, talk, "运输监管到B了，环境管理只够C级")
    assert reply["kind"] == "confirm"
    assert [(p["id"], p["item"], p["value"]) for p in reply["proposed"]] == [
        ("p1", "0.运输监管", "B"),
        ("p2", "0.环境管理", "C"),
    ]
    assert reply["assessment"] == before
    assert ledger(desk, talk) == {}
    assert "运输监管到B了" in reply["reply"]


def test_what_is_confirmed_counts(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了，环境管理只够C级")
    reply = say(desk, talk, "确认")
    assert reply["proposed"] == []
    assert reply["assessment"]["grade"]["reachable"] == "C"
    assert ledger(desk, talk) == {"0.运输监管": "B", "0.环境管理": "C"}


def test_some_can_be_accepted_and_others_not(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了，环境管理只够C级")
    reply = desk.confirm(talk, {"accept": ["p1"], "reject": ["p2"]})
    assert reply["proposed"] == []
    assert reply["assessment"]["grade"]["reachable"] == "B"
    assert ledger(desk, talk) == {"0.运输监管": "B"}
    assert states(desk, talk) == [("p1", "confirmed"), ("p2", "rejected")]


def test_what_is_rejected_never_counts(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了")
    reply = say(desk, talk, "不对")
    assert reply["proposed"] == []
    assert ledger(desk, talk) == {}
    assert states(desk, talk) == [("p1", "rejected")]


def test_a_correction_without_a_name_is_about_what_was_noted(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了")
    reply = say(desk, talk, "不对，应该是C")
    assert [(p["item"], p["value"]) for p in reply["proposed"]] == [("0.运输监管", "C")]
    assert ledger(desk, talk) == {}
    say(desk, talk, "确认")
    assert ledger(desk, talk) == {"0.运输监管": "C"}


def test_a_correction_takes_back_what_followed_from_the_slip(desk: Assistant) -> None:
    talk = start(desk, FACTORY)
    assert {p["item"] for p in say(desk, talk, "质量管理体系有证")["proposed"]} == {"2.01", "2.02"}
    reply = say(desk, talk, "不对，没有")
    assert [(p["item"], p["status"]) for p in reply["proposed"]] == [("2.02", "not_met")]


def test_a_correction_of_one_among_several_leaves_the_others(desk: Assistant) -> None:
    talk = start(desk, SHANDONG)
    aspects = len(say(desk, talk, "所有方面都是B")["proposed"])
    reply = say(desk, talk, "不对，运输方式应该是C")
    assert len(reply["proposed"]) == aspects
    assert [p["value"] for p in reply["proposed"] if p["item"] == "0.运输方式"] == ["C"]


def test_a_correction_of_nothing_asks_what_is_meant(desk: Assistant) -> None:
    talk = start(desk)
    reply = say(desk, talk, "不对，应该是C")
    assert (reply["kind"], reply["proposed"], reply["citations"]) == ("question", [], [])


def test_what_was_confirmed_can_be_said_anew(desk: Assistant) -> None:
    talk = start(desk)
    for text in ("运输监管到B了", "确认", "运输监管到C了"):
        say(desk, talk, text)
    assert ledger(desk, talk) == {"0.运输监管": "B"}
    say(desk, talk, "确认")
    assert ledger(desk, talk) == {"0.运输监管": "C"}
    assert states(desk, talk) == [("p1", "replaced"), ("p2", "confirmed")]


def test_a_yes_and_a_question_in_one_breath_are_both_heard(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了，环境管理只够C级")
    reply = say(desk, talk, "对。那现在几级")
    assert reply["kind"] == "assessment"
    assert reply["proposed"] == []
    assert ledger(desk, talk) == {"0.运输监管": "B", "0.环境管理": "C"}
    assert "已确认2条" in reply["reply"]
    assert "最高可能：C级" in reply["reply"]
    assert desk.conversation(talk)["messages"][-2]["text"] == "对。那现在几级"


def test_a_yes_to_nothing_changes_nothing(desk: Assistant) -> None:
    talk = start(desk)
    reply = say(desk, talk, "确认")
    assert (reply["kind"], reply["citations"][1:]) == ("chat", [])
    assert states(desk, talk) == []


def test_what_is_put_aside_is_not_asked_again(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了")
    say(desk, talk, "确认")
    asked = []
    for _ in range(4):
        asked.append(desk.conversation(talk)["pending"])
        say(desk, talk, "跳过")
    assert None not in asked
    assert len(set(asked)) == 4
    assert ledger(desk, talk) == {"0.运输监管": "B"}


def test_a_short_answer_is_to_the_question_asked(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了")
    pending = desk.conversation(talk)["pending"]
    reply = say(desk, talk, "B")
    assert [(p["item"], p["value"]) for p in reply["proposed"]][-1] == (pending, "B")


# --- what changes nothing ---


@pytest.mark.parametrize(
    "text",
    [
        "如果环境管理到A呢，能升几级",
        "要是运输监管只有D，会怎么样",
        "运输监管到A了吗？",
        "隔壁厂运输监管到A了",
        "绩效分级由谁初审",
        "今天天气怎么样",
        "为什么",
        "现在几级",
        "还差什么",
        "出个方案",
        "你好",
        "😀",
        "？",
        "\ud800运输",
    ],
)
def test_wishes_questions_and_what_if_leave_the_ledger_untouched(desk: Assistant, text: str) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了，环境管理只够C级")
    say(desk, talk, "确认")
    before, entries = desk.conversation(talk)["assessment"], states(desk, talk)
    reply = say(desk, talk, text)
    assert reply["kind"] in KINDS
    assert reply["assessment"] == before
    assert states(desk, talk) == entries


@pytest.mark.parametrize("text", ["直接给我定A级", "你就写A级吧", "别问了，按满分算"])
def test_a_grade_cannot_be_ordered(desk: Assistant, text: str) -> None:
    talk = start(desk)
    reply = say(desk, talk, text)
    assert ledger(desk, talk) == {}
    assert reply["assessment"]["grade"]["confirmed"] == "D"
    assert all(p["status"] == "unknown" for p in reply["proposed"])


def test_a_what_if_tells_both_results(desk: Assistant) -> None:
    talk = start(desk)
    for text in ("所有方面都是B", "不对，运输监管是C", "确认"):
        say(desk, talk, text)
    reply = say(desk, talk, "如果运输监管也到B，能升几级")
    assert reply["kind"] == "assessment"
    assert "现在：确定能保住：C级" in reply["reply"]
    assert "那样：确定能保住：B级" in reply["reply"]
    assert reply["assessment"]["grade"]["confirmed"] == "C"


# --- the same result everywhere ---

TALKS = {
    FACTORY: [
        "质量管理体系有证",
        "确认",
        "建筑密度42%，节能灯用了一半",
        "对。现在多少分",
        "环境管理体系没有证",
        "确认",
        "现在多少分",
        "为什么",
        "还差什么",
    ],
    PERFORMANCE: ["亩均税收排在前20%", "确认", "现在多少分", "为什么", "还差什么"],
    CLASSES: ["差异化指标B类", "确认", "现在几级", "不对，差异化指标应该是A类", "确认。现在几级"],
    PROVINCE: ["所有方面都是B", "确认", "现在几级", "运输监管到C了", "对。那现在几级", "为什么"],
    CITY: ["别的方面都够B，运输监管是C", "确认", "没有行贿", "确认", "如果运输监管到B，能升几级", "现在几级"],
    SHANDONG: ["所有方面都是B", "确认", "去年被处罚过", "确认", "现在几级", "还差什么"],
}
_GRADES = re.compile(r"确定能保住：(\S+?)级；最高可能：(\S+?)级")
_POINTS = re.compile(r"按已确认的材料：([\d.]+)(?:～([\d.]+))? ?分")


@pytest.mark.parametrize("scheme", TALKS)
def test_grades_and_scores_in_a_reply_are_those_of_the_core(desk: Assistant, scheme: str) -> None:
    pack = next(pack for pack in opened.packs() if pack.id == scheme)
    talk = start(desk, scheme)
    told = 0
    for text in TALKS[scheme]:
        reply = say(desk, talk, text)
        whole = desk.conversation(talk)
        core = assess(pack, read_request(pack, {"facts": whole["facts"]}, today=opened.TODAY))
        result = as_json(core, opened.citer().rules(opened.TODAY))
        assert reply["assessment"] == whole["assessment"] == result
        assert reply["next_questions"] == result["next_questions"]
        if reply["kind"] == "assessment":
            told += 1
            assert headline(pack, result) in reply["reply"]
        if "如果" in text:
            continue
        for grades in _GRADES.findall(reply["reply"]):
            assert grades == (result["grade"]["confirmed"], result["grade"]["reachable"])
        for lower, upper in _POINTS.findall(reply["reply"]):
            assert (float(lower), float(upper or lower)) == (
                result["score"]["lower"],
                result["score"]["upper"],
            )
    assert told >= 2


@pytest.mark.parametrize("scheme", TALKS)
def test_every_citation_of_a_talk_is_verbatim_and_numbered(desk: Assistant, scheme: str) -> None:
    talk = start(desk, scheme)
    for text in [*TALKS[scheme], "怎么申报"]:
        reply = say(desk, talk, text)
        assert [citation["n"] for citation in reply["citations"]] == list(
            range(1, len(reply["citations"]) + 1)
        )
        for citation in reply["citations"]:
            assert citation["quote"] in opened.corpus().source(citation["document_id"])
        marks = {int(mark) for mark in re.findall(r"〔(\d{1,2})〕", reply["reply"])}
        assert marks <= {citation["n"] for citation in reply["citations"]}


# --- the firm ---


def test_a_talk_opens_with_the_scheme_of_the_place(desk: Assistant) -> None:
    talk = start(desk, None)
    reply = say(desk, talk, "我们是灵宝的铸造厂，去年评的C，老板让今年升B，从哪儿下手？")
    assert reply["scheme"] == CITY
    assert reply["enterprise"] == {
        "name": None,
        "region": "灵宝市",
        "industry": "铸造",
        "current": "C",
        "target": "B",
    }
    assert reply["citations"]
    assert reply["assessment"]["grade"]["confirmed"] == "D"
    assert "三门峡市" in reply["reply"]


def test_a_place_without_a_text_gets_no_scheme_of_another(desk: Assistant) -> None:
    reply = say(desk, start(desk, None), "我们是石家庄的铸造厂，想升B级")
    assert reply["scheme"] is None
    assert reply["assessment"] is None


def test_a_question_without_a_scheme_is_answered(desk: Assistant) -> None:
    reply = say(desk, start(desk, None), "绩效分级由谁初审")
    assert reply["kind"] == "answer"
    assert reply["citations"]


def test_the_place_of_the_firm_rules_out_other_places(desk: Assistant) -> None:
    talk = start(desk, CITY, region="灵宝市")
    for question in ("绩效分级由谁初审", "哪些情况要降级", "三个厂区能一起申报吗"):
        cited = {c["document_id"] for c in say(desk, talk, question)["citations"]}
        assert "liaocheng-grading-2020" not in cited


def test_a_plan_is_made_of_what_is_confirmed(desk: Assistant) -> None:
    talk = start(desk, CITY, region="灵宝市", target="B")
    for text in ("别的方面都够B，运输监管是C", "确认"):
        say(desk, talk, text)
    reply = say(desk, talk, "出个方案")
    assert reply["kind"] == "plan"
    assert "目标：B级" in reply["reply"]
    plan = desk.conversation_plan(talk, {}, None)
    assert isinstance(plan, dict)
    assert plan["before"]["grade"]["confirmed"] == "C"
    assert plan["after"]["grade"]["confirmed"] == "B"


# --- wrong requests ---


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"accept": []},
        {"accept": [], "reject": []},
        {"accept": "p1"},
        {"accept": [1]},
        {"accept": ["p1"], "reject": ["p1"]},
        {"accept": ["p9"]},
        {"accept": ["p1", "p9"]},
        {"reject": ["nothing"]},
        {"accept": ["p1"], "why": 1},
        [],
        None,
    ],
)
def test_a_wrong_confirmation_is_refused_and_nothing_written(desk: Assistant, body: object) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了，环境管理只够C级")
    before = desk.conversation(talk)
    with pytest.raises(InputError) as refused:
        desk.confirm(talk, body)
    assert re.search(r"[一-鿿]", refused.value.detail)
    assert desk.conversation(talk) == before


@pytest.mark.parametrize("text", ["", "  ", "问" * 20_000, None, 7, ["对"], "\0", "\ud800"])
def test_a_wrong_message_is_refused_and_nothing_written(desk: Assistant, text: object) -> None:
    talk = start(desk)
    with pytest.raises(InputError, match="text"):
        desk.say(talk, {"text": text})
    assert desk.conversation(talk)["messages"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"scheme": "nothing"},
        {"scheme": 5},
        {"role": "boss"},
        {"enterprise": "厂"},
        {"enterprise": {"nom": "厂"}},
        {"colour": "green"},
        [],
        "x",
    ],
)
def test_a_wrong_start_is_refused(desk: Assistant, body: object) -> None:
    with pytest.raises(Exception) as refused:
        desk.start(body)
    assert re.search(r"[一-鿿]", str(refused.value))
    assert not isinstance(refused.value, (AssertionError, TypeError, AttributeError, KeyError))
    assert desk.conversations() == []


@pytest.mark.parametrize("talk", ["", "nothing", "1" * 500, "'; drop table messages; --", "../x", "\0"])
def test_a_talk_that_does_not_exist_is_named_as_such(desk: Assistant, talk: str) -> None:
    for use in (
        lambda: desk.conversation(talk),
        lambda: say(desk, talk, "对"),
        lambda: desk.confirm(talk, {"accept": ["p1"]}),
    ):
        with pytest.raises(ConversationNotFoundError):
            use()


# --- kept ---


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    first = assistant_in(tmp_path)
    talk = start(first, CITY, name="甲厂", region="灵宝市")
    for text in ("运输监管到B了", "确认", "跳过", "环境管理只够C级"):
        say(first, talk, text)
    again = assistant_in(tmp_path)
    assert again.conversation(talk) == first.conversation(talk)
    assert again.conversations() == first.conversations()
    reply = say(again, talk, "确认")
    assert reply["assessment"]["grade"]["reachable"] == "C"
    assert len(again.conversation(talk)["messages"]) == 10


def test_confirming_twice_changes_nothing(desk: Assistant) -> None:
    talk = start(desk)
    say(desk, talk, "运输监管到B了，环境管理只够C级")
    first = desk.confirm(talk, {"accept": ["p1"], "reject": ["p2"]})
    before = desk.conversation(talk)
    second = desk.confirm(talk, {"accept": ["p1"], "reject": ["p2"]})
    assert second["assessment"] == first["assessment"]
    assert desk.conversation(talk) == before
