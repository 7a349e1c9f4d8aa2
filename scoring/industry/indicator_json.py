"""Indicators and what they decide as JSON: what can be asked of a unit, and how each aspect came out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from scoring.industry.indicator import Demand, Indicator, IndicatorPack
from scoring.industry.indicator_decision import AspectDecision
from scoring.industry.indicator_results import IndicatorMargin, IndicatorResult
from scoring.numbers import plain


def packs_as_json(packs: Iterable[IndicatorPack], scheme: str) -> list[dict[str, Any]]:
    """The packs of a scheme as a page asks for them: source, extent, processes, and every indicator."""
    return [
        {
            "id": pack.id,
            "title": pack.title,
            "industry": pack.industry,
            "edition": pack.edition,
            "status": pack.status,
            "completeness": pack.completeness,
            "missing": list(pack.missing),
            "notes": list(pack.notes),
            "source": {"text": pack.source.text, "url": pack.source.url, "seen": pack.source.seen},
            "checked_by": pack.checked_by,
            "processes": list(pack.processes),
            "indicators": [
                _indicator(one, name)
                for name, aspects in pack.aspects_in(scheme).items()
                for aspect in aspects
                for one in pack.of_aspect(aspect.id)
            ],
        }
        for pack in packs
    ]


def _indicator(one: Indicator, aspect: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "aspect": aspect,
        "title": one.title,
        "question": one.question,
        "kind": one.kind,
        "unit": one.unit,
        "reference_oxygen": None if one.basis.oxygen is None else plain(one.basis.oxygen),
        "basis": one.basis.text,
        "applies_when": [list(group) for group in one.applies_when],
        "choices": [{"id": choice.id, "title": choice.title} for choice in one.choices],
        "requires": {grade: _demand(demand) for grade, demand in one.demands.items()},
        "proof": list(one.proof),
        "notes": list(one.notes),
    }


def _demand(demand: Demand) -> dict[str, str]:
    return {"text": demand.text, "source": demand.source}


def decision_as_json(decision: AspectDecision) -> dict[str, Any]:
    """One aspect: its interval of grades, reasons, sources, gaps of the packs, open questions, every indicator."""
    return {
        "aspect": decision.aspect,
        "grade": {"confirmed": decision.worst, "reachable": decision.best},
        "complete": decision.complete,
        "because": list(decision.because),
        "sources": list(decision.sources),
        "missing": list(decision.missing),
        "questions": [
            {
                "item": question.item,
                "question": question.question,
                "why": question.why,
                "source": question.source,
                "proof": list(question.proof),
                "processes": list(question.processes),
            }
            for question in decision.questions
        ],
        "indicators": [_result(result) for result in decision.results],
    }


def _result(result: IndicatorResult) -> dict[str, Any]:
    return {
        "id": result.indicator.id,
        "pack": {"id": result.pack.id, "edition": result.pack.edition, "sha256": result.pack.sha256},
        "title": result.indicator.title,
        "grades": {rung: truth.value for rung, truth in result.truths.items()},
        "applies": result.applies.value,
        "because": result.because,
        "said": None if result.reading is None else result.reading.shown,
        "proof": None if result.reading is None else result.reading.source,
        "contradiction": result.contradiction,
        "margin": None if result.margin is None else _margin(result.margin, result.indicator),
    }


def _margin(margin: IndicatorMargin, indicator: Indicator) -> dict[str, Any]:
    return {
        "grade": margin.grade,
        "value": _shown(margin.value),
        "limit": _shown(Fraction(margin.limit)),
        "distance": _shown(margin.distance),
        "percent": None if margin.percent is None else _shown(margin.percent),
        "near": margin.near,
        "unit": indicator.unit,
    }


def _shown(value: Fraction) -> float:
    """Two decimals, half away from zero: for show only, never for a decision.

    >>> _shown(Fraction(1, 8)), _shown(Fraction(-1, 8))
    (0.13, -0.13)
    """
    scaled = abs(value) * 100
    cents = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return (cents if value >= 0 else -cents) / 100
