"""Answers that follow from two clauses: what a text fixes for a group, and the clause that puts an industry into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.finding import Finding
from knowledge.retriever import Hit

_LOOKED_AT = 5
"""Passages among which one that fixes something group by group is looked for."""
_IN_TURN = re.compile(r"分别(?:于|在|为|是)?(?P<given>[^，。；]+)，(?P<groups>[^。；]+)")
_LIST_ENDS = re.compile(r"等(?P<group>[^，、。；]{2,14}?(?:行业|企业))")
_ABOUT_TURNS = re.compile(r"批|审|轮|认定|评审|截止|最晚|最迟|几号|哪天|时候|几月|跟哪|哪一[类组]")
_SOFT = re.compile(r"[类等]")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Step:
    """Words of a text that a derived answer rests on."""

    clause: Clause
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows for the asker's industry, and the two places it follows from."""

    industry: str
    group: str
    given: str
    """What the text fixes for the group, in its own words."""
    rule: Step
    membership: Step


def derived(finding: Finding, corpus: Corpus) -> Derived | None:
    """The answer for the industry asked about, where a text gives something group by group."""
    industry = finding.query.trade
    if industry is None or not _ABOUT_TURNS.search(finding.query.folded):
        return None
    first = finding.hits[0]
    told = first.clause.kind == "row" and industry in first.passage.text
    for hit in finding.hits[:_LOOKED_AT]:
        if told and hit.clause.document_id != first.clause.document_id:
            # The row of a nearer text says it of the industry itself.
            continue
        words, _ = _flattened(corpus.source(hit.clause.document_id), hit.passage.start, hit.passage.end)
        pairs = in_turn(words)
        if not pairs:
            continue
        for clause, start, end, group in _memberships(corpus, hit, industry):
            found = next((given for name, given in pairs if _same(name, group)), None)
            if found is not None:
                rule = Step(hit.clause, hit.passage.start, hit.passage.end)
                return Derived(industry, group, found, rule, Step(clause, start, end))
    return None


def in_turn(text: str) -> list[tuple[str, str]]:
    """(group, what it is given) of a sentence that gives as many things as it lists groups; else nothing.

    >>> in_turn("分别于8月1日、9月1日前，分两批完成金属类行业、建材类行业的审核")
    [('金属类行业', '8月1日前'), ('建材类行业', '9月1日前')]
    """
    for found in _IN_TURN.finditer(text):
        given = _parts(found.group("given"))
        listed = found.group("groups")
        # What stands before the first group belongs to the sentence: 分四个批次完成…
        groups = _parts(re.sub(r"^.*?(?:完成|开展|进行|对)", "", listed))
        groups = [re.sub(r"的[^的]*$", "", group) for group in groups]
        if len(given) == len(groups) >= _FEWEST:
            last = given[-1]
            before = "前" if last.endswith("前") else ""
            return [
                (group, one if one.endswith("前") or not before else f"{one}{before}")
                for group, one in zip(groups, given, strict=True)
            ]
    return []


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("、") if part.strip()]


def _memberships(corpus: Corpus, hit: Hit, industry: str) -> Sequence[tuple[Clause, int, int, str]]:
    """Where the same text lists the industry among others that together have a name."""
    source = corpus.source(hit.clause.document_id)
    among = re.compile(rf"(?:^|[、—：:-]){re.escape(industry)}(?=[、等])")
    found = []
    for clause in corpus.clauses(hit.clause.document_id):
        if clause.id == hit.clause.id or clause.end <= clause.start:
            continue
        words, offsets = _flattened(source, clause.start, clause.end)
        for sentence in re.finditer(r"[^。；]+", words):
            at = among.search(sentence.group())
            named = _LIST_ENDS.search(sentence.group(), at.end()) if at else None
            if named:
                start, end = offsets[sentence.start()], offsets[sentence.end() - 1] + 1
                found.append((clause, start, end, named.group("group")))
    return found


def _flattened(source: str, start: int, end: int) -> tuple[str, list[int]]:
    """The words without blanks and line breaks, and where each character stands in the source."""
    offsets = [at for at in range(start, end) if not source[at].isspace()]
    return "".join(source[at] for at in offsets), offsets


def _same(one: str, other: str) -> bool:
    return _SOFT.sub("", one) == _SOFT.sub("", other)
