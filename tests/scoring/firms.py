"""Invented firms: every kind of fact that a scheme allows, in proportions that reach every verdict."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from naive_points import LADDER_OF_PROOF

RATIOS = (0, 1, 0.5, 0.1, 0.3, 1 / 3, 0.7, 0.999999, 1e-9, 5e-324, 0.25)
DAYS = ("2025-01-01", "2025-06-01")
UNITS = {"千瓦时": (("MWh", 0.001), ("万千瓦时", 0.0001), ("度", 1)), "%": (("‰", 10), ("百分比", 1))}
"""Other units that a value may come in, and what a value is multiplied with to be the same in them."""
PROOF_DAYS = ("2024-01-01", "2026-11-21", "2026-11-22", "2026-11-23", "2030-12-31")


def interesting_values(row: dict[str, Any]) -> list[float | int]:
    """Each limit of the bands, and a little to both sides of it."""
    limits = {
        float(band[side])
        for band in row["value"]["bands"]
        for side in ("from", "above", "below", "up_to")
        if side in band
    }
    return sorted(
        max(0.0, near) for limit in limits for near in (limit, limit - 0.01, limit + 0.01, limit * 3)
    )


def point_fact(row: dict[str, Any], rng: random.Random, *, luck: float) -> dict[str, Any]:
    """A legal fact about a row; the larger `luck`, the better it tends to be."""
    good = rng.random() < luck
    kind = row["kind"]
    if kind == "authority":
        most = rng.choice((10, 45, 100))
        silent = rng.random() < 0.1
        return {"status": "met"} if silent else {"points": rng.choice((0, most, most * luck)), "max": most}
    levels = row.get("stages") or row.get("choices") or []
    ways = ["status"] * 5
    ways += ["value"] * 3 if "value" in row else []
    ways += ["level"] * 3 if levels else []
    ways += ["ratio"] * 3 + ["points"] if kind in ("optional", "bonus") else []
    ways += ["points"] * 3 if row.get("open_formula") == "true" else []
    ways += ["not_applicable"] * 2 if "may_not_apply" in row else []
    ways += ["idle_value"] if "value" not in row and rng.random() < 0.1 else []
    way = rng.choice(ways)
    if way == "value":
        unit, times = rng.choice(((row["value"]["unit"], 1), *UNITS.get(row["value"]["unit"], ())))
        value = rng.choice(interesting_values(row))
        fact: dict[str, Any] = {
            "value": value if times == 1 else str(Decimal(str(value)) * Decimal(str(times)))
        }
        if unit != row["value"]["unit"] or rng.random() < 0.7:
            fact["unit"] = unit
        if rng.random() < 0.2:
            fact["status"] = rng.choice(("met", "not_met"))
            return fact
        if kind in ("optional", "bonus") and rng.random() < 0.4:
            fact["ratio"] = rng.choice(RATIOS)
        elif kind in ("optional", "bonus") and rng.random() < 0.2:
            fact["points"] = float(row["points"]) / 4
        return fact
    if way == "level":
        fact = {"value": rng.choice(levels)[rng.choice(("id", "title"))]}
        return {**fact, "status": "met"} if rng.random() < 0.3 else fact
    if way == "ratio":
        fact = {"ratio": rng.choice(RATIOS)}
        return fact if fact["ratio"] == 0 or rng.random() < 0.5 else {"status": "met", **fact}
    if way == "points":
        return {"points": rng.choice((0, float(row["points"]), float(row["points"]) / 2, 0.1))}
    if way == "not_applicable":
        return {"status": "not_applicable"}
    if way == "idle_value":
        return {"value": 3, **({"status": rng.choice(("met", "not_met"))} if rng.random() < 0.8 else {})}
    return {"status": "met" if good else rng.choice(("not_met", "unknown"))}


def with_proof(fact: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The fact, sometimes with a rung of proof, a day, evidence, and a day on which the proof ends."""
    if rng.random() < 0.3:
        fact["source"] = rng.choice(LADDER_OF_PROOF)
    if rng.random() < 0.2:
        fact["date"] = rng.choice(DAYS)
    if rng.random() < 0.1:
        fact["valid_until"] = rng.choice(PROOF_DAYS)
    if rng.random() < 0.2:
        fact["evidence"] = rng.choice(([], ["f1"], ["f1", "f2"]))
    return fact


def sources(make: Callable[[], dict[str, Any]], rng: random.Random) -> list[dict[str, Any]]:
    """Some statements of one thing, of sources that are alike or apart."""
    return [with_proof(make(), rng) for _ in range(rng.choice((1, 2, 2, 3, 4)))]


def point_facts(pack: dict[str, Any], rng: random.Random, *, several: bool = False) -> dict[str, Any]:
    """The facts of a firm under a points scheme; `several` allows several statements of one row."""
    said = rng.choice((0.0, 0.3, 0.9, 1.0, 1.0))
    luck = rng.choice((0.3, 0.8, 0.97, 1.0, 1.0))
    proofs = rng.random() < 0.3
    facts = {}
    for row in pack["rows"]:
        if rng.random() < said:
            fact = point_fact(row, rng, luck=luck)
            if luck == 1.0 and row.get("gate") and rng.random() < 0.995:
                fact = {"status": "met"}
            facts[row["id"]] = with_proof(fact, rng) if proofs else fact
            if several and proofs and rng.random() < 0.3:
                facts[row["id"]] = sources(partial(point_fact, row, rng, luck=luck), rng)
    return facts


