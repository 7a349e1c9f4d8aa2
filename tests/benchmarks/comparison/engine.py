"""The scheme as a JSON decision model for zen-engine, generated from the pack: one expression a row, a table at the end."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import zen

from scoring import Item, Pack
from scoring.numbers import plain
from tests.benchmarks.comparison.earned import levels


class Engine:
    """A compiled model; takes the facts of one firm, gives pass or fail."""

    def __init__(self, pack: Pack) -> None:
        self.model = model(pack)
        self._decision = zen.ZenEngine().create_decision(json.dumps(self.model))

    def verdict(self, facts: dict[str, Any]) -> str:
        """pass or fail; a missing fact counts as nothing."""
        return str(self._decision.evaluate(named(facts))["result"]["verdict"])


def named(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts under names that an expression can use: 1.05 becomes f_1_05."""
    return {_name("f", item): fact for item, fact in facts.items()}


def model(pack: Pack) -> dict[str, Any]:
    """The decision model: rows, blocks and score, then the verdict as a decision table."""
    rows = {_name("r", item.id): _row(item) for item in pack.items.values()}
    sums = {"score": " + ".join(_block(pack, section.id, section.weight) for section in pack.sections)}
    for gate in pack.gates:
        sums[f"gate_{gate.id}"] = " and ".join(
            f"{_name('r', item.id)} == {plain(item.points or Decimal(1))}" for item in pack.in_gate(gate.id)
        )
    nodes = [
        _node("in", "inputNode"),
        _node("rows", "expressionNode", {"expressions": _expressions(rows), "passThrough": False}),
        _node("sums", "expressionNode", {"expressions": _expressions(sums), "passThrough": False}),
        _node("verdict", "decisionTableNode", _table(pack)),
        _node("out", "outputNode"),
    ]
    names = [node["id"] for node in nodes]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in itertools.pairwise(names)
    ]
    return {"nodes": nodes, "edges": edges}


def _name(letter: str, item: str) -> str:
    return f"{letter}_{item.replace('.', '_')}"


def _row(item: Item) -> str:
    full, fact = plain(item.points or Decimal(1)), _name("f", item.id)
    met = f"{fact}.status == 'met' ? ({fact}.ratio ?? 1) * {full} : 0"
    for level, points in levels(item).items():
        met = f"{fact}.value == '{level}' ? {plain(points)} : ({met})"
    return f"{fact}.points != null ? {fact}.points : ({met})"


def _block(pack: Pack, section: str, weight: Decimal) -> str:
    rows = " + ".join(_name("r", item.id) for item in pack.in_section(section))
    return f"{plain(weight)} * ({rows})"


def _table(pack: Pack) -> dict[str, Any]:
    fields = [*(f"gate_{gate.id}" for gate in pack.gates), "score"]
    at_least = pack.pass_rule.at_least if pack.pass_rule else Decimal(0)
    wanted = [*("true" for _ in pack.gates), f">= {plain(at_least)}"]
    return {
        "hitPolicy": "first",
        "inputs": [{"id": f"i{n}", "type": "expression", "field": f} for n, f in enumerate(fields)],
        "outputs": [{"id": "o", "type": "expression", "field": "verdict"}],
        "rules": [
            {"_id": "1", **{f"i{n}": cell for n, cell in enumerate(wanted)}, "o": "'pass'"},
            {"_id": "2", **{f"i{n}": "" for n in range(len(wanted))}, "o": "'fail'"},
        ],
    }


def _expressions(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": key, "key": key, "value": value} for key, value in values.items()]


def _node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def expressions_needed(pack: Pack) -> int:
    """How many expressions the model has."""
    nodes: Iterable[dict[str, Any]] = model(pack)["nodes"]
    return sum(len(node["content"]["expressions"]) for node in nodes if node["type"] == "expressionNode")
