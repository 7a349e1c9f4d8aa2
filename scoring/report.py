"""An Assessment as the JSON that the interface promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scoring.assessment import Assessment, Gap, GradeInterval, Part, Question, TraceStep, UnitResult
from scoring.industry.indicator_json import decision_as_json
from scoring.numbers import rounded, rounded_before
from scoring.rules.cite import Cite
from scoring.rules.responses import responses_json

CitationOut = dict[str, Any]
Citing = Callable[[Cite], CitationOut]


def bare_citation(cite: Cite) -> CitationOut:
    """A citation with what the core itself knows; the layer above adds title, number and link."""
    return {
        "document_id": cite.document_id,
        "clause_id": f"{cite.document_id}:{cite.clause_id}",
        "quote": cite.quote,
    }


def as_json(result: Assessment, citing: Citing = bare_citation) -> dict[str, Any]:
    """The result with numbers rounded half up to two decimals; citations as `citing` makes them."""
    body: dict[str, Any] = {
        "scheme": result.scheme,
        "kind": result.kind,
        "as_of": result.as_of.isoformat(),
        "pack": {"edition": result.edition, "sha256": result.sha256},
        "proof": result.proof,
    }
    body |= _points(result) if result.kind == "points" else _ladder(result, citing)
    body |= {
        "settled": result.settled,
        "next_questions": _parts(result.next_questions, citing),
        "screenings": [
            {"items": list(s.items), "question": s.question, "why": s.why} for s in result.screenings
        ],
        "gaps": _parts(result.gaps, citing),
        "assumptions": list(result.assumptions),
        "notes": list(result.notes),
        "checks": [
            {"kind": check.kind, "items": list(check.items), "detail": check.detail}
            for check in result.checks
        ],
        "trace": _parts(result.trace, citing),
    }
    return body


def part_json(part: Part, citing: Citing = bare_citation) -> dict[str, Any]:
    """One question, shortfall or step of the trace as it stands in a report."""
    if isinstance(part, TraceStep):
        return _step(part)
    return _gap(part, citing) if isinstance(part, Gap) else _question(part, citing)


def _parts(parts: Sequence[Part], citing: Citing) -> list[Any]:
    written = [part.written for part in parts]
    return [part_json(part, citing) for part in parts] if not all(written) else written


def _step(step: TraceStep) -> dict[str, Any]:
    return {
        "item": step.item,
        "title": step.title,
        "truth": step.truth.value,
        "lower": None if step.lower is None else rounded_before(step.lower),
        "upper": None if step.upper is None else rounded_before(step.upper),
        "because": step.because,
        **({} if step.grade is None else {"grade": _grade(step.grade)}),
        "clause_id": f"{step.cite.document_id}:{step.cite.clause_id}",
    }


def _points(result: Assessment) -> dict[str, Any]:
    assert result.score is not None
    return {
        "score": {
            "lower": rounded(result.score.lower),
            "upper": rounded(result.score.upper),
            "max": rounded(result.score.max),
        },
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "weight": float(section.weight),
                "lower": rounded(section.points.lower),
                "upper": rounded(section.points.upper),
                "max": rounded_before(section.points.max),
            }
            for section in result.sections
        ],
        "gates": [
            {
                "id": gate.id,
                "title": gate.title,
                "status": gate.status.value,
                "failing": list(gate.failing),
                "unknown": list(gate.unknown),
            }
            for gate in result.gates
        ],
        "verdict": result.verdict,
    }


def _ladder(result: Assessment, citing: Citing) -> dict[str, Any]:
    return {
        "grade": _grade(result.grade),
        "leading": _grade(result.leading),
        "units": [_unit(unit) for unit in result.units],
        "overrides": [
            {"event": override.event, "effect": override.effect, "citation": citing(override.cite)}
            for override in result.overrides
        ],
        "consequences": responses_json(result.consequences, citing),
    }


def _grade(interval: GradeInterval | None) -> dict[str, str] | None:
    return None if interval is None else {"confirmed": interval.confirmed, "reachable": interval.reachable}


def _unit(unit: UnitResult) -> dict[str, Any]:
    return {
        "name": unit.name,
        "industry": unit.industry,
        "grade": _grade(unit.grade),
        "leading": _grade(unit.leading),
        "blocking": list(unit.blocking),
        **({"indicators": [decision_as_json(one) for one in unit.decisions]} if unit.decisions else {}),
    }


def _question(question: Question, citing: Citing) -> dict[str, Any]:
    return {
        "item": question.item,
        "question": question.question,
        "why": question.why,
        "proof": list(question.proof),
        "citation": citing(question.cite),
    }


def _gap(gap: Gap, citing: Citing) -> dict[str, Any]:
    return {
        "item": gap.item,
        "title": gap.title,
        "requirement": gap.requirement,
        "shortfall": gap.shortfall,
        "decisive": gap.decisive,
        "measure": gap.measure,
        "citation": citing(gap.cite),
    }
