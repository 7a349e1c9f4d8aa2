"""Everything that must resolve before the program is used: packs, quotes, clauses, templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError

from assistant.installed import indicator_faults
from knowledge.asked import load_asked
from knowledge.corpus import Corpus
from knowledge.errors import ClauseNotFoundError, CorpusError
from prompts.chat_contexts import CHAT_TEMPLATES
from prompts.contexts import TEMPLATES
from prompts.errors import PromptError
from prompts.render import environment, template_path
from scoring import Cite, Pack, PackError, load_scheme, scheme_ids
from scoring.rules.case_coverage import items_without_case
from scoring.rules.citations import data_cites, rule_cites
from scoring.rules.coverage import (
    COVERAGE_FILE,
    ClauseCoverage,
    clause_coverage,
    read_coverage,
    used_clauses,
)
from scoring.rules.editions import editions
from scoring.rules.loader import PACKS


@dataclass(frozen=True, slots=True)
class SchemeCoverage:
    """What becomes of the clauses of a scheme's document, and which of its rules no case speaks of."""

    scheme: str
    items: int
    clauses: ClauseCoverage
    without_case: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and what is wrong."""

    documents: int
    quotes: int
    templates: int
    coverage: tuple[SchemeCoverage, ...]
    faults: tuple[str, ...]


def check_everything() -> CheckReport:
    """The state of all data that the program carries."""
    faults: list[str] = []
    try:
        corpus = Corpus.load()
    except CorpusError as exc:
        return CheckReport(0, 0, 0, (), exc.faults)
    faults += corpus.editions.faults()
    try:
        load_asked(corpus)
    except CorpusError as exc:
        faults += exc.faults
    packs: list[Pack] = []
    for scheme in scheme_ids():
        try:
            packs.append(load_scheme(scheme))
        except PackError as exc:
            faults += exc.faults
    faults += indicator_faults(packs)
    named = [(pack.id, pack) for pack in packs]
    for scheme in scheme_ids():
        try:
            named += [(edition.name, edition.pack) for edition in editions(scheme) if edition.slug]
        except PackError as exc:
            faults += [fault for fault in exc.faults if fault not in faults]
    quotes = 0
    for name, pack in named:
        for cite in (*rule_cites(pack), *data_cites(pack)):
            quotes += 1
            faults += [f"{name}：{fault}" for fault in cite_faults(corpus, cite)]
    templates = [*TEMPLATES, *CHAT_TEMPLATES]
    for template in templates:
        try:
            template_path(template)
            if template.endswith(".j2"):
                environment().get_template(template)
        except PromptError as exc:
            faults.append(str(exc))
        except TemplateSyntaxError as exc:
            faults.append(f"模板 {template} 第{exc.lineno}行：{exc.message}")
    coverage, uncovered = _coverage(corpus, packs)
    faults += uncovered
    return CheckReport(len(corpus.documents), quotes, len(templates), coverage, tuple(faults))


def cite_faults(corpus: Corpus, cite: Cite) -> list[str]:
    """What is wrong with a quote: no such clause, or words that do not stand in it."""
    where = f"{cite.document_id}:{cite.clause_id}"
    try:
        clause = corpus.clause(where)
    except ClauseNotFoundError as exc:
        return [str(exc)]
    if corpus.locate(cite.document_id, cite.quote, within=clause) is None:
        return [f"条款 {where} 中没有这句引文：“{cite.quote[:40]}”；引文须与原文逐字一致"]
    return []


def _coverage(corpus: Corpus, packs: Sequence[Pack]) -> tuple[tuple[SchemeCoverage, ...], list[str]]:
    rows: list[SchemeCoverage] = []
    faults: list[str] = []
    for pack in packs:
        others = [other for other in packs if other.document == pack.document and other.id != pack.id]
        try:
            explanations = read_coverage(PACKS / pack.id)
            without_case = items_without_case(pack, PACKS / pack.id)
        except PackError as exc:
            faults += exc.faults
            continue
        clauses = [clause.local_id for clause in corpus.clauses(pack.document) if clause.end > clause.start]
        used_by = {other.id: used_clauses(other) for other in others}
        covered = clause_coverage(pack, clauses, explanations, used_by)
        faults += covered.faults
        faults += _absent_clauses(corpus, pack)
        if covered.unexplained:
            faults.append(
                f"{pack.id}：这些条款没有规则或数据引用，{COVERAGE_FILE} 也没有说明："
                f"{'、'.join(covered.unexplained)}；请写成规则、数据或加以说明"
            )
        if without_case:
            faults.append(
                f"{pack.id}：这些条目没有案例：{'、'.join(without_case)}；"
                "请在 cases 里各写一个由它决定结果的案例"
            )
        rows.append(SchemeCoverage(pack.id, len(pack.items), covered, without_case))
    return tuple(rows), faults


def _absent_clauses(corpus: Corpus, pack: Pack) -> list[str]:
    """Clauses that the pack speaks of without a quote and the document does not have."""
    known = {clause.local_id for clause in corpus.clauses(pack.document)}
    spoken = [("source_faults", fault.clause_id) for fault in pack.source_faults]
    spoken += [("not_decidable", point.clause_id) for point in pack.not_decidable]
    spoken += [("not_encoded", point.clause_id) for point in pack.not_encoded]
    return [
        f"{pack.id} {part}：文本 {pack.document} 中没有条款“{clause}”；请改正编号"
        for part, clause in spoken
        if clause not in known
    ]
