"""A document as search knows it: its passages cut and counted once, however often the texts around it change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from knowledge.passages import Passage
from knowledge.term_counts import Counts, Vocabulary, Whole
from knowledge.tokens import bigrams, bigrams_in, plain, words_in
from knowledge.traits import Traits


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
        found: list[Segment] = []
        for document_id, group in groupby(passages, key=lambda passage: passage.clause.document_id):
            own = tuple(group)
            known = self._latest.get(document_id)
            if known is None or known.passages != own:
                known = self._latest[document_id] = self._made(document_id, own)
            found.append(known)
        kept = {segment.document_id for segment in found}
        self._latest = {name: segment for name, segment in self._latest.items() if name in kept}
        return tuple(found)

    def _made(self, document_id: str, passages: tuple[Passage, ...]) -> Segment:
        grams, terms = self.vocabularies.bigrams, self.vocabularies.words
        folded = [plain(passage.text) for passage in passages]
        cut = [bigrams_in(text) for text in folded]
        places: dict[str, int] = {}
        clause_of = [places.setdefault(passage.clause.id, len(places)) for passage in passages]
        members: list[list[int]] = [[] for _ in places]
        for passage, clause in enumerate(clause_of):
            members[clause].append(passage)
        whole = [
            cut[own[0]] if len(own) == 1 else bigrams_in("".join(folded[i] for i in own)) for own in members
        ]
        heads = [passages[own[0]] for own in members]
        asked = [(i, question) for i, passage in enumerate(passages) for question in passage.asked]
        return Segment(
            document_id,
            passages,
            bigrams=Counts.of(cut, grams),
            words=Counts.of([words_in(text) for text in folded], terms),
            whole=Counts.of(whole, grams),
            context=Counts.of([bigrams(head.context) for head in heads], grams),
            alias=Counts.of([bigrams(head.alias) if head.alias else [] for head in heads], grams),
            clause_of=np.array(clause_of, dtype=np.int32),
            asked=Counts.of([bigrams(question) for _, question in asked], grams),
            asked_of=np.array([i for i, _ in asked], dtype=np.int32),
            traits=Traits.of(passages, folded),
        )
