"""Invented firms: every kind of fact that a scheme allows, in proportions that reach every verdict."""

from __future__ import annotations

import random
from typing import Any

from naive_points import LADDER_OF_PROOF

RATIOS = (0, 1, 0.5, 0.1, 0.3, 1 / 3, 0.7, 0.999999, 1e-9, 5e-324, 0.25)
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
        return {"points": rng.choice((0, most, most * luck)), "max": most}
    levels = row.get("stages") or row.get("choices") or []
    ways = ["status"] * 5
    ways += ["value"] * 3 if "value" in row else []
    ways += ["level"] * 3 if levels else []
    ways += ["ratio"] * 3 + ["points"] if kind in ("optional", "bonus") else []
    ways += ["points"] * 3 if row.get("open_formula") == "true" else []
    ways += ["not_applicable"] * 2 if "may_not_apply" in row else []
    way = rng.choice(ways)
    if way == "value":
        fact: dict[str, Any] = {"value": rng.choice(interesting_values(row)), "unit": row["value"]["unit"]}
        if kind in ("optional", "bonus") and rng.random() < 0.4:
            fact["ratio"] = rng.choice(RATIOS)
        elif kind in ("optional", "bonus") and rng.random() < 0.2:
            fact["points"] = float(row["points"]) / 4
        return fact
    if way == "level":
        return {"value": rng.choice(levels)["id"]}
    if way == "ratio":
        fact = {"ratio": rng.choice(RATIOS)}
        return fact if fact["ratio"] == 0 or rng.random() < 0.5 else {"status": "met", **fact}
    if way == "points":
        return {"points": rng.choice((0, float(row["points"]), float(row["points"]) / 2, 0.1))}
    if way == "not_applicable":
        return {"status": "not_applicable"}
    return {"status": "met" if good else rng.choice(("not_met", "unknown"))}


def with_proof(fact: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The fact, sometimes with a rung of proof and a day on which the proof ends."""
    if rng.random() < 0.3:
        fact["source"] = rng.choice(LADDER_OF_PROOF)
    if rng.random() < 0.1:
        fact["valid_until"] = rng.choice(PROOF_DAYS)
    return fact


def point_facts(pack: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The facts of a firm under a points scheme."""
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
    return facts


def ladder_facts(pack: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The facts of a firm under a ladder scheme."""
    aspects = [row["id"] for row in pack["rows"] if row["kind"] == "aspect"]
    events = [row for row in pack["rows"] if row["kind"] == "event"]
    tracks = ["grade", "grade", "leading"] if "leading" in pack else ["grade"]
    units = []
    for index in range(rng.choice((0, 1, 1, 2, 3))):
        track = rng.choice(tracks)
        ladder = pack["leading"]["rungs"] if track == "leading" else pack["rungs"]
        said, luck = rng.choice((0.5, 0.95, 1.0)), rng.randint(1, len(ladder))
        unit: dict[str, Any] = {"name": f"{index + 1}号车间", "aspects": {}}
        if track == "leading":
            unit["track"] = track
        for aspect in aspects:
            if rng.random() < said:
                grade = rng.choice(ladder[:luck])
                unit["aspects"][aspect] = grade if rng.random() < 0.7 else with_proof({"grade": grade}, rng)
        units.append(unit)
    happy = rng.random() < 0.6
    answers = {
        event["id"]: (event["adverse"] != "true") if happy else rng.choice((True, False))
        for event in events
        if rng.random() < 0.6
    }
    return {"units": units, "events": answers}
