"""How people ask about each clause, in their own words: written for search, never shown and never quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import yaml

from knowledge.corpus import PACKAGED, Corpus
from knowledge.errors import CorpusError

_SAME_WORDS = 12
"""Characters by which the place of an answer is found again in a newer edition."""
Asked = dict[str, list[tuple[int, tuple[str, ...]]]]
"""Clause id → (offset of the words that answer, what people ask)."""


@cache
def _read(path: Path) -> dict[str, list[dict[str, object]]]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}


def load_asked(corpus: Corpus, folder: Path = PACKAGED) -> Asked:
    """The askings of every document that has an asked*.yaml.

    Raises:
        CorpusError: an entry names a clause or words that are not there; lists all faults.
    """
    found: Asked = defaultdict(list)
    faults: list[str] = []
    for document in corpus.documents:
        clauses = {clause.local_id: clause for clause in corpus.clauses(document.id)}
        for path in sorted((folder / document.id).glob("asked*.yaml")):
            for local_id, entries in _read(path).items():
                where = f"{document.id}/{path.name} {local_id}"
                clause = clauses.get(str(local_id))
                if clause is None:
                    faults.append(f"{where}：没有这个条款")
                    continue
                for entry in entries:
                    span = corpus.locate(document.id, str(entry["at"]), within=clause)
                    if span is None:
                        faults.append(f"{where}：条款中没有“{entry['at']}”；at 须与原文逐字一致")
                        continue
                    asked = entry["asked"]
                    assert isinstance(asked, list)
                    found[clause.id].append((span[0], tuple(str(question) for question in asked)))
    if faults:
        raise CorpusError(tuple(faults))
    return {**_inherited(corpus, found), **found}


def _inherited(corpus: Corpus, found: Asked) -> Asked:
    """What was asked about a clause is asked about the one that took its place, as far as it says the same anew."""
    gone, heirs = corpus.editions.superseded(None), defaultdict[str, list[tuple[int, tuple[str, ...]]]](list)
    for clause_id in gone & found.keys():
        clause = corpus.clause(clause_id)
        heir = corpus.editions.standing(clause, None).clause
        if heir is None or heir.id in found:
            continue
        for at, questions in found[clause_id]:
            words = corpus.source(clause.document_id)[at : min(at + _SAME_WORDS, clause.end)]
            again = _whatever_figures(words).search(corpus.source(heir.document_id), heir.start, heir.end)
            heirs[heir.id].append((again.start() if again else heir.start, questions))
    return dict(heirs)


def _whatever_figures(words: str) -> re.Pattern[str]:
    """These words in another edition: blanks and figures may differ."""
    parts = re.findall(r"\d+|\S", words)
    return re.compile(r"\s*".join(r"\d+" if part.isdigit() else re.escape(part) for part in parts))
