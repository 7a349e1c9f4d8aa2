"""Texts that come after the shipped ones: made from their words, with other numbers and dates."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.corpus import Corpus, CorpusText
from knowledge.documents import Document, DocumentPlace, Supersession
from knowledge.parser import parse

OLD = "sanmenxia-grading-2022"
NEW = "sanmenxia-grading-2023"
FIRST_REVIEW, ADJUSTMENT = "s3.1", "s4"
"""The clauses of the Sanmenxia text that the 2023 edition changes."""
CHANGES = {
    "每月 20 日前完成当月申报企业绩效分级初审工作": "每月 10 日前完成当月申报企业绩效分级初审工作",
    "2022年11月15日前，各县（市、区）可根据": "2023年10月31日前，各县（市、区）可根据",
}
BEGINS = date(2023, 6, 1)


def text_of(corpus: Corpus, model: str, changes: Mapping[str, str], **described: Any) -> CorpusText:
    """A text like one of the corpus, with some words exchanged and another description."""
    source = corpus.source(model)
    for old, new in changes.items():
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    digest = hashlib.sha256(source.encode()).hexdigest()
    plain = {
        "contacts": (),
        "source_faults": (),
        "missing": (),
        "newer": (),
        "sha256": digest,
        "supersedes": (),
    }
    document: Document = replace(corpus.document(model), **(plain | described))
    parsed = parse(document.id, source, ())
    return CorpusText(document, source, parsed, bytes.fromhex(digest) + repr(document).encode())


def edition_2023(
    corpus: Corpus, clauses: Any = "all", since: date | None = None, **described: Any
) -> CorpusText:
    """The Sanmenxia text of 2023, in force from June, which changes two clauses."""
    whole = {
        "id": NEW,
        "title": "三门峡市2023年重点行业绩效分级评定实施细则",
        "short_title": "三门峡绩效分级细则（2023）",
        "number": "三环文〔2023〕51号",
        "year": 2023,
        "issued": date(2023, 5, 20),
        "effective_from": BEGINS,
        "cycle_until": None,
        "status": "in_force",
        "status_remark": "",
        "edition": "2023年度",
        "supersedes": (Supersession(OLD, clauses, since),),
    }
    return text_of(corpus, OLD, CHANGES, **(whole | described))


def of_the_nation(corpus: Corpus, name: str = "全国") -> CorpusText:
    """A text that holds everywhere."""
    return text_of(
        corpus,
        "liaocheng-grading-2020",
        {},
        id="nation-grading-2020",
        title="重污染天气重点行业绩效分级管理办法",
        short_title="全国绩效分级办法",
        number=None,
        place=DocumentPlace(name, "000000", "", ""),
    )
