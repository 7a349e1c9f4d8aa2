"""What keeps a draft from being approved, and what an approval holds on to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from assistant.canonical_json import canonical
from assistant.checking import cite_faults
from assistant.curated.likeness import asking, specific
from assistant.curated.reading import LONGEST, clause_hash
from assistant.helpdesk.cases import Draft
from assistant.helpdesk.claims import Fault, unfounded
from knowledge.corpus import Corpus
from knowledge.errors import ClauseNotFoundError
from knowledge.query import understand
from scoring import Cite


def faults_of(corpus: Corpus, draft: Draft, today: date) -> list[Fault]:
    """Everything that is wrong with a draft, with its place; empty when it may be approved."""
    faults: list[Fault] = []
    if not draft.clauses:
        faults.append(Fault("条款", "一条也没有引用；至少引用一条，没有依据的请关闭并说明"))
    for number, (clause_id, quote) in enumerate(draft.clauses, 1):
        faults += [
            Fault(f"条款〔{number}〕", told) for told in _clause_faults(corpus, clause_id, quote, today)
        ]
    if len(draft.text) > LONGEST:
        faults.append(Fault("答案", f"共 {len(draft.text)} 个字，最多 {LONGEST} 个字"))
    faults += unfounded(draft.text, [quote for _, quote in draft.clauses], _named(corpus, draft))
    return faults + _form_faults(draft.forms)


def bound_to(corpus: Corpus, draft: Draft) -> str:
    """SHA-256 over the draft and its clauses as they stand: words, quotes, hash and edition of each clause."""
    ground = []
    for clause_id, _ in draft.clauses:
        document_id = clause_id.partition(":")[0]
        known = next((d for d in corpus.documents if d.id == document_id), None)
        edition = known.edition if known is not None else None
        ground.append([clause_id, clause_hash(corpus, clause_id), edition])
    return hashlib.sha256(canonical({"draft": draft.as_json(), "ground": ground})).hexdigest()


def _clause_faults(corpus: Corpus, clause_id: str, quote: str, today: date) -> list[str]:
    document_id, _, local_id = clause_id.partition(":")
    if wrong := cite_faults(corpus, Cite(document_id, local_id, quote)):
        return wrong
    standing = corpus.editions.standing(corpus.clause(clause_id), today)
    if standing.status == "superseded":
        by = f"，以《{standing.by.title}》为准" if standing.by else ""
        return [f"{corpus.clause(clause_id).number}已被取代{by}；请改引现行条款"]
    return []


def _named(corpus: Corpus, draft: Draft) -> str:
    """Titles, numbers, years and printed clause numbers, which an answer may name without quoting them."""
    named: list[str] = []
    for clause_id, _ in draft.clauses:
        try:
            clause = corpus.clause(clause_id)
        except ClauseNotFoundError:
            continue
        document = corpus.document(clause.document_id)
        year = f"{document.year}年" if document.year else ""
        named += [document.title, document.number or "", year, clause.number]
    return "。".join(named)


def _form_faults(forms: Sequence[str]) -> list[Fault]:
    if not forms:
        return [Fault("问法", "一种也没有；至少写一种问法，审定后按它来认问题")]
    faults = []
    for number, form in enumerate(forms, 1):
        if not 2 <= len(form.strip()) <= 200:
            faults.append(Fault(f"问法{number}", "每种问法 2 到 200 个字"))
        elif not specific(asking(understand(form))):
            faults.append(
                Fault(f"问法{number}“{form[:20]}”", "太笼统，没有说清问的是什么事；请写成完整的问题")
            )
    return faults
