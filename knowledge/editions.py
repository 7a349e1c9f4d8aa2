"""Which clause holds on a day: what has taken the place of what, by which text, from when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.clauses import Clause
from knowledge.documents import Document, StatusOn, Supersession
from knowledge.normalise import folded

_ALIKE = 0.3
"""Share of common bigrams from which a clause of the newer text is taken for the one that replaced an older."""
_SAME_NUMBER = 0.15

Text = tuple[Document, Sequence[Clause]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clause stands on a day."""

    status: StatusOn
    by: Document | None = None
    """The text that has taken its place and holds on that day."""
    clause: Clause | None = None
    """The clause of that text which says the same thing anew; None when no clause is near enough."""
    since: date | None = None
    """The first day on which it no longer held; None when no text gives one."""


@dataclass(frozen=True, slots=True)
class _Replacement:
    by: Document
    since: date


class Editions:
    """What the texts of one corpus say of each other; no clock: the day is an argument, None for the newest state."""

    def __init__(self, texts: Sequence[Text], words_of: Callable[[Clause], str]) -> None:
        self._documents = {document.id: document for document, _ in texts}
        self._clauses = {document.id: tuple(clauses) for document, clauses in texts}
        self._replaced: dict[str, list[_Replacement]] = defaultdict(list)
        self._pairs: list[tuple[Document, Document, Supersession, date]] = []
        for document, _ in texts:
            for entry in document.supersedes:
                self._take(document, entry)
        self._days = sorted({found.since for entries in self._replaced.values() for found in entries})
        self._out_since = lru_cache(maxsize=64)(self._out)
        self._gone_since = lru_cache(maxsize=64)(self._gone)
        self._stated_gone = [document.id for document, _ in texts if document.status == "superseded"]
        effects = [day for document, _ in texts for day in (document.issued, document.takes_effect) if day]
        self._last_effect = max(effects, default=None)
        self._words_of = lru_cache(maxsize=4096)(lambda clause: _pairs_of(words_of(clause)))

    def _take(self, newer: Document, entry: Supersession) -> None:
        older = self._documents.get(entry.document_id)
        # A draft takes the place of nothing; a text that is not here needs no replacing.
        if older is None or older.id == newer.id or newer.status == "draft":
            return
        since = entry.since or newer.takes_effect or date.min
        self._pairs.append((newer, older, entry, since))
        taken: set[str] = set()
        for clause in self._clauses[older.id]:
            # Parents come before what is nested in them.
            if entry.clauses == "all" or clause.local_id in entry.clauses or clause.parent in taken:
                taken.add(clause.local_id)
                self._replaced[clause.id].append(_Replacement(newer, since))

    def superseded(self, day: date | None) -> frozenset[str]:
        """Ids of the clauses that another has taken the place of on this day."""
        return self._out_since(bisect_right(self._days, day) if day is not None else len(self._days))

    def _out(self, begun: int) -> frozenset[str]:
        days = frozenset(self._days[:begun])
        return frozenset(
            clause for clause, entries in self._replaced.items() if any(e.since in days for e in entries)
        )

    def superseded_documents(self, day: date | None) -> frozenset[str]:
        """Ids of the texts of which nothing holds any more on this day because others took their place."""
        gone = self._gone_since(bisect_right(self._days, day) if day is not None else len(self._days))
        stated = (
            name
            for name in self._stated_gone
            if self._documents[name].status_on(day or date.max) == "superseded"
        )
        return gone.union(stated)

    def _gone(self, begun: int) -> frozenset[str]:
        out = self._out_since(begun)
        touched = {clause.partition(":")[0] for clause in out}
        return frozenset(name for name in touched if all(clause.id in out for clause in self._clauses[name]))

    @property
    def related(self) -> bool:
        """Whether any text takes the place of another, or is stated to have lost its own."""
        return bool(self._replaced) or bool(self._stated_gone)

    def any_to_come(self, day: date | None) -> bool:
        """Whether on this day some text was still to take effect."""
        return day is not None and self._last_effect is not None and day < self._last_effect

    def standing(self, clause: Clause, day: date | None) -> Standing:
        """How a clause stands on a day."""
        asked = date.max if day is None else day
        begun = [found for found in self._replaced.get(clause.id, ()) if found.since <= asked]
        if not begun:
            return Standing(self._documents[clause.document_id].status_on(asked))
        since = min(found.since for found in begun)
        newest = self._newest(clause, asked, ())
        if newest is None:
            newest = (max(begun, key=lambda found: found.since).by, None)
        return Standing("superseded", *newest, since if since != date.min else None)

    def _newest(
        self, clause: Clause, day: date, passed: tuple[str, ...]
    ) -> tuple[Document, Clause | None] | None:
        """The text in whose words the clause goes on, and the clause there, through any number of editions."""
        begun = [
            found
            for found in self._replaced.get(clause.id, ())
            if found.since <= day and found.by.id not in passed
        ]
        if not begun:
            return None
        by = max(begun, key=lambda found: found.since).by
        heir = self.counterpart(clause, by.id)
        further = self._newest(heir, day, (*passed, clause.document_id)) if heir is not None else None
        return further or (by, heir)

    def counterpart(self, clause: Clause, document_id: str) -> Clause | None:
        """The clause of another text that is most like this one; None when none is like it."""
        own = self._words_of(clause)
        best, nearest = 0.0, None
        for other in self._clauses[document_id]:
            if other.end <= other.start:
                continue
            words = self._words_of(other)
            alike = 2 * len(own & words) / max(1, len(own) + len(words))
            alike += _SAME_NUMBER if other.local_id == clause.local_id and alike > 0 else 0.0
            if alike > best:
                best, nearest = alike, other
        return nearest if best >= _ALIKE else None

    def takeovers(self, document_id: str, day: date | None) -> Iterator[tuple[Document, Supersession, date]]:
        """What a text has taken the place of on a day: the older text, how much of it, since when."""
        for newer, older, entry, since in self._pairs:
            if newer.id == document_id and (day is None or since <= day):
                yield older, entry, since

    def to_come(self, document_id: str, day: date) -> Iterator[tuple[Document, Supersession, date]]:
        """What will take the place of a text or of parts of it after a day: the newer text, how much, from when."""
        for newer, older, entry, since in self._pairs:
            if older.id == document_id and since > day and (newer.issued is None or newer.issued <= day):
                yield newer, entry, since

    def taken_over_by(
        self, document_id: str, day: date | None
    ) -> Iterator[tuple[Document, Supersession, date]]:
        """What has taken the place of a text or of parts of it by a day: the newer text, how much, since when."""
        for newer, older, entry, since in self._pairs:
            if older.id == document_id and (day is None or since <= day):
                yield newer, entry, since

    def heirs(self, document_id: str) -> tuple[Document, ...]:
        """The texts that take the place of this one or of parts of it, on whatever day."""
        return tuple(dict.fromkeys(newer for newer, older, _, _ in self._pairs if older.id == document_id))

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the relations that the descriptions state."""
        found: list[str] = []
        for document in self._documents.values():
            for entry in document.supersedes:
                found += self._faults_of(document, entry)
        return tuple(found)

    def _faults_of(self, newer: Document, entry: Supersession) -> Iterator[str]:
        where = f"{newer.id}，supersedes：{entry.document_id}"
        if entry.document_id == newer.id:
            yield f"{where}：文件不能取代自己；请改成被取代文件的编号"
            return
        older = self._documents.get(entry.document_id)
        if older is None:
            return
        known = {clause.local_id for clause in self._clauses[older.id]}
        if entry.clauses != "all" and (unknown := [name for name in entry.clauses if name not in known]):
            yield f"{where} 中没有条款 {'、'.join(unknown)}；请用解析得到的条款编号，全部取代写 all"
        if entry.clauses != "all" and not entry.clauses:
            yield f"{where}：clauses 是空的；请列出条款编号，全部取代写 all"
        since, effect = entry.since or newer.takes_effect, newer.takes_effect
        if since is None:
            yield f"{where}：没有写从哪天起，本文件也没有施行或印发日期；请写 from"
        elif effect is not None and since < effect:
            yield f"{where}：from 是 {since}，早于本文件施行的 {effect}；其间没有任何一版有效，请核对"
        if newer.status == "draft":
            yield f"{where}：征求意见稿不能取代别的文件；正式印发后再写"
        if any(back.document_id == newer.id and back.clauses == "all" for back in older.supersedes):
            yield f"{where}：两份文件互相取代；请核对哪一份是新的"


def _pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, marks aside."""
    words = re.sub(r"\W", "", folded(text))
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))
