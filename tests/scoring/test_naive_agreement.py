"""The core and an independent, plain evaluator agree on generated firms, to the last fraction of a point."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import firms
import naive_ladder
import naive_points
import pytest

from scoring import assess, load_scheme, read_request, scheme_ids

FIRMS = 500
TODAY = date(2026, 11, 22)
SCHEMES = {scheme: naive_points.read(naive_points.PACKS / scheme) for scheme in scheme_ids()}
POINTS = [scheme for scheme, pack in SCHEMES.items() if pack["kind"] == "points"]
LADDERS = [scheme for scheme, pack in SCHEMES.items() if pack["kind"] == "ladder"]


def _wishes(rng: random.Random) -> tuple[str, str]:
    return rng.choice(("2026-11-22", "2024-06-01")), rng.choice(("declared",) * 6 + ("document", "onsite"))


@pytest.mark.parametrize("scheme", POINTS)
def test_points_schemes_agree(scheme: str) -> None:
    rng, plain, pack = random.Random(f"points {scheme}"), SCHEMES[scheme], load_scheme(scheme)
    seen: Counter[str] = Counter()
    for _ in range(FIRMS):
        facts = firms.point_facts(plain, rng)
        as_of, proof = _wishes(rng)
        wanted = naive_points.evaluate(plain, facts, as_of, proof)
        got = assess(pack, read_request(pack, {"facts": facts, "as_of": as_of, "proof": proof}, today=TODAY))
        assert got.score is not None
        assert _interval(got.score) == wanted["score"], facts
        assert {s.id: _interval(s.points) for s in got.sections} == wanted["sections"], facts
        assert {g.id: (g.status.value, list(g.failing), list(g.unknown)) for g in got.gates} == wanted[
            "gates"
        ]
        assert {
            t.item: (t.truth.value, Fraction(t.lower or 0), Fraction(t.upper or 0)) for t in got.trace
        } == wanted["rows"], facts
        assert got.verdict == wanted["verdict"], facts
        seen[wanted["verdict"]] += 1
    if "pass" in plain:
        assert min(seen[verdict] for verdict in ("pass", "fail", "undetermined")) > FIRMS / 20, seen


def _interval(interval: Any) -> tuple[Fraction, Fraction, Fraction]:
    return Fraction(interval.lower), Fraction(interval.upper), Fraction(interval.max)


@pytest.mark.parametrize("scheme", LADDERS)
def test_ladder_schemes_agree(scheme: str) -> None:
    rng, plain, pack = random.Random(f"ladder {scheme}"), SCHEMES[scheme], load_scheme(scheme)
    seen: Counter[Any] = Counter()
    for _ in range(FIRMS):
        facts = firms.ladder_facts(plain, rng)
        as_of, proof = _wishes(rng)
        wanted = naive_ladder.evaluate(plain, facts, as_of, proof)
        got = assess(pack, read_request(pack, {"facts": facts, "as_of": as_of, "proof": proof}, today=TODAY))
        assert _grades(got.grade) == wanted["grade"], facts
        assert _grades(got.leading) == wanted["leading"], facts
        assert [
            ("leading", _grades(unit.leading)) if unit.leading else ("grade", _grades(unit.grade))
            for unit in got.units
        ] == wanted["units"], facts
        assert [override.event for override in got.overrides] == wanted["overrides"], facts
        seen[wanted["grade"] and wanted["grade"][0]] += 1
        seen["leading"] += wanted["leading"] is not None
    for rung in plain["rungs"]:
        assert seen[rung] > 5, seen


def _grades(interval: Any) -> tuple[str, str] | None:
    return None if interval is None else (interval.confirmed, interval.reachable)


def test_enough_firms_are_compared() -> None:
    assert FIRMS * (len(POINTS) + len(LADDERS)) >= 2000
