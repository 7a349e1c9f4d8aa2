"""What stands beside a fact in a message: slips put right, what is left for later, what is somebody else's or long ago."""

from __future__ import annotations

import pytest

from assistant.talk.from_files import found_in
from assistant.talk.reading import read_message
from scoring import load_scheme

_LADDER = load_scheme("sanmenxia-grading-2022")
_FACTORY = load_scheme("zhengzhou-green-factory")
_PERFORMANCE = load_scheme("zhengzhou-green-performance-2019")


def _told(pack: object, text: str, pending: str | None = None) -> dict[str, object]:
    read = read_message(text, pack, pending=pending)  # type: ignore[arg-type]
    return {p.item.removeprefix("0."): p.status if p.value is None else p.value for p in read.proposals}


@pytest.mark.parametrize(
    ("text", "grade"),
    [("监测监控B，哦不对，是C", "C"), ("监测监控A，不是，说错了，B", "B"), ("监测监控是B级。", "B")],
)
def test_a_slip_put_right_at_once_leaves_only_what_is_so(text: str, grade: str) -> None:
    assert _told(_LADDER, text) == {"监测监控": grade}


def test_no_alone_takes_nothing_back_that_is_not_said_anew() -> None:
    assert _told(_LADDER, "工艺装备B，不是，环境管理B")["环境管理"] == "B"


def test_what_is_left_for_later_takes_nothing_from_what_is_told_beside_it() -> None:
    assert _told(_LADDER, "无组织C，运输监管B，监测监控以后再说", "0.无组织排放") == {
        "无组织排放": "C",
        "运输监管": "B",
    }
    assert read_message("这个以后再说", _LADDER, pending="0.无组织排放").intent == "skip"


def test_a_grade_is_of_the_aspects_it_stands_beside() -> None:
    told = _told(_LADDER, "九个方面里装备和治污都到B了，无组织差点意思")
    assert told == {"工艺装备": "B", "污染治理技术": "B"}


@pytest.mark.parametrize(
    ("text", "happened"),
    [
        ("去年没按证排污被罚了", True),
        ("去年没被罚过", False),
        ("前年未批先建被罚过", None),
        ("邻居家偷排被抓了", None),
    ],
)
def test_a_penalty_is_told_by_what_happened_to_the_firm_in_the_year(text: str, happened: bool | None) -> None:
    pack = load_scheme("liaocheng-grading-2020")
    assert _told(pack, text).get("events.violation_past_year") is happened


@pytest.mark.parametrize("text", ["没有被列入失信", "没进失信名单", "没偷税", "废水不外排"])
def test_a_no_to_what_must_not_be_is_no_lack(text: str) -> None:
    assert "not_met" not in _told(_FACTORY, text).values()


@pytest.mark.parametrize(
    "text", ["被撤销了几年不能报", "门口修路，车进不来", "没有废水", "储能装了", "储能不是800，是1200千瓦时"]
)
def test_what_speaks_of_something_else_answers_nothing(text: str) -> None:
    assert "3.09" not in _told(_FACTORY, text, "3.09")


@pytest.mark.parametrize(("text", "status"), [("做了", "met"), ("一直没弄过这个", "not_met")])
def test_a_short_answer_still_answers(text: str, status: str) -> None:
    assert _told(_FACTORY, text, "3.09") == {"3.09": status}


def test_a_provincial_title_is_not_the_national_one() -> None:
    assert _told(_PERFORMANCE, "省级高新技术企业") == {}
    assert _told(_PERFORMANCE, "国家高新技术企业证有") == {"2.3.2": "met"}


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("B级想弄", {"target": "B"}),
        ("C级想升B", {"current": "C", "target": "B"}),
        ("想弄个B", {"target": "B"}),
    ],
)
def test_a_wish_behind_a_grade_makes_it_the_target(text: str, firm: dict[str, str]) -> None:
    assert read_message(text, None).firm == firm


def test_a_table_row_that_was_not_filled_in_tells_nothing() -> None:
    table = "指标\t自评\t目标\n监测监控\t\tB\n环境管理\tC\tB"
    found, _ = found_in(_LADDER, table, "自评.xlsx")
    assert {p.item.removeprefix("0."): p.value for p in found} == {"环境管理": "C"}


def test_what_is_asked_of_a_case_is_not_told_of_the_firm() -> None:
    assert _told(_LADDER, "在线监测坏了没修，会降级吗") == {}
    assert _told(_LADDER, "在线监测坏了没修，会降级吗", "events.emission_violation") == {}
    assert _told(_LADDER, "上个月超标了，会咋样")["events.emission_violation"] is True


def test_a_correction_may_name_what_was_said_before() -> None:
    assert _told(_LADDER, "前面说的监测监控改成B", "events.emission_violation") == {"监测监控": "B"}
