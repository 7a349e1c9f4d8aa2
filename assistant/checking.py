"""Everything that must resolve before the program is used: packs, quotes, clauses, templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError

from knowledge.asked import load_asked
from knowledge.corpus import Corpus
from knowledge.errors import ClauseNotFoundError, CorpusError
from prompts.chat_contexts import CHAT_TEMPLATES
from prompts.contexts import TEMPLATES
from prompts.errors import PromptError
from prompts.render import environment, template_path
from scoring import Cite, Pack, PackError, load_scheme, scheme_ids


@dataclass(frozen=True, slots=True)
class SchemeCoverage:
    """How many clauses of its document a scheme cites."""

    scheme: str
    items: int
    cited: int
    clauses: int


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
    quotes = 0
    for pack in packs:
        for cite in cites_of(pack):
            quotes += 1
            faults += [f"{pack.id}：{fault}" for fault in _cite_faults(corpus, cite)]
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
    coverage = tuple(_coverage(corpus, pack) for pack in packs)
    return CheckReport(len(corpus.documents), quotes, len(templates), coverage, tuple(faults))


def cites_of(pack: Pack) -> Iterator[Cite]:
    """Every citation that a pack makes."""
    yield from (item.cite for item in pack.items.values())
    yield from (section.cite for section in pack.sections)
    yield from (gate.cite for gate in pack.gates)
    yield from (reading.cite for reading in pack.readings if reading.cite)
    yield from (deadline.cite for deadline in pack.calendar)
    yield from (incentive.cite for incentive in pack.incentives)
    principles = (pack.worst_of_aspects, pack.worst_of_units, pack.undetermined_reason)
    yield from (principle.cite for principle in principles if principle and principle.cite)
    if pack.pass_rule is not None:
        yield pack.pass_rule.cite


def _cite_faults(corpus: Corpus, cite: Cite) -> list[str]:
    where = f"{cite.document_id}:{cite.clause_id}"
    try:
        clause = corpus.clause(where)
    except ClauseNotFoundError as exc:
        return [str(exc)]
    if corpus.locate(cite.document_id, cite.quote, within=clause) is None:
        return [f"条款 {where} 中没有这句引文：“{cite.quote[:40]}”；引文须与原文逐字一致"]
    return []


def _coverage(corpus: Corpus, pack: Pack) -> SchemeCoverage:
    clauses = {c.local_id for c in corpus.clauses(pack.document) if c.end > c.start}
    cited = {cite.clause_id for cite in cites_of(pack) if cite.document_id == pack.document}
    return SchemeCoverage(pack.id, len(pack.items), len(cited & clauses), len(clauses))
