"""Several sources of one row: which counts, what is left open, and which disagreement is told in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from pack_files import try_pack

from scoring.firm.checks import SOURCES, Check, expired, gathered, near_limit, unproved
from scoring.firm.facts import RUNGS, Fact
from scoring.firm.limits import Margin, nearest
from scoring.firm.statements import evaluate_item, why_not
from scoring.points_scheme.points import ItemResult
from scoring.rules.pack import Band, Item
from scoring.truth import Truth

DAY = date(2026, 3, 1)
ROW = try_pack("points").items["1.01"]
PLAIN = try_pack("points").items["1.02"]
NUMBER = replace(ROW, stages=(), choices=(), open_formula=False)
STAGED = replace(ROW, choices=(), open_formula=False)
CHOICE = replace(ROW, stages=(), value=None, open_formula=False)
D = Decimal


def fact(source: str = "declared", **more: Any) -> Fact:
    return Fact("x", source=source, **more)


def result(item: Item, facts: Sequence[Fact], proof: str = "declared") -> ItemResult:
    """The result, which must not depend on the order of the statements."""
    results = [evaluate_item(item, order, as_of=DAY, proof=proof) for order in permutations(facts)]
    assert all(other == results[0] for other in results)
    return results[0]


def test_nothing_said() -> None:
    assert evaluate_item(PLAIN, (), as_of=DAY) == ItemResult(
        PLAIN, Truth.UNKNOWN, D(0), D("0.5"), "尚未说明", settled=False
    )


@pytest.mark.parametrize(
    ("said", "proof", "because"),
    [
        ({"source": "declared"}, "document", "来源是企业自述，低于要求的书面材料，按未知处理"),
        ({"source": "onsite"}, "online", "来源是现场核查，低于要求的在线数据，按未知处理"),
        (
            {"source": "onsite", "valid_until": date(2026, 2, 28)},
            "onsite",
            "证明已于 2026-02-28 到期，按未知处理",
        ),
        ({"source": "document"}, "document", None),
        ({"source": "online", "valid_until": DAY}, "document", None),
    ],
)
def test_proof_that_is_too_weak_or_past_its_day_counts_for_nothing(
    said: dict[str, Any], proof: str, because: str | None
) -> None:
    one = fact(status="met", **said)
    assert why_not(one, DAY, proof) == because
    found = evaluate_item(PLAIN, (one,), as_of=DAY, proof=proof)
    if because is None:
        assert (found.truth, found.noted, found.checks) == (Truth.MET, False, ())
    else:
        assert (found.truth, found.because, found.noted) == (Truth.UNKNOWN, because, True)


def test_the_reason_is_that_of_the_strongest_that_does_not_count() -> None:
    found = result(PLAIN, [fact(status="met"), fact("department", status="met")], proof="online")
    assert found.because == "来源是部门数据，低于要求的在线数据，按未知处理"


def test_an_expired_proof_is_told_even_when_another_counts() -> None:
    old = fact("onsite", status="not_met", valid_until=date(2026, 2, 28))
    found = result(PLAIN, [old, fact(status="met")])
    assert (found.truth, found.because) == (Truth.MET, "填报为满足")
    assert found.checks == (
        Check("expired", ("1.02",), "1.02：现场核查的证明已于 2026-02-28 到期，需要更新"),
    )


def test_the_higher_rung_counts_and_the_disagreement_is_told() -> None:
    found = result(
        PLAIN, [fact("onsite", status="not_met"), fact("document", status="met"), fact(status="met")]
    )
    assert (found.truth, found.noted) == (Truth.NOT_MET, True)
    assert found.because.startswith("填报为不满足（来源不一致，以现场核查为准）")
    kinds = {(check.kind, check.items) for check in found.checks}
    assert kinds == {("contradiction", ("1.02",))}
    assert found.checks[0].detail == "1.02：现场核查称“填报为不满足”，书面材料称“填报为满足”；以现场核查为准"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            {"status": "met", "dated": date(2026, 1, 2)},
            {"status": "not_met", "dated": date(2026, 1, 1)},
            "填报为满足（来源不一致，以日期较新的为准）",
        ),
        (
            {"status": "met", "dated": date(2026, 1, 2)},
            {"status": "not_met"},
            "填报为满足（来源不一致，以日期较新的为准）",
        ),
        (
            {"value": D(1)},
            {"points": D(5)},
            "容积率与要求之比为 1倍，未达到原文要求（来源不一致，以数值为准）",
        ),
    ],
)
def test_on_one_rung_the_later_day_then_the_number_counts(
    one: dict[str, Any], other: dict[str, Any], words: str
) -> None:
    assert result(NUMBER, [fact(**one), fact(**other)]).because == words


def test_equal_voices_that_contradict_each_other_leave_the_row_unknown() -> None:
    found = result(PLAIN, [fact(status="met"), fact(status="not_met")])
    assert (found.truth, found.lower, found.upper, found.noted) == (Truth.UNKNOWN, D(0), D("0.5"), True)
    assert found.because == "同等来源的说法互相矛盾，按未知处理"
    (check,) = found.checks
    assert check.kind == "contradiction"
    assert check.detail.startswith("1.02：企业自述称“")
    assert check.detail.endswith("；两者同等有力，都不采信，请核实")


def test_weak_voices_that_contradict_each_other_leave_the_strong_one() -> None:
    found = result(PLAIN, [fact("onsite", status="met"), fact(status="met"), fact(status="not_met")])
    assert (found.truth, found.because, found.noted) == (Truth.MET, "填报为满足", False)
    (check,) = found.checks
    assert check.detail.endswith("两者同等有力，都不采信，请核实")


def test_agreement_says_nothing_more() -> None:
    found = result(PLAIN, [fact("onsite", status="met"), fact(status="met"), fact(status="unknown")])
    assert (found.truth, found.because, found.checks) == (Truth.MET, "填报为满足", ())


def test_only_unknown_is_unknown() -> None:
    assert result(PLAIN, [fact(status="unknown"), fact("onsite", status="unknown")]).because == "填报为未知"


def test_a_bare_yes_leaves_the_points_to_the_one_who_counted() -> None:
    found = result(NUMBER, [fact("onsite", status="met"), fact(points=D(3))])
    assert (found.truth, found.lower, found.upper, found.settled) == (Truth.MET, D(3), D(3), True)
    assert found.because == "评审给 3 分"
    assert found.checks == ()


@pytest.mark.parametrize("much", [{"ratio": D("0.5")}, {"value": D(2)}, {"points": D(2)}])
def test_each_way_of_saying_how_much_narrows_a_bare_yes(much: dict[str, Any]) -> None:
    found = result(NUMBER, [fact("onsite", status="met"), fact(**much)])
    assert found.lower == found.upper == evaluate_item(NUMBER, (fact(**much),), as_of=DAY).lower


def test_a_level_narrows_a_bare_yes() -> None:
    found = result(CHOICE, [fact("onsite", status="met"), fact(level="c1")])
    assert (found.lower, found.upper, found.because) == (D(3), D(3), "国家级，计 3 分")


def test_an_exemption_is_not_narrowed() -> None:
    found = result(NUMBER, [fact("onsite", status="not_applicable"), fact(points=D(3))])
    assert (found.lower, found.not_applicable) == (D("9.5"), True)
    assert found.checks[0].detail == (
        "1.01：现场核查称“不适用（原文“可行时”），按满分计”，企业自述称“评审给 3 分”；以现场核查为准"
    )


def test_a_size_and_a_stage_said_apart_belong_together() -> None:
    found = result(STAGED, [fact("onsite", value=D("1.5")), fact(level="s1")])
    assert (found.lower, found.upper) == (D(4), D(4))
    assert found.because == "容积率与要求之比为 1.5倍，签约，计 4 分"
    assert found.checks == ()


def test_the_strongest_size_goes_with_the_stage() -> None:
    found = result(STAGED, [fact("onsite", value=D(1)), fact("document", value=D("1.5")), fact(level="s1")])
    assert (found.truth, found.upper) == (Truth.NOT_MET, D(0))
    assert found.because == "容积率与要求之比为 1倍，未达到原文要求"


def test_two_open_statements_leave_what_both_allow() -> None:
    open_value = fact("onsite", value=D("1.5"))
    found = result(NUMBER, [open_value, fact(points=D(4))])
    assert (found.lower, found.upper, found.settled) == (D(4), D(4), True)


def test_three_sources_are_named_by_their_words() -> None:
    assert list(SOURCES) == list(RUNGS)
    assert (
        expired("1.02", "online", "2026-01-01").detail == "1.02：在线数据的证明已于 2026-01-01 到期，需要更新"
    )


@pytest.mark.parametrize(
    ("source", "evidence", "bare"),
    [("declared", (), True), ("declared", ("f",), False), ("document", (), False)],
)
def test_what_is_only_claimed(source: str, evidence: tuple[str, ...], bare: bool) -> None:
    assert unproved(source, evidence) is bare


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("1.2", "容积率与要求之比为 1.2倍，正好等于界限，请核实测量和计算"),
        (
            "1.3",
            "容积率与要求之比为 1.3倍，比界限 1.2倍 高出 0.1倍，相差不超过一成，请核实测量和计算",
        ),
        ("1.1", "容积率与要求之比为 1.1倍，比界限 1.2倍 低出 0.1倍，相差不超过一成，请核实测量和计算"),
        ("1.5", None),
        ("2.2", "容积率与要求之比为 2.2倍，比界限 2倍 高出 0.2倍，相差不超过一成，请核实测量和计算"),
        ("2.21", None),
    ],
)
def test_a_value_near_its_limit_is_pointed_out(value: str, told: str | None) -> None:
    found = near_limit(NUMBER, fact(value=D(value)))
    assert found == (None if told is None else Check("near_limit", ("1.01",), f"1.01：{told}"))
    checks = evaluate_item(NUMBER, (fact(value=D(value)),), as_of=DAY).checks
    assert checks == (() if found is None else (found,))


def test_without_a_limit_or_a_value_nothing_is_near() -> None:
    assert near_limit(PLAIN, fact(value=D(1))) is None
    assert near_limit(NUMBER, fact(status="met")) is None
    unlimited = replace(NUMBER.value, bands=(Band(None, False, None, False, "open"),))  # type: ignore[type-var]
    assert near_limit(replace(NUMBER, value=unlimited), fact(value=D(1))) is None


def test_margins() -> None:
    margin = Margin(D(9), D(10))
    assert (margin.distance, margin.share, margin.near) == (D(-1), D("0.1"), True)
    assert not Margin(D("8.9"), D(10)).near
    assert Margin(D(-9), D(-10)).share == D("0.1")
    assert (Margin(D(1), D(0)).share, Margin(D(1), D(0)).near, Margin(D(0), D(0)).near) == (None, False, True)


def test_the_lower_of_two_limits_at_the_same_distance() -> None:
    bands = (
        Band(D(10), True, D(20), False, "open"),
        Band(None, False, D(10), False, "none"),
        Band(D(20), True, None, False, "full"),
    )
    assert nearest(bands, D(15)) == Margin(D(15), D(10))
    assert nearest(bands, D(16)) == Margin(D(16), D(20))
    assert nearest((), D(1)) is None


def test_what_is_only_claimed_comes_last_in_one_line() -> None:
    one = Check("expired", ("x",), "y")
    assert gathered([one], ["1.01", "1.02"]) == (
        one,
        Check("claimed_unproved", ("1.01", "1.02"), "2 项只有企业自述、没有附证明材料：1.01、1.02"),
    )
    assert gathered([one], []) == (one,)


def test_all_that_is_expired_is_told_when_nothing_counts() -> None:
    old = date(2026, 2, 1)
    said = (fact("onsite", status="met", valid_until=old), fact(status="met", valid_until=old))
    found = evaluate_item(PLAIN, said, as_of=DAY)
    assert found.because == "证明已于 2026-02-01 到期，按未知处理"
    assert [check.detail for check in found.checks] == [
        "1.02：现场核查的证明已于 2026-02-01 到期，需要更新",
        "1.02：企业自述的证明已于 2026-02-01 到期，需要更新",
    ]


def test_a_value_near_its_limit_is_told_beside_a_contradiction() -> None:
    near, far = fact("onsite", value=D("1.3")), fact(value=D(1))
    found = result(NUMBER, [near, far])
    assert sorted(check.kind for check in found.checks) == ["contradiction", "near_limit"]


def test_equal_voices_are_told_in_full() -> None:
    found = result(PLAIN, [fact("onsite", status="met"), fact("onsite", status="not_met")])
    (check,) = found.checks
    assert check.items == ("1.02",)
    assert check.detail in (
        "1.02：现场核查称“填报为满足”，现场核查称“填报为不满足”；两者同等有力，都不采信，请核实",
        "1.02：现场核查称“填报为不满足”，现场核查称“填报为满足”；两者同等有力，都不采信，请核实",
    )


def test_a_bare_yes_beside_open_points_stays_open() -> None:
    found = result(NUMBER, [fact("onsite", status="met"), fact(value=D("1.5"))])
    assert (found.truth, found.lower, found.upper, found.settled) == (Truth.MET, D(0), D("9.5"), False)


def test_a_later_word_fills_in_what_a_stronger_one_leaves_open() -> None:
    found = result(STAGED, [fact("onsite", value=D("1.5")), fact("document", points=D(2))])
    assert (found.truth, found.lower, found.upper, found.settled) == (Truth.MET, D(2), D(2), True)
    assert found.because == "评审给 2 分"


@pytest.mark.parametrize(
    ("item", "strong", "weak", "because"),
    [
        (NUMBER, {"points": D(3)}, {"status": "met"}, "评审给 3 分"),
        (NUMBER, {"points": D(5)}, {"status": "met"}, "评审给 5 分"),
        (NUMBER, {"value": D("1.5")}, {"points": D(9)}, "评审给 9 分"),
        (NUMBER, {"points": D("9.5")}, {"ratio": D(1)}, "评审给 9.5 分"),
    ],
)
def test_the_reason_is_that_of_who_says_more_and_else_of_the_stronger(
    item: Item, strong: dict[str, Any], weak: dict[str, Any], because: str
) -> None:
    assert result(item, [fact("onsite", **strong), fact(**weak)]).because == because


def test_what_both_leave_open_stays_open_and_what_one_says_is_said() -> None:
    sizes = result(STAGED, [fact("onsite", value=D("1.5")), fact(value=D("1.6"))])
    assert (sizes.truth, sizes.lower, sizes.upper, sizes.settled) == (Truth.UNKNOWN, D(0), D("9.5"), False)
    met = result(STAGED, [fact("onsite", value=D("1.5")), fact(status="met")])
    assert (met.truth, met.lower, met.upper, met.settled) == (Truth.MET, D(0), D("9.5"), False)


def test_the_rungs_of_proof_in_words() -> None:
    assert SOURCES == {
        "declared": "企业自述",
        "document": "书面材料",
        "third_party": "第三方报告",
        "department": "部门数据",
        "onsite": "现场核查",
        "online": "在线数据",
    }
