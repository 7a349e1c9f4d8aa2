"""What a message is taken to mean: facts in the user's own words, and nothing from wishes, guesses or questions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from evaluation.measure import lines_of
from hypothesis import given
from hypothesis import strategies as st
from opened import packs

from assistant.talk.firm import read_firm
from assistant.talk.intents import read_intent
from assistant.talk.quantities import find_quantities, measured_in
from assistant.talk.reading import Understood, read_message
from assistant.talk.statements import statements
from scoring import Pack

FACTORY, CITY, SHANDONG = "zhengzhou-green-factory", "sanmenxia-grading-2022", "liaocheng-grading-2020"
CLASSES = "zhengzhou-control-class-2019"
TOLD = [line for line in lines_of("utterances-dev") if line["facts"]]
SINGLE = [line for line in TOLD if line["pending"] is None and len(statements(line["text"])) == 1]


def pack_of(scheme: str) -> Pack:
    return next(pack for pack in packs() if pack.id == scheme)


def read(text: str, scheme: str = FACTORY, pending: str | None = None) -> Understood:
    return read_message(text, pack_of(scheme), pending=pending)


def facts(understood: Understood) -> dict[str, object]:
    """Item → what is proposed, in its shortest form."""
    found: dict[str, object] = {}
    for proposal in understood.proposals:
        if proposal.value is not None:
            value = proposal.value
            found[proposal.item] = f"{value}{proposal.unit or ''}" if isinstance(value, Decimal) else value
        else:
            share = f" {proposal.ratio}" if proposal.ratio is not None else ""
            found[proposal.item] = f"{proposal.status}{share}"
    return found


# --- facts of points schemes ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("质量管理体系通过了第三方认证", {"2.02": "met", "2.01": "met"}),
        ("碳排放核算做了，核查没做，也没公布", {"5.07": "met", "5.08": "not_met", "5.09": "not_met"}),
        ("质量管理体系证书过期了", {"2.02": "not_met"}),
        ("节能灯用了一半", {"1.13": "met 0.5"}),
        ("建筑密度42%", {"6.03": "42%", "6.04": "42%"}),
        ("建筑密度 ４２ ％", {"6.03": "42%", "6.04": "42%"}),
        ("建筑密度百分之四十二", {"6.03": "42%", "6.04": "42%"}),
        ("固废综合利用率百分之七十五", {"6.17": "75%", "6.18": "75%"}),
        ("危险废物没有违规处置", {"5.05": "met"}),
        ("质量管理体系有证，环境管理体系没有证", {"2.01": "met", "2.02": "met", "2.06": "not_met"}),
        (
            "质量、环境两张证都没过期，能源那张到期了，还没续上",
            {"2.01": "met", "2.02": "met", "2.05": "met", "2.06": "met", "2.08": "not_met"},
        ),
        ("能源体系正在跑认证", {"2.08": "not_met"}),
        ("质量体系木有认证", {"2.02": "not_met"}),
        ("社会责任报告？没发过", {"2.09": "not_met"}),
        ("固废综合利用率九十二", {"6.17": "92%", "6.18": "92%"}),
        ("废水回用率比平均低", {"6.19": "not_met"}),
        ("绿色工厂的规划有，年度指标一直没定", {"G.07": "not_met"}),
    ],
)
def test_facts_of_a_points_scheme(text: str, expected: dict[str, object]) -> None:
    assert facts(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "pending", "expected"),
    [
        ("有的", "1.05", {"1.05": "met"}),
        ("没有", "3.02", {"3.02": "not_met"}),
        ("还没有", "3.02", {"3.02": "not_met"}),
        ("不清楚", "3.02", {"3.02": "unknown"}),
        ("不适用", "4.06", {"4.06": "not_applicable"}),
        ("一半", "1.14", {"1.14": "met 0.5"}),
        ("有吗？", "1.18", {}),
        ("如果有呢", "1.18", {}),
        ("打算做", "1.18", {}),
    ],
)
def test_a_short_answer_is_about_what_was_asked(text: str, pending: str, expected: dict[str, object]) -> None:
    assert facts(read(text, FACTORY, pending)) == expected


def test_a_bare_number_answers_a_question_for_a_number() -> None:
    assert facts(read("38%", FACTORY, "6.03"))["6.03"] == "38%"


# --- facts of ladders ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("运输监管到B了", {"0.运输监管": "B"}),
        ("环境管理只够c级", {"0.环境管理": "C"}),
        ("有组织排放、无组织排放都是A", {"0.有组织排放": "A", "0.无组织排放": "A"}),
        ("无组织排放是C", {"0.无组织排放": "C"}),
        ("运输监管还到不了B", {"0.运输监管": "unknown"}),
        ("没有行贿", {"events.bribery": False}),
        ("能源类型A，运输监管B-", {"0.能源类型": "A", "0.运输监管": "B-"}),
        ("运输监管刚才说A，说高了，是B", {"0.运输监管": "B"}),
        ("运输监管写错了，应该是B", {"0.运输监管": "B"}),
        ("无组织没整好才C", {"0.无组织排放": "C"}),
        ("运输监管按A报的", {"0.运输监管": "unknown"}),
        ("运输监管只有C，别的都按B算，最后是个啥", {}),
        ("无组织排放最差，C；运输监管也一样", {"0.无组织排放": "C", "0.运输监管": "C"}),
        ("有个厂行贿被打成D了", {}),
    ],
)
def test_facts_of_a_ladder(text: str, expected: dict[str, object]) -> None:
    assert facts(read(text, CITY)) == expected


def test_the_other_aspects_are_all_but_the_one_named() -> None:
    found = facts(read("别的方面都够B，运输监管是C", CITY))
    assert found["0.运输监管"] == "C"
    assert len(found) == len(pack_of(CITY).of_kind("aspect"))
    assert set(found.values()) == {"B", "C"}


def test_every_aspect_is_every_aspect_of_its_scheme() -> None:
    for scheme in (CITY, SHANDONG):
        found = facts(read("所有方面都是B", scheme))
        assert set(found.values()) == {"B"}
        assert len(found) == len(pack_of(scheme).of_kind("aspect"))


def test_a_class_is_read_where_there_is_one_aspect() -> None:
    assert facts(read("差异化指标A类", CLASSES)) == {"0.差异化指标": "A"}


def test_a_grade_that_the_ladder_does_not_have_is_no_fact() -> None:
    assert "B-" not in facts(read("差异化指标B-", CLASSES)).values()
    assert "E" not in facts(read("运输监管是E级", CITY)).values()


def test_equipment_without_a_grade_is_noted_as_open_not_as_met() -> None:
    found = read("车都是国五以上的，门禁装了但是视频只存三个月", CITY)
    assert facts(found) == {"0.运输监管": "unknown"}
    assert "待核实" in found.proposals[0].note


# --- nothing from wishes, guesses, questions, others ---


@pytest.mark.parametrize(
    "text",
    [
        "质量管理体系通过认证了吗？",
        "质量管理体系要不要认证",
        "如果质量管理体系通过了认证能加几分",
        "要是质量管理体系通过认证了呢",
        "质量管理体系通过认证的话",
        "打算明年做质量管理体系认证",
        "计划通过质量管理体系认证",
        "隔壁厂质量管理体系通过认证了",
        "听说质量管理体系通过认证了",
        "质量管理体系应该通过认证了吧",
        "质量管理体系大概通过认证了",
        "隔壁村有个厂质量管理体系通过认证了",
        "做一次质量管理体系认证得两三万",
        "办法上写着质量管理体系要通过第三方认证",
        "不用记，那是集团的质量体系证",
        "质量体系有没有过认证真说不准",
    ],
)
def test_no_fact_of_a_points_scheme(text: str) -> None:
    assert facts(read(text)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "运输监管到B了吗？",
        "如果运输监管到B，能升B吗",
        "假如运输监管到A，环境管理也到A",
        "隔壁厂运输监管到A了",
        "运输监管大概是B吧",
        "运输监管打算做到A",
        "运输监管准备明年升到A",
    ],
)
def test_no_fact_of_a_ladder(text: str) -> None:
    assert all(value == "unknown" for value in facts(read(text, CITY)).values())
    if "如" in text:
        assert facts(read(text, CITY)) == {}


@pytest.mark.parametrize("line", SINGLE, ids=lambda line: line["id"])
@pytest.mark.parametrize("turned", ["如果{}", "{}吗？", "{}的话呢", "隔壁厂{}", "听说{}", "万一{}，总分多少"])
def test_a_statement_turned_into_something_else_is_no_fact(line: dict, turned: str) -> None:  # type: ignore[type-arg]
    text = turned.format(line["text"].rstrip("。.！!"))
    assert read(text, line["scheme"]).proposals == ()


def test_what_an_if_supposes_is_kept_apart() -> None:
    understood = read("如果运输监管到B，能升B吗", CITY)
    assert understood.intent == "what_if"
    assert understood.proposals == ()
    assert [(p.item, p.value) for p in understood.supposed] == [("0.运输监管", "B")]


# --- quotes ---


@pytest.mark.parametrize("line", TOLD, ids=lambda line: line["id"])
def test_a_quote_is_the_users_own_words(line: dict) -> None:  # type: ignore[type-arg]
    understood = read(line["text"], line["scheme"], line["pending"])
    for proposal in understood.proposals:
        assert proposal.quote
        assert proposal.quote in line["text"]
    items = [proposal.item for proposal in understood.proposals]
    assert len(items) == len(set(items))


@given(
    st.text(max_size=200)
    | st.text(
        st.sampled_from("质量管理体系认证有没吗如果B级A运输监管，。；对不应该是42%六成\ud800😀 \n\0"),
        max_size=50,
    ),
    st.sampled_from([FACTORY, CITY, CLASSES, "zhengzhou-green-performance-2019"]),
    st.sampled_from([None, "1.05", "0.运输监管", "events.bribery", "nothing"]),
)
def test_any_message_can_be_read_and_is_quoted_verbatim(text: str, scheme: str, pending: str | None) -> None:
    understood = read(text, scheme, pending)
    for proposal in understood.proposals:
        assert proposal.quote in text
        assert proposal.as_json()["quote"] == proposal.quote


def test_a_correction_quotes_the_users_own_words() -> None:
    text = "不对，运输监管应该是C"
    understood = read(text, CITY)
    assert facts(understood) == {"0.运输监管": "C"}
    assert all(proposal.quote in text for proposal in understood.proposals)


# --- numbers ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42%", [("42", "%")]),
        ("４２％", [("42", "%")]),
        ("百分之七十五", [("75", "%")]),
        ("六成", [("60", "%")]),
        ("六成五", [("65", "%")]),
        ("七成五吧", [("75", "%")]),
        ("三成半", [("35", "%")]),
        ("7.5成", [("75", "%")]),
        ("三成，五年", [("30", "%"), ("5", "年")]),
        ("1.6倍，1200度", [("1.6", "倍"), ("1200", "度")]),
        ("两年", [("2", "年")]),
        ("国五以上", []),
        ("第5条", []),
    ],
)
def test_numbers_as_they_are_said(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(q.value, q.unit) for q in find_quantities(text)] == [(Decimal(n), unit) for n, unit in expected]


def test_two_numbers_for_one_item_are_no_number() -> None:
    assert measured_in("去年30%，今年42%", "%") is None
    only = measured_in("今年42%", "%")
    assert only is not None and (only.value, only.unit) == (Decimal(42), "%")
    assert measured_in("42 倍", "%") is None


# --- intent ---


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("确认", "confirm"),
        ("对", "confirm"),
        ("好的", "confirm"),
        ("按这个记", "confirm"),
        ("不对", "reject"),
        ("记错了", "reject"),
        ("不对，应该是C", "correct"),
        ("跳过", "skip"),
        ("先放一放", "skip"),
        ("为什么是D", "why"),
        ("现在几级", "assess"),
        ("还差什么", "gaps"),
        ("出个方案", "plan"),
        ("你好", "greet"),
        ("怎么申报？", "ask"),
        ("如果做了光伏，能加几分", "what_if"),
        ("质量管理体系有证", "tell"),
    ],
)
def test_what_a_message_wants(text: str, intent: str) -> None:
    assert read_intent(text, outstanding=True, asked=False) == intent


def test_a_yes_to_an_open_question_is_an_answer_not_an_agreement() -> None:
    assert read_intent("是的", outstanding=False, asked=True) == "tell"
    assert read_intent("是的", outstanding=True, asked=True) == "confirm"


# --- the firm ---


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        (
            "我们是灵宝的铸造厂，去年评的C，老板让今年升B，从哪儿下手？",
            {"region": "灵宝市", "industry": "铸造", "current": "C", "target": "B"},
        ),
        ("聊城阳谷的，做水泥的，现在B级", {"region": "阳谷县", "industry": "水泥", "current": "B"}),
        ("洛阳，去年D级", {"region": "洛阳市", "current": "D"}),
        ("郑州的，想报绿色低碳工厂", {"region": "郑州市", "target": "pass"}),
        (
            "新密的耐材厂，现为C级，争取B-",
            {"region": "新密市", "industry": "耐火材料", "current": "C", "target": "B-"},
        ),
        ("我们公司叫河南宏远机械有限公司", {"name": "河南宏远机械有限公司"}),
        ("灵宝的，公司叫河南宏远机械有限公司", {"region": "灵宝市", "name": "河南宏远机械有限公司"}),
        ("车都是国五以上的", {}),
        ("", {}),
    ],
)
def test_what_a_message_says_of_the_firm(text: str, firm: dict[str, str]) -> None:
    assert read_firm(text) == firm


def test_a_question_says_nothing_of_the_firm() -> None:
    assert read("聊城的企业能不能升A？", CITY).firm == {}


def test_a_points_scheme_has_no_grades_to_aim_at() -> None:
    assert "target" not in read("想升A级", FACTORY).firm
