"""The core and the plain evaluator agree on generated schemes: rows, bands, stages, gates, rungs and events of every kind."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from typing import Any

import firms
import naive_firms
import naive_ladder
from generated_packs import Scheme, ladder_schemes, points_schemes
from hypothesis import given, settings
from hypothesis import strategies as st

SCHEMES, FIRMS = 150, 8
DAYS = (date(2026, 11, 22).isoformat(), "2024-06-01")
PROOFS = ("declared", "declared", "declared", "document", "onsite")


@settings(max_examples=SCHEMES)
@given(points_schemes(), st.integers(0, 2**16))
def test_generated_points_schemes_agree(s: Scheme, seed: int) -> None:
    rng, plain = random.Random(seed), naive_firms.Firms(s.plain)
    for _ in range(FIRMS):
        facts = firms.point_facts(s.plain, rng, several=True)
        as_of, proof = rng.choice(DAYS), rng.choice(PROOFS)
        wanted, got = plain.evaluate(facts, as_of, proof), s.result(facts, as_of=as_of, proof=proof)
        rows = {t.item: (t.truth.value, Fraction(t.lower or 0), Fraction(t.upper or 0)) for t in got.trace}
        assert rows == wanted["rows"], facts
        assert got.score is not None
        assert (got.score.lower, got.score.upper, got.score.max) == wanted["score"], facts
        assert {g.id: (g.status.value, list(g.failing), list(g.unknown)) for g in got.gates} == wanted[
            "gates"
        ]
        assert got.verdict == wanted["verdict"], facts
        assert naive_firms.checks_of(got) == (wanted["checks"], wanted["claimed"]), facts


@settings(max_examples=SCHEMES)
@given(ladder_schemes(), st.integers(0, 2**16))
def test_generated_ladder_schemes_agree(s: Scheme, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(FIRMS):
        facts = firms.ladder_facts(s.plain, rng, several=True)
        as_of, proof = rng.choice(DAYS), rng.choice(PROOFS)
        wanted = naive_ladder.evaluate(s.plain, facts, as_of, proof)
        got = s.result(facts, as_of=as_of, proof=proof)
        assert {t.item: grades(t.grade) for t in got.trace if t.grade} == wanted["aspects"], facts
        assert (grades(got.grade), grades(got.leading)) == (wanted["grade"], wanted["leading"]), facts
        assert [list(unit.blocking) for unit in got.units] == wanted["blocking"], facts
        assert [override.event for override in got.overrides] == wanted["overrides"], facts
        checks, claimed = naive_firms.checks_of(got)
        assert (checks, sorted(claimed)) == (wanted["checks"], wanted["claimed"]), facts


def grades(ends: Any) -> tuple[str, str] | None:
    return None if ends is None else (ends.confirmed, ends.reachable)
