"""Approved answers as they come in: checked against the texts before anyone can be given them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.checking import cite_faults
from assistant.curated.answers import Basis
from assistant.errors import InputError
from knowledge.corpus import Corpus
from knowledge.errors import ClauseNotFoundError
from knowledge.places import resolve
from knowledge.tokens import plain
from scoring import Cite

LONGEST = 500
_MARK = re.compile(r"〔(\d{1,2})〕")
_SAID = re.compile(
    r"\d+(?:\.\d+)?(?:%|分|个工作日|个月|天|日|月|年|万元|元|家|项|倍|类|级)?"
    r"|不低于|不少于|不高于|不超过|不大于|不小于|大于|小于|高于|低于|超过|至少|最多|以上|以下|以内|≥|≤|>|<"
)


class ClauseIn(BaseModel):
    """A quoted clause."""

    model_config = ConfigDict(extra="forbid", strict=True)

    clause_id: str = Field(min_length=3, max_length=200)
    quote: str = Field(min_length=2, max_length=2000)


class CuratedIn(BaseModel):
    """One line of a file or one body of the interface."""

    model_config = ConfigDict(extra="forbid")

    forms: list[str] = Field(min_length=1, max_length=50)
    answer: str = Field(min_length=2, max_length=LONGEST)
    clauses: list[ClauseIn] = Field(min_length=1, max_length=9)
    place: str | None = None
    approved_by: str = Field(min_length=1, max_length=60)
    holds_from: date | None = None
    holds_until: date | None = None


def read_curated(body: object, where: str = "") -> CuratedIn:
    """The fields of an answer.

    Raises:
        InputError: lists every fault of form.
    """
    try:
        read = CuratedIn.model_validate(body)
    except ValidationError as exc:
        faults = "；".join(f"{'.'.join(map(str, e['loc'])) or '内容'}：{_told(e)}" for e in exc.errors())
        raise InputError(f"{where}{faults}") from exc
    if read.place is not None and resolve(read.place) is None:
        raise InputError(f"{where}place：不认识“{read.place[:20]}”；应为省、市、县的名称，不限地区填 null")
    if read.holds_from and read.holds_until and read.holds_until < read.holds_from:
        raise InputError(f"{where}holds_until 早于 holds_from；请核对")
    if any(not 2 <= len(form.strip()) <= 200 for form in read.forms):
        raise InputError(f"{where}forms：每种问法 2 到 200 个字")
    return read


def basis_of(corpus: Corpus, read: CuratedIn, where: str = "") -> tuple[Basis, ...]:
    """The clauses of an answer as they stand now.

    Raises:
        InputError: a quote is not in its clause, a clause is superseded, or the answer says what no quote says.
    """
    faults: list[str] = []
    found: list[Basis] = []
    for entry in read.clauses:
        document_id, _, local_id = entry.clause_id.partition(":")
        if wrong := cite_faults(corpus, Cite(document_id, local_id, entry.quote)):
            faults += wrong
        else:
            found.append(_basis(corpus, entry))
    faults = faults or answer_faults(corpus, read.answer, found)
    if faults:
        raise InputError(where + "；".join(faults))
    return tuple(found)


def answer_faults(corpus: Corpus, text: str, basis: Sequence[Basis]) -> list[str]:
    """What an answer says without ground: marks without clause, figures and comparisons that no quote holds."""
    marks = {int(mark) for mark in _MARK.findall(text)}
    faults = [f"答案里的〔{mark}〕没有对应的条款" for mark in sorted(marks) if not 1 <= mark <= len(basis)]
    said = plain(_MARK.sub("", text)).replace(" ", "")
    documents = [corpus.document(name) for name in dict.fromkeys(entry.document_id for entry in basis)]
    ground = [entry.quote for entry in basis] + [
        f"{d.title}{d.number or ''}{d.year or ''}年" for d in documents
    ]
    held = plain(re.sub(r"\s", "", "。".join(ground)))
    missing = dict.fromkeys(word for word in _SAID.findall(said) if not _holds(held, word))
    if missing:
        faults.append(f"答案里的“{'”“'.join(missing)}”在引文中没有；请改答案，或补上写有它的条款")
    return faults


def _holds(held: str, word: str) -> bool:
    return (
        re.search(rf"(?<![\d.]){re.escape(word)}(?![\d])" if word[0].isdigit() else re.escape(word), held)
        is not None
    )


def _basis(corpus: Corpus, entry: ClauseIn) -> Basis:
    clause = corpus.clause(entry.clause_id)
    document = corpus.document(clause.document_id)
    return Basis(
        document_id=document.id,
        clause_id=clause.id,
        quote=entry.quote,
        clause_sha256=clause_hash(corpus, clause.id) or "",
        edition=document.edition,
        document_sha256=document.sha256,
    )


def clause_hash(corpus: Corpus, clause_id: str) -> str | None:
    """SHA-256 of a clause's own words; None when there is no such clause."""
    try:
        clause = corpus.clause(clause_id)
    except ClauseNotFoundError:
        return None
    return hashlib.sha256(corpus.text(clause).encode()).hexdigest()


def _told(error: Any) -> str:
    known = {
        "missing": "缺少这一项",
        "extra_forbidden": "没有这一项",
        "string_too_long": f"太长，最多 {error.get('ctx', {}).get('max_length')} 个字",
        "string_too_short": "是空的或太短",
        "too_short": "至少要有一项",
        "too_long": f"最多 {error.get('ctx', {}).get('max_length')} 项",
        "model_type": "应为 JSON 对象",
        "list_type": "应为列表",
        "string_type": "应为文字",
    }
    kind = str(error["type"])
    return known.get(kind, "日期应写成 2026-11-22 的形式" if kind.startswith("date") else "写法不对")
