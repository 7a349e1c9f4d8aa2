"""The written cases of the points schemes leave no limit, stage, choice, exemption or row untried."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml

from scoring import load_scheme
from scoring.rules.loader import PACKS

SCHEMES = ("zhengzhou-green-factory", "zhengzhou-green-performance-2019")
for_both_schemes = pytest.mark.parametrize("scheme", SCHEMES)


@cache
def cases_of(scheme: str) -> tuple[dict[str, Any], ...]:
    return tuple(
        case
        for path in sorted((PACKS / scheme / "cases").glob("*.yaml"))
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    )


def said_in_cases(scheme: str, item_id: str) -> list[dict[str, Any]]:
    """Every statement on an item in any case of the scheme."""
    entries = [case.get("facts", {}).get(item_id, []) for case in cases_of(scheme)]
    return [one for entry in entries for one in (entry if isinstance(entry, list) else [entry])]


@for_both_schemes
def test_cases_stand_on_every_limit_and_to_both_sides_of_it(scheme: str) -> None:
    for item in load_scheme(scheme).items.values():
        if item.value is None:
            continue
        own_unit = [said for said in said_in_cases(scheme, item.id) if said.get("unit") == item.value.unit]
        values = {Decimal(str(said["value"])) for said in own_unit}
        limits = sorted({band.low for band in item.value.bands if band.low is not None})
        assert set(limits) <= values, item.id
        edges = [Decimal("-Infinity"), *limits, Decimal("Infinity")]
        for low, high in pairwise(edges):
            assert any(low < value < high for value in values), f"{item.id}: no case between {low} and {high}"


@for_both_schemes
def test_cases_take_every_stage_choice_and_exemption(scheme: str) -> None:
    for item in load_scheme(scheme).items.values():
        said = said_in_cases(scheme, item.id)
        for level in (*item.stages, *item.choices):
            assert any(one.get("value") in (level.id, level.title) for one in said), (item.id, level.id)
        exempt = any(one.get("status") == "not_applicable" for one in said)
        assert exempt == (item.may_not_apply is not None), item.id


@for_both_schemes
def test_a_case_gives_and_a_case_denies_every_row(scheme: str) -> None:
    for item in load_scheme(scheme).items.values():
        outcomes = {
            case["expect"]["rows"][item.id][0]
            for case in cases_of(scheme)
            if item.id in case["expect"].get("rows", {})
        }
        assert outcomes >= ({"met", "unknown"} if item.kind == "authority" else {"met", "not_met"}), item.id


@for_both_schemes
def test_names_of_cases_are_used_once(scheme: str) -> None:
    names = Counter(case["name"] for case in cases_of(scheme))
    assert [name for name, times in names.items() if times > 1] == []
