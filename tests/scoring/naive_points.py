"""A second evaluator of points schemes, slow and plain, that shares no code with the product.

It reads the pack with a bare YAML loader that keeps every scalar as text and calculates in fractions. It follows
the written rules only: a row is met, not met or unknown; unknown runs from nothing to everything; a value decides
what its bands fix; blocks are weighed and added; must-haves are gates.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

PACKS = Path(__file__).parents[2] / "scoring" / "packs"
LADDER_OF_PROOF = ["declared", "document", "third_party", "department", "onsite", "online"]
NOTHING = Fraction(0)


def read(folder: Path) -> dict[str, Any]:
    """pack.yaml with all items under `rows`."""
    pack = yaml.load((folder / "pack.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    pack["rows"] = []
    for path in sorted((folder / "items").glob("*.yaml")):
        pack["rows"] += yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return pack


def exact(number: Any) -> Fraction:
    return Fraction(str(number))


def believed(fact: dict[str, Any] | None, as_of: str, proof: str) -> dict[str, Any] | None:
    if fact is None:
        return None
    if LADDER_OF_PROOF.index(fact.get("source", "declared")) < LADDER_OF_PROOF.index(proof):
        return None
    if "valid_until" in fact and fact["valid_until"] < as_of:
        return None
    return fact


def band_of(row: dict[str, Any], value: Fraction) -> str:
    hits = []
    for band in row["value"]["bands"]:
        fits = True
        if "from" in band and value < exact(band["from"]):
            fits = False
        if "above" in band and value <= exact(band["above"]):
            fits = False
        if "below" in band and value >= exact(band["below"]):
            fits = False
        if "up_to" in band and value > exact(band["up_to"]):
            fits = False
        if fits:
            hits.append(band["gives"])
    assert len(hits) == 1, f"{row['id']}: {value} lies in {len(hits)} bands"
    return hits[0]


def in_own_unit(row: dict[str, Any], fact: dict[str, Any]) -> Fraction:
    value = exact(fact["value"])
    if fact.get("unit") in ("兆瓦时", "MWh", "mwh") and row["value"]["unit"] == "千瓦时":
        return value * 1000
    return value


def row_result(row: dict[str, Any], fact: dict[str, Any] | None) -> tuple[str, Fraction, Fraction]:
    """Truth, points if all unknowns fail, points if all unknowns pass."""
    full = exact(row.get("points", 0))
    if fact is None or fact.get("status") == "unknown":
        return "unknown", NOTHING, full
    if fact.get("status") == "not_applicable":
        return "met", full, full
    if row["kind"] == "authority":
        if "points" in fact:
            return "met", exact(fact["points"]), exact(fact["points"])
        return "unknown", NOTHING, NOTHING
    levels = row.get("stages", []) + row.get("choices", [])
    if isinstance(fact.get("value"), str) and any(fact["value"] == level["id"] for level in levels):
        given = NOTHING
        for stage in row.get("stages", []):
            given += exact(stage["points"])
            if stage["id"] == fact["value"]:
                break
        for choice in row.get("choices", []):
            if choice["id"] == fact["value"]:
                given = exact(choice["points"])
        given = min(given, full)
        return "met", given, given
    if "value" in fact and "value" in row:
        gives = band_of(row, in_own_unit(row, fact))
        if gives in ("not_met", "none"):
            return "not_met", NOTHING, NOTHING
        if gives in ("met", "full"):
            return "met", full, full
        if "ratio" not in fact and "points" not in fact:
            return ("unknown" if row.get("stages") else "met"), NOTHING, full
    if "points" in fact:
        given = exact(fact["points"])
        return ("met" if given > 0 else "not_met"), given, given
    if fact.get("status") == "not_met":
        return "not_met", NOTHING, NOTHING
    if "ratio" in fact:
        given = exact(fact["ratio"]) * full
        return ("met" if given > 0 else "not_met"), given, given
    if "status" not in fact:
        return "unknown", NOTHING, full
    if row.get("choices"):
        return "met", min(exact(choice["points"]) for choice in row["choices"]), full
    if row.get("open_formula") == "true":
        return "unknown", NOTHING, full
    return "met", full, full


def together(truths: list[str]) -> str:
    if "not_met" in truths:
        return "not_met"
    return "unknown" if "unknown" in truths else "met"


def evaluate(
    pack: dict[str, Any], facts: dict[str, Any], as_of: str, proof: str = "declared"
) -> dict[str, Any]:
    """Everything that a firm's facts decide, in fractions."""
    rows = {}
    for row in pack["rows"]:
        rows[row["id"]] = row_result(row, believed(facts.get(row["id"]), as_of, proof))
    blocks: dict[str, tuple[Fraction, Fraction, Fraction]] = {}
    low = high = most = NOTHING
    for block in pack["sections"]:
        mine = [row for row in pack["rows"] if row.get("section") == block["id"]]
        block_low = sum((rows[row["id"]][1] for row in mine), NOTHING)
        block_high = sum((rows[row["id"]][2] for row in mine), NOTHING)
        block_most = exact(block["max"])
        for row in mine:
            fact = believed(facts.get(row["id"]), as_of, proof)
            if row["kind"] == "authority" and fact is not None and "points" in fact:
                block_most += exact(fact["max"])
        blocks[block["id"]] = (block_low, block_high, block_most)
        low += exact(block["weight"]) * block_low
        high += exact(block["weight"]) * block_high
        most += exact(block["weight"]) * block_most
    gates = {}
    for gate in pack.get("gates", []):
        mine = [row["id"] for row in pack["rows"] if row.get("gate") == gate["id"]]
        failing = [row for row in mine if rows[row][0] == "not_met"]
        unknown = [row for row in mine if rows[row][0] == "unknown"]
        gates[gate["id"]] = (together([rows[row][0] for row in mine]), failing, unknown)
    verdict = "undetermined"
    if "pass" in pack:
        asked = exact(pack["pass"]["at_least"])
        must_haves = together([gate[0] for gate in gates.values()])
        if must_haves == "not_met" or high < asked:
            verdict = "fail"
        elif must_haves == "met" and low >= asked:
            verdict = "pass"
    return {
        "rows": rows,
        "sections": blocks,
        "score": (low, high, most),
        "gates": gates,
        "verdict": verdict,
    }
