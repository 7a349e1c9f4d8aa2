"""Every case that an expert wrote beside a pack holds; one test per case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring import Assessment, Pack, as_json, assess, load_scheme, read_request
from scoring.rules.loader import PACKS

CASE_KEYS = {"name", "as_of", "proof", "given", "met", "unknown", "facts", "expect"}
TODAY = date(2026, 11, 22)


def _cases() -> Iterator[Any]:
    for path in sorted(PACKS.glob("*/cases/*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            yield pytest.param(path, case, id=f"{path.parent.parent.name}/{path.stem}: {case['name']}")


@pytest.mark.parametrize(("path", "case"), _cases())
def test_case(path: Path, case: dict[str, Any]) -> None:
    assert case.keys() <= CASE_KEYS, f"unknown key in {case['name']}"
    pack = load_scheme(path.parent.parent.name)
    facts = _point_facts(pack, case) if pack.kind == "points" else _ladder_facts(pack, case["facts"])
    body = {"facts": facts, "as_of": case.get("as_of"), "proof": case.get("proof")}
    result = assess(pack, read_request(pack, body, today=TODAY))
    assert case["expect"], "a case expects something"
    for aspect, wanted in case["expect"].items():
        assert _found(result, aspect, wanted) == _exact(wanted), aspect


def _point_facts(pack: Pack, case: dict[str, Any]) -> dict[str, Any]:
    """`given` is the starting point, `met` adds rows or whole blocks, `facts` has the last word."""
    given, facts = case.get("given", "nothing"), {}
    for item in pack.items.values():
        if given == "everything_met" or (given != "nothing" and item.gate):
            facts[item.id] = {"status": "met"}
        elif given == "must_haves_met":
            facts[item.id] = {"status": "not_met"}
        else:
            assert given in ("nothing", "must_haves_known_met"), given
    for name in case.get("met", []):
        rows = [name] if name in pack.items else [item.id for item in pack.in_section(name)]
        assert rows, name
        facts |= {row: {"status": "met"} for row in rows}
    for name in case.get("unknown", []):
        del facts[name]
    return facts | case.get("facts", {})


def _ladder_facts(pack: Pack, written: dict[str, Any]) -> dict[str, Any]:
    """`every_aspect` stands for each aspect that the unit does not name."""
    units = []
    for unit in written.get("units", []):
        grade = unit.get("every_aspect")
        filled = {item.id: grade for item in pack.of_kind("aspect")} if grade else {}
        kept = {name: value for name, value in unit.items() if name != "every_aspect"}
        units.append({**kept, "aspects": filled | unit.get("aspects", {})})
    return {**written, "units": units}


def _exact(wanted: Any) -> Any:
    if isinstance(wanted, bool) or wanted is None:
        return wanted
    if isinstance(wanted, int | float):
        return Decimal(str(wanted))
    if isinstance(wanted, list):
        return [_exact(part) for part in wanted]
    if isinstance(wanted, dict):
        return {key: _exact(part) for key, part in wanted.items()}
    return wanted


def _found(result: Assessment, aspect: str, wanted: Any) -> Any:
    """What the result says on this aspect, in the form that the case writes it."""
    questions = [question.item for question in result.next_questions]
    match aspect:
        case "score":
            return _points(result.score)
        case "shown":
            return [Decimal(str(as_json(result)["score"][end])) for end in ("lower", "upper", "max")]
        case "sections":
            return {s.id: _points(s.points) for s in result.sections if s.id in wanted}
        case "gates":
            return {gate.id: gate.status.value for gate in result.gates if gate.id in wanted}
        case "failing":
            return {gate.id: list(gate.failing) for gate in result.gates if gate.id in wanted}
        case "rows":
            steps = {step.item: step for step in result.trace}
            return {row: [steps[row].truth.value, steps[row].lower, steps[row].upper] for row in wanted}
        case "verdict" | "settled":
            return getattr(result, aspect)
        case "grade" | "leading":
            return _grades(getattr(result, aspect))
        case "units":
            return [_grades(unit.grade or unit.leading) for unit in result.units]
        case "blocking":
            return [list(unit.blocking) for unit in result.units]
        case "overrides":
            return [override.event for override in result.overrides]
        case "questions":
            return questions
        case "questions_first":
            return questions[0]
        case "asks":
            return [name for name in wanted if name in questions]
        case "asks_not":
            return [name for name in wanted if name not in questions]
        case "gaps":
            return [name for name in wanted if name in [gap.item for gap in result.gaps]]
        case "notes" | "assumptions":
            return [words for words in wanted if words in "\n".join(getattr(result, aspect))]
        case "notes_not":
            return [words for words in wanted if words not in "\n".join(result.notes)]
    raise AssertionError(f"a case cannot expect “{aspect}”")


def _points(interval: Any) -> list[Decimal]:
    return [interval.lower, interval.upper, interval.max]


def _grades(interval: Any) -> list[str] | None:
    return None if interval is None else [interval.confirmed, interval.reachable]


def test_every_scheme_has_cases_with_and_without_evidence() -> None:
    for folder in sorted(path.parent for path in PACKS.glob("*/pack.yaml")):
        cases = [
            case
            for path in (folder / "cases").glob("*.yaml")
            for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        ]
        assert len(cases) >= 10, f"{folder.name} has {len(cases)} cases"
        assert any(not case.get("facts") for case in cases), f"{folder.name}: no case without evidence"
