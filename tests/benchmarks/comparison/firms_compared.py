"""The firms that all three are given: answered in full, half known, and exactly on the pass line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from scoring import Assessment, Pack, assess, read_request
from tests.benchmarks.firm_lines import firms

TODAY = date(2026, 11, 22)


def answered(pack: Pack, count: int) -> list[dict[str, Any]]:
    """Facts with nothing unknown."""
    return [firm["facts"] for firm in firms(pack, count, complete=True)]


def half_known(complete: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same firms before three of ten answers were given."""
    rng = random.Random("half known")
    return [{item: fact for item, fact in facts.items() if rng.random() < 0.7} for facts in complete]


def on_the_line(pack: Pack, complete: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those firms that one partly met row brings to exactly the asked score, every must-have met."""
    assert pack.pass_rule is not None
    weights = {section.id: section.weight for section in pack.sections}
    rows = [
        item for item in pack.items.values() if item.kind == "optional" and not (item.stages or item.choices)
    ]
    found = []
    for number, facts in enumerate(complete):
        result = result_of(pack, facts)
        if result.score is None or any(gate.status.value != "met" for gate in result.gates):
            continue
        lower = {step.item: step.lower or Decimal(0) for step in result.trace}
        for item in rows[number % len(rows) :] + rows[: number % len(rows)]:
            short = (pack.pass_rule.at_least - result.score.lower) / weights[item.section or ""]
            ratio = (lower[item.id] + short) / (item.points or Decimal(1))
            # Only a share that a sheet and a JSON number can both hold without rounding.
            if 0 < ratio < 1 and ratio == ratio.quantize(Decimal("0.0001")):
                found.append({**facts, item.id: {"status": "met", "ratio": float(ratio)}})
                break
    return found


def result_of(pack: Pack, facts: dict[str, Any]) -> Assessment:
    """The result of the core."""
    return assess(pack, read_request(pack, {"facts": facts}, today=TODAY))