def ladder_facts(pack: dict[str, Any], rng: random.Random, *, several: bool = False) -> dict[str, Any]:
    """The facts of a firm under a ladder scheme; `several` allows sources, intervals and answers with proof."""
    aspects = [row["id"] for row in pack["rows"] if row["kind"] == "aspect"]
    events = [row for row in pack["rows"] if row["kind"] == "event"]
    tracks = ["grade", "grade", "leading"] if "leading" in pack else ["grade"]
    units = []
    several = several and rng.random() < 0.6
    for index in range(rng.choice((0, 1, 1, 2, 3))):
        track = rng.choice(tracks)
        ladder = pack["leading"]["rungs"] if track == "leading" else pack["rungs"]
        said, luck = rng.choice((0.5, 0.95, 1.0, 1.0)), rng.choice((1, rng.randint(1, len(ladder))))
        unit: dict[str, Any] = {"name": f"{index + 1}号车间", "aspects": {}}
        if track == "leading":
            unit["track"] = track
        optional = rng.random() < 0.5
        own = [rung for rung in ladder if optional or rung not in pack.get("optional_rungs", [])]
        for aspect in aspects:
            if rng.random() < said:
                grade = rng.choice(own[:luck])
                unit["aspects"][aspect] = grade if rng.random() < 0.7 else with_proof({"grade": grade}, rng)
                if several and rng.random() < 0.3:
                    unit["aspects"][aspect] = aspect_entry(own, rng, luck)
        units.append(unit)
    happy = rng.random() < 0.6
    answers: dict[str, Any] = {
        event["id"]: (event["adverse"] != "true") if happy else rng.choice((True, False))
        for event in events
        if rng.random() < 0.6
    }
    if several:
        for name, answer in answers.items():
            if rng.random() < 0.4:
                others = (answer, answer, not answer)
                answers[name] = sources(lambda others=others: {"answer": rng.choice(others)}, rng)
                answers[name] = answers[name][0] if rng.random() < 0.5 else answers[name]
    return {"units": units, "events": answers}


def aspect_entry(ladder: list[str], rng: random.Random, luck: int) -> Any:
    """An aspect as an interval, or as several statements."""
    entry = sources(lambda: aspect_statement(ladder, rng, luck), rng)
    return entry[0] if rng.random() < 0.4 else entry


def aspect_statement(ladder: list[str], rng: random.Random, luck: int) -> dict[str, Any]:
    """A grade, a lower or upper end, or both."""
    way, place = rng.choice(("grade", "at_least", "below", "both")), rng.randrange(min(luck, len(ladder)))
    if way == "both" and place + 1 < len(ladder):
        return {"below": ladder[place], "at_least": rng.choice(ladder[place + 1 :])}
    if way == "below" and place + 1 < len(ladder):
        return {"below": ladder[place]}
    return {"at_least" if way == "at_least" else "grade": ladder[place]}


def measured_unit(tables: list[dict[str, Any]], rng: random.Random) -> dict[str, Any]:
    """An industry of the tables with processes and measured values."""
    table = rng.choice(tables)
    tags = table.get("processes", [])
    runs = [tag for tag in tags if rng.random() < 0.5]
    unit: dict[str, Any] = {"industry": table["industry"], "indicators": {}}
    unit["processes"] = rng.choice((runs, runs, {tag: rng.random() < 0.6 for tag in tags[:3]}, None))
    for indicator in table["indicators"]:
        if rng.random() < 0.7:
            make = partial(measured_value, indicator, rng)
            # Of equally strong values any one may be shown, so that only single ones bring evidence.
            many = [{k: v for k, v in fact.items() if k != "evidence"} for fact in sources(make, rng)]
            many = [with_proof(make(), rng)] if len(many) == 1 else many
            unit["indicators"][indicator["id"]] = rng.choice((many, many[0], many[0], make()["value"]))
    return unit


def measured_value(indicator: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A value of an indicator, for numbers mostly near the limits of its grades."""
    if indicator["kind"] == "yes_no":
        return {"value": rng.random() < 0.7}
    if indicator["kind"] == "choice":
        return {"value": rng.choice(indicator["choices"])[rng.choice(("id", "title"))]}
    if indicator["unit"] == "国":
        return {"value": "国" + rng.choice("一二三四五六六")}
    limits = [demand["value"] for demand in indicator["requires"].values() if "value" in demand]
    limit = Decimal(rng.choice(limits))
    value = limit + rng.choice((0, 0, limit / 10, -limit / 10, Decimal("0.0001"), Decimal("-0.0001"), limit))
    fact: dict[str, Any] = {"value": str(value)}
    if "oxygen" in indicator.get("basis", {}):
        reference = float(indicator["basis"]["oxygen"])
        oxygen = rng.choice((reference, reference, 19.5, 0, 3.3, None))
        fact |= {} if oxygen is None else {"oxygen": oxygen}
    if indicator["unit"] == "mg/m³" and rng.random() < 0.3:
        fact |= {"value": str(value * 1000), "unit": "μg/m³"}
    return fact
