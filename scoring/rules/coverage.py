"""Which clauses of its document a scheme uses, in a rule or as data, and what is said of all the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from scoring.errors import PackError
from scoring.rules.citations import data_cites, rule_cites
from scoring.rules.pack import Pack
from scoring.rules.schema_parts import STRICT
from scoring.rules.strict_yaml import read_yaml

Why = Literal["not_normative", "manual", "not_encoded", "data", "other_scheme"]
WHYS: tuple[Why, ...] = ("not_normative", "manual", "not_encoded", "data", "other_scheme")
COVERAGE_FILE = "coverage.yaml"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why no rule cites some clauses."""

    clauses: tuple[str, ...]
    """Local ids; `s4.*` stands for every clause below s4 that is not cited."""
    why: Why
    note: str
    scheme: str | None = None
    """The scheme that uses the clauses; for `other_scheme` only."""


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """Every clause of a document once, in the order of the text, and what is wrong with the explanations."""

    by_rule: tuple[str, ...]
    by_data: tuple[str, ...]
    """Cited by dates, targets, incentives, readings and the like, and by no rule."""
    explained: Mapping[Why, tuple[str, ...]]
    unexplained: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def total(self) -> int:
        """The number of clauses."""
        explained = sum(len(clauses) for clauses in self.explained.values())
        return len(self.by_rule) + len(self.by_data) + explained + len(self.unexplained)


class _ExplanationModel(BaseModel):
    model_config = STRICT

    clauses: list[str] = Field(min_length=1)
    why: Why
    note: str = Field(min_length=4)
    scheme: str | None = None


_FILE = TypeAdapter(list[_ExplanationModel])


def read_coverage(folder: Path) -> tuple[Explanation, ...]:
    """The explanations of a pack's folder; none where it has no coverage.yaml.

    Raises:
        PackError: the file is not a list of explanations; each message names file and entry.
    """
    path = folder / COVERAGE_FILE
    if not path.exists():
        return ()
    try:
        models = _FILE.validate_python(read_yaml(path))
    except ValidationError as exc:
        raise PackError(
            [_fault(f"{folder.name}/{path.name}", fault["loc"]) for fault in exc.errors()]
        ) from exc
    faults = [
        f"{folder.name}/{path.name}：{model.clauses[0]}：scheme 只在 why 为 other_scheme 时写，且必须写；请补上或删去"
        for model in models
        if (model.why == "other_scheme") != (model.scheme is not None)
    ]
    if faults:
        raise PackError(faults)
    return tuple(Explanation(tuple(model.clauses), model.why, model.note, model.scheme) for model in models)


def _fault(where: str, place: tuple[int | str, ...]) -> str:
    keys = ".".join(str(part) for part in place) or "整体"
    return (
        f"{where}：{keys}：应为列表，每项含 clauses（条款编号的列表）、why（{'、'.join(WHYS)}）和 note（一句话）；"
        "请按此改正"
    )


def used_clauses(pack: Pack) -> frozenset[str]:
    """Local ids of the clauses of the pack's own document that it cites anywhere."""
    cites = (*rule_cites(pack), *data_cites(pack))
    return frozenset(cite.clause_id for cite in cites if cite.document_id == pack.document)


def clause_coverage(
    pack: Pack,
    clauses: Sequence[str],
    explanations: Sequence[Explanation],
    used_by: Mapping[str, frozenset[str]] | None = None,
) -> ClauseCoverage:
    """What becomes of each clause of the pack's document.

    Args:
        pack: the scheme.
        clauses: local ids of the document's clauses that have words, in the order of the text.
        explanations: of the pack's coverage.yaml.
        used_by: per scheme on the same document, the clauses it uses; needed for `other_scheme`.
    """
    rule = {cite.clause_id for cite in rule_cites(pack) if cite.document_id == pack.document}
    used = used_clauses(pack)
    faults: list[str] = []
    why: dict[str, Why] = {}
    for explanation in explanations:
        for pattern in explanation.clauses:
            found = _matched(pattern, clauses, used)
            fault = _stale(pattern, found, clauses, used)
            twice = [clause for clause in found if clause in why]
            if fault is None and twice:
                fault = f"{twice[0]} 已在别处说明过；每个条款只说明一次"
            if fault is None and explanation.scheme is not None:
                fault = _not_theirs(found, explanation.scheme, used_by or {})
            if fault is not None:
                faults.append(f"{pack.id}/{COVERAGE_FILE}：{pattern}：{fault}")
            why |= dict.fromkeys(found, explanation.why)
    rest = [clause for clause in clauses if clause not in used]
    return ClauseCoverage(
        by_rule=tuple(clause for clause in clauses if clause in rule),
        by_data=tuple(clause for clause in clauses if clause in used - rule),
        explained={name: tuple(clause for clause in rest if why.get(clause) == name) for name in WHYS},
        unexplained=tuple(clause for clause in rest if clause not in why),
        faults=tuple(faults),
    )


def _matched(pattern: str, clauses: Sequence[str], used: frozenset[str]) -> list[str]:
    if pattern.endswith(".*"):
        return [clause for clause in clauses if clause.startswith(pattern[:-1]) and clause not in used]
    return [clause for clause in clauses if clause == pattern and clause not in used]


def _stale(pattern: str, found: list[str], clauses: Sequence[str], used: frozenset[str]) -> str | None:
    if found:
        return None
    if pattern in used and pattern in clauses:
        return "这一条款已被规则或数据引用，说明过时了；请删去"
    if pattern.endswith(".*") and any(clause.startswith(pattern[:-1]) for clause in clauses):
        return "其下的条款都已被引用，说明过时了；请删去"
    return "文本中没有这一条款；请改正编号或删去"


def _not_theirs(found: list[str], scheme: str, used_by: Mapping[str, frozenset[str]]) -> str | None:
    if scheme not in used_by:
        return f"没有依据同一文本的方案“{scheme}”；可用：{'、'.join(sorted(used_by)) or '无'}"
    missing = [clause for clause in found if clause not in used_by[scheme]]
    return f"方案 {scheme} 没有引用 {'、'.join(missing)}；请改写原因" if missing else None
