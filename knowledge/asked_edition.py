"""Which editions a question may be answered from: those that hold on its day, and an older one that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.documents import Document
from knowledge.editions import Editions
from knowledge.query import Query
from knowledge.tokens import plain

_THE_OLD_ONE = re.compile(
    r"(?:旧|老|上一|前一|原来的|原先的|以前的|之前的|过去的|废止的|被取代的|作废的)(?:版|版本|细则|办法|方案|规定|文件|文|标准|那版|那个)"
    r"|(?<![还])原(?:细则|办法|方案|规定|文件)|修订前|修改前|取代前|改之前"
)
_THE_COMING_ONE = re.compile(
    r"(?:新版|新的|新出的|新发的|新印发的|即将施行的|即将实施的|将要施行的|还没施行的|尚未施行的|还没生效的|尚未生效的|要施行的)(?:细则|办法|方案|规定|文件|文|标准|政策|要求)"
    r"|新(?:细则|办法|方案|规定)(?!出台|之前|以前)|(?:即将|将要|还没|尚未|快要)(?:施行|实施|生效)"
)
_NUMBER = re.compile(r"(\d+)号$")
_LEAST_TITLE = 6
"""Characters of a title that a question may name without its year."""
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AskedEditions:
    """What search leaves out for a question, and what it prefers."""

    documents_out: frozenset[str] = _NOTHING
    clauses_out: frozenset[str] = _NOTHING
    named: frozenset[str] = _NOTHING
    """Texts with several editions, or still to take effect, that the question names by title, number or year, or
    calls the old or the coming one."""

    early: frozenset[str] = _NOTHING
    """Those of `documents_out` that are left out because they take effect only later."""

    def leaves_out(self, document_id: str, clause_id: str) -> bool:
        """Whether a clause must not answer the question as the rule in force."""
        return document_id in self.documents_out or clause_id in self.clauses_out


def asked_editions(
    editions: Editions, documents: Sequence[Document], query: Query, reach: Sequence[str]
) -> AskedEditions:
    """What holds on the day of a question, among the texts that reach the asker.

    Args:
        editions: of the corpus.
        documents: of the corpus.
        query: the question with its day.
        reach: ids of the texts that reach the asker.
    """
    near, day = frozenset(reach), query.as_of
    if not editions.related and not editions.any_to_come(day):
        return AskedEditions()
    reached = [document for document in documents if document.id in near]
    out = set(editions.superseded_documents(day) & near)
    clauses = editions.superseded(day)
    early = _not_yet(reached, day, out) if editions.any_to_come(day) else set()
    named = _named(reached, query, out, clauses, early)
    if day is not None:
        named |= {
            document.id for document in reached if document.id in early and _calls(document, query, day)
        }
    if not (out or clauses or early or named):
        return AskedEditions()
    kept = {clause for clause in clauses if clause.partition(":")[0] not in named}
    early -= named
    return AskedEditions(
        frozenset((out - named) | early), frozenset(kept), frozenset(named), frozenset(early)
    )


def _not_yet(reached: Sequence[Document], day: date | None, out: set[str]) -> set[str]:
    """Texts that the asker could not know on that day; none when nothing else would be left to answer from."""
    if day is None:
        return set()
    early = {document.id for document in reached if document.status_on(day) == "not_yet"}
    left = [document for document in reached if document.id not in out | early]
    return early if any(document.status_on(day) != "draft" for document in left) else set()


def _calls(document: Document, query: Query, day: date) -> bool:
    """Whether a question asks for a text that is still to take effect."""
    if not document.to_come_on(day):
        return False
    if _THE_COMING_ONE.search(query.folded) or _says_title(document, query.folded):
        return True
    titles = [plain(document.title), plain(document.short_title)]
    if any(title in query.folded for title in titles if len(title) >= _LEAST_TITLE):
        return True
    first = document.takes_effect
    return first is not None and first.year > day.year and _says_year(first.year, query.folded)


def _named(
    reached: Sequence[Document], query: Query, out: set[str], clauses: frozenset[str], early: set[str]
) -> set[str]:
    old = {clause.partition(":")[0] for clause in clauses} | out
    kin = old | {document.id for document in reached if document.supersedes}
    if not kin:
        return set()
    years = {document.id: _year(document, document.id in early) for document in reached}
    current = {years[document.id] for document in reached if document.id in kin - old}
    calls_old = _THE_OLD_ONE.search(query.folded) is not None
    found = set()
    for document in reached:
        if document.id not in kin:
            continue
        year = years[document.id]
        by_year = year is not None and (document.id not in old or year not in current)
        if (
            _says_title(document, query.folded)
            or (by_year and _says_year(int(year or 0), query.folded))
            or (calls_old and document.id in old)
        ):
            found.add(document.id)
    return found


def _year(document: Document, early: bool) -> int | None:
    if early and document.effective_from is not None:
        # Issued in one year for the next, it is the text of the next.
        return document.effective_from.year
    if document.year is not None:
        return document.year
    first = document.issued or document.effective_from
    return first.year if first is not None else None


def _says_year(year: int, folded: str) -> bool:
    short = f"{year % 100:02d}"
    return (
        re.search(rf"(?<!\d){year}(?!\d)", folded) is not None
        or re.search(rf"(?<!\d){short}(?:版|年(?:的|那|版|细则|方案|办法|文件|下的|度))", folded) is not None
    )


def _says_title(document: Document, folded: str) -> bool:
    # A title without a year may be that of every edition.
    titles = [plain(document.title), plain(document.short_title)]
    if any(re.search(r"\d{4}", title) and title in folded for title in titles):
        return True
    number = plain(document.number) if document.number else ""
    if not number:
        return False
    tail = _NUMBER.search(number)
    by_tail = tail is not None and re.search(rf"(?<!\d){tail.group(1)}号(?:文|〕|$|[^线楼店炉前])", folded)
    return number in folded or bool(by_tail)
