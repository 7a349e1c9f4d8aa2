"""An aspect under measured values and under what is said of its grade."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.firm.checks import Check
from scoring.firm.measured import AspectResult, decision_checks, settled_by
from scoring.industry.indicator_decision import AspectDecision
from scoring.industry.indicator_loader import load_indicator_pack
from scoring.industry.indicator_readings import Reading
from scoring.industry.indicator_results import IndicatorMargin, IndicatorResult
from scoring.truth import Truth

PACK = load_indicator_pack(Path(__file__).parents[1] / "indicator_packs_sound" / "sound-kiln")
RUNGS = ("A", "B", "C", "D")
INDICATOR = PACK.indicators[0]


def reading(**more: Any) -> Reading:
    return Reading(INDICATOR.id, Fraction(9), "9mg/m³", **more)


def one(**more: Any) -> IndicatorResult:
    return IndicatorResult(PACK, INDICATOR, {}, Truth.MET, "颗粒物：9mg/m³", **more)


def decision(worst: str, best: str, *results: IndicatorResult, **more: Any) -> AspectDecision:
    made: dict[str, Any] = {"because": ("颗粒物：9mg/m³",), "complete": False, "informative": True} | more
    return AspectDecision("治理", worst, best, results=results, sources=(), questions=(), missing=(), **made)


def test_without_a_statement_the_indicators_decide() -> None:
    found = settled_by("0.治理", None, decision("D", "B", because=("一", "二")), RUNGS)
    assert found == (AspectResult("D", "B", "一；二", False), [])
    assert settled_by("0.治理", None, decision("D", "B", because=()), RUNGS)[0].because == "按已知的指标数值"


@pytest.mark.parametrize(
    ("said", "measured", "left", "because"),
    [
        (("D", "A"), ("D", "B"), ("D", "B"), "满足到 x；颗粒物：9mg/m³"),
        (("B", "B"), ("D", "A"), ("B", "B"), "满足到 x；颗粒物：9mg/m³"),
        (("B", "B"), ("D", "B"), ("B", "B"), "满足到 x；颗粒物：9mg/m³"),
        (("C", "A"), ("B", "B"), ("B", "B"), "满足到 x；颗粒物：9mg/m³"),
        (("C", "B"), ("D", "C"), ("C", "C"), "满足到 x；颗粒物：9mg/m³"),
    ],
)
def test_a_statement_counts_inside_what_the_indicators_leave(
    said: tuple[str, str], measured: tuple[str, str], left: tuple[str, str], because: str
) -> None:
    found, checks = settled_by("0.治理", AspectResult(*said, "满足到 x "), decision(*measured), RUNGS)
    assert (found.worst, found.best, found.because, checks) == (*left, because, [])


def test_a_grade_inside_what_complete_indicators_leave_open_still_counts() -> None:
    whole = decision("C", "B", complete=True)
    result, checks = settled_by("0.治理", AspectResult("B", "B", "满足到 B", True), whole, RUNGS)
    assert (result.worst, result.best, checks) == ("B", "B", [])


@pytest.mark.parametrize(("worst", "shown"), [("D", "D 至 C"), ("C", "C")])
def test_a_grade_that_the_indicators_rule_out_is_set_aside(worst: str, shown: str) -> None:
    said = AspectResult("B", "A", "满足到 B 至 A")
    assert settled_by("0.治理", said, decision(worst, "C"), RUNGS) == (
        AspectResult(worst, "C", "颗粒物：9mg/m³"),
        [
            Check(
                "contradiction",
                ("0.治理",),
                f"0.治理：填报为 B 至 A，按指标数值为 {shown}；以指标数值为准",
            )
        ],
    )


@pytest.mark.parametrize(
    ("readings", "claimed"),
    [
        ((), False),
        ((None,), False),
        ((reading(),), True),
        ((reading(), None), True),
        ((reading(evidence=("f",)),), False),
        ((reading(source="online"),), False),
        ((reading(), reading(source="online")), False),
    ],
)
def test_what_rests_on_the_firm_alone_is_claimed(readings: tuple[Reading | None, ...], claimed: bool) -> None:
    measured = decision("D", "B", *(one(reading=said) for said in readings))
    assert settled_by("k", None, measured, RUNGS)[0].claimed is claimed
    both = settled_by("k", AspectResult("B", "B", "x", True), measured, RUNGS)[0]
    assert both.claimed is claimed
    assert settled_by("k", AspectResult("B", "B", "x", False), measured, RUNGS)[0].claimed is False


def test_checks_of_a_decision() -> None:
    near = IndicatorMargin("A", Fraction(9), INDICATOR.demands["A"].comparison.value)  # type: ignore[union-attr]
    far = replace(near, value=Fraction(1))
    measured = decision("D", "B", one(), one(margin=far), one(contradiction="两种说法", margin=near))
    assert decision_checks("0.治理", measured) == [
        Check("contradiction", ("0.治理",), "0.治理：两种说法"),
        Check("near_limit", ("0.治理",), "0.治理：颗粒物：9mg/m³，离界限不超过一成，请核实测量和计算"),
    ]
