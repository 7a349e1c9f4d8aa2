"""An Assessment as the JSON that the interface promises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from scoring.assessment import Assessment, Gap, GradeInterval, Question, TraceStep, UnitResult
from scoring.industry.indicator_json import decision_as_json
from scoring.numbers import rounded
from scoring.rules.cite import Cite
from scoring.rules.responses import responses_json

CitationOut = dict[str, Any]
T = TypeVar("T")
Citing = Callable[[Cite], CitationOut]

# Parts of rows that are kept before all are made anew; a scheme has some hundred rows with a few answers each.
_MOST_KEPT = 50_000


def bare_citation(cite: Cite) -> CitationOut:
    """A citation with what the core itself knows; the layer above adds title, number and link."""
    return {
        "document_id": cite.document_id,
        "clause_id": f"{cite.document_id}:{cite.clause_id}",
        "quote": cite.quote,
    }


def as_json(result: Assessment, citing: Citing = bare_citation) -> dict[str, Any]:
    """The result with numbers rounded half up to two decimals; citations as `citing` makes them."""
    return Reporter(citing).report(result)


class Reporter:
    """Writes results as JSON; for many results with the same rows it can keep the parts that rows make."""

    def __init__(self, citing: Citing, keep: Callable[[dict[str, Any]], Any] | None = None) -> None:
        """`keep` turns a part into the form in which it is kept and used again; None keeps nothing."""
        self._citing = citing
        self._keep = keep
        # By identity, since rows are shared between results; the object is held so that no other takes its number.
        self._kept: dict[int, tuple[object, Any]] = {}

    def report(self, result: Assessment) -> dict[str, Any]:
        """The result as the interface promises it."""
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        body: dict[str, Any] = {
            "scheme": result.scheme,
            "kind": result.kind,
            "as_of": result.as_of.isoformat(),
            "pack": {"edition": result.edition, "sha256": result.sha256},
            "proof": result.proof,
        }
        body |= _points(result) if result.kind == "points" else _ladder(result, self._citing)
        body |= {
            "settled": result.settled,
            "next_questions": [_question(question, self._citing) for question in result.next_questions],
            "screenings": [
                {"items": list(s.items), "question": s.question, "why": s.why} for s in result.screenings
            ],
            "gaps": self._parts(result.gaps, self._gap),
            "assumptions": list(result.assumptions),
            "notes": list(result.notes),
            "checks": [
                {"kind": check.kind, "items": list(check.items), "detail": check.detail}
                for check in result.checks
            ],
            "trace": self._parts(result.trace, _step),
        }
        return body

    def _parts(self, sources: Sequence[T], make: Callable[[T], dict[str, Any]]) -> list[Any]:
        if self._keep is None:
            return [make(source) for source in sources]
        kept, parts = self._kept, []
        for source in sources:
            part = kept.get(id(source))
            if part is None:
                part = kept[id(source)] = (source, self._keep(make(source)))
            parts.append(part[1])
        return parts

    def _gap(self, gap: Gap) -> dict[str, Any]:
        return _gap(gap, self._citing)


def _step(step: TraceStep) -> dict[str, Any]:
    return {
        "item": step.item,
        "title": step.title,
        "truth": step.truth.value,
        "lower": None if step.lower is None else rounded(step.lower),
        "upper": None if step.upper is None else rounded(step.upper),
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
                "max": rounded(section.points.max),
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
