"""The core and an independent, plain evaluator agree on 10,000 generated firms per scheme, to the last fraction of a point."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import firms
import naive_firms
import naive_indicators
import naive_ladder
import naive_points
import pytest

from scoring import Pack, assess, load_scheme, read_request, scheme_ids
from scoring.industry.indicator_loader import (
    load_indicator_packs,
    shipped_indicator_packs,
    shipped_response_tables,
    with_indicators,
)
from scoring.many.bulk import BulkAssessor

FIRMS = 10_000
SINGLY = 20
"""Every so many firms the single assessment is compared with the one of the many."""
TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent
SCHEMES = {scheme: naive_points.read(naive_points.PACKS / scheme) for scheme in scheme_ids()}
POINTS = [scheme for scheme, pack in SCHEMES.items() if pack["kind"] == "points"]
LADDERS = [scheme for scheme, pack in SCHEMES.items() if pack["kind"] == "ladder"]


def equipped(scheme: str) -> tuple[Pack, list[dict[str, Any]]]:
    """The scheme with the indicator packs that come with it and one made for tests, and their plain tables."""
    folder = HERE / "indicator_packs_sound"
    packs = (*shipped_indicator_packs(), *load_indicator_packs(folder))
    pack = with_indicators(load_scheme(scheme), packs, shipped_response_tables())
    tables = naive_indicators.read(naive_indicators.INDICATORS) + naive_indicators.read(folder)
    return pack, [table for table in tables if scheme in table["schemes"]]


def wishes(rng: random.Random) -> tuple[str, str]:
    return rng.choice(("2026-11-22", "2024-06-01")), rng.choice(("declared",) * 6 + ("document", "onsite"))


@lru_cache(maxsize=100_000)
def fraction(number: Decimal | None) -> Fraction:
    return Fraction(number or 0)


@pytest.mark.parametrize("scheme", POINTS)
def test_points_schemes_agree(scheme: str) -> None:
    rng, pack = random.Random(f"points {scheme}"), load_scheme(scheme)
    plain, bulk = naive_firms.Firms(SCHEMES[scheme]), BulkAssessor(load_scheme(scheme), today=TODAY)
    seen: Counter[str] = Counter()
    as_of, proof = wishes(rng)
    for number in range(FIRMS):
        if number % 250 == 0:
            as_of, proof = wishes(rng)
        facts = firms.point_facts(plain.pack, rng, several=True)
        body = {"facts": facts, "as_of": as_of, "proof": proof}
        wanted, got = plain.evaluate(facts, as_of, proof), bulk.assess(body)
        if number % SINGLY == 0:
            assert assess(pack, read_request(pack, body, today=TODAY)) == got
        assert got.score is not None
        assert {t.item: (t.truth.value, fraction(t.lower), fraction(t.upper)) for t in got.trace} == wanted[
            "rows"
        ], facts
        assert {s.id: interval(s.points) for s in got.sections} == wanted["sections"], facts
        assert interval(got.score) == wanted["score"], facts
        assert {g.id: (g.status.value, list(g.failing), list(g.unknown)) for g in got.gates} == wanted[
            "gates"
        ], facts
        assert got.verdict == wanted["verdict"], facts
        checks, claimed = naive_firms.checks_of(got)
        assert checks == wanted["checks"], facts
        assert claimed == wanted["claimed"], facts
        seen[wanted["verdict"]] += 1
        seen.update(kind for kind, _ in checks)
    if "pass" in plain.pack:
        assert min(seen[verdict] for verdict in ("pass", "fail", "undetermined")) > FIRMS / 20, seen
    assert min(seen[kind] for kind in ("contradiction", "expired")) > FIRMS / 20, seen


def interval(points: Any) -> tuple[Fraction, Fraction, Fraction]:
    return fraction(points.lower), fraction(points.upper), fraction(points.max)


@pytest.mark.parametrize("scheme", LADDERS)
def test_ladder_schemes_agree(scheme: str) -> None:
    rng, plain, (pack, tables) = random.Random(f"ladder {scheme}"), SCHEMES[scheme], equipped(scheme)
    bulk = BulkAssessor(pack, today=TODAY)
    seen: Counter[Any] = Counter()
    for number in range(FIRMS):
        facts = firms.ladder_facts(plain, rng, several=True)
        for unit in facts["units"]:
            if tables and rng.random() < 0.3:
                unit |= firms.measured_unit(tables, rng)
        as_of, proof = wishes(rng)
        body = {"facts": facts, "as_of": as_of, "proof": proof}
        wanted, got = naive_ladder.evaluate(plain, facts, as_of, proof, tables), bulk.assess(body)
        if number % SINGLY == 0:
            assert assess(pack, read_request(pack, body, today=TODAY)) == got
        aspects = {t.item: grades(t.grade) for t in got.trace if t.grade is not None}
        assert aspects == wanted["aspects"], facts
        assert [
            ("leading", grades(unit.leading)) if unit.leading else ("grade", grades(unit.grade))
            for unit in got.units
        ] == wanted["units"], facts
        assert [list(unit.blocking) for unit in got.units] == wanted["blocking"], facts
        assert grades(got.grade) == wanted["grade"], facts
        assert grades(got.leading) == wanted["leading"], facts
        assert [override.event for override in got.overrides] == wanted["overrides"], facts
        checks, claimed = naive_firms.checks_of(got)
        assert naive_firms.same_checks(checks, wanted["checks"]), (checks, wanted["checks"], facts)
        assert sorted(claimed) == wanted["claimed"], facts
        seen[wanted["grade"] and wanted["grade"][0]] += 1
        seen["leading"] += wanted["leading"] is not None
        seen["measured"] += sum(bool(unit.decisions) for unit in got.units)
        seen.update(kind for kind, _ in checks)
    for rung in (*plain["rungs"], "contradiction", "expired", *(["measured"] if tables else [])):
        assert seen[rung] > FIRMS / 500, seen


def grades(ends: Any) -> tuple[str, str] | None:
    return None if ends is None else (ends.confirmed, ends.reachable)


def test_enough_firms_are_compared() -> None:
    assert FIRMS >= 10_000
    assert len(POINTS) + len(LADDERS) >= 6
