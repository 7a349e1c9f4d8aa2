"""What a plan says: every figure from the core or the user, nothing asserted that is not known."""

from __future__ import annotations

from plan_cases import FACTS, MEASURES, SAMPLE, context, ladder, planned, routes, sample

from prompts.plan_gaps import MOST_PENDING
from scoring.rules.loader import load_pack, load_scheme


def test_a_feasible_plan_names_its_route_with_the_users_figures() -> None:
    told = sample()
    assert told.feasible and not told.conflicts and not told.obstacle
    assert [row.id for row in told.measures.rows] == ["m1", "m2"]
    assert told.measures.cost == "至少 12.5 万元（另有 1 项未报价）"
    assert told.measures.unpriced == "m2 编制制度"
    assert told.measures.unused == "m3 官网公布（40 万元，2 个月）"
    assert "用户填报" in " ".join(told.summary) and "评分核心" in " ".join(told.summary)


def test_a_measure_that_does_a_part_of_a_row_says_so() -> None:
    measures = [MEASURES[0], {**MEASURES[1], "items": {"2.01": 1, "2.02": 0.5}}]
    rows = {row.id: row.closes for row in sample(measures=measures).measures.rows}
    assert rows["m2"].count("（只做到满分的50%）") == 1 and rows["m2"].endswith("（只做到满分的50%）")
    assert "只做到" not in rows["m1"]


def test_before_and_after_are_the_numbers_of_the_core() -> None:
    plan = planned(load_pack(SAMPLE), {"facts": FACTS, "measures": MEASURES})
    assert plan.before.score is not None and plan.after.score is not None
    assert (plan.before.score.lower, plan.before.score.upper, plan.after.score.lower) == (0, 20, 56)
    told = sample()
    assert (told.results[0].before, told.results[0].after) == ("0～20 分", "56 分")
    assert (told.results[-1].before, told.results[-1].after) == ("未达到要求", "达到要求")
    assert plan.after.verdict == "pass"


def test_what_is_not_given_is_said_to_be_open() -> None:
    told = sample()
    assert told.firm.industry == "未填写"
    gap = next(row for row in told.gaps if row.item.startswith("1.01"))
    assert (gap.owner, gap.period, gap.cost) == ("", "2026-11-22 至 2027-02-22", "12.5")


def test_an_endless_name_is_cut_where_headers_would_burst() -> None:
    told = context(None, {"facts": FACTS}, {"name": "厂" * 5000})
    assert told.firm.name == "厂" * 100 + "…"


def test_a_gap_the_plan_leaves_open_is_listed_apart() -> None:
    told = sample()
    assert [row.item for row in told.gaps] == ["1.01 废气达标"]
    assert {row.item for row in told.other_gaps} == {"1.02 计量仪表", "2.02 对外公布"}


def test_an_unknown_is_a_question_and_never_a_gap() -> None:
    told = sample()
    assert [row.item for row in told.pending] == ["2.01 管理制度"]
    assert told.pending[0].measure == "m2 编制制度"
    assert "必选要求" in told.pending[0].why


def test_unknowns_stay_listed_when_the_verdict_is_already_settled() -> None:
    told = context("zhengzhou-green-factory", {"facts": {"5.05": {"status": "not_met"}}})
    pack = load_scheme("zhengzhou-green-factory")
    assert len(told.pending) + len(told.further_pending) == len(pack.items) - 1
    assert len(told.pending) == MOST_PENDING


def test_marks_are_numbered_by_first_use_and_all_resolve() -> None:
    told = sample()
    marks = [row.mark for group in told.sources for row in group.rows]
    assert marks == [f"〔{n}〕" for n in range(1, len(marks) + 1)]
    assert told.target.endswith("〔1〕")
    assert len({(row.number, row.quote) for group in told.sources for row in group.rows}) == len(marks)


def test_dates_are_passed_or_left_relative_to_the_day() -> None:
    assert [row.state for row in sample().course.calendar] == ["已过", "还有 39 天", "—"]


