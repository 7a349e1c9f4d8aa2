"""Every case that an expert wrote beside an indicator pack holds; the shipped packs say where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring import PackError, load_scheme
from scoring.industry.indicator_decision import decide
from scoring.industry.indicator_loader import (
    INDICATORS,
    load_indicator_pack,
    shipped_indicator_packs,
    shipped_response_tables,
    with_indicators,
)
from scoring.industry.indicator_readings import read_indicator_facts

TODAY = date(2026, 11, 22)
CASE_KEYS = {"name", "scheme", "as_of", "proof", "processes", "indicators", "expect", "asks", "asks_not"}
LADDERS = ("henan-grading-2021", "sanmenxia-grading-2022", "liaocheng-grading-2020")


def _cases() -> Iterator[Any]:
    for path in sorted(INDICATORS.glob("*/cases/*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            yield pytest.param(path, case, id=f"{path.parent.parent.name}/{path.stem}: {case['name']}")


@pytest.mark.parametrize(("path", "case"), _cases())
def test_indicator_case(path: Path, case: dict[str, Any]) -> None:
    assert case.keys() <= CASE_KEYS, f"unknown key in {case['name']}"
    pack = load_indicator_pack(path.parent.parent)
    facts = read_indicator_facts([pack], case.get("indicators"), case.get("processes"), "units[0]")
    decisions = decide(
        pack,
        facts,
        scheme=case["scheme"],
        rungs=load_scheme(case["scheme"]).rungs,
        as_of=TODAY,
        proof=case.get("proof", "declared"),
    )
    assert case["expect"], "a case expects something"
    found = {
        name: [decisions[name].worst, decisions[name].best] if name in decisions else None
        for name in case["expect"]
    }
    assert found == case["expect"]
    asked = _asked(decisions.values())
    assert set(case.get("asks", [])) <= asked
    assert not asked & set(case.get("asks_not", []))


def _asked(decisions: Any) -> set[str]:
    return {question.item for decision in decisions for question in decision.questions}


def test_every_shipped_pack_is_partial_and_says_where_it_comes_from() -> None:
    packs = shipped_indicator_packs()
    assert {pack.industry for pack in packs} == {"铸造", "砖瓦窑"}
    for pack in packs:
        assert pack.completeness == "partial"
        assert pack.missing and pack.source.url and pack.source.date
        assert all(aspect.completeness == "partial" and aspect.missing for aspect in pack.aspects)
        for indicator in pack.indicators:
            assert all(demand.source and demand.text for demand in indicator.demands.values())


@pytest.mark.parametrize("scheme", LADDERS)
def test_a_scheme_takes_the_packs_that_are_made_for_it(scheme: str) -> None:
    pack = with_indicators(load_scheme(scheme), shipped_indicator_packs())
    assert pack.indicators
    assert all(scheme in one.schemes for one in pack.indicators)
    assert pack.sha256 == load_scheme(scheme).sha256


def test_a_pack_does_not_fit_a_scheme_of_points() -> None:
    scheme = load_scheme("zhengzhou-green-factory")
    assert with_indicators(scheme, shipped_indicator_packs()).indicators == ()


def test_two_packs_with_one_indicator_id_are_refused_unless_one_replaces_the_other() -> None:
    from dataclasses import replace

    scheme = load_scheme("henan-grading-2021")
    brick = next(pack for pack in shipped_indicator_packs() if pack.industry == "砖瓦窑")
    with pytest.raises(PackError, match=r"brick\.waste-share.*相同"):
        with_indicators(scheme, [brick, replace(brick, id="another")])
    newer = replace(brick, id="another", replaces=(brick.id,))
    assert with_indicators(scheme, [brick, newer]).indicators == (newer,)


def test_cement_consequences_by_grade_and_level() -> None:
    (table,) = shipped_response_tables()
    assert (table.industry, table.completeness) == ("水泥", "partial")
    (orange,) = table.of("B", "橙色")
    assert "减产20%" in orange.text and "最小" in orange.condition
    assert [response.level for response in table.of("C")] == ["黄色", "橙色", "红色"]
    assert all("公路运输" in response.text for response in table.of("D"))
    (own,) = table.of("A")
    assert (own.level, own.source is not None) == ("预警期间", True)


def test_the_figures_of_the_brick_report() -> None:
    brick = next(pack for pack in shipped_indicator_packs() if pack.industry == "砖瓦窑")
    figures = {
        one.id: (demand.comparison.operator, demand.comparison.value, one.unit)
        for one in brick.indicators
        if (demand := one.demands["B"]).comparison is not None
    }
    assert figures == {
        "brick.waste-share": (">", Decimal(80), "%"),
        "brick.inner-fuel-sulphur": ("<", Decimal("1.2"), "%"),
        "brick.line-capacity": (">=", Decimal(6000), "万块/年"),
    }
