"""Answers of several places or texts side by side, each with its place and year; whether two texts disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.citing import Citation, Citer
from assistant.focus import Focus, focus, verdict_word
from knowledge.corpus import Corpus
from knowledge.coverage import cover
from knowledge.documents import Document
from knowledge.finding import Finder, Finding
from knowledge.query import Query
from knowledge.retriever import Hit
from knowledge.tokens import bigrams, plain

_MONTH_END = re.compile(r"(\d+)月底")
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_PARTED = re.compile(r"[；;。]")
_YEAR = re.compile(r"\d{4}年")
_OPPOSITE = frozenset({"可以", "不可以"})
_ALIKE = 0.16
"""Share of common bigrams from which two passages are about the same thing, figures aside."""
_SUBJECT = 0.6
"""Share of the question's own pairs of characters that each passage must hold."""
_LONGEST_PART = 150


@dataclass(frozen=True, slots=True)
class Part:
    """What one text says to the question."""

    hit: Hit
    document: Document
    stretch: Focus
    said: str
    """The fact or the verdict; empty when neither stands out."""

    @property
    def label(self) -> str:
        """Place and year: 三门峡市（2022年）."""
        first = self.document.issued or self.document.effective_from
        year = self.document.year or (first.year if first else None)
        return f"{self.document.place.name}（{f'{year}年' if year else self.document.edition}）"


def part_of(corpus: Corpus, hit: Hit, query: Query) -> Part:
    """What the text of a hit says."""
    document = corpus.document(hit.clause.document_id)
    source = corpus.source(document.id)
    stretch = focus(source, hit.passage.start, hit.passage.end, query)
    if not stretch.fact and (own := _own_part(source, hit, document, query)) is not None:
        stretch = focus(source, *own, query)
    said = stretch.fact or verdict_word(stretch.text, query)
    return Part(hit, document, stretch, said)


def _own_part(source: str, hit: Hit, document: Document, query: Query) -> tuple[int, int] | None:
    """Where a passage that lists several places speaks of the asker's own; None when it does not."""
    if query.region is None or document.reaches not in query.region.chain:
        return None
    below = query.region.chain[: query.region.chain.index(document.reaches)]
    start, end = hit.passage.start, hit.passage.end
    cuts = [start, *(start + m.end() for m in _PARTED.finditer(source[start:end])), end]
    own = [part for part in pairwise(cuts) if any(name in source[slice(*part)] for name in below)]
    return own[0] if len(own) == 1 else None


def disagreeing(corpus: Corpus, finding: Finding) -> tuple[Part, ...]:
    """What two texts of the asker's chain say differently on the matter asked, nearest place first; else nothing.

    They are taken to disagree when each gives one fact or a plain verdict, these differ, and both passages
    hold what the question is about.
    """
    query = finding.query
    if query.region is None or len(query.homes) > 1:
        return ()
    chain = query.region.chain
    best: dict[str, Part] = {}
    for hit in finding.hits:
        part = part_of(corpus, hit, query)
        reach = part.document.reaches
        if not part.said or reach not in chain:
            continue
        # What a text says of the asker's own place goes before what it says of all.
        if reach not in best or (_of_own(part, query) and not _of_own(best[reach], query)):
            best[reach] = part
    parts = sorted(best.values(), key=lambda part: chain.index(part.document.reaches))
    if len(parts) < 2 or finding.hits[0].passage.id not in {part.hit.passage.id for part in parts}:
        return ()
    nearest = parts[0]
    others = [part for part in parts[1:] if _same_matter(nearest, part, query) and _differ(nearest, part)]
    return (nearest, *others[:1]) if others else ()


def _of_own(part: Part, query: Query) -> bool:
    chain = query.region.chain if query.region else ()
    return any(name in part.hit.passage.text for name in chain[: chain.index(part.document.reaches)])


def _same_matter(one: Part, other: Part, query: Query) -> bool:
    asked = set(bigrams(query.subject))
    for part in (one, other):
        held = set(bigrams(f"{part.hit.passage.text} {part.hit.passage.context} {part.hit.passage.alias}"))
        if cover(query, part.hit.passage).missing or len(asked & held) < _SUBJECT * len(asked):
            return False
    if "row" in (one.hit.clause.kind, other.hit.clause.kind):
        # A row is no sentence to be alike; its headers and cells hold the question's words.
        return True
    own, its = (set(bigrams(_FIGURE.sub("", plain(part.stretch.text)))) for part in (one, other))
    return 2 * len(own & its) >= _ALIKE * (len(own) + len(its))


def _differ(one: Part, other: Part) -> bool:
    if {one.said, other.said} <= _OPPOSITE:
        return one.said != other.said
    return bool(figures(one.said)) and bool(figures(other.said)) and figures(one.said) != figures(other.said)


def figures(said: str) -> tuple[str, ...]:
    """The numbers of a fact without its year; the end of a month is its last day.

    >>> figures("2022年8月底前"), figures("8月31日前"), figures("不低于 20%")
    (('8', '31'), ('8', '31'), ('20',))
    """
    text = _YEAR.sub("", plain(said))
    text = _MONTH_END.sub(lambda match: f"{match.group(1)}月{_last_day(int(match.group(1)))}日", text)
    return tuple(_FIGURE.findall(text))


def _last_day(month: int) -> int:
    return _LAST_DAYS[month - 1] if 1 <= month <= 12 else 31


def shown(parts: Sequence[Part], citer: Citer, as_of: date) -> tuple[str, tuple[Citation, ...]]:
    """The parts as one answer: the facts first, then each with its words, its clause and how it stands."""
    facts = "；".join(f"{part.label}：{part.said}" for part in parts if part.said)
    lines, citations = [], []
    longest = _LONGEST_PART if len(parts) < 3 else 80
    for n, part in enumerate(parts, 1):
        clause = part.hit.clause
        citation = citer.passage(clause, part.stretch.start, part.stretch.end, as_of, n)
        words = part.stretch.text
        quote = words if len(words) <= longest else f"{words[: longest - 1]}…"
        lines.append(
            f"- {part.label}：“{quote}”〔{n}〕"
            f"（{part.document.short_title}{clause.number}，{citation['status_label']}）"
        )
        citations.append(citation)
    head = f"**{facts}。**\n\n" if facts else ""
    return head + "\n".join(lines), tuple(citations)


def findings_by_place(finder: Finder, query: Query) -> tuple[Finding, ...]:
    """What is found for each place that the question names apart from the others, in the order it names them."""
    return tuple(finder.find(replace(query, region=home, places=(home,), apart=())) for home in query.homes)
