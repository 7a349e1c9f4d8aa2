"""The second evaluator of points schemes for whole firms: rows into blocks, gates, score, verdict and checks."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from naive_points import NOTHING, Checks, RowView, exact, row_view, together


class Firms:
    """Evaluates firm after firm under one pack; what is said of a row is worked out once."""

    def __init__(self, pack: dict[str, Any]) -> None:
        self.pack = pack
        self.rows = {row["id"]: row for row in pack["rows"]}
        self.blocks = self.grouped("section", [block["id"] for block in pack["sections"]])
        self.gates = self.grouped("gate", [gate["id"] for gate in pack.get("gates", [])])
        self.known: dict[tuple[str, str, str, str], RowView] = {}

    def grouped(self, key: str, names: list[str]) -> dict[str, list[str]]:
        return {name: [row["id"] for row in self.pack["rows"] if row.get(key) == name] for name in names}

    def view(self, name: str, entry: Any, as_of: str, proof: str) -> RowView:
        key = (name, repr(entry), as_of, proof)
        if key not in self.known:
            self.known[key] = row_view(self.rows[name], entry, as_of, proof)
        return self.known[key]

    def evaluate(self, facts: dict[str, Any], as_of: str, proof: str = "declared") -> dict[str, Any]:
        """Everything that a firm's facts decide, in fractions."""
        pack = self.pack
        views = {name: self.view(name, facts.get(name), as_of, proof) for name in self.rows}
        results = {name: view.result for name, view in views.items()}
        blocks: dict[str, tuple[Fraction, Fraction, Fraction]] = {}
        low = high = most = NOTHING
        for block in pack["sections"]:
            mine = [results[name] for name in self.blocks[block["id"]]]
            block_low = sum((result.low for result in mine if result.low), NOTHING)
            block_high = sum((result.high for result in mine if result.high), NOTHING)
            scales = [result.scale for result in mine if result.scale is not None]
            block_most = exact(block["max"]) + sum(scales, NOTHING)
            blocks[block["id"]] = (block_low, block_high, block_most)
            weight = exact(block["weight"])
            low, high, most = low + weight * block_low, high + weight * block_high, most + weight * block_most
        gates = {}
        for gate, mine_ids in self.gates.items():
            failing = [name for name in mine_ids if results[name].truth == "not_met"]
            unknown = [name for name in mine_ids if results[name].truth == "unknown"]
            gates[gate] = (together([results[name].truth for name in mine_ids]), failing, unknown)
        return {
            "rows": {name: result[:3] for name, result in results.items()},
            "sections": blocks,
            "score": (low, high, most),
            "gates": gates,
            "verdict": self.verdict(low, high, [gate[0] for gate in gates.values()]),
            "checks": sorted(check for view in views.values() for check in view.checks),
            "claimed": [name for name, view in views.items() if view.claimed],
        }

    def verdict(self, low: Fraction, high: Fraction, gates: list[str]) -> str:
        if "pass" not in self.pack:
            return "undetermined"
        asked, must_haves = exact(self.pack["pass"]["at_least"]), together(gates)
        if must_haves == "not_met" or high < asked:
            return "fail"
        return "pass" if must_haves == "met" and low >= asked else "undetermined"


def same_checks(got: Checks, wanted: Checks) -> bool:
    """Whether the checks are the same, where some near limits may be told or not."""
    sure = Counter(check for check in wanted if check[0] != "may be near")
    maybe = Counter(("near_limit", item) for kind, item in wanted if kind == "may be near")
    more = Counter(got) - sure
    return not sure - Counter(got) and more <= maybe


def checks_of(result: Any) -> tuple[Checks, list[str]]:
    """The checks of the product in the same form: kind and item sorted, and what is only claimed."""
    single = sorted((check.kind, *check.items) for check in result.checks if check.kind != "claimed_unproved")
    claimed = [item for check in result.checks if check.kind == "claimed_unproved" for item in check.items]
    return single, claimed
