"""A document as search knows it: its passages cut and counted once, however often the texts around it change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from knowledge.counting import count_bigrams, count_words
from knowledge.passages import Passage
from knowledge.term_counts import Counts, Vocabulary, Whole
from knowledge.tokens import plain_each
from knowledge.traits import Traits

_AT_ONCE = 5000
"""Passages that are counted at once, about."""


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The numbers of bigrams and words that counts are made with; one of each for all segments."""

    bigrams: Vocabulary = field(default_factory=Vocabulary)
    words: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive passages of one document."""

    document_id: str
    passages: tuple[Passage, ...]
    bigrams: Counts
    """Of each passage; so are `words`."""
    words: Counts
    whole: Counts
    """Bigrams of each clause, through all its passages; `context` and `alias` are counted a clause, too."""
    context: Counts
    alias: Counts
    clause_of: Whole
    """Place of the clause of each passage."""
    asked: Counts
    """Bigrams of each asking."""
    asked_of: Whole
    """Place of the passage that each asking belongs to."""
    traits: Traits

    @property
    def clauses(self) -> int:
        """How many clauses the passages come from."""
        return len(self.whole.lengths)


class Segments:
    """Makes segments and remembers the latest of each document."""

    def __init__(self) -> None:
        self.vocabularies = Vocabularies()
        self._latest: dict[str, Segment] = {}

    def of(self, passages: Sequence[Passage]) -> tuple[Segment, ...]:
        """The segments of some passages, in their order; only documents that changed are counted."""
        groups = groupby(passages, key=lambda passage: passage.clause.document_id)
        wanted = {document_id: tuple(group) for document_id, group in groups}
        fresh = {
            document_id: own
            for document_id, own in wanted.items()
            if (known := self._latest.get(document_id)) is None or known.passages != own
        }
        made = dict(self._latest)
        for batch in _batches(fresh):
            made |= {segment.document_id: segment for segment in counted(batch, self.vocabularies)}
        self._latest = {document_id: made[document_id] for document_id in wanted}
        return tuple(self._latest.values())


def _batches(documents: dict[str, tuple[Passage, ...]]) -> Iterator[list[tuple[Passage, ...]]]:
    """Documents that are counted at once: many, so that little is done for each, and not all, to save memory."""
    batch: list[tuple[Passage, ...]] = []
    for own in documents.values():
        batch.append(own)
        if sum(map(len, batch)) >= _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def counted(documents: Sequence[tuple[Passage, ...]], vocabularies: Vocabularies) -> list[Segment]:
    """The segments of some documents, each given by its passages."""
    passages = [passage for own in documents for passage in own]
    folded = plain_each(passage.text for passage in passages)
    places: dict[str, int] = {}
    clause_of = np.array(
        [places.setdefault(passage.clause.id, len(places)) for passage in passages], dtype=np.int32
    )
    heads: list[Passage] = []
    whole: list[str] = []
    for passage, text, clause in zip(passages, folded, clause_of.tolist(), strict=True):
        if clause == len(whole):
            heads.append(passage)
            whole.append(text)
        else:
            whole[clause] += text
    asked = [question for passage in passages for question in passage.asked]
    asked_of = np.repeat(
        np.arange(len(passages), dtype=np.int32), [len(passage.asked) for passage in passages]
    )
    grams = vocabularies.bigrams
    by_passage = (count_bigrams(folded, grams), count_words(folded, vocabularies.words))
    by_clause = (
        count_bigrams(whole, grams),
        count_bigrams(plain_each(head.context for head in heads), grams),
        count_bigrams(plain_each(head.alias for head in heads), grams),
    )
    askings = count_bigrams(plain_each(asked), grams)
    found, start = [], 0
    for own in documents:
        end = start + len(own)
        first, last = int(clause_of[start]), int(clause_of[end - 1]) + 1
        low, high = (int(at) for at in np.searchsorted(asked_of, [start, end]))
        grams_of, words_of = (counts.part(start, end) for counts in by_passage)
        whole_of, context, alias = (counts.part(first, last) for counts in by_clause)
        found.append(
            Segment(
                own[0].clause.document_id,
                own,
                grams_of,
                words_of,
                whole_of,
                context,
                alias,
                clause_of=clause_of[start:end] - first,
                asked=askings.part(low, high),
                asked_of=asked_of[low:high] - start,
                traits=Traits.of(own, folded[start:end]),
            )
        )
        start = end
    return found
