"""Firms of a scheme for properties, and what they become when everything open about them is decided."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import firms
from generated_packs import Scheme
from hypothesis import strategies as st
from naive_points import level_of, number_of

from scoring import Truth


@st.composite
def point_firms(draw: st.DrawFn, s: Scheme) -> dict[str, Any]:
    """A starting point, changed in a few rows: shrinks to the rows that matter."""
    start = draw(st.sampled_from(("nothing", "must-haves", "everything")))
    facts: dict[str, Any] = {
        row["id"]: {"status": "met"}
        for row in s.rows
        if row["kind"] != "authority"
        and (start == "everything" or (start == "must-haves" and row.get("gate")))
    }
    changed = draw(st.lists(st.sampled_from(s.rows), max_size=8, unique_by=lambda row: str(row["id"])))
    rng = random.Random(draw(st.integers(0, 2**16)))
    for row in changed:
        if draw(st.booleans()):
            facts[row["id"]] = firms.point_fact(row, rng, luck=0.7)
        else:
            facts.pop(row["id"], None)
    return facts


@st.composite
def ladder_firms(draw: st.DrawFn, s: Scheme) -> dict[str, Any]:
    return firms.ladder_facts(s.plain, random.Random(draw(st.integers(0, 2**16))))


def complete(s: Scheme, facts: dict[str, Any], choose: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The facts with every open row decided: `choose(row)` says whether it turns out met."""
    done = dict(facts)
    for step in s.result(facts).trace:
        row = s.row(step.item)
        if row["kind"] != "authority" and (step.truth is Truth.UNKNOWN or step.lower != step.upper):
            done[step.item] = decided(row, facts.get(step.item, {}), step.truth, choose(row))
    return done


def decided(row: dict[str, Any], fact: dict[str, Any], truth: Truth, met: bool) -> dict[str, Any]:
    """A fact that leaves nothing open, consistent with the one statement that is known."""
    if number_of(row, fact) is not None:
        kept = {name: part for name, part in fact.items() if name != "status"}
        return {**kept, "ratio": 1 if met else 0}
    if row.get("choices"):
        ordered = sorted(row["choices"], key=lambda level: Decimal(level["points"]))
        if met or truth is Truth.MET:
            return {"value": ordered[-1 if met else 0]["id"], "status": "met"}
        return {"status": "not_met"}
    if row.get("open_formula") == "true":
        return {"points": float(row["points"]) if met else 0}
    if met and (level := level_of(row, fact)) is not None:
        return {"value": level, "status": "met"}
    return {"status": "met" if met else "not_met"}