def test_the_text_itself_is_qualified() -> None:
    told = sample()
    assert told.scheme.standing == "尚未正式印发"
    assert told.newer_rules == ("另有新的办法。（来源：示例来源）",)
    assert told.faults == ("第t.1.02条：“仪表”两处写法不同。读法：视为同一种。",)
    assert told.assumptions == ("必选项不满足得0分。（见第art-1条）",)
    assert "不替代主管部门评定" in told.disclaimer


def test_an_infeasible_plan_says_which_wants_conflict() -> None:
    told = sample(budget=5)
    assert not told.feasible and "不能同时满足" in told.obstacle
    assert [(row.want, row.detail) for row in told.conflicts][-1] == ("预算", "预算 5 万元")
    assert "pass" not in " ".join(row.detail for row in told.conflicts)
    assert not told.results and not told.measures.rows
    assert {row.item for row in told.gaps} == {"1.01 废气达标", "1.02 计量仪表", "2.02 对外公布"}


def test_a_want_without_a_measure_is_named_by_its_title() -> None:
    told = sample(measures=[MEASURES[0]])
    assert [row.want for row in told.conflicts] == ["条目"]
    assert told.conflicts[0].detail.startswith("2.01 管理制度")


def test_proposals_stand_beside_their_gaps_without_invented_costs() -> None:
    told = sample(measures=None)
    assert not told.measures.rows and "没有填报" in told.measures.remark
    assert {row.cost for row in told.gaps} == {"待定"}
    assert all(row.measure.startswith("建议：") for row in told.gaps)


def test_a_cost_that_closes_several_gaps_is_shown_once() -> None:
    measure = {
        "id": "m9",
        "title": "总包改造",
        "items": {"1.01": 1, "1.02": 1, "2.01": 1},
        "cost": 30,
        "months": 2,
    }
    told = sample(measures=[measure])
    assert sorted(row.cost for row in told.gaps) == ["30", "已计入 m9"]


def test_a_ladder_plan_measures_gaps_against_its_target() -> None:
    told = ladder(target="A")
    assert {row.shortfall for row in told.gaps} == {"现为C级，低于A级"}
    assert [row.name for row in told.standing.units] == ["铸造车间", "涂装线"]
    assert told.results[0].label == "企业等级" and told.results[0].after == "A级"
    assert {row.state for row in told.course.calendar} == {"已过", "—"}


def test_events_nobody_spoke_of_are_asked() -> None:
    assert "情形" in {row.kind for row in ladder().pending}


def test_a_scheme_without_a_pass_line_says_so() -> None:
    told = context("zhengzhou-green-performance-2019", {"facts": {}})
    assert "没有可计算的达标线" in told.target and "没有可计算的达标线" in told.obstacle
    assert "不作判定" in told.summary[0]


def test_routes_to_choose_from_are_told_with_what_each_is_the_best_in() -> None:
    told = routes().measures
    assert [(row.label, row.cost, row.months, row.count, row.after) for row in told.routes] == [
        ("费用最省", "11 万元", "11 个月", "2 项", "56 分"),
        ("工期最短、措施最少", "50 万元", "1 个月", "1 项", "56 分"),
    ]
    assert [(row.id, row.title, row.period) for row in told.rows] == [
        ("base", "编制制度", "2026-11-22 至 2027-01-22"),
        ("slow", "自行改造（在 base 之后）", "2027-01-22 至 2027-10-22"),
    ]
    assert not sample(measures=MEASURES[:2]).measures.routes


def test_the_fewest_requirements_are_told_with_how_each_is_met() -> None:
    told = sample().least
    assert told.lines[0] == "到目标最少要补 2 条：只需补充证明或说清的 1 条，要整改的 1 条。"
    assert "1.01 废气达标（要整改" in told.lines[1] and "2.01 管理制度（补证明" in told.lines[1]
    assert not told.rows
    many = context("zhengzhou-green-factory", {"facts": {}}).least
    assert "两节" in many.lines[1] and len(many.rows) == 5 and "还有更多" in many.lines[-1]
    none = context("zhengzhou-green-performance-2019", {"facts": {}}).least
    assert none.lines[0].startswith("不能选出达标的路线") and not none.rows
